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
    Subquery,
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
from labeler.core.queue import Kind
from labeler.core.work import TaskState
from labeler.store import queue_queries
from labeler.store.tables import documents, people, queue, tasks
from labeler.store.trash_rows import HERE

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
SAME_DOCUMENT = and_(tasks.c.project == documents.c.project, tasks.c.document == documents.c.id)


def is_done() -> ColumnElement[bool]:
    """Return whether as many people have submitted an article as its batch wants, at least one."""
    submitted = (
        select(func.count()).where(SAME_DOCUMENT, SUBMITTED).correlate(documents).scalar_subquery()
    )
    wanted = (
        select(func.coalesce(queue.c.wanted, 1))
        .where(queue.c.project == documents.c.project, queue.c.document == documents.c.id)
        .correlate(documents)
        .scalar_subquery()
    )
    return submitted >= wanted


def is_done_by(login: str) -> ColumnElement[bool]:
    """Return whether somebody has submitted or skipped an article."""
    return exists().where(SAME_DOCUMENT, tasks.c.login == login, SUBMITTED | IN_SKIPPED)


def is_left_for(connection: Connection, project: str, login: str) -> ColumnElement[bool]:
    """Return whether somebody has begun an article, or may still get it."""
    begun = exists().where(
        SAME_DOCUMENT,
        tasks.c.login == login,
        tasks.c.state == TaskState.DRAFT.value,
        tasks.c.holds,
    )
    free = queue_queries.free_batches(connection, project, login)
    own = exists().where(SAME_DOCUMENT, tasks.c.login == login)
    may = exists().where(
        queue.c.project == documents.c.project,
        queue.c.document == documents.c.id,
        queue.c.batch.in_(free),
        queue.c.kind != Kind.CONTROL.value,
        ~queue.c.is_full,
    )
    return begun | (may & ~own)


def articles_wanted(connection: Connection, project: str, source: str | None) -> int:
    """Return how many articles there are to label: this alone says what is wanted of a project."""
    every = select(func.count()).select_from(documents).where(documents.c.project == project, HERE)
    if source is not None:
        every = every.where(documents.c.source == source)
    found: int = connection.execute(every).scalar_one()
    return found


def places_wanted(connection: Connection, project: str, login: str, source: str | None) -> Places:
    """Return how many articles somebody is to label, and how many of them they are done with.

    This alone says what is wanted of a person: what they have done, have begun,
    or may still get.
    """
    every = select(func.count()).select_from(documents).where(documents.c.project == project, HERE)
    if source is not None:
        every = every.where(documents.c.source == source)
    filled: int = connection.execute(every.where(is_done_by(login))).scalar_one()
    left = is_left_for(connection, project, login)
    return Places(filled + connection.execute(every.where(left)).scalar_one(), filled)


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
        ).where(tasks.c.project == project, ~untouched, tasks.c.state != TaskState.TRASHED.value),
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
    """Return how many articles were done, by the hour of the submit that made them so.

    That is the first where one is enough, else the last of those that are wanted.
    """
    done = _done(project)
    hour = _hour(connection, past_hour_min, done.c.submitted_at)
    query = select(hour, func.count()).group_by(hour).order_by(hour)
    if source is not None:
        query = query.join_from(done, documents, _is_article(done)).where(
            documents.c.project == project, documents.c.source == source
        )
    return tuple(
        (read_hour(began, past_hour_min), count) for began, count in connection.execute(query)
    )


def _done(project: str) -> Subquery:
    """Return the articles that are done, and when they were: in one go, not one by one.

    Tasks are counted before anything is joined to them, from an index alone.
    """
    first, last = func.min(tasks.c.submitted_at), func.max(tasks.c.submitted_at)
    each = (
        select(
            tasks.c.document,
            func.count().label("people"),
            first.label("first"),
            last.label("last"),
        )
        .where(tasks.c.project == project, SUBMITTED)
        .group_by(tasks.c.document)
        .subquery("each")
    )
    wanted = func.coalesce(queue.c.wanted, 1)
    return (
        select(
            each.c.document,
            case((wanted == 1, each.c.first), else_=each.c.last).label("submitted_at"),
        )
        .join(queue, and_(queue.c.project == project, queue.c.document == each.c.document))
        .where(each.c.people >= wanted)
        .subquery("done")
    )


def _is_article(done: Subquery) -> ColumnElement[bool]:
    return documents.c.id == done.c.document


def by_source(connection: Connection, project: str) -> tuple[SourceLine, ...]:
    """Return how far each source is, those with most articles first; 200 at most."""
    done = _done(project)
    query = (
        select(documents.c.source, func.count(), func.count(done.c.document))
        .join_from(documents, done, _is_article(done), isouter=True)
        .where(documents.c.project == project, HERE)
        .group_by(documents.c.source)
        .order_by(func.count().desc(), documents.c.source)
        .limit(_MOST_SOURCES)
    )
    return tuple(SourceLine(*row) for row in connection.execute(query))


def source_names(connection: Connection, project: str) -> tuple[str, ...]:
    """Return the names of the largest sources, in the order of the alphabet; 200 at most."""
    query = (
        select(documents.c.source)
        .where(documents.c.project == project, HERE)
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
    # ``strptime`` takes fifty times as long, and there are tens of thousands of them.
    began = datetime.fromisoformat(f"{text}:00+00:00")
    return began + timedelta(minutes=past_hour_min)
