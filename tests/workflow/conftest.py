"""The accounts of a project, for tests of the steps people take with them."""

from collections.abc import Iterator

import pytest
from accounted import Office, found_project, hashing_quickly, open_office
from databases import Databases


@pytest.fixture
def quick_passwords() -> Iterator[None]:
    """Hash passwords as fast as can be."""
    with hashing_quickly():
        yield


@pytest.fixture
def empty_office(databases: Databases, kind: str, quick_passwords: None) -> Iterator[Office]:
    """Return a project that nobody has an account in."""
    del quick_passwords
    with databases.fresh(kind, found_project) as url, open_office(url) as opened:
        yield opened


@pytest.fixture
def office(empty_office: Office) -> Office:
    """Return a project whose first admin is ``root``."""
    empty_office.found()
    return empty_office
