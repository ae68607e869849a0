"""What leads may do with the trash, and nobody else."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from databases import Databases
from stored import ANA, BO, LEASE_S, NOON, PROJECT, article, fill

from labeler.core.errors import NotFoundError
from labeler.core.people import NotAllowedError, Role
from labeler.core.queue import FIRST_BATCH, BatchState, Plan
from labeler.core.trash import MOST_REASON, ReasonRefusedError, TrashedError
from labeler.core.work import TaskState
from labeler.store import SqlStore
from labeler.workflow.trash import Trash

LEAD = "lea"


@pytest.fixture
def store(databases: Databases, kind: str) -> Iterator[SqlStore]:
    """Open a store with two people, a lead and three articles."""
    with databases.fresh(kind, fill) as url, closing(SqlStore(url)) as opened:
        opened.ensure_person(LEAD, "Lea", NOON)
        yield opened


@pytest.fixture
def woken() -> list[str]:
    """Note who was called."""
    return []


@pytest.fixture
def trash(store: SqlStore, woken: list[str]) -> Trash:
    """The trash of the project: Lea is its lead."""
    roles = {LEAD: Role.LEAD, ANA: Role.ANNOTATOR, BO: Role.ANNOTATOR}
    return Trash(
        store.trash,
        PROJECT,
        lambda: NOON,
        roles.get,
        lambda: woken.append("labels"),
        lambda: woken.append("model"),
    )


def submitted(store: SqlStore, document: str = "a-1", login: str = ANA):
    """Let somebody submit an article."""
    task = store.open_task(PROJECT, document, login, NOON, LEASE_S)
    return store.submit(PROJECT, task.id, 0, task.lease.fence, NOON)


def listed(store: SqlStore) -> list[str]:
    """Return the articles of the list."""
    return [row.id for row in store.list_documents(PROJECT, ANA, limit=1000).rows]


STEPS = {
    "page": lambda t, by: t.page(by),
    "put_articles": lambda t, by: t.put_articles(by, ["a-1"]),
    "put_found": lambda t, by: t.put_found(by),
    "put_article": lambda t, by: t.put_article(by, "a-1"),
    "restore_articles": lambda t, by: t.restore_articles(by, ["a-1"]),
    "restore_article": lambda t, by: t.restore_article(by, "a-1"),
    "put_set": lambda t, by: t.put_set(by, "t"),
    "restore_set": lambda t, by: t.restore_set(by, "t"),
    "restore": lambda t, by: t.restore(by, [("a-1", "")]),
    "restore_found": lambda t, by: t.restore_found(by),
}


def test_every_step_is_tried_below():
    """A new one must be given its place in the table."""
    public = {name for name in vars(Trash) if not name.startswith("_")}
    assert public - set(Trash.__dataclass_fields__) == set(STEPS)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("by", [ANA, "nobody", ""])
def test_nothing_of_it_is_for_annotators(trash: Trash, store: SqlStore, step: str, by: str):
    """Whatever they ask for, and whether it is there or not."""
    with pytest.raises(NotAllowedError):
        STEPS[step](trash, by)
    assert listed(store) == ["a-1", "a-2", "a-3"]


def test_many_articles_go_in_steps_and_every_step_is_told(trash: Trash, store: SqlStore):
    """All that a search finds, and no other; restored, they stand in their old order."""
    store.add_documents(PROJECT, [article(n) for n in range(4, 503)], NOON)
    before, told = listed(store), []
    put = trash.put_found(
        LEAD, "article", reason=" Once more. ", tell=lambda *now: told.append(now)
    )
    assert (put, told) == (502, [(200, 502), (400, 502), (502, 502)])
    assert listed(store) == []
    assert {line.reason for line in trash.page(LEAD).lines} == {"Once more."}
    assert trash.put_found(LEAD) == 0
    assert trash.restore_found(LEAD, "article 3", lambda *now: told.append(now)) == 111
    assert told[-1] == (111, 111)
    assert trash.page(LEAD).total == 391
    trash.restore_found(LEAD)
    assert listed(store) == before[:1000]


def test_only_articles_of_a_state_go_where_it_is_asked(trash: Trash, store: SqlStore):
    """The state is the one the lead's own list shows."""
    submitted(store, "a-2", LEAD)
    assert trash.put_found(LEAD, state=TaskState.SUBMITTED) == 1
    assert listed(store) == ["a-1", "a-3"]


