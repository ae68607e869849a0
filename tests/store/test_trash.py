"""The trash: what lies in it is gone from everywhere, and comes back as it was."""

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from stored import ANA, BO, LEASE_S, MODEL, NOON, PROJECT, article, marked, save_after

from labeler.core.errors import NotFoundError
from labeler.core.event_line import ChosenEvents, EventSource
from labeler.core.progress import Chosen, ListKind
from labeler.core.queue import FIRST_BATCH, BatchState, Order, PlaceTakenError, Plan
from labeler.core.trash import TrashedError
from labeler.core.work import LeaseLostError, Task, TaskState
from labeler.store import SqlStore
from labeler.store.tables import metadata

LEA = "lea"
LATER = NOON + timedelta(seconds=LEASE_S + 1)
WHOLE = Chosen(None, None, None, None)


@pytest.fixture
def store(store: SqlStore) -> SqlStore:
    """Let there be a lead too."""
    store.ensure_person(LEA, "Lea", NOON)
    return store


@pytest.fixture
def worked(store: SqlStore) -> SqlStore:
    """Of the first article Ana has submitted labels, Bo a draft; Bo skipped another."""
    task = saved(store, "a-1", ANA)
    store.submit(PROJECT, task.id, 1, task.lease.fence, NOON)
    saved(store, "a-1", BO)
    task = store.open_task(PROJECT, "a-2", BO, NOON, LEASE_S)
    store.skip(PROJECT, task.id, task.lease.fence, "too long", NOON)
    store.put_suggestions(PROJECT, marked(store.document(PROJECT, "a-2"), 0, author=MODEL), NOON)
    return store


def saved(store: SqlStore, document_id: str, login: str) -> Task:
    """Let somebody open an article and save labels of it."""
    task = store.open_task(PROJECT, document_id, login, NOON, LEASE_S)
    labels = marked(store.document(PROJECT, document_id), 0, author=f"annotator:{login}")
    return store.save(PROJECT, task.id, labels, save_after(task, f"s-{login}"), NOON, LEASE_S)


def task_of(store: SqlStore, document_id: str, login: str) -> Task:
    """Return somebody's task."""
    with store.queue.changing() as book:
        return book.task_of(PROJECT, document_id, login)


def put(store: SqlStore, *ids: str, reason: str = "") -> int:
    """Put articles in the trash."""
    with store.trash.changing() as book:
        return book.put_articles(PROJECT, ids, LEA, reason, NOON)


def restore(store: SqlStore, *ids: str) -> int:
    """Bring articles back."""
    with store.trash.changing() as book:
        return book.restore_articles(PROJECT, ids, LEA, NOON)


def put_set(store: SqlStore, task: Task) -> Task:
    """Put somebody's labels in the trash."""
    with store.trash.changing() as book:
        return book.put_set(PROJECT, task.id, LEA, "", NOON)


def restore_set(store: SqlStore, task: Task) -> Task:
    """Bring somebody's labels back."""
    with store.trash.changing() as book:
        return book.restore_set(PROJECT, task.id, LEA, NOON)


def plan_first(store: SqlStore, **changes: object) -> None:
    """Give the first batch another plan."""
    with store.queue.changing() as book:
        batch = book.batch(PROJECT, FIRST_BATCH)
        plan = Plan(**{"name": "All articles", **changes})
        book.change(PROJECT, FIRST_BATCH, plan, BatchState.OPEN, batch.revision, ANA, NOON)


def listed(store: SqlStore, kind: ListKind, login: str | None = None) -> set[str]:
    """Return the articles behind a number of the progress."""
    page = store.progress_book.articles(
        PROJECT,
        kind,
        Chosen(login, None, None, None),
        saved_before=LATER,
        lease_before=LATER,
        limit=100,
    )
    assert page.total == len(page.lines)
    return {row.document_id for row in page.lines}


def batch_articles(store: SqlStore) -> set[str]:
    """Return the articles of the first batch."""
    with store.queue.reading() as book:
        rows, total = book.articles(PROJECT, FIRST_BATCH, "", 100, 0)
    assert total == len(rows)
    return {row.document_id for row in rows}


def batch_line(store: SqlStore) -> tuple[int, dict[str, int]]:
    """Return how many articles the first batch has, and how many tasks in which state."""
    with store.queue.reading() as book:
        line = book.lines(PROJECT)[0]
    return line.articles, dict(line.states)


def held(store: SqlStore) -> set[str]:
    """Return the articles somebody holds."""
    with store.queue.reading() as book:
        return {row.document_id for row in book.held(PROJECT, "", 100, 0)[0]}


