"""Pace and forecast: known answers, and what has to hold whatever the counts."""

import statistics
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labeler.core.pace import (
    SLOT_S,
    Forecast,
    NotComputable,
    binned_median,
    by_day,
    find_forecast,
    pace_of,
)
from labeler.core.progress import HandedIn, TimeTaken

TODAY = date(2026, 3, 16)
NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def days(*counts: int) -> dict[date, int]:
    """Return counts of the days up to yesterday, oldest first."""
    first = TODAY - timedelta(days=len(counts))
    return {first + timedelta(days=n): count for n, count in enumerate(counts)}


def test_even_days_leave_no_doubt():
    """Ten a day and fifty left: the fifth day from today, today included."""
    found = find_forecast(50, days(*[10] * 14), TODAY)
    assert found == Forecast(*[TODAY + timedelta(days=4)] * 3, per_day=10.0)


def test_weekends_count_as_they_are():
    """Five days of seven with work: 280 articles take eight weeks, not six."""
    found = find_forecast(40 * 7, days(*([0, 0, 7, 7, 7, 7, 7] * 4)), TODAY)
    assert isinstance(found, Forecast)
    assert found.per_day == 5
    assert found.middle is not None
    assert 52 <= (found.middle - TODAY).days <= 60


def test_today_is_not_over_yet():
    """What was done today changes nothing, nor which fourteen days are the last ones."""
    done = days(*[50] * 6, 4, 0, *[5] * 13)
    assert find_forecast(30, done | {TODAY: 99}, TODAY) == find_forecast(30, done, TODAY)


def test_too_little_is_said_and_not_guessed():
    """Fewer than three days with work, or nothing left, give a reason."""
    for done, so_far in ((days(), "0 days"), (days(5), "1 day"), (days(5, 0, 0, 5), "2 days")):
        found = find_forecast(10, done, TODAY)
        assert isinstance(found, NotComputable)
        assert found.reason.endswith(f"{so_far} so far")
    assert find_forecast(0, days(5, 5, 5), TODAY) == NotComputable("nothing is left")


def test_only_the_last_fourteen_days_with_work_are_looked_at():
    """What was done before them changes nothing."""
    recent = [8, 9, 10, 7, 8, 9, 10, 7, 8, 9, 10, 7, 8, 9]
    found = find_forecast(100, days(*recent), TODAY)
    assert find_forecast(100, days(500, 500, *recent), TODAY) == found


def test_uneven_days_widen_the_interval():
    """The same mean, another spread."""
    even = find_forecast(200, days(*[10, 10, 10, 10, 10, 10]), TODAY)
    uneven = find_forecast(200, days(*[1, 19, 2, 18, 0, 20]), TODAY)
    assert isinstance(even, Forecast)
    assert isinstance(uneven, Forecast)
    assert even.early == even.late
    assert uneven.late is not None
    assert uneven.late - uneven.early > timedelta(days=8)


def test_what_lies_far_away_has_no_date():
    """More than ten years is said as such."""
    found = find_forecast(1_000_000, days(1, 1, 1), TODAY)
    assert isinstance(found, Forecast)
    assert (found.middle, found.late) == (None, None)


@settings(deadline=None)
@given(
    st.integers(1, 5000),
    st.lists(st.integers(0, 200), min_size=3, max_size=30).filter(
        lambda counts: sum(map(bool, counts)) >= 3
    ),
)
def test_the_interval_holds_its_middle_and_more_left_takes_longer(left, counts):
    """In order, never before today, the same each time."""
    found = find_forecast(left, days(*counts), TODAY)
    more = find_forecast(2 * left, days(*counts), TODAY)
    assert isinstance(found, Forecast)
    assert isinstance(more, Forecast)
    far = date.max
    assert TODAY <= found.early <= (found.middle or far) <= (found.late or far)
    assert found.early <= more.early
    assert (found.late or far) <= (more.late or far)
    assert find_forecast(left, days(*counts), TODAY) == found


@given(st.lists(st.floats(1, 36_000), min_size=1, max_size=60))
def test_the_median_is_off_by_less_than_a_slot(seconds):
    """Whatever lies in the slots."""
    slots: dict[int, int] = {}
    for taken in seconds:
        slots[int(taken // SLOT_S)] = slots.get(int(taken // SLOT_S), 0) + 1
    found = binned_median(slots) * SLOT_S
    low = statistics.median_low(seconds)
    high = statistics.median_high(seconds)
    assert low - SLOT_S <= found <= high + SLOT_S


def test_pace_from_a_worked_example():
    """Four articles of 3,000 characters in two active hours, one of them long."""
    handed = [HandedIn("ana", NINE, 3, 1800.0), HandedIn("ana", NINE + timedelta(hours=1), 1, 5400)]
    taken = [TimeTaken("ana", 40, 3), TimeTaken("ana", 360, 1)]
    pace = pace_of(handed, taken, 12_000)
    assert (pace.articles, pace.active_s, pace.per_hour) == (4, 7200.0, 2.0)
    # Forty quarters of a minute are ten minutes; the long one hardly counts.
    assert pace.median_minutes == pytest.approx(10 + 0.25 * 2 / 3)
    assert pace.minutes_per_1000_words == pytest.approx(60)


def test_two_articles_are_no_pace():
    """They are counted, and that is all that is said."""
    pace = pace_of([HandedIn("ana", NINE, 2, 60.0)], [TimeTaken("ana", 2, 2)], 6000)
    assert (pace.articles, pace.per_hour, pace.median_minutes) == (2, None, None)


def test_a_day_is_the_readers_day():
    """23:00 in UTC is tomorrow in Madrid and today in New York."""
    late = [HandedIn("ana", datetime(2026, 3, 2, 23, tzinfo=UTC), 1, 5.0)]
    assert by_day(late, ZoneInfo("Europe/Madrid")) == {("ana", date(2026, 3, 3)): 1}
    assert by_day(late, ZoneInfo("America/New_York")) == {("ana", date(2026, 3, 2)): 1}
