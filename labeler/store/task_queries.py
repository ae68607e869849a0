"""Queries on tasks: leases, saves, submits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from labeler.core.buckets import bucket_of
from labeler.core.difference import Counts, Difference
from labeler.core.errors import NotFoundError
from labeler.core.queue import Batch, BatchState, Dealing, PlaceTakenError, is_blind
from labeler.core.work import (
    Lease,
    LeaseLostError,
    Revision,
    RevisionLine,
    Save,
    StaleRevisionError,
    Task,
    TaskState,
    WrongStateError,
)
from labeler.store import batch_queries, document_queries, places
from labeler.store.rows import insert_into, read_revision, read_task
from labeler.store.tables import history, outbox, people, revisions, tasks

_DRAFT = TaskState.DRAFT.value

# Built once: a save runs these as fast as they come.
_TASK = select(tasks).where(
    tasks.c.project == bindparam("of_project"), tasks.c.id == bindparam("of_task")
)
_CHANGE = update(tasks).where(tasks.c.id == bindparam("of_task"))
# The WHERE clause is the lock: no row means that another save, another tab or
# another state came first.
_SAVE = (
    _CHANGE.where(
        tasks.c.state == _DRAFT,
        tasks.c.fence == bindparam("held_fence"),
        tasks.c.revision == bindparam("expected"),
        tasks.c.save_id != bindparam("asked_id"),
    )
).values(
    revision=bindparam("number"),
    saved_at=bindparam("now"),
    save_id=bindparam("asked_id"),
    lease_expires_at=bindparam("expires"),
    active_s=tasks.c.active_s + bindparam("worked_s"),
)
_APPEND_REVISION = insert(revisions)
_APPEND_HISTORY = insert(history)
_REVISION = select(revisions).where(
    revisions.c.task == bindparam("of_task"), revisions.c.number == bindparam("of_number")
)


@dataclass(frozen=True, slots=True)
class EncodedSave:
    """A save made ready before the write lock is taken."""

    save: Save
    payload: str
    schema_id: str
    schema_version: str
    difference: Difference
    counts: Counts


def read(connection: Connection, project: str, task_id: str) -> Task:
    """Return a task; NotFoundError where there is none."""
    row = connection.execute(_TASK, {"of_project": project, "of_task": task_id}).first()
    if row is None:
        raise NotFoundError(f"there is no task {task_id!r} in project {project!r}")
    return read_task(row)


def _lock(connection: Connection, project: str, task_id: str) -> Task:
    """Return the task and keep others from changing it until the commit."""
    row = connection.execute(
        _TASK.with_for_update(), {"of_project": project, "of_task": task_id}
    ).first()
    if row is None:
        raise NotFoundError(f"there is no task {task_id!r} in project {project!r}")
    return read_task(row)


def _note(  # noqa: PLR0913, PLR0917 - a line of the history is all of these
    connection: Connection,
    task: Task,
    now: datetime,
    kind: str,
    detail: Mapping[str, Any],
    by: str = "",
) -> None:
    connection.execute(
        _APPEND_HISTORY,
        {
            "project": task.project,
            "at": now,
            "login": by or task.login,
            "kind": kind,
            "document": task.document_id,
            "task": task.id,
            "detail": dict(detail),
        },
    )


def _write(connection: Connection, task: Task) -> Task:
    connection.execute(
        _CHANGE,
        {
            "of_task": task.id,
            "state": task.state.value,
            "fence": task.lease.fence,
            "lease_expires_at": task.lease.expires_at,
            "submitted_at": task.submitted_at,
            "skip_reason": task.skip_reason,
            "holds": task.holds,
        },
    )
    return task


def _renewed(task: Task, now: datetime, lease_s: int) -> Task:
    return replace(task, lease=Lease(task.lease.fence + 1, now + timedelta(seconds=lease_s)))


def open_task(  # noqa: PLR0913, PLR0917 - as the port has it
    connection: Connection,
    project: str,
    document_id: str,
    login: str,
    now: datetime,
    lease_s: int,
) -> Task:
    """Return the person's task on a document with a new lease.

    Raises:
        PlaceTakenError: they have no place at it and cannot get one.
        NotFoundError: there is no such document or person.
    """
    place = places.lock(connection, project, document_id)
    task = mine(connection, project, document_id, login)
    if task is None or (task.state is TaskState.DRAFT and not task.holds):
        batch = batch_queries.read(connection, project, place.batch)
        reason = _closed_to(batch, login, task)
        if not reason and place.is_full and not _hand_on(connection, place, login, now):
            reason = "full"
        if reason:
            raise PlaceTakenError(document_id, reason, 0 if task is None else task.revision)
        task = _take(connection, place, batch, login, now)
    return _lease(connection, task, now, lease_s)


def claim(  # noqa: PLR0913, PLR0917 - as opening
    connection: Connection,
    project: str,
    document_id: str,
    login: str,
    now: datetime,
    lease_s: int,
) -> Task | None:
    """Open an article that was found to be open to the person.

    ``None`` where it has been finished or taken since. That is seen while it is
    locked: another process may be quicker.
    """
    try:
        task = open_task(connection, project, document_id, login, now, lease_s)
    except PlaceTakenError:
        return None
    return task if task.state is TaskState.DRAFT else None


def mine(connection: Connection, project: str, document_id: str, login: str) -> Task | None:
    """Return somebody's task on an article, kept from others until the commit."""
    wanted = select(tasks).where(
        tasks.c.project == project, tasks.c.document == document_id, tasks.c.login == login
    )
    row = connection.execute(wanted.with_for_update()).first()
    return None if row is None else read_task(row)


