"""Tasks are opened, claimed, submitted, skipped and reopened as promised."""

from datetime import timedelta

import pytest
from stored import ANA, BO, LEASE_S, NOON, PROJECT, article, marked, save_after

from labeler.core.errors import NotFoundError
from labeler.core.work import (
    LeaseLostError,
    StaleRevisionError,
    Task,
    TaskState,
    WrongStateError,
)
from labeler.store import SqlStore

LATER = NOON + timedelta(hours=1)


def open_(store: SqlStore, document_id: str = "a-1", login: str = ANA) -> Task:
    """Open a task at noon."""
    return store.open_task(PROJECT, document_id, login, NOON, LEASE_S)


def saved(store: SqlStore, task: Task) -> Task:
    """Save one mention."""
    labels = marked(article(int(task.document_id[2:])), 0, author=f"annotator:{task.login}")
    asked = save_after(task, f"s-{task.revision + 1}")
    return store.save(PROJECT, task.id, labels, asked, NOON, LEASE_S)


def finish(store: SqlStore, document_id: str, login: str = ANA) -> Task:
    """Submit a document without labels."""
    task = open_(store, document_id, login)
    return store.submit(PROJECT, task.id, task.revision, task.lease.fence, NOON)


def queue(store: SqlStore) -> list[str]:
    """Return the documents in the outbox."""
    return [entry.document_id for entry in store.outbox(PROJECT)]


def test_opening_makes_a_task_with_a_lease(store: SqlStore, again: SqlStore):
    """A draft without revisions; its lease ends when it was said to."""
    task = open_(store)
    assert (task.state, task.revision, task.login) == (TaskState.DRAFT, 0, ANA)
    assert task.lease.expires_at == NOON + timedelta(seconds=LEASE_S)
    assert again.task(PROJECT, task.id) == task
    assert again.labels(PROJECT, task.id) is None


def test_opening_again_gives_the_same_task_and_a_newer_fence(store: SqlStore):
    """The second tab takes over."""
    first, second = open_(store), open_(store)
    assert second.id == first.id
    assert second.lease.fence == first.lease.fence + 1
    assert open_(store, login=BO).id != first.id


@pytest.mark.parametrize(
    ("document_id", "login", "named"), [("a-9", ANA, "a-9"), ("a-1", "eve", "eve")]
)
def test_a_task_needs_a_document_and_a_person(
    store: SqlStore, document_id: str, login: str, named: str
):
    """Neither is made up on the way."""
    with pytest.raises(NotFoundError, match=named):
        open_(store, document_id, login)


def test_a_task_of_another_project_is_not_found(store: SqlStore):
    """A task id alone opens no door."""
    task = open_(store)
    for ask in (store.task, store.labels, store.revisions):
        with pytest.raises(NotFoundError):
            ask("other", task.id)
    with pytest.raises(NotFoundError):
        store.reopen("other", task.id, NOON, LEASE_S)


def test_claiming_follows_import_order_and_passes_over_what_is_done(store: SqlStore):
    """Submitted and skipped articles are not offered again, drafts are."""
    finish(store, "a-1")
    task = open_(store, "a-2")
    assert store.peek_next(PROJECT, ANA, NOON) == "a-2"
    store.skip(PROJECT, task.id, task.lease.fence, "", NOON)
    claimed = store.claim_next(PROJECT, ANA, NOON, LEASE_S)
    assert claimed is not None
    assert claimed.document_id == "a-3"
    assert claimed == store.task(PROJECT, claimed.id)


def test_claiming_goes_on_at_the_beginning(store: SqlStore):
    """From behind the last one, the first open one comes."""
    assert store.peek_next(PROJECT, ANA, NOON, after="a-1") == "a-2"
    assert store.peek_next(PROJECT, ANA, NOON, after="a-3") == "a-1"
    finish(store, "a-1")
    assert store.peek_next(PROJECT, ANA, NOON, after="a-3") == "a-2"


def test_claiming_never_comes_to_the_document_it_starts_behind(store: SqlStore):
    """It is being worked on: a new lease would end the one in use."""
    finish(store, "a-1")
    finish(store, "a-3")
    assert store.peek_next(PROJECT, ANA, NOON, after="a-2") is None
    assert store.peek_next(PROJECT, ANA, NOON) == "a-2"


def test_claiming_ends_when_all_is_done(store: SqlStore):
    """For this person; the other one has all before them."""
    for number in (1, 2, 3):
        finish(store, f"a-{number}")
    assert store.claim_next(PROJECT, ANA, NOON, LEASE_S) is None
    assert store.claim_next(PROJECT, ANA, NOON, LEASE_S, after="a-2") is None
    assert store.peek_next(PROJECT, BO, NOON) == "a-1"


