"""What the workflow of threads asks of the store."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from labeler.core.thread import Discussion, InboxPage, Looker, Message, Thread


class ThreadBook(Protocol):
    """Threads, messages and inboxes of all projects, within one transaction."""

    def has_document(self, project: str, document_id: str) -> bool:
        """Say whether there is such an article."""

    def has_task(self, project: str, document_id: str, login: str) -> bool:
        """Say whether somebody has a task on an article."""

    def task(self, project: str, task_id: str) -> tuple[str, str] | None:
        """Return whose task it is and on which article; ``None`` where there is none."""

    def thread(self, project: str, thread_id: str, looker: Looker | None) -> Thread | None:
        """Return a thread the looker may see, without one any thread; ``None`` for no other."""

    def discussions(
        self, project: str, looker: Looker, *, document_id: str = "", thread_id: str = ""
    ) -> Sequence[Discussion]:
        """Return the threads of an article, or one by its id, that the looker may see.

        In the order they were opened.
        """

    def add_thread(self, thread: Thread) -> None:
        """Store a new thread."""

    def set_resolved(self, thread: Thread, login: str | None, now: datetime | None) -> None:
        """Note who settled a thread and when; ``None`` opens it again."""

    def message(self, project: str, message_id: str) -> Message | None:
        """Return a message, ``None`` where there is none."""

    def add_message(self, project: str, message: Message, told: Collection[str]) -> None:
        """Store a new message and put it into the inboxes of those who are told."""

    def take_back(self, project: str, message_id: str, now: datetime) -> None:
        """Note that a message was taken back."""

    def taking_part(self, thread: Thread) -> frozenset[str]:
        """Return who wrote in a thread, and whose task it is about."""

    def inbox(self, project: str, looker: Looker, limit: int, offset: int) -> InboxPage:
        """Return what waits for somebody and what they have read, unread first, then newest."""

    def count_unread(self, project: str, looker: Looker) -> int:
        """Return how many messages wait for somebody."""

    def mark_read(self, project: str, login: str, ids: Collection[str], now: datetime) -> None:
        """Note when somebody read messages; those read before keep their time."""


class ThreadStore(Protocol):
    """Hands out the book for one transaction; safe to share between threads of a process."""

    def reading(self) -> AbstractContextManager[ThreadBook]:
        """Open the book to read in."""

    def changing(self, project: str = "") -> AbstractContextManager[ThreadBook]:
        """Open the book to change it, for one at a time.

        On leaving, all of it is on disk; an error undoes all of it.
        Raises ProjectClosedError where ``project`` is named and not open.
        """
