"""Queries on suggestions, submitted labels and the outbox."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, select

from labeler.codec import load_annotation_set
from labeler.core.annotation import AnnotationSet
from labeler.core.document import Document
from labeler.core.event_line import EventKind
from labeler.core.work import OutboxEntry, Submission, TaskState
from labeler.store.document_queries import WHOLE
from labeler.store.rows import chunks, insert_into, read_document
from labeler.store.tables import (
    documents,
    history,
    outbox,
    projects,
    revisions,
    suggestions,
    tasks,
)
from labeler.store.trash_rows import HERE


def put_suggestions(
    connection: Connection, project: str, labels: AnnotationSet, payload: str, now: datetime
) -> None:
    """Store a model's set, in place of an older one by the same author."""
    values = {"item_count": sum(1 for _ in labels.items()), "created_at": now, "labels": payload}
    connection.execute(
        insert_into(connection, suggestions)
        .values(project=project, document=labels.document_id, author=labels.author, **values)
        .on_conflict_do_update(index_elements=["project", "document", "author"], set_=values)
    )


def suggested_by(connection: Connection, project: str, document_id: str, author: str) -> str | None:
    """Return the JSON text of what the author suggests, ``None`` if it has not looked."""
    payload: str | None = connection.execute(
        select(suggestions.c.labels).where(
            suggestions.c.project == project,
            suggestions.c.document == document_id,
            suggestions.c.author == author,
        )
    ).scalar()
    return payload


def unseen(
    connection: Connection, project: str, author: str, behind: int, limit: int
) -> list[tuple[int, Document]]:
    """Return documents the author has not looked at, with their numbers, in import order.

    ``behind`` is the number of a document up to which it has seen all.
    """
    seen = and_(
        suggestions.c.project == documents.c.project,
        suggestions.c.document == documents.c.id,
        suggestions.c.author == author,
    )
    query = (
        WHOLE.outerjoin(suggestions, seen)
        .where(
            documents.c.project == project,
            documents.c.seq > behind,
            HERE,
            suggestions.c.document.is_(None),
        )
        .order_by(documents.c.seq)
        .limit(limit)
    )
    return [(row.seq, read_document(row)) for row in connection.execute(query)]


def count_unseen(connection: Connection, project: str, author: str) -> int:
    """Return how many documents the author has not looked at."""
    every = select(func.count()).select_from(documents).where(documents.c.project == project, HERE)
    by_it = [suggestions.c.project == project, suggestions.c.author == author]
    seen = select(func.count()).select_from(suggestions).where(*by_it)
    # Apart from the others: usually there are few, and the rest is counted from an index alone.
    seen_in_trash = (
        select(func.count())
        .join_from(documents, suggestions)
        .where(documents.c.project == project, ~HERE, *by_it)
    )
    missing: int = (
        connection.execute(every).scalar_one()
        - connection.execute(seen).scalar_one()
        + connection.execute(seen_in_trash).scalar_one()
    )
    return missing


def last_restored(connection: Connection, project: str) -> int:
    """Return the number of the last time anything was restored from the trash, 0 for never."""
    query = (
        select(history.c.seq)
        .where(history.c.project == project, history.c.kind == EventKind.RESTORED.value)
        .order_by(history.c.at.desc(), history.c.seq.desc())
        .limit(1)
    )
    return connection.execute(query).scalar() or 0


def waiting(connection: Connection, project: str, limit: int) -> tuple[OutboxEntry, ...]:
    """Return documents whose live labels are behind, oldest first."""
    query = (
        select(outbox.c.seq, outbox.c.document, outbox.c.bucket)
        .where(outbox.c.project == project)
        .order_by(outbox.c.seq)
        .limit(limit)
    )
    return tuple(
        OutboxEntry(row.seq, row.document, row.bucket) for row in connection.execute(query)
    )


def clear(connection: Connection, project: str, entries: Sequence[OutboxEntry]) -> None:
    """Forget these entries, and no others of the same documents."""
    for some in chunks([entry.seq for entry in entries]):
        connection.execute(
            delete(outbox).where(outbox.c.project == project, outbox.c.seq.in_(some))
        )


_SUBMITTED = (
    WHOLE.add_columns(
        tasks.c.login,
        tasks.c.revision,
        tasks.c.submitted_at,
        revisions.c.labels,
        projects.c.schema_id,
        projects.c.schema_version,
    )
    .join(projects, projects.c.id == documents.c.project)
    .join(tasks, and_(tasks.c.project == documents.c.project, tasks.c.document == documents.c.id))
    .outerjoin(
        revisions, and_(revisions.c.task == tasks.c.id, revisions.c.number == tasks.c.revision)
    )
    .where(tasks.c.state == TaskState.SUBMITTED.value)
)


def submitted_in(connection: Connection, project: str, bucket: int) -> tuple[Submission, ...]:
    """Return all submitted sets of the bucket's documents, by document id, then author."""
    query = _SUBMITTED.where(documents.c.project == project, documents.c.bucket == bucket)
    return _in_order(_read_submission(row) for row in connection.execute(query))


def submitted_of(
    connection: Connection, project: str, document_ids: Sequence[str]
) -> tuple[Submission, ...]:
    """Return the submitted sets of these documents, by document id, then author."""
    found: list[Submission] = []
    for some in chunks(sorted(set(document_ids))):
        query = _SUBMITTED.where(documents.c.project == project, documents.c.id.in_(some))
        found.extend(_read_submission(row) for row in connection.execute(query))
    return _in_order(found)


def _read_submission(row: Row[Any]) -> Submission:
    document = read_document(row)
    labels = (
        # Submitted without a save: the person found nothing to mark.
        AnnotationSet(
            document.id,
            document.sha256,
            row.schema_id,
            row.schema_version,
            f"annotator:{row.login}",
        )
        if row.labels is None
        else load_annotation_set(row.labels, document.text)
    )
    return Submission(document, labels, row.revision, row.submitted_at)


def _in_order(found: Iterable[Submission]) -> tuple[Submission, ...]:
    # Here, not in SQL: databases sort text by their own locale.
    return tuple(sorted(found, key=lambda s: (s.document.id, s.labels.author)))
