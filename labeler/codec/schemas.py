"""Schemas and documents to JSON."""

from typing import Any

from labeler.core.document import Document
from labeler.core.schema import AttributeDef, FrameType, RelationType, Role, Schema, SpanType


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
            value: {
                "label": v.label,
                "definition": v.definition,
                "color": v.color,
                "lexicon": list(v.lexicon),
            }
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
        "guess": attribute.guess,
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
