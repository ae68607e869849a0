"""Parquet tables, read batch by batch."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from labeler.formats.articles.columns import Columns, match_columns
from labeler.formats.articles.record import build, record_of
from labeler.formats.articles.sources import Found, Reading, Source

_BATCH = 256
_SPOOL_BYTES = 64_000_000
_BYTES_PER_CHARACTER = 4


def read_parquet(source: Source, reading: Reading) -> Iterator[Found]:
    """Yield the article of each row, or what is wrong with the row or the table.

    Raises:
        pyarrow.ArrowException, OSError: the file is no Parquet, or breaks off.
    """
    with _opened(source) as table:
        columns = match_columns(table.schema_arrow.names, reading.mapping)
        if isinstance(columns, str):
            yield source.problem(columns)
            return
        kind = table.schema_arrow.field(columns.by_field["text"]).type
        if not _is_text(kind):
            name = columns.by_field["text"]
            yield source.problem(f"the column “{name}” holds {kind}, and text is wanted")
            return
        total = table.metadata.num_rows
        if total == 0:
            yield source.problem("the table has no rows")
        done = 0
        for batch in table.iter_batches(batch_size=_BATCH):
            for number, row in enumerate(
                _rows(batch, columns, reading.limits.text), start=done + 1
            ):
                where = f"row {number:,}"
                record = row if isinstance(row, str) else record_of(row, columns)
                if isinstance(record, str):
                    yield source.problem(record, where)
                else:
                    yield build(record, source, where, reading)
            done += batch.num_rows
            reading.meter.reach(source.size * done // total)


def column_names(source: Source) -> tuple[str, ...]:
    """Return the column names.

    Raises:
        pyarrow.ArrowException, OSError: the file is no Parquet.
    """
    with _opened(source) as table:
        return tuple(table.schema_arrow.names)


@contextmanager
def _opened(source: Source) -> Iterator[pq.ParquetFile]:
    with source.open() as stream:
        if source.seekable:
            yield pq.ParquetFile(stream)
            return
        # Parquet is read from its end; going back in an archive would unpack
        # it again from the start each time.
        with SpooledTemporaryFile(max_size=_SPOOL_BYTES) as copy:
            shutil.copyfileobj(stream, copy)
            copy.seek(0)
            yield pq.ParquetFile(cast("BinaryIO", copy))


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = cast("Any", kind).value_type
    return (
        pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
        or pa.types.is_null(kind)
    )


def _rows(batch: pa.RecordBatch, columns: Columns, limit: int) -> Iterator[dict[str, object] | str]:
    """Yield each row, or what keeps it from being read."""
    names = batch.schema.names
    lengths = _byte_lengths(batch.column(names.index(columns.by_field["text"])))
    for place, length in enumerate(lengths):
        if length > (limit + 1) * _BYTES_PER_CHARACTER:
            yield f"the text has {length:,} bytes; an article has at most {limit:,} characters"
            continue
        try:
            yield {name: batch.column(index)[place].as_py() for index, name in enumerate(names)}
        except UnicodeDecodeError as error:
            yield f"the byte 0x{error.object[error.start]:02X} in it is not UTF-8"


def _byte_lengths(texts: Any) -> list[int]:  # noqa: ANN401 - any array of texts
    if pa.types.is_null(texts.type):
        return [0] * len(texts)
    if pa.types.is_dictionary(texts.type):
        texts = texts.dictionary_decode()
    if pa.types.is_string_view(texts.type):
        texts = texts.cast(pa.large_string())
    return [length or 0 for length in pc.binary_length(texts).to_pylist()]
