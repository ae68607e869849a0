"""Where the shared corpora lie, and how the seed gold becomes an annotation set."""

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from labeler.core.annotation import (
    AnnotationSet,
    Argument,
    Entity,
    Frame,
    Mention,
    Relation,
)
from labeler.core.document import Document, Fragment

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("LABELER_SHARED", ROOT.parent / "shared"))
GOLD = SHARED / "reference" / "seed_gold.json"

needs_shared = pytest.mark.skipif(
    not GOLD.is_file(), reason=f"the shared corpora are not at {SHARED} (set LABELER_SHARED)"
)


def read_gold() -> dict[str, Any]:
    """Return the expert's annotation as its file has it."""
    return json.loads(GOLD.read_text("utf-8"))


def gold_document(gold: dict[str, Any]) -> Document:
    """Return the gold's article."""
    text = gold["document"]["text"]
    return Document(gold["document"]["id"], text.split("\n", 1)[0], text, source="seed")


def gold_labels(
    gold: dict[str, Any], schema_id: str, schema_version: str, author: str = "annotator:local"
) -> AnnotationSet:
    """Return the gold as an annotation set.

    The cue role becomes the anchor, the event cluster an attribute, the type
    ``State`` of an entity ``Actor.State``.
    """
    return AnnotationSet(
        document_id=gold["document"]["id"],
        text_sha256=gold["document"]["sha256"],
        schema_id=schema_id,
        schema_version=schema_version,
        author=author,
        mentions=tuple(_mention(span) for span in gold["spans"]),
        entities=tuple(
            Entity(e["id"], f"Actor.{e['type']}", e["name"], {"plover_code": e["plover_code"]})
            for e in gold["entities"]
        ),
        frames=tuple(_frame(frame) for frame in gold["frames"]),
        relations=tuple(
            Relation(f"R{n}", r["type"], r["from"], r["to"], note=r.get("note", ""))
            for n, r in enumerate(gold["relations"])
        ),
    )


def _values(raw: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()}


def _mention(span: dict[str, Any]) -> Mention:
    attributes = _values(span["attributes"])
    entity = attributes.pop("entity", None)
    fragments = tuple(Fragment(*f) for f in span["fragments"])
    return Mention(span["id"], span["type"], fragments, attributes, entity)


def _frame(frame: dict[str, Any]) -> Frame:
    attributes = _values(frame["attributes"])
    if frame["frame"] == "Event":
        kind, anchor = f"Event.{frame['type']}", frame["trigger"]
        attributes["event_cluster"] = frame["event_cluster"]
    else:
        kind = "Attribution"
        anchor = next((r["filler"] for r in frame["roles"] if r["role"] == "cue"), None)
    arguments = tuple(
        Argument(r["role"], r["filler"]) for r in frame["roles"] if r["role"] != "cue"
    )
    nested = frame.get("nested_in")
    return Frame(frame["id"], kind, anchor, arguments, attributes, nested, note=frame["note"])


def gold_from(labels: AnnotationSet, like: dict[str, Any]) -> dict[str, Any]:
    """Return the set in the gold's own format, with the frame ``like`` gives for the rest."""
    document = gold_document(like)
    members = defaultdict(list)
    clusters = defaultdict(list)
    for mention in labels.mentions:
        members[mention.entity].append(mention.id)
    for frame in labels.frames:
        if frame.type.startswith("Event."):
            clusters[frame.attributes["event_cluster"]].append(frame.id)
    return {
        **{k: like[k] for k in ("document", "schema", "annotator")},
        "spans": [_span(m, document) for m in labels.mentions],
        "frames": [_gold_frame(f) for f in labels.frames],
        "entities": [
            {
                "id": e.id,
                "type": e.type.removeprefix("Actor."),
                "name": e.name,
                "plover_code": e.attributes["plover_code"],
                "mentions": members[e.id],
            }
            for e in labels.entities
        ],
        "event_clusters": dict(clusters),
        "relations": [
            {
                "type": r.type,
                "from": r.source,
                "to": r.target,
                **({"note": r.note} if r.note else {}),
            }
            for r in labels.relations
        ],
    }


def _lists(attributes: Any) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in attributes.items()}


def _span(mention: Mention, document: Document) -> dict[str, Any]:
    attributes = _lists(mention.attributes)
    if mention.entity is not None:
        attributes["entity"] = mention.entity
    return {
        "id": mention.id,
        "type": mention.type,
        "fragments": [[f.start, f.end] for f in mention.fragments],
        "text": document.quote(mention.fragments),
        "attributes": attributes,
    }


def _gold_frame(frame: Frame) -> dict[str, Any]:
    roles = [{"role": a.role, "filler": a.filler} for a in frame.arguments]
    attributes = _lists(frame.attributes)
    found: dict[str, Any] = {"id": frame.id, "roles": roles, "attributes": attributes}
    found["note"] = frame.note
    if frame.type.startswith("Event."):
        cluster = attributes.pop("event_cluster")
        return found | {
            "frame": "Event",
            "type": frame.type.removeprefix("Event."),
            "trigger": frame.anchor,
            "event_cluster": cluster,
        }
    if frame.anchor is not None:
        # In the gold the cue stands behind the sources.
        behind = sum(role["role"] == "source" for role in roles)
        roles.insert(behind, {"role": "cue", "filler": frame.anchor})
    return found | {"frame": "Attribution", "type": "Attribution", "nested_in": frame.nested_in}
