"""Articles from files, folders and uploads, one by one."""

import lzma
import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from labeler.core.work import ImportProblem
from labeler.formats.articles.archive import is_by_the_system, zip_entries
from labeler.formats.articles.columns import Columns, check_mapping, match_columns
from labeler.formats.articles.csv_table import header_of, read_csv
from labeler.formats.articles.jsonl import first_keys, read_jsonl
from labeler.formats.articles.parquet import column_names, read_parquet
from labeler.formats.articles.sources import (
    Found,
    Limits,
    Meter,
    Reading,
    Source,
    file_source,
    upload_source,
)
from labeler.formats.articles.text_file import read_text_file

_READERS: Mapping[str, Callable[[Source, Reading], Iterator[Found]]] = {
    ".txt": read_text_file,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".parquet": read_parquet,
}
SUFFIXES = (*_READERS, ".zip")
"""The file types that are read."""
_WANTED = f"{', '.join(SUFFIXES[:-1])} and {SUFFIXES[-1]}"

# What broken Parquet and zip files raise from the depth of their readers.
_BROKEN = (
    pa.ArrowException,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    UnicodeDecodeError,
    OSError,
)

Advance = Callable[[int], None]


def read_articles(
    paths: Iterable[Path | str],
    mapping: Mapping[str, str] | None = None,
    *,
    limits: Limits | None = None,
    advance: Advance | None = None,
) -> Iterator[Found]:
    """Return the articles in files and folders, read as they are asked for.

    A folder is read with all folders below it, by name. Between the articles
    come the problems of what could not be read and, behind each file, notes
    on what was read otherwise than it stood there.

    Args:
        paths: files of the types in ``SUFFIXES``, and folders.
        mapping: field of an article to the column that holds it, over the
            names that are known (``columns.ALIASES``).
        limits: how large a thing may be and still be read.
        advance: called with how many more bytes are done; in all the
            ``total_bytes`` of the paths.

    Raises:
        ConversionError: the mapping names a field that no article has.
    """
    check_mapping(mapping or {})
    reading = Reading(mapping or {}, limits or Limits())
    return _read_paths([Path(path) for path in paths], reading, advance)


def read_upload(
    name: str,
    content: bytes | BinaryIO,
    mapping: Mapping[str, str] | None = None,
    *,
    limits: Limits | None = None,
    advance: Advance | None = None,
) -> Iterator[Found]:
    """Return the articles in a file that came as bytes or as a seekable stream.

    As ``read_articles``, but for the name, which tells the format.
    """
    check_mapping(mapping or {})
    reading = Reading(mapping or {}, limits or Limits())
    return _read_whole(upload_source(name, content), reading, advance)


def total_bytes(paths: Iterable[Path | str]) -> int:
    """Return how many bytes ``read_articles`` will read from the paths."""
    found = (entry for path in paths for entry in _sources(Path(path)))
    return sum(entry.size for entry in found if isinstance(entry, Source))


def unmatched_columns(
    name: str, content: bytes | BinaryIO, mapping: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return the columns of the first table in which no column is known to hold the text.

    Empty where every table can be read as it is, and for what cannot be read
    at all: that, reading says better.
    """
    return next(_unmatched(upload_source(name, content), mapping or {}), ())


def _unmatched(source: Source, mapping: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    try:
        if source.suffix == ".zip" and not source.archived:
            for entry in zip_entries(source, Reading(mapping)):
                if isinstance(entry, Source):
                    yield from _unmatched(entry, mapping)
            return
        columns: tuple[str, ...] = ()
        if source.suffix in {".csv", ".tsv"}:
            columns = header_of(source, mapping)
        elif source.suffix in {".jsonl", ".ndjson"}:
            columns = first_keys(source, Limits().text)
        elif source.suffix == ".parquet":
            columns = column_names(source)
    except _BROKEN:
        return
    if columns and not isinstance(match_columns(columns, mapping), Columns):
        yield columns


def _read_paths(paths: list[Path], reading: Reading, advance: Advance | None) -> Iterator[Found]:
    for path in paths:
        for source in _sources(path):
            if isinstance(source, Source):
                yield from _read_whole(source, reading, advance)
            else:
                yield source


def _read_whole(source: Source, reading: Reading, advance: Advance | None) -> Iterator[Found]:
    meter = Meter(source.size, advance)
    yield from _read(source, replace(reading, meter=meter))
    meter.finish()


def _read(source: Source, reading: Reading) -> Iterator[Found]:
    try:
        if source.suffix == ".zip":
            yield from _read_zip(source, reading)
        elif source.suffix in _READERS:
            yield from _READERS[source.suffix](source, reading)
        else:
            yield source.problem(_not_read(source.suffix))
    except _BROKEN as error:
        yield source.problem(_broken(source, error))
    yield from reading.notes.drain(source)


def _read_zip(source: Source, reading: Reading) -> Iterator[Found]:
    if source.archived:
        yield source.problem("an archive in an archive is not read; unpack the outer one")
        return
    for entry in zip_entries(source, reading):
        if isinstance(entry, Source):
            yield from _read(entry, replace(reading, meter=Meter()))
        else:
            yield entry


def _broken(source: Source, error: BaseException) -> str:
    words = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, OSError) and error.strerror:
        return f"it cannot be read: {error.strerror}"
    kind = {".parquet": "Parquet file", ".zip": "zip archive"}.get(source.suffix, "file")
    return f"a broken {kind}: {words[:200]}"


def _not_read(suffix: str) -> str:
    found = f"{suffix} files" if suffix else "files without a suffix"
    return f"{found} are not read; wanted {_WANTED}"


def _sources(path: Path) -> Iterator[Source | ImportProblem]:
    """Yield what a path stands for: itself, or the files in and below a folder."""
    try:
        if path.is_dir():
            yield from _folder(path)
        elif path.is_file():
            yield file_source(path, path.name)
        elif path.exists():
            yield ImportProblem(str(path), "it is neither a file nor a folder")
        else:
            yield ImportProblem(str(path), "there is no such file or folder")
    except OSError as error:
        yield ImportProblem(str(path), f"it cannot be read: {error.strerror or error}")


def _folder(folder: Path) -> Iterator[Source | ImportProblem]:
    problems: list[ImportProblem] = []

    def refuse(error: OSError) -> None:
        problems.append(
            ImportProblem(str(error.filename), f"it cannot be read: {error.strerror or error}")
        )

    base = folder.resolve().name
    any_file = False
    for here, folders, names in os.walk(folder, onerror=refuse):
        # Sorting in place is how os.walk is told the order and what to leave out.
        folders[:] = sorted(name for name in folders if not is_by_the_system(name))
        for name in sorted(names):
            path = Path(here) / name
            if is_by_the_system(name):
                continue
            any_file = True
            if path.is_file():
                yield file_source(path, (Path(base) / path.relative_to(folder)).as_posix())
            else:
                yield ImportProblem(str(path), "it is no file")
    yield from problems
    if not any_file and not problems:
        yield ImportProblem(str(folder), f"no articles in this folder; wanted {_WANTED}")
