"""What the workflow of the queue asks of the store: a book, open for one transaction."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from labeler.core.queue import (
    Batch,
    BatchChange,
    BatchLine,
    BatchState,
    HeldPlace,
    Order,
    Plan,
    QueuedArticle,
)
from labeler.core.work import Task


class QueueBook(Protocol):
    """Batches, places at articles, control articles."""

    def lines(self, project: str) -> Sequence[BatchLine]:
        """Return all batches with how far they are, in the order in which they are handed out."""

    def batch(self, project: str, batch_id: str) -> Batch:
        """Return a batch; NotFoundError where there is none."""

    def create(self, project: str, batch_id: str, plan: Plan, login: str, now: datetime) -> Batch:
        """Make a batch without articles, which is paused."""

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
        """Give a batch another plan or state; its first articles follow, the rest by ``settle``.

        Raises StaleBatchError, NotFoundError.
        """

    def settle(self, project: str, batch_id: str) -> int:
        """Bring some articles of a batch to its plan; return how many, 0 once all are."""

    def in_order(self, project: str, ids: Sequence[str], order: Order) -> Sequence[str]:
        """Return those of the articles that exist, in an order."""

    def move(self, project: str, batch_id: str, ids: Sequence[str]) -> int:
        """Put articles at the end of a batch, as they come; return how many came from elsewhere."""

    def note_added(
        self, project: str, batch_id: str, count: int, login: str, now: datetime
    ) -> None:
        """Write down how many articles were put into a batch."""

    def bring_forward(
        self, project: str, batch_id: str, ids: Sequence[str], login: str, now: datetime
    ) -> None:
        """Put articles of a batch before all others in it; NotFoundError where one is elsewhere."""

    def untouched(
        self, project: str, batch_id: str, search: str, limit: int | None
    ) -> Sequence[str]:
        """Return articles of a batch that nobody has opened, in order."""

    def articles(
        self, project: str, batch_id: str, search: str, limit: int, offset: int
    ) -> tuple[Sequence[QueuedArticle], int]:
        """Return a page of the articles of a batch, in order, and how many there are."""

    def order_of(self, project: str, batch_id: str) -> Sequence[str]:
        """Return all ordinary articles of a batch, in order."""

    def takers(
        self, project: str, ids: Sequence[str]
    ) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
        """Return who has a place at which of these articles, and who had one and has not now."""

    def assign(self, project: str, document_id: str, login: str, by: str, now: datetime) -> bool:
        """Deal an article to somebody; say whether it was not theirs before."""

    def give_back(self, project: str, task_id: str, by: str, now: datetime) -> Task:
        """Take a draft's place from its person; WrongStateError where it is finished."""

    def held(
        self, project: str, batch_id: str, limit: int, offset: int
    ) -> tuple[Sequence[HeldPlace], int]:
        """Return a page of the places at articles not submitted yet; of all batches for ``""``."""

    def task_of(self, project: str, document_id: str, login: str) -> Task:
        """Return somebody's task on an article; NotFoundError where there is none."""

    def make_control(  # noqa: PLR0913, PLR0917 - a control is all of these
        self, project: str, document_id: str, task_id: str, revision: int, by: str, now: datetime
    ) -> None:
        """Let an article go to everybody now and then; a revision says how it is to be labelled."""

    def end_control(self, project: str, document_id: str, by: str, now: datetime) -> None:
        """Make a control article an ordinary one again; what was measured stays."""

    def known(self, project: str, document_id: str) -> tuple[str, int] | None:
        """Return task and revision that say how a control article is to be labelled."""

    def changes(self, project: str, batch_id: str) -> Sequence[BatchChange]:
        """Return what was done to a batch, latest first."""


class QueueStore(Protocol):
    """Opens the book."""

    def reading(self) -> AbstractContextManager[QueueBook]:
        """Open a transaction that only reads."""

    def changing(self, project: str = "") -> AbstractContextManager[QueueBook]:
        """Open a transaction that changes; on leaving it is on disk, or undone on an error.

        Raises ProjectClosedError where ``project`` is named and not open.
        """
