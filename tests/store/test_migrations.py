"""Migrations bring any database to the tables of this version, or leave it alone."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import OperationalError

from labeler.store import DatabaseError, SqlStore
from labeler.store.engine import Database
from labeler.store.migrate import _migrations
from labeler.store.tables import metadata


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a new database will be, under a name Alembic could trip over."""
    return tmp_path / "100% new" / "labeler.db"


@pytest.fixture
def empty(file: Path) -> Iterator[SqlStore]:
    """Open a database without tables."""
    store = SqlStore(f"sqlite:///{file}")
    yield store
    store.close()


def tables_of(file: Path) -> set[str]:
    """Return the names of the tables in the file."""
    connection = sqlite3.connect(file)
    found = {row[0] for row in connection.execute("select name from sqlite_master")}
    connection.close()
    return found


def test_an_empty_database_becomes_exactly_the_tables(empty: SqlStore, file: Path):
    """No column, index or constraint differs from what queries are written for."""
    empty.upgrade()
    database = Database(f"sqlite:///{file}")
    with database.read() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []
    database.close()


def test_check_names_what_is_missing_until_it_is_done(empty: SqlStore):
    """A line per migration before, none after."""
    assert empty.check()[0] == "missing: 0001 First tables."
    empty.upgrade()
    assert empty.check() == ()


def test_upgrading_twice_changes_nothing(empty: SqlStore, file: Path):
    """Every start upgrades."""
    empty.upgrade()
    before = tables_of(file)
    empty.upgrade()
    assert tables_of(file) == before


def test_an_upgrade_that_fails_leaves_nothing_behind(empty: SqlStore, file: Path):
    """A migration and its record are one transaction."""
    assert empty.check()
    connection = sqlite3.connect(file)
    connection.execute("create table revisions (mine text)")
    connection.commit()
    connection.close()
    with pytest.raises(OperationalError, match="already exists"):
        empty.upgrade()
    assert tables_of(file) == {"revisions"}
    assert empty.check()


def test_a_newer_database_is_left_alone(empty: SqlStore, file: Path):
    """An old version of Labeler must not write into tables it does not know."""
    empty.upgrade()
    connection = sqlite3.connect(file)
    connection.execute("update alembic_version set version_num = '9999'")
    connection.commit()
    connection.close()
    assert empty.check() == (
        "the database is at 9999, newer than this version of Labeler: upgrade Labeler",
    )
    with pytest.raises(DatabaseError, match="upgrade Labeler"):
        empty.upgrade()


def test_going_back_is_not_offered():
    """It would destroy what newer tables hold."""
    assert [m.revision for m in _migrations() if hasattr(m.module, "downgrade")] == []