def in_order(store: SqlStore) -> set[str]:
    """Return which articles a batch could be made of."""
    with store.queue.reading() as book:
        return set(book.in_order(PROJECT, ["a-1", "a-2", "a-3"], Order.SHUFFLED))


def shown(store: SqlStore) -> set[str]:
    """Return the articles of the list; its number is that of its rows."""
    page = store.list_documents(PROJECT, ANA)
    found = store.list_documents(PROJECT, ANA, search="article")
    assert page.rows == found.rows
    assert page.total == found.total == len(page.rows)
    return {row.id for row in page.rows}


def submitted_articles(store: SqlStore) -> set[str]:
    """Return the articles the live labels are made of."""
    ids = ["a-1", "a-2", "a-3"]
    return {found.document.id for found in store.submissions_of(PROJECT, ids)}


def with_word(store: SqlStore) -> set[str]:
    """Return in which articles a word stands."""
    numbers = store.numbers_of_articles(PROJECT, ["met"])
    found = store.articles_numbered(PROJECT, numbers)
    assert len(found) == len(numbers)
    assert found == store.articles_numbered(PROJECT, [1, 2, 3])
    return {one.id for one in found}


def for_model(store: SqlStore) -> set[str]:
    """Return the articles that wait for suggestions; their number is counted on its own."""
    found = store.without_suggestions(PROJECT, MODEL, 10)
    assert store.count_without_suggestions(PROJECT, MODEL) == len(found)
    return {document.id for document in found}


def for_threads(store: SqlStore) -> set[str]:
    """Return the articles a thread can be opened on."""
    with store.threads.reading() as book:
        return {id_ for id_ in ("a-1", "a-2", "a-3") if book.has_document(PROJECT, id_)}


def counted(store: SqlStore) -> dict[str, object]:
    """Return every number the progress has."""
    book = store.progress_book
    return {
        "wanted": (book.articles_wanted(PROJECT), book.places_wanted(PROJECT, ANA)),
        "standings": book.standings(PROJECT),
        "handed in": book.handed_in(PROJECT, WHOLE),
        "times": book.times_taken(PROJECT, WHOLE),
        "characters": book.characters(PROJECT, WHOLE),
        "first": book.first_done(PROJECT),
        "sources": (*book.by_source(PROJECT), *book.source_names(PROJECT)),
        "reasons": book.reasons(PROJECT),
        "own": (store.progress(PROJECT, ANA), store.progress(PROJECT, BO)),
    }


PLACES: dict[str, Callable[[SqlStore], set[str]]] = {
    "the list": shown,
    "the batch": batch_articles,
    "batches to be made": in_order,
    "the word index": with_word,
    "threads": for_threads,
    "articles left": lambda store: listed(store, ListKind.LEFT) | listed(store, ListKind.DONE),
    "for Ana": lambda store: listed(store, ListKind.LEFT, ANA) | listed(store, ListKind.DONE, ANA),
}
"""Where every article stands."""

SOME: dict[str, Callable[[SqlStore], set[str]]] = {
    "live labels": submitted_articles,
    "suggestions to make": for_model,
    "held now": held,
    "submitted": lambda store: listed(store, ListKind.SUBMITTED),
    "drafts": lambda store: listed(store, ListKind.DRAFTS),
    "stale drafts": lambda store: listed(store, ListKind.STALE),
    "skipped": lambda store: listed(store, ListKind.SKIPPED),
    "left behind": lambda store: listed(store, ListKind.LAPSED),
}
"""Where only some do."""


@pytest.mark.parametrize("gone", ["a-1", "a-2", "a-3"])
def test_an_article_in_the_trash_is_gone_from_everywhere_and_comes_back(worked: SqlStore, gone):
    """Whatever lists articles leaves it out; restored, every list is as it was."""
    everywhere = PLACES | SOME
    before = {name: look(worked) for name, look in everywhere.items()}
    assert all(before[name] == {"a-1", "a-2", "a-3"} for name in PLACES)
    assert all(before[name] for name in SOME if name != "left behind")
    assert put(worked, gone) == 1
    assert {name: look(worked) for name, look in everywhere.items()} == {
        name: found - {gone} for name, found in before.items()
    }
    assert restore(worked, gone) == 1
    assert {name: look(worked) for name, look in everywhere.items()} == before


