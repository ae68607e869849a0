"""How far a project is, on SQLite or PostgreSQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from labeler.core.progress import (
    ArticleLines,
    Chosen,
    HandedIn,
    ListKind,
    Places,
    ReasonLine,
    SourceLine,
    Standing,
    TimeTaken,
)
from labeler.store import progress_lists, progress_queries
from labeler.store.engine import Database


class SqlProgress:
    """What was done and what waits, in an SQL database.

    Satisfies ``ProgressBook`` of ``workflow.progress_ports``; safe to share between
    threads. It only reads.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def articles_wanted(self, project: str, source: str | None = None) -> int:
        """Return how many articles there are to label."""
        with self._database.read() as connection:
            return progress_queries.articles_wanted(connection, project, source)

    def places_wanted(self, project: str, login: str, source: str | None = None) -> Places:
        """Return how many articles one person is to label, and how many they are done with."""
        with self._database.read() as connection:
            return progress_queries.places_wanted(connection, project, login, source)

    def standings(
        self, project: str, login: str | None = None, source: str | None = None
    ) -> Sequence[Standing]:
        """Return how many articles each person has in each state, by login."""
        with self._database.read() as connection:
            return progress_queries.standings(connection, project, login, source)

    def handed_in(self, project: str, chosen: Chosen, past_hour_min: int = 0) -> Sequence[HandedIn]:
        """Return what was submitted, by hour and person; hours begin at those minutes, in UTC."""
        with self._database.read() as connection:
            return progress_queries.handed_in(connection, project, chosen, past_hour_min)

    def times_taken(self, project: str, chosen: Chosen) -> Sequence[TimeTaken]:
        """Return how many submitted articles took how long, by person."""
        with self._database.read() as connection:
            return progress_queries.times_taken(connection, project, chosen)

    def characters(self, project: str, chosen: Chosen) -> Mapping[str, int]:
        """Return how long the submitted articles with active time are together, by person."""
        with self._database.read() as connection:
            return progress_queries.characters(connection, project, chosen)

    def first_done(
        self, project: str, source: str | None = None, past_hour_min: int = 0
    ) -> Sequence[tuple[datetime, int]]:
        """Return how many articles were done, by the hour of the submit that made them so."""
        with self._database.read() as connection:
            return progress_queries.first_done(connection, project, source, past_hour_min)

    def by_source(self, project: str) -> Sequence[SourceLine]:
        """Return how far each source is, those with most articles first; 200 at most."""
        with self._database.read() as connection:
            return progress_queries.by_source(connection, project)

    def source_names(self, project: str) -> Sequence[str]:
        """Return the names of the largest sources, in the order of the alphabet; 200 at most."""
        with self._database.read() as connection:
            return progress_queries.source_names(connection, project)

    def reasons(
        self, project: str, login: str | None = None, source: str | None = None
    ) -> Sequence[ReasonLine]:
        """Return why articles were skipped, the commonest reason first; 50 at most."""
        with self._database.read() as connection:
            return progress_queries.reasons(connection, project, login, source)

    def names(self, project: str) -> Mapping[str, str]:
        """Return the names of those who have opened an article, by login."""
        with self._database.read() as connection:
            return progress_queries.names(connection, project)

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
        waiting = progress_lists.Waiting(saved_before, lease_before)
        with self._database.read() as connection:
            return progress_lists.page(
                connection, project, kind, chosen, waiting, limit=limit, offset=offset
            )