def test_an_interrupted_change_leaves_whole_articles_and_is_finished_by_another(
    trash: Trash, store: SqlStore
):
    """What was done stays done."""
    store.add_documents(PROJECT, [article(n) for n in range(4, 303)], NOON)

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trash.put_found(LEAD, tell=stop)
    assert trash.page(LEAD).total == 200
    assert trash.put_found(LEAD) == 102
    assert trash.page(LEAD).total == 302


def test_the_labels_writer_and_the_model_are_called(trash: Trash, store: SqlStore, woken):
    """The tables lose and get labels within a second, not at the next submit."""
    task = submitted(store)
    trash.put_set(LEAD, task.id)
    trash.restore_set(LEAD, task.id)
    trash.put_article(LEAD, "a-1")
    assert woken == ["labels"] * 3
    trash.restore_article(LEAD, "a-1")
    assert woken == ["labels"] * 4 + ["model"]
    assert len(store.outbox(PROJECT)) == 5


def test_everything_comes_back_articles_before_the_labels_that_wait_for_them(
    trash: Trash, store: SqlStore
):
    """However they got there."""
    task = submitted(store)
    trash.put_set(LEAD, task.id)
    trash.put_article(LEAD, "a-1")
    with pytest.raises(TrashedError):
        trash.restore_set(LEAD, task.id)
    assert trash.restore_found(LEAD) == 2
    assert store.task(PROJECT, task.id).state is TaskState.SUBMITTED


def test_labels_whose_article_is_not_among_what_is_found_wait(trash: Trash, store: SqlStore):
    """They are no reason to stop."""
    task = submitted(store)
    trash.put_set(LEAD, task.id, "blue")
    trash.put_article(LEAD, "a-1", "red")
    assert trash.restore_found(LEAD, "blue") == 0
    assert trash.page(LEAD).total == 2


def test_the_first_articles_are_for_everybody_also_without_those_in_the_trash(
    trash: Trash, store: SqlStore
):
    """The next one takes the place in a calibration round, and gives it back."""

    def kinds() -> list[str]:
        with store.queue.reading() as book:
            return [row.kind.value for row in book.articles(PROJECT, FIRST_BATCH, "", 9, 0)[0]]

    with store.queue.changing() as book:
        plan = Plan("All articles", wanted=1, calibration=1)
        book.change(PROJECT, FIRST_BATCH, plan, BatchState.OPEN, 1, LEAD, NOON)
    trash.put_article(LEAD, "a-1")
    assert kinds() == ["calibration", "ordinary"]
    trash.restore_article(LEAD, "a-1")
    assert kinds() == ["calibration", "ordinary", "ordinary"]


def test_what_is_nowhere_is_not_found_and_a_long_reason_is_refused(trash: Trash, store: SqlStore):
    """Nothing is put anywhere then."""
    task = submitted(store)
    for step in (
        lambda: trash.put_article(LEAD, "a-9"),
        lambda: trash.restore_article(LEAD, "a-1"),
        lambda: trash.put_set(LEAD, "no-task"),
        lambda: trash.restore_set(LEAD, task.id),
    ):
        with pytest.raises(NotFoundError):
            step()
    for step in (trash.put_article, trash.put_set):
        with pytest.raises(ReasonRefusedError, match="2,001 characters"):
            step(LEAD, task.id, "x" * (MOST_REASON + 1))
    assert trash.page(LEAD).total == 0


def test_two_leads_at_once_do_it_once(trash: Trash):
    """The second finds it done."""
    other = replace(trash, role_of=lambda _: Role.ADMIN)
    trash.put_article(LEAD, "a-1", "first")
    other.put_article(LEAD, "a-1", "second")
    assert [line.reason for line in trash.page(LEAD).lines] == ["first"]
