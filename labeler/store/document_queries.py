"""Queries on projects, people and documents."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, insert, select

from labeler.core.document import Document
from labeler.core.errors import DuplicateError, NotFoundError
from labeler.core.schema import Schema
from labeler.core.work import DocumentPage, TaskState
from labeler.store import batch_queries, queue_queries
from labeler.store.engine import take_stock
from labeler.store.rows import (
    chunks,
    document_values,
    fold,
    insert_into,
    read_document,
    read_document_row,
    text_values,
)
from labeler.store.tables import (
    documents,
    history,
    people,
    projects,
    queue,
    schemas,
    suggestions,
    tasks,
    texts,
)
from labeler.store.trash_rows import HERE

WHOLE = select(documents, texts.c.text, texts.c.meta).join_from(documents, texts)
"""Documents with their texts."""


def ensure_project(connection: Connection, project: str, schema: Schema, now: datetime) -> None:
    """Create the project where it is missing and note the schema in use."""
    in_use = {"schema_id": schema.id, "schema_version": schema.version}
    connection.execute(
        insert_into(connection, projects)
        .values(id=project, created_at=now, **in_use)
        .on_conflict_do_update(index_elements=["id"], set_=in_use)
    )
    connection.execute(
        insert_into(connection, schemas)
        .values(
            project=project,
            id=schema.id,
            version=schema.version,
            digest=schema.digest,
            first_used_at=now,
        )
        .on_conflict_do_nothing()
    )
    batch_queries.ensure_first_batch(connection, project, now)


def ensure_person(connection: Connection, login: str, name: str, now: datetime) -> None:
    """Create the person where they are missing."""
    connection.execute(
        insert_into(connection, people)
        .values(login=login, name=name, created_at=now)
        .on_conflict_do_nothing()
    )


def digests_of(connection: Connection, project: str, ids: Iterable[str]) -> dict[str, str]:
    """Return the text digest of those of ``ids`` that exist."""
    found: dict[str, str] = {}
    for some in chunks(sorted(set(ids))):
        query = select(documents.c.id, documents.c.sha256).where(
            documents.c.project == project, documents.c.id.in_(some)
        )
        found.update((row.id, row.sha256) for row in connection.execute(query))
    return found


def ids_of(connection: Connection, project: str, digests: Iterable[str]) -> dict[str, str]:
    """Return, for those text digests that exist, the id of the document."""
    found: dict[str, str] = {}
    for some in chunks(sorted(set(digests))):
        query = select(documents.c.id, documents.c.sha256).where(
            documents.c.project == project, documents.c.sha256.in_(some)
        )
        found.update((row.sha256, row.id) for row in connection.execute(query))
    return found


def lock_project(connection: Connection, project: str) -> bool:
    """Keep other imports out until the commit; say whether there is such a project."""
    # Not the whole row: a save refers to it, and would wait for the import to end.
    lock = select(projects.c.id).where(projects.c.id == project).with_for_update(key_share=True)
    return connection.execute(lock).first() is not None


def add(
    connection: Connection, project: str, new: Sequence[Document], now: datetime, batch_id: str
) -> int:
    """Store new documents at the end of a batch; return the number of the first.

    Raises:
        NotFoundError: there is no such project, or no such batch in it.
        DuplicateError: an id or a text is there already, or twice among ``new``.
    """
    # Held until the commit, so that no other import takes the same numbers.
    if not lock_project(connection, project):
        raise NotFoundError(f"there is no project {project!r}")
    last = select(func.coalesce(func.max(documents.c.seq), 0)).where(documents.c.project == project)
    first: int = connection.execute(last).scalar_one() + 1
    if not new:
        return first
    _refuse_duplicates(connection, project, new)
    connection.execute(
        insert(documents),
        [
            {**document_values(project, document), "seq": seq, "imported_at": now}
            for seq, document in enumerate(new, first)
        ],
    )
    batch_queries.append(connection, project, batch_id, [document.id for document in new])
    if first == 1:
        take_stock(connection, documents)
        take_stock(connection, queue)
    connection.execute(insert(texts), [text_values(project, document) for document in new])
    connection.execute(
        insert(history),
        [
            {
                "project": project,
                "at": now,
                "kind": "imported",
                "document": document.id,
                "detail": {},
            }
            for document in new
        ],
    )
    return first


def _refuse_duplicates(connection: Connection, project: str, new: Sequence[Document]) -> None:
    ids = set(digests_of(connection, project, (d.id for d in new)))
    digests = set(ids_of(connection, project, (d.sha256 for d in new)))
    for document in new:
        if document.id in ids:
            raise DuplicateError(f"the project has a document {document.id!r} already")
        if document.sha256 in digests:
            raise DuplicateError(f"the project has the text of {document.id!r} already")
        ids.add(document.id)
        digests.add(document.sha256)


def read(connection: Connection, project: str, document_id: str) -> Document:
    """Return a document; NotFoundError where there is none."""
    row = connection.execute(
        WHOLE.where(documents.c.project == project, documents.c.id == document_id)
    ).first()
    if row is None:
        raise NotFoundError(f"there is no document {document_id!r} in project {project!r}")
    return read_document(row)


def _shown_state() -> ColumnElement[str]:
    """Return the state of a document for a person whose task is joined, if there is one.

    Opening alone, which fetching the next article ahead does too, is no work yet.
    """
    untouched = (tasks.c.state == TaskState.DRAFT.value) & (tasks.c.revision == 0)
    return case((tasks.c.id.is_(None) | untouched, TaskState.NEW.value), else_=tasks.c.state)


def page(  # noqa: PLR0913 - filters of one list
    connection: Connection,
    project: str,
    login: str,
    *,
    search: str,
    state: TaskState | None,
    limit: int,
    offset: int,
) -> DocumentPage:
    """Return articles in import order with the state they have for ``login``."""
    shown = _shown_state()
    query = matching(
        project, login, search, state,
        documents.c.id, documents.c.title, documents.c.source,
        documents.c.published_at, documents.c.imported_at, documents.c.length,
        shown.label("state"),
    )  # fmt: skip
    counted = matching(project, login, search, state, func.count(), joined=state is not None)
    query = query.order_by(documents.c.seq).limit(limit).offset(offset)
    rows = connection.execute(query).all()
    total = connection.execute(counted).scalar_one()
    suggested = _suggested(connection, project, [row.id for row in rows])
    return DocumentPage(tuple(read_document_row(row, suggested) for row in rows), total)


def matching(
    project: str,
    login: str,
    search: str,
    state: TaskState | None,
    *columns: Any,  # noqa: ANN401 - any column
    joined: bool = True,
) -> Select[Any]:
    """Return the query for the articles of a filter, joined with the tasks of ``login``.

    Counting without a state does not need the join.
    """
    query = select(*columns).select_from(documents)
    if joined:
        query = query.outerjoin(tasks, task_of(login))
    query = query.where(documents.c.project == project, HERE)
    if search.strip():
        query = query.where(documents.c.searched.contains(fold(search.strip()), autoescape=True))
    return query if state is None else query.where(_shown_state() == state.value)


def task_of(login: str) -> ColumnElement[bool]:
    """Return the join of documents with the tasks of one person."""
    return and_(
        tasks.c.project == documents.c.project,
        tasks.c.document == documents.c.id,
        tasks.c.login == login,
    )


def _suggested(connection: Connection, project: str, ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in chunks(ids):
        # In order of time: the latest pipeline's count stays.
        query = (
            select(suggestions.c.document, suggestions.c.item_count)
            .where(suggestions.c.project == project, suggestions.c.document.in_(some))
            .order_by(suggestions.c.created_at, suggestions.c.author)
        )
        found.update((row.document, row.item_count) for row in connection.execute(query))
    return found


def progress(connection: Connection, project: str, login: str) -> Mapping[TaskState, int]:
    """Return how many documents are in each state for ``login``; new ones are those they may have.

    One that was looked at alone is new, as long as it is theirs.
    """
    shown = _shown_state()
    by_state = connection.execute(
        select(shown.label("state"), func.count())
        .where(tasks.c.project == project, tasks.c.login == login)
        .where(tasks.c.state != TaskState.TRASHED.value)
        .where(tasks.c.holds | (shown != TaskState.NEW.value))
        .group_by(shown)
    )
    found: dict[TaskState, int] = {
        state: 0 for state in TaskState if state is not TaskState.TRASHED
    }
    for state, number in by_state:
        found[TaskState(state)] = number
    found[TaskState.NEW] += queue_queries.count_open(connection, project, login)
    return found
