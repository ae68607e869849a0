"""Places at articles: how many people have one, and taking and giving up of places.

Whoever changes places locks the article's row of ``queue`` first and tasks
after it, so that no two wait for each other.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, false, select, update

from labeler.core.work import TaskState
from labeler.store import trash_rows
from labeler.store.tables import queue, tasks

_PLACE = select(queue).where(
    queue.c.project == bindparam("of_project"), queue.c.document == bindparam("of_document")
)
_LOCKED = _PLACE.with_for_update()


def _moved(by: int) -> Any:  # noqa: ANN401 - an update
    after = queue.c.taken + by
    return (
        update(queue)
        .where(
            queue.c.project == bindparam("of_project"),
            queue.c.document == bindparam("of_document"),
        )
        .values(
            taken=after,
            is_full=case((queue.c.wanted.is_(None), false()), else_=after >= queue.c.wanted),
        )
    )


_ONE_MORE = _moved(1)
_ONE_LESS = _moved(-1)


def lock(connection: Connection, project: str, document_id: str) -> Row[Any]:
    """Return where an article stands, and keep others from changing that until the commit.

    Raises:
        TrashedError: it is in the trash.
        NotFoundError: there is no such article.
    """
    asked = {"of_project": project, "of_document": document_id}
    row = connection.execute(_LOCKED, asked).first()
    if row is None:
        raise trash_rows.missing(connection, project, document_id)
    return row


def take(connection: Connection, project: str, document_id: str) -> None:
    """Count one more who has the article; its row is locked, and there is room."""
    connection.execute(_ONE_MORE, {"of_project": project, "of_document": document_id})


def give_up(connection: Connection, project: str, document_id: str) -> None:
    """Count one less who has the article; its row is locked."""
    connection.execute(_ONE_LESS, {"of_project": project, "of_document": document_id})


def find_stale(
    connection: Connection, project: str, document_id: str, login: str, now: datetime
) -> str | None:
    """Return the task of somebody else who holds a place beyond their lease, longest ago first."""
    query = (
        select(tasks.c.id)
        .where(
            tasks.c.project == project,
            tasks.c.document == document_id,
            tasks.c.login != login,
            tasks.c.state == TaskState.DRAFT.value,
            tasks.c.holds,
            ~tasks.c.assigned,
            tasks.c.lease_expires_at < now,
        )
        .order_by(tasks.c.lease_expires_at)
        .limit(1)
        # Whoever saves at this very moment renews the lease.
        .with_for_update()
    )
    found: str | None = connection.execute(query).scalar()
    return found
