"""A lock that serves threads in the order they came."""

import threading
from collections import deque
from types import TracebackType


class FairLock:
    """A mutual exclusion lock, first come, first served.

    ``threading.Lock`` lets whichever thread wakes first have it, so under load
    one save can wait for seconds while others overtake it. Here the holder
    hands the lock to the thread that has waited longest. Not reentrant.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Lock] = deque()
        self._held = False

    @property
    def waiting(self) -> int:
        """How many threads stand in the queue."""
        with self._guard:
            return len(self._queue)

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._queue.append(turn)
        try:
            turn.acquire()
        except BaseException:
            # Interrupted while queueing: a turn handed to nobody would block everybody.
            self._leave(turn)
            raise

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hand_on()

    def _hand_on(self) -> None:
        with self._guard:
            if self._queue:
                # It stays held: the next thread owns it from here.
                self._queue.popleft().release()
            else:
                self._held = False

    def _leave(self, turn: threading.Lock) -> None:
        with self._guard:
            queueing = turn in self._queue
            if queueing:
                self._queue.remove(turn)
        if not queueing:
            self._hand_on()
