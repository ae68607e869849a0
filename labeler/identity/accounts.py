"""People sign in with a password, and carry a cookie from then on.

The cookie is looked up at every request and every WebSocket, so that whoever
is signed out, from wherever, is out with the next one.
"""

from functools import partial
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from labeler.identity.addresses import TrustedProxies
from labeler.identity.admitting import WATCH_S, Admission, state_of
from labeler.identity.common import API, SESSION_COOKIE, Gate, Refused, refuse
from labeler.identity.paths import SIGN_IN, is_open
from labeler.identity.ports import Sessions, Threads

_BEARER = "bearer "
_READS = frozenset({"GET", "HEAD"})
_SIGNED_OUT = Refused("signed-out", "you are signed out; sign in to go on", 401)


class AccountsIdentity:
    """ASGI middleware: the person whose session the cookie, or whose token the header names."""

    def __init__(  # noqa: PLR0913 - each a choice of an installation
        self,
        app: ASGIApp,
        *,
        sessions: Sessions,
        secret: bytes,
        gate: Gate,
        proxies: TrustedProxies,
        watch_s: float = WATCH_S,
    ) -> None:
        self._app = app
        self._sessions = sessions
        self._gate = gate
        self._threads = Threads(2, "labeler-who")
        self._admission = Admission(app, secret, proxies, self._threads, watch_s)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through with whoever it is from, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._gate.refusal(headers)
        if refused is not None:
            await refuse(refused, scope, receive, send)
            return
        token = _bearer(headers)
        if token and scope["type"] == "http" and scope["path"].startswith(API):
            await self._as_script(token, scope, receive, send)
        else:
            await self._as_browser(headers, scope, receive, send)

    async def _as_script(self, token: str, scope: Scope, receive: Receive, send: Send) -> None:
        # A browser never sends this header on its own, so there is nothing to forge.
        found = await self._threads.run(self._sessions.token, token)
        if found is None:
            words = "the token is unknown, was revoked or is too old"
            await refuse(Refused("signed-out", words, 401), scope, receive, send)
            return
        visitor, scopes = found
        state = state_of(visitor, scopes=scopes)
        await self._app(self._admission.told(scope, state), receive, send)

    async def _as_browser(
        self, headers: Headers, scope: Scope, receive: Receive, send: Send
    ) -> None:
        secret = session_cookie(headers)
        found = await self._threads.run(self._sessions.who, secret) if secret else None
        if found is None:
            await self._as_nobody(headers, scope, receive, send)
            return
        again = partial(self._sessions.who, secret)
        await self._admission.with_session(found, again, scope, receive, send)

    async def _as_nobody(
        self, headers: Headers, scope: Scope, receive: Receive, send: Send
    ) -> None:
        path = scope["path"]
        if scope["type"] == "http" and (is_open(path) or path.startswith(API)):
            # The API says itself, in its own words, that nobody is signed in.
            told = self._admission.told(scope, state_of(None))
            await self._app(told, receive, send)
        elif scope["type"] == "http" and _is_visit(scope, headers):
            wanted = quote(path) + (f"?{query}" if (query := _query(scope)) else "")
            target = f"{SIGN_IN}?next={quote(wanted, safe='')}"
            answer = RedirectResponse(target, 303, {"cache-control": "no-store"})
            await answer(scope, receive, send)
        else:
            await refuse(_SIGNED_OUT, scope, receive, send)


def session_cookie(headers: Headers) -> str:
    """Return the secret in the session cookie; empty where there is none."""
    return cookie(headers, SESSION_COOKIE)


def cookie(headers: Headers, name: str) -> str:
    """Return the value of a cookie; empty where there is none."""
    for part in headers.get("cookie", "").split(";"):
        found, _, value = part.strip().partition("=")
        if found == name:
            return value
    return ""


def _bearer(headers: Headers) -> str:
    given = headers.get("authorization", "")
    return given[len(_BEARER) :].strip() if given.lower().startswith(_BEARER) else ""


def _is_visit(scope: Scope, headers: Headers) -> bool:
    """Say whether a person opens a page, as against a page that fetches something."""
    if scope["method"] not in _READS:
        return False
    mode = headers.get("sec-fetch-mode")
    return mode == "navigate" if mode else "text/html" in headers.get("accept", "")


def _query(scope: Scope) -> str:
    return str(scope.get("query_string", b"").decode("latin-1"))