def test_no_number_counts_what_is_in_the_trash_and_all_are_right_again(worked: SqlStore):
    """Of the project and of one person, by hour, source and reason."""
    before, line = counted(worked), batch_line(worked)
    put(worked, "a-1", "a-2", "a-3")
    found = counted(worked)
    assert found.pop("own") == (dict.fromkeys(found_states(), 0),) * 2
    assert found.pop("wanted") == (0, type(before["wanted"][1])(0, 0))
    assert all(not part for part in found.values())
    assert batch_line(worked) == (0, {})
    restore(worked, "a-3", "a-1", "a-2")
    assert counted(worked) == before
    assert batch_line(worked) == line


def found_states() -> list[TaskState]:
    """Return the states articles are counted by."""
    return [state for state in TaskState if state is not TaskState.TRASHED]


def rows_of_everything(store: SqlStore) -> dict[str, list[tuple[object, ...]]]:
    """Return all tables but those that only ever grow."""
    with store._database.read() as connection:  # noqa: SLF001 - what no list shows counts too
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=str)
            for table in metadata.tables.values()
            if table.name not in {"history", "outbox"}
        }


def test_what_is_restored_is_to_the_last_field_as_it_was(worked: SqlStore):
    """Tasks, leases, places, positions: nothing tells that it was away."""
    plan_first(worked, wanted=3)
    before = rows_of_everything(worked)
    put(worked, "a-2", "a-1")
    assert rows_of_everything(worked)["queue"] != before["queue"]
    restore(worked, "a-1", "a-2")
    assert rows_of_everything(worked) == before
    for login in (ANA, BO):
        put_set(worked, task_of(worked, "a-1", login))
        restore_set(worked, task_of(worked, "a-1", login))
    assert rows_of_everything(worked) == before


def test_nobody_is_handed_an_article_from_the_trash(store: SqlStore):
    """Not the next, nor by its id, nor one they had begun; they go on from where it stood."""
    saved(store, "a-2", ANA)
    put(store, "a-1", "a-2")
    assert store.claim_next(PROJECT, ANA, NOON, LEASE_S).document_id == "a-3"
    assert store.peek_next(PROJECT, BO, NOON) == "a-3"
    assert store.peek_next(PROJECT, BO, NOON, "a-2") == "a-3"
    for id_, login, kept in (("a-2", ANA, 1), ("a-2", BO, 0), ("a-1", ANA, 0)):
        with pytest.raises(TrashedError) as refused:
            store.open_task(PROJECT, id_, login, NOON, LEASE_S)
        assert (refused.value.whole, refused.value.kept) == (True, kept)
    with store.queue.changing() as book, pytest.raises(TrashedError):
        book.assign(PROJECT, "a-1", BO, ANA, NOON)
    with pytest.raises(NotFoundError):
        store.open_task(PROJECT, "a-9", ANA, NOON, LEASE_S)


def test_who_has_it_open_is_told_and_goes_on_after_it_is_restored(store: SqlStore):
    """Saving, submitting, skipping and a sign of life are refused; then all is as before."""
    task = saved(store, "a-1", ANA)
    labels, save = marked(store.document(PROJECT, "a-1"), 0, 3), save_after(task, "s-2")
    put(store, "a-1")
    steps = [
        lambda: store.save(PROJECT, task.id, labels, save, NOON, LEASE_S),
        lambda: store.submit(PROJECT, task.id, 1, task.lease.fence, NOON),
        lambda: store.skip(PROJECT, task.id, task.lease.fence, "no", NOON),
        lambda: store.renew(PROJECT, task.id, task.lease.fence, NOON, LEASE_S),
        lambda: store.reopen(PROJECT, task.id, NOON, LEASE_S),
    ]
    for step in steps:
        with pytest.raises(TrashedError) as refused:
            step()
        assert (refused.value.whole, refused.value.kept) == (True, 1)
    assert store.task(PROJECT, task.id).state is TaskState.TRASHED
    restore(store, "a-1")
    assert store.save(PROJECT, task.id, labels, save, NOON, LEASE_S).revision == 2


def test_a_save_that_was_acknowledged_before_stays_so(store: SqlStore):
    """Its answer was lost: sent again, it is found done, also from the trash."""
    task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    labels, save = marked(store.document(PROJECT, "a-1"), 0), save_after(task, "s-1")
    store.save(PROJECT, task.id, labels, save, NOON, LEASE_S)
    put(store, "a-1")
    assert store.save(PROJECT, task.id, labels, save, NOON, LEASE_S).revision == 1


