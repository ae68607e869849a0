"""What holds on PostgreSQL only: several processes on one database, and a server that goes away.

SQLite is one file with one server process, so none of it can be asked there.
"""

import threading
import traceback
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from databases import Databases
from sqlalchemy import select, text
from stored import ANA, LEASE_S, NOON, PROJECT, article, fill, marked, save_after

from labeler.core.errors import NotFoundError
from labeler.core.live import TurnLostError
from labeler.core.queue import FIRST_BATCH
from labeler.core.work import LeaseLostError, Save
from labeler.store import SqlStore, document_queries
from labeler.store.engine import Database
from labeler.store.tables import people

TURN = "live labels of news"
IN_TIME_S = 30
_OTHERS = "from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


@pytest.fixture
def kind() -> str:
    """Only this one."""
    return "postgresql"


@pytest.fixture
def admin(url: str) -> Iterator[psycopg.Connection[tuple[int]]]:
    """Look at the database as its administrator."""
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def cut_off_all_others(admin: psycopg.Connection[tuple[int]]) -> None:
    """End every other connection, as a restart of the server does, and wait for their end."""
    admin.execute(f"select pg_terminate_backend(pid, {IN_TIME_S * 1000}) {_OTHERS}".encode())


def wait_for_a_queue(admin: psycopg.Connection[tuple[int]]) -> None:
    """Return when somebody waits for a turn."""
    for _ in range(IN_TIME_S * 1000):
        query = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
        found = admin.execute(query).fetchone()
        if found is not None and found[0]:
            return
        admin.execute("select pg_sleep(0.001)")
    raise AssertionError("nobody waits")


class TestTurns:
    """One process after the other."""

    def test_a_second_one_waits_for_the_first(
        self, url: str, admin: psycopg.Connection[tuple[int]]
    ):
        """As long as that takes."""
        steps: list[str] = []

        def second() -> None:
            with closing(Database(url)) as other, other.turn(TURN):
                steps.append("second")

        with closing(Database(url)) as database:
            with database.turn(TURN):
                thread = threading.Thread(target=second)
                thread.start()
                wait_for_a_queue(admin)
                steps.append("first")
            thread.join(IN_TIME_S)
        assert steps == ["first", "second"]

    def test_another_project_does_not_wait(self, url: str):
        """Each has its own folder of labels."""
        with closing(SqlStore(url)) as one, closing(SqlStore(url)) as two:
            with one.labels_turn("news"), two.labels_turn("sport"):
                pass
            with one.labels_turn("sport"):
                pass

    def test_a_turn_that_was_lost_is_said_on_leaving(
        self, url: str, admin: psycopg.Connection[tuple[int]]
    ):
        """Whoever wrote has to know that others may have written meanwhile."""
        with (
            closing(Database(url)) as database,
            pytest.raises(TurnLostError, match=TURN),
            database.turn(TURN),
        ):
            cut_off_all_others(admin)

    def test_that_it_was_lost_is_more_than_what_else_went_wrong(
        self, url: str, admin: psycopg.Connection[tuple[int]]
    ):
        """The other error is kept as its context."""

        def fail(database: Database) -> None:
            with database.turn(TURN):
                cut_off_all_others(admin)
                raise OSError(28, "No space left on device")

        with closing(Database(url)) as database, pytest.raises(TurnLostError) as caught:
            fail(database)
        assert "No space left" in "".join(traceback.format_exception(caught.value))

    def test_an_error_gives_the_turn_back(self, url: str):
        """And comes through."""

        def fail(database: Database) -> None:
            with database.turn(TURN):
                raise ZeroDivisionError

        with closing(Database(url)) as database, closing(Database(url)) as other:
            with pytest.raises(ZeroDivisionError):
                fail(database)
            with other.turn(TURN):
                pass


def test_work_goes_on_after_the_server_was_restarted(
    store: SqlStore, admin: psycopg.Connection[tuple[int]]
):
    """No connection that died is used again."""
    task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    cut_off_all_others(admin)
    labels = marked(article(1), 0)
    saved = store.save(PROJECT, task.id, labels, save_after(task, "s-1"), NOON, LEASE_S)
    cut_off_all_others(admin)
    assert store.task(PROJECT, task.id) == saved


def test_a_save_does_not_wait_for_an_import(url: str):
    """Thousands of articles may be on their way in one transaction."""
    impatient = f"{url}&options=-c%20lock_timeout%3D5s"
    with closing(Database(url)) as database, closing(SqlStore(impatient)) as store:
        task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
        with database.write() as connection:
            document_queries.add(connection, PROJECT, [article(9)], NOON, FIRST_BATCH)
            saved = store.save(
                PROJECT, task.id, marked(article(1), 0), save_after(task, "s-1"), NOON, LEASE_S
            )
            store.submit(PROJECT, task.id, saved.revision, task.lease.fence, NOON)


def test_the_first_import_tells_how_articles_are_best_found(
    databases: Databases, admin: psycopg.Connection[tuple[int]]
):
    """Else each row that refers to an article is looked up among all there are."""
    del databases
    found = admin.execute("select reltuples from pg_class where relname = 'documents'").fetchone()
    assert found is not None
    assert found[0] > 0


def test_what_no_row_can_hold_is_not_found(store: SqlStore):
    """A NUL character or a number beyond all columns, from an address or a body."""
    with pytest.raises(NotFoundError):
        store.task(PROJECT, "t\0")
    with pytest.raises(NotFoundError):
        store.claim_next(PROJECT, ANA, NOON, LEASE_S, after="a-1\0")
    task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    with pytest.raises(NotFoundError):
        store.revision(PROJECT, task.id, 2**40)
    beyond = Save("s-1", 0, 2**53)
    with pytest.raises(LeaseLostError):
        store.save(PROJECT, task.id, marked(article(1), 0), beyond, NOON, LEASE_S)


def test_a_read_cannot_write(url: str):
    """A mistake in a query of a list changes nothing."""
    with (
        closing(Database(url)) as database,
        database.read() as connection,
        pytest.raises(Exception, match="read-only transaction"),
    ):
        connection.execute(text("delete from outbox"))


@pytest.mark.parametrize("name", ["postgres", "postgresql", "postgresql+psycopg"])
def test_an_address_may_be_written_as_hosts_write_it(url: str, name: str):
    """All of them mean the same driver."""
    address = url.replace("postgresql", name, 1)
    with closing(Database(address)) as database, database.read() as connection:
        logins = connection.execute(select(people.c.login).order_by(people.c.login))
        assert logins.scalars().all() == ["ana", "bo"]


def test_a_database_that_cannot_hold_every_script_is_refused(databases: Databases):
    """Text would be lost or refused later, article by article."""
    databases.server.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with closing(SqlStore(databases.server.url("latin"))) as store:
        with pytest.raises(Exception, match="ENCODING 'UTF8'"):
            fill(databases.server.url("latin"))
        with pytest.raises(Exception, match="LATIN1"):
            store.check()
    databases.server.run("DROP DATABASE latin WITH (FORCE)")
