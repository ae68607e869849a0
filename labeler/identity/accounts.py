"""People sign in with a password, and carry a cookie from then on.

The cookie is looked up at every request and every WebSocket, so that whoever
is signed out, from wherever, is out with the next one.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from labeler.core.people import Account, Session
from labeler.identity.addresses import TrustedProxies
from labeler.identity.common import (
    API,
    SESSION_COOKIE,
    Gate,
    Person,
    Refused,
    csrf_refusal,
    named,
    refuse,
    sign,
)
from labeler.identity.paths import SIGN_IN, is_open
from labeler.identity.ports import Sessions, Threads
from labeler.identity.watching import watched

WATCH_S = 4.0
_BEARER = "bearer "
_READS = frozenset({"GET", "HEAD"})
_SIGNED_OUT = Refused("signed-out", "you are signed out; sign in to go on", 401)


class AccountsIdentity:
    """ASGI middleware: the person whose session the cookie, or whose token the header names.

    What it tells of a request stands in ``request.state``: ``person`` (``None``
    where nobody is signed in and the path is open to all), ``csrf``, ``scopes``
    (of a token; ``None`` for a browser, which may do all that the role allows),
    ``address`` and ``https``.
    """

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
        self._secret = secret
        self._gate = gate
        self._proxies = proxies
        self._watch_s = watch_s
        self._threads = Threads(2, "labeler-who")

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
        account, scopes = found
        state = {"person": person_of(account), "csrf": "", "scopes": scopes}
        await self._app(self._told(scope, state), receive, send)

    async def _as_browser(
        self, headers: Headers, scope: Scope, receive: Receive, send: Send
    ) -> None:
        secret = session_cookie(headers)
        found = await self._threads.run(self._sessions.who, secret) if secret else None
        if found is None:
            await self._as_nobody(headers, scope, receive, send)
            return
        account, session = found
        csrf = csrf_of(self._secret, session)
        refused = csrf_refusal(scope, headers, csrf)
        if refused is not None:
            await refuse(refused, scope, receive, send)
            return
        told = self._told(scope, {"person": person_of(account), "csrf": csrf, "scopes": None})
        if scope["type"] == "http":
            await self._app(told, receive, send)
            return

        async def still_signed_in() -> bool:
            again = await self._threads.run(self._sessions.who, secret)
            # A page shows what a role may see: another role has to open it anew.
            return again is not None and again[0].role == account.role

        await watched(self._app, told, receive, send, still_signed_in, self._watch_s)

    async def _as_nobody(
        self, headers: Headers, scope: Scope, receive: Receive, send: Send
    ) -> None:
        path = scope["path"]
        if scope["type"] == "http" and (is_open(path) or path.startswith(API)):
            # The API says itself, in its own words, that nobody is signed in.
            told = self._told(scope, {"person": None, "csrf": "", "scopes": None})
            await self._app(told, receive, send)
        elif scope["type"] == "http" and _is_visit(scope, headers):
            wanted = quote(path) + (f"?{query}" if (query := _query(scope)) else "")
            target = f"{SIGN_IN}?next={quote(wanted, safe='')}"
            answer = RedirectResponse(target, 303, {"cache-control": "no-store"})
            await answer(scope, receive, send)
        else:
            await refuse(_SIGNED_OUT, scope, receive, send)

    def _told(self, scope: Scope, state: Mapping[str, Any]) -> Scope:
        headers = Headers(scope=scope)
        person = state["person"]
        known = {
            **scope.get("state", {}),
            **state,
            "address": self._proxies.client(scope, headers),
            "https": self._proxies.came_by_https(scope, headers),
        }
        told = named(scope["headers"], person.login if person else "")
        return {**scope, "headers": told, "state": known}


def person_of(account: Account) -> Person:
    """Return an account as the rest of the app knows people."""
    return Person(account.login, account.name, account.role.value)


def csrf_of(secret: bytes, session: Session) -> str:
    """Return the token that changes made under a session carry; it outlives a restart."""
    return sign(secret, "csrf", session.id)


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
