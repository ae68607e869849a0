"""How often one person may write."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WriteRate:
    """``per_s`` writes a second for long, ``burst`` of them at once."""

    per_s: float = 50.0
    burst: int = 250


class WriteLimiter:
    """A token bucket for each person; called from the event loop only."""

    _MANY = 10_000

    def __init__(self, rate: WriteRate | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def wait_s(self, login: str) -> int:
        """Return 0 and count one write, or the whole seconds to wait before the next."""
        if self._rate is None:
            return 0
        now = self._clock()
        level, since = self._buckets.get(login, (float(self._rate.burst), now))
        level = self._level(level, since, now, self._rate)
        if level < 1:
            return max(1, math.ceil((1 - level) / self._rate.per_s))
        if len(self._buckets) >= self._MANY:
            self._forget_full(now, self._rate)
        self._buckets[login] = (level - 1, now)
        return 0

    @staticmethod
    def _level(level: float, since: float, now: float, rate: WriteRate) -> float:
        return min(float(rate.burst), level + (now - since) * rate.per_s)

    def _forget_full(self, now: float, rate: WriteRate) -> None:
        """Drop people whose bucket is full again: a new one would say the same."""
        self._buckets = {
            login: (level, since)
            for login, (level, since) in self._buckets.items()
            if self._level(level, since, now, rate) < rate.burst
        }
