"""A store on a database of its own, with a project, two people and three articles."""

from collections.abc import Iterator

import pytest
from databases import Databases
from stored import fill, fill_people

from labeler.store import SqlStore


@pytest.fixture
def url(databases: Databases, kind: str) -> Iterator[str]:
    """Return the address of a fresh database that holds them."""
    with databases.fresh(kind, fill) as address:
        yield address


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    """Open it."""
    store = SqlStore(url)
    yield store
    store.close()


@pytest.fixture
def empty_store(databases: Databases, kind: str) -> Iterator[SqlStore]:
    """Open a database with the project and its people, and no articles."""
    with databases.fresh(kind, fill_people) as address:
        store = SqlStore(address)
        yield store
        store.close()


@pytest.fixture
def again(url: str) -> Iterator[SqlStore]:
    """Open it a second time, as after a restart: nothing kept in memory."""
    store = SqlStore(url)
    yield store
    store.close()