def _closed_to(batch: Batch, login: str, task: Task | None) -> str:
    """Return why somebody cannot get a place in a batch; empty where they can."""
    if task is None and batch.state is not BatchState.OPEN:
        return "paused"
    if batch.plan.people and login not in batch.plan.people:
        return "assigned"
    return "assigned" if task is None and batch.plan.dealing is Dealing.ASSIGNED else ""


def _hand_on(connection: Connection, place: Row[Any], login: str, now: datetime) -> bool:
    """Take the place of somebody who has let it lie beyond their lease; say whether there was one.

    What they saved stays theirs.
    """
    stale = places.find_stale(connection, place.project, place.document, login, now)
    if stale is None:
        return False
    release(connection, _lock(connection, place.project, stale), now, login, "handed-on")
    return True


def release(connection: Connection, task: Task, now: datetime, by: str, why: str) -> Task:
    """End somebody's place and lease; the article's row of the queue is locked.

    What was saved stays; a save that comes later finds that the lease is lost.
    """
    task = replace(task, lease=Lease(task.lease.fence + 1, now), holds=False)
    _write(connection, task)
    connection.execute(_CHANGE, {"of_task": task.id, "assigned": False})
    places.give_up(connection, task.project, task.document_id)
    _note(connection, task, now, why, {"fence": task.lease.fence}, by)
    return task


def _take(connection: Connection, place: Row[Any], batch: Batch, login: str, now: datetime) -> Task:
    """Give somebody a place at an article, whose row is locked and has room."""
    _insert(connection, place, batch, login, now)
    places.take(connection, place.project, place.document)
    task = mine(connection, place.project, place.document, login)
    if task is None:
        raise NotFoundError(f"there is no task of {login!r} on {place.document!r}")
    return _write(connection, replace(task, holds=True))


def _lease(connection: Connection, before: Task, now: datetime, lease_s: int) -> Task:
    task = _write(connection, _renewed(before, now, lease_s))
    _note(connection, task, now, "opened", {"fence": task.lease.fence})
    return task


def _insert(
    connection: Connection, place: Row[Any], batch: Batch, login: str, now: datetime
) -> None:
    known = select(people.c.login).where(people.c.login == login)
    if connection.execute(known).first() is None:
        raise NotFoundError(f"there is no person {login!r}")
    connection.execute(
        insert_into(connection, tasks)
        .values(
            id=uuid4().hex,
            project=place.project,
            document=place.document,
            login=login,
            state=_DRAFT,
            revision=0,
            fence=0,
            lease_expires_at=now,
            opened_at=now,
            save_id="",
            skip_reason="",
            active_s=0.0,
            batch=batch.id,
            kind=place.kind,
            blind=is_blind(batch.plan.blind_share, place.document, login),
            holds=False,
            assigned=False,
        )
        .on_conflict_do_nothing(index_elements=["project", "document", "login"])
    )


def assign(  # noqa: PLR0913, PLR0917 - one assignment is all of these
    connection: Connection, project: str, document_id: str, login: str, by: str, now: datetime
) -> bool:
    """Deal an article to somebody, whatever its cap; say whether it was not theirs before."""
    place = places.lock(connection, project, document_id)
    task = mine(connection, project, document_id, login)
    if task is not None and (task.holds or task.state is not TaskState.DRAFT):
        return False
    batch = batch_queries.read(connection, project, place.batch)
    task = _take(connection, place, batch, login, now)
    connection.execute(_CHANGE, {"of_task": task.id, "assigned": True})
    _note(connection, task, now, "assigned", {}, by)
    return True


