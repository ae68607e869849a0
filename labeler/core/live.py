"""What can go wrong with the files of the live labels."""

from dataclasses import dataclass
from enum import StrEnum

from labeler.core.errors import LabelerError


class TurnLostError(LabelerError):
    """Who wrote was no longer the only one: what was written may be older than what there was."""


class FaultKind(StrEnum):
    """How the files and the store disagree."""

    BEHIND = "behind"
    """A submitted or reopened document still waits to be written."""
    MISSING = "missing"
    """A file that should be there is not."""
    STALE = "stale"
    """A file holds something else than the store."""
    LEFTOVER = "leftover"
    """A file of ours that should be gone: an emptied bucket, an interrupted write."""
    FOREIGN = "foreign"
    """A file that is not ours; whoever reads the folder reads it too."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One disagreement: its kind, the file (or document) and what to know about it."""

    kind: FaultKind
    place: str
    message: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.place}" + (f" ({self.message})" if self.message else "")
