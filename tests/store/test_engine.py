"""Connections are as durable and as patient as promised."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError
from stored import NOON

from labeler.store import (
    DatabaseError,
    ServerRunningError,
    SqlStore,
    database_file,
    exclusive_server_lock,
)
from labeler.store.engine import Database
from labeler.store.tables import outbox, people

only_sqlite = pytest.mark.parametrize("kind", ["sqlite"])


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_that_keeps_nothing_is_refused(url: str):
    """SQLite in memory would forget acknowledged work."""
    with pytest.raises(DatabaseError, match="name a file"):
        SqlStore(url)


def test_a_database_server_has_no_file():
    """Only SQLite has one."""
    assert database_file("postgresql+psycopg://me@localhost/labeler") is None
    assert database_file("sqlite:////data/x.db") == Path("/data/x.db")


@only_sqlite
def test_commits_to_sqlite_survive_a_power_cut_and_references_hold(url: str):
    """WAL with full synchronisation, foreign keys on, and patience with other processes."""
    database = Database(url)
    with database.read() as connection:
        found = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.close()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


def test_a_reader_does_not_wait_for_a_writer(url: str):
    """While a write is open, a read answers with what was committed before."""
    database = Database(url)
    logins = select(people.c.login).order_by(people.c.login)
    with database.write() as writer:
        writer.execute(insert(people).values(login="cy", name="Cy", created_at=NOON))
        with database.read() as reader:
            assert reader.execute(logins).scalars().all() == ["ana", "bo"]
    with database.read() as reader:
        assert reader.execute(logins).scalars().all() == ["ana", "bo", "cy"]
    database.close()


def test_a_read_sees_one_moment(url: str):
    """Two questions of one read transaction are answered from the same state."""
    database = Database(url)
    logins = select(people.c.login).order_by(people.c.login)
    with database.read() as reader:
        before = reader.execute(logins).scalars().all()
        with database.write() as writer:
            writer.execute(insert(people).values(login="cy", name="Cy", created_at=NOON))
        assert reader.execute(logins).scalars().all() == before
    database.close()


def test_an_error_undoes_the_whole_write(url: str):
    """What was written before the error is gone."""
    database = Database(url)

    def fail_half_way() -> None:
        with database.write() as writer:
            writer.execute(insert(people).values(login="cy", name="Cy", created_at=NOON))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with database.read() as reader:
        assert "cy" not in reader.execute(select(people.c.login)).scalars().all()
    database.close()


def test_a_row_of_a_document_that_is_not_there_is_refused(url: str):
    """The database itself watches over references."""
    database = Database(url)
    with pytest.raises(IntegrityError), database.write() as writer:
        writer.execute(insert(outbox).values(project="news", document="none", bucket=1))
    database.close()


def test_a_time_without_a_zone_is_refused(store: SqlStore):
    """It could mean any moment of a day."""
    with pytest.raises(Exception, match="has no time zone"):
        store.ensure_person("cy", "Cy", NOON.replace(tzinfo=None))


def test_a_second_server_is_told_who_serves_already(tmp_path: Path):
    """Two processes would not see each other's queue of writers."""
    file = tmp_path / "data" / "labeler.db"
    taken = pytest.raises(ServerRunningError, match=f"process id {os.getpid()}")
    with exclusive_server_lock(file), taken, exclusive_server_lock(file):
        pass
    with exclusive_server_lock(file):
        pass


def test_a_killed_server_gives_up_its_right(tmp_path: Path):
    """Nobody has to remove a lock file by hand."""
    file = tmp_path / "labeler.db"
    script = (
        "import sys, pathlib\n"
        "from labeler.store import exclusive_server_lock\n"
        "with exclusive_server_lock(pathlib.Path(sys.argv[1])):\n"
        "    print('serving', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "serving\n"
        with pytest.raises(ServerRunningError), exclusive_server_lock(file):
            pass
        server.send_signal(signal.SIGKILL)
        server.wait(10)
    with exclusive_server_lock(file):
        pass
