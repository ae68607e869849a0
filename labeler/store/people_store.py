"""Who may sign in, on SQLite or PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from labeler.store.access_queries import AccessRows
from labeler.store.engine import Database, wait_for_turn
from labeler.store.identity_queries import IdentityRows
from labeler.store.people_queries import AccountRows


class PeopleRows(AccountRows, AccessRows, IdentityRows):
    """All queries on people, inside one transaction; satisfies ``PeopleBook``."""


class SqlPeople:
    """Accounts and all that belongs to them in an SQL database.

    Satisfies ``PeopleStore`` of ``workflow.people_ports``; safe to share between threads.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def reading(self) -> Iterator[PeopleRows]:
        """Open a transaction that only reads."""
        with self._database.read() as connection:
            yield PeopleRows(connection)

    @contextmanager
    def changing(self) -> Iterator[PeopleRows]:
        """Open a transaction that changes; on leaving it is on disk, or undone on an error."""
        with self._database.write() as connection:
            # Whether the last admin may go, or a link was used, is read first
            # and then acted upon; nobody may act in between.
            wait_for_turn(connection, "people")
            yield PeopleRows(connection)
