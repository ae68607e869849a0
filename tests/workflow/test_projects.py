"""Projects are made, copied, changed and put away by who may; nothing changes in a closed one."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from accounted import Office
from desk import SCHEMA_PATH
from stored import NOON, article, marked, save_after

from labeler.core.actor import Actor, ActorFacts
from labeler.core.errors import DuplicateError, LabelerError, NotFoundError
from labeler.core.event_line import ChosenEvents, EventSource
from labeler.core.people import NotAllowedError, Role
from labeler.core.project import (
    Project,
    ProjectClosedError,
    ProjectRefusedError,
    ProjectState,
    StaleProjectError,
)
from labeler.schema_file import SchemaFileError, schema_of
from labeler.store import SqlStore
from labeler.workflow import importing
from labeler.workflow.importing import import_articles
from labeler.workflow.projects import Projects

SHIPPED = SCHEMA_PATH.read_text(encoding="utf-8")
FIRST, SECOND = "news", "sports"
SMALL = """\
schema:
  id: small
  version: "1.0"
  title: Small
  language: en
  meta_schema: "1.0"
span_types:
  team: {key: t, def: "A team.", color: "#1f77b4"}
"""
Step = Callable[[Projects, str], object]


@dataclass
class Place:
    """An installation: the admin ``root`` of the first project, and people of a second one.

    Ada is the admin of the second, Lee its lead, Ana its annotator; Eve is in the
    first only.
    """

    office: Office
    changed: list[str] = field(default_factory=list)

    @property
    def store(self) -> SqlStore:
        """The store beneath."""
        return self.office.store

    @property
    def projects(self) -> Projects:
        """The steps."""
        return Projects(
            self.store.projects,
            self.store,
            FIRST,
            lambda: self.office.now,
            schema_of,
            lambda: SHIPPED,
            lambda _: None,
            self.changed.append,
        )

    def found_second(self) -> Project:
        """Make the second project, with its people."""
        made = self.projects.create("root", SECOND, "Sports", SMALL)
        with self.store.people.changing() as book:
            for login, role in ROLES.items():
                book.set_role(SECOND, login, role)
        return made

    def notes(self, project: str) -> list[tuple[str, str]]:
        """Return who did what to a project, first things first."""
        with self.store.projects.reading() as book:
            return [(note.login, note.kind.value) for note in book.changes(project)]


ROLES = {"ada": Role.ADMIN, "lee": Role.LEAD, "ana": Role.ANNOTATOR}


@pytest.fixture
def place(office: Office) -> Place:
    """Return an installation with two projects."""
    for login in (*ROLES, "eve"):
        office.join(login)
    found = Place(office)
    found.found_second()
    return found


def now_of(place: Place) -> Project:
    """Return the second project as it is, whoever looks."""
    with place.store.projects.reading() as book:
        found = book.get(SECOND)
    assert found is not None
    return found


STEPS: dict[str, tuple[Role | None, Step]] = {
    "make": (None, lambda p, by: p.create(by, "new", "New")),
    "copy": (Role.ADMIN, lambda p, by: p.copy(by, SECOND, "new", "New")),
    "rename": (Role.ADMIN, lambda p, by: p.change(by, SECOND, 0, name="Games")),
    "settings": (Role.ADMIN, lambda p, by: p.change(by, SECOND, 0, suggest=False)),
    "lease": (Role.ADMIN, lambda p, by: p.change(by, SECOND, 0, lease_s=600)),
    "guidelines": (Role.LEAD, lambda p, by: p.change(by, SECOND, 0, guidelines="## Whom")),
    "schema": (Role.ADMIN, lambda p, by: p.set_schema(by, SECOND, SHIPPED, 0)),
    "archive": (Role.ADMIN, lambda p, by: p.archive(by, SECOND)),
    "trash": (Role.ADMIN, lambda p, by: p.trash(by, SECOND)),
    "read": (Role.ANNOTATOR, lambda p, by: p.project(by, SECOND)),
    "read the schema": (Role.ANNOTATOR, lambda p, by: p.schema_text(by, SECOND)),
}
"""What each step takes in the second project; ``None``: to be an admin of the first."""


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("by", [*ROLES, "root", "eve", "nobody"])
def test_a_step_is_for_who_may(place: Place, name: str, by: str):
    """Who is not in the project does not learn that there is one."""
    least, step = STEPS[name]
    # Who made it is its admin.
    role = {**ROLES, "root": Role.ADMIN}.get(by)
    if least is None:
        allowed = by == "root"
        refusal: type[LabelerError] = NotAllowedError
    else:
        allowed = role is not None and role.covers(least)
        refusal = NotFoundError if role is None else NotAllowedError
    if allowed:
        step(place.projects, by)
    else:
        before = now_of(place)
        with pytest.raises(refusal):
            step(place.projects, by)
        assert now_of(place) == before


PUT_AWAY: dict[str, Step] = {
    "copy": lambda p, by: p.copy(by, SECOND, "new", "New"),
    "reopen": lambda p, by: p.reopen(by, SECOND),
    "restore": lambda p, by: p.restore(by, SECOND),
    "archive": lambda p, by: p.archive(by, SECOND),
    "trash": lambda p, by: p.trash(by, SECOND),
    "read": lambda p, by: p.project(by, SECOND),
}
DONE, NO, NOT_SO, GONE = None, NotAllowedError, ProjectRefusedError, NotFoundError
PUT_AWAY_ANSWERS = {
    ("archive", "copy"): (DONE, NO, NO),
    ("archive", "reopen"): (DONE, NO, NO),
    ("archive", "restore"): (DONE, NO, NO),
    ("archive", "archive"): (DONE, NO, NO),
    ("archive", "trash"): (DONE, NO, NO),
    ("archive", "read"): (DONE, DONE, DONE),
    ("trash", "copy"): (DONE, GONE, GONE),
    ("trash", "reopen"): (NOT_SO, GONE, GONE),
    ("trash", "restore"): (DONE, GONE, GONE),
    ("trash", "archive"): (NOT_SO, GONE, GONE),
    ("trash", "trash"): (DONE, GONE, GONE),
    ("trash", "read"): (DONE, GONE, GONE),
}
"""What its admin, its lead and its annotator are told of a project that was put away so."""


@pytest.mark.parametrize(("put", "name"), PUT_AWAY_ANSWERS)
def test_a_step_in_what_was_put_away_is_for_its_admin(place: Place, put: str, name: str):
    """In the trash nobody else learns that there is one; who is not in it never does."""
    getattr(place.projects, put)("ada", SECOND)
    refusals = dict(zip(("ana", "lee", "ada"), reversed(PUT_AWAY_ANSWERS[put, name]), strict=True))
    for by, refusal in {"eve": GONE, "nobody": GONE, **refusals}.items():
        before = now_of(place)
        if refusal is None:
            PUT_AWAY[name](place.projects, by)
        else:
            with pytest.raises(refusal):
                PUT_AWAY[name](place.projects, by)
            assert now_of(place) == before


class TestMaking:
    """A new project begins empty, with its maker as admin."""

    def test_it_is_its_own(self, place: Place):
        """Its schema and its people, and a batch for its articles to go into."""
        made = place.projects.create("root", "games", " Games ", SMALL)
        assert (made.name, made.schema_id, made.state) == ("Games", "small", ProjectState.ACTIVE)
        assert place.projects.schema_text("root", "games") == SMALL
        place.store.add_documents("games", [article(1)], NOON)
        (line,) = [one for one in place.projects.lines("root") if one.project.id == "games"]
        assert (line.role, line.articles, line.people, line.submitted) == (Role.ADMIN, 1, 1, 0)
        assert place.changed[-1] == "games"
        assert place.notes("games") == [("root", "created")]
        assert "games" not in [project.id for project in place.projects.open_to("ada")]

    def test_everything_wrong_is_listed_and_nothing_made(self, place: Place):
        """Id and name at once; an id that was used once is never used again."""
        with pytest.raises(ProjectRefusedError) as caught:
            place.projects.create("root", "Bad Id", "  ")
        assert len(caught.value.problems) == 2
        with pytest.raises(SchemaFileError):
            place.projects.create("root", "new", "New", SMALL.replace("key: t", "colour: red"))
        place.projects.trash("root", SECOND)
        with pytest.raises(DuplicateError):
            place.projects.create("root", SECOND, "Again")
        assert [project.id for project in place.projects.open_to("root")] == [FIRST]

    def test_a_copy_takes_what_is_chosen_and_never_labels(self, place: Place):
        """Schema, guidelines and settings; people in their roles; articles without tasks."""
        place.store.add_documents(SECOND, [article(n) for n in range(3)], NOON)
        task = place.store.open_task(SECOND, article(1).id, "ana", NOON, 60)
        labels = marked(article(1), 0)
        task = place.store.save(SECOND, task.id, labels, save_after(task, "one"), NOON, 60)
        place.store.submit(SECOND, task.id, task.revision, task.lease.fence, NOON)
        place.projects.change("ada", SECOND, 0, guidelines="## Whom", lease_s=600)
        told: list[tuple[int, int]] = []
        place.projects.copy(
            "ada",
            SECOND,
            "again",
            "Again",
            people=True,
            articles=True,
            tell=lambda done, total: told.append((done, total)),
        )
        made = place.projects.project("ana", "again")
        assert (made.schema_text, made.guidelines, made.lease_s) == (SMALL, "## Whom", 600)
        (line,) = [one for one in place.projects.lines("ada") if one.project.id == "again"]
        assert (line.articles, line.people, line.submitted) == (3, 4, 0)
        assert told[-1] == (3, 3)
        assert place.store.document("again", article(1).id).text == article(1).text
        # Once more, it has nothing left to add.
        assert place.projects.copy_articles("ada", SECOND, "again") == 0

    def test_a_copy_that_was_interrupted_goes_on(self, place: Place, monkeypatch):
        """What was stored stays, the rest is added, and nothing comes twice."""
        monkeypatch.setattr(importing, "_BATCH", 2)
        place.store.add_documents(SECOND, [article(n) for n in range(5)], NOON)

        def break_off(done: int, _total: int) -> None:
            if done == 4:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            place.projects.copy("ada", SECOND, "again", "Again", articles=True, tell=break_off)
        assert place.store.list_documents("again", "ada").total == 4
        assert place.projects.copy_articles("ada", SECOND, "again") == 1
        for n in range(5):
            assert place.store.document("again", article(n).id).text == article(n).text
        assert place.store.list_documents("again", "ada").total == 5


class TestChanging:
    """What a project chooses follows what was read, and is noted."""

    def test_who_was_too_late_is_told(self, place: Place):
        """With how it is now; nothing is written over."""
        place.projects.change("ada", SECOND, 0, name="Games")
        with pytest.raises(StaleProjectError) as caught:
            place.projects.change("root", SECOND, 0, name="Matches")
        assert caught.value.current.name == "Games"
        with pytest.raises(StaleProjectError):
            place.projects.set_schema("root", SECOND, SHIPPED, 0)
        assert now_of(place).name == "Games"

    def test_what_cannot_be_is_refused_whole(self, place: Place):
        """All of it listed; the same as before changes nothing."""
        with pytest.raises(ProjectRefusedError) as caught:
            place.projects.change("ada", SECOND, 0, name="x" * 300, lease_s=5)
        assert len(caught.value.problems) == 2
        with pytest.raises(ProjectRefusedError, match="not 0"):
            place.projects.change("ada", SECOND, 0, lease_s=0)
        assert place.projects.change("ada", SECOND, 0, name="Sports").revision == 0
        assert place.notes(SECOND) == [("root", "created")]

    def test_an_article_is_kept_as_long_as_usual_again(self, place: Place):
        """What was chosen is forgotten; another change leaves it."""
        place.projects.change("ada", SECOND, 0, lease_s=600)
        assert place.projects.change("ada", SECOND, 1, name="Games").lease_s == 600
        assert place.projects.change("ada", SECOND, 2, usual_lease=True).lease_s is None

    def test_another_schema_is_in_use_at_once(self, place: Place):
        """A wrong one changes nothing; the first project follows the settings."""
        before = now_of(place)
        wrong = SMALL.replace("key: t", "key: t, colour: red, shape: round")
        with pytest.raises(SchemaFileError) as caught:
            place.projects.set_schema("ada", SECOND, wrong, 0)
        said = [str(problem) for problem in caught.value.problems]
        assert all(any(word in problem for problem in said) for word in ("colour", "shape"))
        assert now_of(place) == before
        place.projects.set_schema("ada", SECOND, SHIPPED, 0)
        assert (now_of(place).schema_id, now_of(place).schema_text) == ("news-events", SHIPPED)
        with pytest.raises(ProjectRefusedError):
            place.projects.set_schema("root", FIRST, SMALL, 0)


def labelled(place: Place) -> tuple[str, int, int]:
    """Let Ana save a revision of an article; return task, revision and fence."""
    place.store.add_documents(SECOND, [article(1), article(2)], NOON)
    task = place.store.open_task(SECOND, article(1).id, "ana", NOON, 60)
    save = save_after(task, "one")
    task = place.store.save(SECOND, task.id, marked(article(1), 0), save, NOON, 60)
    return task.id, task.revision, task.lease.fence


class TestArchived:
    """Everything can be read, nothing changed, and nothing acknowledged is taken back."""

    def test_no_change_is_taken(self, place: Place):
        """By whichever way it comes."""
        task_id, revision, fence = labelled(place)
        task = place.store.task(SECOND, task_id)
        store, now = place.store, NOON
        place.projects.archive("ada", SECOND)
        facts = ActorFacts(name="Harriers", kind="team")
        labels = marked(article(1), 0)
        steps: list[Callable[[], object]] = [
            lambda: store.open_task(SECOND, article(2).id, "ana", now, 60),
            lambda: store.claim_next(SECOND, "ana", now, 60),
            lambda: store.save(SECOND, task_id, labels, save_after(task, "two"), now, 60),
            lambda: store.renew(SECOND, task_id, fence, now, 60),
            lambda: store.submit(SECOND, task_id, revision, fence, now),
            lambda: store.skip(SECOND, task_id, fence, "no event", now),
            lambda: store.reopen(SECOND, task_id, now, 60),
            lambda: store.add_documents(SECOND, [article(3)], now),
            lambda: store.create_actor(SECOND, Actor("act-1", 1, facts, "ana", now, "ana", now)),
            lambda: store.queue.changing(SECOND).__enter__(),
            lambda: store.trash.changing(SECOND).__enter__(),
            lambda: store.threads.changing(SECOND).__enter__(),
        ]
        for number, step in enumerate(steps):
            with pytest.raises(ProjectClosedError):
                step()
            assert store.task(SECOND, task_id) == task, number
        assert store.labels(SECOND, task_id) is not None
        assert store.list_documents(SECOND, "ana").total == 2

    @pytest.mark.parametrize("put", ["archive", "trash"])
    def test_what_it_chose_stays(self, place: Place, put: str):
        """Name, guidelines, settings and schema, until it is opened again."""
        getattr(place.projects, put)("ada", SECOND)
        before = now_of(place)
        steps: list[Callable[[], object]] = [
            lambda: place.projects.change("ada", SECOND, 1, name="Games"),
            lambda: place.projects.change("ada", SECOND, 1, guidelines="## Whom"),
            lambda: place.projects.change("ada", SECOND, 1, suggest=False),
            lambda: place.projects.change("ada", SECOND, 1, lease_s=600),
            lambda: place.projects.set_schema("ada", SECOND, SHIPPED, 1),
        ]
        for step in steps:
            with pytest.raises(ProjectClosedError):
                step()
            assert now_of(place) == before
        if put == "trash":
            place.projects.restore("ada", SECOND)
        revision = place.projects.reopen("ada", SECOND).revision
        assert place.projects.change("ada", SECOND, revision, name="Games").name == "Games"

    def test_a_save_that_was_acknowledged_is_so_again(self, place: Place):
        """Sent twice, as the answer was lost: the browser may forget it."""
        task_id, revision, _ = labelled(place)
        place.projects.archive("ada", SECOND)
        opened = place.store.task(SECOND, task_id)
        before = save_after(opened, "one")
        again = type(before)("one", 0, before.fence, before.client)
        task = place.store.save(SECOND, task_id, marked(article(1), 0), again, NOON, 60)
        assert task.revision == revision

    def test_opened_again_people_go_on(self, place: Place):
        """With the lease they had; an import as well."""
        task_id, revision, fence = labelled(place)
        place.projects.archive("ada", SECOND)
        place.projects.reopen("ada", SECOND)
        place.store.submit(SECOND, task_id, revision, fence, NOON)
        report = import_articles(place.store, SECOND, [article(3)], lambda: NOON)
        assert report.added == (article(3).id,)
        assert [kind for _, kind in place.notes(SECOND)] == ["created", "archived", "reopened"]


class TestTrash:
    """As good as not there, but for its admins, and restored as it was."""

    def test_only_its_admins_know_of_it(self, place: Place):
        """Nobody works in it meanwhile."""
        task_id, _, fence = labelled(place)
        place.projects.trash("ada", SECOND)
        for login in ("lee", "ana", "eve"):
            assert SECOND not in [line.project.id for line in place.projects.lines(login)]
            with pytest.raises(NotFoundError):
                place.projects.project(login, SECOND)
        assert SECOND in [line.project.id for line in place.projects.lines("ada")]
        assert SECOND not in [project.id for project in place.projects.open_to("ada")]
        with pytest.raises(ProjectClosedError):
            place.store.renew(SECOND, task_id, fence, NOON, 60)

    def test_restored_it_is_archived_until_it_is_opened(self, place: Place):
        """With all that was in it."""
        task_id, revision, fence = labelled(place)
        place.projects.trash("ada", SECOND)
        with pytest.raises(ProjectRefusedError):
            place.projects.archive("ada", SECOND)
        assert place.projects.restore("ada", SECOND).state is ProjectState.ARCHIVED
        assert place.projects.project("ana", SECOND).name == "Sports"
        place.projects.reopen("ada", SECOND)
        place.store.submit(SECOND, task_id, revision, fence, NOON)

    def test_the_first_project_stays(self, place: Place):
        """It can be archived."""
        with pytest.raises(ProjectRefusedError):
            place.projects.trash("root", FIRST)
        assert place.projects.archive("root", FIRST).state is ProjectState.ARCHIVED


def test_what_was_done_stands_in_the_history(place: Place):
    """For who leads the project."""
    place.projects.archive("ada", SECOND)
    with place.store.histories.reading() as book:
        lines = book.lines(SECOND, ChosenEvents([EventSource.PROJECTS]), None, 10)
    assert [(line.login, line.kind) for line in lines] == [("ada", "archived"), ("root", "created")]
