"""Where a line of the history stands can be sent and read again."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.event_line import ChosenEvents, EventKind, EventPlace, EventSource, read_place

PLACES = st.builds(
    EventPlace,
    st.datetimes(datetime(1970, 1, 1), datetime(5000, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis adds the zone
    st.sampled_from(EventSource),
    st.integers(1, 10**12),
)


@given(PLACES)
def test_a_place_is_read_as_it_was_written(place):
    """To the microsecond."""
    assert read_place(str(place)) == place


@pytest.mark.parametrize(
    "text", ["", "1.work", "1.nothing.1", "-1.work.1", "1.work.x", "99999999999999999.work.1 "]
)
def test_what_is_no_place_is_none(text):
    """Whatever was put into an address."""
    assert read_place(text) is None


def test_every_kind_is_looked_for_where_it_is_kept():
    """And nothing that is about no article where one article is asked about."""
    assert EventKind.SAVED.source is EventSource.WORK
    assert EventKind.BATCHES.source is EventSource.BATCHES
    everywhere = ChosenEvents(list(EventSource))
    assert all(everywhere.looks_at(source) for source in EventSource)
    of_article = ChosenEvents(list(EventSource), document_id="a-1")
    assert [s for s in EventSource if of_article.looks_at(s)] == [EventSource.WORK]
    no_accounts = ChosenEvents([EventSource.WORK])
    assert not no_accounts.looks_at(EventSource.ACCOUNTS)
