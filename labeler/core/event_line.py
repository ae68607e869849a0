"""What was done in a project, line by line: the history that people read.

It comes from several places that each count on their own; together they are one
stream, newest first. Times are UTC, timezone-aware.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PLACE = re.compile(r"([0-9]{1,17})\.([a-z]{1,20})\.([0-9]{1,18})")


class EventSource(StrEnum):
    """Where a line of the history is kept. Of lines of one moment those of the last come first."""

    PROJECTS = "projects"
    ACCOUNTS = "accounts"
    BATCHES = "batches"
    ACTORS = "actors"
    WORK = "work"

    @property
    def rank(self) -> int:
        """Where it stands among the sources."""
        return list(EventSource).index(self)


class EventKind(StrEnum):
    """What a line tells, as one looks for it."""

    IMPORTED = "imported"
    OPENED = "opened"
    SAVED = "saved"
    SUBMITTED = "submitted"
    SKIPPED = "skipped"
    REOPENED = "reopened"
    BROUGHT_BACK = "brought-back"
    ASSIGNED = "assigned"
    RELEASED = "released"
    HANDED_ON = "handed-on"
    TRASHED = "trashed"
    RESTORED = "restored"
    ACTORS = "actors"
    """Anything done to the registry of actors."""
    BATCHES = "batches"
    """Anything done to batches."""
    ACCOUNTS = "accounts"
    """Anything done to accounts."""
    PROJECTS = "projects"
    """Anything done to the project itself."""

    @property
    def source(self) -> EventSource:
        """Where lines of this kind are kept."""
        return EventSource(self.value) if self.value in set(EventSource) else EventSource.WORK


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where a line stands in the stream; ``str`` of it can be sent and read again."""

    at: datetime
    source: EventSource
    seq: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // _MICROSECOND}.{self.source.value}.{self.seq}"

    @property
    def key(self) -> tuple[datetime, int, int]:
        """What the stream is sorted by, latest first."""
        return self.at, self.source.rank, self.seq


def read_place(text: str) -> EventPlace | None:
    """Return the place that ``str`` wrote so; ``None`` for anything else."""
    found = _PLACE.fullmatch(text)
    if found is None or found[2] not in set(EventSource):
        return None
    try:
        at = _EPOCH + int(found[1]) * _MICROSECOND
    except OverflowError:
        return None
    return EventPlace(at, EventSource(found[2]), int(found[3]))


@dataclass(frozen=True, slots=True)
class EventLine:
    """One thing that somebody did, or several saves in a row.

    Attributes:
        login: who did it; empty for the server, or an import from the command line.
        kind: as its source names it; of work, as in :class:`EventKind`.
        document_id: the article, empty where it is about none; so is ``title``.
        task_id: whose work it is about, empty where it is nobody's.
        whose: the login of that person, or whose account it is.
        subject: the name of the actor or the batch it is about.
        detail: what else is known of it, by kind.
        saves: how many saves of one task in a row it stands for; 1 for all else.
        since: when the first of them was made.
    """

    place: EventPlace
    login: str
    kind: str
    document_id: str = ""
    title: str = ""
    task_id: str = ""
    whose: str = ""
    subject: str = ""
    detail: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    saves: int = 1
    since: datetime | None = None

    @property
    def at(self) -> datetime:
        """When it was done; of several saves, the last."""
        return self.place.at

    @property
    def version(self) -> int | None:
        """The version of the labels it made or was about; ``None`` where there is none."""
        found = self.detail.get("revision")
        return found if isinstance(found, int) else None


@dataclass(frozen=True, slots=True)
class ChosenEvents:
    """Which lines of the history are wanted: those that fit all that is set.

    Attributes:
        sources: what may be looked at at all.
        login: who did it.
        since: not before this moment.
        until: before this moment.
        folded: saves of one task with nothing else between them are one line.
    """

    sources: Collection[EventSource]
    login: str | None = None
    document_id: str | None = None
    kind: EventKind | None = None
    since: datetime | None = None
    until: datetime | None = None
    folded: bool = True

    def looks_at(self, source: EventSource) -> bool:
        """Say whether a source can have lines that fit."""
        if self.kind is not None and self.kind.source is not source:
            return False
        about_articles = source is EventSource.WORK
        return source in self.sources and (about_articles or self.document_id is None)


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some lines, newest first; ``next`` is where to go on, ``None`` at the end."""

    lines: tuple[EventLine, ...]
    next: EventPlace | None
