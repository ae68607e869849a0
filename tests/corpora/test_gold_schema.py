"""The shipped schema can express the seed gold, item by item."""

from collections import Counter
from typing import Any

import pytest
from shared import needs_shared, read_gold

from labeler.core.schema import ENTITY, AttributeKind, Schema
from labeler.core.schema_checks import value_problem
from labeler.schema_file import load_schema
from labeler.settings import shipped

pytestmark = [pytest.mark.corpora, needs_shared]


@pytest.fixture(scope="module")
def schema() -> Schema:
    """The shipped news schema."""
    return load_schema(shipped("schemas") / "news_events.yaml")


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    """The gold, as its file has it."""
    return read_gold()


def fits(schema: Schema, name: str, value: Any, frame_type: str = "") -> str:
    """Return what is wrong with a value of the gold, or nothing."""
    definition = schema.attribute(name, frame_type)
    if definition.kind is AttributeKind.MULTI_ENUM:
        value = tuple(value)
    return value_problem(definition, value)


def type_of(frame: dict[str, Any]) -> str:
    """Return the schema's name of a frame's type."""
    return frame["type"] if frame["frame"] == "Attribution" else f"Event.{frame['type']}"


def test_every_span_has_a_usable_type_its_attributes_and_fragments(schema, gold):
    """Types are concrete, attributes listed, values allowed, fragments not too many."""
    for span in gold["spans"]:
        kind = schema.span_type(span["type"])
        assert not kind.abstract
        assert len(span["fragments"]) <= kind.max_fragments
        attributes = {k: v for k, v in span["attributes"].items() if k != "entity"}
        assert set(attributes) <= set(kind.attributes), span
        assert [fits(schema, k, v) for k, v in attributes.items()] == [""] * len(attributes)
        assert kind.entity == ("entity" in span["attributes"])


def test_every_frame_fits_its_roles_fillers_and_bounds(schema, gold):
    """Anchors and fillers are of the types the roles take, in allowed numbers."""
    types = {s["id"]: s["type"] for s in gold["spans"]}
    types |= {f["id"]: type_of(f) for f in gold["frames"]}
    for frame in gold["frames"]:
        kind = schema.frame_type(type_of(frame))
        cues = [r["filler"] for r in frame["roles"] if r["role"] == kind.anchor.role]
        anchors = [frame["trigger"]] if "trigger" in frame else cues
        assert kind.anchor.minimum <= len(anchors) <= 1
        assert [types[a] for a in anchors] == [kind.anchor.type] * len(anchors)
        slots = [r for r in frame["roles"] if r["role"] != kind.anchor.role]
        for slot in slots:
            assert types[slot["filler"]] in kind.role(slot["role"]).fillers, (frame, slot)
        counts = Counter(slot["role"] for slot in slots)
        assert all(role.minimum <= counts[role.name] <= role.maximum for role in kind.roles)


def test_every_frame_attribute_and_value_exists(schema, gold):
    """Nothing the expert said is lost for want of an attribute or a value."""
    for frame in gold["frames"]:
        kind = schema.frame_type(type_of(frame))
        attributes = dict(frame["attributes"])
        if "event_cluster" in frame:
            attributes["event_cluster"] = frame["event_cluster"]
        assert set(attributes) <= set(kind.attributes), frame
        wrong = [fits(schema, k, v, kind.name) for k, v in attributes.items()]
        assert wrong == [""] * len(attributes), frame


def test_entities_and_relations_exist_in_the_schema(schema, gold):
    """Chains have actor types and codes; links run between what the schema lets them link."""
    types = {e["id"]: ENTITY for e in gold["entities"]}
    types |= {f["id"]: type_of(f) for f in gold["frames"]}
    for entity in gold["entities"]:
        assert f"Actor.{entity['type']}" in schema.entity_types
        assert "plover_code" in schema.entity_attributes
        assert not fits(schema, "plover_code", entity["plover_code"])
    for relation in gold["relations"]:
        kind = schema.relation_type(relation["type"])
        assert types[relation["from"]] in kind.sources
        assert types[relation["to"]] in kind.targets
