"""A look at the live labels without loading them: counts, pages of rows, downloads."""

import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any, TypeVar, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from labeler.datasets.layout import TABLES

_T = TypeVar("_T")
_TEXTS = pa.list_(pa.string())
_ATTEMPTS = 5
_AT_ONCE = 1000
_AHEAD = 4

GROUPED_BY = {
    "mentions": "type",
    "entities": "type",
    "events": "type",
    "attributions": "type",
    "arguments": "role",
    "relations": "type",
    "decisions": "verdict",
}
"""The column by which the rows of a table are counted and filtered."""


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Some rows of a table, and how many match in all."""

    rows: pa.Table
    total: int


@dataclass(frozen=True, slots=True)
class LabelsView:
    """Reads the live labels of one project, ``folder`` being ``data/labels/<project>``."""

    folder: Path

    def exists(self) -> bool:
        """Say whether every table is there; on a new installation that takes a moment."""
        return all((self.folder / table).is_dir() for table in TABLES)

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each table, from the files' footers."""
        return {table: self._read(table, _count) for table in TABLES}

    def groups(self, table: str) -> dict[str, int]:
        """Return how many rows there are of each type (role, verdict), most first."""
        column = GROUPED_BY[table]
        found = self._read(table, lambda dataset: dataset.to_table(columns=[column]))
        rows = found.group_by(column).aggregate([([], "count_all")]).to_pylist()
        counted = [(str(row[column] or ""), int(row["count_all"])) for row in rows]
        return dict(sorted(counted, key=lambda entry: (-entry[1], entry[0])))

    def page(
        self,
        table: str,
        search: str = "",
        only: Sequence[str] = (),
        offset: int = 0,
        limit: int = 50,
    ) -> RowsPage:
        """Return some rows of a table, in its own order.

        Args:
            table: its name.
            search: what a text column holds, whatever the case; empty for anything.
            only: types (roles, verdicts) to show; empty for all.
            offset: rows to pass over.
            limit: rows to return at most.
        """

        def read(dataset: ds.Dataset) -> RowsPage:
            chosen = _filter(dataset.schema, search, GROUPED_BY.get(table, ""), only)
            total = dataset.count_rows(filter=chosen)
            # Nothing is read ahead: of a page, that would be the most of what is read.
            scanner = dataset.scanner(
                filter=chosen,
                batch_size=_AT_ONCE,
                batch_readahead=0,
                fragment_readahead=_AHEAD if search or only else 0,
            )
            rows = scanner.head(offset + limit).slice(offset)
            return RowsPage(rows, total)

        return self._read(table, read)

    def parquet(self, table: str) -> bytes:
        """Return a whole table as one Parquet file."""

        def read(dataset: ds.Dataset) -> bytes:
            sink = io.BytesIO()
            with pq.ParquetWriter(sink, dataset.schema, compression="zstd") as writer:
                for batch in dataset.to_batches():
                    writer.write_batch(batch)
            return sink.getvalue()

        return self._read(table, read)

    def csv(self, table: str) -> bytes:
        """Return a whole table as CSV in UTF-8; lists are written as JSON."""

        def read(dataset: ds.Dataset) -> bytes:
            sink = io.BytesIO()
            flat = pa.schema(
                [
                    pa.field(f.name, pa.string() if pa.types.is_list(f.type) else f.type)
                    for f in dataset.schema
                ]
            )
            with pcsv.CSVWriter(sink, flat) as writer:
                for batch in dataset.to_batches():
                    columns = [_flat(column) for column in batch.columns]
                    writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=flat))
            return sink.getvalue()

        return self._read(table, read)

    def _read(self, table: str, read: Callable[[ds.Dataset], _T]) -> _T:
        for _ in range(_ATTEMPTS - 1):
            try:
                return read(ds.dataset(self.folder / table, format="parquet"))
            except FileNotFoundError:
                # A bucket lost its last rows between the listing and the reading.
                continue
        return read(ds.dataset(self.folder / table, format="parquet"))


def _count(dataset: ds.Dataset) -> int:
    # The footers alone: the dataset's own count does more with each file.
    files = cast("ds.FileSystemDataset", dataset).files
    return sum(pq.read_metadata(file).num_rows for file in files)


def _filter(
    schema: pa.Schema, search: str, column: str, only: Sequence[str]
) -> pc.Expression | None:
    chosen = pc.field(column).isin(list(only)) if column and only else None
    if not search:
        return chosen
    found = reduce(
        or_,
        (
            pc.match_substring(_as_text(field), search, ignore_case=True)
            for field in schema
            if pa.types.is_string(field.type) or field.type == _TEXTS
        ),
    )
    return found if chosen is None else chosen & found


def _as_text(field: "pa.Field[pa.DataType]") -> pc.Expression:
    column = pc.field(field.name)
    # The type stubs leave out that compute functions take expressions as well.
    return cast("Any", pc).binary_join(column, pc.scalar("\n")) if field.type == _TEXTS else column


def _flat(column: "pa.Array[Any]") -> "pa.Array[Any]":
    if not pa.types.is_list(column.type):
        return column
    return pa.array(
        [None if v is None else json.dumps(v, ensure_ascii=False) for v in column.to_pylist()],
        pa.string(),
    )
