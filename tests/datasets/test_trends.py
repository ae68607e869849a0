"""How labels are distributed over the weeks, read from the live labels."""

from datetime import UTC, datetime, timedelta

import pytest
from labelled import SCHEMA
from publishing_steps import JOURNEY, NOW, open_store, prepare, take_step

from labeler.core.progress import Chosen
from labeler.datasets.live import LiveLabels
from labeler.datasets.trends import LAYERS, LiveTrends
from labeler.workflow.publishing import publish_pending, rebuild


@pytest.fixture
def trends(tmp_path):
    """Ann has submitted two articles, Bea one of them, all in the week of Monday 2 March."""
    store = open_store(tmp_path)
    prepare(store)
    live = LiveLabels(tmp_path / "labels")
    rebuild(store, live, "news", SCHEMA)
    for step in JOURNEY[:3]:
        take_step(store, step)
    publish_pending(store, live, "news", SCHEMA)
    yield LiveTrends(tmp_path / "labels")
    store.close()


@pytest.mark.parametrize("layer", LAYERS)
def test_types_are_counted_by_week(trends, layer):
    """All people, or one of them; every label once."""
    everybody = trends.weekly("news", layer, Chosen(), "UTC")
    ann = trends.weekly("news", layer, Chosen(login="ann"), "UTC")
    assert {line.week for line in everybody} == {"2026-03-02"}
    assert [line.count * 3 for line in ann] == [line.count * 2 for line in everybody]


def test_time_and_source_narrow_what_is_counted(trends):
    """Submitted before or after, of another source: nothing."""
    assert trends.weekly("news", "events", Chosen(until=NOW), "UTC") == ()
    assert trends.weekly("news", "events", Chosen(since=NOW + timedelta(seconds=1)), "UTC") == ()
    assert trends.weekly("news", "events", Chosen(source="Nobody"), "UTC") == ()
    assert trends.weekly("news", "events", Chosen(since=NOW), "UTC")


def test_before_the_first_submit_there_is_nothing(tmp_path):
    """Neither labels nor flags, and no error."""
    trends = LiveTrends(tmp_path)
    assert trends.weekly("news", "events", Chosen(), "UTC") == ()
    assert trends.flagged("news", Chosen(), 10).total == 0
    early = Chosen(since=datetime(2026, 1, 1, tzinfo=UTC))
    assert trends.weekly("news", "events", early, "UTC") == ()
