"""Rows to domain objects and back."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Table
from sqlalchemy.dialects import postgresql, sqlite

from labeler.codec import load_annotation_set
from labeler.core.buckets import bucket_of
from labeler.core.document import Document
from labeler.core.queue import Kind
from labeler.core.work import DocumentRow, Lease, Revision, Task, TaskState

_T = TypeVar("_T")

# What databases take in one statement; SQLite's oldest limit is 999 values.
CHUNK = 500


def chunks(values: Sequence[_T]) -> list[Sequence[_T]]:
    """Return the values in pieces that fit into one ``IN (…)``."""
    return [values[i : i + CHUNK] for i in range(0, len(values), CHUNK)]


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that can say what to do on a conflict, in the database's dialect."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def by_code_point(connection: Connection, column: ColumnElement[str]) -> ColumnElement[str]:
    """Return a column of text to sort by, so that the order is the same on every machine."""
    # SQLite sorts so anyway; PostgreSQL as the language of the database has it.
    return column if connection.dialect.name == "sqlite" else column.collate("C")


def fold(text: str) -> str:
    """Return the text as searches compare it: without case, in every script."""
    # NUL ends a text for SQLite's LIKE.
    return text.casefold().replace("\0", " ")


def document_values(project: str, document: Document) -> dict[str, Any]:
    """Return the row of ``documents``, but for ``seq`` and ``imported_at``."""
    return {
        "project": project,
        "id": document.id,
        "bucket": bucket_of(document.id),
        "title": document.title,
        "source": document.source,
        "url": document.url,
        "published_at": document.published_at,
        "language": document.language,
        "sha256": document.sha256,
        "length": len(document.text),
        "searched": fold(f"{document.title}\n{document.source}\n{document.id}"),
    }


def text_values(project: str, document: Document) -> dict[str, Any]:
    """Return the row of ``texts``."""
    return {
        "project": project,
        "document": document.id,
        "meta": dict(document.meta),
        "text": document.text,
    }


def read_document(row: Row[Any]) -> Document:
    """Return the document of a row of ``documents`` joined with ``texts``."""
    return Document(
        id=row.id,
        title=row.title,
        text=row.text,
        source=row.source,
        url=row.url,
        published_at=row.published_at,
        language=row.language,
        meta=row.meta,
    )


def read_document_row(row: Row[Any], suggested: Mapping[str, int]) -> DocumentRow:
    """Return a line of the list; ``suggested`` has the items suggested by document."""
    return DocumentRow(
        id=row.id,
        title=row.title,
        source=row.source,
        published_at=row.published_at,
        imported_at=row.imported_at,
        length=row.length,
        state=TaskState(row.state or TaskState.NEW),
        suggestions=suggested.get(row.id),
    )


def read_task(row: Row[Any]) -> Task:
    """Return the task of a row of ``tasks``."""
    return Task(
        id=row.id,
        project=row.project,
        document_id=row.document,
        login=row.login,
        state=TaskState(row.state),
        revision=row.revision,
        lease=Lease(row.fence, row.lease_expires_at),
        opened_at=row.opened_at,
        saved_at=row.saved_at,
        submitted_at=row.submitted_at,
        skip_reason=row.skip_reason,
        active_s=row.active_s,
        batch=row.batch,
        kind=Kind(row.kind),
        blind=row.blind,
        holds=row.holds,
    )


def read_revision(row: Row[Any], text: str) -> Revision:
    """Return the revision of a row of ``revisions`` made on ``text``."""
    return Revision(
        task_id=row.task,
        number=row.number,
        labels=load_annotation_set(row.labels, text),
        saved_at=row.saved_at,
        login=row.login,
        save_id=row.save_id,
        difference=row.difference,
        client=row.client,
    )
