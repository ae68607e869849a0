"""What an article reader reads from, and how far it may go."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from labeler.core.document import Document
from labeler.core.work import ImportNote, ImportProblem

Found = Document | ImportProblem | ImportNote
"""What a reader yields."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a thing may be and still be read.

    Attributes:
        text: code points of one article.
        entries: files in one archive.
        entry_bytes: one file in an archive, unpacked.
        archive_bytes: all files of an archive, unpacked.
    """

    text: int = 2_000_000
    entries: int = 200_000
    entry_bytes: int = 2_000_000_000
    archive_bytes: int = 4_000_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A file on disk, in an archive, or sent by a browser.

    Attributes:
        shown: the name a person knows it by, used in problems.
        label: the name stored with the article; holds no machine's folders.
        name: the file's own name, without any folder.
        size: bytes, unpacked.
        open: gives a fresh binary stream from the start.
        seekable: the stream can be read in any order.
        archived: it lies in an archive.
    """

    shown: str
    label: str
    name: str
    size: int
    open: Callable[[], AbstractContextManager[BinaryIO]]
    seekable: bool = True
    archived: bool = False

    @property
    def suffix(self) -> str:
        """The end of the name that tells the format, in lower case."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The name without its suffix."""
        return PurePosixPath(self.name).stem

    def problem(self, message: str, where: str = "") -> ImportProblem:
        """Return a problem at a place in this file."""
        return ImportProblem(self._at(self.shown, where), message)

    def provenance(self, where: str = "") -> str:
        """Return where in which file an article stood."""
        return self._at(self.label, where)

    @staticmethod
    def _at(name: str, where: str) -> str:
        return f"{name}, {where}" if where else name


def file_source(path: Path, label: str) -> Source:
    """Return the source for a file on disk.

    Raises:
        OSError: it cannot be looked at.
    """

    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        with path.open("rb") as stream:
            yield stream

    return Source(str(path), label, path.name, path.stat().st_size, opened)


def upload_source(name: str, content: bytes | BinaryIO) -> Source:
    """Return the source for bytes or a seekable stream that came with a name.

    The stream stays open; it belongs to the caller.
    """
    base = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    stream = BytesIO(content) if isinstance(content, bytes) else content

    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        stream.seek(0)
        yield stream

    size = stream.seek(0, 2)
    return Source(base, base, base, size, opened)


class Meter:
    """Tells how many bytes were read, once each, up to a file's size."""

    def __init__(self, size: int = 0, advance: Callable[[int], None] | None = None) -> None:
        self._size = size
        self._advance = advance
        self._reached = 0

    def reach(self, position: int) -> None:
        """Say that everything before ``position`` was read."""
        position = min(position, self._size)
        if self._advance is not None and position > self._reached:
            self._advance(position - self._reached)
            self._reached = position

    def finish(self) -> None:
        """Say that the file is done with, read or not."""
        self.reach(self._size)


class Notes:
    """Collects what was read otherwise than it stood there: one note per file and kind."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}

    def add(self, kind: str, example: str) -> None:
        """Count one more of ``kind``; the first example is kept."""
        count, first = self._found.get(kind, (0, example))
        self._found[kind] = (count + 1, first)

    def drain(self, source: Source) -> Iterator[ImportNote]:
        """Yield what was collected and forget it."""
        for kind, (count, example) in self._found.items():
            yield ImportNote(source.shown, f"{kind}: {count:,}, such as {example}")
        self._found.clear()


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: which column is which field, how much, and who is told of progress."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    meter: Meter = field(default_factory=Meter)
    notes: Notes = field(default_factory=Notes)
