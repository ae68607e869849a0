"""Queries on batches: their rules, which articles are in them, and how far they are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    bindparam,
    case,
    false,
    func,
    insert,
    literal,
    select,
    update,
)

from labeler.core.errors import NotFoundError
from labeler.core.queue import (
    FIRST_BATCH,
    Batch,
    BatchLine,
    BatchState,
    Dealing,
    Kind,
    Order,
    Plan,
    StaleBatchError,
)
from labeler.core.work import TaskState
from labeler.store import trash_rows
from labeler.store.rows import chunks, insert_into
from labeler.store.tables import batch_changes, batches, documents, projects, queue, tasks

_CONTROL = Kind.CONTROL.value


def ensure_first_batch(connection: Connection, project: str, now: datetime) -> None:
    """Make the batch that every project begins with, where it is missing."""
    plan = Plan("All articles")
    connection.execute(
        insert_into(connection, batches)
        .values(_values(project, FIRST_BATCH, plan, BatchState.OPEN, 1, now, None))
        .on_conflict_do_nothing()
    )


def append(connection: Connection, project: str, batch_id: str, ids: Sequence[str]) -> None:
    """Put new articles at the end of a batch; the project is locked."""
    plan = read(connection, project, batch_id).plan
    first = _last_position(connection, project, batch_id) + 1
    connection.execute(
        insert(queue),
        [
            {
                "project": project,
                "document": document_id,
                "batch": batch_id,
                "position": number,
                "kind": Kind.ORDINARY.value,
                "wanted": plan.wanted,
                "taken": 0,
                "is_full": False,
            }
            for number, document_id in enumerate(ids, first)
        ],
    )
    if plan.calibration:
        # The batch may have had fewer than go to everybody.
        settle(connection, project, batch_id, len(ids))


def read(connection: Connection, project: str, batch_id: str, *, lock: bool = False) -> Batch:
    """Return a batch; NotFoundError where there is none."""
    query = select(batches).where(batches.c.project == project, batches.c.id == batch_id)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFoundError(f"there is no batch {batch_id!r} in project {project!r}")
    return read_batch(row)


def read_batch(row: Row[Any]) -> Batch:
    """Return the batch of a row of ``batches``."""
    plan = Plan(
        name=row.name,
        wanted=row.wanted,
        dealing=Dealing(row.dealing),
        people=tuple(row.people),
        priority=row.priority,
        calibration=row.calibration,
        control_every=row.control_every,
        blind_share=row.blind_share,
    )
    return Batch(
        row.id,
        row.project,
        plan,
        BatchState(row.state),
        row.revision,
        row.created_at,
        row.created_by or "",
    )


def lines(connection: Connection, project: str) -> tuple[BatchLine, ...]:
    """Return all batches with how far they are, in the order in which they are handed out."""
    counted = {
        row.batch: row
        for row in connection.execute(
            select(
                queue.c.batch,
                func.count().label("articles"),
                func.sum(case((queue.c.is_full, 1), else_=0)).label("full"),
                func.sum(case((queue.c.kind == _CONTROL, 1), else_=0)).label("controls"),
            )
            .where(queue.c.project == project)
            .group_by(queue.c.batch)
        )
    }
    states: dict[str, dict[str, int]] = {}
    for row in connection.execute(
        select(tasks.c.batch, tasks.c.state, func.count().label("number"))
        .where(tasks.c.project == project, tasks.c.state != TaskState.TRASHED.value)
        .group_by(tasks.c.batch, tasks.c.state)
    ):
        states.setdefault(row.batch, {})[row.state] = row.number
    found = connection.execute(
        select(batches)
        .where(batches.c.project == project)
        .order_by(batches.c.priority.desc(), batches.c.created_at, batches.c.id)
    )
    return tuple(_line(read_batch(row), counted.get(row.id), states) for row in found)


def _line(batch: Batch, row: Row[Any] | None, states: Mapping[str, Mapping[str, int]]) -> BatchLine:
    of_it = states.get(batch.id, {})
    if row is None:
        return BatchLine(batch, 0, 0, 0, of_it)
    return BatchLine(batch, row.articles, row.full, row.controls, of_it)


def create(  # noqa: PLR0913, PLR0917 - a batch is all of these
    connection: Connection, project: str, batch_id: str, plan: Plan, login: str, now: datetime
) -> Batch:
    """Make a batch without articles; it waits until it is opened."""
    connection.execute(
        insert(batches).values(_values(project, batch_id, plan, BatchState.PAUSED, 1, now, login))
    )
    note(connection, project, batch_id, "created", login, now, {"name": plan.name})
    return read(connection, project, batch_id)


def change(  # noqa: PLR0913, PLR0917 - a change is all of these
    connection: Connection,
    project: str,
    batch_id: str,
    plan: Plan,
    state: BatchState,
    expected_revision: int,
    login: str,
    now: datetime,
) -> Batch:
    """Give a batch another plan or state; ``settle`` brings its articles to it.

    Raises:
        StaleBatchError: somebody else changed it first.
        NotFoundError: there is no such batch.
    """
    before = read(connection, project, batch_id, lock=True)
    if before.revision != expected_revision:
        raise StaleBatchError(before)
    if (before.plan, before.state) == (plan, state):
        return before
    values = _values(project, batch_id, plan, state, before.revision + 1, now, None)
    for fixed in ("project", "id", "created_at", "created_by"):
        del values[fixed]
    connection.execute(
        update(batches).where(batches.c.project == project, batches.c.id == batch_id).values(values)
    )
    note(connection, project, batch_id, "changed", login, now, _differences(before, plan, state))
    return read(connection, project, batch_id)


def settle(connection: Connection, project: str, batch_id: str, most: int) -> int:
    """Bring articles of a batch to its plan: which are for everybody, and which are full.

    Returns:
        How many it were, at most ``most``; 0 once all are as the plan has it.
    """
    plan = read(connection, project, batch_id).plan
    here = [queue.c.project == project, queue.c.batch == batch_id]
    kind = _kind_under(plan, project, batch_id)
    wanted, is_full = _places_under(plan, kind)
    differing = (
        select(queue.c.document)
        .where(*here)
        .where(
            (queue.c.kind != kind)
            | queue.c.wanted.is_distinct_from(wanted)
            | (queue.c.is_full != is_full)
        )
        .limit(most)
    )
    found = connection.execute(differing).scalars().all()
    for some in chunks(found):
        connection.execute(
            update(queue)
            .where(queue.c.project == project, queue.c.document.in_(some))
            .values(kind=kind, wanted=wanted, is_full=is_full)
        )
    return len(found)


def calibrated(connection: Connection, project: str) -> tuple[str, ...]:
    """Return the batches whose first articles are for everybody."""
    query = select(batches.c.id).where(batches.c.project == project, batches.c.calibration > 0)
    return tuple(connection.execute(query.order_by(batches.c.id)).scalars())


def _kind_under(plan: Plan, project: str, batch_id: str) -> ColumnElement[str]:
    """Return what an article is for; the first ones of a calibration round for everybody."""
    control: Any = (queue.c.kind == _CONTROL, _CONTROL)
    if not plan.calibration:
        return case(control, else_=Kind.ORDINARY.value)
    stands = queue.alias("stands")
    # Where the last of them stands; one more than there are is behind them all.
    last = (
        select(stands.c.position)
        .where(
            stands.c.project == project,
            stands.c.batch == batch_id,
            stands.c.kind != _CONTROL,
        )
        .order_by(stands.c.position)
        .limit(1)
        .offset(plan.calibration - 1)
        .scalar_subquery()
    )
    among = queue.c.position <= func.coalesce(last, queue.c.position)
    return case(control, (among, Kind.CALIBRATION.value), else_=Kind.ORDINARY.value)


def _places_under(
    plan: Plan, kind: ColumnElement[str]
) -> tuple[ColumnElement[int | None], ColumnElement[bool]]:
    """Return how many people an article of that kind is for, and whether it has them all."""
    ordinary = kind == Kind.ORDINARY.value
    wanted = case((ordinary, literal(plan.wanted, Integer)), else_=None)
    if plan.wanted is None:
        return wanted, false()
    return wanted, case((ordinary, queue.c.taken >= plan.wanted), else_=false())


def in_order(
    connection: Connection, project: str, ids: Sequence[str], order: Order
) -> tuple[str, ...]:
    """Return those of the articles that exist and are not in the trash, in an order."""
    found: list[Row[Any, Any, Any, Any, Any]] = []
    for some in chunks(ids):
        found += connection.execute(
            select(
                documents.c.id,
                documents.c.seq,
                documents.c.published_at,
                documents.c.length,
                documents.c.sha256,
            ).where(documents.c.project == project, documents.c.id.in_(some), trash_rows.HERE)
        ).all()
    return tuple(row.id for row in sorted(found, key=_key(order)))


def move(connection: Connection, project: str, batch_id: str, ids: Sequence[str]) -> int:
    """Put articles at the end of a batch, as they come; those that are in it stay where they are.

    Returns:
        How many came from elsewhere. Control articles stay what they are.
    """
    # No import or other move meanwhile.
    connection.execute(select(projects.c.id).where(projects.c.id == project).with_for_update())
    plan = read(connection, project, batch_id).plan
    elsewhere: set[str] = set()
    for some in chunks(ids):
        query = select(queue.c.document).where(
            queue.c.project == project, queue.c.document.in_(some), queue.c.batch != batch_id
        )
        elsewhere.update(connection.execute(query).scalars())
    moved = [found for found in ids if found in elsewhere]
    control: Any = (queue.c.kind == _CONTROL, _CONTROL)
    kind = case(control, else_=Kind.ORDINARY.value)
    wanted, is_full = _places_under(plan, kind)
    first = _last_position(connection, project, batch_id) + 1
    _place(connection, project, batch_id, moved, first, kind=kind, wanted=wanted, is_full=is_full)
    for some in chunks(moved):
        connection.execute(
            update(tasks)
            .where(tasks.c.project == project, tasks.c.document.in_(some))
            .values(batch=batch_id)
        )
    return len(moved)


def _key(order: Order) -> Any:  # noqa: ANN401 - a sort key
    if order is Order.NEWEST:
        # Without a day comes last; the rest latest first, at the same day as imported.
        return lambda row: (not row.published_at, _backwards(row.published_at), row.seq)
    if order is Order.SHORTEST:
        return lambda row: (row.length, row.seq)
    if order is Order.SHUFFLED:
        return lambda row: row.sha256
    return lambda row: row.seq


def _backwards(text: str) -> tuple[int, ...]:
    return tuple(-ord(character) for character in text)


def bring_forward(connection: Connection, project: str, batch_id: str, ids: Sequence[str]) -> None:
    """Put articles of a batch before all others in it, in the order given."""
    first = connection.execute(
        select(func.coalesce(func.min(queue.c.position), 0)).where(
            queue.c.project == project, queue.c.batch == batch_id
        )
    ).scalar_one()
    # No position twice, also once everything is restored.
    first = min(first, *trash_rows.borders(connection, project, batch_id), first)
    _place(connection, project, batch_id, ids, first - len(ids))


def _place(
    connection: Connection,
    project: str,
    batch_id: str,
    ids: Sequence[str],
    first: int,
    **also: ColumnElement[Any],
) -> None:
    """Put articles one behind the other into a batch, the first at position ``first``."""
    if ids:
        connection.execute(
            update(queue)
            .where(queue.c.project == project, queue.c.document == bindparam("of_document"))
            .values(batch=batch_id, position=bindparam("at"), **also),
            [{"of_document": found, "at": at} for at, found in enumerate(ids, first)],
        )


def _last_position(connection: Connection, project: str, batch_id: str) -> int:
    last: int = connection.execute(
        select(func.coalesce(func.max(queue.c.position), 0)).where(
            queue.c.project == project, queue.c.batch == batch_id
        )
    ).scalar_one()
    return max(last, *trash_rows.borders(connection, project, batch_id), last)


def note(  # noqa: PLR0913, PLR0917 - a line is all of these
    connection: Connection,
    project: str,
    batch_id: str,
    kind: str,
    login: str,
    now: datetime,
    detail: Mapping[str, Any],
) -> None:
    """Write down what was done to a batch."""
    connection.execute(
        insert(batch_changes).values(
            project=project, batch=batch_id, at=now, login=login, kind=kind, detail=dict(detail)
        )
    )


def _values(  # noqa: PLR0913, PLR0917 - a row
    project: str,
    batch_id: str,
    plan: Plan,
    state: BatchState,
    revision: int,
    now: datetime,
    login: str | None,
) -> dict[str, Any]:
    return {
        "project": project,
        "id": batch_id,
        "name": plan.name,
        "state": state.value,
        "wanted": plan.wanted,
        "dealing": plan.dealing.value,
        "people": list(plan.people),
        "priority": plan.priority,
        "calibration": plan.calibration,
        "control_every": plan.control_every,
        "blind_share": plan.blind_share,
        "revision": revision,
        "created_at": now,
        "created_by": login,
    }


def _differences(before: Batch, plan: Plan, state: BatchState) -> dict[str, Any]:
    """Return what changed, as ``{field: [before, after]}``."""
    fields = (
        "name",
        "wanted",
        "dealing",
        "people",
        "priority",
        "calibration",
        "control_every",
        "blind_share",
    )
    found: dict[str, Any] = {
        field: [_plain(getattr(before.plan, field)), _plain(getattr(plan, field))]
        for field in fields
        if getattr(before.plan, field) != getattr(plan, field)
    }
    if before.state is not state:
        found["state"] = [before.state.value, state.value]
    return found


def _plain(value: Any) -> Any:  # noqa: ANN401 - of any field
    if isinstance(value, Dealing):
        return value.value
    return list(value) if isinstance(value, tuple) else value
