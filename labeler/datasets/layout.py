"""Which tables and columns the labels have under a schema.

``docs/labels.md`` says what each column means.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pyarrow as pa

from labeler.core.annotation import AttributeValue
from labeler.core.schema import AttributeDef, AttributeKind, FrameKind, Schema

LAYOUT = "2"
"""Grows when tables or columns change; files of another layout are rebuilt."""

_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())
_COUNT = pa.int64()

_Columns: TypeAlias = Mapping[str, pa.DataType]

_KEY: _Columns = {"document_id": _TEXT, "author": _TEXT}
_ITEM: _Columns = {**_KEY, "position": _COUNT}
_TAIL: _Columns = {
    "note": _TEXT,
    "flags": _TEXTS,
    "origin_by": _TEXT,
    "origin_edited": pa.bool_(),
    "origin_score": pa.float64(),
}

_FIXED: Mapping[str, _Columns] = {
    "documents": {
        "document_id": _TEXT,
        "title": _TEXT,
        "text": _TEXT,
        "source": _TEXT,
        "url": _TEXT,
        "published_at": _TEXT,
        "language": _TEXT,
        "sha256": _TEXT,
        "meta": _TEXT,
    },
    "submissions": {
        **_KEY,
        "revision": _COUNT,
        "submitted_at": pa.timestamp("us", tz="UTC"),
        "schema_id": _TEXT,
        "schema_version": _TEXT,
        "text_sha256": _TEXT,
        "other_attributes": _TEXT,
    },
    "mentions": {
        **_ITEM,
        "mention_id": _TEXT,
        "type": _TEXT,
        "start": _COUNT,
        "end": _COUNT,
        "fragment_starts": pa.list_(_COUNT),
        "fragment_ends": pa.list_(_COUNT),
        "text": _TEXT,
        "entity_id": _TEXT,
        "other_attributes": _TEXT,
        **_TAIL,
    },
    "entities": {
        **_ITEM,
        "entity_id": _TEXT,
        "type": _TEXT,
        "name": _TEXT,
        "registry_id": _TEXT,
        "mention_count": _COUNT,
        "other_attributes": _TEXT,
        **_TAIL,
    },
    "events": {
        **_ITEM,
        "event_id": _TEXT,
        "type": _TEXT,
        "trigger_id": _TEXT,
        "trigger_text": _TEXT,
        "trigger_start": _COUNT,
        "trigger_end": _COUNT,
        "nested_in": _TEXT,
        "other_attributes": _TEXT,
        **_TAIL,
    },
    "attributions": {
        **_ITEM,
        "attribution_id": _TEXT,
        "type": _TEXT,
        "cue_id": _TEXT,
        "cue_text": _TEXT,
        "cue_start": _COUNT,
        "cue_end": _COUNT,
        "source_texts": _TEXTS,
        "content_texts": _TEXTS,
        "nested_in": _TEXT,
        "depth": _COUNT,
        "other_attributes": _TEXT,
        **_TAIL,
    },
    "arguments": {
        **_KEY,
        "frame_id": _TEXT,
        "frame_kind": _TEXT,
        "frame_type": _TEXT,
        "position": _COUNT,
        "role": _TEXT,
        "filler_kind": _TEXT,
        "filler_id": _TEXT,
        "filler_type": _TEXT,
        "filler_text": _TEXT,
        "filler_start": _COUNT,
        "filler_end": _COUNT,
        "filler_entity_id": _TEXT,
    },
    "relations": {
        **_ITEM,
        "relation_id": _TEXT,
        "type": _TEXT,
        "source_kind": _TEXT,
        "source_id": _TEXT,
        "source_type": _TEXT,
        "source_text": _TEXT,
        "target_kind": _TEXT,
        "target_id": _TEXT,
        "target_type": _TEXT,
        "target_text": _TEXT,
        "other_attributes": _TEXT,
        **_TAIL,
    },
    "decisions": {
        **_ITEM,
        "suggestion_id": _TEXT,
        "suggested_by": _TEXT,
        "verdict": _TEXT,
        "changed": _TEXTS,
    },
}

TABLES = tuple(_FIXED)
"""The tables of the live labels, each a folder of Parquet files."""

_BEFORE_ATTRIBUTES = "other_attributes"
_ARROW: Mapping[AttributeKind, pa.DataType] = {
    AttributeKind.ENUM: _TEXT,
    AttributeKind.MULTI_ENUM: _TEXTS,
    AttributeKind.BOOL: pa.bool_(),
    AttributeKind.INT: pa.int64(),
    AttributeKind.FLOAT: pa.float64(),
    # As written: a date of which only the year is known is a date too.
    AttributeKind.DATE: _TEXT,
    AttributeKind.TEXT: _TEXT,
}
_ATTRIBUTE = b"labeler.attribute"
_EXACT_IN_FLOAT = 2**53


@dataclass(frozen=True, slots=True)
class TableLayout:
    """One table: its Arrow schema, and the columns that hold attributes.

    Attributes:
        attributes: kind and column by name of the attribute.
        hidden: names of attributes the schema keeps out of the labels.
    """

    name: str
    arrow: pa.Schema
    attributes: Mapping[str, tuple[AttributeKind, str]]
    hidden: frozenset[str]


def layout_of(schema: Schema) -> Mapping[str, TableLayout]:
    """Return the tables under a schema, by name, in the order of ``TABLES``."""
    return {name: _table(name, schema) for name in TABLES}


def attribute_names(arrow: pa.Schema) -> Mapping[str, str]:
    """Return the attribute each attribute column of a file holds, by column."""
    return {
        field.name: field.metadata[_ATTRIBUTE].decode()
        for field in arrow
        if field.metadata and _ATTRIBUTE in field.metadata
    }


def fits(value: AttributeValue, kind: AttributeKind) -> bool:
    """Say whether a column for ``kind`` can hold the value unchanged."""
    match kind:
        case AttributeKind.MULTI_ENUM:
            return isinstance(value, tuple)
        case AttributeKind.BOOL:
            return isinstance(value, bool)
        case AttributeKind.INT:
            return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63
        case AttributeKind.FLOAT:
            return isinstance(value, float) or (
                isinstance(value, int)
                and not isinstance(value, bool)
                and abs(value) <= _EXACT_IN_FLOAT
            )
        case _:
            return isinstance(value, str)


def _table(name: str, schema: Schema) -> TableLayout:
    fixed = _FIXED[name]
    taken = {column.casefold() for column in fixed}
    columns: dict[str, tuple[AttributeKind, str]] = {}
    for attribute in _attributes(name, schema):
        if attribute.export and attribute.name not in columns:
            column = attribute.name
            # Folded, because SQL engines take Note and note for one column.
            while column.casefold() in taken:
                column = "attr_" + column
            taken.add(column.casefold())
            columns[attribute.name] = (attribute.kind, column)
    fields: list[pa.Field[pa.DataType]] = []
    for column, kind in fixed.items():
        if column == _BEFORE_ATTRIBUTES:
            fields += [
                pa.field(attr_column, _ARROW[attr_kind], metadata={_ATTRIBUTE: attr.encode()})
                for attr, (attr_kind, attr_column) in columns.items()
            ]
        fields.append(pa.field(column, kind))
    metadata: dict[bytes | str, bytes | str] = {
        "labeler.layout": LAYOUT,
        "labeler.table": name,
        "labeler.schema.id": schema.id,
        "labeler.schema.version": schema.version,
        "labeler.schema.digest": schema.digest,
    }
    hidden = frozenset(a.name for a in schema.attributes.values() if not a.export)
    return TableLayout(name, pa.schema(fields, metadata), columns, hidden)


def _attributes(table: str, schema: Schema) -> Iterable[AttributeDef]:
    """Yield the attributes items of a table may have, in the schema's order, some repeatedly."""
    match table:
        case "submissions":
            yield from (schema.attribute(name) for name in schema.document_labels)
        case "mentions":
            for span in schema.span_types.values():
                yield from (schema.attribute(name) for name in span.attributes)
        case "entities":
            yield from (schema.attribute(name) for name in schema.entity_attributes)
        case "events" | "attributions":
            kind = FrameKind.EVENT if table == "events" else FrameKind.ATTRIBUTION
            for frame in schema.frame_types.values():
                if frame.kind is kind:
                    yield from (schema.attribute(name, frame.name) for name in frame.attributes)
        case "relations":
            for relation in schema.relation_types.values():
                yield from (schema.attribute(name) for name in relation.attributes)
        case _:
            return
