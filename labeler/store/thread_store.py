"""Threads and inboxes, on SQLite or PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from labeler.store import project_rows
from labeler.store.engine import Database, wait_for_turn
from labeler.store.thread_queries import ThreadRows


class SqlThreads:
    """Threads, their messages and inboxes in an SQL database.

    Satisfies ``ThreadStore`` of ``workflow.thread_ports``; safe to share between threads.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[ThreadRows]:
        """Open a transaction that only reads."""
        with self._database.read() as connection:
            yield ThreadRows(connection)

    @contextmanager
    def changing(self, project: str = "") -> Iterator[ThreadRows]:
        """Open a transaction that changes; on leaving it is on disk, or undone on an error.

        Raises ProjectClosedError where ``project`` is named and not open.
        """
        with self._database.write() as connection:
            if project:
                project_rows.demand_open(connection, project)
            # Whether a message is there already is read first and then acted
            # upon: the same one sent twice at once must not be stored twice.
            wait_for_turn(connection, "threads")
            yield ThreadRows(connection)
