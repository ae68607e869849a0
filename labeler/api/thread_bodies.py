"""The JSON of the answers about threads and inboxes."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from labeler.core.thread import Discussion, InboxPage, InboxRow, Member, Message, Thread


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MemberAnswer(_Answer):
    """Somebody who can be mentioned."""

    login: str
    name: str


class PeopleAnswer(_Answer):
    """Who works in the project."""

    people: list[MemberAnswer]


class MessageAnswer(_Answer):
    """One line of a thread; without its text once it was taken back."""

    id: str
    kind: Literal["said", "resolved", "reopened"]
    login: str
    name: str
    at: str
    text: str
    mentions: list[str]
    taken_back: bool
    unread: bool


class ThreadAnswer(_Answer):
    """A conversation about an item, or about the article where ``item`` is null."""

    id: str
    document_id: str
    title: str
    task_id: str | None
    item: str | None
    about_article: bool
    quote: str
    opened_by: str
    opened_at: str
    resolved_by: str | None
    resolved_at: str | None
    messages: list[MessageAnswer]


class ThreadsAnswer(_Answer):
    """The threads of an article, and how much waits in the inbox of who asks."""

    threads: list[ThreadAnswer]
    unread: int


class SaidAnswer(_Answer):
    """A thread after something was said; ``unknown`` are names in it that nobody has."""

    thread: ThreadAnswer
    unknown: list[str]


class InboxRowAnswer(_Answer):
    """A message that waits for somebody, or that they have read."""

    message: MessageAnswer
    thread_id: str
    document_id: str
    title: str
    quote: str
    in_trash: bool


class InboxAnswer(_Answer):
    """Some rows of an inbox, unread first."""

    rows: list[InboxRowAnswer]
    total: int
    unread: int


class UnreadAnswer(_Answer):
    """How much waits in an inbox."""

    unread: int


def member_json(member: Member) -> dict[str, str]:
    """Return a :class:`MemberAnswer`."""
    return {"login": member.login, "name": member.name}


def discussion_json(found: Discussion) -> dict[str, Any]:
    """Return a :class:`ThreadAnswer`."""
    thread = found.thread
    return {
        "id": thread.id,
        "document_id": thread.document_id,
        "title": found.title,
        "task_id": thread.task_id,
        "item": thread.item_id,
        "about_article": found.about_article,
        "quote": thread.quote,
        "opened_by": thread.opened_by,
        "opened_at": thread.opened_at.isoformat(),
        "resolved_by": thread.resolved_by,
        "resolved_at": None if thread.resolved_at is None else thread.resolved_at.isoformat(),
        "messages": [_message_json(m, unread=m.id in found.unread) for m in found.messages],
    }


def inbox_json(found: InboxPage) -> dict[str, Any]:
    """Return an :class:`InboxAnswer`."""
    rows = [_row_json(row) for row in found.rows]
    return {"rows": rows, "total": found.total, "unread": found.unread}


def _row_json(row: InboxRow) -> dict[str, Any]:
    thread: Thread = row.thread
    return {
        "message": _message_json(row.message, unread=row.read_at is None),
        "thread_id": thread.id,
        "document_id": thread.document_id,
        "title": row.title,
        "quote": thread.quote,
        "in_trash": row.in_trash,
    }


def _message_json(message: Message, *, unread: bool) -> dict[str, Any]:
    return {
        "id": message.id,
        "kind": message.kind.value,
        "login": message.login,
        "name": message.name,
        "at": message.at.isoformat(),
        "text": message.text,
        "mentions": list(message.mentions),
        "taken_back": message.taken_back_at is not None,
        "unread": unread,
    }
