"""A desk and a client of its API."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from api_client import Client
from databases import Databases
from desk import Desk, fill, open_desk


@pytest.fixture
def desk(databases: Databases, kind: str, tmp_path: Path) -> Iterator[Desk]:
    """Return a desk with three articles nobody has opened."""
    with databases.fresh(kind, fill) as url, open_desk(tmp_path, url=url) as opened:
        yield opened


@pytest.fixture
def client(desk: Desk) -> Client:
    """Return a client of the API as it is served."""
    return Client(desk)
