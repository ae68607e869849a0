"""What every way to sign in shares: the person, the headers, the checks at the gate."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from labeler.identity.addresses import host_name, is_address, is_loopback

USER_HEADER = "x-labeler-user"
CSRF_HEADER = "x-csrf-token"
SESSION_COOKIE = "labeler_session"
API = "/api/"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in, with their role in a project; empty where they are not in it."""

    login: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a request goes no further: a code for programs, a sentence for people."""

    code: str
    message: str
    status: int = 403


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets through what was meant for this server and comes from its own pages.

    A web page elsewhere that reaches for it through somebody's browser, or a
    name made to point at it (DNS rebinding), is refused.

    Attributes:
        public_url: where people find the server; empty where it has no name.
        host: the name or address it listens on.
        private: only this machine itself is served.
    """

    public_url: str = ""
    host: str = ""
    private: bool = False

    def refusal(self, headers: Headers) -> Refused | None:
        """Return why a request is refused; ``None`` where it may go on."""
        host = headers.get("host", "")
        if not self._answers_to(host_name(host)):
            if self.private:
                return Refused("host", f"this is a private Labeler; it does not answer to {host!r}")
            return Refused(
                "host", f"Labeler does not answer to {host!r}; say so in the setting public_url"
            )
        origin = headers.get("origin")
        if origin and not self._is_own(origin, host):
            return Refused("origin", "the request comes from another site")
        return None

    def _answers_to(self, name: str) -> bool:
        if is_loopback(name):
            return True
        if self.private or not name:
            return False
        if self.public_url:
            return name == (urlsplit(self.public_url).hostname or "").lower()
        # An address cannot be made to point elsewhere; any name can.
        return is_address(name) or name == self.host.lower()

    def _is_own(self, origin: str, host: str) -> bool:
        try:
            found = urlsplit(origin)
        except ValueError:
            return False
        if found.netloc and found.netloc.lower() == host.lower():
            return True
        # A proxy may ask us under another name than the one it is asked by.
        own = urlsplit(self.public_url)
        return bool(own.netloc) and (found.scheme, found.netloc.lower()) == (
            own.scheme,
            own.netloc.lower(),
        )


def read_secret(path: Path) -> bytes:
    """Return the installation's secret, made on first use, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return path.read_bytes()


def sign(secret: bytes, purpose: str, what: str) -> str:
    """Return what only the holder of the secret can say of ``what``, for one purpose."""
    return hmac.new(secret, f"{purpose}:{what}".encode(), hashlib.sha256).hexdigest()


def same(given: str, wanted: str) -> bool:
    """Compare two texts in a time that tells nothing of where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def csrf_refusal(scope: Scope, headers: Headers, csrf: str) -> Refused | None:
    """Return why a change is refused that does not carry the token of the session."""
    if scope["type"] != "http" or scope["method"] in _SAFE_METHODS:
        return None
    if not scope["path"].startswith(API) or same(headers.get(CSRF_HEADER, ""), csrf):
        return None
    return Refused("csrf", "this page is out of date; your work is kept, reload to go on")


async def refuse(refused: Refused, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request, or the beginning of a WebSocket, with why it goes no further."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": refused.message})
        return
    content = {"error": {"code": refused.code, "message": refused.message}}
    response = JSONResponse(content, refused.status, {"cache-control": "no-store"})
    await response(scope, receive, send)


def named(headers: Iterable[tuple[bytes, bytes]], login: str) -> list[tuple[bytes, bytes]]:
    """Return the headers with exactly one user header, ours; with none for nobody.

    Some servers read ``_`` as ``-``; both spellings are stripped.
    """
    ours = USER_HEADER.encode()
    kept = [(k, v) for k, v in headers if k.lower().replace(b"_", b"-") != ours]
    return [*kept, (ours, login.encode())] if login else kept
