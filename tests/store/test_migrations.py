"""Migrations bring any database to the tables of this version, or leave it alone."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from databases import Databases
from sqlalchemy import inspect, text

from labeler.store import DatabaseError, SqlStore
from labeler.store.engine import Database
from labeler.store.migrate import _migrations
from labeler.store.tables import metadata

ONLY_IN_SQLITE = {"ix_actors_search"}


@pytest.fixture
def url(databases: Databases, kind: str) -> Iterator[str]:
    """Return where a new database will be."""
    with databases.fresh(kind) as address:
        yield address


@pytest.fixture
def empty(url: str) -> Iterator[SqlStore]:
    """Open a database without tables."""
    store = SqlStore(url)
    yield store
    store.close()


def tables_of(url: str) -> set[str]:
    """Return the names of the tables in the database."""
    with closing(Database(url)) as database, database.read() as connection:
        return set(inspect(connection).get_table_names())


def run(url: str, statement: str) -> None:
    """Change the database as somebody else would."""
    with closing(Database(url)) as database, database.write() as connection:
        connection.execute(text(statement))


def test_an_empty_database_becomes_exactly_the_tables(empty: SqlStore, url: str, kind: str):
    """No column, index or constraint differs from what queries are written for."""

    def is_wanted(_object: object, name: str, *_more: object) -> bool:
        return kind == "sqlite" or name not in ONLY_IN_SQLITE

    empty.upgrade()
    wanted = {"compare_type": True, "compare_server_default": True, "include_object": is_wanted}
    with closing(Database(url)) as database, database.read() as connection:
        context = MigrationContext.configure(connection, opts=wanted)
        assert compare_metadata(context, metadata) == []


def test_a_folder_may_have_any_name(tmp_path: Path):
    """Also one Alembic could trip over; only SQLite has a file."""
    store = SqlStore(f"sqlite:///{tmp_path / '100% new' / 'labeler.db'}")
    store.upgrade()
    assert store.check() == ()
    store.close()


def test_check_names_what_is_missing_until_it_is_done(empty: SqlStore):
    """A line per migration before, none after."""
    missing = empty.check()
    assert missing[0] == "missing: 0001 First tables."
    assert empty.upgrade() == tuple(line.replace("missing", "done") for line in missing)
    assert empty.check() == ()


def test_upgrading_twice_changes_nothing(empty: SqlStore, url: str):
    """Every start upgrades."""
    empty.upgrade()
    before = tables_of(url)
    assert empty.upgrade() == ()
    assert tables_of(url) == before


def test_an_upgrade_that_fails_leaves_nothing_behind(empty: SqlStore, url: str):
    """A migration and its record are one transaction."""
    assert empty.check()
    run(url, "create table revisions (mine text)")
    with pytest.raises(DatabaseError, match="already exists"):
        empty.upgrade()
    assert tables_of(url) == {"revisions"}
    assert empty.check()


def test_a_newer_database_is_left_alone(empty: SqlStore, url: str):
    """An old version of Labeler must not write into tables it does not know."""
    empty.upgrade()
    run(url, "update alembic_version set version_num = '9999'")
    for step in (empty.check, empty.upgrade):
        with pytest.raises(DatabaseError, match="is at 9999, newer than this version of Labeler"):
            step()


_START = "import sys; from labeler.store import SqlStore; SqlStore(sys.argv[1]).upgrade()"


def test_servers_that_start_at_once_on_a_new_database_upgrade_it_once(url: str):
    """One makes the tables, the others find them made; none fails."""
    starts = [
        subprocess.Popen([sys.executable, "-c", _START, url], stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [(start.communicate(timeout=60)[1], start.returncode) for start in starts] == [
        ("", 0)
    ] * len(starts)


def test_going_back_is_not_offered():
    """It would destroy what newer tables hold."""
    assert [m.revision for m in _migrations() if hasattr(m.module, "downgrade")] == []
