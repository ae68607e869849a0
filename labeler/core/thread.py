"""Threads: what people say to each other about an item or an article.

Times are UTC, timezone-aware.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from labeler.core.errors import LabelerError

MOST_TEXT = 4_000
MOST_QUOTE = 1_000

# What stands before keeps e-mail addresses out, what stands behind keeps words
# out that only begin like a login. A dot at the end is the sentence's.
_MENTION = re.compile(
    r"(?<![\w.+@-])@([A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?)(?![^\W_]|@)"
)


class MessageKind(StrEnum):
    """What a line of a thread is."""

    SAID = "said"
    RESOLVED = "resolved"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation about one item of a task, or about an article.

    Attributes:
        task_id: whose labels it is about; ``None`` is the article, for all who work on it.
        item_id: what of those labels; ``None`` is the article.
        quote: the words it is about, as they read when it was opened.
        resolved_at: when it was settled; ``None`` while it is open.
    """

    id: str
    project: str
    document_id: str
    task_id: str | None
    item_id: str | None
    quote: str
    opened_by: str
    opened_at: datetime
    resolved_by: str | None = None
    resolved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One line of a thread; nothing is deleted.

    Attributes:
        name: of the writer, as people read it.
        mentions: logins of the people it names, in order; unknown names are only text.
        taken_back_at: when its writer took it back; it is shown without its text then.
    """

    id: str
    thread_id: str
    kind: MessageKind
    login: str
    at: datetime
    text: str = ""
    mentions: tuple[str, ...] = ()
    taken_back_at: datetime | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Discussion:
    """A thread as one person sees it.

    Attributes:
        messages: oldest first.
        unread: ids of the messages that wait in the person's inbox.
        title: of the article.
        about_article: whether it is about the article, and not about an item that
            the person may know nothing else of.
    """

    thread: Thread
    messages: tuple[Message, ...]
    unread: frozenset[str]
    title: str
    about_article: bool


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A message in somebody's inbox, with what it is about; ``title`` is the article's."""

    message: Message
    thread: Thread
    title: str
    read_at: datetime | None
    in_trash: bool = False
    """Whether the article lies in the trash, so that it cannot be opened."""


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Some rows of an inbox, how many there are in all, and how many are unread."""

    rows: tuple[InboxRow, ...]
    total: int
    unread: int


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who can be mentioned."""

    login: str
    name: str


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks at threads; ``sees_all`` threads of the project, or those open to them."""

    login: str
    sees_all: bool


class MessageRefusedError(LabelerError, ValueError):
    """A message that cannot be kept.

    Attributes:
        problems: what is wrong, one line each.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def find_mentions(text: str) -> tuple[str, ...]:
    """Return the logins that ``@login`` names in a text: lower case, each once, in order.

    An e-mail address names nobody. Whether there is such a person is not asked.
    """
    return tuple(dict.fromkeys(match[1].lower() for match in _MENTION.finditer(text)))


def sort_mentions(text: str, known: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who of those that a text names is known, and who is not."""
    named = find_mentions(text)
    return (
        tuple(login for login in named if login in known),
        tuple(login for login in named if login not in known),
    )


def message_problems(text: str, quote: str = "") -> tuple[str, ...]:
    """Return what is wrong with a message and what it is about; empty when they are right."""
    problems = []
    if not text.strip():
        problems.append("a message is missing")
    if len(text) > MOST_TEXT:
        problems.append(f"a message has at most {MOST_TEXT:,} characters; this has {len(text):,}")
    if len(quote) > MOST_QUOTE:
        problems.append(f"a quote has at most {MOST_QUOTE:,} characters; this has {len(quote):,}")
    if "\0" in text or "\0" in quote:
        problems.append("a message cannot hold the character NUL")
    return tuple(problems)
