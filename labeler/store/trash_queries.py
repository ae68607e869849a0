"""Putting articles and sets of labels in the trash, and restoring them as they were.

As everybody who changes places, all of this locks the articles' rows of ``queue``
first, where there are any, and tasks after them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Update,
    and_,
    case,
    delete,
    false,
    func,
    insert,
    select,
    update,
)

from labeler.core.buckets import bucket_of
from labeler.core.errors import NotFoundError
from labeler.core.event_line import EventKind
from labeler.core.queue import Kind
from labeler.core.work import Task, TaskState
from labeler.store import document_queries, places, task_queries, task_rows
from labeler.store.rows import chunks, fold
from labeler.store.tables import (
    batches,
    documents,
    history,
    outbox,
    queue,
    tasks,
    trash,
    trash_places,
    trash_tasks,
)

_TRASHED = TaskState.TRASHED.value
_SUBMITTED = TaskState.SUBMITTED.value
_OF_ARTICLE = trash.c.task.is_(None)
_AWAY: Mapping[str, Any] = {
    "state": _TRASHED,
    "submitted_at": None,
    "holds": False,
    "assigned": False,
}


def put_articles(  # noqa: PLR0913, PLR0917 - who puts what there, and why
    connection: Connection, project: str, ids: Sequence[str], by: str, reason: str, now: datetime
) -> int:
    """Put articles in the trash with all that was done with them.

    Returns:
        How many it were; those that are there already, or nowhere, do not count.
    """
    # No import or move of articles meanwhile, which lock many as well.
    document_queries.lock_project(connection, project)
    return sum(
        _put_some(connection, project, some, by, reason, now) for some in chunks(sorted(set(ids)))
    )


def _put_some(  # noqa: PLR0913, PLR0917 - as above
    connection: Connection, project: str, ids: Sequence[str], by: str, reason: str, now: datetime
) -> int:
    stood = [queue.c.project == project, queue.c.document.in_(ids)]
    found = connection.execute(
        select(queue.c.document).where(*stood).order_by(queue.c.document).with_for_update()
    )
    here = list(found.scalars())
    if not here:
        return 0
    entry = {"project": project, "at": now, **_why(by, reason)}
    connection.execute(insert(trash), [{**entry, "document": found} for found in here])
    names = ["project", "document", "batch", "position", "kind"]
    connection.execute(
        insert(trash_places).from_select(
            names, select(*(queue.c[name] for name in names)).where(*stood)
        )
    )
    worked = _keep_tasks(connection, project, here)
    connection.execute(_marked(project, here, in_trash=True))
    connection.execute(delete(queue).where(*stood))
    _note(connection, project, here, EventKind.TRASHED, by, {"reason": reason}, now)
    _send(connection, project, worked)
    return len(here)


def _keep_tasks(connection: Connection, project: str, ids: Sequence[str]) -> list[str]:
    """Note how the tasks of articles stand, and put them away; return which were submitted.

    Those that are in the trash on their own stay there on their own.
    """
    of_these = [
        tasks.c.project == project,
        tasks.c.document.in_(ids),
        tasks.c.state != _TRASHED,
    ]
    # Whoever saves at this moment is waited for, and what they save is kept.
    rows = connection.execute(
        select(tasks.c.document, tasks.c.state)
        .where(*of_these)
        .order_by(tasks.c.id)
        .with_for_update()
    ).all()
    kept = ["task", "trash", "state", "submitted_at", "holds", "assigned"]
    connection.execute(
        insert(trash_tasks).from_select(
            kept,
            select(
                tasks.c.id,
                trash.c.seq,
                tasks.c.state,
                tasks.c.submitted_at,
                tasks.c.holds,
                tasks.c.assigned,
            )
            .join(trash, and_(trash.c.project == project, trash.c.document == tasks.c.document))
            .where(*of_these, _OF_ARTICLE),
        )
    )
    connection.execute(update(tasks).where(*of_these).values(_AWAY))
    return sorted({row.document for row in rows if row.state == _SUBMITTED})


def restore_articles(
    connection: Connection, project: str, ids: Sequence[str], by: str, now: datetime
) -> int:
    """Bring articles back as they were.

    Returns:
        How many it were; those that are not in the trash do not count.
    """
    document_queries.lock_project(connection, project)
    return sum(
        _restore_some(connection, project, some, by, now) for some in chunks(sorted(set(ids)))
    )


def _restore_some(
    connection: Connection, project: str, ids: Sequence[str], by: str, now: datetime
) -> int:
    found = connection.execute(
        select(trash.c.seq, trash.c.document)
        .where(trash.c.project == project, trash.c.document.in_(ids), _OF_ARTICLE)
        .order_by(trash.c.document)
        .with_for_update()
    ).all()
    if not found:
        return 0
    entries, back = [row.seq for row in found], [row.document for row in found]
    connection.execute(_marked(project, back, in_trash=False))
    stood = [trash_places.c.project == project, trash_places.c.document.in_(back)]
    _place_again(connection, stood)
    worked = connection.execute(
        select(tasks.c.document)
        .join(trash_tasks, trash_tasks.c.task == tasks.c.id)
        .where(trash_tasks.c.trash.in_(entries), trash_tasks.c.state == _SUBMITTED)
        .distinct()
        .order_by(tasks.c.document)
    ).scalars()
    _send(connection, project, list(worked))
    connection.execute(
        update(tasks)
        .where(tasks.c.id == trash_tasks.c.task, trash_tasks.c.trash.in_(entries))
        .values(
            state=trash_tasks.c.state,
            submitted_at=trash_tasks.c.submitted_at,
            holds=trash_tasks.c.holds,
            assigned=trash_tasks.c.assigned,
        )
    )
    connection.execute(delete(trash_places).where(*stood))
    _forget(connection, entries)
    _note(connection, project, back, EventKind.RESTORED, by, {}, now)
    return len(found)


def _place_again(connection: Connection, stood: Sequence[ColumnElement[bool]]) -> None:
    """Give articles their rows of the queue again, under the plans their batches have by now.

    Which are for everybody because they come first is for ``settle``.
    """
    is_over = and_(trash_places.c.kind == Kind.CALIBRATION.value, batches.c.calibration == 0)
    kind = case((is_over, Kind.ORDINARY.value), else_=trash_places.c.kind)
    wanted = case((kind == Kind.ORDINARY.value, batches.c.wanted), else_=None)
    taken = _held()
    columns = [trash_places.c[name] for name in ("project", "document", "batch", "position")]
    connection.execute(
        insert(queue).from_select(
            ["project", "document", "batch", "position", "kind", "wanted", "taken", "is_full"],
            select(*columns, kind, wanted, taken, func.coalesce(taken >= wanted, false()))
            .join(
                batches,
                and_(
                    batches.c.project == trash_places.c.project,
                    batches.c.id == trash_places.c.batch,
                ),
            )
            .where(*stood),
        )
    )


def _held() -> ScalarSelect[int]:
    """Return how many places of an article in the trash its tasks are to have again."""
    return (
        select(func.count())
        .select_from(trash)
        .join(trash_tasks, trash_tasks.c.trash == trash.c.seq)
        .where(
            trash.c.project == trash_places.c.project,
            trash.c.document == trash_places.c.document,
            _OF_ARTICLE,
            trash_tasks.c.holds,
        )
        .correlate(trash_places)
        .scalar_subquery()
    )


def put_set(  # noqa: PLR0913, PLR0917 - as with articles
    connection: Connection, project: str, task_id: str, by: str, reason: str, now: datetime
) -> Task:
    """Put one person's labels of an article in the trash; their place is free again.

    What is in the trash already stays as it is.

    Raises:
        TrashedError: the article is in the trash, with all its labels.
        NotFoundError: there is no such task.
    """
    _, task = task_queries.lock_with_place(connection, project, task_id)
    if task.state is TaskState.TRASHED:
        return task
    entry = {"project": project, "document": task.document_id, "task": task.id}
    number = connection.execute(
        insert(trash).values(**entry, at=now, **_why(by, reason, task.login)).returning(trash.c.seq)
    ).scalar_one()
    assigned = select(tasks.c.assigned).where(tasks.c.id == task.id)
    connection.execute(
        insert(trash_tasks).values(
            task=task.id,
            trash=number,
            state=task.state.value,
            submitted_at=task.submitted_at,
            holds=task.holds,
            assigned=connection.execute(assigned).scalar_one(),
        )
    )
    if task.holds:
        places.give_up(connection, project, task.document_id)
    connection.execute(task_rows.CHANGE, {"of_task": task.id, **_AWAY})
    detail = {"was": task.state.value, "reason": reason}
    task_rows.note(connection, task, now, EventKind.TRASHED.value, detail, by)
    if task.state is TaskState.SUBMITTED:
        task_queries.send(connection, task)
    return replace(task, state=TaskState.TRASHED, submitted_at=None, holds=False)


def restore_set(connection: Connection, project: str, task_id: str, by: str, now: datetime) -> Task:
    """Bring one person's labels of an article back, as the draft or submitted set they were.

    They get their place back while there is room, as with reopening.

    Raises:
        TrashedError: the article is in the trash, with all its labels.
        NotFoundError: the labels are not in the trash.
    """
    place, task = task_queries.lock_with_place(connection, project, task_id)
    kept = connection.execute(select(trash_tasks).where(trash_tasks.c.task == task.id)).first()
    if kept is None:
        raise NotFoundError(f"task {task_id!r} is not in the trash")
    holds = kept.holds and not place.is_full
    if holds:
        places.take(connection, project, task.document_id)
    back = replace(task, state=TaskState(kept.state), submitted_at=kept.submitted_at, holds=holds)
    task_rows.write(connection, back)
    assigned = {"assigned": holds and kept.assigned}
    connection.execute(task_rows.CHANGE, {"of_task": task.id, **assigned})
    _forget(connection, [kept.trash])
    task_rows.note(connection, back, now, EventKind.RESTORED.value, {"is": kept.state}, by)
    if back.state is TaskState.SUBMITTED:
        task_queries.send(connection, back)
    return back


def _why(by: str, reason: str, whose: str = "") -> dict[str, str]:
    """Return what an entry says of who put something there, and what is searched in it."""
    return {"login": by, "reason": reason, "searched": fold(f"{reason}\n{by}\n{whose}")}


def _marked(project: str, ids: Sequence[str], *, in_trash: bool) -> Update:
    return (
        update(documents)
        .where(documents.c.project == project, documents.c.id.in_(ids))
        .values(in_trash=in_trash)
    )


def _forget(connection: Connection, entries: Sequence[int]) -> None:
    """Take entries out of the trash; the history keeps that they were in it."""
    connection.execute(delete(trash_tasks).where(trash_tasks.c.trash.in_(entries)))
    connection.execute(delete(trash).where(trash.c.seq.in_(entries)))


def _send(connection: Connection, project: str, ids: Sequence[str]) -> None:
    """Put documents in the outbox: their live labels are behind."""
    if ids:
        rows = [{"project": project, "document": id_, "bucket": bucket_of(id_)} for id_ in ids]
        connection.execute(insert(outbox), rows)


def _note(  # noqa: PLR0913, PLR0917 - a line of the history is all of these
    connection: Connection,
    project: str,
    ids: Sequence[str],
    kind: EventKind,
    by: str,
    detail: Mapping[str, Any],
    now: datetime,
) -> None:
    line = {"project": project, "at": now, "login": by, "kind": kind.value, "detail": dict(detail)}
    connection.execute(insert(history), [{**line, "document": found} for found in ids])
