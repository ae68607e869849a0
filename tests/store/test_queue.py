"""Places at articles: caps, leases that run out, batches in turn, dealing, controls."""

import contextlib
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from stored import (
    ANA,
    ARTICLES,
    BO,
    LEASE_S,
    NOON,
    PROJECT,
    article,
    make_schema,
    marked,
    save_after,
)

from labeler.core.document import Document
from labeler.core.errors import NotFoundError
from labeler.core.queue import (
    FIRST_BATCH,
    MOST_HELD,
    BatchState,
    Dealing,
    Kind,
    Order,
    PlaceTakenError,
    Plan,
    StaleBatchError,
)
from labeler.core.trash import TrashedError
from labeler.core.work import LeaseLostError, Task, TaskState, WrongStateError
from labeler.store import SqlStore
from labeler.store.tables import queue, tasks

CY = "cy"
LATER = NOON + timedelta(seconds=LEASE_S + 1)


def plan_first(store: SqlStore, **changes: object) -> None:
    """Give the first batch another plan."""
    with store.queue.changing() as book:
        batch = book.batch(PROJECT, FIRST_BATCH)
        plan = Plan(**{"name": "All articles", **changes})
        book.change(PROJECT, FIRST_BATCH, plan, BatchState.OPEN, batch.revision, ANA, NOON)


def make_batch(store: SqlStore, *ids: str, order: Order = Order.IMPORTED, **plan: object) -> str:
    """Make an open batch of these articles."""
    name = str(plan.pop("name", "Second"))
    with store.queue.changing() as book:
        batch = book.create(PROJECT, f"b-{name}", Plan(name, **plan), ANA, NOON)
        book.move(PROJECT, batch.id, book.in_order(PROJECT, ids, order))
        book.change(PROJECT, batch.id, batch.plan, BatchState.OPEN, 1, ANA, NOON)
    return batch.id


def claim(store: SqlStore, login: str, after: str | None = None, now=NOON) -> Task | None:
    """Take the next article."""
    return store.claim_next(PROJECT, login, now, LEASE_S, after)


def finish(store: SqlStore, task: Task) -> None:
    """Hand a task in."""
    store.submit(PROJECT, task.id, task.revision, task.lease.fence, NOON)


def work_through(store: SqlStore, login: str) -> list[str]:
    """Take and hand in whatever there is for somebody; return the articles in order."""
    done = []
    while (task := claim(store, login)) is not None:
        done.append(task.document_id)
        finish(store, task)
    return done


def title_line(store: SqlStore, document_id: str):
    """Return where an article stands."""
    with store.queue.reading() as book:
        for batch in book.lines(PROJECT):
            found, _ = book.articles(PROJECT, batch.batch.id, "", 1000, 0)
            for line in found:
                if line.document_id == document_id:
                    return line
    raise AssertionError(document_id)


def demand_counts_right(store: SqlStore) -> None:
    """What is counted at an article is what tasks hold."""
    with store._database.read() as connection:  # noqa: SLF001 - the invariant behind it all
        held = dict(
            connection.execute(
                select(tasks.c.document, func.count())
                .where(tasks.c.holds)
                .group_by(tasks.c.document)
            ).all()
        )
        for row in connection.execute(select(queue)):
            assert row.taken == held.get(row.document, 0)
            assert row.is_full == (row.wanted is not None and row.taken >= row.wanted)


def test_everybody_gets_every_article_where_no_number_is_wanted(store: SqlStore):
    """As an installation begins."""
    assert work_through(store, ANA) == ["a-1", "a-2", "a-3"]
    assert work_through(store, BO) == ["a-1", "a-2", "a-3"]
    demand_counts_right(store)


def test_an_article_goes_to_as_many_people_as_are_wanted(store: SqlStore):
    """And who comes later gets another one, or nothing."""
    plan_first(store, wanted=1)
    first, second = claim(store, ANA), claim(store, BO)
    assert first is not None
    assert second is not None
    assert (first.document_id, second.document_id) == ("a-1", "a-2")
    with pytest.raises(PlaceTakenError) as refused:
        store.open_task(PROJECT, "a-1", BO, NOON, LEASE_S)
    assert (refused.value.reason, refused.value.kept) == ("full", 0)
    assert claim(store, BO, "a-2").document_id == "a-3"
    assert store.peek_next(PROJECT, ANA, NOON, "a-1") is None
    assert store.progress(PROJECT, ANA)[TaskState.NEW] == 1
    demand_counts_right(store)


