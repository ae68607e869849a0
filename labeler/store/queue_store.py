"""Batches and places at articles, on SQLite or PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from labeler.store import project_rows
from labeler.store.engine import Database
from labeler.store.queue_rows import QueueRows


class SqlQueue:
    """The queue in an SQL database.

    Satisfies ``QueueStore`` of ``workflow.queue_ports``; safe to share between threads.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[QueueRows]:
        """Open a transaction that only reads."""
        with self._database.read() as connection:
            yield QueueRows(connection)

    @contextmanager
    def changing(self, project: str = "") -> Iterator[QueueRows]:
        """Open a transaction that changes; on leaving it is on disk, or undone on an error.

        Raises ProjectClosedError where ``project`` is named and not open.
        """
        with self._database.write() as connection:
            if project:
                project_rows.demand_open(connection, project)
            yield QueueRows(connection)
