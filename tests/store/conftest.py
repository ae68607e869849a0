"""A store on a file of its own, with a project, two people and three articles."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from stored import ANA, BO, NOON, PROJECT, article, make_schema

from labeler.store import SqlStore

ARTICLES = 3


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database file to copy: running the migrations for every test takes long."""
    file = tmp_path_factory.mktemp("store") / "labeler.db"
    store = SqlStore(f"sqlite:///{file}")
    store.upgrade()
    store.ensure_project(PROJECT, make_schema(), NOON)
    for login in (ANA, BO):
        store.ensure_person(login, login.title(), NOON)
    store.add_documents(PROJECT, [article(n) for n in range(1, ARTICLES + 1)], NOON)
    store.close()
    return file


@pytest.fixture
def url(filled_file: Path, tmp_path: Path) -> str:
    """Return the address of a fresh copy of that database."""
    file = tmp_path / "labeler.db"
    shutil.copy(filled_file, file)
    return f"sqlite:///{file}"


@pytest.fixture
def store(url: str) -> Iterator[SqlStore]:
    """Open that copy."""
    store = SqlStore(url)
    yield store
    store.close()


@pytest.fixture
def again(url: str) -> Iterator[SqlStore]:
    """Open that copy a second time, as after a restart: nothing kept in memory."""
    store = SqlStore(url)
    yield store
    store.close()
