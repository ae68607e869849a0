"""What the workflow of the history asks of the outside."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from labeler.core.annotation import AnnotationSet
from labeler.core.event_line import ChosenEvents, EventLine, EventPlace
from labeler.core.work import Task


class HistoryBook(Protocol):
    """What was done in projects, as it is at one moment."""

    def lines(
        self, project: str, chosen: ChosenEvents, after: EventPlace | None, limit: int
    ) -> tuple[EventLine, ...]:
        """Return the first lines behind ``after``, newest first."""

    def names(self, project: str) -> Mapping[str, str]:
        """Return the names of who is in the project, or has done anything with its articles."""


class HistoryStore(Protocol):
    """What was done in projects; safe to share between threads."""

    def reading(self) -> AbstractContextManager[HistoryBook]:
        """Open a transaction that only reads."""

    def bring_back(  # noqa: PLR0913 - who brings back what, and onto what
        self,
        project: str,
        task_id: str,
        labels: AnnotationSet,
        *,
        number: int,
        expected_revision: int,
        by: str,
        now: datetime,
        lease_s: int,
    ) -> Task:
        """Append the labels of revision ``number`` as a new one; a submitted task is a draft again.

        Raises StaleRevisionError, WrongStateError, LeaseLostError,
        NotFoundError.
        """
