"""One person and no password.

It is safe because nobody else can reach it: the server listens on loopback
only, and requests whose Host or Origin is another name (a web page trying to
reach through the browser, DNS rebinding) are refused.
"""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from labeler.core.people import Role, Visitor
from labeler.identity.common import Gate, Person, csrf_refusal, named, refuse, sign
from labeler.settings import LOCAL_LOGIN

LOCAL_PERSON = Person(LOCAL_LOGIN, "You", "admin")
LOCAL_VISITOR = Visitor(LOCAL_LOGIN, "You", {}, everywhere=Role.ADMIN)


class LocalIdentity:
    """ASGI middleware: the one person of an installation on loopback."""

    def __init__(self, app: ASGIApp, secret: bytes) -> None:
        self._app = app
        self._gate = Gate(private=True)
        # From the secret, not per process: a page that was open while the
        # server restarted can go on saving.
        self._csrf = sign(secret, "csrf", LOCAL_LOGIN)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through with a person, or refuse it."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._gate.refusal(headers) or csrf_refusal(scope, headers, self._csrf)
        if refused is not None:
            await refuse(refused, scope, receive, send)
            return
        state = {
            **scope.get("state", {}),
            "person": LOCAL_PERSON,
            "visitor": LOCAL_VISITOR,
            "csrf": self._csrf,
        }
        known = named(scope["headers"], LOCAL_LOGIN)
        await self._app({**scope, "headers": known, "state": state}, receive, send)
