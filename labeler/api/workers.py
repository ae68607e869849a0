"""The threads in which requests are worked on."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")


class Workers:
    """A few threads of the API's own, so that the event loop never waits for the store.

    Few, because they share one interpreter: with 40 threads a save costs a
    fifth more than with four. Their own, because Streamlit serves its files
    from the common ones, and neither should wait for the other.
    """

    def __init__(self, threads: int) -> None:
        self._threads = threads
        # A limiter belongs to the event loop it is used in.
        self._limiter: RunVar[CapacityLimiter] = RunVar("labeler_api_threads")

    async def run(
        self, work: Callable[_Given, _Found], *args: _Given.args, **kwargs: _Given.kwargs
    ) -> _Found:
        """Return what ``work`` returns, done in a thread; calls take turns in their order."""
        limiter = self._limiter.get(None)
        if limiter is None:
            limiter = CapacityLimiter(self._threads)
            self._limiter.set(limiter)
        return await to_thread.run_sync(lambda: work(*args, **kwargs), limiter=limiter)
