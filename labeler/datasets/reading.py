"""Live labels back into annotation sets."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow.compute as pc
import pyarrow.dataset as ds

from labeler.core.annotation import (
    AnnotationSet,
    Argument,
    AttributeValue,
    Decision,
    Entity,
    Frame,
    Mention,
    Origin,
    Relation,
)
from labeler.core.document import Fragment
from labeler.datasets.layout import TABLES, attribute_names

_Row: TypeAlias = dict[str, Any]
_Key: TypeAlias = tuple[str, str]


def read_labels(folder: Path, documents: Iterable[str] | None = None) -> list[AnnotationSet]:
    """Return the submitted sets of a project, by document id, then author.

    They equal what was submitted, but for the attributes the schema keeps out
    of the labels (``export: false``).

    Args:
        folder: the project's folder, ``data/labels/<project>``.
        documents: ids to read; all of them where absent.
    """
    wanted = None if documents is None else list(documents)
    tables = {name: _Table(folder / name, wanted) for name in TABLES if name != "documents"}
    return [
        _annotation_set(key, row, tables)
        for key, rows in sorted(tables["submissions"].rows.items())
        for row in rows
    ]


class _Table:
    """The rows of one table by document and author, in order."""

    def __init__(self, folder: Path, documents: list[str] | None) -> None:
        found = ds.dataset(folder, format="parquet")
        self._attributes = attribute_names(found.schema)
        chosen = None if documents is None else pc.field("document_id").isin(documents)
        self.rows: dict[_Key, list[_Row]] = defaultdict(list)
        for row in found.to_table(filter=chosen).to_pylist():
            self.rows[row["document_id"], row["author"]].append(row)

    def attributes(self, row: _Row) -> dict[str, AttributeValue]:
        """Return the attributes a row holds, those without a column included."""
        values = {
            name: row[column]
            for column, name in self._attributes.items()
            if row[column] is not None
        }
        if row["other_attributes"] is not None:
            values |= json.loads(row["other_attributes"])
        return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}


def _annotation_set(key: _Key, row: _Row, tables: Mapping[str, _Table]) -> AnnotationSet:
    arguments: dict[str, list[Argument]] = defaultdict(list)
    for argument in tables["arguments"].rows.get(key, ()):
        arguments[argument["frame_id"]].append(Argument(argument["role"], argument["filler_id"]))
    return AnnotationSet(
        document_id=key[0],
        author=key[1],
        text_sha256=row["text_sha256"],
        schema_id=row["schema_id"],
        schema_version=row["schema_version"],
        mentions=tuple(_mentions(key, tables["mentions"])),
        entities=tuple(_entities(key, tables["entities"])),
        frames=tuple(_frames(key, tables, arguments)),
        relations=tuple(_relations(key, tables["relations"])),
        document_labels=tables["submissions"].attributes(row),
        decisions=tuple(
            Decision(d["suggestion_id"], d["suggested_by"], d["verdict"], _listed(d, "changed"))
            for d in tables["decisions"].rows.get(key, ())
        ),
    )


def _mentions(key: _Key, table: _Table) -> Iterator[Mention]:
    for row in table.rows.get(key, ()):
        fragments = zip(row["fragment_starts"], row["fragment_ends"], strict=True)
        yield Mention(
            row["mention_id"],
            row["type"],
            tuple(Fragment(start, end) for start, end in fragments),
            table.attributes(row),
            row["entity_id"],
            _origin(row),
            row["note"],
            _listed(row, "flags"),
        )


def _entities(key: _Key, table: _Table) -> Iterator[Entity]:
    for row in table.rows.get(key, ()):
        yield Entity(
            row["entity_id"],
            row["type"],
            row["name"],
            table.attributes(row),
            row["registry_id"],
            _origin(row),
            row["note"],
            _listed(row, "flags"),
        )


def _frames(
    key: _Key, tables: Mapping[str, _Table], arguments: Mapping[str, list[Argument]]
) -> list[Frame]:
    placed: list[tuple[int, Frame]] = []
    for name, own, anchor in (
        ("events", "event_id", "trigger_id"),
        ("attributions", "attribution_id", "cue_id"),
    ):
        for row in tables[name].rows.get(key, ()):
            frame = Frame(
                row[own],
                row["type"],
                row[anchor],
                tuple(arguments.get(row[own], ())),
                tables[name].attributes(row),
                row["nested_in"],
                _origin(row),
                row["note"],
                _listed(row, "flags"),
            )
            placed.append((row["position"], frame))
    return [frame for _, frame in sorted(placed, key=lambda entry: entry[0])]


def _relations(key: _Key, table: _Table) -> Iterator[Relation]:
    for row in table.rows.get(key, ()):
        yield Relation(
            row["relation_id"],
            row["type"],
            row["source_id"],
            row["target_id"],
            table.attributes(row),
            _origin(row),
            row["note"],
            _listed(row, "flags"),
        )


def _origin(row: _Row) -> Origin:
    return Origin(row["origin_by"], row["origin_edited"], row["origin_score"])


def _listed(row: _Row, column: str) -> tuple[Any, ...]:
    # Files written before there was such a column are still labels.
    return tuple(row.get(column) or ())