def test_who_has_begun_many_gets_those_before_any_new_one(store: SqlStore):
    """Leafing through a batch does not take it from all others."""
    store.add_documents(PROJECT, [article(n) for n in range(4, 20)], NOON)
    plan_first(store, wanted=1)
    seen, after = [], None
    for _ in range(2 * MOST_HELD):
        task = claim(store, ANA, after)
        seen.append(task.document_id)
        after = task.document_id
    assert len(set(seen)) == MOST_HELD
    assert seen[:MOST_HELD] == seen[MOST_HELD:]


def test_a_lease_that_ran_out_is_still_good_while_nobody_else_wants_the_article(store: SqlStore):
    """Lunch costs nobody their article."""
    plan_first(store, wanted=1)
    task = claim(store, ANA)
    assert claim(store, BO, now=LATER).document_id == "a-2"
    labels = marked(store.document(PROJECT, "a-1"), 0)
    saved = store.save(PROJECT, task.id, labels, save_after(task, "s-1"), LATER, LEASE_S)
    assert (saved.revision, saved.holds) == (1, True)
    assert saved.lease.expires_at > LATER


def test_what_lies_beyond_its_lease_goes_to_who_has_nothing_else(store: SqlStore):
    """The work stays; the late save is refused; the draft comes back when there is room."""
    make_batch(store, "a-1", wanted=1, priority=1)
    plan_first(store, wanted=1, people=("somebody",))
    task = claim(store, ANA)
    document = store.document(PROJECT, "a-1")
    task = store.save(PROJECT, task.id, marked(document, 0), save_after(task, "s-1"), NOON, LEASE_S)
    assert claim(store, BO) is None
    handed = claim(store, BO, now=LATER)
    assert handed.document_id == "a-1"
    assert handed.revision == 0
    late = save_after(task, "s-2")
    with pytest.raises(LeaseLostError) as lost:
        store.save(PROJECT, task.id, marked(document, 0, 3), late, LATER, LEASE_S)
    assert not lost.value.task.holds
    assert store.labels(PROJECT, task.id) == marked(document, 0)
    with pytest.raises(PlaceTakenError) as refused:
        store.open_task(PROJECT, "a-1", ANA, LATER, LEASE_S)
    assert (refused.value.reason, refused.value.kept) == ("full", 1)
    store.skip(PROJECT, handed.id, handed.lease.fence, "not mine", LATER)
    again = store.open_task(PROJECT, "a-1", ANA, LATER, LEASE_S)
    assert (again.id, again.revision, again.holds) == (task.id, 1, True)
    demand_counts_right(store)


def test_what_is_saved_in_time_is_not_handed_on(store: SqlStore):
    """A save and a sign of life keep the article."""
    make_batch(store, "a-1", wanted=1, priority=1)
    plan_first(store, wanted=1, people=("somebody",))
    task = claim(store, ANA)
    store.renew(PROJECT, task.id, task.lease.fence, LATER, LEASE_S)
    assert claim(store, BO, now=LATER) is None
    with pytest.raises(LeaseLostError):
        store.renew(PROJECT, task.id, task.lease.fence - 1, LATER, LEASE_S)


def test_a_clock_that_jumps_back_shortens_no_lease(store: SqlStore):
    """Nor does it hand anything on."""
    make_batch(store, "a-1", wanted=1, priority=1)
    plan_first(store, wanted=1, people=("somebody",))
    task = claim(store, ANA, now=LATER)
    renewed = store.renew(PROJECT, task.id, task.lease.fence, NOON, LEASE_S)
    assert renewed.lease.expires_at == task.lease.expires_at
    assert claim(store, BO, now=NOON) is None


def test_skipping_gives_the_place_up_and_reopening_takes_one(store: SqlStore):
    """Unless others have the article by then."""
    make_batch(store, "a-1", wanted=1, priority=1)
    task = claim(store, ANA)
    skipped = store.skip(PROJECT, task.id, task.lease.fence, "no", NOON)
    assert not skipped.holds
    other = claim(store, BO)
    assert other.document_id == "a-1"
    with pytest.raises(PlaceTakenError):
        store.reopen(PROJECT, task.id, NOON, LEASE_S)
    store.skip(PROJECT, other.id, other.lease.fence, "no", NOON)
    assert store.reopen(PROJECT, task.id, NOON, LEASE_S).holds
    demand_counts_right(store)


