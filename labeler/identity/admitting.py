"""Letting somebody through whose session is known, and for as long as it is."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from labeler.core.people import Scope as TokenScope
from labeler.core.people import Session, Visitor
from labeler.identity.addresses import TrustedProxies
from labeler.identity.common import Person, csrf_refusal, named, refuse, sign
from labeler.identity.ports import Threads
from labeler.identity.watching import watched
from labeler.settings import DEFAULT_PROJECT

WATCH_S = 4.0
Found = tuple[Visitor, Session]


@dataclass(frozen=True, slots=True)
class Admission:
    """The way from the door into the app.

    What it tells of a request stands in ``request.state``: ``visitor`` with their
    role in each project and ``person``, the same with that in the first project
    (both ``None`` where nobody is signed in and the path is open to all), ``csrf``,
    ``scopes`` (of a token; ``None`` for a browser, which may do all that the role
    allows), ``address`` and ``https``.

    Attributes:
        secret: of the installation.
        threads: where sessions are looked up.
        watch_s: how often an open WebSocket is looked at again.
    """

    app: ASGIApp
    secret: bytes
    proxies: TrustedProxies
    threads: Threads
    watch_s: float = WATCH_S

    async def with_session(
        self,
        found: Found,
        look_again: Callable[[], Found | None],
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """Let a browser through; its WebSockets end with the session, or with a role.

        ``found`` is whose session it is; ``look_again`` looks it up anew and may block.
        """
        visitor, session = found
        csrf = csrf_of(self.secret, session)
        refused = csrf_refusal(scope, Headers(scope=scope), csrf)
        if refused is not None:
            await refuse(refused, scope, receive, send)
            return
        told = self.told(scope, state_of(visitor, csrf))
        if scope["type"] == "http":
            await self.app(told, receive, send)
            return

        async def still_signed_in() -> bool:
            again = await self.threads.run(look_again)
            # A page shows what a role may see: another role has to open it anew, and one in
            # a further project does not.
            return again is not None and again[0].roles.items() >= visitor.roles.items()

        await watched(self.app, told, receive, send, still_signed_in, self.watch_s)

    def told(self, scope: Scope, state: Mapping[str, Any]) -> Scope:
        """Return the request as the app is to see it."""
        headers = Headers(scope=scope)
        person = state["person"]
        known = {
            **scope.get("state", {}),
            **state,
            "address": self.proxies.client(scope, headers),
            "https": self.proxies.came_by_https(scope, headers),
        }
        return {
            **scope,
            "headers": named(scope["headers"], person.login if person else ""),
            "state": known,
        }


def person_of(visitor: Visitor) -> Person:
    """Return somebody as they are in the first project; without a role where not in it."""
    role = visitor.role_in(DEFAULT_PROJECT)
    return Person(visitor.login, visitor.name, "" if role is None else role.value)


def state_of(
    visitor: Visitor | None, csrf: str = "", scopes: Collection[TokenScope] | None = None
) -> Mapping[str, Any]:
    """Return what is told of whoever asks, ``None`` for nobody."""
    person = None if visitor is None else person_of(visitor)
    return {"person": person, "visitor": visitor, "csrf": csrf, "scopes": scopes}


def csrf_of(secret: bytes, session: Session) -> str:
    """Return the token that changes made under a session carry; it outlives a restart."""
    return sign(secret, "csrf", session.id)
