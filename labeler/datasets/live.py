"""The live labels: what was submitted, as Parquet, a moment after the submit.

``<folder>/<project>/<table>/bucket-NN.parquet`` hold the labels of the documents
of one bucket (``core.buckets``). A bucket without rows has no file, and each
table has an ``empty.parquet``, so that it can be read before there are any.
Temporary files lie in ``.incoming`` beside the tables, where no reader looks.

What a bucket's files hold depends on the submitted labels alone, never on the
way there: ``update`` and ``write`` give the same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from labeler.core.buckets import BUCKETS
from labeler.core.live import Fault, FaultKind
from labeler.core.schema import Schema
from labeler.core.work import Submission
from labeler.datasets.files import holds, locked, place, render, sync
from labeler.datasets.layout import TABLES, layout_of
from labeler.datasets.tables import tables_of

EMPTY = "empty.parquet"
"""The file of a table that holds its columns and no rows."""

_INCOMING = ".incoming"
_LOCK = ".lock"
# Written last and with the row counts of the others: the proof that a bucket's
# files belong together.
_LAST = "submissions"
_ROWS = "labeler.rows."


def bucket_file(bucket: int) -> str:
    """Return the name of a bucket's file in each table's folder."""
    return f"bucket-{bucket:02d}.parquet"


@dataclass(frozen=True, slots=True)
class LiveLabels:
    """Writes the live labels below ``folder``, one folder per project."""

    folder: Path

    def exclusive(self, project: str) -> AbstractContextManager[None]:
        """Hold the project's labels for this writer alone, across processes."""
        return locked(self.folder / project / _LOCK)

    def is_current(self, project: str, schema: Schema) -> bool:
        """Say whether the files have the columns this schema and this version want.

        The bytes are compared, so another version of the Parquet library asks
        for a rebuild as well: its files differ in details.
        """
        return not any(self._stale_marks(project, schema))

    def write(self, project: str, schema: Schema, bucket: int, rows: Sequence[Submission]) -> None:
        """Replace the bucket's files, atomically each."""
        self._place(project, bucket, _tables(rows, schema))

    def update(
        self,
        project: str,
        schema: Schema,
        bucket: int,
        document_ids: Sequence[str],
        rows: Sequence[Submission],
    ) -> bool:
        """Replace what the bucket's files hold of these documents, atomically each.

        Returns:
            ``False``, and nothing was written, where files are missing, broken,
            of another schema or do not belong together.
        """
        fresh = tables_of(rows, schema)
        try:
            old = self._read(project, bucket, fresh)
        except (pa.ArrowException, OSError):
            return False
        if old is None:
            return False
        merged = {name: _merged(old[name], document_ids, fresh[name]) for name in TABLES}
        self._place(project, bucket, merged)
        return True

    def finish(self, project: str, schema: Schema) -> None:
        """Mark the files as current and remove what interrupted writes left behind."""
        root = self.folder / project
        for path, content in self._marks(project, schema):
            place(path, content, root / _INCOMING)
            sync(path.parent)
        for path in _files(root / _INCOMING):
            path.unlink()

    def compare(
        self, project: str, schema: Schema, bucket: int, rows: Sequence[Submission]
    ) -> Sequence[Fault]:
        """Return where the bucket's files are not what ``write`` would make of ``rows``."""
        faults = []
        for path, content in self._contents(project, bucket, _tables(rows, schema)):
            if content is None:
                if path.exists():
                    faults.append(Fault(FaultKind.LEFTOVER, str(path), "its bucket has no rows"))
            elif not path.exists():
                faults.append(Fault(FaultKind.MISSING, str(path)))
            elif not holds(path, content):
                faults.append(Fault(FaultKind.STALE, str(path)))
        return faults

    def strays(self, project: str, schema: Schema) -> Sequence[Fault]:
        """Return what is wrong outside the buckets' files, leftovers and foreign files included."""
        root = self.folder / project
        faults = list(self._stale_marks(project, schema))
        known = {EMPTY, *(bucket_file(bucket) for bucket in range(BUCKETS))}
        faults += [
            Fault(FaultKind.LEFTOVER, str(path), "an interrupted write")
            for path in _files(root / _INCOMING)
        ]
        faults += [
            Fault(FaultKind.FOREIGN, str(path), "not written by Labeler; move it away")
            for table in TABLES
            for path in _files(root / table)
            # Readers skip hidden files, so those do no harm.
            if path.name not in known and not path.name.startswith((".", "_"))
        ]
        return faults

    def _marks(self, project: str, schema: Schema) -> Iterator[tuple[Path, bytes]]:
        for name, layout in layout_of(schema).items():
            yield self.folder / project / name / EMPTY, render(layout.arrow.empty_table())

    def _stale_marks(self, project: str, schema: Schema) -> Iterator[Fault]:
        for path, content in self._marks(project, schema):
            if not path.exists():
                yield Fault(FaultKind.MISSING, str(path))
            elif not holds(path, content):
                yield Fault(FaultKind.STALE, str(path), "another schema or version")

    def _contents(
        self, project: str, bucket: int, tables: Mapping[str, pa.Table]
    ) -> Iterator[tuple[Path, bytes | None]]:
        """Yield each file of a bucket with its bytes, ``None`` for a file that must not be."""
        counts = {_ROWS + name: str(table.num_rows) for name, table in tables.items()}
        for name in sorted(TABLES, key=lambda name: name == _LAST):
            notes = counts if name == _LAST else None
            path = self.folder / project / name / bucket_file(bucket)
            table = tables.get(name)
            yield path, render(table, notes) if table is not None and table.num_rows else None

    def _place(self, project: str, bucket: int, tables: Mapping[str, pa.Table]) -> None:
        incoming = self.folder / project / _INCOMING
        for path, content in self._contents(project, bucket, tables):
            if content is None:
                path.unlink(missing_ok=True)
            else:
                place(path, content, incoming)
        # Also where nothing changed: an earlier write may have been cut off right here.
        for name in TABLES:
            folder = self.folder / project / name
            if folder.is_dir():
                sync(folder)

    def _read(
        self, project: str, bucket: int, like: Mapping[str, pa.Table]
    ) -> dict[str, pa.Table] | None:
        """Return the bucket's tables, ``None`` where its files do not belong together."""
        root = self.folder / project
        path = root / _LAST / bucket_file(bucket)
        notes = (pq.read_metadata(path).metadata or {}) if path.exists() else {}
        tables = {}
        for name, wanted in like.items():
            path = root / name / bucket_file(bucket)
            if int(notes.get((_ROWS + name).encode(), b"0")) == 0:
                if path.exists():
                    return None
                tables[name] = wanted.slice(0, 0)
                continue
            with pq.ParquetFile(path) as file:
                table = file.read()
            count = int(notes[(_ROWS + name).encode()])
            if table.num_rows != count or not _same_columns(table.schema, wanted.schema):
                return None
            tables[name] = pa.Table.from_arrays(table.columns, schema=wanted.schema)
        return tables


def _tables(rows: Sequence[Submission], schema: Schema) -> Mapping[str, pa.Table]:
    # Most buckets of a new project are empty; a start should not pay for them.
    return tables_of(rows, schema) if rows else {}


def _merged(old: pa.Table, gone: Sequence[str], fresh: pa.Table) -> pa.Table:
    """Return ``old`` without the documents in ``gone`` and with ``fresh``, in order."""
    documents = pa.array(gone, pa.string())
    kept = old.filter(pc.invert(pc.is_in(old["document_id"], value_set=documents)))
    if not fresh.num_rows:
        return kept
    both = pa.concat_tables([kept, fresh])
    keys = [name for name in ("document_id", "author") if name in both.schema.names]
    # The sort is stable, so items keep their order within a set.
    return both.take(pc.sort_indices(both, [(key, "ascending") for key in keys]))


def _same_columns(found: pa.Schema, wanted: pa.Schema) -> bool:
    metadata = found.metadata or {}
    return found.equals(wanted) and all(
        metadata.get(key) == value for key, value in (wanted.metadata or {}).items()
    )


def _files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []
