"""What the pages of leads do, done by somebody who is none: the workflow refuses it."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from two_projects import ANA, BO, CY, HERE, ROLES, ROOT, ZOE, Installation, now

from labeler.core.errors import NotFoundError
from labeler.core.people import NotAllowedError, Role, Scope
from labeler.core.queue import FIRST_BATCH, BatchState, Plan
from labeler.pages.context import Services, services
from labeler.workflow.histories import AskedEvents
from labeler.workflow.importing import import_articles
from labeler.workflow.label_tables import open_tables
from labeler.workflow.progress import Asked, Reader


@pytest.fixture
def given(installation: Installation) -> Mapping[str, Any]:
    """What steps are told besides who asks, by the name of the parameter; all of it is there."""
    here = installation.here
    _, token_id = installation.token(here, BO, Scope.READ)
    installation.sign_in(here, BO)
    here.accounts.reset(ROOT, BO)
    return {
        "batch_id": FIRST_BATCH,
        "of": FIRST_BATCH,
        "plan": Plan("x"),
        "state": BatchState.OPEN,
        "expected_revision": 1,
        "most": 1,
        "ids": ["news-1"],
        "found": [("news-1", "")],
        "document_id": here.submitted(BO).document_id,
        "task_id": here.submitted(BO).id,
        "login": BO,
        "name": "x",
        "role": Role.LEAD,
        "active": False,
        "scopes": {Scope.MANAGE},
        "days": 1,
        "token_id": token_id,
        "session_id": here.accounts.sessions(ROOT, BO)[0].id,
        "link_id": here.accounts.links(ROOT)[0].id,
    }


def steps_by(kind: type) -> Iterator[str]:
    """Yield the steps of a class that ask by whom."""
    for name, step in inspect.getmembers(kind, inspect.isfunction):
        if not name.startswith("_") and "by" in inspect.signature(step).parameters:
            yield name


def call(owner: object, name: str, by: str, given: Mapping[str, Any]) -> object:
    """Take a step with what it cannot do without."""
    step = getattr(owner, name)
    wanted = inspect.signature(step).parameters.values()
    needed = {p.name: p for p in wanted if p.default is p.empty and p.name != "by"}
    named = {n: given[n] for n, p in needed.items() if p.kind is p.KEYWORD_ONLY}
    return step(by, *(given[n] for n in needed if n not in named), **named)


def everything(owner: Callable[[Services], object]) -> Callable[..., Iterator[Callable[[], Any]]]:
    """Return what yields all steps of what a page works with."""

    def steps(by: str, given: Mapping[str, Any]) -> Iterator[Callable[[], Any]]:
        found = owner(services())
        for name in steps_by(type(found)):
            yield lambda name=name: call(found, name, by, given)

    return steps


def tables(by: str, _: Mapping[str, Any]) -> Iterator[Callable[[], Any]]:
    """Yield the step of the page Labels."""
    yield lambda: open_tables(Path(), ROLES.get(by, Role.ANNOTATOR))


def imports(by: str, _: Mapping[str, Any]) -> Iterator[Callable[[], Any]]:
    """Yield the step of leads on the page Articles."""
    store, role = services().workbench.store, ROLES.get(by, Role.ANNOTATOR)
    yield lambda: import_articles(store, HERE, [], now, role=role)


def histories(by: str, _: Mapping[str, Any]) -> Iterator[Callable[[], Any]]:
    """Yield the step of leads on the page History."""
    yield lambda: services().histories.lines(by, AskedEvents(BO))


def figures(by: str, _: Mapping[str, Any]) -> Iterator[Callable[[], Any]]:
    """Yield the step of leads on the page Progress."""
    reader, reports = Reader(by, ROLES.get(by, Role.ANNOTATOR), "UTC"), services().progress
    yield lambda: reports.sources(reader)


STEPS = {
    "queue": everything(lambda found: found.queueing),
    "team": everything(lambda found: found.accounts),
    "trash": everything(lambda found: found.trash),
    "labels": tables,
    "articles": imports,
    "history": histories,
    "progress": figures,
}
"""By the page that offers them."""


@pytest.mark.parametrize("address", STEPS)
def test_an_annotator_takes_no_step_of_a_lead(
    installation: Installation, given: Mapping[str, Any], address: str
):
    """Whatever the page shows, and though what is asked for is there."""
    assert installation.here.people[ANA] is Role.ANNOTATOR
    for step in STEPS[address](ANA, given):
        with pytest.raises(NotAllowedError):
            step()


@pytest.mark.parametrize("address", ["queue", "team", "trash"])
@pytest.mark.parametrize("by", [CY, ZOE, "nobody", ""])
def test_whoever_is_not_in_the_project_takes_none(given: Mapping[str, Any], address: str, by: str):
    """Removed, of another project, or nobody at all."""
    for step in STEPS[address](by, given):
        with pytest.raises(NotAllowedError):
            step()


def test_the_progress_of_another_person_is_as_good_as_not_there(installation: Installation):
    """To an annotator; their own is shown."""
    installation.here.submitted(BO)
    reader, reports = Reader(ANA, Role.ANNOTATOR, "UTC"), services().progress
    for step in (reports.headline, reports.daily, reports.people, reports.stuck, reports.reasons):
        step(reader, Asked(ANA))
        with pytest.raises(NotFoundError):
            step(reader, Asked(BO))


def test_a_lead_takes_them(given: Mapping[str, Any]):
    """So that it is not for another reason that annotators are refused."""
    found = services()
    for owner, name in ((found.queueing, "batches"), (found.accounts, "members")):
        assert call(owner, name, "lea", given)
