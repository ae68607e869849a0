"""What leads may do with the queue, and nobody else."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from databases import Databases
from stored import ANA, BO, LEASE_S, NOON, PROJECT, fill

from labeler.core.errors import NotFoundError
from labeler.core.people import NotAllowedError, Role
from labeler.core.queue import (
    FIRST_BATCH,
    BatchState,
    Dealing,
    Kind,
    PlaceTakenError,
    Plan,
    PlanRefusedError,
    StaleBatchError,
)
from labeler.core.work import TaskState, WrongStateError
from labeler.store import SqlStore, queue_rows
from labeler.workflow.queueing import Queueing

LEAD = "lea"


@pytest.fixture
def store(databases: Databases, kind: str) -> Iterator[SqlStore]:
    """Open a store with two people and three articles."""
    with databases.fresh(kind, fill) as url, closing(SqlStore(url)) as opened:
        opened.ensure_person(LEAD, "Lea", NOON)
        yield opened


@pytest.fixture
def woken() -> list[str]:
    """Note that the labels writer was called."""
    return []


@pytest.fixture
def queueing(store: SqlStore, woken: list[str]) -> Queueing:
    """The queue of the project: Lea is its lead."""
    roles = {LEAD: Role.LEAD, ANA: Role.ANNOTATOR, BO: Role.ANNOTATOR}
    return Queueing(
        book=store.queue,
        store=store,
        project=PROJECT,
        clock=lambda: NOON,
        role_of=roles.get,
        members=lambda: tuple(roles),
        lease_s=LEASE_S,
        on_reopen=lambda: woken.append("woken"),
    )


def begun(store: SqlStore, document: str = "a-1", login: str = ANA):
    """Let somebody open an article."""
    return store.open_task(PROJECT, document, login, NOON, LEASE_S)


def submitted(store: SqlStore, document: str = "a-1", login: str = ANA):
    """Let somebody submit an article."""
    task = begun(store, document, login)
    return store.submit(PROJECT, task.id, 0, task.lease.fence, NOON)


STEPS = {
    "batches": lambda q, by: q.batches(by),
    "batch": lambda q, by: q.batch(by, FIRST_BATCH),
    "create": lambda q, by: q.create(by, Plan("New")),
    "change": lambda q, by: q.change(by, FIRST_BATCH, Plan("x"), BatchState.OPEN, 1),
    "fill": lambda q, by: q.fill(by, FIRST_BATCH, of=FIRST_BATCH),
    "count_untouched": lambda q, by: q.count_untouched(by, FIRST_BATCH),
    "articles": lambda q, by: q.articles(by, FIRST_BATCH),
    "bring_forward": lambda q, by: q.bring_forward(by, FIRST_BATCH, ["a-2"]),
    "deal_out": lambda q, by: q.deal_out(by, FIRST_BATCH),
    "deal_some": lambda q, by: q.deal_some(by, FIRST_BATCH, 1),
    "assign": lambda q, by: q.assign(by, "a-1", ANA),
    "held": lambda q, by: q.held(by),
    "give_back": lambda q, by: q.give_back(by, "t"),
    "reopen": lambda q, by: q.reopen(by, "t"),
    "make_control": lambda q, by: q.make_control(by, "a-1", ANA),
    "end_control": lambda q, by: q.end_control(by, "a-1"),
    "changes": lambda q, by: q.changes(by, FIRST_BATCH),
}


def test_every_step_is_tried_below():
    """A new one must be given its place in the table."""
    public = {name for name in vars(Queueing) if not name.startswith("_")}
    fields = set(Queueing.__dataclass_fields__)
    # Asked for by the server itself when it starts.
    assert public - fields - {"finish_changes"} == set(STEPS)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("by", [ANA, "nobody", ""])
def test_nothing_of_it_is_for_annotators(queueing: Queueing, step: str, by: str):
    """Whatever they ask for, and whether it is there or not."""
    with pytest.raises(NotAllowedError):
        STEPS[step](queueing, by)


def test_a_batch_with_unknown_people_is_refused_with_all_that_is_wrong(queueing: Queueing):
    """And nothing is made."""
    with pytest.raises(PlanRefusedError) as refused:
        queueing.create(LEAD, Plan("", people=("zoe",)))
    assert refused.value.problems == (
        "a name is missing",
        "nobody in the project has the login 'zoe'",
    )
    assert len(queueing.batches(LEAD)) == 1


def test_of_two_leads_who_change_a_batch_the_second_is_told(queueing: Queueing):
    """Nothing is overwritten unseen."""
    queueing.change(LEAD, FIRST_BATCH, Plan("Mine"), BatchState.OPEN, 1)
    with pytest.raises(StaleBatchError) as stale:
        queueing.change(LEAD, FIRST_BATCH, Plan("Yours"), BatchState.OPEN, 1)
    assert stale.value.batch.plan.name == "Mine"
    assert [change.detail for change in queueing.changes(LEAD, FIRST_BATCH)] == [
        {"name": ["All articles", "Mine"]}
    ]


def test_dealing_out_gives_everybody_a_share_and_again_only_what_is_missing(
    queueing: Queueing, store: SqlStore
):
    """Who skipped an article does not get it again."""
    batch = queueing.create(
        LEAD, Plan("Dealt", wanted=1, dealing=Dealing.ASSIGNED, people=(ANA, BO))
    )
    assert queueing.fill(LEAD, batch.id, of=FIRST_BATCH) == 3
    queueing.change(LEAD, batch.id, batch.plan, BatchState.OPEN, 1)
    assert queueing.deal_out(LEAD, batch.id) == 3
    assert queueing.deal_out(LEAD, batch.id) == 0
    rows, total = queueing.held(LEAD, batch.id)
    assert total == 3
    assert {row.assigned for row in rows} == {True}
    task = store.claim_next(PROJECT, ANA, NOON, LEASE_S)
    assert task is not None
    store.skip(PROJECT, task.id, task.lease.fence, "not mine", NOON)
    assert queueing.deal_out(LEAD, batch.id) == 1
    with pytest.raises(PlaceTakenError):
        store.reopen(PROJECT, task.id, NOON, LEASE_S)


def test_dealing_needs_people_and_a_number(queueing: Queueing):
    """It says so."""
    with pytest.raises(PlanRefusedError, match="names people"):
        queueing.deal_out(LEAD, FIRST_BATCH)


def test_an_article_is_given_only_to_who_is_in_the_project(queueing: Queueing, store: SqlStore):
    """Beyond the cap as well, as the lead says so."""
    queueing.change(LEAD, FIRST_BATCH, Plan("All", wanted=1), BatchState.OPEN, 1)
    begun(store)
    assert queueing.assign(LEAD, "a-1", BO)
    assert not queueing.assign(LEAD, "a-1", BO)
    with pytest.raises(PlanRefusedError, match="zoe"):
        queueing.assign(LEAD, "a-1", "zoe")
    with pytest.raises(NotFoundError):
        queueing.assign(LEAD, "a-99", BO)


def test_a_lead_reopens_what_somebody_submitted(queueing: Queueing, store: SqlStore, woken):
    """The labels leave the tables; the history says who did it."""
    task = submitted(store)
    reopened = queueing.reopen(LEAD, task.id)
    assert (reopened.state, reopened.login) == (TaskState.DRAFT, ANA)
    assert woken == ["woken"]


def test_control_articles_are_made_of_what_was_submitted(queueing: Queueing, store: SqlStore):
    """Not of a draft, and ended again."""
    begun(store)
    with pytest.raises(WrongStateError):
        queueing.make_control(LEAD, "a-1", ANA)
    submitted(store)
    queueing.make_control(LEAD, "a-1", ANA)
    (line,) = [row for row in queueing.articles(LEAD, FIRST_BATCH)[0] if row.document_id == "a-1"]
    assert line.kind is Kind.CONTROL
    queueing.end_control(LEAD, "a-1")
    with pytest.raises(NotFoundError):
        queueing.end_control(LEAD, "a-2")
    with pytest.raises(NotFoundError):
        queueing.make_control(LEAD, "a-2", BO)


def test_giving_back_what_was_finished_meanwhile_is_refused(queueing: Queueing, store: SqlStore):
    """The work counts."""
    task = submitted(store)
    with pytest.raises(WrongStateError):
        queueing.give_back(LEAD, task.id)


def test_what_takes_long_says_how_far_it_is(queueing: Queueing):
    """Moving and dealing, up to the end."""
    batch = queueing.create(
        LEAD, Plan("Dealt", wanted=2, dealing=Dealing.ASSIGNED, people=(ANA, BO))
    )
    told: list[tuple[int, int]] = []
    queueing.fill(LEAD, batch.id, of=FIRST_BATCH, tell=lambda *how: told.append(how))
    queueing.deal_out(LEAD, batch.id, lambda *how: told.append(how))
    assert told == [(3, 3), (6, 6)]


def test_a_change_that_was_interrupted_is_finished_by_the_next_start(
    queueing: Queueing, store: SqlStore, monkeypatch: pytest.MonkeyPatch
):
    """Only some articles follow a plan in one transaction; the others do when the server starts."""
    monkeypatch.setattr(queue_rows, "SETTLED_AT_ONCE", 1)
    with store.queue.changing() as book:
        book.change(PROJECT, FIRST_BATCH, Plan("All", wanted=1), BatchState.OPEN, 1, LEAD, NOON)
    wanted = [row.wanted for row in queueing.articles(LEAD, FIRST_BATCH)[0]]
    assert sorted(wanted, key=str) == [1, None, None]
    queueing.finish_changes()
    assert [row.wanted for row in queueing.articles(LEAD, FIRST_BATCH)[0]] == [1, 1, 1]