def test_a_lead_takes_an_article_from_somebody(store: SqlStore):
    """Their draft stays, their lease ends, the next one gets it; finished work is not taken."""
    make_batch(store, "a-1", wanted=1, priority=1)
    task = claim(store, ANA)
    with store.queue.changing() as book:
        book.give_back(PROJECT, task.id, BO, NOON)
    other = claim(store, BO)
    assert other.document_id == "a-1"
    with pytest.raises(LeaseLostError):
        store.submit(PROJECT, task.id, 0, task.lease.fence, NOON)
    finish(store, other)
    with store.queue.changing() as book, pytest.raises(WrongStateError):
        book.give_back(PROJECT, other.id, ANA, NOON)


def test_who_lost_their_place_cannot_save_with_the_fence_they_can_read(store: SqlStore):
    """Looking at one's task tells its fence; without a place it is good for nothing."""
    plan_first(store, wanted=1)
    begun = claim(store, ANA)
    with store.queue.changing() as book:
        book.give_back(PROJECT, begun.id, BO, NOON)
    task = store.task(PROJECT, begun.id)
    labels = marked(store.document(PROJECT, "a-1"), 0)
    with pytest.raises(LeaseLostError):
        store.save(PROJECT, task.id, labels, save_after(task, "s-1"), NOON, LEASE_S)
    with pytest.raises(LeaseLostError):
        store.submit(PROJECT, task.id, 0, task.lease.fence, NOON)
    with pytest.raises(LeaseLostError):
        store.renew(PROJECT, task.id, task.lease.fence, NOON, LEASE_S)
    with pytest.raises(LeaseLostError):
        store.skip(PROJECT, task.id, task.lease.fence, "no", NOON)
    assert store.labels(PROJECT, task.id) is None


def test_what_was_dealt_waits_for_its_person(store: SqlStore):
    """However long; others do not get it, and nobody gets what was dealt to others."""
    batch = make_batch(
        store, "a-1", "a-2", wanted=1, dealing=Dealing.ASSIGNED, people=(ANA, BO), priority=1
    )
    with store.queue.changing() as book:
        assert book.assign(PROJECT, "a-1", BO, ANA, NOON)
        assert not book.assign(PROJECT, "a-1", BO, ANA, NOON)
        assert book.assign(PROJECT, "a-2", ANA, ANA, NOON)
    assert claim(store, ANA, now=LATER).document_id == "a-2"
    with pytest.raises(PlaceTakenError) as refused:
        store.open_task(PROJECT, "a-1", ANA, LATER, LEASE_S)
    assert refused.value.reason == "assigned"
    held = claim(store, BO, now=LATER)
    assert (held.document_id, held.batch) == ("a-1", batch)
    demand_counts_right(store)


def test_batches_come_by_priority_and_a_paused_one_not_at_all(store: SqlStore):
    """What one has begun in a paused batch can still be finished."""
    make_batch(store, "a-3", name="urgent", priority=5)
    batch = make_batch(store, "a-2", name="paused")
    task = claim(store, ANA)
    assert task.document_id == "a-3"
    assert claim(store, ANA, "a-3").document_id == "a-1"
    begun = store.open_task(PROJECT, "a-2", ANA, NOON, LEASE_S)
    with store.queue.changing() as book:
        found = book.batch(PROJECT, batch)
        book.change(PROJECT, batch, found.plan, BatchState.PAUSED, found.revision, ANA, NOON)
        with pytest.raises(StaleBatchError):
            book.change(PROJECT, batch, found.plan, BatchState.OPEN, found.revision, ANA, NOON)
    with pytest.raises(PlaceTakenError) as refused:
        store.open_task(PROJECT, "a-2", BO, NOON, LEASE_S)
    assert refused.value.reason == "paused"
    finish(store, store.open_task(PROJECT, "a-2", ANA, NOON, LEASE_S))
    assert store.task(PROJECT, begun.id).state is TaskState.SUBMITTED
    assert work_through(store, BO) == ["a-3", "a-1"]


def test_only_the_people_of_a_batch_get_its_articles(store: SqlStore):
    """Others pass it by."""
    make_batch(store, "a-1", people=(BO,), priority=1)
    assert work_through(store, ANA) == ["a-2", "a-3"]
    assert work_through(store, BO) == ["a-1", "a-2", "a-3"]


def test_the_first_articles_of_a_batch_go_to_everybody(store: SqlStore):
    """A calibration round, before the cap counts; tasks remember it."""
    plan_first(store, wanted=1, calibration=1)
    assert work_through(store, ANA) == ["a-1", "a-2", "a-3"]
    assert work_through(store, BO) == ["a-1"]
    task = store.open_task(PROJECT, "a-1", BO, NOON, LEASE_S)
    assert task.kind is Kind.CALIBRATION
    assert title_line(store, "a-1").taken == 2


