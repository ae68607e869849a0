"""The only place that knows JSON keys.

Annotation sets, documents, schemas and problems to JSON and back. Reading
refuses unknown keys and wrong types, all at once, each with its place.

The format of an annotation set is ``labeler.annotation-set/1``; a later
version reads the earlier ones.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SkipValidation,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
)

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
from labeler.core.document import Document, Fragment, quote
from labeler.core.errors import ConversionError, SpanError
from labeler.core.problems import Level, Problem, in_reading_order
from labeler.core.schema import AttributeDef, FrameType, RelationType, Role, Schema, SpanType

FORMAT: Final = "labeler.annotation-set/1"

_Id = Annotated[StrictStr, Field(min_length=1, max_length=128, pattern=r"^[\w.:@+-]+$")]
_Name = Annotated[StrictStr, Field(min_length=1, max_length=128)]
_Value = StrictStr | StrictBool | StrictInt | StrictFloat | list[StrictStr]
_Note = Annotated[StrictStr, Field(max_length=10_000)]


class _Json(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class OriginJson(_Json):
    """Where an item came from."""

    by: _Name = "human"
    edited: StrictBool = False
    score: Annotated[float, Field(ge=0, le=1)] | None = None


class MentionJson(_Json):
    """A mention with its quoted text."""

    id: _Id
    type: _Name
    fragments: Annotated[list[tuple[StrictInt, StrictInt]], Field(min_length=1, max_length=64)]
    text: StrictStr
    attributes: dict[str, _Value] = {}
    entity: _Id | None = None
    origin: OriginJson = OriginJson()
    note: _Note = ""


class EntityJson(_Json):
    """A chain of mentions of one actor."""

    id: _Id
    type: _Name
    name: StrictStr = ""
    attributes: dict[str, _Value] = {}
    registry: _Id | None = None
    origin: OriginJson = OriginJson()
    note: _Note = ""


class ArgumentJson(_Json):
    """One filler of one role."""

    role: _Name
    filler: _Id


class FrameJson(_Json):
    """An event or an attribution."""

    id: _Id
    type: _Name
    anchor: _Id | None = None
    arguments: Annotated[list[ArgumentJson], Field(max_length=1000)] = []
    attributes: dict[str, _Value] = {}
    nested_in: _Id | None = None
    origin: OriginJson = OriginJson()
    note: _Note = ""


class RelationJson(_Json):
    """A typed link between frames or entities."""

    id: _Id
    type: _Name
    source: _Id
    target: _Id
    attributes: dict[str, _Value] = {}
    origin: OriginJson = OriginJson()
    note: _Note = ""


class DecisionJson(_Json):
    """What became of one suggestion."""

    suggestion: _Id
    by: _Name
    verdict: Literal["accepted", "rejected"]


class SchemaRefJson(_Json):
    """Which schema a set was made under."""

    id: _Name
    version: _Name


class AnnotationSetJson(_Json):
    """Everything one author says about one document."""

    format: Literal["labeler.annotation-set/1"] = FORMAT
    document_id: _Id
    text_sha256: Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{64}$")]
    schema_: Annotated[SchemaRefJson, Field(alias="schema")]
    author: _Name
    mentions: list[MentionJson] = []
    entities: list[EntityJson] = []
    frames: list[FrameJson] = []
    relations: list[RelationJson] = []
    document_labels: dict[str, _Value] = {}
    decisions: list[DecisionJson] = []


_Fence = Annotated[StrictInt, Field(ge=0, le=2**53)]


class NextBody(_Json):
    """Ask for the next article."""

    after: _Id | None = None


class OpenBody(_Json):
    """Ask for one article."""

    document_id: _Id


class SaveBody(_Json):
    """Save all labels of a task."""

    # As decoded: ``read_annotation_set`` reads it once the text is at hand.
    labels: SkipValidation[AnnotationSetJson]
    fence: _Fence
    save_id: Annotated[StrictStr, Field(pattern=r"^[\w.:-]{1,64}$")]
    active_s: Annotated[float, Field(strict=True, ge=0, le=86_400)] = 0.0
    client: Annotated[
        dict[_Name, Annotated[StrictStr, Field(max_length=512)]], Field(max_length=16)
    ] = {}


class SubmitBody(_Json):
    """Hand in what was saved last."""

    fence: _Fence


class SkipBody(_Json):
    """Put a task aside."""

    fence: _Fence
    reason: Annotated[StrictStr, Field(max_length=2_000, pattern=r"^[^\x00]*$")] = ""


class ReopenBody(_Json):
    """Go on with a task that was handed in or put aside; there is nothing to say."""


_Body = TypeVar("_Body", bound=_Json)


def read_body(kind: type[_Body], raw: object) -> _Body:
    """Return decoded JSON as the body of a request.

    Raises:
        ConversionError: it is not one; the message names every problem.
    """
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        lines = (
            f"{'.'.join(str(part) for part in line['loc']) or 'body'}: {line['msg']}"
            for line in error.errors(include_input=False, include_url=False)
        )
        raise ConversionError(f"the body cannot be read: {'; '.join(lines)}") from None


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
            Entity(e.id, e.type, e.name, _read(e.attributes), e.registry, _origin(e.origin), e.note)
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
            )
            for f in parsed.frames
        ),
        relations=tuple(
            Relation(
                r.id, r.type, r.source, r.target, _read(r.attributes), _origin(r.origin), r.note
            )
            for r in parsed.relations
        ),
        document_labels=_read(parsed.document_labels),
        decisions=tuple(Decision(d.suggestion, d.by, d.verdict) for d in parsed.decisions),
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
            {"suggestion": d.suggestion, "by": d.by, "verdict": d.verdict} for d in labels.decisions
        ],
    }


def dumps_annotation_set(labels: AnnotationSet, text: str) -> str:
    """Return the set as JSON text; equal sets give equal text."""
    return json.dumps(dump_annotation_set(labels, text), ensure_ascii=False, separators=(",", ":"))


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


def dump_document(document: Document) -> dict[str, Any]:
    """Return a document, its text and digest included, as JSON-ready values."""
    return {
        "id": document.id,
        "title": document.title,
        "text": document.text,
        "source": document.source,
        "url": document.url,
        "published_at": document.published_at,
        "language": document.language,
        "meta": dict(document.meta),
        "sha256": document.sha256,
    }


def dump_schema(schema: Schema) -> dict[str, Any]:
    """Return all the surface needs of a schema, as JSON-ready values.

    Types and roles keep their order; abstract types are included so that a
    palette can group by parent.
    """
    return {
        "id": schema.id,
        "version": schema.version,
        "title": schema.title,
        "language": schema.language,
        "digest": schema.digest,
        "attributes": [_dump_attribute(a) for a in schema.attributes.values()],
        "span_types": [_dump_span_type(t) for t in schema.span_types.values()],
        "frame_types": [_dump_frame_type(t) for t in schema.frame_types.values()],
        "relation_types": [_dump_relation_type(t) for t in schema.relation_types.values()],
        "entity_types": list(schema.entity_types),
        "entity_attributes": list(schema.entity_attributes),
        "document_labels": list(schema.document_labels),
        "constraints": [
            {
                "id": c.id,
                "on": list(c.on),
                "level": c.level,
                "rule": c.rule,
                "args": dict(c.args),
                "message": c.message,
            }
            for c in schema.constraints
        ],
    }


def _dump_attribute(attribute: AttributeDef) -> dict[str, Any]:
    return {
        "name": attribute.name,
        "kind": attribute.kind.value,
        "values": list(attribute.values),
        "labels": {
            value: {"label": v.label, "definition": v.definition, "color": v.color}
            for value, v in attribute.labels.items()
        },
        "default": list(attribute.default)
        if isinstance(attribute.default, tuple)
        else attribute.default,
        "required": attribute.required,
        "pattern": attribute.pattern,
        "minimum": attribute.minimum,
        "maximum": attribute.maximum,
        "derived": attribute.derived,
        "export": attribute.export,
        "hint": attribute.hint,
    }


def _dump_guideline(kind: SpanType | FrameType | RelationType) -> dict[str, str]:
    return {
        "definition": kind.guideline.definition,
        "example": kind.guideline.example,
        "not": kind.guideline.not_,
        "extent": kind.guideline.extent,
    }


def _dump_span_type(kind: SpanType) -> dict[str, Any]:
    return {
        "name": kind.name,
        "parent": kind.parent,
        "abstract": kind.abstract,
        "label": kind.label,
        "guideline": _dump_guideline(kind),
        "key": kind.key,
        "color": kind.color,
        "layer": kind.layer,
        "attributes": list(kind.attributes),
        "entity": kind.entity,
        "trim": kind.trim,
        "token_aligned": kind.token_aligned,
        "max_fragments": kind.max_fragments,
        "max_tokens": kind.max_tokens,
        "cross_paragraph": kind.cross_paragraph,
        "overlap_same": kind.overlap_same,
        "overlap_other": kind.overlap_other,
        "retired": kind.retired,
    }


def _dump_role(role: Role) -> dict[str, Any]:
    return {
        "name": role.name,
        "fillers": list(role.fillers),
        "minimum": role.minimum,
        "maximum": role.maximum,
        "definition": role.definition,
        "warn_if_missing": role.warn_if_missing,
        "overlap_with": dict(role.overlap_with),
    }


def _dump_frame_type(kind: FrameType) -> dict[str, Any]:
    return {
        "name": kind.name,
        "kind": kind.kind.value,
        "parent": kind.parent,
        "abstract": kind.abstract,
        "label": kind.label,
        "guideline": _dump_guideline(kind),
        "key": kind.key,
        "color": kind.color,
        "layer": kind.layer,
        "group": kind.group,
        "anchor": {
            "type": kind.anchor.type,
            "role": kind.anchor.role,
            "minimum": kind.anchor.minimum,
        },
        "roles": [_dump_role(r) for r in kind.roles],
        "attributes": list(kind.attributes),
        "modes": list(kind.modes),
        "requires": list(kind.requires),
        "nesting": None
        if kind.nesting is None
        else {"via": kind.nesting.via, "max_depth": kind.nesting.max_depth},
        "retired": kind.retired,
    }


def _dump_relation_type(kind: RelationType) -> dict[str, Any]:
    return {
        "name": kind.name,
        "sources": list(kind.sources),
        "targets": list(kind.targets),
        "symmetric": kind.symmetric,
        "transitive": kind.transitive,
        "acyclic": kind.acyclic,
        "max_out": kind.max_out,
        "attributes": list(kind.attributes),
        "guideline": _dump_guideline(kind),
    }


def _dump(attributes: Attributes) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in attributes.items()}


def _dump_tail(item: Mention | Entity | Frame | Relation) -> dict[str, Any]:
    origin = item.origin
    return {
        "origin": {"by": origin.by, "edited": origin.edited, "score": origin.score},
        "note": item.note,
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
