"""Projects are served as they are now, made, changed and put away while the server runs."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from desk import SCHEMA_PATH
from starlette.middleware import Middleware
from stored import article, marked, save_after

from labeler.composition import Door, Installation
from labeler.core.annotation import AnnotationSet
from labeler.core.document import Document
from labeler.core.people import Role
from labeler.core.project import ProjectState
from labeler.identity import LOCAL_PERSON, LocalIdentity
from labeler.schema_file import load_schema
from labeler.settings import DEFAULT_PROJECT, Settings
from labeler.store import SqlStore
from labeler.workflow.projects import Projects

SMALL = """\
schema:
  id: small
  version: "1.0"
  title: Small
  language: en
  meta_schema: "1.0"
span_types:
  Actor: {key: t, def: "A team.", color: "#1f77b4"}
"""
SECOND = "sports"
LOGIN = LOCAL_PERSON.login
SOON_S = 20.0


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """A running installation of one person, whose only project is the first."""
    settings = Settings(data=tmp_path, suggest=False)
    schema = load_schema(SCHEMA_PATH)
    with closing(SqlStore(settings.database_url)) as store:
        store.upgrade()
        store.ensure_project(DEFAULT_PROJECT, schema, datetime.now(UTC))
        store.ensure_person(LOGIN, "You", datetime.now(UTC))
        door = Door(
            Middleware(LocalIdentity, secret=b"s"), [], lambda _, __: LOCAL_PERSON, lambda: None
        )
        made = Installation(settings, schema, store, door)
        made.start()
        yield made
        made.stop()


class Silent:
    """A model that suggests nothing."""

    author = "model:silent@1"

    def suggest(self, documents: Iterable[Document]) -> Iterator[AnnotationSet]:
        """Return no labels for each."""
        for document in documents:
            yield AnnotationSet(document.id, document.sha256, "small", "1.0", self.author)


def elsewhere(installation: Installation) -> Projects:
    """Return the projects as another process changes them: nobody here is told."""
    here = installation.projects
    return Projects(
        here.book,
        here.store,
        here.first,
        here.clock,
        here.read_schema,
        here.shipped_schema,
        lambda _: Role.ADMIN,
        lambda _: None,
    )


def wait_until(holds: Callable[[], bool], otherwise: str) -> None:
    """Wait until something holds, or fail."""
    end = time.monotonic() + SOON_S
    while not holds():
        assert time.monotonic() < end, otherwise
        time.sleep(0.02)


def test_a_project_that_is_made_is_served_at_once(installation: Installation):
    """With its own schema, and its labels written into a folder of its own."""
    assert installation.services(SECOND) is None
    installation.projects.create(LOGIN, SECOND, "Sports", SMALL)
    services = installation.services(SECOND)
    assert services is not None
    assert services.workbench.schema.id == "small"
    assert services.publisher.alive
    store = installation.store
    store.add_documents(SECOND, [article(1)], datetime.now(UTC))
    opened = services.workbench.open(LOGIN, article(1).id)
    labels = marked(article(1), 0, author=f"annotator:{LOGIN}")
    saved = store.save(
        SECOND, opened.task.id, labels, save_after(opened.task, "one"), datetime.now(UTC), 60
    )
    services.workbench.submit(LOGIN, saved.id, saved.revision, saved.lease.fence)
    assert services.publisher.wait_until_idle(SOON_S)
    folder = installation.settings.labels_folder
    assert list((folder / SECOND).rglob("*.parquet"))
    assert not store.outbox(SECOND)


def test_what_another_process_changed_is_seen_soon(installation: Installation):
    """Name, settings and schema; what need not be made anew is not."""
    installation.projects.create(LOGIN, SECOND, "Sports", SMALL)
    before = installation.of(SECOND)
    others = elsewhere(installation)
    others.change(LOGIN, SECOND, 0, name="Games")
    wait_until(lambda: installation.of(SECOND).project.name == "Games", "the name is the old one")
    assert installation.of(SECOND).steps is before.steps
    others.change(LOGIN, SECOND, 1, lease_s=600)
    wait_until(lambda: installation.of(SECOND).services.settings.lease_s == 600, "the old lease")
    assert installation.of(SECOND).steps is not before.steps
    others.set_schema(LOGIN, SECOND, SMALL.replace("Actor", "Team"), 2)
    wait_until(
        lambda: "Team" in installation.of(SECOND).services.workbench.schema.span_types,
        "the old schema",
    )
    wait_until(lambda: not before.services.publisher.alive, "the old publisher goes on")
    assert installation.of(SECOND).services.publisher.alive


def test_a_project_in_the_trash_is_not_served(installation: Installation):
    """And nothing runs for it; restored, it is there again."""
    installation.projects.create(LOGIN, SECOND, "Sports", SMALL)
    known = installation.of(SECOND)
    installation.projects.trash(LOGIN, SECOND)
    assert installation.find(SECOND) is None
    assert installation.steps(SECOND) is None
    wait_until(lambda: not known.services.publisher.alive, "its publisher goes on")
    assert installation.alive
    installation.projects.restore(LOGIN, SECOND)
    assert installation.of(SECOND).project.state is ProjectState.ARCHIVED


def test_labels_are_suggested_where_a_project_says_so(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
):
    """Not where it does not, nor where it is archived; the page says which."""
    monkeypatch.setattr("labeler.composition.load_suggester", lambda *_: Silent())
    installation.settings = replace(installation.settings, suggest=True)
    installation.projects.create(LOGIN, SECOND, "Sports", SMALL)
    first = installation.of(SECOND).services
    wait_until(lambda: first.suggestions.author == Silent.author, "no model is loaded")

    off = installation.projects.change(LOGIN, SECOND, 0, suggest=False)
    second = installation.of(SECOND).services
    assert not second.settings.suggest
    assert second.workbench.suggestion_state("a-1")[0] == "unavailable"
    assert not second.suggestions.alive
    wait_until(lambda: not first.suggestions.alive, "the old worker goes on")

    installation.projects.change(LOGIN, SECOND, off.revision, suggest=True)
    third = installation.of(SECOND).services
    wait_until(lambda: third.suggestions.alive, "it does not begin again")
    installation.projects.archive(LOGIN, SECOND)
    assert not installation.of(SECOND).services.suggestions.alive
    wait_until(lambda: not third.suggestions.alive, "it goes on in an archived project")


def test_one_project_that_cannot_be_read_keeps_no_other_out(installation: Installation):
    """Its schema is from a later version, say."""
    installation.projects.create(LOGIN, SECOND, "Sports", SMALL)
    with installation.store.projects.changing() as book:
        row = book.get(SECOND)
        assert row is not None
        book.put(replace(row, schema_text="?"))
    again = Installation(
        installation.settings, installation.schema, installation.store, installation.door
    )
    again.start()
    assert again.of(DEFAULT_PROJECT).services.publisher.alive
    again.stop()
