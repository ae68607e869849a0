"""What is wrong with a schema file, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from labeler.core.errors import LabelerError

_FEW = 8
"""So many names still read well in one message."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, order=True)
class SchemaProblem:
    """One thing wrong with a schema file, line and column counted from 1."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """Return the line an editor can jump to."""
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class SchemaFileError(LabelerError, ValueError):
    """A schema file with problems, all of which ``problems`` holds in file order."""

    def __init__(self, problems: tuple[SchemaProblem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class Report:
    """Collects the problems of one file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: set[SchemaProblem] = set()

    def add(self, at: Place, message: str) -> None:
        """Note one problem; the same one at the same place counts once."""
        self._found.add(SchemaProblem(self._file, at.line, at.column, message))

    @property
    def problems(self) -> tuple[SchemaProblem, ...]:
        """All problems so far, in file order."""
        return tuple(sorted(self._found))


def wanted(found: str, names: Iterable[str]) -> str:
    """Return the end of a message: the name that was probably meant, or the choice."""
    known = sorted(set(names))
    if not known:
        return "; there are none"
    near = get_close_matches(found.casefold(), {name.casefold() for name in known}, n=1)
    if near:
        same = [name for name in known if name.casefold() == near[0]]
        best = get_close_matches(found, same, n=1, cutoff=0.0)
        return f"; did you mean {best[0]!r}?"
    if len(known) > _FEW:
        return ""
    return f"; known: {', '.join(known)}"
