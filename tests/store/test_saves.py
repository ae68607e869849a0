"""A save is kept whole, once, and never over somebody else's."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, select, text, update
from sqlalchemy.engine import Engine
from stored import ANA, BO, LEASE_S, MODEL, NOON, PROJECT, article, marked, save_after

from labeler.core.errors import NotFoundError
from labeler.core.work import LeaseLostError, Save, StaleRevisionError, Task, WrongStateError
from labeler.store import SqlStore
from labeler.store.engine import Database
from labeler.store.tables import history, revisions

LATER = NOON + timedelta(minutes=5)
DOCUMENT = article(1)


def open_(store: SqlStore) -> Task:
    """Open the first article."""
    return store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)


def save(store: SqlStore, task: Task, asked: Save, *starts: int) -> Task:
    """Save mentions at these places, five minutes past noon."""
    return store.save(PROJECT, task.id, marked(DOCUMENT, *starts), asked, LATER, LEASE_S)


def at_once(*steps: Callable[[], object]) -> list[object]:
    """Run the steps in threads that start together; return what they gave or raised."""
    start = threading.Barrier(len(steps))
    results: list[object] = [None] * len(steps)

    def run(number: int) -> None:
        start.wait(10)
        try:
            results[number] = steps[number]()
        except StaleRevisionError as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(steps))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_save_counts_up_and_renews_the_lease(store: SqlStore, again: SqlStore):
    """The task that comes back is the one that is stored."""
    task = open_(store)
    first = save(store, task, save_after(task, "s-1", active_s=1.5), 0)
    assert (first.revision, first.saved_at, first.active_s) == (1, LATER, 1.5)
    assert first.lease.fence == task.lease.fence
    assert first.lease.expires_at == LATER + timedelta(seconds=LEASE_S)
    second = save(store, first, save_after(first, "s-2", active_s=2.0), 0, 4)
    assert (second.revision, second.active_s) == (2, 3.5)
    assert again.task(PROJECT, task.id) == second
    assert again.labels(PROJECT, task.id) == marked(DOCUMENT, 0, 4)
    assert store.labels(PROJECT, task.id) == marked(DOCUMENT, 0, 4)


def test_every_revision_is_kept_with_what_it_changed(store: SqlStore, again: SqlStore):
    """Who, when, from where, and which items; an old state can be shown again."""
    first = save(store, task := open_(store), save_after(task, "s-1"), 0, 4)
    save(store, first, save_after(first, "s-2"), 4, 8)
    one, two = again.revisions(PROJECT, task.id)
    assert (one.number, one.save_id, one.login, one.saved_at) == (1, "s-1", ANA, LATER)
    assert one.labels == marked(DOCUMENT, 0, 4)
    assert one.client == {"tab": "t-1"}
    assert two.labels == marked(DOCUMENT, 4, 8)
    assert {k: two.difference[k] for k in ("added", "changed", "removed")} == {
        "added": ["m-8"],
        "changed": [],
        "removed": ["m-0"],
    }


def test_a_difference_is_right_after_a_restart(store: SqlStore, again: SqlStore):
    """The labels before come from the database then, not from memory."""
    first = save(store, task := open_(store), save_after(task, "s-1"), 0, 4)
    save(again, first, save_after(first, "s-2"), 0, 4, 8)
    assert again.revisions(PROJECT, task.id)[1].difference["added"] == ["m-8"]


def test_the_same_save_again_changes_nothing(store: SqlStore, again: SqlStore):
    """An answer lost on the way does not become a conflict."""
    task = open_(store)
    asked = save_after(task, "s-1", active_s=1.0)
    first = save(store, task, asked, 0)
    assert save(store, task, asked, 0) == first
    assert save(again, task, asked, 0) == first
    assert save(store, task, replace(asked, expected_revision=1), 0) == first
    assert len(store.revisions(PROJECT, task.id)) == 1


def test_a_stored_save_is_acknowledged_though_another_tab_took_over(store: SqlStore):
    """It is on disk: to call it lost would be a lie."""
    task = open_(store)
    asked = save_after(task, "s-1")
    save(store, task, asked, 0)
    newer = open_(store)
    assert save(store, task, asked, 0) == newer


def test_a_save_over_an_unseen_one_is_refused_with_what_is_there(store: SqlStore):
    """The client gets the other's labels to show."""
    task = open_(store)
    save(store, task, save_after(task, "s-1"), 0)
    with pytest.raises(StaleRevisionError) as caught:
        save(store, task, save_after(task, "s-2"), 4)
    current = caught.value.current
    assert current is not None
    assert (current.number, current.save_id) == (1, "s-1")
    assert current.labels == marked(DOCUMENT, 0)
    assert caught.value.task == store.task(PROJECT, task.id)
    assert len(store.revisions(PROJECT, task.id)) == 1


