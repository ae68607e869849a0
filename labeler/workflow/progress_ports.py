"""What the workflow of progress asks of the outside; it only reads."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from labeler.core.progress import (
    ArticleLines,
    Chosen,
    HandedIn,
    LabelCount,
    ListKind,
    Places,
    ReasonLine,
    SourceLine,
    Standing,
    TimeTaken,
)


class ProgressBook(Protocol):
    """Counts what was done and lists what stands behind the counts; safe to share."""

    def articles_wanted(self, project: str, source: str | None = None) -> int:
        """Return how many articles there are to label."""

    def places_wanted(self, project: str, login: str, source: str | None = None) -> Places:
        """Return how many articles one person is to label, and how many they are done with."""

    def standings(
        self, project: str, login: str | None = None, source: str | None = None
    ) -> Sequence[Standing]:
        """Return how many articles each person has in each state, by login."""

    def handed_in(self, project: str, chosen: Chosen, past_hour_min: int = 0) -> Sequence[HandedIn]:
        """Return what was submitted, by hour and person; hours begin at those minutes, in UTC."""

    def times_taken(self, project: str, chosen: Chosen) -> Sequence[TimeTaken]:
        """Return how many submitted articles took how long, by person."""

    def characters(self, project: str, chosen: Chosen) -> Mapping[str, int]:
        """Return how long the submitted articles with active time are together, by person."""

    def first_done(
        self, project: str, source: str | None = None, past_hour_min: int = 0
    ) -> Sequence[tuple[datetime, int]]:
        """Return how many articles were done, by the hour of the submit that made them so."""

    def by_source(self, project: str) -> Sequence[SourceLine]:
        """Return how far each source is, those with most articles first; 200 at most."""

    def source_names(self, project: str) -> Sequence[str]:
        """Return the names of the largest sources, in the order of the alphabet; 200 at most."""

    def reasons(
        self, project: str, login: str | None = None, source: str | None = None
    ) -> Sequence[ReasonLine]:
        """Return why articles were skipped, the commonest reason first; 50 at most."""

    def names(self, project: str) -> Mapping[str, str]:
        """Return the names of those who have opened an article, by login."""

    def articles(  # noqa: PLR0913 - filters of one list
        self,
        project: str,
        kind: ListKind,
        chosen: Chosen,
        *,
        saved_before: datetime,
        lease_before: datetime,
        limit: int,
        offset: int = 0,
    ) -> ArticleLines:
        """Return some of the articles behind a number and how many there are."""


class LabelTrends(Protocol):
    """Counts the submitted labels over time; safe to share."""

    def weekly(self, project: str, layer: str, chosen: Chosen, zone: str) -> Sequence[LabelCount]:
        """Return how many labels of each type were submitted in each week."""

    def flagged(self, project: str, chosen: Chosen, limit: int, offset: int = 0) -> ArticleLines:
        """Return submitted articles in which something is flagged, the latest first."""
