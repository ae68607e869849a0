"""How submitted mentions are labelled, by what they read, from the live labels."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from labeler.core.buckets import bucket_of
from labeler.core.concordance import PlaceKey, PlaceLabel, Readings
from labeler.datasets.live import bucket_file

_MENTION = ["document_id", "author", "type", "start", "end", "entity_id"]
_ENTITY = ["document_id", "author", "entity_id", "name"]

_Row: TypeAlias = dict[str, Any]
_EntityKey: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class LiveReadings:
    """Reads the live labels below ``folder``, one folder per project."""

    folder: Path

    def readings(self, project: str, words: str, places: Collection[PlaceKey]) -> Readings:
        """Return how mentions that read as the words are labelled, whatever case and blanks."""
        root = self.folder / project
        pattern = _reads_as(words)
        wanted = pa.array(sorted({document for document, _, _ in places}), pa.string())
        types: Counter[str] = Counter()
        rows: list[_Row] = []
        for path in sorted((root / "mentions").glob("bucket-*.parquet")):
            found = _reading_so(path, pattern)
            if found is not None:
                types.update(_counted(found["type"]))
                chosen = found.filter(pc.is_in(found["document_id"], value_set=wanted))
                rows += chosen.to_pylist()
        here = [row for row in rows if _place_of(row) in places]
        names = _entity_names(root / "entities", {_entity_of(r) for r in here if r["entity_id"]})
        return Readings(
            types=tuple(sorted(types.items(), key=lambda entry: (-entry[1], entry[0]))),
            labels=_by_place(here, names),
        )


def _reads_as(words: str) -> str:
    whole = r"[\s\p{Z}]+".join(re.escape(part) for part in words.split())
    return f"(?i)^(?:{whole})$"


def _reading_so(path: Path, pattern: str) -> pa.Table | None:
    """Return the mentions of a bucket that match, ``None`` where there are none."""
    try:
        # Texts repeat: as a dictionary each is matched once.
        with pq.ParquetFile(path, read_dictionary=["text"]) as file:
            texts = file.read(columns=["text"])["text"]
            mask = pa.chunked_array(
                [_matches(chunk, pattern) for chunk in texts.chunks], pa.bool_()
            )
            return file.read(columns=_MENTION).filter(mask) if pc.any(mask).as_py() else None
    except FileNotFoundError:
        # The last labels of the bucket were reopened a moment ago.
        return None


def _matches(texts: Any, pattern: str) -> pa.BooleanArray:  # noqa: ANN401 - a dictionary array
    found: pa.BooleanArray = pc.match_substring_regex(texts.dictionary, pattern)
    return found.take(texts.indices)


def _counted(column: Any) -> dict[str, int]:  # noqa: ANN401 - a column of texts
    found: Any = pc.value_counts(column)
    return {entry["values"]: entry["counts"] for entry in found.to_pylist()}


def _place_of(row: _Row) -> PlaceKey:
    return row["document_id"], row["start"], row["end"]


def _entity_of(row: _Row) -> _EntityKey:
    return row["document_id"], row["author"], row["entity_id"]


def _entity_names(folder: Path, wanted: Collection[_EntityKey]) -> Mapping[_EntityKey, str]:
    """Return the names of these entities."""
    found: dict[_EntityKey, str] = {}
    documents = sorted({document for document, _, _ in wanted})
    for bucket in sorted({bucket_of(document) for document in documents}):
        try:
            with pq.ParquetFile(folder / bucket_file(bucket)) as file:
                table = file.read(columns=_ENTITY)
        except FileNotFoundError:
            continue
        chosen = table.filter(pc.is_in(table["document_id"], value_set=pa.array(documents)))
        found |= {_entity_of(row): row["name"] for row in chosen.to_pylist()}
    return found


def _by_place(
    rows: Iterable[_Row], names: Mapping[_EntityKey, str]
) -> dict[PlaceKey, tuple[PlaceLabel, ...]]:
    """Return the labels of each place, those most people gave first."""
    groups: dict[PlaceKey, dict[str, list[_Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        groups[_place_of(row)][row["type"]].append(row)
    return {
        place: tuple(
            sorted(
                (_label(type_, same, names) for type_, same in types.items()),
                key=lambda label: (-label.author_count, label.type),
            )
        )
        for place, types in groups.items()
    }


def _label(type_: str, rows: Iterable[_Row], names: Mapping[_EntityKey, str]) -> PlaceLabel:
    rows = list(rows)
    called = Counter(names.get(_entity_of(row), "") for row in rows if row["entity_id"])
    called.pop("", None)
    # Of names given equally often, the first in the alphabet: the answer is always the same.
    name = min(called, key=lambda name: (-called[name], name), default="")
    return PlaceLabel(type_, len({row["author"] for row in rows}), name)
