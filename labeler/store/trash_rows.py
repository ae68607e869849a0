"""What lies in the trash and what does not: asked here, and nowhere else.

An article in the trash is marked in ``documents`` and has no row in ``queue``; a
task in the trash, alone or with its article, is in the state ``trashed`` and holds
no place. So what asks for tasks by their state, or for articles by the queue, need
not ask for the trash.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from labeler.core.errors import NotFoundError
from labeler.core.trash import TrashedError
from labeler.core.work import Task
from labeler.store.rows import chunks
from labeler.store.tables import documents, trash_places

HERE = ~documents.c.in_trash
"""What picks the articles that are not in the trash."""


def in_trash(connection: Connection, project: str, ids: Sequence[str]) -> set[str]:
    """Return those of the articles that are in the trash."""
    found: set[str] = set()
    for some in chunks(ids):
        query = select(documents.c.id).where(
            documents.c.project == project, documents.c.in_trash, documents.c.id.in_(some)
        )
        found.update(connection.execute(query).scalars())
    return found


def missing(connection: Connection, project: str, document_id: str) -> NotFoundError | TrashedError:
    """Return why an article is not in the queue: it is in the trash, or nowhere."""
    if in_trash(connection, project, [document_id]):
        return TrashedError(document_id, whole=True)
    return NotFoundError(f"there is no document {document_id!r} in project {project!r}")


def refusal(connection: Connection, task: Task) -> TrashedError:
    """Return what is said of a task in the trash."""
    whole = bool(in_trash(connection, task.project, [task.document_id]))
    return TrashedError(task.document_id, whole=whole, kept=task.revision)


def place_of(connection: Connection, project: str, document_id: str) -> tuple[str, int] | None:
    """Return batch and position an article in the trash had, ``None`` for any other."""
    row = connection.execute(
        select(trash_places.c.batch, trash_places.c.position).where(
            trash_places.c.project == project, trash_places.c.document == document_id
        )
    ).first()
    return None if row is None else (row.batch, row.position)


def borders(connection: Connection, project: str, batch_id: str) -> list[int]:
    """Return the first and the last position in a batch that articles in the trash had.

    Nothing where no article in the trash was in the batch.
    """
    row = connection.execute(
        select(func.min(trash_places.c.position), func.max(trash_places.c.position)).where(
            trash_places.c.project == project, trash_places.c.batch == batch_id
        )
    ).one()
    return [position for position in row if position is not None]
