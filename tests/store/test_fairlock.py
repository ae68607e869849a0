"""Writers take turns in the order they came."""

import os
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

import pytest

from labeler.store.fairlock import FairLock


def until(is_so: Callable[[], bool]) -> None:
    """Let other threads run until it is so."""
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline, "it never came to be"
        os.sched_yield()


def test_threads_are_served_in_the_order_they_came():
    """Twenty threads queue up one after the other; the lock is theirs in this order."""
    lock = FairLock()
    served: list[int] = []

    def work(number: int) -> None:
        with lock:
            served.append(number)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(20)]
    with lock:
        for number, thread in enumerate(threads, 1):
            thread.start()
            until(lambda wanted=number: lock.waiting == wanted)
    for thread in threads:
        thread.join()
    assert served == list(range(20))


def test_the_last_holder_does_not_overtake_those_who_wait():
    """Whoever lets go and asks again at once comes after the one who waited."""
    lock = FairLock()
    served: list[str] = []

    def wait() -> None:
        with lock:
            served.append("waited")

    thread = threading.Thread(target=wait)
    with lock:
        thread.start()
        until(lambda: lock.waiting == 1)
    with lock:
        served.append("asked again")
    thread.join()
    assert served == ["waited", "asked again"]


def test_only_one_thread_holds_it():
    """Nobody else is inside while a thread is."""
    lock = FairLock()
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(200):
            with lock:
                inside.append(1)
                os.sched_yield()
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 1200
    assert set(most) == {1}


def test_an_error_inside_lets_go():
    """The next one gets in after an error."""
    lock = FairLock()
    with pytest.raises(ZeroDivisionError), lock:
        raise ZeroDivisionError
    with lock:
        assert lock.waiting == 0


class InterruptedTestError(Exception):
    pass


def test_a_waiting_thread_that_is_interrupted_leaves_the_queue():
    """A turn handed to a thread that is gone would block all others for ever."""
    lock = FairLock()
    held, let_go = threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            held.set()
            let_go.wait(10)

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise InterruptedTestError

    before = signal.signal(signal.SIGALRM, interrupt)
    holder = threading.Thread(target=hold)
    holder.start()
    try:
        held.wait(10)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(InterruptedTestError), lock:
            pass
    finally:
        signal.signal(signal.SIGALRM, before)
        let_go.set()
        holder.join()
    assert lock.waiting == 0
    with lock:
        pass