def test_control_articles_come_now_and_then_and_to_everybody(store: SqlStore):
    """One in each group of so many; nobody gets one twice; the one who made it is left out."""
    store.add_documents(PROJECT, [article(n) for n in range(4, 21)], NOON)
    made = []
    for number in ("a-19", "a-20"):
        task = store.open_task(PROJECT, number, somebody_else(store), NOON, LEASE_S)
        finish(store, task)
        made.append(task)
    plan_first(store, wanted=1, control_every=3)
    with store.queue.changing() as book:
        for task in made:
            book.make_control(PROJECT, task.document_id, task.id, task.revision, ANA, NOON)
        assert book.known(PROJECT, "a-20") == (made[1].id, 0)
    got = work_through(store, ANA)
    assert sum(number in {"a-19", "a-20"} for number in got[:3]) == 1
    assert sum(number in {"a-19", "a-20"} for number in got[3:6]) == 1
    assert len(got) == len(set(got)) == 20
    assert work_through(store, CY) == []
    task = store.open_task(PROJECT, "a-20", ANA, NOON, LEASE_S)
    assert task.kind is Kind.CONTROL
    demand_counts_right(store)


def somebody_else(store: SqlStore) -> str:
    """Return a third person."""
    store.ensure_person(CY, "Cy", NOON)
    return CY


def test_the_blind_part_is_recorded_with_the_task(store: SqlStore):
    """All, none, and the same answer whenever one asks."""
    plan_first(store, blind_share=1.0)
    assert store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S).blind
    plan_first(store, blind_share=0.0)
    assert store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S).blind
    assert not store.open_task(PROJECT, "a-2", ANA, NOON, LEASE_S).blind


def test_a_plan_that_changes_opens_and_closes_articles(store: SqlStore):
    """More people are wanted, or fewer; who has begun keeps their place."""
    plan_first(store, wanted=1)
    mine = claim(store, ANA)
    plan_first(store, wanted=2)
    other = claim(store, BO)
    assert other.document_id == mine.document_id
    plan_first(store, wanted=1)
    assert title_line(store, "a-1").taken == 2
    finish(store, mine)
    finish(store, other)
    demand_counts_right(store)


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        (Order.IMPORTED, ["a-1", "a-2", "a-3"]),
        (Order.SHORTEST, ["a-2", "a-3", "a-1"]),
        (Order.NEWEST, ["a-3", "a-1", "a-2"]),
    ],
)
def test_articles_come_in_the_order_chosen(empty_store: SqlStore, order: Order, wanted):
    """And those moved later follow those that were there."""
    store = empty_store
    texts = [
        ("a-1", "long " * 9, "2026-01-02"),
        ("a-2", "x", ""),
        ("a-3", "medium text", "2026-02-01"),
    ]
    store.add_documents(
        PROJECT, [Document(i, i, text, published_at=day) for i, text, day in texts], NOON
    )
    make_batch(store, "a-3", "a-1", "a-2", order=order, priority=1)
    assert work_through(store, ANA) == wanted


def test_bringing_forward_puts_articles_before_the_rest(store: SqlStore):
    """In the order given."""
    with store.queue.changing() as book:
        book.bring_forward(PROJECT, FIRST_BATCH, ["a-3", "a-2"], ANA, NOON)
        assert [change.kind for change in book.changes(PROJECT, FIRST_BATCH)] == ["brought-forward"]
    assert work_through(store, ANA) == ["a-3", "a-2", "a-1"]


def test_only_articles_of_the_batch_are_brought_forward(store: SqlStore):
    """One from elsewhere, or one that is not there, changes nothing."""
    make_batch(store, "a-3")
    with store.queue.changing() as book, pytest.raises(NotFoundError):
        book.bring_forward(PROJECT, FIRST_BATCH, ["a-2", "a-3"], ANA, NOON)
    assert work_through(store, ANA)[:2] == ["a-1", "a-2"]


def test_only_articles_nobody_has_opened_are_offered_for_another_batch(store: SqlStore):
    """Found by title, source and id."""
    claim(store, ANA)
    with store.queue.reading() as book:
        assert book.untouched(PROJECT, FIRST_BATCH, "", None) == ("a-2", "a-3")
        assert book.untouched(PROJECT, FIRST_BATCH, "ARTICLE 3", None) == ("a-3",)
        assert book.untouched(PROJECT, FIRST_BATCH, "", 1) == ("a-2",)


