"""A reverse proxy has asked people who they are, and names them in a header.

Only a proxy that the settings name is believed; whoever reaches the server
around it is refused, whatever they send.
"""

from functools import partial

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from labeler.core.people import SignInRefusedError
from labeler.identity import pages
from labeler.identity.addresses import TrustedProxies, peer_address
from labeler.identity.admitting import WATCH_S, Admission, Found
from labeler.identity.common import API, Gate, Refused, named, refuse
from labeler.identity.paths import STYLE
from labeler.identity.ports import Threads, Vouched

_HEALTH = frozenset({"/healthz", "/readyz"})
_AROUND = Refused("proxy", "Labeler is reached through its proxy only")
_NAMELESS = Refused("proxy", "the proxy in front of Labeler does not say who this is", 401)


class ProxyIdentity:
    """ASGI middleware: the person a trusted proxy names, if they have an account here."""

    def __init__(  # noqa: PLR0913 - each a choice of an installation
        self,
        app: ASGIApp,
        *,
        sessions: Vouched,
        secret: bytes,
        gate: Gate,
        proxies: TrustedProxies,
        header: str,
        watch_s: float = WATCH_S,
    ) -> None:
        self._app = app
        self._sessions = sessions
        self._gate = gate
        self._proxies = proxies
        self._header = header.lower()
        self._threads = Threads(2, "labeler-who")
        self._admission = Admission(app, secret, proxies, self._threads, watch_s)
        # One session per person and process: the proxy vouches anew with every request.
        self._secrets: dict[str, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through with the person the proxy names, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["type"] == "http" and scope["path"] in _HEALTH | {STYLE}:
            await self._app({**scope, "headers": named(scope["headers"], "")}, receive, send)
            return
        refused = self._gate.refusal(headers) or self._around(scope, headers)
        if refused is not None:
            await refuse(refused, scope, receive, send)
            return
        await self._as_named(headers, scope, receive, send)

    def _around(self, scope: Scope, headers: Headers) -> Refused | None:
        if not self._proxies.trusts(peer_address(scope)):
            return _AROUND
        # Two of them mean that the proxy let the one of the browser through.
        return None if len(self._names(headers)) == 1 else _NAMELESS

    def _names(self, headers: Headers) -> list[str]:
        wanted = self._header.replace("_", "-")
        found = (v for k, v in headers.items() if k.lower().replace("_", "-") == wanted)
        return [value.strip() for value in found if value.strip()]

    async def _as_named(self, headers: Headers, scope: Scope, receive: Receive, send: Send) -> None:
        login = self._names(headers)[0].lower()
        agent = headers.get("user-agent", "")
        address = self._proxies.client(scope, headers)
        found = await self._threads.run(self._find, login, agent, address)
        if found is None:
            await self._unknown(login, scope, receive, send)
            return
        again = partial(self._find, login, agent, address)
        await self._admission.with_session(found, again, scope, receive, send)

    def _find(self, login: str, agent: str, address: str) -> Found | None:
        known = self._secrets.get(login)
        found = self._sessions.who(known) if known else None
        if found is not None:
            return found
        try:
            # No name: the proxy says only the login, and people keep the name they have.
            secret = self._sessions.sign_in_external(login, "", client=agent, address=address)
        except SignInRefusedError:
            self._secrets.pop(login, None)
            return None
        self._secrets[login] = secret
        return self._sessions.who(secret)

    @staticmethod
    async def _unknown(login: str, scope: Scope, receive: Receive, send: Send) -> None:
        words = f"{login[:80]!r} has no account here; ask whoever runs Labeler for one"
        if scope["type"] == "websocket" or scope["path"].startswith(API):
            await refuse(Refused("no-account", words), scope, receive, send)
            return
        page = HTMLResponse(pages.no_account(login[:80]), 403, pages.HEADERS)
        await page(scope, receive, send)
