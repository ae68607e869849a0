"""All that leads do with the queue, inside one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, func, insert, select, update

from labeler.core.errors import NotFoundError
from labeler.core.queue import (
    Batch,
    BatchChange,
    BatchLine,
    BatchState,
    HeldPlace,
    Kind,
    Order,
    Plan,
    QueuedArticle,
)
from labeler.core.work import Task, TaskState
from labeler.store import batch_queries, places, task_queries
from labeler.store.rows import chunks, fold
from labeler.store.tables import batch_changes, controls, documents, queue, tasks

SETTLED_AT_ONCE = 2_000
"""Articles brought to a plan in one transaction: few enough that nobody's save waits long."""

_LEFT = "left"
_GONE = (_LEFT, TaskState.SKIPPED.value, TaskState.TRASHED.value)
_ARTICLE = and_(documents.c.project == queue.c.project, documents.c.id == queue.c.document)


class QueueRows:
    """All queries on batches, places and control articles; satisfies ``QueueBook``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lines(self, project: str) -> Sequence[BatchLine]:
        """Return all batches with how far they are, in the order in which they are handed out."""
        return batch_queries.lines(self._connection, project)

    def batch(self, project: str, batch_id: str) -> Batch:
        """Return a batch; NotFoundError where there is none."""
        return batch_queries.read(self._connection, project, batch_id)

    def create(self, project: str, batch_id: str, plan: Plan, login: str, now: datetime) -> Batch:
        """Make a batch without articles, which is paused."""
        return batch_queries.create(self._connection, project, batch_id, plan, login, now)

    def change(  # noqa: PLR0913, PLR0917 - a change is all of these
        self,
        project: str,
        batch_id: str,
        plan: Plan,
        state: BatchState,
        expected_revision: int,
        login: str,
        now: datetime,
    ) -> Batch:
        """Give a batch another plan or state; StaleBatchError where somebody was first."""
        changed = batch_queries.change(
            self._connection, project, batch_id, plan, state, expected_revision, login, now
        )
        self.settle(project, batch_id)
        return changed

    def settle(self, project: str, batch_id: str) -> int:
        """Bring some articles of a batch to its plan; return how many, 0 once all are."""
        return batch_queries.settle(self._connection, project, batch_id, SETTLED_AT_ONCE)

    def in_order(self, project: str, ids: Sequence[str], order: Order) -> Sequence[str]:
        """Return those of the articles that exist, in an order."""
        return batch_queries.in_order(self._connection, project, ids, order)

    def move(self, project: str, batch_id: str, ids: Sequence[str]) -> int:
        """Put articles at the end of a batch, as they come; return how many came from elsewhere."""
        batch_queries.read(self._connection, project, batch_id, lock=True)
        return batch_queries.move(self._connection, project, batch_id, ids)

    def note_added(
        self, project: str, batch_id: str, count: int, login: str, now: datetime
    ) -> None:
        """Write down how many articles were put into a batch."""
        self._note(project, batch_id, "articles-added", login, now, {"articles": count})

    def bring_forward(
        self, project: str, batch_id: str, ids: Sequence[str], login: str, now: datetime
    ) -> None:
        """Put articles of a batch before all others in it; NotFoundError where one is elsewhere."""
        batch_queries.read(self._connection, project, batch_id, lock=True)
        if self._batches_of(project, ids) - {batch_id}:
            raise NotFoundError(f"not all of these articles are in batch {batch_id!r}")
        batch_queries.bring_forward(self._connection, project, batch_id, ids)
        self.settle(project, batch_id)
        self._note(project, batch_id, "brought-forward", login, now, {"articles": len(ids)})

    def untouched(
        self, project: str, batch_id: str, search: str, limit: int | None
    ) -> Sequence[str]:
        """Return articles of a batch that nobody has opened, in order.

        ``search`` looks for its letters in title, source and id, whatever their case.
        """
        opened = select(tasks.c.id).where(
            tasks.c.project == queue.c.project, tasks.c.document == queue.c.document
        )
        query = (
            select(queue.c.document)
            .join(documents, _ARTICLE)
            .where(*_found(project, batch_id, search), ~opened.exists())
            .order_by(queue.c.position)
            .limit(limit)
        )
        return tuple(self._connection.execute(query).scalars())

    def articles(
        self, project: str, batch_id: str, search: str, limit: int, offset: int
    ) -> tuple[Sequence[QueuedArticle], int]:
        """Return a page of the articles of a batch, in order, and how many there are."""
        wanted = _found(project, batch_id, search)
        total = self._connection.execute(
            select(func.count()).select_from(queue.join(documents, _ARTICLE)).where(*wanted)
        ).scalar_one()
        rows = self._connection.execute(
            select(queue, documents.c.title, documents.c.source)
            .join(documents, _ARTICLE)
            .where(*wanted)
            .order_by(queue.c.position)
            .limit(limit)
            .offset(offset)
        ).all()
        people = self._people_of(project, [row.document for row in rows])
        return tuple(_article(row, people.get(row.document, ())) for row in rows), total

    def order_of(self, project: str, batch_id: str) -> Sequence[str]:
        """Return all ordinary articles of a batch, in order."""
        query = (
            select(queue.c.document)
            .where(
                queue.c.project == project,
                queue.c.batch == batch_id,
                queue.c.kind == Kind.ORDINARY.value,
            )
            .order_by(queue.c.position)
        )
        return tuple(self._connection.execute(query).scalars())

    def takers(
        self, project: str, ids: Sequence[str]
    ) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
        """Return who has a place at which of these articles, and who had one and has not now."""
        taken: dict[str, list[str]] = {}
        passed: dict[str, list[str]] = {}
        for document, people in self._people_of(project, ids).items():
            for login, state in people:
                (passed if state in _GONE else taken).setdefault(document, []).append(login)
        return taken, passed

    def assign(self, project: str, document_id: str, login: str, by: str, now: datetime) -> bool:
        """Deal an article to somebody; say whether it was not theirs before."""
        return task_queries.assign(self._connection, project, document_id, login, by, now)

    def give_back(self, project: str, task_id: str, by: str, now: datetime) -> Task:
        """Take a draft's place from its person; WrongStateError where it is finished."""
        return task_queries.give_back(self._connection, project, task_id, by, now)

    def held(
        self, project: str, batch_id: str, limit: int, offset: int
    ) -> tuple[Sequence[HeldPlace], int]:
        """Return a page of the places at articles not submitted yet, latest lease first.

        ``batch_id`` is empty for all batches.
        """
        wanted: list[ColumnElement[bool]] = [
            tasks.c.project == project,
            tasks.c.state == TaskState.DRAFT.value,
            tasks.c.holds,
        ]
        if batch_id:
            wanted.append(tasks.c.batch == batch_id)
        total = self._connection.execute(
            select(func.count()).select_from(tasks).where(*wanted)
        ).scalar_one()
        rows = self._connection.execute(
            select(tasks, documents.c.title)
            .join(
                documents,
                and_(documents.c.project == tasks.c.project, documents.c.id == tasks.c.document),
            )
            .where(*wanted)
            .order_by(tasks.c.lease_expires_at.desc(), tasks.c.id)
            .limit(limit)
            .offset(offset)
        )
        return tuple(_held(row) for row in rows), total

    def task_of(self, project: str, document_id: str, login: str) -> Task:
        """Return somebody's task on an article; NotFoundError where there is none."""
        found = task_queries.mine(self._connection, project, document_id, login)
        if found is None:
            raise NotFoundError(f"{login!r} has not opened the document {document_id!r}")
        return found

    def make_control(  # noqa: PLR0913, PLR0917 - a control is all of these
        self, project: str, document_id: str, task_id: str, revision: int, by: str, now: datetime
    ) -> None:
        """Let an article go to everybody now and then; a revision says how it is to be labelled."""
        self._connection.execute(
            insert(controls).values(
                project=project,
                document=document_id,
                task=task_id,
                revision=revision,
                at=now,
                login=by,
            )
        )
        self._set_kind(project, document_id, Kind.CONTROL, by, now)

    def end_control(self, project: str, document_id: str, by: str, now: datetime) -> None:
        """Make a control article an ordinary one again; what was measured stays."""
        self._set_kind(project, document_id, Kind.ORDINARY, by, now)

    def known(self, project: str, document_id: str) -> tuple[str, int] | None:
        """Return task and revision that say how a control article is to be labelled."""
        row = self._connection.execute(
            select(controls.c.task, controls.c.revision)
            .where(controls.c.project == project, controls.c.document == document_id)
            .order_by(controls.c.seq.desc())
            .limit(1)
        ).first()
        return None if row is None else (row.task, row.revision)

    def changes(self, project: str, batch_id: str) -> Sequence[BatchChange]:
        """Return what was done to a batch, latest first."""
        rows = self._connection.execute(
            select(batch_changes)
            .where(batch_changes.c.project == project, batch_changes.c.batch == batch_id)
            .order_by(batch_changes.c.seq.desc())
        )
        return tuple(BatchChange(row.at, row.login or "", row.kind, row.detail) for row in rows)

    def _set_kind(self, project: str, document_id: str, kind: Kind, by: str, now: datetime) -> None:
        place = places.lock(self._connection, project, document_id)
        self._connection.execute(
            update(queue)
            .where(queue.c.project == project, queue.c.document == document_id)
            .values(kind=kind.value)
        )
        self.settle(project, place.batch)
        self._note(
            project,
            place.batch,
            "control-made" if kind is Kind.CONTROL else "control-ended",
            by,
            now,
            {"document": document_id},
        )

    def _batches_of(self, project: str, ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for some in chunks(list(ids)):
            query = (
                select(queue.c.batch)
                .where(queue.c.project == project, queue.c.document.in_(some))
                .distinct()
            )
            found.update(self._connection.execute(query).scalars())
        return found

    def _people_of(
        self, project: str, ids: Sequence[str]
    ) -> dict[str, tuple[tuple[str, str], ...]]:
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for some in chunks(list(ids)):
            left = (tasks.c.state == TaskState.DRAFT.value) & ~tasks.c.holds
            query = (
                select(
                    tasks.c.document,
                    tasks.c.login,
                    case((left, _LEFT), else_=tasks.c.state).label("state"),
                )
                .where(tasks.c.project == project, tasks.c.document.in_(some))
                .order_by(tasks.c.document, tasks.c.login)
            )
            for row in self._connection.execute(query):
                found[row.document] = (*found.get(row.document, ()), (row.login, row.state))
        return found

    def _note(  # noqa: PLR0913, PLR0917 - a line is all of these
        self,
        project: str,
        batch_id: str,
        kind: str,
        login: str,
        now: datetime,
        detail: Mapping[str, Any],
    ) -> None:
        batch_queries.note(self._connection, project, batch_id, kind, login, now, detail)


def _found(project: str, batch_id: str, search: str) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [queue.c.project == project, queue.c.batch == batch_id]
    if search.strip():
        wanted.append(documents.c.searched.contains(fold(search.strip()), autoescape=True))
    return wanted


def _article(row: Row[Any], people: tuple[tuple[str, str], ...]) -> QueuedArticle:
    return QueuedArticle(
        row.document, row.title, row.source, Kind(row.kind), row.wanted, row.taken, people
    )


def _held(row: Row[Any]) -> HeldPlace:
    return HeldPlace(
        task_id=row.id,
        document_id=row.document,
        title=row.title,
        batch=row.batch,
        login=row.login,
        revision=row.revision,
        opened_at=row.opened_at,
        saved_at=row.saved_at,
        expires_at=row.lease_expires_at,
        assigned=row.assigned,
    )
