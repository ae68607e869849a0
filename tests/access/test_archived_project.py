"""Nothing of an archived project is changed over HTTP, by whichever route, by who else may."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from asking import make, send
from rights import RIGHTS
from two_projects import HERE, LEA, Installation

from labeler.core.project import ProjectState

# What somebody has read is theirs to say: nothing of the project is changed by it.
HARMLESS = {"POST /api/v1/inbox/read"}
WRITES = [name for name in RIGHTS if not name.startswith("GET ")]


@contextmanager
def put(installation: Installation, state: ProjectState) -> Iterator[None]:
    """Have the project in a state."""
    book_of = installation.here.store.projects

    def change(wanted: ProjectState) -> None:
        with book_of.changing() as book:
            found = book.get(HERE)
            assert found is not None
            book.put(replace(found, state=wanted, revision=found.revision + 1))

    change(state)
    try:
        yield
    finally:
        change(ProjectState.ACTIVE)


@pytest.mark.parametrize("name", WRITES)
def test_what_is_done_in_an_open_project_is_refused_in_an_archived_one(
    installation: Installation, name: str
):
    """The very request that is granted otherwise: refused with words, and granted once reopened."""
    lead, row = installation.askers["lead"], RIGHTS[name]
    thing = make(row, installation.here, LEA)
    with put(installation, ProjectState.ARCHIVED):
        answer = send(installation, name, lead, thing)
    if name in HARMLESS:
        assert answer.status_code == 200
        return
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "project-closed")
    assert "This project is archived" in answer.json()["error"]["message"]
    # Nothing was done by it: or this would be too late, or the second of its kind.
    assert send(installation, name, lead, thing).status_code == row.answers("lead")[0]
