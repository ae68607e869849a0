"""The history as one stream: what is in it, how saves fold, and how one pages through."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from databases import Databases
from stored import (
    ANA,
    BO,
    LEASE_S,
    NOON,
    PROJECT,
    article,
    fill,
    make_schema,
    marked,
    save_after,
)

from labeler.core.account_log import AccountChange, ChangeKind
from labeler.core.actor import Actor, ActorFacts
from labeler.core.event_line import ChosenEvents, EventKind, EventPlace, EventSource
from labeler.core.project import ProjectChange, ProjectNote
from labeler.core.queue import Plan
from labeler.core.work import (
    LeaseLostError,
    StaleRevisionError,
    Task,
    TaskState,
    WrongStateError,
)
from labeler.store import SqlStore

EVERYTHING = list(EventSource)
HOUR = timedelta(hours=1)


def save(store: SqlStore, task: Task, minute: int) -> Task:
    """Save something new, at that minute."""
    labels = marked(article(1), 2 * minute, author=f"annotator:{task.login}")
    at = NOON + timedelta(minutes=minute)
    return store.save(
        PROJECT, task.id, labels, save_after(task, f"{task.login}-{minute}"), at, LEASE_S
    )


def work(store: SqlStore) -> None:
    """Ana opens, saves three times, submits, reopens and saves again; Bo saves in between."""
    ana = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    bo = store.open_task(PROJECT, "a-1", BO, NOON, LEASE_S)
    for minute in (1, 3, 5):
        ana = save(store, ana, minute)
        bo = save(store, bo, minute + 1)
    store.submit(PROJECT, ana.id, 3, ana.lease.fence, NOON + timedelta(minutes=7))
    ana = store.reopen(PROJECT, ana.id, NOON + timedelta(minutes=8), LEASE_S)
    save(store, ana, 9)


def fill_worked(url: str) -> None:
    """Put in what they did, an actor, a batch, and a line of the log of accounts."""
    fill(url)
    with closing(SqlStore(url)) as store:
        work(store)
        facts = ActorFacts("Mayor of Quito", "Actor")
        store.create_actor(PROJECT, Actor("q-1", facts, 1, NOON, ANA, NOON, ANA))
        with store.queue.changing() as book:
            book.create(PROJECT, "b-1", Plan("First round"), BO, NOON + HOUR)
        with store.people.changing() as people:
            detail = {"before": "annotator", "after": "lead"}
            change = AccountChange(NOON + 2 * HOUR, ANA, ChangeKind.ROLE_SET, BO, detail)
            people.note(PROJECT, change)


@pytest.fixture
def worked(databases: Databases, kind: str) -> Iterator[SqlStore]:
    """Return a store in which people have worked."""
    with databases.fresh(kind, fill_worked) as url, closing(SqlStore(url)) as store:
        yield store


def lines(store: SqlStore, after: EventPlace | None = None, limit: int = 50, **chosen):
    """Return lines of the history."""
    with store.histories.reading() as book:
        sources = chosen.pop("sources", EVERYTHING)
        return book.lines(PROJECT, ChosenEvents(sources, **chosen), after, limit)


def told(found) -> list[tuple[str, str, int]]:
    """Return who did what, and how often in a row."""
    return [(line.login, line.kind, line.saves) for line in found]


def test_everything_is_one_stream_newest_first(worked):
    """Work, actors, batches, accounts; the saves of one task in a row are one line."""
    found = lines(worked)
    assert told(found) == [
        (ANA, "role-set", 1),
        (BO, "created", 1),
        (ANA, "saved", 1),
        (ANA, "reopened", 1),
        (ANA, "submitted", 1),
        (BO, "saved", 3),
        (ANA, "saved", 3),
        (BO, "opened", 1),
        (ANA, "opened", 1),
        ("", "imported", 1),
        ("", "imported", 1),
        ("", "imported", 1),
        (ANA, "added", 1),
    ]
    saved = found[6]
    assert (saved.since, saved.at) == (NOON + timedelta(minutes=1), NOON + timedelta(minutes=5))
    assert (saved.document_id, saved.title, saved.whose, saved.version) == (
        "a-1",
        "Article 1",
        ANA,
        3,
    )
    assert (found[0].whose, found[1].subject, found[-1].subject) == (
        BO,
        "First round",
        "Mayor of Quito",
    )


def test_each_save_has_its_own_line_where_they_are_not_folded(worked):
    """With its version."""
    found = lines(worked, kind=EventKind.SAVED, login=ANA, folded=False)
    assert [line.version for line in found] == [4, 3, 2, 1]
    assert {line.saves for line in found} == {1}


@pytest.mark.parametrize("folded", [True, False])
@pytest.mark.parametrize("size", [1, 2, 5])
def test_paging_shows_every_line_once(worked, size, folded):
    """Also where several were written at one moment."""
    whole = lines(worked, folded=folded)
    paged, after = [], None
    while found := lines(worked, after, size, folded=folded):
        paged += found
        after = found[-1].place
    assert paged == list(whole)


def test_lines_that_come_meanwhile_move_nothing(worked):
    """Who goes on reads on where they were."""
    first = lines(worked, limit=4)
    rest = lines(worked, first[-1].place)
    worked.open_task(PROJECT, "a-3", BO, NOON + 3 * HOUR, LEASE_S)
    assert lines(worked, first[-1].place) == rest


def test_filters_leave_out_what_does_not_fit(worked):
    """By person, article, kind and time."""
    assert {line.login for line in lines(worked, login=BO)} == {BO}
    assert told(lines(worked, document_id="a-2")) == [("", "imported", 1)]
    assert told(lines(worked, kind=EventKind.SUBMITTED)) == [(ANA, "submitted", 1)]
    assert told(lines(worked, kind=EventKind.ACTORS)) == [(ANA, "added", 1)]
    assert told(lines(worked, since=NOON + HOUR)) == [(ANA, "role-set", 1), (BO, "created", 1)]
    sources = [EventSource.WORK, EventSource.ACTORS, EventSource.BATCHES]
    assert ANA not in {line.login for line in lines(worked, since=NOON + HOUR, sources=sources)}


def test_saves_are_counted_within_the_time_that_is_asked_about(worked):
    """A run that goes on beyond it ends with its last save inside."""
    until = NOON + timedelta(minutes=5)
    (run,) = lines(worked, kind=EventKind.SAVED, login=ANA, until=until)
    assert (run.saves, run.version) == (2, 2)
    since = NOON + timedelta(minutes=2)
    (run,) = lines(worked, kind=EventKind.SAVED, login=ANA, since=since, until=until)
    assert (run.saves, run.since, run.version) == (1, NOON + timedelta(minutes=3), 2)


def test_names_are_of_those_who_did_something(worked):
    """Also who has no account."""
    worked.ensure_person("zoe", "Zoe", NOON)
    with worked.histories.reading() as book:
        assert book.names(PROJECT) == {ANA: "Ana", BO: "Bo"}
        assert book.names("another") == {}
        assert book.lines("another", ChosenEvents(EVERYTHING), None, 9) == ()


def test_nothing_of_another_project_is_in_it(worked):
    """The same login may work in both."""
    before = lines(worked)
    worked.ensure_project("other", make_schema(), NOON)
    worked.add_documents("other", [article(9)], NOON)
    worked.open_task("other", "a-9", ANA, NOON + 9 * HOUR, LEASE_S)
    assert lines(worked) == before


# ---- bringing back ---------------------------------------------------------------


def bring_back(store: SqlStore, task: Task, number: int, **changes) -> Task:
    """Let Bo bring a version of Ana's back."""
    labels = store.revision(PROJECT, task.id, number).labels
    given = {"number": number, "expected_revision": task.revision, "by": BO} | changes
    return store.histories.bring_back(
        PROJECT, task.id, labels, now=NOON + HOUR, lease_s=LEASE_S, **given
    )


