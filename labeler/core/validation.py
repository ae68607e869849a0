"""What is wrong with an annotation set, judged against its text and schema.

Three levels. *Structure*: can never be right (dangling references, unknown
types, cycles); never stored. *Schema*: not yet right (an empty required role, a
role left over from another type); stored as a draft, blocks the submit.
*Warning*: worth a look.

The result does not depend on the order of the items.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from labeler.core.annotation import AnnotationSet, Frame, Item
from labeler.core.checking import Checks
from labeler.core.constraints import check_constraints
from labeler.core.document import Document
from labeler.core.problems import Level, Problem, in_reading_order
from labeler.core.schema import ENTITY, Schema
from labeler.core.schema_checks import (
    check_document_labels,
    check_frames,
    check_mentions,
    check_relations_and_entities,
)


def validate(labels: AnnotationSet, document: Document, schema: Schema) -> tuple[Problem, ...]:
    """Return every problem of every level, worst first, then in reading order.

    Where the structure is broken only that is reported: the other rules speak
    of items that exist.
    """
    checks = Checks(labels, document, schema)
    _check_belonging(checks)
    _check_ids(checks)
    _check_types(checks)
    _check_references(checks)
    _check_cycles(checks)
    if not checks.problems:
        check_mentions(checks)
        check_frames(checks)
        check_relations_and_entities(checks)
        check_document_labels(checks, labels.document_labels)
        check_constraints(checks)
    return in_reading_order(checks.problems)


def blocks_saving(problems: Iterable[Problem]) -> bool:
    """Say whether any of the problems forbids to store the set at all."""
    return any(p.level is Level.STRUCTURE for p in problems)


def blocks_submitting(problems: Iterable[Problem]) -> bool:
    """Say whether any of the problems forbids to submit the set."""
    return any(p.level is not Level.WARNING for p in problems)


def _check_belonging(checks: Checks) -> None:
    labels, document, schema = checks.labels, checks.document, checks.schema
    wanted = {
        "document": (labels.document_id, document.id),
        "text": (labels.text_sha256, document.sha256),
        "schema": (labels.schema_id, schema.id),
    }
    for what, (found, right) in wanted.items():
        if found != right:
            message = f"these labels are for {what} {found}, not {right}"
            checks.report_set(Level.STRUCTURE, f"wrong-{what}", message, what)
    for mention in labels.mentions:
        if mention.end > len(document.text):
            checks.report(
                Level.STRUCTURE,
                "offset",
                f"ends at {mention.end}, behind the text ({len(document.text)})",
                mention,
                "fragments",
            )


def _check_ids(checks: Checks) -> None:
    counts = Counter(item.id for item in checks.labels.items())
    for item in checks.labels.items():
        if counts[item.id] > 1:
            checks.report(
                Level.STRUCTURE, "duplicate-id", f"the id {item.id} is used twice", item, "id"
            )


def _check_types(checks: Checks) -> None:
    schema = checks.schema
    for mention in checks.labels.mentions:
        span = schema.span_types.get(mention.type)
        _check_type(checks, mention, usable=span is not None and not span.abstract)
    for frame in checks.labels.frames:
        kind = schema.frame_types.get(frame.type)
        _check_type(checks, frame, usable=kind is not None and not kind.abstract)
    for relation in checks.labels.relations:
        _check_type(checks, relation, usable=relation.type in schema.relation_types)
    for unknown in sorted(set(checks.labels.document_labels) - set(schema.document_labels)):
        message = f"the schema has no document label “{unknown}”"
        checks.report_set(Level.STRUCTURE, "unknown-attribute", message, unknown)
    for entity in checks.labels.entities:
        _check_type(checks, entity, usable=entity.type in schema.entity_types)


def _check_type(checks: Checks, item: Item, *, usable: bool) -> None:
    if not usable:
        message = f"the schema has no type “{item.type}” that could be used here"
        checks.report(Level.STRUCTURE, "unknown-type", message, item, "type")


def _check_references(checks: Checks) -> None:
    mentions, frames, entities = checks.mentions, checks.frames, checks.entities
    for mention in checks.labels.mentions:
        _want(checks, mention, "entity", mention.entity, entities, "entity")
    for frame in checks.labels.frames:
        _want(checks, frame, "anchor", frame.anchor, mentions, "mention")
        _want(checks, frame, "nested_in", frame.nested_in, frames, "frame")
        for argument in frame.arguments:
            fillers = frames if argument.filler in frames else mentions
            _want(checks, frame, argument.role, argument.filler, fillers, "mention or frame")
    for relation in checks.labels.relations:
        kind = checks.schema.relation_types.get(relation.type)
        if kind is not None:
            for slot, end, wanted in (
                ("source", relation.source, kind.sources),
                ("target", relation.target, kind.targets),
            ):
                pool, word = (entities, "entity") if wanted == (ENTITY,) else (frames, "frame")
                _want(checks, relation, slot, end, pool, word)


def _want(  # noqa: PLR0913, PLR0917 - one reference is all of these
    checks: Checks, item: Item, slot: str, found: str | None, pool: Mapping[str, Item], word: str
) -> None:
    if found is not None and found not in pool:
        message = f"{slot} points to {found}, which is no {word} of this set"
        checks.report(Level.STRUCTURE, "dangling", message, item, slot)


def _check_cycles(checks: Checks) -> None:
    below = {
        f.id: {a.filler for a in f.arguments if a.filler in checks.frames}
        for f in checks.labels.frames
    }
    nested = {
        f.id: {f.nested_in} if f.nested_in in checks.frames else set[str]()
        for f in checks.labels.frames
    }
    for slot, graph in (("arguments", below), ("nested_in", nested)):
        for frame_id in cyclic(graph):
            frame: Frame = checks.frames[frame_id]
            message = f"{checks.name(frame)} contains itself"
            checks.report(Level.STRUCTURE, "cycle", message, frame, slot)


def cyclic(graph: Mapping[str, Iterable[str | None]]) -> frozenset[str]:
    """Return the nodes of a directed graph that can reach themselves."""
    reach: dict[str, set[str]] = {}
    for node in graph:
        seen: set[str] = set()
        front = [n for n in graph[node] if n is not None]
        while front:
            step = front.pop()
            if step not in seen:
                seen.add(step)
                front.extend(n for n in graph.get(step, ()) if n is not None)
        reach[node] = seen
    return frozenset(node for node, seen in reach.items() if node in seen)
