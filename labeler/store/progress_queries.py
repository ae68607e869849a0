"""How far a project is, counted by the database; nothing here grows with the articles."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    literal_column,
    select,
)

from labeler.core.progress import (
    Chosen,
    HandedIn,
    Places,
    ReasonLine,
    SourceLine,
    Standing,
    TimeTaken,
)
from labeler.core.queue import BatchState, Kind
from labeler.core.work import TaskState
from labeler.store import queue_queries
from labeler.store.tables import batches, documents, people, queue, tasks

_SLOT_S = 15
_MOST_SLOT = 40_000
_MOST_SOURCES = 200
_MOST_REASONS = 50
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

_Conditions: TypeAlias = list[ColumnElement[bool]]

# Of an article, not ``submitted_at IS NOT NULL``: SQLite would take the index by time for it.
SUBMITTED = tasks.c.state == TaskState.SUBMITTED.value
IN_DRAFT = and_(tasks.c.state == TaskState.DRAFT.value, tasks.c.revision > 0)
IN_SKIPPED = tasks.c.state == TaskState.SKIPPED.value
_SAME_ARTICLE = and_(tasks.c.project == queue.c.project, tasks.c.document == queue.c.document)
SAME_DOCUMENT = and_(tasks.c.project == documents.c.project, tasks.c.document == documents.c.id)


def places_wanted(
    connection: Connection, project: str, login: str | None, source: str | None
) -> Places:
    """Return how many labellings are wanted and how many of them there are.

    An article is wanted of as many people as its batch says, and once where it
    goes to everybody; closed batches and control articles do not count. Of one
    person, what they have handed in or skipped, have begun, or may still get.
    """
    if login is not None:
        return _places_of(connection, project, login, source)
    wanted = func.coalesce(queue.c.wanted, 1)
    counted = [
        queue.c.project == project,
        queue.c.kind != Kind.CONTROL.value,
        batches.c.state != BatchState.CLOSED.value,
    ]
    batch = and_(batches.c.project == queue.c.project, batches.c.id == queue.c.batch)
    every = select(func.coalesce(func.sum(wanted), 0)).select_from(queue).join(batches, batch)
    there = (
        select(wanted.label("wanted"), func.count().label("submitted"))
        .select_from(queue)
        .join(batches, batch)
        .join(
            tasks,
            and_(
                tasks.c.project == queue.c.project, tasks.c.document == queue.c.document, SUBMITTED
            ),
        )
        .group_by(queue.c.document, queue.c.wanted)
    )
    if source is not None:
        counted.append(documents.c.source == source)
        article = and_(documents.c.project == queue.c.project, documents.c.id == queue.c.document)
        every, there = every.join(documents, article), there.join(documents, article)
    each = there.where(*counted).subquery()
    enough = case((each.c.submitted > each.c.wanted, each.c.wanted), else_=each.c.submitted)
    done = select(func.coalesce(func.sum(enough), 0))
    # A sum is a Decimal on PostgreSQL.
    return Places(
        int(connection.execute(every.where(*counted)).scalar_one()),
        int(connection.execute(done).scalar_one()),
    )


def _places_of(connection: Connection, project: str, login: str, source: str | None) -> Places:
    own = select(func.count()).select_from(tasks).where(tasks.c.project == project)
    own = _of_source(own.where(tasks.c.login == login), source)
    done: int = connection.execute(own.where(SUBMITTED | IN_SKIPPED)).scalar_one()
    begun = own.where(tasks.c.state == TaskState.DRAFT.value, tasks.c.holds)
    left = connection.execute(begun).scalar_one()
    left += queue_queries.count_open(connection, project, login, source)
    return Places(done + left, done)


def standings(
    connection: Connection, project: str, login: str | None, source: str | None
) -> tuple[Standing, ...]:
    """Return how many articles each person has in each state, by login."""
    untouched = and_(tasks.c.state == TaskState.DRAFT.value, tasks.c.revision == 0)
    counted = _of_source(
        select(
            tasks.c.login,
            func.sum(case((tasks.c.state == TaskState.SUBMITTED.value, 1), else_=0)),
            func.sum(case((IN_DRAFT, 1), else_=0)),
            func.sum(case((IN_SKIPPED, 1), else_=0)),
        ).where(tasks.c.project == project, ~untouched),
        source,
    ).group_by(tasks.c.login)
    if login is not None:
        counted = counted.where(tasks.c.login == login)
    rows = connection.execute(counted)
    return tuple(sorted((Standing(*row) for row in rows), key=lambda line: line.login))


def handed_in(
    connection: Connection, project: str, chosen: Chosen, past_hour_min: int
) -> tuple[HandedIn, ...]:
    """Return what was submitted, by person and hour.

    ``past_hour_min`` says how many minutes after the full hour, in UTC, the reader's
    hours begin: not 0 where clocks are half an hour off.
    """
    hour = _hour(connection, past_hour_min)
    counted = select(tasks.c.login, hour, func.count(), func.sum(tasks.c.active_s))
    query = _submitted(counted, project, chosen).group_by(tasks.c.login, hour)
    found = [
        HandedIn(login, read_hour(began, past_hour_min), count, float(active_s))
        for login, began, count, active_s in connection.execute(query)
    ]
    return tuple(sorted(found, key=lambda line: (line.hour, line.login)))


def characters(connection: Connection, project: str, chosen: Chosen) -> Mapping[str, int]:
    """Return how long the submitted articles with active time are together, by person."""
    counted = select(tasks.c.login, func.sum(documents.c.length)).join_from(
        tasks, documents, SAME_DOCUMENT
    )
    query = _submitted(counted, project, replace(chosen, source=None)).where(tasks.c.active_s > 0)
    if chosen.source is not None:
        query = query.where(documents.c.source == chosen.source)
    rows = connection.execute(query.group_by(tasks.c.login))
    return {login: int(length) for login, length in rows}


def times_taken(connection: Connection, project: str, chosen: Chosen) -> tuple[TimeTaken, ...]:
    """Return how many submitted articles took how long, by person."""
    whole = func.floor if connection.dialect.name == "postgresql" else _as_is
    slot = cast(whole(tasks.c.active_s / _SLOT_S), Integer)
    bounded = case((slot > _MOST_SLOT, _MOST_SLOT), else_=slot).label("slot")
    counted = select(tasks.c.login, bounded, func.count())
    query = _submitted(counted, project, chosen).where(tasks.c.active_s > 0)
    rows = connection.execute(query.group_by(tasks.c.login, bounded))
    return tuple(TimeTaken(*row) for row in rows)


def first_done(
    connection: Connection, project: str, source: str | None, past_hour_min: int
) -> tuple[tuple[datetime, int], ...]:
    """Return how many articles were submitted for the first time, by hour."""
    first = _of_source(
        select(func.min(tasks.c.submitted_at).label("submitted_at")).where(
            tasks.c.project == project, SUBMITTED
        ),
        source,
    ).group_by(tasks.c.document)
    firsts = first.subquery()
    hour = _hour(connection, past_hour_min, firsts.c.submitted_at)
    query = select(hour, func.count()).group_by(hour).order_by(hour)
    return tuple(
        (read_hour(began, past_hour_min), count) for began, count in connection.execute(query)
    )


def by_source(connection: Connection, project: str) -> tuple[SourceLine, ...]:
    """Return how far each source is, those with most articles first; 200 at most."""
    done = case((exists().where(SAME_DOCUMENT, SUBMITTED), 1), else_=0)
    query = (
        select(documents.c.source, func.count(), func.sum(done))
        .where(documents.c.project == project)
        .group_by(documents.c.source)
        .order_by(func.count().desc(), documents.c.source)
        .limit(_MOST_SOURCES)
    )
    return tuple(SourceLine(*row) for row in connection.execute(query))


def source_names(connection: Connection, project: str) -> tuple[str, ...]:
    """Return the names of the largest sources, in the order of the alphabet; 200 at most."""
    query = (
        select(documents.c.source)
        .where(documents.c.project == project)
        .group_by(documents.c.source)
        .order_by(func.count().desc(), documents.c.source)
        .limit(_MOST_SOURCES)
    )
    return tuple(sorted(connection.execute(query).scalars(), key=str.casefold))


def reasons(
    connection: Connection, project: str, login: str | None, source: str | None
) -> tuple[ReasonLine, ...]:
    """Return why articles were skipped, the commonest reason first; 50 at most."""
    query = _of_source(
        select(tasks.c.skip_reason, func.count()).where(*open_work(project, login), IN_SKIPPED),
        source,
    )
    rows = connection.execute(
        query.group_by(tasks.c.skip_reason)
        .order_by(func.count().desc(), tasks.c.skip_reason)
        .limit(_MOST_REASONS)
    )
    return tuple(ReasonLine(*row) for row in rows)


def open_work(project: str, login: str | None) -> _Conditions:
    """Return what picks the tasks of a project, or of one person in it."""
    whose: _Conditions = [tasks.c.project == project]
    if login is not None:
        whose.append(tasks.c.login == login)
    return whose


def names(connection: Connection, project: str) -> dict[str, str]:
    """Return the names of those who have opened an article, by login."""
    mine = exists().where(tasks.c.project == project, tasks.c.login == people.c.login)
    rows = connection.execute(select(people.c.login, people.c.name).where(mine))
    return {row.login: row.name for row in rows}


def _submitted(query: Select[Any], project: str, chosen: Chosen) -> Select[Any]:
    # A bound in any case: with one, and only then, SQLite takes the index by time.
    since = _BEGINNING if chosen.since is None else chosen.since
    query = query.where(*open_work(project, chosen.login), tasks.c.submitted_at >= since)
    if chosen.until is not None:
        query = query.where(tasks.c.submitted_at < chosen.until)
    return _of_source(query, chosen.source)


def _of_source(query: Select[Any], source: str | None) -> Select[Any]:
    if source is None:
        return query
    return query.join_from(tasks, documents, SAME_DOCUMENT).where(documents.c.source == source)


def _as_is(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return value


def _hour(
    connection: Connection, past_hour_min: int, moment: ColumnElement[Any] = tasks.c.submitted_at
) -> ColumnElement[str]:
    """Return the hour of a moment as ``2026-03-01 12``, hours beginning at those minutes."""
    if connection.dialect.name == "postgresql":
        shifted = func.timezone("UTC", moment) - timedelta(minutes=past_hour_min)
        # A literal: as a parameter it would differ between SELECT and GROUP BY.
        return func.to_char(shifted, literal_column("'YYYY-MM-DD HH24'"))
    if past_hour_min:
        return func.strftime(
            literal_column("'%Y-%m-%d %H'"), moment, literal_column(f"'-{past_hour_min:d} minutes'")
        )
    # SQLite keeps moments as text, and cutting one is five times as fast.
    return func.substr(moment, literal_column("1"), literal_column("13"), type_=None)


def read_hour(text: str, past_hour_min: int) -> datetime:
    """Return when an hour began."""
    began = datetime.strptime(text, "%Y-%m-%d %H").replace(tzinfo=UTC)
    return began + timedelta(minutes=past_hour_min)
