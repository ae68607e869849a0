"""Guidelines for annotators, written from a schema."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from labeler.core.schema import (
    MODE,
    AttributeDef,
    Constraint,
    FrameKind,
    FrameType,
    RelationType,
    Role,
    Schema,
    SpanType,
)

_ESCAPES = str.maketrans({"|": "\\|", "\n": " ", "<": "&lt;", "*": "\\*", "_": "\\_", "`": "\\`"})
_KINDS = {FrameKind.EVENT: "Events", FrameKind.ATTRIBUTION: "Attributions"}
_TYPE_HEAD = ("Type", "Key", "Definition", "Example", "Not")


def write_guidelines(schema: Schema) -> str:
    """Return the schema as Markdown: a table per layer, then roles, attributes and rules."""
    title = f"# {_cell(schema.title)}\n\nSchema `{schema.id}` {schema.version} ({schema.language})."
    parts = [title, *_span_parts(schema), *_frame_parts(schema)]
    if schema.relation_types:
        parts += ["## Relations", _relations(schema.relation_types.values())]
    parts += ["## Attributes", _attributes(schema.attributes.values())]
    if schema.entity_types:
        parts += ["## Entities", _entities(schema)]
    if schema.document_labels:
        parts += ["## The article as a whole", _code(schema.document_labels)]
    if schema.constraints:
        parts += ["## Constraints", _constraints(schema.constraints)]
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
            if span.guideline.extent:
                extents[span.guideline.extent].append(span.name)
        parts += [f"Extent of {_code(names)}: {_cell(text)}" for text, names in extents.items()]
        parts += _attribute_lines(spans)
    return parts


def _attribute_lines(kinds: Iterable[SpanType | FrameType]) -> list[str]:
    lists: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for kind in kinds:
        names = tuple(name for name in kind.attributes if name != MODE)
        if names and not kind.abstract:
            lists[names].append(kind.name)
    return [f"Attributes of {_code(names)}: {_code(listed)}." for listed, names in lists.items()]


def _frame_parts(schema: Schema) -> list[str]:
    parts = []
    for kind, heading in _KINDS.items():
        frames = [f for f in schema.frame_types.values() if f.kind is kind]
        if not frames:
            continue
        parts += [f"## {heading}", _table(_TYPE_HEAD, [_type_row(f) for f in frames])]
        parts += _attribute_lines(frames)
        for frame in frames:
            if not frame.abstract:
                parts += [f"### {frame.name}", _frame_facts(frame), _roles(frame.roles)]
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


def _roles(roles: Iterable[Role]) -> str:
    rows = [
        (
            f"`{role.name}`",
            _code(role.fillers),
            f"{role.minimum} to {role.maximum}{', asked for' if role.warn_if_missing else ''}",
            _cell(role.definition),
        )
        for role in roles
    ]
    return _table(("Role", "Filled by", "How many", "Definition"), rows)


def _relations(relations: Iterable[RelationType]) -> str:
    rows = [
        (
            f"`{r.name}`",
            f"{_code(r.sources)} → {_code(r.targets)}",
            _cell(r.guideline.definition),
            _cell(r.guideline.example),
            _cell(r.guideline.not_),
            ", ".join(name for name in ("symmetric", "transitive", "acyclic") if getattr(r, name)),
        )
        for r in relations
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
    if attribute.default is None:
        return "required" if attribute.required else ""
    value = attribute.default
    shown = ", ".join(value) if isinstance(value, tuple) else str(value)
    return f"`{shown}`"


def _hint(attribute: AttributeDef) -> str:
    return _cell(attribute.hint)


def _entities(schema: Schema) -> str:
    text = f"Mentions of one actor form a chain: {_code(schema.entity_types)}."
    if schema.entity_attributes:
        text += f"\n\nSet once per chain: {_code(schema.entity_attributes)}."
    return text


def _constraints(constraints: Iterable[Constraint]) -> str:
    rows = [
        (
            f"`{c.id}`",
            _on(c.on),
            "blocks a submit" if c.level == "error" else "warns",
            _cell(c.message) or f"`{c.rule}` {_args(c.args)}".rstrip(),
        )
        for c in constraints
    ]
    return _table(("Constraint", "On", "Level", "Says"), rows)


def _on(names: Sequence[str]) -> str:
    return _code(names)


def _args(args: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in args.items())


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