@pytest.fixture
def saved(store) -> Task:
    """Return a task of Ana's with three versions."""
    task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    for minute in (1, 2, 3):
        task = save(store, task, minute)
    return task


def test_a_version_is_brought_back_as_a_new_one(store, again, saved):
    """No version is changed, and the history says who brought back which."""
    before = store.revisions(PROJECT, saved.id)
    task = bring_back(store, saved, 1)
    assert (task.revision, task.state) == (4, TaskState.DRAFT)
    assert again.revisions(PROJECT, saved.id)[:3] == before
    last = again.last_revision(PROJECT, saved.id)
    assert (last.labels, last.login) == (before[0].labels, BO)
    assert last.difference["added"] == ["m-2"]
    assert again.labels(PROJECT, saved.id) == before[0].labels
    line = lines(again)[0]
    assert (line.login, line.kind, line.whose) == (BO, "brought-back", ANA)
    assert dict(line.detail) == {"revision": 4, "from": 1}


def test_an_open_page_loses_its_lease_and_overwrites_nothing(store, saved):
    """Its save is refused; opened again, the next one follows what was brought back."""
    bring_back(store, saved, 1)
    with pytest.raises(LeaseLostError):
        save(store, saved, 4)
    task = store.open_task(PROJECT, "a-1", ANA, NOON + HOUR, LEASE_S)
    assert task.revision == 4
    assert save(store, task, 4).revision == 5