def append(
    connection: Connection, before: Task, encoded: EncodedSave, now: datetime, lease_s: int
) -> Task | None:
    """Append a revision to the task, as it was read ``before`` the write lock.

    ``None`` if something came first; ``settle`` says what.
    """
    asked = encoded.save
    # A fence that was not given out yet may be any number, also one no column can hold.
    if before.revision != asked.expected_revision or before.lease.fence < asked.fence:
        return None
    lease = Lease(asked.fence, now + timedelta(seconds=lease_s))
    number = asked.expected_revision + 1
    changed = connection.execute(
        _SAVE,
        {
            "of_task": before.id,
            "held_fence": asked.fence,
            "expected": asked.expected_revision,
            "asked_id": asked.save_id,
            "number": number,
            "now": now,
            "expires": lease.expires_at,
            "worked_s": asked.active_s,
        },
    ).rowcount
    if changed == 0:
        return None
    difference = encoded.difference
    connection.execute(
        _APPEND_REVISION,
        {
            "project": before.project,
            "task": before.id,
            "number": number,
            "login": before.login,
            "saved_at": now,
            "save_id": asked.save_id,
            "schema_id": encoded.schema_id,
            "schema_version": encoded.schema_version,
            "client": dict(asked.client),
            "difference": {
                "added": difference.added,
                "changed": difference.changed,
                "removed": difference.removed,
                "other": difference.other,
                "counts": encoded.counts,
            },
            "labels": encoded.payload,
        },
    )
    _note(connection, before, now, "saved", {"revision": number})
    return replace(
        before,
        revision=number,
        lease=lease,
        saved_at=now,
        active_s=before.active_s + asked.active_s,
    )


def settle(connection: Connection, project: str, task_id: str, asked: Save) -> Task:
    """Return the task if this very save is its last revision already, else say who came first.

    Raises StaleRevisionError, LeaseLostError, WrongStateError.
    """
    task = _lock(connection, project, task_id)
    current = last_revision(connection, task)
    # Before all else: what is stored is acknowledged, whatever happened since.
    if current is not None and current.save_id == asked.save_id:
        return task
    _demand_held(task, asked.fence)
    raise StaleRevisionError(current, task)


def last_revision(connection: Connection, task: Task) -> Revision | None:
    """Return the last revision of the task, ``None`` before the first."""
    row = connection.execute(_REVISION, {"of_task": task.id, "of_number": task.revision}).first()
    if row is None:
        return None
    return read_revision(
        row, document_queries.read(connection, task.project, task.document_id).text
    )


def all_revisions(connection: Connection, task: Task) -> tuple[Revision, ...]:
    """Return all revisions of the task, oldest first."""
    text = document_queries.read(connection, task.project, task.document_id).text
    query = select(revisions).where(revisions.c.task == task.id).order_by(revisions.c.number)
    return tuple(read_revision(row, text) for row in connection.execute(query))


def one_revision(connection: Connection, task: Task, number: int) -> Revision:
    """Return one revision of the task; NotFoundError where there is none."""
    row = connection.execute(_REVISION, {"of_task": task.id, "of_number": number}).first()
    if row is None:
        raise NotFoundError(f"task {task.id!r} has no revision {number}")
    return read_revision(
        row, document_queries.read(connection, task.project, task.document_id).text
    )


def revision_lines(connection: Connection, task_id: str) -> tuple[RevisionLine, ...]:
    """Return the history of the task without its labels, oldest first."""
    query = (
        select(
            revisions.c.number,
            revisions.c.saved_at,
            revisions.c.login,
            revisions.c.client,
            revisions.c.difference,
        )
        .where(revisions.c.task == task_id)
        .order_by(revisions.c.number)
    )
    return tuple(
        RevisionLine(row.number, row.saved_at, row.login, row.client, _counts(row.difference))
        for row in connection.execute(query)
    )


def _counts(difference: Mapping[str, Any]) -> Counts:
    if "counts" in difference:
        counts: Counts = difference["counts"]
        return counts
    # Saved before kinds were noted: only the number of items is known.
    return {
        how: {"item": len(difference[how])} if difference[how] else {}
        for how in ("added", "changed", "removed")
    }


