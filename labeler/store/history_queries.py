"""Queries on what was done in a project: five tables read as one stream, newest first.

Each table gives as many lines as are wanted, from an index in order of time; so a
page takes as long as it is large, whatever the number of lines before it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, and_, func, or_, select

from labeler.core.event_line import (
    ChosenEvents,
    EventKind,
    EventLine,
    EventPlace,
    EventSource,
)
from labeler.store.rows import chunks
from labeler.store.tables import (
    account_changes,
    actor_changes,
    actors,
    batch_changes,
    batches,
    documents,
    history,
    memberships,
    people,
    project_changes,
    tasks,
)

_SAVED = EventKind.SAVED.value


def lines(
    connection: Connection,
    project: str,
    chosen: ChosenEvents,
    after: EventPlace | None,
    limit: int,
) -> tuple[EventLine, ...]:
    """Return the first lines behind ``after``, newest first."""
    found = [
        line
        for source, read in _READERS.items()
        if chosen.looks_at(source)
        for line in read(connection, project, chosen, after, limit)
    ]
    found.sort(key=lambda line: line.place.key, reverse=True)
    return tuple(found[:limit])


def names(connection: Connection, project: str) -> Mapping[str, str]:
    """Return the names of who is in the project, or has done anything with its articles."""
    member = (
        select(memberships.c.login)
        .where(memberships.c.project == project, memberships.c.login == people.c.login)
        .exists()
    )
    worked = (
        select(history.c.seq)
        .where(history.c.project == project, history.c.login == people.c.login)
        .exists()
    )
    query = select(people.c.login, people.c.name).where(or_(member, worked))
    return {row.login: row.name for row in connection.execute(query)}


def _of_work(
    connection: Connection,
    project: str,
    chosen: ChosenEvents,
    after: EventPlace | None,
    limit: int,
) -> list[EventLine]:
    wanted = _wanted(history, EventSource.WORK, project, chosen, after)
    if chosen.document_id is not None:
        wanted.append(history.c.document == chosen.document_id)
    if chosen.kind is not None:
        wanted.append(history.c.kind == chosen.kind.value)
    if chosen.folded:
        wanted.append(or_(history.c.kind != _SAVED, _next_kind(chosen.until) != _SAVED))
    # The limit before the joins, so that no database joins first and sorts all of it then.
    found = _first(select(history).where(*wanted), history, limit).subquery()
    query = (
        select(found, documents.c.title, tasks.c.login.label("whose"))
        .join(
            documents,
            and_(documents.c.project == found.c.project, documents.c.id == found.c.document),
        )
        .outerjoin(tasks, tasks.c.id == found.c.task)
    )
    rows = connection.execute(query).all()
    heads = [row.seq for row in rows if row.kind == _SAVED] if chosen.folded else []
    runs = _runs(connection, heads, chosen.since)
    return [_work_line(row, *runs.get(row.seq, (1, None))) for row in rows]


def _next_kind(until: datetime | None) -> ColumnElement[str]:
    """Return what was done next to the same task, empty for nothing; of the time asked about."""
    later = history.alias("later")
    query = select(later.c.kind).where(later.c.task == history.c.task, later.c.seq > history.c.seq)
    if until is not None:
        query = query.where(later.c.at < until)
    found = query.order_by(later.c.seq).limit(1).correlate(history).scalar_subquery()
    return func.coalesce(found, "")


def _runs(
    connection: Connection, heads: Sequence[int], since: datetime | None
) -> dict[int, tuple[int, datetime]]:
    """Return for the last save of each run how many saves it has, and when the first was made."""
    head, before, one = history.alias("head"), history.alias("before"), history.alias("one")
    border = (
        select(func.coalesce(func.max(before.c.seq), 0))
        .where(before.c.task == head.c.task, before.c.seq < head.c.seq, before.c.kind != _SAVED)
        .correlate(head)
        .scalar_subquery()
    )
    found: dict[int, tuple[int, datetime]] = {}
    for some in chunks(heads):
        query = (
            select(head.c.seq, func.count(), func.min(one.c.at))
            .join(one, and_(one.c.task == head.c.task, one.c.seq <= head.c.seq))
            .where(head.c.seq.in_(some), one.c.seq > border)
            .group_by(head.c.seq)
        )
        if since is not None:
            query = query.where(one.c.at >= since)
        for seq, count, first in connection.execute(query):
            found[seq] = (count, first)
    return found


def _work_line(row: Row[Any], saves: int, since: datetime | None) -> EventLine:
    return EventLine(
        EventPlace(row.at, EventSource.WORK, row.seq),
        row.login or "",
        row.kind,
        document_id=row.document,
        title=row.title,
        task_id=row.task or "",
        whose=row.whose or "",
        detail=row.detail,
        saves=saves,
        since=since,
    )


def _of_actors(
    connection: Connection,
    project: str,
    chosen: ChosenEvents,
    after: EventPlace | None,
    limit: int,
) -> list[EventLine]:
    wanted = _wanted(actor_changes, EventSource.ACTORS, project, chosen, after)
    found = _first(select(actor_changes).where(*wanted), actor_changes, limit).subquery()
    query = select(found, actors.c.name).join(
        actors, and_(actors.c.project == found.c.project, actors.c.id == found.c.actor)
    )
    return [
        EventLine(
            EventPlace(row.at, EventSource.ACTORS, row.seq),
            row.login,
            "changed" if row.before else "added",
            subject=row.name,
            detail={"actor": row.actor, "before": row.before, "after": row.after},
        )
        for row in connection.execute(query)
    ]


def _of_batches(
    connection: Connection,
    project: str,
    chosen: ChosenEvents,
    after: EventPlace | None,
    limit: int,
) -> list[EventLine]:
    wanted = _wanted(batch_changes, EventSource.BATCHES, project, chosen, after)
    found = _first(select(batch_changes).where(*wanted), batch_changes, limit).subquery()
    query = select(found, batches.c.name).join(
        batches, and_(batches.c.project == found.c.project, batches.c.id == found.c.batch)
    )
    return [
        EventLine(
            EventPlace(row.at, EventSource.BATCHES, row.seq),
            row.login or "",
            row.kind,
            subject=row.name,
            detail={"batch": row.batch, **row.detail},
        )
        for row in connection.execute(query)
    ]


def _of_accounts(
    connection: Connection,
    project: str,
    chosen: ChosenEvents,
    after: EventPlace | None,
    limit: int,
) -> list[EventLine]:
    wanted = _wanted(account_changes, EventSource.ACCOUNTS, project, chosen, after)
    query = _first(select(account_changes).where(*wanted), account_changes, limit)
    return [
        EventLine(
            EventPlace(row.at, EventSource.ACCOUNTS, row.seq),
            row.login or "",
            row.kind,
            whose=row.whom or "",
            detail=row.detail,
        )
        for row in connection.execute(query)
    ]


def _of_projects(
    connection: Connection,
    project: str,
    chosen: ChosenEvents,
    after: EventPlace | None,
    limit: int,
) -> list[EventLine]:
    wanted = _wanted(project_changes, EventSource.PROJECTS, project, chosen, after)
    query = _first(select(project_changes).where(*wanted), project_changes, limit)
    return [
        EventLine(
            EventPlace(row.at, EventSource.PROJECTS, row.seq),
            row.login,
            row.kind,
            detail=row.detail,
        )
        for row in connection.execute(query)
    ]


_Reader = Callable[[Connection, str, ChosenEvents, EventPlace | None, int], list[EventLine]]
_READERS: Mapping[EventSource, _Reader] = {
    EventSource.WORK: _of_work,
    EventSource.ACTORS: _of_actors,
    EventSource.BATCHES: _of_batches,
    EventSource.ACCOUNTS: _of_accounts,
    EventSource.PROJECTS: _of_projects,
}


def _wanted(
    table: Table,
    source: EventSource,
    project: str,
    chosen: ChosenEvents,
    after: EventPlace | None,
) -> list[ColumnElement[bool]]:
    """Return what every source is asked alike."""
    wanted: list[ColumnElement[bool]] = [table.c.project == project]
    if chosen.login is not None:
        wanted.append(table.c.login == chosen.login)
    if chosen.since is not None:
        wanted.append(table.c.at >= chosen.since)
    if chosen.until is not None:
        wanted.append(table.c.at < chosen.until)
    if after is not None:
        wanted.append(table.c.at <= after.at)
        if source is after.source:
            wanted.append(or_(table.c.at < after.at, table.c.seq < after.seq))
        elif source.rank > after.source.rank:
            wanted.append(table.c.at < after.at)
    return wanted


def _first(query: Select[Any], table: Table, limit: int) -> Select[Any]:
    return query.order_by(table.c.at.desc(), table.c.seq.desc()).limit(limit)