def test_claiming_behind_an_unknown_document_is_refused(store: SqlStore):
    """Starting somewhere else instead would hide a mistake."""
    with pytest.raises(NotFoundError, match="a-77"):
        store.peek_next(PROJECT, ANA, NOON, after="a-77")


def test_peeking_opens_nothing(store: SqlStore):
    """The article stays new."""
    store.peek_next(PROJECT, ANA, NOON)
    assert store.progress(PROJECT, ANA)[TaskState.NEW] == 3


def test_a_submit_puts_the_document_in_the_outbox(store: SqlStore, again: SqlStore):
    """Both are there after a restart."""
    task = saved(store, open_(store))
    submitted = store.submit(PROJECT, task.id, 1, task.lease.fence, LATER)
    assert (submitted.state, submitted.submitted_at) == (TaskState.SUBMITTED, LATER)
    assert again.task(PROJECT, task.id) == submitted
    assert queue(again) == ["a-1"]


def test_submitting_twice_changes_nothing(store: SqlStore):
    """The answer to the first may have been lost."""
    task = saved(store, open_(store))
    first = store.submit(PROJECT, task.id, 1, task.lease.fence, NOON)
    assert store.submit(PROJECT, task.id, 1, task.lease.fence, LATER) == first
    assert queue(store) == ["a-1"]


def test_a_submit_of_labels_one_has_not_seen_is_refused(store: SqlStore):
    """The error carries what was saved meanwhile."""
    opened = open_(store)
    task = saved(store, opened)
    with pytest.raises(StaleRevisionError) as caught:
        store.submit(PROJECT, task.id, 0, task.lease.fence, NOON)
    assert caught.value.current is not None
    assert caught.value.current.labels == marked(article(1), 0)
    assert store.task(PROJECT, task.id).state is TaskState.DRAFT
    assert queue(store) == []


def test_a_late_submit_of_a_task_opened_elsewhere_is_refused(store: SqlStore):
    """The fence of the first tab is no longer the current one."""
    first = open_(store)
    second = open_(store)
    with pytest.raises(LeaseLostError) as caught:
        store.submit(PROJECT, first.id, 0, first.lease.fence, NOON)
    assert caught.value.task == second
    with pytest.raises(LeaseLostError):
        store.skip(PROJECT, first.id, first.lease.fence, "", NOON)
    assert queue(store) == []


def test_a_submitted_task_cannot_be_changed(store: SqlStore):
    """Until it is reopened."""
    task = finish(store, "a-1")
    with pytest.raises(WrongStateError):
        store.skip(PROJECT, task.id, task.lease.fence, "", NOON)
    with pytest.raises(WrongStateError):
        saved(store, task)
    assert store.task(PROJECT, task.id) == task


def test_a_skip_keeps_reason_and_labels(store: SqlStore):
    """Nothing is thrown away; the same skip again changes nothing."""
    task = saved(store, open_(store))
    skipped = store.skip(PROJECT, task.id, task.lease.fence, "not news", NOON)
    assert (skipped.state, skipped.skip_reason) == (TaskState.SKIPPED, "not news")
    assert store.skip(PROJECT, task.id, task.lease.fence, "not news", LATER) == skipped
    assert store.labels(PROJECT, task.id) == marked(article(1), 0)
    assert queue(store) == []
    with pytest.raises(WrongStateError):
        store.submit(PROJECT, task.id, 1, task.lease.fence, NOON)


def test_reopening_a_submitted_task_takes_its_labels_back(store: SqlStore):
    """A draft again, with a new lease, its labels kept, its document in the outbox."""
    task = saved(store, open_(store))
    submitted = store.submit(PROJECT, task.id, 1, task.lease.fence, NOON)
    store.clear_outbox(PROJECT, store.outbox(PROJECT))
    reopened = store.reopen(PROJECT, task.id, LATER, LEASE_S)
    assert (reopened.state, reopened.submitted_at) == (TaskState.DRAFT, None)
    assert reopened.lease.fence == submitted.lease.fence + 1
    assert reopened.lease.expires_at == LATER + timedelta(seconds=LEASE_S)
    assert reopened == store.task(PROJECT, task.id)
    assert store.labels(PROJECT, task.id) == marked(article(1), 0)
    assert queue(store) == ["a-1"]


def test_reopening_a_skipped_task_leaves_the_live_labels_alone(store: SqlStore):
    """It never was in them."""
    task = open_(store)
    store.skip(PROJECT, task.id, task.lease.fence, "later", NOON)
    reopened = store.reopen(PROJECT, task.id, NOON, LEASE_S)
    assert (reopened.state, reopened.skip_reason) == (TaskState.DRAFT, "")
    assert queue(store) == []
