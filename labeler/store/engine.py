"""Connections and transactions: what each database needs to be safe and quick."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    BigInteger,
    Connection,
    Engine,
    Table,
    create_engine,
    event,
    func,
    literal,
    select,
)
from sqlalchemy.exc import DataError, DBAPIError

from labeler.core.errors import LabelerError, NotFoundError
from labeler.core.live import TurnLostError
from labeler.store.address import DatabaseError, read_address, shown
from labeler.store.fairlock import FairLock

_WRITES = "labeler_writes"
_BUSY_TIMEOUT_MS = 10_000
_SQLITE_CONNECTIONS = 48
# Of the 100 a PostgreSQL has by default, so that several processes find room.
_POSTGRESQL_CONNECTIONS = 20
_CONNECT_TIMEOUT_S = 10


class ServerRunningError(LabelerError):
    """Another server process has this database file."""


def database_file(url: str) -> Path | None:
    """Return the file of a SQLite URL, ``None`` for a database server.

    Raises:
        DatabaseError: SQLite in memory, which would forget everything.
    """
    return _file_of(read_address(url))


def _file_of(address: URL) -> Path | None:
    if address.get_backend_name() != "sqlite":
        return None
    if not address.database or address.database == ":memory:":
        raise DatabaseError(
            f"{shown(address)} keeps nothing; name a file, as in sqlite:///data/labeler.db"
        )
    return Path(address.database)


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

    Readers see one moment of the database and never wait for a writer. On
    SQLite writers of this process take turns in the order they came, those of
    other processes wait up to ten seconds; on PostgreSQL writers wait only for
    the rows they both change.
    """

    def __init__(self, url: str) -> None:
        address = read_address(url)
        self._shown = shown(address)
        file = _file_of(address)
        self._one_file = file is not None
        self._turn: AbstractContextManager[None] = nullcontext()
        if file is None:
            self.engine = _postgresql(address)
            return
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseError(f"{file.parent} cannot be made: {error.strerror}") from error
        self._turn = FairLock()
        self.engine = create_engine(address, pool_size=_SQLITE_CONNECTIONS, max_overflow=0)
        event.listen(self.engine, "connect", _prepare_sqlite)
        event.listen(self.engine, "begin", _begin_sqlite)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with _nothing_under_impossible_values(), self._connected() as connection:
            if not self._one_file:
                connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that may write; on leaving it is on disk, or undone on an error."""
        with (
            _nothing_under_impossible_values(),
            self._turn,
            self._connected() as connection,
        ):
            connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    @contextmanager
    def turn(self, of: str) -> Iterator[None]:
        """Hold a turn that all processes of a PostgreSQL database take one after the other.

        On SQLite, which one server process has for itself, nothing is held.

        Raises:
            TurnLostError: on leaving, the connection that held the turn was
                lost, so that another process may have had it meanwhile.
        """
        if self._one_file:
            yield
            return
        with self._connected() as connection:
            wait_for_turn(connection, of)
            try:
                yield
            finally:
                # Also after an error: only who still holds the turn kept others out.
                try:
                    connection.commit()
                except DBAPIError as error:
                    raise TurnLostError(f"the turn of {of} was lost: {_said(error)}") from error

    @contextmanager
    def plain_errors(self) -> Iterator[None]:
        """Turn errors of the database into one that people can read."""
        try:
            yield
        except DBAPIError as error:
            raise DatabaseError(f"{self._shown}: {_said(error)}") from error

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _connected(self) -> Connection:
        with self.plain_errors():
            return self.engine.connect()


def wait_for_turn(connection: Connection, of: str) -> None:
    """Let no other process of a PostgreSQL database do this until the end of the transaction.

    On SQLite a transaction that writes is alone already.
    """
    if connection.dialect.name == "postgresql":
        key = int.from_bytes(hashlib.sha256(f"labeler: {of}".encode()).digest()[:8], signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(literal(key, BigInteger))))


def take_stock(connection: Connection, table: Table) -> None:
    """Let PostgreSQL count what is in a table that was empty until now.

    Before it has, any index seems as good as the key: each of the first 10,000
    articles was looked for among all that came before.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ANALYZE {table.name}")


def _said(error: DBAPIError) -> str:
    """Return what the database itself said, on one line, without SQL and its values."""
    return " ".join(str(error.orig).split())


@contextmanager
def _nothing_under_impossible_values() -> Iterator[None]:
    # SQLite compares with anything and finds nothing; PostgreSQL refuses a NUL
    # character, and a number that no column can hold.
    try:
        yield
    except DataError as error:
        raise NotFoundError(f"nothing can be stored under that: {_said(error)}") from error


def _postgresql(address: URL) -> Engine:
    given = {"connect_timeout": _CONNECT_TIMEOUT_S, "application_name": "labeler"}
    try:
        engine = create_engine(
            address,
            # Whatever the server's default: what waits for a row sees it as it is then.
            isolation_level="READ COMMITTED",
            pool_size=_POSTGRESQL_CONNECTIONS,
            max_overflow=0,
            # After a restart of the database no request meets a dead connection.
            pool_pre_ping=True,
            connect_args={k: v for k, v in given.items() if k not in address.query},
        )
    except ImportError as error:
        raise DatabaseError(
            "PostgreSQL needs its driver: pip install 'labeler[postgres]'"
        ) from error
    event.listen(engine, "connect", _demand_utf8)
    return engine


def _demand_utf8(connection: Any, _record: object) -> None:  # noqa: ANN401 - DBAPI
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise DatabaseError(
            f"the database keeps text as {encoding}, which cannot hold every article; "
            "create one with ENCODING 'UTF8'"
        )


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