def _demand_held(task: Task, fence: int) -> None:
    if task.lease.fence != fence:
        raise LeaseLostError(task)
    if task.state is not TaskState.DRAFT:
        raise WrongStateError(task)


def submit(  # noqa: PLR0913, PLR0917 - as the port has it
    connection: Connection,
    project: str,
    task_id: str,
    expected_revision: int,
    fence: int,
    now: datetime,
) -> Task:
    """Mark as submitted and put the document in the outbox.

    Raises StaleRevisionError, LeaseLostError, WrongStateError.
    """
    task = _lock(connection, project, task_id)
    if task.state is TaskState.SUBMITTED and task.revision == expected_revision:
        return task
    _demand_held(task, fence)
    if task.revision != expected_revision:
        raise StaleRevisionError(last_revision(connection, task), task)
    task = _write(connection, replace(task, state=TaskState.SUBMITTED, submitted_at=now))
    _note(connection, task, now, "submitted", {"revision": task.revision})
    _send(connection, task)
    return task


def skip(  # noqa: PLR0913, PLR0917 - as the port has it
    connection: Connection, project: str, task_id: str, fence: int, reason: str, now: datetime
) -> Task:
    """Mark as skipped and give the place up; the same skip again changes nothing.

    Raises LeaseLostError, WrongStateError.
    """
    task = _lock_with_place(connection, project, task_id)[1]
    held = task.lease.fence == fence
    if held and task.state is TaskState.SKIPPED and task.skip_reason == reason:
        return task
    _demand_held(task, fence)
    if task.holds:
        places.give_up(connection, project, task.document_id)
    task = _write(
        connection, replace(task, state=TaskState.SKIPPED, skip_reason=reason, holds=False)
    )
    _note(connection, task, now, "skipped", {"reason": reason})
    return task


def reopen(  # noqa: PLR0913, PLR0917 - as the port has it
    connection: Connection,
    project: str,
    task_id: str,
    now: datetime,
    lease_s: int,
    by: str = "",
) -> Task:
    """Make the task a draft again, with a new lease.

    Raises:
        PlaceTakenError: it was skipped, and as many others have it as are wanted.
        NotFoundError: there is no such task.
    """
    place, before = _lock_with_place(connection, project, task_id)
    if not before.holds:
        if place.is_full and not _hand_on(connection, place, before.login, now):
            raise PlaceTakenError(before.document_id, "full", before.revision)
        places.take(connection, project, before.document_id)
    task = replace(
        _renewed(before, now, lease_s),
        state=TaskState.DRAFT,
        submitted_at=None,
        skip_reason="",
        holds=True,
    )
    _write(connection, task)
    _note(connection, task, now, "reopened", {"was": before.state.value}, by)
    if before.state is TaskState.SUBMITTED:
        _send(connection, task)
    return task


def renew(  # noqa: PLR0913, PLR0917 - as saving
    connection: Connection, project: str, task_id: str, fence: int, now: datetime, lease_s: int
) -> Task:
    """Keep a draft for its person for longer; nothing is noted, as nothing was done.

    Raises LeaseLostError, WrongStateError.
    """
    task = _lock(connection, project, task_id)
    _demand_held(task, fence)
    # Never shorter: a clock may have jumped back.
    until = max(task.lease.expires_at, now + timedelta(seconds=lease_s))
    return _write(connection, replace(task, lease=Lease(fence, until)))


def give_back(connection: Connection, project: str, task_id: str, by: str, now: datetime) -> Task:
    """Take a draft's place from its person, so that somebody else may have it.

    Raises:
        WrongStateError: it is submitted or skipped.
        NotFoundError: there is no such task.
    """
    _, task = _lock_with_place(connection, project, task_id)
    if task.state is not TaskState.DRAFT:
        raise WrongStateError(task)
    return release(connection, task, now, by, "released") if task.holds else task


def _lock_with_place(connection: Connection, project: str, task_id: str) -> tuple[Row[Any], Task]:
    """Lock the article's row of the queue, then the task, as everybody does."""
    found = read(connection, project, task_id)
    place = places.lock(connection, project, found.document_id)
    return place, _lock(connection, project, task_id)


def _send(connection: Connection, task: Task) -> None:
    connection.execute(
        insert(outbox).values(
            project=task.project,
            document=task.document_id,
            bucket=bucket_of(task.document_id),
        )
    )
