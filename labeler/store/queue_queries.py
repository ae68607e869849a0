"""Queries on the queue: which article somebody gets next, and how many are left for them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, false, func, select

from labeler.core.errors import NotFoundError
from labeler.core.queue import MOST_HELD, Batch, BatchState, Dealing, Kind, is_control_due
from labeler.core.work import TaskState
from labeler.store import trash_rows
from labeler.store.batch_queries import read_batch
from labeler.store.tables import batches, queue, tasks

_DRAFT = TaskState.DRAFT.value
_CONTROL = Kind.CONTROL.value
_BEFORE_ALL = -(2**31)
_MOST_HANDED_ON = 20


def find(  # noqa: PLR0913 - one claim is all of these
    connection: Connection,
    project: str,
    login: str,
    after: str | None,
    now: datetime,
    *,
    lock: bool = False,
) -> Iterator[str]:
    """Yield the articles somebody may get next, best first; more than one for who cannot have it.

    Starts behind ``after`` and from the end of its batch goes on with the other
    batches and at the beginning, but never comes to ``after`` itself. Batches of
    a higher priority come first, what others hold beyond their lease last.

    Args:
        connection: a transaction, one that writes where ``lock`` is set.
        project: the project.
        login: who asks.
        after: an article to start behind.
        now: by which leases run out.
        lock: pass over articles that others are taking at this moment.

    Raises:
        NotFoundError: ``after`` is no article of the project.
    """
    start = None if after is None else _start(connection, project, after)
    found = open_to(connection, project, login)
    for batch, above, below in _stretches(found, start):
        control = _due_control(connection, batch, login)
        if control is not None and control != after:
            yield control
        row = _next_in(connection, batch, login, above, below, lock=lock)
        while row is not None:
            yield row.document
            row = _next_in(connection, batch, login, row.position, below, lock=lock)
    yield from _left_lying(connection, found, login, after, now)


def free_batches(connection: Connection, project: str, login: str) -> list[str]:
    """Return the batches of which somebody may take articles by themselves."""
    found = open_to(connection, project, login)
    return [batch.id for batch in found if batch.plan.dealing is Dealing.FREE]


def count_open(connection: Connection, project: str, login: str) -> int:
    """Return how many articles somebody could still begin."""
    total = 0
    for batch in open_to(connection, project, login):
        if batch.plan.dealing is Dealing.ASSIGNED:
            continue
        room = [*_in(batch), queue.c.kind != _CONTROL, ~queue.c.is_full]
        everybody = select(func.count()).select_from(queue).where(*room)
        mine = select(func.count()).select_from(_own(login)).where(*room)
        total += connection.execute(everybody).scalar_one()
        total -= connection.execute(mine).scalar_one()
    return total


def open_to(connection: Connection, project: str, login: str) -> list[Batch]:
    """Return the batches in which somebody may get articles, in the order in which they come."""
    rows = connection.execute(
        select(batches)
        .where(batches.c.project == project, batches.c.state == BatchState.OPEN.value)
        .order_by(batches.c.priority.desc(), batches.c.created_at, batches.c.id)
    )
    found = [read_batch(row) for row in rows]
    return [batch for batch in found if not batch.plan.people or login in batch.plan.people]


def _start(connection: Connection, project: str, document_id: str) -> tuple[str, int]:
    row = connection.execute(
        select(queue.c.batch, queue.c.position).where(
            queue.c.project == project, queue.c.document == document_id
        )
    ).first()
    if row is not None:
        return row.batch, row.position
    # Whoever has it open when it is put in the trash goes on from where it stood.
    stood = trash_rows.place_of(connection, project, document_id)
    if stood is None:
        raise NotFoundError(f"there is no document {document_id!r} in project {project!r}")
    return stood


def _stretches(
    found: list[Batch], start: tuple[str, int] | None
) -> list[tuple[Batch, int, int | None]]:
    """Return the stretches of batches to look through, as (batch, behind, before)."""
    if start is None:
        return [(batch, _BEFORE_ALL, None) for batch in found]
    here = next((batch for batch in found if batch.id == start[0]), None)

    def urgency(batch: Batch) -> int:
        # Only what is more urgent takes somebody out of the batch they are in.
        if here is None or batch.plan.priority > here.plan.priority:
            return 0
        return 1 if batch is here else 2

    stretches: list[tuple[Batch, int, int | None]] = [
        (batch, start[1] if batch is here else _BEFORE_ALL, None)
        for batch in sorted(found, key=urgency)
    ]
    if here is not None:
        stretches.append((here, _BEFORE_ALL, start[1]))
    return stretches


def _next_in(  # noqa: PLR0913 - a stretch is three of these
    connection: Connection,
    batch: Batch,
    login: str,
    above: int,
    below: int | None,
    *,
    lock: bool,
) -> Row[Any, Any] | None:
    """Return the first article in a stretch that somebody has begun or may begin."""
    stretch = [*_in(batch), queue.c.position > above]
    if below is not None:
        stretch.append(queue.c.position < below)
    columns = select(queue.c.document, queue.c.position)
    begun = connection.execute(
        columns.select_from(_own(login))
        .where(*stretch, tasks.c.state == _DRAFT, tasks.c.holds)
        .order_by(queue.c.position)
        .limit(1)
    ).first()
    if _has_enough(connection, batch, login):
        return begun
    # A draft that lost its place may have it back while there is room.
    may = tasks.c.state == _DRAFT
    if batch.plan.dealing is Dealing.FREE:
        may |= tasks.c.id.is_(None)
    room = (
        columns.select_from(queue)
        .outerjoin(tasks, _task_of(login))
        .where(*stretch, queue.c.kind != _CONTROL, ~queue.c.is_full, may)
        .order_by(queue.c.position)
        .limit(1)
    )
    if begun is not None:
        room = room.where(queue.c.position < begun.position)
    if lock and batch.plan.wanted is not None:
        room = room.with_for_update(skip_locked=True, of=queue)
    return connection.execute(room).first() or begun


def _has_enough(connection: Connection, batch: Batch, login: str) -> bool:
    """Say whether somebody has begun as many articles with a cap as they may at a time."""
    if batch.plan.wanted is None:
        return False
    held = select(func.count()).where(
        tasks.c.project == batch.project,
        tasks.c.login == login,
        tasks.c.state == _DRAFT,
        tasks.c.batch == batch.id,
        tasks.c.holds,
        ~tasks.c.assigned,
    )
    return bool(connection.execute(held).scalar_one() >= MOST_HELD)


def _due_control(connection: Connection, batch: Batch, login: str) -> str | None:
    """Return the control article somebody is to get now, ``None`` for an ordinary one."""
    if not batch.plan.control_every:
        return None
    had = {
        row.kind: row.number
        for row in connection.execute(
            select(tasks.c.kind, func.count().label("number"))
            .where(
                tasks.c.project == batch.project,
                tasks.c.login == login,
                tasks.c.batch == batch.id,
            )
            .group_by(tasks.c.kind)
        )
    }
    controls = had.pop(_CONTROL, 0)
    ordinary = sum(had.values())
    if not is_control_due(batch.plan.control_every, batch.id, login, ordinary, controls):
        return None
    unseen = (
        select(queue.c.document)
        .outerjoin(tasks, _task_of(login))
        .where(*_in(batch), queue.c.kind == _CONTROL, tasks.c.id.is_(None))
        .order_by(queue.c.position)
        .limit(1)
    )
    found: str | None = connection.execute(unseen).scalar()
    return found


def _left_lying(
    connection: Connection, found: list[Batch], login: str, after: str | None, now: datetime
) -> Iterator[str]:
    """Yield full articles somebody else holds beyond their lease, longest ago first."""
    free = [batch.id for batch in found if batch.plan.dealing is Dealing.FREE]
    if not free or all(batch.plan.wanted is None for batch in found):
        return
    mine = tasks.alias("mine")
    query = (
        select(tasks.c.document)
        .join(queue, and_(queue.c.project == tasks.c.project, queue.c.document == tasks.c.document))
        .outerjoin(
            mine,
            and_(
                mine.c.project == tasks.c.project,
                mine.c.document == tasks.c.document,
                mine.c.login == login,
            ),
        )
        .where(
            tasks.c.project == found[0].project,
            tasks.c.batch.in_(free),
            tasks.c.state == _DRAFT,
            tasks.c.holds,
            ~tasks.c.assigned,
            tasks.c.lease_expires_at < now,
            tasks.c.login != login,
            queue.c.is_full,
            tasks.c.document != after if after is not None else ~false(),
            mine.c.id.is_(None) | (mine.c.state == _DRAFT),
        )
        .order_by(tasks.c.lease_expires_at, tasks.c.id)
        .limit(_MOST_HANDED_ON)
    )
    for row in connection.execute(query).all():
        yield row.document


def _in(batch: Batch) -> list[ColumnElement[bool]]:
    return [queue.c.project == batch.project, queue.c.batch == batch.id]


def _task_of(login: str) -> ColumnElement[bool]:
    return and_(
        tasks.c.project == queue.c.project,
        tasks.c.document == queue.c.document,
        tasks.c.login == login,
    )


def _own(login: str) -> Any:  # noqa: ANN401 - a join
    return queue.join(tasks, _task_of(login))
