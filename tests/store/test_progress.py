"""What the store counts of the work: states, hours, times, first labellings, lists."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from databases import Databases
from stored import ANA, BO, LEASE_S, NOON, PROJECT, article, make_schema, marked, save_after

from labeler.core.progress import (
    Chosen,
    HandedIn,
    ListKind,
    Places,
    ReasonLine,
    SourceLine,
    Standing,
    TimeTaken,
)
from labeler.core.queue import FIRST_BATCH, BatchState, Plan
from labeler.store import SqlStore

TWELVE = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = timedelta(hours=14)


def work(
    store: SqlStore, login: str, number: int, at: datetime, active_s: float, end: str = "submit"
) -> None:
    """Open an article, save it, and end as told: submit, skip, draft or open."""
    task = store.open_task(PROJECT, f"a-{number}", login, at, LEASE_S)
    if end == "open":
        return
    labels = marked(article(number), 0, author=f"annotator:{login}")
    save = save_after(task, f"{login}-{number}", active_s)
    task = store.save(PROJECT, task.id, labels, save, at, LEASE_S)
    if end == "submit":
        store.submit(PROJECT, task.id, task.revision, task.lease.fence, at)
    elif end == "skip":
        store.skip(PROJECT, task.id, task.lease.fence, "too long", at)


def fill_worked(url: str) -> None:
    """Six articles of two sources; Ana has submitted two, Bo one of them and another."""
    with closing(SqlStore(url)) as store:
        store.upgrade()
        store.ensure_project(PROJECT, make_schema(), NOON)
        for login in (ANA, BO):
            store.ensure_person(login, login.title(), NOON)
        sources = {n: "Daily" if n < 5 else "" for n in range(1, 7)}
        store.add_documents(
            PROJECT, [article(n, source=source) for n, source in sources.items()], NOON
        )
        work(store, ANA, 1, NOON, 61.0)
        work(store, ANA, 2, NOON, 0.0)
        work(store, BO, 2, NOON + LATER, 74.9)
        work(store, BO, 5, NOON + LATER, 75.0)
        work(store, ANA, 3, NOON, 5.0, "draft")
        work(store, BO, 3, NOON, 5.0, "skip")
        work(store, BO, 4, NOON, 0.0, "open")


@pytest.fixture
def worked(databases: Databases, kind: str) -> Iterator[SqlStore]:
    """Return a store in which people have worked."""
    with databases.fresh(kind, fill_worked) as url, closing(SqlStore(url)) as store:
        yield store


def listed(store: SqlStore, kind: ListKind, chosen: Chosen | None = None, **page: int):
    """Return who has which article in a list, and how many there are."""
    found = store.progress_book.articles(
        PROJECT,
        kind,
        chosen or Chosen(),
        saved_before=NOON + timedelta(hours=1),
        lease_before=NOON + timedelta(hours=1),
        **{"limit": 10} | page,
    )
    return [(line.document_id, line.login) for line in found.lines], found.total


def of_project(book, project, source=None):
    """Return how far a project is, or one source of it."""
    done = sum(count for _, count in book.first_done(project, source))
    return Places(book.articles_wanted(project, source), done)


def test_an_article_is_wanted_once_however_many_submit_it(worked):
    """And by each person once; what they skipped is behind them."""
    book = worked.progress_book
    assert of_project(book, PROJECT) == Places(wanted=6, filled=3)
    assert book.places_wanted(PROJECT, BO) == Places(wanted=6, filled=3)
    assert book.places_wanted(PROJECT, ANA) == Places(wanted=6, filled=2)
    assert of_project(book, PROJECT, "") == Places(wanted=2, filled=1)
    assert of_project(book, "another") == Places(wanted=0, filled=0)


def test_everybody_stands_where_they_are(worked):
    """Opening alone is no work; a person or a source leaves the rest out."""
    book = worked.progress_book
    ana, bo = Standing(ANA, 2, 1, 0), Standing(BO, 2, 0, 1)
    assert book.standings(PROJECT) == (ana, bo)
    assert book.standings(PROJECT, BO) == (bo,)
    assert book.standings(PROJECT, source="") == (Standing(BO, 1, 0, 0),)


def test_what_was_handed_in_stands_under_its_hour(worked):
    """With the active time; drafts and skipped ones do not count."""
    book = worked.progress_book
    first, second = (
        HandedIn(ANA, TWELVE, 2, 61.0),
        HandedIn(BO, TWELVE + LATER, 2, pytest.approx(149.9)),
    )
    assert book.handed_in(PROJECT, Chosen()) == (first, second)
    assert book.handed_in(PROJECT, Chosen(until=NOON + LATER)) == (first,)
    assert book.handed_in(PROJECT, Chosen(since=NOON + LATER)) == (second,)
    assert book.handed_in(PROJECT, Chosen(login=ANA, source="")) == ()


def test_hours_begin_where_the_readers_clock_has_them(worked):
    """Half past, where clocks are half an hour off: noon belongs to the hour from 11:30."""
    hours = [line.hour for line in worked.progress_book.handed_in(PROJECT, Chosen(), 30)]
    half_before = TWELVE - timedelta(minutes=30)
    assert hours == [half_before, half_before + LATER]


def test_times_are_counted_in_quarters_of_a_minute(worked):
    """74.9 s is under 75 s; what has no active time is left out, also of the characters."""
    book = worked.progress_book
    found = sorted(book.times_taken(PROJECT, Chosen()), key=lambda line: (line.login, line.slot))
    assert found == [TimeTaken(ANA, 4, 1), TimeTaken(BO, 4, 1), TimeTaken(BO, 5, 1)]
    lengths = {n: len(article(n).text) for n in (1, 2, 5)}
    assert book.characters(PROJECT, Chosen()) == {ANA: lengths[1], BO: lengths[2] + lengths[5]}
    assert book.characters(PROJECT, Chosen(source="")) == {BO: lengths[5]}


def test_an_article_is_done_when_it_is_first_submitted(worked):
    """A second labelling of it is not counted again."""
    book = worked.progress_book
    assert book.first_done(PROJECT) == ((TWELVE, 2), (TWELVE + LATER, 1))
    assert book.first_done(PROJECT, source="") == ((TWELVE + LATER, 1),)


def test_sources_and_reasons_are_counted(worked):
    """An article is done once, however many submitted it."""
    book = worked.progress_book
    assert book.by_source(PROJECT) == (SourceLine("Daily", 4, 2), SourceLine("", 2, 1))
    assert book.reasons(PROJECT) == (ReasonLine("too long", 1),)
    assert book.reasons(PROJECT, ANA) == ()
    assert book.names(PROJECT) == {ANA: "Ana", BO: "Bo"}


def test_every_number_has_its_list(worked):
    """A page of it at a time, with how many there are in all."""
    assert listed(worked, ListKind.SUBMITTED)[1] == 4
    assert listed(worked, ListKind.SUBMITTED, Chosen(login=BO, source="")) == ([("a-5", BO)], 1)
    assert listed(worked, ListKind.SUBMITTED, Chosen(until=NOON + LATER))[1] == 2
    assert listed(worked, ListKind.DRAFTS) == ([("a-3", ANA)], 1)
    assert listed(worked, ListKind.SKIPPED) == ([("a-3", BO)], 1)
    assert listed(worked, ListKind.SKIPPED, Chosen(reason="too long"))[1] == 1
    assert listed(worked, ListKind.SKIPPED, Chosen(reason="another"))[1] == 0
    assert listed(worked, ListKind.DONE) == ([("a-1", ""), ("a-2", ""), ("a-5", "")], 3)
    assert listed(worked, ListKind.DONE, Chosen(login=BO))[1] == 3
    assert listed(worked, ListKind.LEFT) == ([("a-3", ""), ("a-4", ""), ("a-6", "")], 3)
    assert listed(worked, ListKind.LEFT, limit=1, offset=1) == ([("a-4", "")], 3)
    assert listed(worked, ListKind.LEFT, Chosen(login=BO))[1] == 3


def test_what_is_stuck_has_waited(worked):
    """Drafts not saved since, articles opened and never saved."""
    assert listed(worked, ListKind.STALE) == ([("a-3", ANA)], 1)
    assert listed(worked, ListKind.LAPSED) == ([("a-4", BO)], 1)
    work(worked, ANA, 4, NOON + LATER, 1.0, "draft")
    assert listed(worked, ListKind.STALE)[1] == 1
    assert listed(worked, ListKind.DRAFTS)[1] == 2


def test_an_article_is_done_when_as_many_have_submitted_it_as_its_batch_wants(worked):
    """The number, its lists, the sources and the day it was done go by that alike."""
    with worked.queue.changing() as book:
        plan = Plan("All articles", wanted=2)
        book.change(PROJECT, FIRST_BATCH, plan, BatchState.OPEN, 1, ANA, NOON)
    book = worked.progress_book
    assert of_project(book, PROJECT) == Places(wanted=6, filled=1)
    assert listed(worked, ListKind.DONE) == ([("a-2", "")], 1)
    assert listed(worked, ListKind.LEFT)[1] == 5
    assert book.first_done(PROJECT) == ((TWELVE + LATER, 1),)
    assert book.by_source(PROJECT) == (SourceLine("Daily", 4, 1), SourceLine("", 2, 0))


def test_what_is_full_is_not_left_for_others(worked):
    """Only what one has begun, or may still get."""
    with worked.queue.changing() as book:
        plan = Plan("All articles", wanted=1)
        book.change(PROJECT, FIRST_BATCH, plan, BatchState.OPEN, 1, ANA, NOON)
    assert worked.progress_book.places_wanted(PROJECT, ANA) == Places(wanted=4, filled=2)
    assert listed(worked, ListKind.LEFT, Chosen(login=ANA)) == ([("a-3", ""), ("a-6", "")], 2)