def test_a_save_is_stored_where_nothing_stands_in_its_way_any_more(store: SqlStore):
    """What was in its way when the task was read is gone by now; it is no conflict."""
    task = open_(store)
    earlier = replace(task, lease=replace(task.lease, fence=task.lease.fence - 1))
    saved = store.save(
        PROJECT,
        task.id,
        marked(DOCUMENT, 0),
        save_after(task, "s-1"),
        LATER,
        LEASE_S,
        before=earlier,
    )
    assert saved.revision == 1
    assert store.task(PROJECT, task.id) == saved
    assert store.labels(PROJECT, task.id) == marked(DOCUMENT, 0)


def test_a_save_that_expects_a_revision_to_come_is_refused(store: SqlStore):
    """There is nothing yet it could have seen."""
    task = open_(store)
    with pytest.raises(StaleRevisionError) as caught:
        save(store, task, Save("s-1", 3, task.lease.fence), 0)
    assert caught.value.current is None


def test_a_save_with_an_old_fence_is_refused(store: SqlStore):
    """Another tab has opened the task since; nothing is stored."""
    first, second = open_(store), open_(store)
    with pytest.raises(LeaseLostError) as caught:
        save(store, first, save_after(first, "s-1"), 0)
    assert caught.value.task == second
    assert store.task(PROJECT, first.id) == second
    assert store.labels(PROJECT, first.id) is None


def test_a_lease_that_ran_out_still_saves_while_nobody_took_over(store: SqlStore):
    """A long lunch costs nobody their work."""
    task = open_(store)
    after_lunch = task.lease.expires_at + timedelta(hours=1)
    asked = save_after(task, "s-1")
    kept = store.save(PROJECT, task.id, marked(DOCUMENT, 0), asked, after_lunch, LEASE_S)
    assert kept.lease.expires_at == after_lunch + timedelta(seconds=LEASE_S)


@pytest.mark.parametrize("end", ["submit", "skip"])
def test_a_save_into_a_finished_task_is_refused(store: SqlStore, end: str):
    """It must be reopened first."""
    task = open_(store)
    if end == "submit":
        store.submit(PROJECT, task.id, 0, task.lease.fence, NOON)
    else:
        store.skip(PROJECT, task.id, task.lease.fence, "", NOON)
    with pytest.raises(WrongStateError):
        save(store, task, save_after(task, "s-1"), 0)
    assert store.labels(PROJECT, task.id) is None


def test_a_save_into_a_task_that_is_not_there_is_refused(store: SqlStore):
    """The message names it."""
    with pytest.raises(NotFoundError, match="nothing"):
        store.save(PROJECT, "nothing", marked(DOCUMENT), Save("s-1", 0, 1), NOON, LEASE_S)


def test_of_two_saves_at_once_exactly_one_wins(store: SqlStore):
    """The other gets the winner's labels, every time."""
    task = open_(store)
    for revision in range(15):
        asked = [Save(f"s-{revision}-{n}", revision, task.lease.fence) for n in (0, 1)]
        results = at_once(
            lambda asked=asked: save(store, task, asked[0], 0),
            lambda asked=asked: save(store, task, asked[1], 4),
        )
        winners = [n for n, found in enumerate(results) if isinstance(found, Task)]
        assert len(winners) == 1
        refusal = results[1 - winners[0]]
        assert isinstance(refusal, StaleRevisionError)
        assert refusal.current is not None
        assert refusal.current.number == revision + 1
        assert refusal.current.save_id == asked[winners[0]].save_id
        assert refusal.current.labels == marked(DOCUMENT, (0, 4)[winners[0]])
    assert [r.number for r in store.revisions(PROJECT, task.id)] == list(range(1, 16))


def test_the_same_save_twice_at_once_is_one_revision(store: SqlStore):
    """A retry may overtake the answer to the first."""
    task = open_(store)
    for revision in range(10):
        asked = Save(f"s-{revision}", revision, task.lease.fence)

        def step(asked: Save = asked) -> Task:
            return save(store, task, asked, 0)

        one, two = at_once(step, step)
        assert one == two
    assert len(store.revisions(PROJECT, task.id)) == 10


