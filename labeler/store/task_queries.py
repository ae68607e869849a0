"""Queries on tasks: who opens one, and how it is handed in, put aside, given on and taken back."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, insert, select

from labeler.core.buckets import bucket_of
from labeler.core.errors import NotFoundError
from labeler.core.queue import Batch, BatchState, Dealing, PlaceTakenError, is_blind
from labeler.core.trash import TrashedError
from labeler.core.work import (
    Lease,
    LeaseLostError,
    StaleRevisionError,
    Task,
    TaskState,
    WrongStateError,
)
from labeler.store import batch_queries, places, revision_queries, task_rows, trash_rows
from labeler.store.rows import insert_into, read_task
from labeler.store.tables import outbox, people, tasks

_DRAFT = TaskState.DRAFT.value


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
        TrashedError: it, or what they did with it, is in the trash.
        NotFoundError: there is no such document or person.
    """
    place = _lock_for(connection, project, document_id, login)
    task = mine(connection, project, document_id, login)
    if task is not None:
        task_rows.demand_here(connection, task)
    if task is None or (task.state is TaskState.DRAFT and not task.holds):
        batch = batch_queries.read(connection, project, place.batch)
        reason = _closed_to(batch, login, task)
        if not reason and place.is_full and not _hand_on(connection, place, login, now):
            reason = "full"
        if reason:
            raise PlaceTakenError(document_id, reason, 0 if task is None else task.revision)
        task = _take(connection, place, batch, login, now)
    return _lease(connection, task, now, lease_s)


def _lock_for(connection: Connection, project: str, document_id: str, login: str) -> Row[Any]:
    """Lock an article's row of the queue; who finds it in the trash is told what is kept."""
    try:
        return places.lock(connection, project, document_id)
    except TrashedError:
        task = mine(connection, project, document_id, login)
        if task is None:
            raise
        raise trash_rows.refusal(connection, task) from None


def claim(  # noqa: PLR0913, PLR0917 - as opening
    connection: Connection,
    project: str,
    document_id: str,
    login: str,
    now: datetime,
    lease_s: int,
) -> Task | None:
    """Open an article that was found to be open to the person.

    ``None`` where it has been finished, taken or put in the trash since. That is
    seen while it is locked: another process may be quicker.
    """
    try:
        task = open_task(connection, project, document_id, login, now, lease_s)
    except (PlaceTakenError, TrashedError):
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
    release(connection, task_rows.lock(connection, place.project, stale), now, login, "handed-on")
    return True


def release(connection: Connection, task: Task, now: datetime, by: str, why: str) -> Task:
    """End somebody's place and lease; the article's row of the queue is locked.

    What was saved stays; a save that comes later finds that the lease is lost.
    """
    task = replace(task, lease=Lease(task.lease.fence + 1, now), holds=False)
    task_rows.write(connection, task)
    connection.execute(task_rows.CHANGE, {"of_task": task.id, "assigned": False})
    places.give_up(connection, task.project, task.document_id)
    task_rows.note(connection, task, now, why, {"fence": task.lease.fence}, by)
    return task


def _take(connection: Connection, place: Row[Any], batch: Batch, login: str, now: datetime) -> Task:
    """Give somebody a place at an article, whose row is locked and has room."""
    _insert(connection, place, batch, login, now)
    places.take(connection, place.project, place.document)
    task = mine(connection, place.project, place.document, login)
    if task is None:
        raise NotFoundError(f"there is no task of {login!r} on {place.document!r}")
    return task_rows.write(connection, replace(task, holds=True))


def _lease(connection: Connection, before: Task, now: datetime, lease_s: int) -> Task:
    task = task_rows.write(connection, _renewed(before, now, lease_s))
    task_rows.note(connection, task, now, "opened", {"fence": task.lease.fence})
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
    """Deal an article to somebody, whatever its cap; say whether it was not theirs before.

    Raises:
        TrashedError: it is in the trash.
        NotFoundError: there is no such document or person.
    """
    place = places.lock(connection, project, document_id)
    task = mine(connection, project, document_id, login)
    if task is not None and (task.holds or task.state is not TaskState.DRAFT):
        return False
    batch = batch_queries.read(connection, project, place.batch)
    task = _take(connection, place, batch, login, now)
    connection.execute(task_rows.CHANGE, {"of_task": task.id, "assigned": True})
    task_rows.note(connection, task, now, "assigned", {}, by)
    return True