def test_labels_in_the_trash_make_room_for_somebody_else(store: SqlStore):
    """And their person neither gets the article again nor can open it."""
    plan_first(store, wanted=1)
    task = saved(store, "a-1", ANA)
    store.submit(PROJECT, task.id, 1, task.lease.fence, NOON)
    assert put_set(store, task).state is TaskState.TRASHED
    assert submitted_articles(store) == set()
    assert store.progress(PROJECT, ANA)[TaskState.NEW] == 2
    with store.queue.reading() as book:
        assert book.takers(PROJECT, ["a-1"]) == ({}, {"a-1": [ANA]})
    assert shown(store) == {"a-1", "a-2", "a-3"}
    assert store.claim_next(PROJECT, ANA, NOON, LEASE_S).document_id == "a-2"
    with pytest.raises(TrashedError) as refused:
        store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    assert not refused.value.whole
    assert "can restore it" in str(refused.value)
    assert store.claim_next(PROJECT, BO, NOON, LEASE_S).document_id == "a-1"


def test_submitted_labels_come_back_submitted_also_where_the_place_is_gone(store: SqlStore):
    """Reopened, they are held to the cap like skipped ones."""
    plan_first(store, wanted=1)
    task = saved(store, "a-1", ANA)
    before = store.submit(PROJECT, task.id, 1, task.lease.fence, NOON)
    put_set(store, task)
    store.open_task(PROJECT, "a-1", BO, NOON, LEASE_S)
    back = restore_set(store, task)
    assert (back.state, back.submitted_at) == (TaskState.SUBMITTED, before.submitted_at)
    assert not back.holds
    assert submitted_articles(store) == {"a-1"}
    with pytest.raises(PlaceTakenError):
        store.reopen(PROJECT, task.id, NOON, LEASE_S)


def test_a_draft_whose_place_is_gone_waits_for_one(store: SqlStore):
    """It is there again, and opens once the other has given the article up."""
    plan_first(store, wanted=1)
    task = saved(store, "a-1", ANA)
    put_set(store, task)
    other = store.open_task(PROJECT, "a-1", BO, NOON, LEASE_S)
    assert not restore_set(store, task).holds
    with pytest.raises(LeaseLostError):
        store.submit(PROJECT, task.id, 1, task.lease.fence, NOON)
    store.skip(PROJECT, other.id, other.lease.fence, "no", NOON)
    again = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    assert (again.id, again.revision, again.holds) == (task.id, 1, True)


def test_labels_that_were_in_the_trash_on_their_own_stay_there(worked: SqlStore):
    """The article goes and comes back without them; they are restored after it."""
    task = task_of(worked, "a-1", BO)
    put_set(worked, task)
    put(worked, "a-1")
    with worked.trash.changing() as book, pytest.raises(TrashedError):
        book.restore_set(PROJECT, task.id, LEA, NOON)
    restore(worked, "a-1")
    assert task_of(worked, "a-1", ANA).state is TaskState.SUBMITTED
    assert task_of(worked, "a-1", BO).state is TaskState.TRASHED
    assert restore_set(worked, task).state is TaskState.DRAFT


def test_doing_it_twice_does_it_once(worked: SqlStore):
    """And what is nowhere, or not in the trash, is not counted."""
    assert put(worked, "a-1", "a-1", "a-9") == 1
    assert put(worked, "a-1") == 0
    assert restore(worked, "a-1", "a-2") == 1
    assert restore(worked, "a-1") == 0
    task = task_of(worked, "a-1", BO)
    put_set(worked, task)
    put_set(worked, task)
    restore_set(worked, task)
    with worked.trash.changing() as book, pytest.raises(NotFoundError):
        book.restore_set(PROJECT, task.id, LEA, NOON)
    with worked.trash.changing() as book, pytest.raises(NotFoundError):
        book.put_set(PROJECT, "no-task", LEA, "", NOON)


def test_an_article_comes_back_under_the_plan_its_batch_has_by_then(store: SqlStore):
    """More people may be wanted, or fewer; a calibration round may be over."""
    plan_first(store, wanted=1, calibration=1)
    for login in (ANA, BO):
        store.open_task(PROJECT, "a-1", login, NOON, LEASE_S)
    put(store, "a-1")
    plan_first(store, wanted=2)
    restore(store, "a-1")
    with store.queue.reading() as book:
        line = book.articles(PROJECT, FIRST_BATCH, "", 10, 0)[0][0]
    assert (line.document_id, line.kind.value, line.wanted, line.taken) == ("a-1", "ordinary", 2, 2)
    with pytest.raises(PlaceTakenError):
        store.open_task(PROJECT, "a-1", LEA, NOON, LEASE_S)


