"""Annotation sets and problems to JSON and back."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import to_json

from labeler.codec.models import FORMAT, AnnotationSetJson, MentionJson, OriginJson
from labeler.core.annotation import (
    AnnotationSet,
    Argument,
    Attributes,
    AttributeValue,
    Decision,
    Entity,
    Frame,
    Mention,
    Origin,
    Relation,
)
from labeler.core.document import Fragment, quote
from labeler.core.errors import ConversionError, SpanError
from labeler.core.problems import Level, Problem, in_reading_order


def read_annotation_set(raw: object, text: str) -> AnnotationSet | tuple[Problem, ...]:
    """Return the annotation set in decoded JSON, or all that is wrong with its form.

    Refused here, each problem with its place: unknown or missing keys, wrong
    types, fragments that cannot exist or end behind ``text``, and quotes that
    are not what ``text`` reads there. What the items mean to each other is
    ``core.validation``'s question.
    """
    try:
        parsed = AnnotationSetJson.model_validate(raw)
    except ValidationError as error:
        return in_reading_order(_form_problem(line, raw) for line in error.errors())
    problems: list[Problem] = []
    mentions = tuple(
        mention for m in parsed.mentions if (mention := _mention(m, text, problems)) is not None
    )
    if problems:
        return in_reading_order(problems)
    return AnnotationSet(
        document_id=parsed.document_id,
        text_sha256=parsed.text_sha256,
        schema_id=parsed.schema_.id,
        schema_version=parsed.schema_.version,
        author=parsed.author,
        mentions=mentions,
        entities=tuple(
            Entity(
                e.id,
                e.type,
                e.name,
                _read(e.attributes),
                e.registry,
                _origin(e.origin),
                e.note,
                tuple(e.flags),
            )
            for e in parsed.entities
        ),
        frames=tuple(
            Frame(
                f.id,
                f.type,
                f.anchor,
                tuple(Argument(a.role, a.filler) for a in f.arguments),
                _read(f.attributes),
                f.nested_in,
                _origin(f.origin),
                f.note,
                tuple(f.flags),
            )
            for f in parsed.frames
        ),
        relations=tuple(
            Relation(
                r.id,
                r.type,
                r.source,
                r.target,
                _read(r.attributes),
                _origin(r.origin),
                r.note,
                tuple(r.flags),
            )
            for r in parsed.relations
        ),
        document_labels=_read(parsed.document_labels),
        decisions=tuple(
            Decision(d.suggestion, d.by, d.verdict, tuple(d.changed)) for d in parsed.decisions
        ),
    )


def load_annotation_set(payload: str | bytes, text: str) -> AnnotationSet:
    """Return the annotation set stored as JSON text.

    Raises:
        ConversionError: it is not one, or does not fit ``text``; the message
            names every problem.
    """
    found = read_annotation_set(json.loads(payload), text)
    if isinstance(found, AnnotationSet):
        return found
    raise ConversionError("; ".join(f"{p.item or p.kind}: {p.message}" for p in found))


def dump_annotation_set(labels: AnnotationSet, text: str) -> dict[str, Any]:
    """Return the set as JSON-ready values, each mention with what it reads in ``text``."""
    return {
        "format": FORMAT,
        "document_id": labels.document_id,
        "text_sha256": labels.text_sha256,
        "schema": {"id": labels.schema_id, "version": labels.schema_version},
        "author": labels.author,
        "mentions": [
            {
                "id": m.id,
                "type": m.type,
                "fragments": [[f.start, f.end] for f in m.fragments],
                "text": quote(text, m.fragments),
                "attributes": _dump(m.attributes),
                "entity": m.entity,
                **_dump_tail(m),
            }
            for m in labels.mentions
        ],
        "entities": [
            {
                "id": e.id,
                "type": e.type,
                "name": e.name,
                "attributes": _dump(e.attributes),
                "registry": e.registry,
                **_dump_tail(e),
            }
            for e in labels.entities
        ],
        "frames": [
            {
                "id": f.id,
                "type": f.type,
                "anchor": f.anchor,
                "arguments": [{"role": a.role, "filler": a.filler} for a in f.arguments],
                "attributes": _dump(f.attributes),
                "nested_in": f.nested_in,
                **_dump_tail(f),
            }
            for f in labels.frames
        ],
        "relations": [
            {
                "id": r.id,
                "type": r.type,
                "source": r.source,
                "target": r.target,
                "attributes": _dump(r.attributes),
                **_dump_tail(r),
            }
            for r in labels.relations
        ],
        "document_labels": _dump(labels.document_labels),
        "decisions": [
            {
                "suggestion": d.suggestion,
                "by": d.by,
                "verdict": d.verdict,
                "changed": list(d.changed),
            }
            for d in labels.decisions
        ],
    }


def dumps_annotation_set(labels: AnnotationSet, text: str) -> str:
    """Return the set as JSON text; equal sets give equal text."""
    # A third of the time json.dumps takes for the same text; every save waits for it.
    return to_json(dump_annotation_set(labels, text)).decode()


def dump_problem(problem: Problem) -> dict[str, Any]:
    """Return a problem as JSON-ready values."""
    return {
        "level": problem.level.value,
        "code": problem.code,
        "message": problem.message,
        "item": problem.item,
        "slot": problem.slot,
        "kind": problem.kind,
        "start": problem.start,
    }


def _dump(attributes: Attributes) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in attributes.items()}


def _dump_tail(item: Mention | Entity | Frame | Relation) -> dict[str, Any]:
    origin = item.origin
    return {
        "origin": {"by": origin.by, "edited": origin.edited, "score": origin.score},
        "note": item.note,
        "flags": list(item.flags),
    }


def _read(attributes: Mapping[str, Any]) -> dict[str, AttributeValue]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in attributes.items()}


@lru_cache(maxsize=1024)
def _shared_origin(by: str, edited: bool, score: float | None) -> Origin:  # noqa: FBT001 - as it is
    return Origin(by, edited, score)


def _origin(origin: OriginJson) -> Origin:
    # Most items of a set share one: made once, compared by identity.
    return _shared_origin(origin.by, origin.edited, origin.score)


def _mention(raw: MentionJson, text: str, problems: list[Problem]) -> Mention | None:
    try:
        mention = Mention(
            raw.id,
            raw.type,
            tuple([Fragment(start, end) for start, end in raw.fragments]),
            _read(raw.attributes),
            raw.entity,
            _origin(raw.origin),
            raw.note,
            tuple(raw.flags),
        )
        found = quote(text, mention.fragments)
    except SpanError as error:
        problems.append(_misplaced(raw, "offset", str(error)))
        return None
    # The quote is the proof that both sides count the same way.
    if found != raw.text:
        message = f"the text reads {_short(found)} there, not {_short(raw.text)}"
        problems.append(_misplaced(raw, "quote-mismatch", message))
        return None
    return mention


def _misplaced(raw: MentionJson, code: str, message: str) -> Problem:
    return Problem(Level.STRUCTURE, code, message, raw.id, "fragments", "mention")


def _short(text: str) -> str:
    limit = 60
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


_KINDS = {
    "mentions": "mention",
    "entities": "entity",
    "frames": "frame",
    "relations": "relation",
}


def _form_problem(line: Mapping[str, Any], raw: object) -> Problem:
    place = [str(part) for part in line["loc"]]
    kind, item = "set", ""
    if len(place) > 1 and place[0] in _KINDS and isinstance(raw, Mapping):
        kind = _KINDS[place[0]]
        entry = raw[place[0]][int(place[1])]
        found = entry.get("id") if isinstance(entry, Mapping) else None
        item = found if isinstance(found, str) else f"#{place[1]}"
        place = place[2:]
    message = f"{'.'.join(place) or kind}: {line['msg']}"
    return Problem(Level.STRUCTURE, "form", message, item, place[0] if place else "", kind)
