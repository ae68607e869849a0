"""Many annotators at once, in a process of their own: nothing else holds up their clocks."""

import asyncio
import multiprocessing
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from annotator import Annotator, Pace, Record
from writing import make_ready

_TOLD_EACH_S = 10.0


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody works: their login, their session, the server they are at."""

    login: str
    cookie: str
    port: int


@dataclass(frozen=True, slots=True)
class Worked:
    """What a crowd did, and in how many seconds."""

    record: Record
    seconds: float

    @property
    def saves_per_s(self) -> float:
        """How many saves the servers took in a second."""
        return len(self.record.acknowledged) / self.seconds


@contextmanager
def at_work(
    seats: Sequence[Seat], seconds: float, pace: Pace, articles: int, enough: Path | None = None
) -> Iterator["Future[Worked]"]:
    """Let a crowd label for so long beside this process; yields what they will have done.

    They stop earlier once there is the file ``enough``.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        yield pool.submit(work, tuple(seats), seconds, pace, articles, enough)


def work(
    seats: Sequence[Seat], seconds: float, pace: Pace, articles: int, enough: Path | None
) -> Worked:
    """Let everybody label for so long; return what they did."""
    make_ready(articles)
    return asyncio.run(_work(seats, seconds, pace, enough))


async def _work(seats: Sequence[Seat], seconds: float, pace: Pace, enough: Path | None) -> Worked:
    people = [Annotator(seat.login, seat.port, seat.cookie, pace) for seat in seats]
    began = time.monotonic()

    def goes_on() -> bool:
        return time.monotonic() < began + seconds and not (enough and enough.exists())

    async def come(person: Annotator, after_s: float) -> None:
        # Not all in the same instant.
        await asyncio.sleep(after_s)
        await person.work(goes_on)

    telling = asyncio.create_task(_tell(people, began))
    share = pace.pause_s / len(people)
    await asyncio.gather(*(come(person, n * share) for n, person in enumerate(people)))
    passed = time.monotonic() - began
    telling.cancel()
    everything = Record()
    for person in people:
        everything.add(person.record)
    everything.times_ms = dict(everything.times_ms)
    return Worked(everything, passed)


async def _tell(people: Sequence[Annotator], began: float) -> None:
    while True:
        await asyncio.sleep(_TOLD_EACH_S)
        saves = sum(len(person.record.acknowledged) for person in people)
        errors = sum(len(person.record.failures) for person in people)
        passed = time.monotonic() - began
        print(f"  after {passed:.0f} s: {saves} saves, {errors} errors", flush=True)
