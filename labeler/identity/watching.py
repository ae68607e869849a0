"""A WebSocket that is closed soon after the session it was opened under has ended.

Streamlit asks who somebody is once, when the page connects; whoever is signed
out or removed after that would keep what they see.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY_VIOLATION = 1008
_WORDS = "you are signed out"
_FAREWELL_S = 5.0
_log = logging.getLogger(__name__)


async def watched(  # noqa: PLR0913, PLR0917 - an ASGI call and what to watch
    app: ASGIApp,
    scope: Scope,
    receive: Receive,
    send: Send,
    still_signed_in: Callable[[], Awaitable[bool]],
    every_s: float,
) -> None:
    """Run the app on a WebSocket for as long as ``still_signed_in``, asked ``every_s`` seconds."""
    ended = asyncio.Event()

    async def watch() -> None:
        try:
            while await still_signed_in():  # noqa: ASYNC110 - only the accounts know
                await asyncio.sleep(every_s)
        except Exception:  # noqa: BLE001 - whatever it is, it was not a yes
            # Whoever cannot be looked up is let in no longer; a page connects anew by itself.
            _log.exception("a session could not be looked up")
        ended.set()
        # Whoever left by themselves cannot be told any more.
        with suppress(Exception):
            await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": _WORDS})

    async def heard() -> Message:
        return await _unless(ended, receive)

    async def said(message: Message) -> None:
        # After a close nothing may be sent; the app learns of it when it listens.
        if not ended.is_set():
            await send(message)

    watching = asyncio.create_task(watch())
    try:
        await app(scope, heard, said)
    finally:
        # The app may be done before the browser was told why.
        if not ended.is_set():
            watching.cancel()
        with suppress(asyncio.CancelledError, TimeoutError):
            await asyncio.wait_for(watching, _FAREWELL_S)


async def _unless(ended: asyncio.Event, receive: Receive) -> Message:
    """Return the next message, or that the connection is gone once ``ended``."""
    gone = {"type": "websocket.disconnect", "code": _POLICY_VIOLATION, "reason": _WORDS}
    if ended.is_set():
        return gone
    message = asyncio.ensure_future(receive())
    end = asyncio.ensure_future(ended.wait())
    try:
        await asyncio.wait({message, end}, return_when=asyncio.FIRST_COMPLETED)
        return message.result() if message.done() else gone
    finally:
        message.cancel()
        end.cancel()
