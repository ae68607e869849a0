"""The accounts of a project, for tests of the steps people take with them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from accounted import Office, hashing_quickly, open_office


@pytest.fixture
def quick_passwords() -> Iterator[None]:
    """Hash passwords as fast as can be."""
    with hashing_quickly():
        yield


@pytest.fixture
def empty_office(tmp_path: Path, quick_passwords: None) -> Iterator[Office]:
    """Return a project that nobody has an account in."""
    del quick_passwords
    with open_office(tmp_path / "labeler.db") as opened:
        yield opened


@pytest.fixture
def office(empty_office: Office) -> Office:
    """Return a project whose first admin is ``root``."""
    empty_office.found()
    return empty_office
