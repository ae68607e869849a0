"""Queries on revisions: what was saved, appended and never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from labeler.core.difference import Counts, Difference
from labeler.core.errors import NotFoundError
from labeler.core.work import (
    Lease,
    Revision,
    RevisionLine,
    Save,
    StaleRevisionError,
    Task,
    TaskState,
)
from labeler.store import document_queries, project_rows, task_rows
from labeler.store.rows import read_revision
from labeler.store.tables import revisions, tasks

_DRAFT = TaskState.DRAFT.value
# The WHERE clause is the lock: no row means that another save, another tab or
# another state came first.
_SAVE = (
    task_rows.CHANGE.where(
        tasks.c.state == _DRAFT,
        tasks.c.holds,
        tasks.c.fence == bindparam("held_fence"),
        tasks.c.revision == bindparam("expected"),
        tasks.c.save_id != bindparam("asked_id"),
        project_rows.IS_OPEN,
    )
).values(
    revision=bindparam("number"),
    saved_at=bindparam("now"),
    save_id=bindparam("asked_id"),
    lease_expires_at=bindparam("expires"),
    active_s=tasks.c.active_s + bindparam("worked_s"),
)
_APPEND_REVISION = insert(revisions)
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
    _store(connection, before, number, encoded, before.login, now)
    task_rows.note(connection, before, now, "saved", {"revision": number})
    return replace(
        before,
        revision=number,
        lease=lease,
        saved_at=now,
        active_s=before.active_s + asked.active_s,
    )


def put(connection: Connection, task: Task, encoded: EncodedSave, by: str, now: datetime) -> Task:
    """Append a revision to a task that is locked, whoever holds it; it is still the person's own.

    The lease stays as it is; nothing is noted in the history.
    """
    number = task.revision + 1
    connection.execute(
        task_rows.CHANGE,
        {
            "of_task": task.id,
            "revision": number,
            "saved_at": now,
            "save_id": encoded.save.save_id,
        },
    )
    _store(connection, task, number, encoded, by, now)
    return replace(task, revision=number, saved_at=now)


def _store(  # noqa: PLR0913, PLR0917 - a revision is all of these
    connection: Connection,
    task: Task,
    number: int,
    encoded: EncodedSave,
    by: str,
    now: datetime,
) -> None:
    asked, difference = encoded.save, encoded.difference
    connection.execute(
        _APPEND_REVISION,
        {
            "project": task.project,
            "task": task.id,
            "number": number,
            "login": by,
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


def settle(connection: Connection, project: str, task_id: str, asked: Save) -> tuple[Task, bool]:
    """Return the task and whether this very save is its last revision already.

    Where it is not, nothing is in its way any more: the task was in the trash only
    for a moment. Whoever came first otherwise is said.

    Raises ProjectClosedError, TrashedError, StaleRevisionError, LeaseLostError, WrongStateError.
    """
    task = task_rows.lock(connection, project, task_id)
    current = last_revision(connection, task)
    # Before all else: what is stored is acknowledged, whatever happened since.
    if current is not None and current.save_id == asked.save_id:
        return task, True
    project_rows.demand_open(connection, project)
    task_rows.demand_held(connection, task, asked.fence)
    if task.revision == asked.expected_revision:
        return task, False
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
