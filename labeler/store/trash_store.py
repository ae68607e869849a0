"""The trash, on SQLite or PostgreSQL."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from labeler.core.trash import TrashedError, TrashPage
from labeler.core.work import Task, TaskState
from labeler.store import batch_queries, project_rows, trash_lists, trash_queries, trash_rows
from labeler.store.engine import Database
from labeler.store.queue_rows import SETTLED_AT_ONCE


class TrashRows:
    """All queries on the trash, inside one transaction; satisfies ``TrashBook``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(self, project: str, search: str, limit: int, offset: int) -> TrashPage:
        """Return some of what lies in the trash, latest first."""
        return trash_lists.page(self._connection, project, search, limit, offset)

    def found(self, project: str, search: str) -> Sequence[tuple[str, str]]:
        """Return all that fits a search, oldest first: article, and task or nothing."""
        return trash_lists.found(self._connection, project, search)

    def articles(
        self, project: str, login: str, search: str, state: TaskState | None
    ) -> Sequence[str]:
        """Return the ids of the articles that somebody's list shows for a filter."""
        return trash_lists.articles(self._connection, project, login, search, state)

    def in_trash(self, project: str, ids: Sequence[str]) -> set[str]:
        """Return those of the articles that are in the trash."""
        return trash_rows.in_trash(self._connection, project, ids)

    def refusal(self, task: Task) -> TrashedError:
        """Return what is said of a task in the trash."""
        return trash_rows.refusal(self._connection, task)

    def put_articles(
        self, project: str, ids: Sequence[str], by: str, reason: str, now: datetime
    ) -> int:
        """Put articles in the trash with all their labels; return how many were not there."""
        return trash_queries.put_articles(self._connection, project, ids, by, reason, now)

    def restore_articles(self, project: str, ids: Sequence[str], by: str, now: datetime) -> int:
        """Bring articles back as they were; return how many were in the trash."""
        return trash_queries.restore_articles(self._connection, project, ids, by, now)

    def put_set(self, project: str, task_id: str, by: str, reason: str, now: datetime) -> Task:
        """Put one person's labels of an article in the trash; their place is free again."""
        return trash_queries.put_set(self._connection, project, task_id, by, reason, now)

    def restore_set(self, project: str, task_id: str, by: str, now: datetime) -> Task:
        """Bring one person's labels of an article back."""
        return trash_queries.restore_set(self._connection, project, task_id, by, now)

    def settle(self, project: str) -> int:
        """Let the first articles of batches be for everybody again, where that is the plan.

        Returns:
            How many were changed, 0 once all are right.
        """
        return sum(
            batch_queries.settle(self._connection, project, batch_id, SETTLED_AT_ONCE)
            for batch_id in batch_queries.calibrated(self._connection, project)
        )


class SqlTrash:
    """The trash in an SQL database.

    Satisfies ``TrashStore`` of ``workflow.trash_ports``; safe to share between threads.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[TrashRows]:
        """Open a transaction that only reads."""
        with self._database.read() as connection:
            yield TrashRows(connection)

    @contextmanager
    def changing(self, project: str = "") -> Iterator[TrashRows]:
        """Open a transaction that changes; on leaving it is on disk, or undone on an error.

        Raises ProjectClosedError where ``project`` is named and not open.
        """
        with self._database.write() as connection:
            if project:
                project_rows.demand_open(connection, project)
            yield TrashRows(connection)
