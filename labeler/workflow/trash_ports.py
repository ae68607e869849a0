"""What the workflow of the trash asks of the store: a book, open for one transaction."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from labeler.core.trash import TrashedError, TrashPage
from labeler.core.work import Task, TaskState


class TrashBook(Protocol):
    """What lies in the trash."""

    def page(self, project: str, search: str, limit: int, offset: int) -> TrashPage:
        """Return some of what lies in the trash, latest first."""

    def found(self, project: str, search: str) -> Sequence[tuple[str, str]]:
        """Return all that fits a search, oldest first: article, and task or nothing."""

    def articles(
        self, project: str, login: str, search: str, state: TaskState | None
    ) -> Sequence[str]:
        """Return the ids of the articles that somebody's list shows for a filter."""

    def in_trash(self, project: str, ids: Sequence[str]) -> Collection[str]:
        """Return those of the articles that are in the trash."""

    def refusal(self, task: Task) -> TrashedError:
        """Return what is said of a task in the trash."""

    def put_articles(
        self, project: str, ids: Sequence[str], by: str, reason: str, now: datetime
    ) -> int:
        """Put articles in the trash with all their labels; return how many were not there."""

    def restore_articles(self, project: str, ids: Sequence[str], by: str, now: datetime) -> int:
        """Bring articles back as they were; return how many were in the trash."""

    def put_set(self, project: str, task_id: str, by: str, reason: str, now: datetime) -> Task:
        """Put one person's labels of an article in the trash; their place is free again.

        Raises TrashedError, NotFoundError.
        """

    def restore_set(self, project: str, task_id: str, by: str, now: datetime) -> Task:
        """Bring one person's labels of an article back, with their place while there is room.

        Raises TrashedError, NotFoundError.
        """

    def settle(self, project: str) -> int:
        """Let the first articles of batches be for everybody again; 0 once all are right."""


class TrashStore(Protocol):
    """Opens the book of the trash; safe to share between threads."""

    def reading(self) -> AbstractContextManager[TrashBook]:
        """Open a transaction that only reads."""

    def changing(self, project: str = "") -> AbstractContextManager[TrashBook]:
        """Open a transaction that changes; on leaving it is on disk, or undone on an error.

        Raises ProjectClosedError where ``project`` is named and not open.
        """
