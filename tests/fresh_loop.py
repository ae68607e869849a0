"""Run a coroutine in an event loop of its own."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any


def run_in_fresh_loop(scene: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    """Return what ``scene()`` returns; what it raises is raised here.

    In a thread of its own: Playwright leaves a loop running in the thread of
    the tests, in which ``asyncio.run`` refuses to work.
    """
    found: list[Any] = []
    raised: list[BaseException] = []

    def work() -> None:
        try:
            found.append(asyncio.run(scene()))
        except BaseException as error:  # noqa: BLE001 - raised again below
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]
    return found[0]
