"""How far a project is: what was done, by whom, when, and what waits.

Times are UTC, timezone-aware; active time is in seconds, idle time excluded.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ListKind(StrEnum):
    """Which articles stand behind a number."""

    DONE = "done"
    """Submitted by somebody, each article once; of one person, submitted or skipped by them."""
    SUBMITTED = "submitted"
    """Each submission by itself."""
    DRAFTS = "drafts"
    """Saved at least once, neither submitted nor skipped."""
    SKIPPED = "skipped"
    LEFT = "left"
    """Nobody has submitted them; of one person, what they have neither submitted nor skipped."""
    STALE = "stale"
    """Drafts that nobody has saved for days."""
    LAPSED = "lapsed"
    """Opened and never saved, the lease long over."""
    FLAGGED = "flagged"
    """Submitted with something marked as doubtful or worth discussing."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which work counts; each part that is absent leaves nothing out.

    Attributes:
        login: whose work.
        source: who published the articles; empty is a source like any other.
        since: submitted at this moment or later.
        until: submitted before this moment.
        reason: in which words it was skipped; asked only of lists of what was skipped.
    """

    login: str | None = None
    source: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """How many times articles are to be labelled, and how many times that has happened."""

    wanted: int
    filled: int

    @property
    def left(self) -> int:
        """How many are still to be filled."""
        return max(0, self.wanted - self.filled)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many articles somebody has in each state, whenever they came there."""

    login: str
    submitted: int = 0
    drafts: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What one person submitted within one hour that begins at ``hour``."""

    login: str
    hour: datetime
    articles: int
    active_s: float


@dataclass(frozen=True, slots=True)
class TimeTaken:
    """How many submitted articles took somebody this long; those without active time are left out.

    ``slot`` counts quarters of a minute: slot 4 is from 60 s to under 75 s.
    """

    login: str
    slot: int
    articles: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """How far the articles of one source are."""

    source: str
    articles: int
    done: int

    @property
    def left(self) -> int:
        """How many nobody has submitted."""
        return self.articles - self.done


@dataclass(frozen=True, slots=True)
class Stuck:
    """How many pieces of work wait for somebody, by why."""

    stale: int
    skipped: int
    lapsed: int
    flagged: int


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """How often articles were skipped for a reason, in the words of who skipped."""

    reason: str
    articles: int


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """One article in a list behind a number.

    ``login`` and ``state`` are empty where nobody has worked on it.
    """

    document_id: str
    title: str
    source: str
    login: str = ""
    state: str = ""
    saved_at: datetime | None = None
    submitted_at: datetime | None = None
    active_s: float = 0.0
    note: str = ""
    """The reason of a skip, or what was flagged."""


@dataclass(frozen=True, slots=True)
class ArticleLines:
    """Some lines of a list, and how many there are in all."""

    lines: tuple[ArticleLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class LabelCount:
    """How many labels of a type were in the articles submitted in a week, Monday first."""

    week: str
    type: str
    count: int
