"""Threads, messages and inboxes, inside one transaction."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    func,
    insert,
    or_,
    select,
    true,
    update,
)

from labeler.core.thread import (
    Discussion,
    InboxPage,
    InboxRow,
    Looker,
    Message,
    MessageKind,
    Thread,
)
from labeler.store.rows import chunks
from labeler.store.tables import (
    documents,
    inbox,
    message_mentions,
    messages,
    people,
    tasks,
    threads,
)
from labeler.store.trash_rows import HERE


class ThreadRows:
    """Queries on threads; satisfies ``ThreadBook``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def has_document(self, project: str, document_id: str) -> bool:
        """Say whether there is such an article, and not in the trash."""
        query = select(documents.c.id).where(
            documents.c.project == project, documents.c.id == document_id, HERE
        )
        return self._connection.execute(query).first() is not None

    def has_task(self, project: str, document_id: str, login: str) -> bool:
        """Say whether somebody has a task on an article."""
        query = select(tasks.c.id).where(
            tasks.c.project == project,
            tasks.c.document == document_id,
            tasks.c.login == login,
        )
        return self._connection.execute(query).first() is not None

    def task(self, project: str, task_id: str) -> tuple[str, str] | None:
        """Return whose task it is and on which article; ``None`` where there is none."""
        query = select(tasks.c.login, tasks.c.document).where(
            tasks.c.project == project, tasks.c.id == task_id
        )
        row = self._connection.execute(query).first()
        return None if row is None else (row.login, row.document)

    def thread(self, project: str, thread_id: str, looker: Looker | None) -> Thread | None:
        """Return a thread the looker may see, without one any thread; ``None`` for no other."""
        query = select(threads).where(threads.c.project == project, threads.c.id == thread_id)
        if looker is not None:
            query = query.where(_seen_by(looker))
        row = self._connection.execute(query).first()
        return None if row is None else _read_thread(row)

    def discussions(
        self, project: str, looker: Looker, *, document_id: str = "", thread_id: str = ""
    ) -> tuple[Discussion, ...]:
        """Return the threads of an article, or one by its id, that the looker may see."""
        query = (
            select(threads, documents.c.title)
            .join(documents, _same_document())
            .where(threads.c.project == project, _seen_by(looker))
            .order_by(threads.c.opened_at, threads.c.id)
        )
        query = (
            query.where(threads.c.document == document_id)
            if document_id
            else query.where(threads.c.id == thread_id)
        )
        rows = self._connection.execute(query).all()
        said = self._messages(project, [row.id for row in rows])
        unread = self._unread(
            project, looker.login, [m.id for found in said.values() for m in found]
        )
        return tuple(
            Discussion(
                _read_thread(row),
                tuple(said[row.id]),
                frozenset(m.id for m in said[row.id] if m.id in unread),
                row.title,
                about_article=row.task is None,
            )
            for row in rows
        )

    def add_thread(self, thread: Thread) -> None:
        """Store a new thread."""
        self._connection.execute(
            insert(threads).values(
                project=thread.project,
                id=thread.id,
                document=thread.document_id,
                task=thread.task_id,
                item=thread.item_id,
                quote=thread.quote,
                opened_by=thread.opened_by,
                opened_at=thread.opened_at,
            )
        )

    def set_resolved(self, thread: Thread, login: str | None, now: datetime | None) -> None:
        """Note who settled a thread and when; ``None`` opens it again."""
        self._connection.execute(
            update(threads)
            .where(threads.c.project == thread.project, threads.c.id == thread.id)
            .values(resolved_by=login, resolved_at=now)
        )

    def message(self, project: str, message_id: str) -> Message | None:
        """Return a message, ``None`` where there is none."""
        query = _said().where(messages.c.project == project, messages.c.id == message_id)
        row = self._connection.execute(query).first()
        return None if row is None else _read_message(row, self._mentioned([row.seq]))

    def add_message(self, project: str, message: Message, told: Collection[str]) -> None:
        """Store a new message and put it into the inboxes of those who are told."""
        seq = self._connection.execute(
            insert(messages)
            .values(
                project=project,
                id=message.id,
                thread=message.thread_id,
                kind=message.kind.value,
                login=message.login,
                at=message.at,
                text=message.text,
            )
            .returning(messages.c.seq)
        ).scalar_one()
        if message.mentions:
            rows = [{"message": seq, "login": login} for login in message.mentions]
            self._connection.execute(insert(message_mentions), rows)
        if told:
            waiting = [{"project": project, "login": login, "message": seq} for login in told]
            self._connection.execute(insert(inbox), waiting)

    def take_back(self, project: str, message_id: str, now: datetime) -> None:
        """Note that a message was taken back."""
        self._connection.execute(
            update(messages)
            .where(messages.c.project == project, messages.c.id == message_id)
            .values(taken_back_at=now)
        )

    def taking_part(self, thread: Thread) -> frozenset[str]:
        """Return who wrote in a thread, and whose task it is about."""
        query = select(messages.c.login).where(
            messages.c.project == thread.project, messages.c.thread == thread.id
        )
        found = {thread.opened_by, *self._connection.execute(query).scalars()}
        if thread.task_id is not None:
            owner = self.task(thread.project, thread.task_id)
            found |= set() if owner is None else {owner[0]}
        return frozenset(found)

    def inbox(self, project: str, looker: Looker, limit: int, offset: int) -> InboxPage:
        """Return what waits for somebody and what they have read, unread first, then newest."""
        kept = _inbox_of(project, looker)
        query = (
            _told(
                messages,
                people.c.name,
                inbox.c.read_at,
                documents.c.title,
                documents.c.in_trash,
                threads.c.document,
                threads.c.task,
                threads.c.item,
                threads.c.quote,
                threads.c.opened_by,
                threads.c.opened_at,
                threads.c.resolved_by,
                threads.c.resolved_at,
            )
            .where(kept)
            .order_by(inbox.c.read_at.is_not(None), messages.c.seq.desc())
            .limit(limit)
            .offset(offset)
        )
        rows = self._connection.execute(query).all()
        named = self._mentioned([row.seq for row in rows])
        total = self._connection.execute(
            _told(func.count(), func.count(inbox.c.read_at)).where(kept)
        ).one()
        return InboxPage(
            tuple(
                InboxRow(
                    _read_message(row, named),
                    _read_thread(row, row.thread),
                    row.title,
                    row.read_at,
                    row.in_trash,
                )
                for row in rows
            ),
            total[0],
            total[0] - total[1],
        )

    def count_unread(self, project: str, looker: Looker) -> int:
        """Return how many messages wait for somebody."""
        query = _told(func.count()).where(_inbox_of(project, looker), inbox.c.read_at.is_(None))
        return int(self._connection.execute(query).scalar_one())

    def mark_read(self, project: str, login: str, ids: Collection[str], now: datetime) -> None:
        """Note when somebody read messages; those read before keep their time."""
        for some in chunks(sorted(ids)):
            numbers = select(messages.c.seq).where(
                messages.c.project == project, messages.c.id.in_(some)
            )
            self._connection.execute(
                update(inbox)
                .where(
                    inbox.c.project == project,
                    inbox.c.login == login,
                    inbox.c.read_at.is_(None),
                    inbox.c.message.in_(numbers),
                )
                .values(read_at=now)
            )

    def _messages(self, project: str, ids: Sequence[str]) -> dict[str, list[Message]]:
        found: dict[str, list[Message]] = {id_: [] for id_ in ids}
        for some in chunks(ids):
            query = (
                _said()
                .where(messages.c.project == project, messages.c.thread.in_(some))
                .order_by(messages.c.seq)
            )
            rows = self._connection.execute(query).all()
            named = self._mentioned([row.seq for row in rows])
            for row in rows:
                found[row.thread].append(_read_message(row, named))
        return found

    def _unread(self, project: str, login: str, ids: Sequence[str]) -> frozenset[str]:
        found: set[str] = set()
        for some in chunks(ids):
            query = (
                select(messages.c.id)
                .join_from(inbox, messages, messages.c.seq == inbox.c.message)
                .where(
                    inbox.c.project == project,
                    inbox.c.login == login,
                    inbox.c.read_at.is_(None),
                    messages.c.id.in_(some),
                )
            )
            found.update(self._connection.execute(query).scalars())
        return frozenset(found)

    def _mentioned(self, numbers: Sequence[int]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for some in chunks(numbers):
            query = (
                select(message_mentions)
                .where(message_mentions.c.message.in_(some))
                .order_by(message_mentions.c.message, message_mentions.c.login)
            )
            for row in self._connection.execute(query):
                found.setdefault(row.message, []).append(row.login)
        return found


def _seen_by(looker: Looker) -> ColumnElement[bool]:
    """Say which threads somebody may see, as ``workflow.threads`` promises."""
    if looker.sees_all:
        return true()
    own = select(tasks.c.id).where(tasks.c.id == threads.c.task, tasks.c.login == looker.login)
    works_on = select(tasks.c.id).where(
        tasks.c.project == threads.c.project,
        tasks.c.document == threads.c.document,
        tasks.c.login == looker.login,
    )
    # Who takes a message back takes back whom it let in.
    named = (
        select(messages.c.seq)
        .join(message_mentions, message_mentions.c.message == messages.c.seq)
        .where(
            messages.c.project == threads.c.project,
            messages.c.thread == threads.c.id,
            messages.c.taken_back_at.is_(None),
            message_mentions.c.login == looker.login,
        )
    )
    return or_(own.exists(), and_(threads.c.task.is_(None), works_on.exists()), named.exists())


def _inbox_of(project: str, looker: Looker) -> ColumnElement[bool]:
    return and_(
        inbox.c.project == project,
        inbox.c.login == looker.login,
        messages.c.taken_back_at.is_(None),
        _seen_by(looker),
    )


def _told(*columns: Any) -> Select[Any]:  # noqa: ANN401 - as select() takes them
    return (
        select(*columns)
        .select_from(inbox)
        .join(messages, messages.c.seq == inbox.c.message)
        .join(
            threads,
            and_(threads.c.project == messages.c.project, threads.c.id == messages.c.thread),
        )
        .join(documents, _same_document())
        .join(people, people.c.login == messages.c.login)
    )


def _same_document() -> ColumnElement[bool]:
    return and_(documents.c.project == threads.c.project, documents.c.id == threads.c.document)


def _said() -> Select[Any]:
    return select(messages, people.c.name).join(people, people.c.login == messages.c.login)


def _read_message(row: Row[Any], named: dict[int, list[str]]) -> Message:
    return Message(
        id=row.id,
        thread_id=row.thread,
        kind=MessageKind(row.kind),
        login=row.login,
        at=row.at,
        text=row.text,
        mentions=tuple(named.get(row.seq, ())),
        taken_back_at=row.taken_back_at,
        name=row.name,
    )


def _read_thread(row: Row[Any], thread_id: str = "") -> Thread:
    return Thread(
        id=thread_id or row.id,
        project=row.project,
        document_id=row.document,
        task_id=row.task,
        item_id=row.item,
        quote=row.quote,
        opened_by=row.opened_by,
        opened_at=row.opened_at,
        resolved_by=row.resolved_by,
        resolved_at=row.resolved_at,
    )
