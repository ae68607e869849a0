"""One JSON object per line."""

import json
from collections import Counter
from collections.abc import Iterator
from io import TextIOWrapper

from labeler.core.document import Document
from labeler.core.work import ImportProblem
from labeler.formats.articles.columns import Columns, match_columns
from labeler.formats.articles.lines import opened_as_text, skip_line
from labeler.formats.articles.record import build, record_of, unstorable
from labeler.formats.articles.sources import Found, Reading, Source

_ESCAPED_LENGTH = 6
"""A character needs at most this many in a JSON string: backslash, u, four digits."""
_FRAME = 1_000_000
"""Room on a line for what is not the text."""


def read_jsonl(source: Source, reading: Reading) -> Iterator[Found]:
    """Yield the article of each line, or what is wrong with the line."""
    limit = reading.limits.text * _ESCAPED_LENGTH + _FRAME
    layouts: dict[tuple[str, ...], Columns | str] = {}
    repeated: Counter[str] = Counter()
    any_line = False
    with source.open() as binary, opened_as_text(binary, "\n") as stream:
        for number, line in _lines(stream, limit):
            reading.meter.reach(binary.tell())
            where = f"line {number:,}"
            row = _row(line, limit)
            if row is None:
                continue
            any_line = True
            if isinstance(row, str):
                yield source.problem(row, where)
                continue
            columns = layouts.get(tuple(row))
            if columns is None:
                columns = layouts[tuple(row)] = match_columns(list(row), reading.mapping)
            elif isinstance(columns, str):
                repeated[columns] += 1
                continue
            yield _article(row, columns, source, where, reading)
    for fault, count in repeated.items():
        yield source.problem(f"{count:,} more like the first: {fault}", "further lines")
    if not any_line:
        yield source.problem("the file is empty")


def first_keys(source: Source, limit: int) -> tuple[str, ...]:
    """Return the keys of the first object, none where there is none."""
    with source.open() as binary, opened_as_text(binary, "\n") as stream:
        for _, line in _lines(stream, limit):
            row = _row(line, limit)
            if isinstance(row, dict):
                return tuple(row)
    return ()


def _article(
    row: dict[str, object], columns: Columns | str, source: Source, where: str, reading: Reading
) -> Document | ImportProblem:
    record = columns if isinstance(columns, str) else record_of(row, columns)
    if isinstance(record, str):
        return source.problem(record, where)
    return build(record, source, where, reading)


def _lines(stream: TextIOWrapper, limit: int) -> Iterator[tuple[int, str]]:
    """Yield (number, line); of a line that is too long only its beginning."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        yield number, line
        if len(line) > limit and not line.endswith("\n"):
            skip_line(stream)


def _row(line: str, limit: int) -> dict[str, object] | str | None:
    """Return the object on a line, what is wrong with it, or ``None`` for a blank line."""
    if len(line) > limit:
        return f"the line has more than {limit:,} characters"
    if not line.strip():
        return None
    fault = unstorable(line)
    if fault:
        return fault.replace("at line 1, ", "at ").replace(" of the text", "")
    return _parsed(line)


def _parsed(line: str) -> dict[str, object] | str:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        return f"broken JSON: {error.msg} at character {error.colno:,}"
    except (ValueError, RecursionError) as error:
        return f"broken JSON: {error}"
    if not isinstance(row, dict):
        return 'the line is no JSON object, such as {"text": "…"}'
    return row
