"""The articles behind a number, a page of them at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, select

from labeler.core.progress import ArticleLine, ArticleLines, Chosen, ListKind
from labeler.core.work import TaskState
from labeler.store.progress_queries import (
    IN_DRAFT,
    IN_SKIPPED,
    SAME_DOCUMENT,
    SUBMITTED,
    is_done,
    is_done_by,
    is_left_for,
    open_work,
)
from labeler.store.tables import documents, tasks
from labeler.store.trash_rows import HERE

_OPENED = and_(tasks.c.state == TaskState.DRAFT.value, tasks.c.revision == 0)
_DOCUMENT = (documents.c.id, documents.c.title, documents.c.source)
_TASK = (
    tasks.c.login,
    tasks.c.state,
    tasks.c.saved_at,
    tasks.c.submitted_at,
    tasks.c.active_s,
    tasks.c.skip_reason,
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Since when work counts as stuck: drafts not saved, leases over before these moments."""

    saved_before: datetime
    lease_before: datetime


def page(  # noqa: PLR0913 - filters of one list
    connection: Connection,
    project: str,
    kind: ListKind,
    chosen: Chosen,
    waiting: Waiting,
    *,
    limit: int,
    offset: int,
) -> ArticleLines:
    """Return some of the articles behind a number and how many there are.

    Those submitted come latest first, stuck ones longest waiting first, the rest in
    import order. ``FLAGGED`` is not known here: the labels have it.
    """
    by_article = kind in {ListKind.LEFT, ListKind.DONE}
    query = (
        _documents(connection, project, kind, chosen)
        if by_article
        else _worked(project, kind, chosen)
    )
    if kind is ListKind.STALE:
        query = query.where(tasks.c.saved_at < waiting.saved_before)
    elif kind is ListKind.LAPSED:
        query = query.where(tasks.c.lease_expires_at < waiting.lease_before)
    if chosen.source is not None:
        query = query.where(documents.c.source == chosen.source)
    counted = query.with_only_columns(func.count(), maintain_column_froms=True)
    total = connection.execute(counted).scalar_one()
    if not limit:
        return ArticleLines((), total)
    rows = connection.execute(query.order_by(*_order(kind)).limit(limit).offset(offset))
    return ArticleLines(tuple(_read(row) for row in rows), total)


def _documents(connection: Connection, project: str, kind: ListKind, chosen: Chosen) -> Select[Any]:
    login = chosen.login
    if kind is ListKind.DONE:
        wanted = is_done() if login is None else is_done_by(login)
    else:
        wanted = ~is_done() if login is None else is_left_for(connection, project, login)
    return select(*_DOCUMENT).where(documents.c.project == project, HERE, wanted)


def _worked(project: str, kind: ListKind, chosen: Chosen) -> Select[Any]:
    states: dict[ListKind, ColumnElement[bool]] = {
        ListKind.SUBMITTED: SUBMITTED,
        ListKind.DRAFTS: IN_DRAFT,
        ListKind.STALE: IN_DRAFT,
        ListKind.SKIPPED: IN_SKIPPED,
        ListKind.LAPSED: _OPENED,
    }
    query = (
        select(*_DOCUMENT, *_TASK)
        .join_from(tasks, documents, SAME_DOCUMENT)
        .where(*open_work(project, chosen.login), states[kind])
    )
    if kind is ListKind.SUBMITTED:
        if chosen.since is not None:
            query = query.where(tasks.c.submitted_at >= chosen.since)
        if chosen.until is not None:
            query = query.where(tasks.c.submitted_at < chosen.until)
    if kind is ListKind.SKIPPED and chosen.reason is not None:
        query = query.where(tasks.c.skip_reason == chosen.reason)
    return query


def _order(kind: ListKind) -> tuple[ColumnElement[Any], ...]:
    if kind is ListKind.SUBMITTED:
        return (tasks.c.submitted_at.desc(), tasks.c.id)
    if kind is ListKind.STALE:
        return (tasks.c.saved_at, tasks.c.id)
    if kind is ListKind.LAPSED:
        return (tasks.c.lease_expires_at, tasks.c.id)
    if kind in {ListKind.LEFT, ListKind.DONE}:
        return (documents.c.seq,)
    return (documents.c.seq, tasks.c.login)


def _read(row: Row[Any]) -> ArticleLine:
    if not hasattr(row, "login"):
        return ArticleLine(row.id, row.title, row.source)
    return ArticleLine(
        document_id=row.id,
        title=row.title,
        source=row.source,
        login=row.login,
        state=row.state,
        saved_at=row.saved_at,
        submitted_at=row.submitted_at,
        active_s=row.active_s,
        note=row.skip_reason,
    )
