"""How the submitted labels are distributed over time, from the live labels."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from labeler.core.progress import ArticleLine, ArticleLines, Chosen, LabelCount

_T = TypeVar("_T")
_ATTEMPTS = 5
_KEY = ["document_id", "author"]
_AUTHOR = "annotator:"
_FLAGGED_TABLES = ("mentions", "entities", "events", "attributions", "relations")

LAYERS: Mapping[str, str] = {"events": "type", "attributions": "type", "entities": "type"}
"""The tables whose types are counted, with the column that holds them."""


@dataclass(frozen=True, slots=True)
class LiveTrends:
    """Reads the live labels below ``folder``, one folder per project; whole columns, never all."""

    folder: Path

    def weekly(self, project: str, layer: str, chosen: Chosen, zone: str) -> tuple[LabelCount, ...]:
        """Return how many labels of each type were submitted in each week, by week, then type.

        Args:
            project: its folder.
            layer: a table of ``LAYERS``.
            chosen: whose submissions, of which source and time.
            zone: name of the time zone in which weeks begin, on Monday.
        """
        column = LAYERS[layer]
        submissions = self._submissions(project, chosen)
        if submissions.num_rows == 0:
            return ()
        # The type stubs do not know times with a zone.
        local: Any = submissions["submitted_at"].cast(pa.timestamp("us", tz=zone))
        weeks: Any = pc.floor_temporal(local, unit="week")
        by_week = submissions.select(_KEY).append_column("week", weeks)
        counted = (
            self._table(project, layer, [*_KEY, column])
            .join(by_week, _KEY, join_type="inner")
            .group_by(["week", column])
            .aggregate([([], "count_all")])
        )
        # Of the few weeks alone: of each submission it took longer than all the rest.
        names: Any = pc.strftime(counted["week"], format="%Y-%m-%d")
        rows = [
            LabelCount(week, row[column] or "", row["count_all"])
            for week, row in zip(
                names.to_pylist(), counted.drop_columns("week").to_pylist(), strict=True
            )
        ]
        return tuple(sorted(rows, key=lambda row: (row.week, row.type)))

    def flagged(self, project: str, chosen: Chosen, limit: int, offset: int = 0) -> ArticleLines:
        """Return submitted articles in which something is flagged, the latest first."""
        parts = [self._flags(project, table) for table in _FLAGGED_TABLES]
        flags = pa.concat_tables([part for part in parts if part is not None] or [_no_flags()])
        submissions = self._submissions(project, chosen)
        if flags.num_rows == 0 or submissions.num_rows == 0:
            return ArticleLines((), 0)
        counted = flags.group_by([*_KEY, "flag"]).aggregate([([], "count_all")])
        said: dict[tuple[str, str], list[str]] = {}
        for row in sorted(counted.to_pylist(), key=lambda row: str(row["flag"])):
            key = (row["document_id"], row["author"])
            said.setdefault(key, []).append(f"{row['flag']} {row['count_all']}")
        keys = flags.select(_KEY).group_by(_KEY).aggregate([])
        found = submissions.join(keys, _KEY, join_type="inner").sort_by(
            [("submitted_at", "descending"), ("document_id", "ascending")]
        )
        page = found.slice(offset, limit).to_pylist()
        titles = self._titles(project, [row["document_id"] for row in page])
        lines = tuple(
            ArticleLine(
                document_id=row["document_id"],
                title=titles.get(row["document_id"], ("", ""))[0],
                source=titles.get(row["document_id"], ("", ""))[1],
                login=row["author"].removeprefix(_AUTHOR),
                state="submitted",
                submitted_at=row["submitted_at"],
                note=", ".join(said[row["document_id"], row["author"]]),
            )
            for row in page
        )
        return ArticleLines(lines, found.num_rows)

    def _submissions(self, project: str, chosen: Chosen) -> pa.Table:
        wanted: list[pc.Expression] = []
        if chosen.login is not None:
            wanted.append(pc.field("author") == _AUTHOR + chosen.login)
        if chosen.since is not None:
            wanted.append(pc.field("submitted_at") >= _moment(chosen.since))
        if chosen.until is not None:
            wanted.append(pc.field("submitted_at") < _moment(chosen.until))
        found = self._table(project, "submissions", [*_KEY, "submitted_at"], wanted)
        if chosen.source is None or found.num_rows == 0:
            return found
        of_source = [pc.field("source") == chosen.source]
        documents = self._table(project, "documents", ["document_id"], of_source)
        return found.join(documents, "document_id", join_type="inner")

    def _flags(self, project: str, table: str) -> pa.Table | None:
        found = self._table(
            project, table, [*_KEY, "flags"], [pc.list_value_length(pc.field("flags")) > 0]
        )
        if found.num_rows == 0:
            return None
        flags = found["flags"].combine_chunks()
        places = pc.list_parent_indices(flags)
        return found.select(_KEY).take(places).append_column("flag", pc.list_flatten(flags))

    def _titles(self, project: str, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
        columns = ["document_id", "title", "source"]
        rows = self._table(
            project,
            "documents",
            columns,
            [pc.field("document_id").isin(pa.array(ids, pa.string()))],
        )
        return {row["document_id"]: (row["title"], row["source"]) for row in rows.to_pylist()}

    def _table(
        self,
        project: str,
        table: str,
        columns: list[str],
        wanted: Sequence[pc.Expression] = (),
    ) -> pa.Table:
        chosen = None
        for condition in wanted:
            chosen = condition if chosen is None else chosen & condition

        def read() -> pa.Table:
            folder = self.folder / project / table
            return ds.dataset(folder, format="parquet").to_table(columns=columns, filter=chosen)

        try:
            return _patiently(read)
        except (FileNotFoundError, pa.ArrowInvalid):
            # Before the first submit there are no files, or files without columns.
            return pa.table({name: pa.array([], pa.string()) for name in columns})


def _no_flags() -> pa.Table:
    return pa.table({name: pa.array([], pa.string()) for name in (*_KEY, "flag")})


def _moment(moment: datetime) -> Any:  # noqa: ANN401 - a scalar of pyarrow
    return pa.scalar(moment, pa.timestamp("us", tz="UTC"))


def _patiently(read: Callable[[], _T]) -> _T:
    for _ in range(_ATTEMPTS - 1):
        try:
            return read()
        except FileNotFoundError:
            # A bucket lost its last rows between the listing and the reading.
            continue
    return read()
