"""Guidelines for annotators, written from a schema."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from labeler.core.schema import (
    MODE,
    AttributeDef,
    Constraint,
    FrameKind,
    FrameType,
    Role,
    Schema,
    SpanType,
    matching,
)

_ESCAPES = str.maketrans({"|": "\\|", "\n": " ", "<": "&lt;", "*": "\\*", "_": "\\_"})
_KINDS = {FrameKind.EVENT: "Events", FrameKind.ATTRIBUTION: "Attributions"}
_RULE_WORDS = {
    "anchor_or_quotation_marks": "without an anchor, quotation marks stand in or around {role}",
    "denial_marks_events": "what is denied is negative, or source_certainty says how sure they are",
    "reciprocal_requires": "two parties are named, however the roles are spread",
    "role_or_value": "{role} is filled, or {attribute} is {value}",
    "speech_event_attributed": "an event done by speaking is an attribution too",
    "trigger_once": "one trigger evokes one event, unless two are meant",
}
"""What each rule asks for; the arguments are filled in."""
_GUESS_WORDS = {
    "lexicon": "the words that speak for each value",
    "quotation": "where the quotation marks stand",
    "referring_form": "how the mention is worded",
    "source_kind": "who the source is",
}
"""What each rule goes by that picks a first value."""
_TYPE_HEAD = ("Type", "Key", "Definition", "Example", "Not")


def write_guidelines(schema: Schema) -> str:
    """Return the schema as Markdown: a table per layer, then roles, attributes and rules."""
    title = f"# {_cell(schema.title)}\n\nSchema `{schema.id}` {schema.version} ({schema.language})."
    parts = [title, *_span_parts(schema), *_frame_parts(schema)]
    if schema.relation_types:
        parts += ["## Relations", _relations(schema)]
    parts += ["## Attributes", _attributes(schema.attributes.values())]
    if schema.entity_types:
        parts += ["## Entities", _entities(schema)]
    if schema.document_labels:
        parts += ["## The article as a whole", _code(schema.document_labels)]
    if schema.constraints:
        parts += ["## Constraints", _constraints(schema)]
    return "\n\n".join(parts) + "\n"


def _span_parts(schema: Schema) -> list[str]:
    layers: defaultdict[str, list[SpanType]] = defaultdict(list)
    for span in schema.span_types.values():
        layers[span.layer].append(span)
    parts = []
    for layer, spans in layers.items():
        parts.append(f"## Mentions: {_cell(layer)}" if layer else "## Mentions")
        parts.append(_table(_TYPE_HEAD, [_type_row(span) for span in spans]))
        extents: dict[str, list[str]] = defaultdict(list)
        for span in spans:
            if span.guideline.extent and not span.abstract:
                extents[span.guideline.extent].append(span.name)
        parts += [
            f"Extent of {_briefly(names, schema)}: {_cell(text)}" for text, names in extents.items()
        ]
        parts += _attribute_lines(spans, schema)
    return parts


def _attribute_lines(kinds: Iterable[SpanType | FrameType], schema: Schema) -> list[str]:
    lists: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for kind in kinds:
        names = tuple(name for name in kind.attributes if name != MODE)
        if names and not kind.abstract:
            lists[names].append(kind.name)
    return [
        f"Attributes of {_briefly(names, schema)}: {_code(listed)}."
        for listed, names in lists.items()
    ]


def _frame_parts(schema: Schema) -> list[str]:
    parts = []
    for kind, heading in _KINDS.items():
        frames = [f for f in schema.frame_types.values() if f.kind is kind]
        if not frames:
            continue
        parts += [f"## {heading}", _table(_TYPE_HEAD, [_type_row(f) for f in frames])]
        parts += _attribute_lines(frames, schema)
        for frame in frames:
            if not frame.abstract:
                parts += [f"### {frame.name}", _frame_facts(frame), _roles(frame.roles, schema)]
    return parts


def _frame_facts(frame: FrameType) -> str:
    anchor = "one" if frame.anchor.minimum else "one or none"
    facts = [f"- {frame.anchor.role}: {anchor}, `{frame.anchor.type}`"]
    if frame.guideline.extent:
        facts.append(f"- extent: {_cell(frame.guideline.extent)}")
    if frame.group:
        facts.append(f"- group: {_cell(frame.group)}")
    if frame.modes:
        facts.append(f"- {MODE}: {_code(frame.modes)}")
    if frame.requires:
        facts.append(f"- usually needs: {_code(frame.requires)}")
    if frame.nesting:
        depth = frame.nesting.max_depth
        facts.append(f"- nests inside `{frame.nesting.via}`, {depth} levels at most")
    return "\n".join(facts)


def _roles(roles: Iterable[Role], schema: Schema) -> str:
    rows = [
        (
            f"`{role.name}`",
            _briefly(role.fillers, schema),
            f"{role.minimum} to {role.maximum}{', asked for' if role.warn_if_missing else ''}",
            _cell(role.definition),
        )
        for role in roles
    ]
    return _table(("Role", "Filled by", "How many", "Definition"), rows)


def _relations(schema: Schema) -> str:
    rows = [
        (
            f"`{r.name}`",
            f"{_briefly(r.sources, schema)} → {_briefly(r.targets, schema)}",
            _cell(r.guideline.definition),
            _cell(r.guideline.example),
            _cell(r.guideline.not_),
            ", ".join(name for name in ("symmetric", "transitive", "acyclic") if getattr(r, name)),
        )
        for r in schema.relation_types.values()
    ]
    return _table(("Relation", "From → to", "Definition", "Example", "Not", "Is"), rows)


def _attributes(attributes: Iterable[AttributeDef]) -> str:
    rows = [(f"`{a.name}`", a.kind.value, _values(a), _default(a), _hint(a)) for a in attributes]
    return _table(("Attribute", "Kind", "Values", "Default", "Meaning"), rows)


def _values(attribute: AttributeDef) -> str:
    words = []
    for value in attribute.values:
        label = attribute.labels.get(value)
        meaning = label.definition or label.label if label else ""
        words.append(f"`{value}` {_cell(meaning)}".rstrip())
    if attribute.minimum is not None or attribute.maximum is not None:
        low = "" if attribute.minimum is None else f"{attribute.minimum:g}"
        high = "" if attribute.maximum is None else f"{attribute.maximum:g}"
        words.append(f"{low} … {high}".strip())
    return "; ".join(words)


def _default(attribute: AttributeDef) -> str:
    if attribute.derived:
        return f"computed: {attribute.derived}"
    words = [f"picked by {_GUESS_WORDS[attribute.guess]}"] if attribute.guess else []
    if attribute.default is not None:
        value = attribute.default
        shown = ", ".join(value) if isinstance(value, tuple) else str(value)
        words.append(f"else `{shown}`" if words else f"`{shown}`")
    elif attribute.required:
        words.append("required")
    return ", ".join(words)


def _hint(attribute: AttributeDef) -> str:
    return _cell(attribute.hint)


def _entities(schema: Schema) -> str:
    text = f"Mentions of one actor form a chain: {_briefly(schema.entity_types, schema)}."
    if schema.entity_attributes:
        text += f"\n\nSet once per chain: {_code(schema.entity_attributes)}."
    return text


def _constraints(schema: Schema) -> str:
    rows = [
        (
            f"`{c.id}`",
            _briefly(c.on, schema),
            "blocks a submit" if c.level == "error" else "warns",
            _wants(c),
        )
        for c in schema.constraints
    ]
    return _table(("Constraint", "On", "Level", "Wants"), rows)


def _wants(constraint: Constraint) -> str:
    """Return the message of a constraint, or its rule in words."""
    words = _RULE_WORDS[constraint.rule].format_map(dict(constraint.args))
    return _cell(constraint.message or words)


def _briefly(names: Sequence[str], schema: Schema) -> str:
    """Return names as code, those of a whole family as one pattern."""
    kinds: list[SpanType | FrameType] = [*schema.span_types.values()]
    kinds += schema.frame_types.values()
    usable = [kind.name for kind in kinds if not kind.abstract]
    brief: dict[str, str] = {}
    for kind in kinds:
        family = matching(f"{kind.name}.*", usable)
        if kind.abstract and set(family) <= set(names):
            brief |= dict.fromkeys(family, f"{kind.name}.*")
    return _code(dict.fromkeys(brief.get(name, name) for name in names))


def _type_row(kind: SpanType | FrameType) -> tuple[str, ...]:
    name = f"`{kind.name}`"
    if kind.abstract:
        name += " (choose one below)"
    if kind.retired:
        name += " (retired)"
    words = kind.guideline
    key = f"`{kind.key}`" if kind.key else ""
    return (name, key, _cell(words.definition), _cell(words.example), _cell(words.not_))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _cell(text: str) -> str:
    """Return text that Markdown shows as it is, inside a table too."""
    return text.strip().translate(_ESCAPES)


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
