"""Who is this: the one door every request comes through.

The middleware decides who a request is from and tells both sides the same:
the API through ``request.state.person``, Streamlit through the trusted header
that becomes ``st.user``. That header is stripped from every incoming request
first, so nobody can name themselves.

In the mode ``local`` there is one person and no password. It is safe because
nobody else can reach it: the server listens on loopback only, and requests
whose Host or Origin is another name (a web page trying to reach through the
browser, DNS rebinding) are refused.
"""

import hashlib
import hmac
import ipaddress
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from labeler.core.errors import LabelerError
from labeler.settings import LOCAL_LOGIN

USER_HEADER = "x-labeler-user"
CSRF_HEADER = "x-csrf-token"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_NAMES = frozenset({"localhost"})


class NotLoopbackError(LabelerError, ValueError):
    """The local mode was asked to listen where others could reach it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in."""

    login: str
    name: str
    role: str


LOCAL_PERSON = Person(LOCAL_LOGIN, "You", "admin")


def is_loopback(host: str) -> bool:
    """Say whether a host name or address means this machine."""
    bare = host.strip("[]").lower()
    if bare in _NAMES:
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def require_loopback(host: str) -> None:
    """Refuse an address that others could reach.

    Raises:
        NotLoopbackError: the address is not a loopback one.
    """
    if not is_loopback(host):
        raise NotLoopbackError(
            f"one person without a password can only be served on this machine itself, "
            f"such as 127.0.0.1, not on {host!r}"
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


class LocalIdentity:
    """ASGI middleware: the one person of an installation on loopback."""

    def __init__(self, app: ASGIApp, secret: bytes) -> None:
        self._app = app
        # From the secret, not per process: a page that was open while the
        # server restarted can go on saving.
        self._csrf = hmac.new(secret, f"csrf:{LOCAL_LOGIN}".encode(), hashlib.sha256).hexdigest()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through with a person, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await self._refuse(refusal, scope, receive, send)
            return
        state = {**scope.get("state", {}), "person": LOCAL_PERSON, "csrf": self._csrf}
        named = _named(scope["headers"], LOCAL_LOGIN)
        await self._app({**scope, "headers": named, "state": state}, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[str, str] | None:
        host = headers.get("host", "")
        if not is_loopback(urlsplit(f"//{host}").hostname or ""):
            return "host", f"this is a private Labeler; it does not answer to {host!r}"
        origin = headers.get("origin")
        if origin and urlsplit(origin).netloc.lower() != host.lower():
            return "origin", "the request comes from another site"
        changes = scope["type"] == "http" and scope["method"] not in _SAFE_METHODS
        if changes and scope["path"].startswith("/api/"):
            given = headers.get(CSRF_HEADER, "")
            if not hmac.compare_digest(given.encode(), self._csrf.encode()):
                return "csrf", "this page is out of date; your work is kept, reload to go on"
        return None

    @staticmethod
    async def _refuse(refusal: tuple[str, str], scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008, "reason": refusal[1]})
            return
        code, message = refusal
        response = JSONResponse({"error": {"code": code, "message": message}}, status_code=403)
        await response(scope, receive, send)


def _named(headers: Iterable[tuple[bytes, bytes]], login: str) -> list[tuple[bytes, bytes]]:
    """Return the headers with exactly one user header, ours.

    Some servers read ``_`` as ``-``; both spellings are stripped.
    """
    ours = USER_HEADER.encode()
    kept = [(k, v) for k, v in headers if k.lower().replace(b"_", b"-") != ours]
    return [*kept, (ours, login.encode())]
