"""What lies in the trash, a page of it at a time, and which articles could go there."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from labeler.core.trash import TrashLine, TrashPage
from labeler.core.work import TaskState
from labeler.store import document_queries
from labeler.store.rows import fold
from labeler.store.tables import documents, tasks, trash, trash_tasks

_DOCUMENT = and_(documents.c.project == trash.c.project, documents.c.id == trash.c.document)


def page(connection: Connection, project: str, search: str, limit: int, offset: int) -> TrashPage:
    """Return some of what lies in the trash, latest first.

    ``search`` looks for its letters in title, source, id, reason and the logins.
    """
    wanted = _wanted(project, search)
    counted = select(func.count()).select_from(trash)
    if search.strip():
        counted = counted.join(documents, _DOCUMENT)
    total = connection.execute(counted.where(*wanted)).scalar_one()
    rows = connection.execute(
        select(trash, documents.c.title, documents.c.source, tasks.c.login.label("whose"))
        .join(documents, _DOCUMENT)
        .outerjoin(tasks, tasks.c.id == trash.c.task)
        .where(*wanted)
        .order_by(trash.c.seq.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    sets = _sets(connection, [row.seq for row in rows])
    return TrashPage(tuple(_read(row, sets.get(row.seq, 0)) for row in rows), total)


def found(connection: Connection, project: str, search: str) -> tuple[tuple[str, str], ...]:
    """Return all that fits a search, oldest first: article, and task or nothing."""
    query = (
        select(trash.c.document, trash.c.task)
        .join(documents, _DOCUMENT)
        .where(*_wanted(project, search))
        .order_by(trash.c.seq)
    )
    return tuple((row.document, row.task or "") for row in connection.execute(query))


def articles(
    connection: Connection, project: str, login: str, search: str, state: TaskState | None
) -> tuple[str, ...]:
    """Return the ids of the articles that the list of somebody shows for a filter."""
    query = document_queries.matching(project, login, search, state, documents.c.id)
    return tuple(connection.execute(query.order_by(documents.c.seq)).scalars())


def _wanted(project: str, search: str) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [trash.c.project == project]
    if search.strip():
        words = fold(search.strip())
        texts = (documents.c.searched, trash.c.searched)
        wanted.append(or_(*(text.contains(words, autoescape=True) for text in texts)))
    return wanted


def _sets(connection: Connection, entries: Sequence[int]) -> dict[int, int]:
    """Return how many sets of labels went with each entry."""
    query = (
        select(trash_tasks.c.trash, func.count())
        .join(tasks, tasks.c.id == trash_tasks.c.task)
        .where(trash_tasks.c.trash.in_(entries))
        .where(or_(tasks.c.revision > 0, trash_tasks.c.state == TaskState.SUBMITTED.value))
        .group_by(trash_tasks.c.trash)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _read(row: Row[tuple[object, ...]], sets: int) -> TrashLine:
    return TrashLine(
        number=row.seq,
        document_id=row.document,
        title=row.title,
        source=row.source,
        task_id=row.task or "",
        whose=row.whose or "",
        sets=sets,
        at=row.at,
        by=row.login,
        reason=row.reason,
    )
