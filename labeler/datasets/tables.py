"""Submitted annotation sets to flat tables.

A table's rows stand in the order of document id, author and place in the set,
so the same labels always give the same table. ``datasets.reading`` is the way back.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from labeler.core.annotation import Attributes, Entity, Frame, Mention, Relation
from labeler.core.document import Document
from labeler.core.errors import UnknownNameError
from labeler.core.schema import FrameKind, FrameType, Schema
from labeler.core.work import Submission
from labeler.datasets.layout import TableLayout, fits, layout_of

_SOURCE = "source"
_CONTENT = "content"


def tables_of(rows: Iterable[Submission], schema: Schema) -> dict[str, pa.Table]:
    """Return the tables of these submissions, by name; a table may have no rows."""
    columns = {name: _Columns(layout) for name, layout in layout_of(schema).items()}
    previous = ""
    for row in sorted(rows, key=lambda r: (r.document.id, r.labels.author)):
        if row.document.id != previous:
            columns["documents"].add(_document_row(row.document))
            previous = row.document.id
        _Rows(row, schema, columns).add()
    return {name: c.table() for name, c in columns.items()}


class _Columns:
    """The cells of one table, column by column."""

    def __init__(self, layout: TableLayout) -> None:
        self._layout = layout
        self._cells: dict[str, list[Any]] = {name: [] for name in layout.arrow.names}

    def add(self, row: Mapping[str, Any], attributes: Attributes | None = None) -> None:
        """Append a row; columns it does not name are null."""
        cells = dict(row)
        other = {}
        for name, value in (attributes or {}).items():
            if name in self._layout.hidden:
                continue
            kind, column = self._layout.attributes.get(name, (None, ""))
            if kind is not None and fits(value, kind):
                cells[column] = value
            else:
                # Made under an older schema: kept, though it has no column of its own.
                other[name] = value
        if other:
            cells["other_attributes"] = _json(other)
        for column, values in self._cells.items():
            values.append(cells.get(column))

    def table(self) -> pa.Table:
        """Return the rows added so far."""
        arrow = self._layout.arrow
        return pa.Table.from_arrays(
            [pa.array(self._cells[field.name], field.type) for field in arrow], schema=arrow
        )


class _Rows:
    """The rows one submission adds to each table."""

    def __init__(
        self, submission: Submission, schema: Schema, columns: Mapping[str, _Columns]
    ) -> None:
        self._submission = submission
        self._labels = submission.labels
        self._schema = schema
        self._columns = columns
        self._key = {"document_id": submission.document.id, "author": submission.labels.author}
        self._texts = {
            m.id: submission.document.quote(m.fragments) for m in submission.labels.mentions
        }

    def add(self) -> None:
        labels, columns = self._labels, self._columns
        columns["submissions"].add(self._submission_row(), labels.document_labels)
        for position, mention in enumerate(labels.mentions):
            columns["mentions"].add(self._mention_row(position, mention), mention.attributes)
        mentions = Counter(m.entity for m in labels.mentions)
        for position, entity in enumerate(labels.entities):
            row = self._entity_row(position, entity, mentions[entity.id])
            columns["entities"].add(row, entity.attributes)
        for position, frame in enumerate(labels.frames):
            if self._kind(frame) is FrameKind.ATTRIBUTION:
                row = self._attribution_row(position, frame)
                columns["attributions"].add(row, frame.attributes)
            else:
                columns["events"].add(self._event_row(position, frame), frame.attributes)
            for row in self._argument_rows(frame):
                columns["arguments"].add(row)
        for position, relation in enumerate(labels.relations):
            columns["relations"].add(self._relation_row(position, relation), relation.attributes)
        for position, decision in enumerate(labels.decisions):
            columns["decisions"].add(
                {
                    **self._key,
                    "position": position,
                    "suggestion_id": decision.suggestion,
                    "suggested_by": decision.by,
                    "verdict": decision.verdict,
                    "changed": list(decision.changed),
                }
            )

    def _submission_row(self) -> dict[str, Any]:
        return {
            **self._key,
            "revision": self._submission.revision,
            "submitted_at": self._submission.submitted_at,
            "schema_id": self._labels.schema_id,
            "schema_version": self._labels.schema_version,
            "text_sha256": self._labels.text_sha256,
        }

    def _mention_row(self, position: int, mention: Mention) -> dict[str, Any]:
        return {
            **self._head(position, mention),
            "mention_id": mention.id,
            "start": mention.start,
            "end": mention.end,
            "fragment_starts": [f.start for f in mention.fragments],
            "fragment_ends": [f.end for f in mention.fragments],
            "text": self._texts[mention.id],
            "entity_id": mention.entity,
        }

    def _entity_row(self, position: int, entity: Entity, mentions: int) -> dict[str, Any]:
        return {
            **self._head(position, entity),
            "entity_id": entity.id,
            "name": entity.name,
            "registry_id": entity.registry,
            "mention_count": mentions,
        }

    def _event_row(self, position: int, frame: Frame) -> dict[str, Any]:
        return {
            **self._head(position, frame),
            "event_id": frame.id,
            "nested_in": frame.nested_in,
            **self._anchor(frame, "trigger"),
        }

    def _attribution_row(self, position: int, frame: Frame) -> dict[str, Any]:
        kind = self._type(frame)
        content = kind.nesting.via if kind is not None and kind.nesting else _CONTENT
        return {
            **self._head(position, frame),
            "attribution_id": frame.id,
            "nested_in": frame.nested_in,
            "depth": self._depth(frame),
            "source_texts": [self._read(filler) for filler in frame.fillers(_SOURCE)],
            "content_texts": [self._read(filler) for filler in frame.fillers(content)],
            **self._anchor(frame, "cue"),
        }

    def _argument_rows(self, frame: Frame) -> Iterable[dict[str, Any]]:
        for position, argument in enumerate(frame.arguments):
            filler = self._labels.by_id.get(argument.filler)
            stretch = self._stretch(filler)
            yield {
                **self._key,
                "frame_id": frame.id,
                "frame_kind": self._kind(frame).value,
                "frame_type": frame.type,
                "position": position,
                "role": argument.role,
                "filler_kind": self._kind_word(filler),
                "filler_id": argument.filler,
                "filler_type": filler.type if filler else None,
                "filler_text": self._texts[stretch.id] if stretch else None,
                "filler_start": stretch.start if stretch else None,
                "filler_end": stretch.end if stretch else None,
                "filler_entity_id": filler.entity if isinstance(filler, Mention) else None,
            }

    def _relation_row(self, position: int, relation: Relation) -> dict[str, Any]:
        row = {**self._head(position, relation), "relation_id": relation.id}
        for end, item in (("source", relation.source), ("target", relation.target)):
            found = self._labels.by_id.get(item)
            row[f"{end}_id"] = item
            row[f"{end}_kind"] = self._kind_word(found)
            row[f"{end}_type"] = found.type if found else None
            row[f"{end}_text"] = self._read(item)
        return row

    def _head(self, position: int, item: Mention | Entity | Frame | Relation) -> dict[str, Any]:
        return {
            **self._key,
            "position": position,
            "type": item.type,
            "note": item.note,
            "flags": list(item.flags),
            "origin_by": item.origin.by,
            "origin_edited": item.origin.edited,
            "origin_score": item.origin.score,
        }

    def _anchor(self, frame: Frame, word: str) -> dict[str, Any]:
        mention = self._stretch(frame)
        return {
            f"{word}_id": frame.anchor,
            f"{word}_text": self._texts[mention.id] if mention else None,
            f"{word}_start": mention.start if mention else None,
            f"{word}_end": mention.end if mention else None,
        }

    def _stretch(self, item: object) -> Mention | None:
        """Return the mention an item shows in the text: itself, or a frame's anchor."""
        if isinstance(item, Frame) and item.anchor is not None:
            item = self._labels.by_id.get(item.anchor)
        return item if isinstance(item, Mention) else None

    def _read(self, item_id: str) -> str | None:
        """Return what an item reads: its text, its anchor's, or an entity's name."""
        item = self._labels.by_id.get(item_id)
        if isinstance(item, Entity):
            return item.name
        mention = self._stretch(item)
        return self._texts[mention.id] if mention else None

    def _type(self, frame: Frame) -> FrameType | None:
        try:
            return self._schema.frame_type(frame.type)
        except UnknownNameError:
            # Made under an older schema that had the type.
            return None

    def _kind(self, frame: Frame) -> FrameKind:
        kind = self._type(frame)
        return FrameKind.EVENT if kind is None else kind.kind

    def _kind_word(self, item: object) -> str | None:
        match item:
            case Mention():
                return "mention"
            case Entity():
                return "entity"
            case Frame():
                return self._kind(item).value
            case _:
                return None

    def _depth(self, frame: Frame) -> int:
        above: list[str] = []
        parent = frame.nested_in
        # Validation refuses cycles; a broken set must not hang the writer.
        while parent is not None and parent not in above:
            above.append(parent)
            outer = self._labels.by_id.get(parent)
            parent = outer.nested_in if isinstance(outer, Frame) else None
        return len(above)


def _document_row(document: Document) -> dict[str, Any]:
    return {
        "document_id": document.id,
        "title": document.title,
        "text": document.text,
        "source": document.source,
        "url": document.url,
        "published_at": document.published_at,
        "language": document.language,
        "sha256": document.sha256,
        "meta": _json(document.meta),
    }


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(dict(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
