"""Threads: what people say about items and articles, and what is told to whom.

An annotator sees threads on their own labels, those about articles they work
on, and those that mention them; leads see all. So nobody reads of another's
labels whom nobody has asked.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from labeler.core.errors import DuplicateError, NotFoundError
from labeler.core.people import NotAllowedError, Role
from labeler.core.thread import (
    Discussion,
    InboxPage,
    Looker,
    Member,
    Message,
    MessageKind,
    MessageRefusedError,
    Thread,
    message_problems,
    sort_mentions,
)
from labeler.workflow.ports import Clock
from labeler.workflow.thread_ports import ThreadBook, ThreadStore


@dataclass(frozen=True, slots=True)
class Opening:
    """A thread as somebody opens it; ``id`` and ``message_id`` are made by their client.

    Attributes:
        task_id: whose labels it is about; ``None`` is the article.
        item_id: what of these labels.
        quote: the words it is about.
        text: what is said first.
    """

    id: str
    message_id: str
    document_id: str
    task_id: str | None
    item_id: str | None
    quote: str
    text: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A thread after something was said, and the names in it that nobody has."""

    discussion: Discussion
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Threads:
    """What people do with the threads of one project.

    Attributes:
        find_role: returns the role somebody has now, ``None`` who may not work here.
        members: returns who may work here and so can be mentioned.
    """

    store: ThreadStore
    project: str
    clock: Clock
    find_role: Callable[[str], Role | None]
    members: Callable[[], Sequence[Member]]

    def people(self, login: str) -> tuple[Member, ...]:
        """Return who can be mentioned, by name; for members only."""
        self._looker(login)
        return tuple(sorted(self.members(), key=lambda m: (m.name.casefold(), m.login)))

    def of_article(self, login: str, document_id: str) -> tuple[Discussion, ...]:
        """Return the threads of an article that the person may see, in the order they were opened.

        Raises:
            NotFoundError: there is no such article.
        """
        looker = self._looker(login)
        with self.store.reading() as book:
            if not book.has_document(self.project, document_id):
                raise NotFoundError(f"there is no document {document_id!r}")
            found = book.discussions(self.project, looker, document_id=document_id)
            return tuple(_as_seen(one, looker, book) for one in found)

    def get(self, login: str, thread_id: str) -> Discussion:
        """Return a thread; NotFoundError where the person may see none of that id."""
        looker = self._looker(login)
        with self.store.reading() as book:
            return self._shown(book, looker, thread_id)

    def open(self, login: str, opening: Opening) -> Answered:
        """Open a thread with a first message; the same one again changes nothing.

        Raises:
            MessageRefusedError: something is wrong with the words; all of it is listed.
            NotFoundError: the person has no such task, or does not work on the article.
            DuplicateError: the id is another thread's.
        """
        looker = self._looker(login)
        _demand_right(opening.text, opening.quote)
        now = self.clock()
        with self.store.changing(self.project) as book:
            before = book.thread(self.project, opening.id, None)
            if before is not None and before.opened_by != login:
                raise DuplicateError(f"there is a thread {opening.id} already")
            if before is None:
                self._demand_works_on(book, looker, opening)
                thread = Thread(
                    opening.id,
                    self.project,
                    opening.document_id,
                    opening.task_id,
                    opening.item_id,
                    opening.quote,
                    login,
                    now,
                )
                book.add_thread(thread)
            return self._say(book, looker, opening.id, opening.message_id, opening.text, now)

    def answer(self, login: str, thread_id: str, message_id: str, text: str) -> Answered:
        """Say something in a thread; the same message again changes nothing.

        Raises:
            MessageRefusedError: something is wrong with the words; all of it is listed.
            NotFoundError: the person may see no such thread.
            DuplicateError: the id is another message's.
        """
        looker = self._looker(login)
        _demand_right(text)
        with self.store.changing(self.project) as book:
            return self._say(book, looker, thread_id, message_id, text, self.clock())

    def settle(self, login: str, thread_id: str, message_id: str, *, resolved: bool) -> Discussion:
        """Resolve a thread, or open it again; what is so already stays as it is.

        Raises:
            NotFoundError: the person may see no such thread.
            DuplicateError: the id is another message's.
        """
        looker = self._looker(login)
        now = self.clock()
        with self.store.changing(self.project) as book:
            thread = self._visible(book, looker, thread_id)
            if (thread.resolved_at is not None) != resolved:
                kind = MessageKind.RESOLVED if resolved else MessageKind.REOPENED
                message = Message(message_id, thread_id, kind, login, now)
                if not self._is_there(book, message):
                    book.set_resolved(thread, *((login, now) if resolved else (None, None)))
                    told = book.taking_part(thread) - {login}
                    book.add_message(self.project, message, self._present(told))
            return self._shown(book, looker, thread_id)

    def take_back(self, login: str, message_id: str) -> Discussion:
        """Take back what one has said oneself; it stays in the history without being shown.

        Raises:
            NotAllowedError: another said it.
            NotFoundError: the person may see no such message.
        """
        looker = self._looker(login)
        with self.store.changing(self.project) as book:
            message = book.message(self.project, message_id)
            if message is None:
                raise NotFoundError(f"there is no message {message_id}")
            self._visible(book, looker, message.thread_id)
            if message.login != login or message.kind is not MessageKind.SAID:
                raise NotAllowedError("only what one has said oneself can be taken back")
            if message.taken_back_at is None:
                book.take_back(self.project, message_id, self.clock())
            return self._shown(book, looker, message.thread_id)

    def inbox(self, login: str, *, limit: int = 50, offset: int = 0) -> InboxPage:
        """Return what mentions the person or answers in their threads, unread first."""
        looker = self._looker(login)
        with self.store.reading() as book:
            return book.inbox(self.project, looker, limit, offset)

    def count_unread(self, login: str) -> int:
        """Return how many messages wait for the person."""
        looker = self._looker(login)
        with self.store.reading() as book:
            return book.count_unread(self.project, looker)

    def mark_read(self, login: str, message_ids: Collection[str]) -> int:
        """Note that the person has read these messages; return how many still wait."""
        looker = self._looker(login)
        # Also in a project that is archived: what is read changes nothing in it.
        with self.store.changing() as book:
            book.mark_read(self.project, login, message_ids, self.clock())
            return book.count_unread(self.project, looker)

    def _say(  # noqa: PLR0913, PLR0917 - one message is all of these
        self,
        book: ThreadBook,
        looker: Looker,
        thread_id: str,
        message_id: str,
        text: str,
        now: datetime,
    ) -> Answered:
        thread = self._visible(book, looker, thread_id)
        logins = {member.login for member in self.members()}
        named, unknown = sort_mentions(text, logins)
        # Who was let in by another cannot keep themselves in.
        named = tuple(login for login in named if login != looker.login)
        kind = MessageKind.SAID
        message = Message(message_id, thread_id, kind, looker.login, now, text, named)
        if not self._is_there(book, message):
            told = {*book.taking_part(thread), *named} - {looker.login}
            book.add_message(self.project, message, told & logins)
        return Answered(self._shown(book, looker, thread_id), unknown)

    def _is_there(self, book: ThreadBook, message: Message) -> bool:
        """Say whether the message was stored before: its answer was lost on the way."""
        before = book.message(self.project, message.id)
        if before is None:
            return False
        if (before.login, before.thread_id) != (message.login, message.thread_id):
            raise DuplicateError(f"there is a message {message.id} already")
        return True

    def _demand_works_on(self, book: ThreadBook, looker: Looker, opening: Opening) -> None:
        document_id, task_id = opening.document_id, opening.task_id
        # One in the trash is not there: nobody could come to the thread.
        if not book.has_document(self.project, document_id):
            raise NotFoundError(f"there is no document {document_id!r}")
        if task_id is not None:
            owner = book.task(self.project, task_id)
            mine = owner == (looker.login, document_id)
            if not mine and not (looker.sees_all and owner and owner[1] == document_id):
                raise NotFoundError(f"there is no task {task_id}")
            return
        works = book.has_task(self.project, document_id, looker.login)
        if not works and not looker.sees_all:
            raise NotFoundError(f"there is no document {document_id!r} you work on")

    def _visible(self, book: ThreadBook, looker: Looker, thread_id: str) -> Thread:
        found = book.thread(self.project, thread_id, looker)
        if found is None:
            raise NotFoundError(f"there is no thread {thread_id}")
        return found

    def _shown(self, book: ThreadBook, looker: Looker, thread_id: str) -> Discussion:
        found = book.discussions(self.project, looker, thread_id=thread_id)
        if not found:
            raise NotFoundError(f"there is no thread {thread_id}")
        return _as_seen(found[0], looker, book)

    def _present(self, logins: Collection[str]) -> set[str]:
        return {member.login for member in self.members()} & set(logins)

    def _looker(self, login: str) -> Looker:
        role = self.find_role(login)
        if role is None:
            raise NotAllowedError("this is for people of the project")
        return Looker(login, role.covers(Role.LEAD))


def _demand_right(text: str, quote: str = "") -> None:
    problems = message_problems(text, quote)
    if problems:
        raise MessageRefusedError(problems)


def _as_seen(found: Discussion, looker: Looker, book: ThreadBook) -> Discussion:
    """Return a thread without the words that were taken back, and without another's item."""
    messages = tuple(
        m if m.taken_back_at is None else replace(m, text="", mentions=()) for m in found.messages
    )
    thread = found.thread
    if thread.task_id is not None and not looker.sees_all:
        owner = book.task(thread.project, thread.task_id)
        if owner is None or owner[0] != looker.login:
            thread = replace(thread, task_id=None, item_id=None)
    return replace(found, thread=thread, messages=messages)
