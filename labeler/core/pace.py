"""How fast people work, and when they will be through: functions of counts per day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from labeler.core.progress import HandedIn, TimeTaken

SLOT_S = 15
"""How long a slot of ``TimeTaken`` is."""

WORK_DAYS = 14
"""How many of the last days with work a forecast looks at."""

CHARACTERS_PER_WORD = 6
"""English news has about five letters to a word, and a blank."""

_LEAST_DAYS = 3
_LEAST_ARTICLES = 3
_FUTURES = 2000
_LONGEST_DAYS = 3650
_STRETCH = 64
_SEED = 2011
_HOUR_S = 3600
_THOUSAND = 1000

Days: TypeAlias = Mapping[date, int]
_Counts: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NotComputable:
    """Why there is no such number; shown as n/a."""

    reason: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the last place is likely filled: in eight of ten futures from ``early`` to ``late``.

    A ``late`` (or ``middle``) of ``None`` is more than ten years away.
    """

    early: date
    middle: date | None
    late: date | None
    per_day: float
    """Articles per calendar day, days without work included."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast somebody works, of what they submitted.

    Attributes:
        articles: submitted.
        active_s: seconds of work on them.
        per_hour: articles per active hour; ``None`` for fewer than three articles.
        median_minutes: half of their articles took less; ``None`` likewise.
        minutes_per_1000_words: a word counted as six characters; ``None`` likewise.
    """

    articles: int
    active_s: float
    per_hour: float | None
    median_minutes: float | None
    minutes_per_1000_words: float | None


def pace_of(handed: Iterable[HandedIn], taken: Iterable[TimeTaken], characters: int) -> Pace:
    """Return the pace of what was submitted, whoever did.

    Articles without any active time count as articles and not towards the pace.

    Args:
        handed: what was submitted.
        taken: how long the articles with active time took.
        characters: how long the texts of these are together.
    """
    articles = 0
    active_s = 0.0
    for line in handed:
        articles += line.articles
        active_s += line.active_s
    slots: dict[int, int] = defaultdict(int)
    for slot in taken:
        slots[slot.slot] += slot.articles
    timed = sum(slots.values())
    if timed < _LEAST_ARTICLES or not active_s:
        return Pace(articles, active_s, None, None, None)
    words = characters / CHARACTERS_PER_WORD
    return Pace(
        articles,
        active_s,
        timed / (active_s / _HOUR_S),
        binned_median(slots) * SLOT_S / 60,
        active_s / 60 / words * _THOUSAND if words else None,
    )


def binned_median(bins: Mapping[int, int]) -> float:
    """Return the median of values known to lie in ``[bin, bin + 1)``, spread evenly in it.

    One long interruption moves it by at most one place, unlike a mean.
    Off by less than one bin. At least one count must be positive.

    Source: the median of grouped data, as ``statistics.median_grouped`` has it.
    """
    half = sum(bins.values()) / 2
    below = 0
    for number in sorted(bins):
        inside = bins[number]
        if inside and below + inside >= half:
            return number + (half - below) / inside
        below += inside
    raise ValueError("a median wants at least one value")


def by_day(handed: Iterable[HandedIn], zone: tzinfo) -> Mapping[tuple[str, date], int]:
    """Return how many articles each person submitted on each day of a time zone."""
    found: dict[tuple[str, date], int] = defaultdict(int)
    for line in handed:
        found[line.login, line.hour.astimezone(zone).date()] += line.articles
    return found


def find_forecast(left: int, done: Days, today: date) -> Forecast | NotComputable:
    """Return when ``left`` more articles will be done if days go on as they went.

    The days looked at are the weeks that hold the last fourteen days with work,
    up to yesterday, days without work included, so that weekends count as they
    are; today is not over yet. Each of 2,000 futures draws as many days from
    these, with replacement, and then its own days ahead from what it drew: the
    first drawing is for how little a few days tell, the second for how uneven
    days are. The middle eight of ten ends are the interval. It knows nothing of
    holidays, or of people who come and go. The same counts give the same answer.

    Source: the percentile bootstrap, Efron and Tibshirani (1993), An
    Introduction to the Bootstrap, chapter 13.

    Args:
        left: articles still to be done.
        done: articles done by day; days without work may be left out.
        today: the reader's date.
    """
    if left <= 0:
        return NotComputable("nothing is left")
    days = _days_looked_at(done, today)
    worked = sum(1 for count in days if count)
    if worked < _LEAST_DAYS:
        so_far = "1 day" if worked == 1 else f"{worked} days"
        return NotComputable(f"it takes {_LEAST_DAYS} days with work before today; {so_far} so far")
    ends = _ends(left, np.asarray(days, dtype=np.int64))
    early, middle, late = (int(end) for end in np.quantile(ends, (0.1, 0.5, 0.9), method="higher"))
    return Forecast(
        early=today + timedelta(days=min(early, _LONGEST_DAYS)),
        middle=_within(today, middle),
        late=_within(today, late),
        per_day=sum(days) / len(days),
    )


def _within(today: date, days: int) -> date | None:
    return None if days > _LONGEST_DAYS else today + timedelta(days=days)


def _days_looked_at(done: Days, today: date) -> Sequence[int]:
    worked = sorted(day for day, count in done.items() if count > 0 and day < today)
    if not worked:
        return ()
    # Whole weeks where there are any: else the days begin with work, and weekends weigh too little.
    weeks = -(-(today - worked[-WORK_DAYS:][0]).days // 7)
    first = max(worked[0], today - timedelta(weeks=weeks))
    return [done.get(first + timedelta(days=n), 0) for n in range((today - first).days)]


def _ends(left: int, days: _Counts) -> _Counts:
    """Return, for each future, in how many days the last article is done; today counts as 0."""
    random = np.random.default_rng(_SEED)
    pools = random.choice(days, size=(_FUTURES, len(days)))
    totals = np.zeros(_FUTURES, dtype=np.int64)
    ends = np.full(_FUTURES, _LONGEST_DAYS + 1, dtype=np.int64)
    # In stretches, so that a far end needs no more memory than a near one.
    for first in range(0, _LONGEST_DAYS + 1, _STRETCH):
        places = random.integers(0, len(days), size=(_FUTURES, _STRETCH))
        sums = totals[:, None] + np.take_along_axis(pools, places, axis=1).cumsum(axis=1)
        reached = sums >= left
        ended = reached[:, -1] & (ends > _LONGEST_DAYS)
        ends[ended] = first + reached[ended].argmax(axis=1)
        totals = sums[:, -1]
        if (totals >= left).all():
            break
    return ends