def submit(  # noqa: PLR0913, PLR0917 - as the port has it
    connection: Connection,
    project: str,
    task_id: str,
    expected_revision: int,
    fence: int,
    now: datetime,
) -> Task:
    """Mark as submitted and put the document in the outbox.

    Raises TrashedError, StaleRevisionError, LeaseLostError, WrongStateError.
    """
    task = task_rows.lock(connection, project, task_id)
    if task.state is TaskState.SUBMITTED and task.revision == expected_revision:
        return task
    task_rows.demand_held(connection, task, fence)
    if task.revision != expected_revision:
        raise StaleRevisionError(revision_queries.last_revision(connection, task), task)
    task = task_rows.write(connection, replace(task, state=TaskState.SUBMITTED, submitted_at=now))
    task_rows.note(connection, task, now, "submitted", {"revision": task.revision})
    send(connection, task)
    return task


def skip(  # noqa: PLR0913, PLR0917 - as the port has it
    connection: Connection, project: str, task_id: str, fence: int, reason: str, now: datetime
) -> Task:
    """Mark as skipped and give the place up; the same skip again changes nothing.

    Raises TrashedError, LeaseLostError, WrongStateError.
    """
    task = lock_with_place(connection, project, task_id)[1]
    held = task.lease.fence == fence
    if held and task.state is TaskState.SKIPPED and task.skip_reason == reason:
        return task
    task_rows.demand_held(connection, task, fence)
    if task.holds:
        places.give_up(connection, project, task.document_id)
    task = task_rows.write(
        connection, replace(task, state=TaskState.SKIPPED, skip_reason=reason, holds=False)
    )
    task_rows.note(connection, task, now, "skipped", {"reason": reason})
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
        TrashedError: it is in the trash.
        NotFoundError: there is no such task.
    """
    place, before = lock_with_place(connection, project, task_id)
    task_rows.demand_here(connection, before)
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
    task_rows.write(connection, task)
    task_rows.note(connection, task, now, "reopened", {"was": before.state.value}, by)
    if before.state is TaskState.SUBMITTED:
        send(connection, task)
    return task


def bring_back(  # noqa: PLR0913, PLR0917 - who brings back what, and onto what
    connection: Connection,
    before: Task,
    encoded: revision_queries.EncodedSave,
    number: int,
    by: str,
    now: datetime,
    lease_s: int,
) -> Task:
    """Append revision ``number`` again as a new one; what is submitted is a draft then.

    Raises:
        StaleRevisionError: something was done to the task since it was read ``before``.
        WrongStateError: it is skipped.
        TrashedError: it is in the trash.
        LeaseLostError: its own person brings it back, and the article went to others.
    """
    task = task_rows.lock(connection, before.project, before.id)
    task_rows.demand_here(connection, task)
    if (task.revision, task.lease.fence) != (before.revision, before.lease.fence):
        raise StaleRevisionError(revision_queries.last_revision(connection, task), task)
    if task.state is TaskState.SKIPPED:
        raise WrongStateError(task)
    if by == task.login and not task.holds:
        raise LeaseLostError(task)
    draft = replace(_renewed(task, now, lease_s), state=TaskState.DRAFT, submitted_at=None)
    task_rows.write(connection, draft)
    saved = revision_queries.put(connection, draft, encoded, by, now)
    task_rows.note(
        connection, task, now, "brought-back", {"revision": saved.revision, "from": number}, by
    )
    if task.state is TaskState.SUBMITTED:
        send(connection, task)
    return saved


def renew(  # noqa: PLR0913, PLR0917 - as saving
    connection: Connection, project: str, task_id: str, fence: int, now: datetime, lease_s: int
) -> Task:
    """Keep a draft for its person for longer; nothing is noted, as nothing was done.

    Raises TrashedError, LeaseLostError, WrongStateError.
    """
    task = task_rows.lock(connection, project, task_id)
    task_rows.demand_held(connection, task, fence)
    # Never shorter: a clock may have jumped back.
    until = max(task.lease.expires_at, now + timedelta(seconds=lease_s))
    return task_rows.write(connection, replace(task, lease=Lease(fence, until)))


def give_back(connection: Connection, project: str, task_id: str, by: str, now: datetime) -> Task:
    """Take a draft's place from its person, so that somebody else may have it.

    Raises:
        WrongStateError: it is submitted or skipped.
        TrashedError: it is in the trash.
        NotFoundError: there is no such task.
    """
    _, task = lock_with_place(connection, project, task_id)
    task_rows.demand_here(connection, task)
    if task.state is not TaskState.DRAFT:
        raise WrongStateError(task)
    return release(connection, task, now, by, "released") if task.holds else task


def lock_with_place(connection: Connection, project: str, task_id: str) -> tuple[Row[Any], Task]:
    """Lock the article's row of the queue, then the task, as everybody does."""
    found = task_rows.read(connection, project, task_id)
    place = _lock_for(connection, project, found.document_id, found.login)
    return place, task_rows.lock(connection, project, task_id)


def send(connection: Connection, task: Task) -> None:
    """Put a task's document in the outbox: its live labels are behind."""
    connection.execute(
        insert(outbox).values(
            project=task.project,
            document=task.document_id,
            bucket=bucket_of(task.document_id),
        )
    )
