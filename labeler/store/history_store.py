"""What was done in a project, and how labels are brought back, on SQLite or PostgreSQL."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection

from labeler.codec import dumps_annotation_set
from labeler.core.annotation import AnnotationSet
from labeler.core.difference import count_changes, find_difference
from labeler.core.event_line import ChosenEvents, EventLine, EventPlace
from labeler.core.work import Save, StaleRevisionError, Task
from labeler.store import (
    document_queries,
    history_queries,
    project_rows,
    revision_queries,
    task_queries,
    task_rows,
)
from labeler.store.engine import Database

BROUGHT_BACK = {"device": "the page History"}
"""From where a revision was saved that was brought back, as lists of revisions show it."""


class HistoryRows:
    """All queries on the history, inside one transaction; satisfies ``HistoryBook``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lines(
        self, project: str, chosen: ChosenEvents, after: EventPlace | None, limit: int
    ) -> tuple[EventLine, ...]:
        """Return the first lines behind ``after``, newest first."""
        return history_queries.lines(self._connection, project, chosen, after, limit)

    def names(self, project: str) -> Mapping[str, str]:
        """Return the names of who is in the project, or has done anything with its articles."""
        return history_queries.names(self._connection, project)


class SqlHistories:
    """The history of projects in an SQL database.

    Satisfies ``HistoryStore`` of ``workflow.history_ports``; safe to share between threads.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[HistoryRows]:
        """Open a transaction that only reads."""
        with self._database.read() as connection:
            yield HistoryRows(connection)

    def bring_back(  # noqa: PLR0913 - who brings back what, and onto what
        self,
        project: str,
        task_id: str,
        labels: AnnotationSet,
        *,
        number: int,
        expected_revision: int,
        by: str,
        now: datetime,
        lease_s: int,
    ) -> Task:
        """Append the labels of revision ``number`` as a new one; a submitted task is a draft again.

        A page its person has open finds that its lease is lost, and keeps what it
        had not saved. Raises StaleRevisionError, WrongStateError, LeaseLostError,
        NotFoundError.
        """
        with self._database.read() as connection:
            before = task_rows.read(connection, project, task_id)
            text = document_queries.read(connection, project, before.document_id).text
            last = revision_queries.last_revision(connection, before)
        if before.revision != expected_revision:
            raise StaleRevisionError(last, before)
        # All that takes time, before the write lock.
        previous = None if last is None else last.labels
        difference = find_difference(previous, labels)
        encoded = revision_queries.EncodedSave(
            Save(uuid4().hex, expected_revision, before.lease.fence + 1, BROUGHT_BACK),
            dumps_annotation_set(labels, text),
            labels.schema_id,
            labels.schema_version,
            difference,
            count_changes(previous, labels, difference),
        )
        with self._database.write() as connection:
            project_rows.demand_open(connection, project)
            return task_queries.bring_back(connection, before, encoded, number, by, now, lease_s)
