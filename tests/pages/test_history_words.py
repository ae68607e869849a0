"""Every line of the history is a sentence."""

from datetime import UTC, datetime

import pytest

from labeler.core.event_line import EventLine, EventPlace, EventSource
from labeler.core.project import ProjectChange
from labeler.pages.history_words import what

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("kind", ProjectChange)
def test_whatever_is_done_to_a_project_has_words(kind: ProjectChange):
    """With the name it got, what it was copied from, or its schema."""
    detail = {"name": "Games", "of": "sports", "schema": "small", "version": "1.0"}
    line = EventLine(EventPlace(NOON, EventSource.PROJECTS, 1), "ana", kind.value, detail=detail)
    words = what(line, {})
    assert words != kind.value
    assert ("Games" in words) == (kind is ProjectChange.RENAMED)
    assert ("sports" in words) == (kind is ProjectChange.COPIED)
    assert ("small 1.0" in words) == (kind is ProjectChange.SCHEMA)
