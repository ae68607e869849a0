"""The trash: articles and sets of labels that were put away, and can be restored as they were.

A set is what one person has done with one article: a task with all its versions.
An article takes every set of it along. Times are UTC, timezone-aware.
"""

from dataclasses import dataclass
from datetime import datetime

from labeler.core.errors import LabelerError

MOST_REASON = 2_000
"""Characters of a reason at most."""


@dataclass(frozen=True, slots=True)
class TrashLine:
    """One thing that lies in the trash.

    Attributes:
        number: grows with each thing that is put there.
        task_id: whose work it is; empty where it is the whole article.
        whose: the login of that person, empty for the whole article.
        sets: how many people had saved labels that went with it.
        by: the login of who put it there.
    """

    number: int
    document_id: str
    title: str
    source: str
    task_id: str
    whose: str
    sets: int
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class TrashPage:
    """Some of what lies in the trash, latest first, and how much fits in all."""

    lines: tuple[TrashLine, ...]
    total: int


class ReasonRefusedError(LabelerError, ValueError):
    """A reason that cannot be kept."""

    def __init__(self, length: int) -> None:
        super().__init__(f"the reason has {length:,} characters; at most {MOST_REASON:,} are kept")


class TrashedError(LabelerError):
    """An article, or somebody's labels of it, lies in the trash, so nothing can be done with it.

    Attributes:
        whole: it is the article itself.
        kept: the person's own last version, where they had saved one; 0 for none.
    """

    def __init__(self, document_id: str, *, whole: bool, kept: int = 0) -> None:
        words = (
            "This article was put in the trash by a lead of the project."
            if whole
            else "Your labels of this article were put in the trash by a lead of the project."
        )
        if kept:
            words += " What you saved is kept, and a lead can restore it."
        super().__init__(words)
        self.document_id = document_id
        self.whole = whole
        self.kept = kept
