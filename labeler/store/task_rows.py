"""Tasks as they stand: read, locked, written, and what was done to them noted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from labeler.core.errors import NotFoundError
from labeler.core.work import (
    LeaseLostError,
    Task,
    TaskState,
    WrongStateError,
)
from labeler.store import trash_rows
from labeler.store.rows import read_task
from labeler.store.tables import history, tasks

# Built once: a save runs these as fast as they come.
_TASK = select(tasks).where(
    tasks.c.project == bindparam("of_project"), tasks.c.id == bindparam("of_task")
)
CHANGE = update(tasks).where(tasks.c.id == bindparam("of_task"))
_APPEND_HISTORY = insert(history)


def read(connection: Connection, project: str, task_id: str) -> Task:
    """Return a task; NotFoundError where there is none."""
    row = connection.execute(_TASK, {"of_project": project, "of_task": task_id}).first()
    if row is None:
        raise NotFoundError(f"there is no task {task_id!r} in project {project!r}")
    return read_task(row)


def lock(connection: Connection, project: str, task_id: str) -> Task:
    """Return the task and keep others from changing it until the commit."""
    row = connection.execute(
        _TASK.with_for_update(), {"of_project": project, "of_task": task_id}
    ).first()
    if row is None:
        raise NotFoundError(f"there is no task {task_id!r} in project {project!r}")
    return read_task(row)


def note(  # noqa: PLR0913, PLR0917 - a line of the history is all of these
    connection: Connection,
    task: Task,
    now: datetime,
    kind: str,
    detail: Mapping[str, Any],
    by: str = "",
) -> None:
    """Write down what was done to a task, by its person where ``by`` names nobody else."""
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


def write(connection: Connection, task: Task) -> Task:
    """Store state, lease and place of a task; return it."""
    connection.execute(
        CHANGE,
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


def demand_here(connection: Connection, task: Task) -> None:
    """Refuse a task that lies in the trash, alone or with its article.

    Raises TrashedError.
    """
    if task.state is TaskState.TRASHED:
        raise trash_rows.refusal(connection, task)


def demand_held(connection: Connection, task: Task, fence: int) -> None:
    """Refuse who does not hold the task, who has no place any more, or a task that is no draft.

    Whoever looks at their task is told its fence, so the fence alone is not enough.

    Raises TrashedError, LeaseLostError, WrongStateError.
    """
    demand_here(connection, task)
    if task.lease.fence != fence:
        raise LeaseLostError(task)
    if task.state is not TaskState.DRAFT:
        raise WrongStateError(task)
    if not task.holds:
        raise LeaseLostError(task)
