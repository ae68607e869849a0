"""Span types with everything they inherit."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from labeler.core.schema import MODE, Guideline, SpanType, matching
from labeler.schema_file.declared import Declared
from labeler.schema_file.names import TypeNames, find_parents
from labeler.schema_file.problems import Report, wanted
from labeler.schema_file.tree import Leaf


def resolve_spans(declared: Declared, names: TypeNames, report: Report) -> Mapping[str, SpanType]:
    """Return the span types by name, in the file's order."""
    parents = find_parents(declared.spans, "span type", report)
    what = "entities: 'types_from'"
    names.expand(declared.entity_sets, names.spans, what)
    chained = {n for leaf in declared.entity_sets for n in matching(leaf.text, names.spans)}
    done: dict[str, SpanType] = {}

    def resolve(name: str) -> SpanType:
        if name not in done:
            kind = declared.spans[name]
            parent = parents[name]
            base = _base(resolve(parent)) if parent else declared.defaults
            own = dict(kind.own)
            own["guideline"] = merged(own["guideline"], base.guideline)
            own.setdefault("label", name.rpartition(".")[2])
            if kind.named is not None:
                found = check_attributes(kind.named, declared, f"span type {name!r}", report)
                own["attributes"] = tuple(n for n in found if n != MODE)
                _refuse_mode(kind.named, name, report)
            if kind.key is not None:
                own["key"] = kind.key.text
            if name in chained and not _says_entity(name, declared, parents):
                own["entity"] = True
            done[name] = replace(base, name=name, parent=parent, **own)
        return done[name]

    resolved = {name: resolve(name) for name in declared.spans}
    _check_usable(resolved, declared, report)
    return resolved


def _base(parent: SpanType) -> SpanType:
    """Return what a child starts from: all but what the parent says of itself alone."""
    return replace(
        parent,
        abstract=False,
        label="",
        key="",
        lexicon=(),
        spacy_ner=(),
        guideline=Guideline(extent=parent.guideline.extent),
    )


def merged(own: Guideline, inherited: Guideline) -> Guideline:
    """Return the own words; the extent of the parent where the type has none."""
    return own if own.extent else replace(own, extent=inherited.extent)


def _says_entity(name: str, declared: Declared, parents: Mapping[str, str]) -> bool:
    while name:
        if "entity" in declared.spans[name].own:
            return True
        name = parents[name]
    return False


def _refuse_mode(named: Iterable[Leaf], name: str, report: Report) -> None:
    for leaf in named:
        if leaf.text == MODE:
            report.add(leaf.at, f"span type {name!r}: only frames have the attribute {MODE!r}")


def check_attributes(
    named: Iterable[Leaf], declared: Declared, what: str, report: Report
) -> tuple[str, ...]:
    """Return the attributes that exist, and ``mode``; report the others."""
    found = []
    for leaf in named:
        if leaf.text in declared.attributes or leaf.text == MODE:
            found.append(leaf.text)
        else:
            hint = wanted(leaf.text, declared.attributes)
            report.add(leaf.at, f"{what}: there is no attribute {leaf.text!r}{hint}")
    return tuple(found)


def _check_usable(spans: Mapping[str, SpanType], declared: Declared, report: Report) -> None:
    if spans and all(s.abstract or s.retired for s in spans.values()):
        at = min(kind.at for kind in declared.spans.values())
        report.add(at, "every span type is abstract or retired: nobody can mark anything")