def test_what_was_submitted_is_a_draft_and_leaves_the_live_labels(store, saved):
    """Its person has it, with a new lease, and submits it again."""
    store.submit(PROJECT, saved.id, 3, saved.lease.fence, NOON)
    store.clear_outbox(PROJECT, store.outbox(PROJECT))
    task = bring_back(store, saved, 2)
    assert (task.state, task.submitted_at, task.holds) == (TaskState.DRAFT, None, True)
    assert task.lease.expires_at == NOON + HOUR + timedelta(seconds=LEASE_S)
    assert [entry.document_id for entry in store.outbox(PROJECT)] == ["a-1"]
    assert store.submissions_of(PROJECT, ["a-1"]) == ()
    assert store.submit(PROJECT, task.id, 4, task.lease.fence, NOON).state is TaskState.SUBMITTED


def test_of_two_who_bring_back_the_second_is_told(store, saved):
    """And whoever has not seen the last version."""
    bring_back(store, saved, 1)
    with pytest.raises(StaleRevisionError):
        bring_back(store, saved, 2)
    assert store.task(PROJECT, saved.id).revision == 4


def test_what_is_skipped_is_reopened_first(store, saved):
    """Nothing changes."""
    store.skip(PROJECT, saved.id, saved.lease.fence, "too long", NOON)
    with pytest.raises(WrongStateError):
        bring_back(store, saved, 1)
    task = store.task(PROJECT, saved.id)
    assert (task.revision, task.state) == (3, TaskState.SKIPPED)


def test_who_has_lost_their_place_brings_nothing_back_but_a_lead_does(store, saved):
    """As with every save; the place stays with whoever has it."""
    with store.queue.changing() as book:
        book.give_back(PROJECT, saved.id, BO, NOON)
    with pytest.raises(LeaseLostError):
        bring_back(store, saved, 1, by=ANA)
    task = bring_back(store, saved, 1)
    assert (task.revision, task.holds) == (4, False)


def test_what_was_done_to_the_project_stands_among_it(worked):
    """In its place, page by page, and by itself where it is looked for."""
    renamed = ProjectNote(NOON + HOUR, ANA, ProjectChange.RENAMED, {"name": "Daily"})
    worked.ensure_project("other", make_schema(), NOON)
    with worked.projects.changing() as book:
        # In the moment in which Bo made a batch.
        book.note(PROJECT, renamed)
        book.note("other", renamed)
    whole = lines(worked)
    assert told(whole)[:3] == [(ANA, "role-set", 1), (BO, "created", 1), (ANA, "renamed", 1)]
    paged, place = [], None
    while found := lines(worked, place, 1):
        paged += found
        place = found[-1].place
    assert paged == list(whole)
    (line,) = lines(worked, kind=EventKind.PROJECTS)
    assert (line.place.source, line.detail) == (EventSource.PROJECTS, {"name": "Daily"})
    assert lines(worked, kind=EventKind.PROJECTS, login=BO) == ()
    assert line not in lines(worked, document_id="a-1")
