"""Connections and transactions. The only module that knows what SQLite is like."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from labeler.core.errors import LabelerError
from labeler.store.fairlock import FairLock

_WRITES = "labeler_writes"
_BUSY_TIMEOUT_MS = 10_000
_CONNECTIONS = 48


class DatabaseError(LabelerError):
    """The database cannot be used as it is."""


class ServerRunningError(LabelerError):
    """Another server process has this database file."""


def database_file(url: str) -> Path | None:
    """Return the file of a SQLite URL, ``None`` for a database server.

    Raises:
        DatabaseError: SQLite in memory, which would forget everything.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    if not parsed.database or parsed.database == ":memory:":
        raise DatabaseError(f"{url} keeps nothing; name a file, as in sqlite:///data/labeler.db")
    return Path(parsed.database)


@contextmanager
def exclusive_server_lock(file: Path) -> Iterator[None]:
    """Hold the right to serve from a SQLite file; a killed process gives it up.

    Where the platform has no ``flock`` nothing is checked.

    Raises:
        ServerRunningError: another process serves from it.
    """
    try:
        import fcntl  # noqa: PLC0415 - not there on every platform
    except ImportError:
        yield
        return
    # Not the database file itself: SQLite's own locks on it would be lost.
    lock_file = file.with_name(file.name + ".server")
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner = os.read(handle, 32).decode("ascii", "replace").strip() or "unknown"
            raise ServerRunningError(
                f"{file} is served by another process already (process id {owner})"
            ) from None
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode("ascii"))
        yield
    finally:
        os.close(handle)


class Database:
    """An engine with transactions for reading and for writing.

    On SQLite readers see a snapshot and never wait for a writer; writers of
    this process take turns in the order they came, those of other processes
    wait up to ten seconds.
    """

    def __init__(self, url: str) -> None:
        file = database_file(url)
        options: dict[str, Any] = {"pool_size": _CONNECTIONS, "max_overflow": 0}
        self._turn: AbstractContextManager[None] = nullcontext()
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._turn = FairLock()
        self.engine: Engine = create_engine(url, **options)
        if file is not None:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that may write; on leaving it is on disk, or undone on an error."""
        with self._turn, self.engine.connect() as connection:
            connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - DBAPI
    # Python's driver begins lazily and in its own way; _begin_sqlite does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    # First: the pragmas after it may have to wait for another connection.
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    # With WAL, NORMAL could lose acknowledged commits when the power goes.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later can fail at the first
    # write; one that will write takes the write lock at once.
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
