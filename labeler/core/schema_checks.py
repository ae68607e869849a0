"""The rules a schema sets for single items: values, extents, slots, links."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping

from labeler.core.annotation import Attributes, AttributeValue, Frame, Item, Mention, Relation
from labeler.core.checking import Checks, covers, shares_text, short
from labeler.core.derive import derived_values
from labeler.core.problems import Level
from labeler.core.schema import AttributeDef, AttributeKind, FrameType, RelationType, Role, SpanType

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def check_mentions(checks: Checks) -> None:
    """Report what is wrong with extents, overlaps and attributes of mentions."""
    for mention in checks.labels.mentions:
        span = checks.schema.span_types[mention.type]
        _check_extent(checks, mention, span)
        _check_attributes(checks, mention, span.attributes)
        if mention.entity is not None and not span.entity:
            message = f"{checks.name(mention)}: only actors belong to a chain"
            checks.report(Level.SCHEMA, "entity-not-allowed", message, mention, "entity")
        if mention.type in checks.schema.anchor_types and not checks.frames_by_anchor.get(
            mention.id
        ):
            message = f"{checks.name(mention)} belongs to no event or attribution"
            checks.report(Level.WARNING, "anchor-unused", message, mention)
    _check_overlaps(checks)


def _check_extent(checks: Checks, mention: Mention, span: SpanType) -> None:
    text = checks.document.text

    def refuse(code: str, message: str, level: Level = Level.SCHEMA) -> None:
        checks.report(level, code, f"{checks.name(mention)}: {message}", mention, "fragments")

    if len(mention.fragments) > span.max_fragments:
        refuse(
            "fragments", f"{len(mention.fragments)} fragments, at most {span.max_fragments} allowed"
        )
    for fragment in mention.fragments:
        read = text[fragment.start : fragment.end]
        if span.trim and read != read.strip():
            refuse("blank-edge", "begins or ends with a blank")
        if not span.cross_paragraph and "\n" in read.strip():
            refuse("paragraphs", "crosses a line break")
    if span.max_tokens is not None:
        words = len(checks.document.quote(mention.fragments).split())
        if words > span.max_tokens:
            message = f"{words} words, usually at most {span.max_tokens}"
            refuse("long", message, Level.WARNING)
    if span.retired:
        refuse("retired", f"the type {short(span.name)} is no longer used", Level.WARNING)


def _check_overlaps(checks: Checks) -> None:
    """Sweep over the text: only mentions that share text are compared."""
    active: list[Mention] = []
    for mention in sorted(checks.labels.mentions, key=lambda m: (m.start, m.end, m.id)):
        active = [m for m in active if m.end > mention.start]
        for other in active:
            if shares_text(other, mention):
                _check_pair(checks, other, mention)
        active.append(mention)


def _check_pair(checks: Checks, one: Mention, other: Mention) -> None:
    same = one.type == other.type
    if same and one.fragments == other.fragments:
        message = f"{checks.name(other)} is marked twice"
        checks.report(Level.SCHEMA, "duplicate-mention", message, other, "fragments")
        return
    types = checks.schema.span_types
    rules = {
        types[m.type].overlap_same if same else types[m.type].overlap_other for m in (one, other)
    }
    nested = covers(one, other) or covers(other, one)
    if "none" in rules or ("nested" in rules and not nested):
        wanted = "may not overlap" if "none" in rules else "may only lie inside each other"
        message = f"{checks.name(one)} and {checks.name(other)} {wanted}"
        checks.report(Level.SCHEMA, "overlap", message, other, "fragments")


def check_frames(checks: Checks) -> None:
    """Report what is wrong with anchors, slots, attributes and nesting of frames."""
    # Those constraints judge the required roles themselves, more leniently.
    reciprocal = {
        name
        for constraint in checks.schema.constraints
        if constraint.rule == "reciprocal_requires"
        for name in constraint.on
    }
    for frame in checks.labels.frames:
        kind = checks.schema.frame_types[frame.type]
        _check_anchor(checks, frame, kind)
        filled = {argument.role for argument in frame.arguments}
        for role in kind.roles:
            # Most roles of a type stand empty, and may.
            if role.name in filled or role.minimum or role.warn_if_missing:
                _check_role(checks, frame, kind, role)
        _check_misfits(checks, frame, kind)
        for missing in kind.requires if kind.name not in reciprocal else ():
            if not frame.fillers(missing):
                message = f"{checks.name(frame)}: no {missing} yet"
                checks.report(Level.WARNING, "role-expected", message, frame, missing)
        _check_attributes(checks, frame, kind.attributes)
        _check_nesting(checks, frame, kind)
        if kind.retired:
            message = f"the type {short(kind.name)} is no longer used"
            checks.report(Level.WARNING, "retired", message, frame, "type")


def _check_anchor(checks: Checks, frame: Frame, kind: FrameType) -> None:
    wanted = kind.anchor
    if frame.anchor is None:
        if wanted.minimum:
            message = f"{checks.name(frame)} has no {wanted.role}"
            checks.report(Level.SCHEMA, "anchor-missing", message, frame, wanted.role)
        return
    found = checks.mentions[frame.anchor]
    if found.type != wanted.type:
        message = f"the {wanted.role} must be a {short(wanted.type)}, not {checks.name(found)}"
        checks.report(Level.SCHEMA, "anchor-type", message, frame, wanted.role)


def _check_role(checks: Checks, frame: Frame, kind: FrameType, role: Role) -> None:
    fillers = frame.fillers(role.name)

    def refuse(code: str, message: str, level: Level = Level.SCHEMA) -> None:
        checks.report(level, code, f"{checks.name(frame)}: {message}", frame, role.name)

    if len(fillers) < role.minimum:
        refuse("role-missing", f"{role.name} is missing")
    elif not fillers and role.warn_if_missing and role.name not in kind.requires:
        refuse("role-expected", f"no {role.name} yet", Level.WARNING)
    if len(fillers) > role.maximum:
        refuse("role-full", f"{len(fillers)} fillers of {role.name}, at most {role.maximum}")
    if len(set(fillers)) < len(fillers):
        for filler in {f for f in fillers if fillers.count(f) > 1}:
            refuse("filler-twice", f"{checks.name(_filler(checks, filler))} is {role.name} twice")
    for filler in fillers:
        found = _filler(checks, filler)
        if found.type not in role.fillers:
            refuse("filler-type", f"{checks.name(found)} cannot be {role.name}")
    if role.overlap_with:
        _check_role_overlaps(checks, frame, role)


def _check_misfits(checks: Checks, frame: Frame, kind: FrameType) -> None:
    """Report arguments whose role the type does not have: left over from another type."""
    known = {role.name for role in kind.roles}
    for role, count in Counter(a.role for a in frame.arguments if a.role not in known).items():
        wish = (
            "move its filler to another role or take it out"
            if count == 1
            else "move its fillers to other roles or take them out"
        )
        message = f"{short(kind.name)} has no role “{role}”: {wish}"
        checks.report(Level.SCHEMA, "unknown-role", message, frame, role)


def _check_role_overlaps(checks: Checks, frame: Frame, role: Role) -> None:
    for other, rule in role.overlap_with.items():
        if rule == "any":
            continue
        level = Level.SCHEMA if rule == "forbidden" else Level.WARNING
        message = f"{checks.name(frame)}: {role.name} and {other} share text"
        for mine in checks.filler_mentions(frame, role.name):
            for theirs in checks.filler_mentions(frame, other):
                if mine.id != theirs.id and shares_text(mine, theirs):
                    checks.report(level, "role-overlap", message, frame, role.name)


def _filler(checks: Checks, item_id: str) -> Mention | Frame:
    found = checks.mentions.get(item_id)
    return checks.frames[item_id] if found is None else found


def _check_nesting(checks: Checks, frame: Frame, kind: FrameType) -> None:
    if frame.nested_in is None:
        return
    parent = checks.frames[frame.nested_in]
    outer = checks.schema.frame_types[parent.type]
    if kind.nesting is None or outer.nesting is None:
        message = f"{checks.name(frame)} cannot be nested in {checks.name(parent)}"
        checks.report(Level.SCHEMA, "nesting", message, frame, "nested_in")
        return
    depth, step = 1, parent
    while step.nested_in is not None:
        depth, step = depth + 1, checks.frames[step.nested_in]
    if depth + 1 > kind.nesting.max_depth:
        message = (
            f"{checks.name(frame)} is nested {depth + 1} deep, at most {kind.nesting.max_depth}"
        )
        checks.report(Level.SCHEMA, "nesting-depth", message, frame, "nested_in")
    around = checks.filler_mentions(parent, outer.nesting.via)
    for inner in checks.filler_mentions(frame, kind.nesting.via):
        if around and not any(covers(content, inner) for content in around):
            message = f"{checks.name(frame)} is not inside the {outer.nesting.via} it is nested in"
            checks.report(Level.SCHEMA, "nesting-outside", message, frame, "nested_in")


def check_relations_and_entities(checks: Checks) -> None:
    """Report what is wrong with links, and with entities nobody mentions."""
    out: Counter[tuple[str, str]] = Counter()
    graphs: defaultdict[str, dict[str, set[str]]] = defaultdict(dict)
    for relation in checks.labels.relations:
        kind = checks.schema.relation_types[relation.type]
        _check_ends(checks, relation, kind)
        _check_attributes(checks, relation, kind.attributes)
        out[relation.type, relation.source] += 1
        graphs[relation.type].setdefault(relation.source, set()).add(relation.target)
        if kind.max_out is not None and out[relation.type, relation.source] == kind.max_out + 1:
            message = f"more than {kind.max_out} {relation.type} from one place"
            checks.report(Level.SCHEMA, "relation-max", message, relation, "source")
    for relation in checks.labels.relations:
        kind = checks.schema.relation_types[relation.type]
        if kind.acyclic and _reaches(graphs[relation.type], relation.target, relation.source):
            message = f"{relation.type} runs in a circle"
            checks.report(Level.SCHEMA, "relation-cycle", message, relation, "target")
    for entity in checks.labels.entities:
        _check_attributes(checks, entity, checks.schema.entity_attributes)
        if entity.id not in checks.first_mention:
            message = f"{checks.name(entity)} has no mention"
            checks.report(Level.WARNING, "entity-unused", message, entity)


def _check_ends(checks: Checks, relation: Relation, kind: RelationType) -> None:
    for slot, end, wanted in (
        ("source", relation.source, kind.sources),
        ("target", relation.target, kind.targets),
    ):
        frame = checks.frames.get(end)
        if frame is not None and frame.type not in wanted:
            message = f"{checks.name(frame)} cannot be the {slot} of {relation.type}"
            checks.report(Level.SCHEMA, "relation-type", message, relation, slot)


def _reaches(graph: dict[str, set[str]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    front = [start]
    while front:
        step = front.pop()
        if step == goal:
            return True
        if step not in seen:
            seen.add(step)
            front.extend(graph.get(step, ()))
    return False


def _check_attributes(checks: Checks, item: Item, names: Iterable[str]) -> None:
    names = tuple(names)
    definitions = checks.definitions(names, item.type if isinstance(item, Frame) else "")
    attributes = item.attributes
    for unknown in attributes.keys() - definitions.keys():
        message = f"{short(item.type)} has no attribute “{unknown}”: take its value out"
        checks.report(Level.SCHEMA, "unknown-attribute", message, item, unknown)
    derived = derived_values(names, attributes, checks.schema) if attributes else {}
    for name, definition in definitions.items():
        value = attributes.get(name)
        if value is None or value in {"", ()}:
            if definition.required:
                message = f"{checks.name(item)}: {name} is missing"
                checks.report(Level.SCHEMA, "attribute-missing", message, item, name)
            continue
        wrong = value_problem(definition, value)
        if wrong:
            message = f"{checks.name(item)}: {name} {wrong}"
            checks.report(Level.SCHEMA, "attribute-value", message, item, name)
        elif name in derived and derived[name] != value:
            message = f"{checks.name(item)}: {name} should be {derived[name]}, not {value}"
            checks.report(Level.WARNING, "attribute-derived", message, item, name)


def check_document_labels(checks: Checks, labels: Attributes) -> None:
    """Report document labels whose values are wrong."""
    for name, value in labels.items():
        definition = checks.schema.attribute(name)
        wrong = value_problem(definition, value)
        if wrong:
            checks.report_set(Level.SCHEMA, "attribute-value", f"{name} {wrong}", name)


def value_problem(definition: AttributeDef, value: AttributeValue) -> str:
    """Return what is wrong with a value, in words that follow its name; else nothing."""
    return _VALUE_PROBLEMS[definition.kind](definition, value)


def _multi_enum_problem(definition: AttributeDef, value: AttributeValue) -> str:
    if not isinstance(value, tuple):
        return f"must be a list of values, not {value!r}"
    unknown = [v for v in value if v not in definition.values]
    return f"cannot be {', '.join(unknown)}" if unknown else ""


def _enum_problem(definition: AttributeDef, value: AttributeValue) -> str:
    return "" if value in definition.values else f"cannot be {value!r}"


def _bool_problem(_: AttributeDef, value: AttributeValue) -> str:
    return "" if isinstance(value, bool) else f"must be true or false, not {value!r}"


def _date_problem(_: AttributeDef, value: AttributeValue) -> str:
    if isinstance(value, str) and _DATE.fullmatch(value):
        return ""
    return f"must be a date such as 2026-05-31, not {value!r}"


def _text_problem(definition: AttributeDef, value: AttributeValue) -> str:
    if not isinstance(value, str):
        return f"must be text, not {value!r}"
    if definition.pattern and not re.fullmatch(definition.pattern, value):
        return f"{value!r} does not fit {definition.hint or definition.pattern}"
    return ""


def _number_problem(definition: AttributeDef, value: AttributeValue) -> str:
    whole = definition.kind is AttributeKind.INT
    if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
        return f"must be a {'whole ' if whole else ''}number, not {value!r}"
    if definition.minimum is not None and value < definition.minimum:
        return f"must be at least {definition.minimum:g}, not {value}"
    if definition.maximum is not None and value > definition.maximum:
        return f"must be at most {definition.maximum:g}, not {value}"
    return ""


_VALUE_PROBLEMS: Mapping[AttributeKind, Callable[[AttributeDef, AttributeValue], str]] = {
    AttributeKind.MULTI_ENUM: _multi_enum_problem,
    AttributeKind.ENUM: _enum_problem,
    AttributeKind.BOOL: _bool_problem,
    AttributeKind.DATE: _date_problem,
    AttributeKind.TEXT: _text_problem,
    AttributeKind.INT: _number_problem,
    AttributeKind.FLOAT: _number_problem,
}
