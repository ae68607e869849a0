"""Relations, constraints and hot keys: what ties the types of a file together."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from labeler.core.schema import (
    ENTITY,
    MODE,
    RESERVED_KEYS,
    AttributeDef,
    Constraint,
    FrameType,
    RelationType,
    SpanType,
)
from labeler.schema_file.declared import (
    Declared,
    DeclaredConstraint,
    DeclaredRelation,
    DeclaredType,
)
from labeler.schema_file.names import TypeNames
from labeler.schema_file.problems import Report, wanted
from labeler.schema_file.spans import check_attributes
from labeler.schema_file.tree import Leaf


def resolve_relations(
    declared: Declared, names: TypeNames, report: Report, *, entities: bool
) -> Mapping[str, RelationType]:
    """Return the relations by name; ``entities`` says whether any type forms chains."""

    def ends(leaves: tuple[Leaf, ...], what: str) -> tuple[str, ...]:
        chains = [leaf for leaf in leaves if leaf.text == ENTITY]
        if not chains:
            found = names.expand(leaves, names.frames, what)
            if leaves and found is not None and not found:
                report.add(leaves[0].at, f"{what}: no frame that can be used is named")
            return found or ()
        if len(leaves) > 1:
            message = f"{what}: an end is {ENTITY!r} or frames, not both"
            report.add(chains[0].at, message)
        if not entities:
            message = f"{what}: no span type forms entities; see 'entities: types_from'"
            report.add(chains[0].at, message)
        return (ENTITY,)

    def resolve(relation: DeclaredRelation) -> RelationType:
        what = f"relation {relation.name!r}"
        sources, targets = ends(relation.sources, what), ends(relation.targets, what)
        attributes = check_attributes(relation.named, declared, what, report)
        _refuse_mode(relation.named, what, report)
        if relation.own.get("symmetric") and sources and targets and sources != targets:
            message = f"{what} is symmetric, so 'from' and 'to' must be the same"
            report.add(relation.at, message)
        return RelationType(relation.name, sources, targets, attributes=attributes, **relation.own)

    return {name: resolve(relation) for name, relation in declared.relations.items()}


def _refuse_mode(named: Iterable[Leaf], what: str, report: Report) -> None:
    for leaf in named:
        if leaf.text == MODE:
            report.add(leaf.at, f"{what}: only frames have the attribute {MODE!r}")


def resolve_entity_attributes(
    declared: Declared, report: Report, *, entities: bool
) -> tuple[str, ...]:
    """Return the names of the attributes an entity has."""
    named = declared.entity_attributes
    if (named or declared.entity_sets) and not entities:
        report.add(declared.entities_at, "'entities': no span type forms entities")
    _refuse_mode(named, "'entities'", report)
    return check_attributes(named, declared, "'entities'", report)


def resolve_constraints(
    declared: Declared, frames: Mapping[str, FrameType], names: TypeNames, report: Report
) -> tuple[Constraint, ...]:
    """Return the constraints, their targets expanded and their arguments checked."""
    found = []
    seen: dict[str, int] = {}
    for constraint in declared.constraints:
        what = f"constraint {constraint.id!r}"
        if constraint.id and constraint.id in seen:
            message = f"{what}: the id is taken on line {seen[constraint.id]}"
            report.add(constraint.at, message)
        seen.setdefault(constraint.id, constraint.at.line)
        on = names.expand(constraint.on, names.spans + names.frames, what)
        if constraint.on and on is not None and not on:
            report.add(constraint.on[0].at, f"{what}: no type that can be used is named")
        for name in on or ():
            _check_args(constraint, name, frames.get(name), declared.attributes, report)
        found.append(
            Constraint(
                id=constraint.id,
                on=on or (),
                level="warning" if constraint.level == "warning" else "error",
                rule=constraint.rule,
                args=MappingProxyType({k: leaf.text for k, leaf in constraint.args.items()}),
                message=constraint.message,
            )
        )
    return tuple(found)


def _check_args(
    constraint: DeclaredConstraint,
    target: str,
    frame: FrameType | None,
    attributes: Mapping[str, AttributeDef],
    report: Report,
) -> None:
    what = f"constraint {constraint.id!r}"
    roles = [role.name for role in frame.roles] if frame else []
    known = {"role": roles, "attribute": list(frame.attributes) if frame else []}
    for arg, choices in known.items():
        leaf = constraint.args.get(arg)
        if leaf is not None and leaf.text not in choices:
            message = f"{what}: {target} has no {arg} {leaf.text!r}{wanted(leaf.text, choices)}"
            report.add(leaf.at, message)
    attribute, value = constraint.args.get("attribute"), constraint.args.get("value")
    definition = attributes.get(attribute.text) if attribute else None
    if definition and value and definition.values and value.text not in definition.values:
        hint = wanted(value.text, definition.values)
        message = f"{what}: {definition.name!r} has no value {value.text!r}{hint}"
        report.add(value.at, message)


def check_keys(declared: Declared, report: Report) -> None:
    """Report hot keys that are no key, that the surface needs, or that two types share."""
    types: list[DeclaredType] = [*declared.spans.values(), *declared.frames.values()]
    used: dict[str, DeclaredType] = {}
    with_key = [(kind, kind.key) for kind in types if kind.key is not None]
    for kind, leaf in sorted(with_key, key=lambda pair: pair[1].at):
        key = leaf.text
        if len(key) != 1 or not key.isprintable():
            message = f"the hot key of {kind.name} is {key!r}; wants one printable character"
        elif key in RESERVED_KEYS:
            does = RESERVED_KEYS[key]
            message = f"the hot key {key!r} of {kind.name} is needed by the surface: {does}"
        elif key in used:
            other = used[key]
            line = other.key.at.line if other.key else other.at.line
            message = f"the hot key {key!r} of {kind.name} is taken by {other.name} on line {line}"
        else:
            used[key] = kind
            continue
        report.add(leaf.at, message)


def chained_types(spans: Mapping[str, SpanType]) -> tuple[str, ...]:
    """Return the concrete span types whose mentions form entities."""
    return tuple(s.name for s in spans.values() if s.entity and not s.abstract)
