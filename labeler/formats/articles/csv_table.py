"""Comma-, semicolon- and tab-separated tables with a header line."""

import csv
import re
from collections.abc import Iterator, Mapping
from io import TextIOWrapper

from labeler.formats.articles.columns import Columns, match_columns
from labeler.formats.articles.lines import opened_as_text
from labeler.formats.articles.record import build, record_of
from labeler.formats.articles.sources import Found, Reading, Source

_DELIMITERS = ",;\t|"
_HEADER_MAX = 100_000
_NO_LIMIT = 2**31 - 1


class _Lines:
    """The lines of a table, as the csv module asks for them, in bounded memory.

    Of a record that has grown over the limit only what decides where it ends
    is kept: each run of ordinary characters becomes one ``x``. So the records
    behind it are found where they begin.

    Attributes:
        limit: characters of a record that are kept as they are.
        too_long: the record was squeezed so.
        unfinished: the file ended inside the record.
    """

    def __init__(self, stream: TextIOWrapper, delimiter: str, limit: int) -> None:
        self._stream = stream
        self.limit = limit
        self._ordinary = re.compile(rf'[^"\r\n{re.escape(delimiter)}]+')
        self._taken = 0
        self.too_long = False
        self.unfinished = False

    def begin_record(self) -> None:
        """Say that the next line begins a record."""
        self._taken = 0
        self.too_long = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._stream.readline(self.limit)
        if not line:
            self.unfinished = self._taken > 0
            raise StopIteration
        parts = [line]
        self._taken += len(line)
        while self._taken >= self.limit:
            self.too_long = True
            parts[-1] = self._ordinary.sub("x", parts[-1])
            if line.endswith(("\n", "\r")):
                break
            line = self._stream.readline(self.limit)
            if not line:
                break
            parts.append(line)
        return "".join(parts)


def read_csv(source: Source, reading: Reading) -> Iterator[Found]:
    """Yield the article of each row, or what is wrong with the row or the table."""
    # The module's own limit, 131,072 characters, is less than a long article.
    csv.field_size_limit(_NO_LIMIT)
    with source.open() as binary, opened_as_text(binary, "") as stream:
        delimiter, header = _header(stream, reading.mapping)
        columns = match_columns(header, reading.mapping)
        if not header:
            yield source.problem("the file is empty")
            return
        if isinstance(columns, str):
            yield source.problem(columns)
            return
        lines = _Lines(stream, delimiter, 2 * reading.limits.text)
        for where, row in _rows(lines, delimiter, header):
            reading.meter.reach(binary.tell())
            record = row if isinstance(row, str) else record_of(row, columns)
            if isinstance(record, str):
                yield source.problem(record, where)
            else:
                yield build(record, source, where, reading)


def header_of(source: Source, mapping: Mapping[str, str]) -> tuple[str, ...]:
    """Return the column names, none for an empty file."""
    with source.open() as binary, opened_as_text(binary, "") as stream:
        return tuple(_header(stream, mapping)[1])


def _header(stream: TextIOWrapper, mapping: Mapping[str, str]) -> tuple[str, list[str]]:
    """Return the delimiter and the column names, and leave the stream behind them.

    The delimiter is the one that gives a column with the text; among several,
    or where none does, the one that gives most columns.
    """
    line = ""
    while not line.strip():
        line = stream.readline(_HEADER_MAX)
        if not line:
            return ",", []
    # A quoted name may go over a line's end.
    while line.count('"') % 2 and (more := stream.readline(_HEADER_MAX)):
        line += more

    def names(delimiter: str) -> list[str]:
        return next(csv.reader([line.strip("\r\n")], delimiter=delimiter))

    def rank(delimiter: str) -> tuple[bool, int]:
        found = names(delimiter)
        return isinstance(match_columns(found, mapping), Columns), len(found)

    best = max(_DELIMITERS, key=rank)
    return best, _distinct(names(best))


def _distinct(names: list[str]) -> list[str]:
    """Return the names with a number behind each that was there before or is empty."""
    seen: set[str] = set()
    for place, name in enumerate(names, start=1):
        shown = name.strip() or "column"
        if shown in seen or not name.strip():
            shown = f"{shown} {place}"
        seen.add(shown)
        names[place - 1] = shown
    return names


def _rows(
    lines: _Lines, delimiter: str, header: list[str]
) -> Iterator[tuple[str, dict[str, object] | str]]:
    """Yield (place, row or what is wrong with it) for each row that is not blank."""
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        where = f"row at line {reader.line_num + 2:,}"
        lines.begin_record()
        try:
            values = next(reader, None)
        except csv.Error as error:
            yield where, f"{error}; the rest of the file was not read"
            return
        if values is None:
            return
        if lines.unfinished:
            yield where, "a quotation mark opened here is never closed; the file ends inside it"
            return
        if lines.too_long:
            yield where, f"the row has more than {lines.limit:,} characters"
        elif len(values) not in {0, len(header)}:
            counts = f"{len(values)} values, and the header has {len(header)} columns"
            yield where, f"{counts}; is a quotation mark missing?"
        elif values:
            yield where, dict(zip(header, values, strict=True))
