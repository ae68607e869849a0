"""Zip archives of the other formats, read without unpacking to disk."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from labeler.core.work import ImportProblem
from labeler.formats.articles.sources import Reading, Source

_ENCRYPTED = 0x1
_BY_THE_SYSTEM = {"__MACOSX", "Thumbs.db", "desktop.ini"}


def is_by_the_system(name: str) -> bool:
    """Say whether a path is hidden or left by a desktop, so that nobody means it."""
    return any(part.startswith(".") or part in _BY_THE_SYSTEM for part in _parts(name))


def zip_entries(source: Source, reading: Reading) -> Iterator[Source | ImportProblem]:
    """Yield each file of an archive as a source, by name, or what keeps it from being read.

    A source can be opened until the next one is asked for. Nothing is written
    to disk under a name from the archive. What an entry may unpack to is what
    its header says; reading stops there.

    Raises:
        zipfile.BadZipFile, OSError: the file is no zip archive, or broken.
    """
    limits = reading.limits
    with source.open() as stream, zipfile.ZipFile(stream) as archive:
        entries = [
            entry
            for entry in sorted(archive.infolist(), key=lambda e: e.filename)
            if not entry.is_dir() and not (is_by_the_system(entry.filename) and _is_inside(entry))
        ]
        if not entries:
            yield source.problem("the archive holds no files")
        if len(entries) > limits.entries:
            yield source.problem(
                f"the archive holds {len(entries):,} files; {limits.entries:,} are the most"
            )
            return
        unpacked = done = 0
        for entry in entries:
            inner = _entry_source(archive, entry, source)
            fault = _fault(entry, limits.entry_bytes)
            unpacked += 0 if fault else entry.file_size
            if unpacked > limits.archive_bytes:
                yield inner.problem(
                    f"the archive unpacks to more than {limits.archive_bytes:,} bytes; "
                    "nothing from here on was read"
                )
                return
            yield inner.problem(fault) if fault else inner
            done += entry.compress_size
            reading.meter.reach(done)


def _entry_source(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, source: Source) -> Source:
    @contextmanager
    def opened() -> Iterator[BinaryIO]:
        with archive.open(entry) as stream:
            yield cast("BinaryIO", stream)

    name = entry.filename
    return Source(
        f"{source.shown} › {name}",
        f"{source.label} › {name}",
        _parts(name)[-1] if _parts(name) else name,
        entry.file_size,
        opened,
        seekable=False,
        archived=True,
    )


def _fault(entry: zipfile.ZipInfo, entry_bytes: int) -> str:
    if not _is_inside(entry):
        return "its name points out of the archive; it was not read"
    if entry.flag_bits & _ENCRYPTED:
        return "it is encrypted; unpack it first"
    if entry.file_size > entry_bytes:
        return f"it unpacks to {entry.file_size:,} bytes; {entry_bytes:,} are the most"
    return ""


def _is_inside(entry: zipfile.ZipInfo) -> bool:
    path = entry.filename.replace("\\", "/")
    return not (path.startswith("/") or path[1:2] == ":" or ".." in _parts(path))


def _parts(name: str) -> tuple[str, ...]:
    return PurePosixPath(name.replace("\\", "/")).parts