def test_no_article_takes_the_position_of_one_in_the_trash(store: SqlStore):
    """Neither a new one nor one that is brought forward; else one of the two would be passed by."""
    put(store, "a-1", "a-3")
    store.add_documents(PROJECT, [article(4)], NOON)
    with store.queue.changing() as book:
        book.bring_forward(PROJECT, FIRST_BATCH, ["a-2"], LEA, NOON)
    restore(store, "a-1", "a-3")
    order = ["a-2", "a-1", "a-3", "a-4"]
    assert [store.peek_next(PROJECT, ANA, NOON, after) for after in order] == [*order[1:], "a-2"]


def test_the_model_reads_what_is_restored_behind_what_it_has_read(store: SqlStore):
    """It need not begin again for that, nor be started again."""
    put(store, "a-1")
    for found in store.without_suggestions(PROJECT, MODEL, 10):
        store.put_suggestions(PROJECT, marked(found, 0, author=MODEL), NOON)
    assert for_model(store) == set()
    restore(store, "a-1")
    assert for_model(store) == {"a-1"}


def test_the_history_says_who_did_it_and_why_and_keeps_all_lines(worked: SqlStore):
    """Also those of the article while it is in the trash."""

    def lines() -> list[tuple[str, str, str]]:
        chosen = ChosenEvents([EventSource.WORK], document_id="a-1")
        with worked.histories.reading() as book:
            found = book.lines(PROJECT, chosen, None, 50)
        return [(line.login, line.kind, line.whose) for line in found]

    before = lines()
    task = task_of(worked, "a-1", BO)
    put_set(worked, task)
    put(worked, "a-1", reason="Twice the same.")
    restore(worked, "a-1")
    restore_set(worked, task)
    assert lines() == [
        (LEA, "restored", BO),
        (LEA, "restored", ""),
        (LEA, "trashed", ""),
        (LEA, "trashed", BO),
        *before,
    ]


def test_the_page_of_the_trash_says_what_lies_there(worked: SqlStore):
    """Latest first, by pages, found by title, source, reason and people."""

    def page(search: str = "", limit: int = 10, offset: int = 0) -> tuple[list[str], int]:
        with worked.trash.reading() as book:
            found = book.page(PROJECT, search, limit, offset)
        return [f"{line.document_id} {line.whose}".strip() for line in found.lines], found.total

    put(worked, "a-3", reason="ÉCHO of a wire copy.")
    put_set(worked, task_of(worked, "a-2", BO))
    put(worked, "a-1")
    assert page() == (["a-1", "a-2 bo", "a-3"], 3)
    assert page(limit=1, offset=1) == (["a-2 bo"], 3)
    assert page("ARTICLE 3") == page("écho OF a WIRE") == (["a-3"], 1)
    assert page("bo") == (["a-2 bo"], 1)
    assert page("nothing") == ([], 0)
    with worked.trash.reading() as book:
        line = book.page(PROJECT, "", 1, 0).lines[0]
        assert book.found(PROJECT, "") == (
            ("a-3", ""),
            ("a-2", task_of(worked, "a-2", BO).id),
            ("a-1", ""),
        )
    assert (line.by, line.at, line.sets, line.title) == (LEA, NOON, 2, "Article 1")


def test_people_go_on_labelling_while_articles_come_and_go(store: SqlStore):
    """Nobody waits for ever, nothing counts twice, and in the end all of it is there."""
    store.add_documents(PROJECT, [article(n) for n in range(4, 41)], NOON)
    plan_first(store, wanted=2)
    ids = [f"a-{n}" for n in range(1, 41)]
    people = ["p-1", "p-2", "p-3", "p-4"]
    for login in people:
        store.ensure_person(login, login, NOON)

    def label(login: str) -> None:
        while (task := store.claim_next(PROJECT, login, NOON, LEASE_S)) is not None:
            labels = marked(store.document(PROJECT, task.document_id), 0)
            save = save_after(task, f"s-{task.lease.fence}")
            # Put away between two steps, it is refused and nothing else.
            with contextlib.suppress(TrashedError):
                task = store.save(PROJECT, task.id, labels, save, NOON, LEASE_S)
                store.submit(PROJECT, task.id, task.revision, task.lease.fence, NOON)

    def tidy() -> None:
        for first in range(40):
            some = ids[first:] + ids[:first]
            put(store, *some[:15])
            restore(store, *some[5:20])
        restore(store, *ids)

    with ThreadPoolExecutor(len(people) + 1) as several:
        for one in [*(several.submit(label, login) for login in people), several.submit(tidy)]:
            one.result(timeout=120)
    for login in people:
        label(login)
    found = rows_of_everything(store)
    assert [found[name] for name in ("trash", "trash_tasks", "trash_places")] == [[], [], []]
    assert batch_line(store) == (40, {"submitted": 80})
    assert len(store.submissions_of(PROJECT, ids)) == 80