def test_the_list_of_held_places_says_who_has_what(store: SqlStore):
    """Until it is handed in or skipped."""
    task = claim(store, ANA)
    claim(store, BO)
    with store.queue.reading() as book:
        rows, total = book.held(PROJECT, "", 10, 0)
        lines = book.lines(PROJECT)
    assert total == len(rows) == 2
    assert {row.login for row in rows} == {ANA, BO}
    assert lines[0].articles == 3
    assert lines[0].states == {"draft": 2}
    finish(store, task)
    with store.queue.reading() as book:
        assert [row.login for row in book.held(PROJECT, FIRST_BATCH, 10, 0)[0]] == [BO]


REFUSED = (PlaceTakenError, LeaseLostError, WrongStateError, TrashedError, NotFoundError)
ON_ARTICLES = {
    "trash-article": lambda book, found: book.put_articles(PROJECT, [found], ANA, "", NOON),
    "restore-article": lambda book, found: book.restore_articles(PROJECT, [found], ANA, NOON),
}
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "claim",
                "open",
                "submit",
                "skip",
                "reopen",
                "give-back",
                "later",
                "plan",
                "trash",
                "restore",
                "trash-article",
                "restore-article",
                "front",
            ]
        ),
        st.sampled_from([ANA, BO]),
        st.integers(1, 3),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_whatever_people_do_no_article_has_more_people_than_wanted(tmp_path_factory, steps):
    """What is counted is what is held; the cap holds but where a plan was made stricter."""
    file = tmp_path_factory.mktemp("steps") / "labeler.db"
    store = SqlStore(f"sqlite:///{file}")
    try:
        _walk(store, steps)
    finally:
        store.close()


def _walk(store: SqlStore, steps) -> None:
    store.upgrade()
    store.ensure_project(PROJECT, make_schema(), NOON)
    for login in (ANA, BO):
        store.ensure_person(login, login, NOON)
    store.add_documents(PROJECT, [article(n) for n in range(1, 4)], NOON)
    plan_first(store, wanted=1)
    now, last, strictest = NOON, {}, 1
    for what, login, number in steps:
        if what == "later":
            now += timedelta(seconds=LEASE_S + 1)
        elif what == "plan":
            strictest = max(strictest, number)
            plan_first(store, wanted=number)
        else:
            with contextlib.suppress(*REFUSED):
                _step(store, (what, login, number), last, now)
        demand_counts_right(store)
        with store.queue.reading() as book:
            for line in book.articles(PROJECT, FIRST_BATCH, "", 10, 0)[0]:
                assert line.taken <= strictest
    with store.trash.changing() as book:
        book.restore_articles(PROJECT, ["a-1", "a-2", "a-3"], ANA, now)
    demand_counts_right(store)
    with store._database.read() as connection:  # noqa: SLF001 - as above
        assert len(set(connection.execute(select(queue.c.position)).scalars())) == ARTICLES


def _step(store: SqlStore, step: tuple[str, str, int], last: dict[str, Task], now) -> None:
    what, login, number = step
    task = last.get(login)
    if what == "claim":
        last[login] = claim(store, login, now=now) or task
    elif what == "open":
        last[login] = store.open_task(PROJECT, f"a-{number}", login, now, LEASE_S)
    elif what in ON_ARTICLES:
        with store.trash.changing() as book:
            ON_ARTICLES[what](book, f"a-{number}")
    elif what == "front":
        with store.queue.changing() as book:
            book.bring_forward(PROJECT, FIRST_BATCH, [f"a-{number}"], ANA, NOON)
    elif task is not None:
        _do(store, what, task, now)


def _do(store: SqlStore, what: str, task: Task, now) -> None:
    if what == "submit":
        store.submit(PROJECT, task.id, 0, task.lease.fence, now)
    elif what == "skip":
        store.skip(PROJECT, task.id, task.lease.fence, "no", now)
    elif what == "reopen":
        store.reopen(PROJECT, task.id, now, LEASE_S)
    elif what == "trash":
        with store.trash.changing() as book:
            book.put_set(PROJECT, task.id, BO, "", now)
    elif what == "restore":
        with store.trash.changing() as book:
            book.restore_set(PROJECT, task.id, BO, now)
    else:
        with store.queue.changing() as book:
            book.give_back(PROJECT, task.id, ANA, now)