def test_saves_of_many_people_at_once_all_arrive(store: SqlStore):
    """No save is lost, refused or mixed up with another's."""
    people = [f"p-{n}" for n in range(8)]
    for login in people:
        store.ensure_person(login, login, NOON)

    def work(login: str) -> Task:
        task = store.open_task(PROJECT, "a-1", login, NOON, LEASE_S)
        for number in range(10):
            labels = marked(DOCUMENT, number, author=f"annotator:{login}")
            asked = save_after(task, f"{login}-{number}")
            task = store.save(PROJECT, task.id, labels, asked, NOON, LEASE_S)
        return task

    tasks = at_once(*(lambda login=login: work(login) for login in people))
    for login, task in zip(people, tasks, strict=True):
        assert isinstance(task, Task)
        revisions = store.revisions(PROJECT, task.id)
        assert [r.save_id for r in revisions] == [f"{login}-{n}" for n in range(10)]
        assert {r.login for r in revisions} == {login}


def test_two_openings_at_once_make_one_task(store: SqlStore):
    """With two fences, so only one of the two places may save."""
    one, two = at_once(lambda: open_(store), lambda: open_(store))
    assert isinstance(one, Task)
    assert isinstance(two, Task)
    assert one.id == two.id
    assert {one.lease.fence, two.lease.fence} == {1, 2}


def test_the_history_tells_who_did_what_and_when(store: SqlStore, url: str):
    """Every step is an entry, in order."""
    task = save(store, task := open_(store), save_after(task, "s-1"), 0)
    store.submit(PROJECT, task.id, 1, task.lease.fence, LATER)
    task = store.reopen(PROJECT, task.id, LATER, LEASE_S)
    store.skip(PROJECT, task.id, task.lease.fence, "old", LATER)
    database = Database(url)
    query = select(history).where(history.c.document == "a-1").order_by(history.c.seq)
    with database.read() as connection:
        entries = connection.execute(query).all()
    database.close()
    assert [(e.kind, e.login, e.at) for e in entries] == [
        ("imported", None, NOON),
        ("opened", ANA, NOON),
        ("saved", ANA, LATER),
        ("submitted", ANA, LATER),
        ("reopened", ANA, LATER),
        ("skipped", ANA, LATER),
    ]
    assert entries[2].detail == {"revision": 1}
    assert entries[5].detail == {"reason": "old"}


def test_nothing_but_the_outbox_is_ever_deleted(store: SqlStore):
    """And what is appended is never changed."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        task = save(store, task := open_(store), save_after(task, "s-1"), 0)
        task = save(store, task, save_after(task, "s-2"))
        store.submit(PROJECT, task.id, 2, task.lease.fence, NOON)
        store.clear_outbox(PROJECT, store.outbox(PROJECT))
        store.reopen(PROJECT, task.id, NOON, LEASE_S)
        store.put_suggestions(PROJECT, marked(DOCUMENT, author=MODEL), NOON)
        store.put_suggestions(PROJECT, marked(DOCUMENT, 0, author=MODEL), NOON)
        store.claim_next(PROJECT, BO, NOON, LEASE_S)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    deleted = [s for s in asked if "DELETE" in s.upper() or "REPLACE" in s.upper()]
    assert len(deleted) == 1
    assert deleted[0].startswith("DELETE FROM outbox ")
    changed = {s.split()[1] for s in asked if s.startswith("UPDATE")}
    assert changed == {"tasks", "queue"}


def test_the_last_revision_is_read_alone(store: SqlStore):
    """And there is none before the first."""
    task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    assert store.last_revision(PROJECT, task.id) is None
    for number in range(3):
        document = article(1)
        task = store.save(
            PROJECT,
            task.id,
            marked(document, number),
            save_after(task, f"s-{number}"),
            NOON,
            LEASE_S,
        )
    last = store.last_revision(PROJECT, task.id)
    assert last is not None
    assert last == store.revisions(PROJECT, task.id)[-1]
    assert last == store.revision(PROJECT, task.id, 3)


def test_the_history_needs_no_labels(store: SqlStore, url: str):
    """It is listed though no set could be read; before kinds were noted, items are counted."""
    task = store.open_task(PROJECT, "a-1", ANA, NOON, LEASE_S)
    task = store.save(
        PROJECT, task.id, marked(article(1), 0, 8), save_after(task, "s"), NOON, LEASE_S
    )
    store.save(PROJECT, task.id, marked(article(1), 0), save_after(task, "t"), NOON, LEASE_S)
    database = Database(url)
    with database.write() as connection:
        connection.execute(text("update revisions set labels = 'broken'"))
        older = {"added": ["m-0", "m-8"], "changed": [], "removed": [], "other": []}
        connection.execute(
            update(revisions).where(revisions.c.number == 1).values(difference=older)
        )
    database.close()
    one, two = store.revision_lines(PROJECT, task.id)
    assert one.counts == {"added": {"item": 2}, "changed": {}, "removed": {}}
    assert two.counts == {"added": {}, "changed": {}, "removed": {"mention": 1}}
    assert (two.number, two.login, two.saved_at, dict(two.client)) == (2, ANA, NOON, {"tab": "t-1"})
