"""One running installation with two projects per database, for all tests of a module."""

from collections.abc import Iterator

import pytest
from databases import KINDS, Databases
from two_projects import Installation, fill, open_installation


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Which database the module's installation is on: on each, one after the other."""
    return request.param


@pytest.fixture(scope="module")
def url(databases: Databases, kind: str) -> Iterator[str]:
    """A database with two projects."""
    with databases.fresh(kind, fill) as made:
        yield made


@pytest.fixture(scope="module")
def installation(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The server of both, and everybody who could ask it for something."""
    with open_installation(url, tmp_path_factory.mktemp("installation")) as opened:
        yield opened
