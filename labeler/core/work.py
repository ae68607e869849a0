"""Who works on what: people, tasks, leases, revisions.

Times are UTC, timezone-aware.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from labeler.core.annotation import AnnotationSet
from labeler.core.document import Document
from labeler.core.errors import LabelerError
from labeler.core.problems import Problem
from labeler.core.queue import FIRST_BATCH, Kind


class TaskState(StrEnum):
    """How far one person is with one document."""

    NEW = "new"
    """Nothing was saved, though somebody may have looked at it."""
    DRAFT = "draft"
    """Saved, not submitted; a task is one from the moment it is opened."""
    SUBMITTED = "submitted"
    SKIPPED = "skipped"
    TRASHED = "trashed"
    """In the trash, alone or with its article; what it was before is kept there."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to save and submit a task until ``expires_at``.

    ``fence`` grows by one with each claim of the task; a save or submit with
    an older fence is refused, so a late one never overwrites a newer owner.
    """

    fence: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Task:
    """One person's work on one document.

    Attributes:
        revision: the number of the last save, 0 before the first.
        batch: the batch the article was in.
        kind: what the article was for in that batch.
        blind: whether it is labelled without suggestions.
        holds: whether the person is one of those the article is for; not any
            more where it went to somebody else meanwhile.
    """

    id: str
    project: str
    document_id: str
    login: str
    state: TaskState
    revision: int
    lease: Lease
    opened_at: datetime
    saved_at: datetime | None = None
    submitted_at: datetime | None = None
    skip_reason: str = ""
    active_s: float = 0.0
    batch: str = FIRST_BATCH
    kind: Kind = Kind.ORDINARY
    blind: bool = False
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Save:
    """One save as the client asks for it.

    Attributes:
        save_id: made by the client, the same on a retry of the same save, so
            that an answer lost on the way does not become a conflict.
        expected_revision: the revision the client last saw.
        fence: the lease the client holds.
        client: free words on the client (tab, user agent), kept in the history.
        active_s: seconds of work since the last save, idle time excluded.
    """

    save_id: str
    expected_revision: int
    fence: int
    client: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    active_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved state of a task; revisions are appended and never changed.

    ``difference`` lists the items this save added, changed and removed:
    ``{"added": [id, …], "changed": […], "removed": […]}``.
    """

    task_id: str
    number: int
    labels: AnnotationSet
    saved_at: datetime
    login: str
    save_id: str
    difference: Mapping[str, Any]
    client: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """A line in the history of a task.

    ``counts`` says how many of each kind were added, changed and removed:
    ``{"added": {"mention": 2}, "changed": {}, "removed": {}}``.
    """

    number: int
    saved_at: datetime
    login: str
    client: Mapping[str, str]
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A line in the list of articles; ``length`` is in code points."""

    id: str
    title: str
    source: str
    published_at: str
    imported_at: datetime
    length: int
    state: TaskState
    suggestions: int | None
    """Items the model suggests; ``None`` while it has not looked."""


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Some rows of a list and how many there are in all."""

    rows: tuple[DocumentRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Submission:
    """A document with one author's submitted labels, as the labels writer reads it."""

    document: Document
    labels: AnnotationSet
    revision: int
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A document whose live labels are behind; ``seq`` grows with every submit."""

    seq: int
    document_id: str
    bucket: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the articles that were offered.

    Attributes:
        added: ids of the new documents.
        duplicates: ``(offered id, existing id)`` for texts that are there already.
        in_trash: the same for texts that lie in the trash, where they stay.
        problems: what could not be read, one entry per file or record.
        notes: what was read otherwise than it stood there, one entry per file and kind.
    """

    added: tuple[str, ...] = ()
    duplicates: tuple[tuple[str, str], ...] = ()
    problems: tuple["ImportProblem", ...] = ()
    notes: tuple["ImportNote", ...] = ()
    in_trash: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """What is wrong with one file or record: where, found and wanted."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class ImportNote:
    """What was read otherwise than it stood in a file; the articles are imported."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


IMPORTED_FROM = "imported_from"
"""The key of ``Document.meta`` that says in which file, and where in it, an article stood."""


class StaleRevisionError(LabelerError):
    """Someone else, or another tab, saved first."""

    def __init__(self, current: Revision | None, task: Task) -> None:
        super().__init__(f"revision {task.revision} of task {task.id} was saved first")
        self.current = current
        self.task = task


class LeaseLostError(LabelerError):
    """The task was handed on: the fence of the client is no longer the current one."""

    def __init__(self, task: Task) -> None:
        super().__init__(
            f"task {task.id} was opened elsewhere; this place may not save it any more"
        )
        self.task = task


class WrongStateError(LabelerError):
    """The task is submitted or skipped; it must be reopened before it can change."""

    def __init__(self, task: Task) -> None:
        super().__init__(f"task {task.id} is {task.state}; reopen it to change it")
        self.task = task


class NotStorableError(LabelerError):
    """Annotations that can never be right; nothing was stored."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems: " + "; ".join(p.message for p in problems[:5]))
        self.problems = problems


class IncompleteError(LabelerError):
    """Annotations that may not be submitted yet; the draft is kept."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems: " + "; ".join(p.message for p in problems[:5]))
        self.problems = problems
