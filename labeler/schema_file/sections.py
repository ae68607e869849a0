"""Reads the sections of a schema file into what is declared, key by key."""

import re
from typing import Any

from labeler.core.schema import ENTITY, RULES, FrameKind, Guideline, SpanType
from labeler.schema_file.attributes import (
    COLOR,
    COLOR_WISH,
    NAME,
    NAME_WISH,
    read_attribute,
    read_lexicon,
)
from labeler.schema_file.declared import (
    Declared,
    DeclaredAnchor,
    DeclaredConstraint,
    DeclaredFrame,
    DeclaredNesting,
    DeclaredRelation,
    DeclaredRole,
    DeclaredType,
)
from labeler.schema_file.problems import Place, Report
from labeler.schema_file.reader import TOP, Reader
from labeler.schema_file.tree import Leaf, Table, Tree

META_SCHEMA = "1.0"
_ID = r"[a-z0-9][a-z0-9_-]*"
_VERSION = r"[0-9]+(\.[0-9]+){1,2}"
_TYPE_NAME = r"[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z][A-Za-z0-9_-]*)*"
_OVERLAPS = ("none", "nested", "any")
_SLOT_OVERLAPS = ("forbidden", "warn", "any")


def read_sections(table: Table, report: Report) -> Declared:
    """Return what the file declares; what cannot be read is reported and left out."""
    r = Reader(table, TOP, report)
    head = _head(r.inner("schema", required=True))
    _offsets(r.inner("offsets"))
    rules = r.inner("span_rules")
    defaults = SpanType("", **_span_rules(rules))
    rules.close()
    attributes = r.table("attributes", lambda n, at, t: read_attribute(n, at, t, report))
    labels = r.table("document_labels", lambda n, at, t: read_attribute(n, at, t, report))
    for name in attributes.keys() & labels.keys():
        at = r.inner("document_labels").place(name)
        report.add(at, f"document label {name!r} is also an attribute; rename one")
    entities = r.inner("entities")
    declared = Declared(
        head=head,
        attributes=attributes,
        document_labels=labels,
        defaults=defaults,
        spans=r.table("span_types", lambda n, at, t: _span(n, at, t, report)),
        groups=r.table("fillers", lambda n, at, t: _group(n, at, t, report)),
        frames=r.table("frames", lambda n, at, t: _frame(n, at, t, report)),
        relations=r.table("relations", lambda n, at, t: _relation(n, at, t, report)),
        entity_sets=entities.word_or_words("types_from"),
        entity_attributes=entities.words("attributes") or (),
        entities_at=r.place("entities"),
        constraints=tuple(_constraint(c) for c in r.each("constraints")),
    )
    entities.close()
    _agreement(r.inner("agreement"))
    for migration in r.each("migrations"):
        _migration(migration)
    if not declared.spans and "span_types" not in r:
        report.add(r.at, f"{TOP} lacks 'span_types'")
    r.close()
    return declared


def _head(r: Reader) -> dict[str, str]:
    wish = "lower-case letters, digits, - and _"
    version = "a version such as 1.0 or 1.0.2"
    head = {
        "id": r.text("id", wish, required=True, pattern=_ID) or "",
        "version": r.text("version", version, required=True, pattern=_VERSION) or "",
        "title": r.text("title") or "",
        "language": r.text("language") or "en",
    }
    r.choice("meta_schema", [META_SCHEMA], required=True)
    r.close()
    return {**head, "title": head["title"] or head["id"]}


def _offsets(r: Reader) -> None:
    r.choice("unit", ["unicode_codepoint"])
    r.choice("interval", ["half_open"])
    r.close()


def _span_rules(r: Reader) -> dict[str, Any]:
    trim = r.words("trim", "a list such as [space, newline]")
    for word in trim or ():
        if word.text not in {"space", "newline"}:
            r.wrong(word, "trim", "space or newline")
    overlap = r.inner("overlap")
    rules = {
        "trim": None if trim is None else bool(trim),
        "token_aligned": r.flag("token_aligned"),
        "max_fragments": r.integer("max_fragments", at_least=1),
        "max_tokens": r.integer("max_tokens", at_least=1),
        "cross_paragraph": r.flag("cross_paragraph"),
        "overlap_same": overlap.choice("same_type", _OVERLAPS),
        "overlap_other": overlap.choice("other_type", _OVERLAPS),
    }
    overlap.close()
    return _given(rules)


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _guideline(r: Reader) -> Guideline:
    return Guideline(
        r.text("def") or "", r.text("ex") or "", r.text("not") or "", r.text("extent") or ""
    )


def _type_fields(r: Reader, at: Place, name: str) -> dict[str, Any]:
    """Read the keys that span types and frame types share."""
    if not re.fullmatch(_TYPE_NAME, name) or name == ENTITY:
        reserved = " (the word itself means an entity)" if name == ENTITY else ""
        wish = "a name of letters, digits, _ and -, dots between parent and child"
        r.report.add(at, f"{r.what}: wants {wish}{reserved}")
    lexicon = read_lexicon(r)
    return {
        "abstract": r.flag("abstract"),
        "label": r.text("label"),
        "guideline": _guideline(r),
        "color": r.text("color", COLOR_WISH, pattern=COLOR),
        "layer": r.text("layer"),
        "lexicon": None if lexicon is None else tuple(word.text for word in lexicon),
        "retired": r.flag("retired"),
    }


def _span(name: str, at: Place, tree: Tree, report: Report) -> DeclaredType:
    r = Reader.of(tree, f"span type {name!r}", report)
    spacy_ner = r.words("spacy_ner", "a list of labels")
    own = _type_fields(r, at, name) | {
        "entity": r.flag("entity"),
        "spacy_ner": None if spacy_ner is None else tuple(w.text for w in spacy_ner),
        **_span_rules(r),
    }
    parent, key, named = r.leaf("parent"), r.leaf("key", "one character"), r.words("attributes")
    r.close()
    return DeclaredType(name, at, parent, _given(own), key, named)


def _group(name: str, at: Place, tree: Tree, report: Report) -> tuple[Leaf, ...]:
    r = Reader(Table({name: tree}, {name: at}, at), "fillers", report)
    return r.word_or_words(name)


def _frame(name: str, at: Place, tree: Tree, report: Report) -> DeclaredFrame:
    r = Reader.of(tree, f"frame {name!r}", report)
    kind = r.choice("kind", [k.value for k in FrameKind])
    modes = r.words("modes", "a list of values")
    own = _type_fields(r, at, name) | {
        "kind": FrameKind(kind) if kind else None,
        "group": r.text("group"),
        "modes": None if modes is None else tuple(w.text for w in modes),
    }

    def role(slot: str, place: Place, inner: Tree) -> DeclaredRole:
        return _role(name, slot, place, inner, report)

    frame = DeclaredFrame(
        name,
        at,
        r.leaf("parent"),
        _given(own),
        r.leaf("key", "one character"),
        r.words("attributes"),
        anchor=_anchor(r),
        roles=r.table("roles", role) if "roles" in r else None,
        add_roles=r.table("add_roles", role),
        drop_roles=r.words("drop_roles") or (),
        requires=r.words("requires"),
        nesting=_nesting(r),
    )
    r.close()
    return frame


def _anchor(r: Reader) -> DeclaredAnchor | None:
    keys = [key for key in ("trigger", "anchor") if key in r]
    if len(keys) > 1:
        message = f"{r.what}: 'trigger' and 'anchor' mean the same; keep one"
        r.report.add(max(r.place(key) for key in keys), message)
    found = [_one_anchor(r.inner(key), r.place(key)) for key in keys]
    return found[0] if found else None


def _one_anchor(r: Reader, at: Place) -> DeclaredAnchor:
    kind, role = r.leaf("type", required=True), r.text("role", NAME_WISH, pattern=NAME)
    minimum, maximum = r.integer("min", at_least=0), r.integer("max", at_least=1)
    for key, count in (("min", minimum), ("max", maximum)):
        if count is not None and count > 1:
            r.report.add(r.place(key), f"{r.what}: {key!r} is {count}; a frame has one anchor")
    r.close()
    return DeclaredAnchor(at, kind, role, 1 if minimum is None else min(minimum, 1))


def _role(frame: str, name: str, at: Place, tree: Tree, report: Report) -> DeclaredRole:
    r = Reader.of(tree, f"frame {frame!r}: role {name!r}", report)
    if not re.fullmatch(NAME, name):
        report.add(at, f"{r.what}: wants {NAME_WISH}")
    minimum, maximum = r.integer("min", at_least=0), r.integer("max", at_least=1)
    if (minimum or 0) > (maximum or 1) and not ("max" in r and maximum is None):
        shown = f"'max' {maximum}" if maximum else "'max' 1, which holds where none is given"
        report.add(r.place("min"), f"{r.what}: 'min' {minimum} is more than {shown}")
    overlaps = r.inner("overlap_with")
    names = overlaps.names
    rules = {n: overlaps.choice(n, _SLOT_OVERLAPS) for n in names}
    own = {
        "minimum": minimum,
        "maximum": maximum,
        "definition": r.text("def"),
        "warn_if_missing": r.flag("warn_if_missing"),
        "overlap_with": _given(dict(rules)) or None,
    }
    fill = r.word_or_words("fill", required=True) + r.word_or_words("also")
    r.close()
    return DeclaredRole(name, at, _given(own), fill, {n: overlaps.place(n) for n in names})


def _nesting(r: Reader) -> DeclaredNesting | None:
    if "nesting" not in r:
        return None
    inner = r.inner("nesting")
    via = inner.leaf("via", required=True)
    depth = inner.integer("max_depth", at_least=1)
    inner.choice("stored_as", ["nested_in"])
    inner.close()
    return DeclaredNesting(via, depth)


def _relation(name: str, at: Place, tree: Tree, report: Report) -> DeclaredRelation:
    r = Reader.of(tree, f"relation {name!r}", report)
    if not re.fullmatch(NAME, name):
        report.add(at, f"{r.what}: wants {NAME_WISH}")
    own = {
        "symmetric": r.flag("symmetric"),
        "transitive": r.flag("transitive"),
        "acyclic": r.flag("acyclic"),
        "max_out": r.integer("max_out", at_least=1),
        "guideline": _guideline(r),
    }
    if own["symmetric"] and own["acyclic"]:
        message = f"{r.what}: a symmetric relation always runs in a circle, so not 'acyclic'"
        report.add(r.place("acyclic"), message)
    sources = r.word_or_words("from", required=True)
    targets = r.word_or_words("to", required=True)
    named = r.words("attributes") or ()
    r.close()
    return DeclaredRelation(name, at, _given(own), sources, targets, named)


def _constraint(r: Reader) -> DeclaredConstraint:
    name = r.text("id", NAME_WISH, required=True, pattern=NAME) or ""
    r.what = f"constraint {name!r}" if name else r.what
    rule = r.choice("rule", sorted(RULES), required=True) or ""
    args = r.inner("args")
    wanted_args = sorted(RULES.get(rule, ()))
    leaves = {a: args.leaf(a) for a in wanted_args}
    for missing in wanted_args:
        if missing not in args:
            r.report.add(args.at, f"{r.what}: rule {rule!r} lacks the argument {missing!r}")
    if rule:
        args.close()
    constraint = DeclaredConstraint(
        id=name,
        at=r.place("id"),
        on=r.word_or_words("on", required=True),
        level=r.choice("level", ["error", "warning"], required=True) or "error",
        rule=rule,
        args={a: leaf for a, leaf in leaves.items() if leaf is not None},
        message=r.text("message") or "",
    )
    r.close()
    return constraint


def _agreement(r: Reader) -> None:
    """Check the form alone; agreement itself reads it."""
    match = r.inner("match")
    match.choice("span", ["exact", "overlap", "head", "dice"])
    dice = match.number("dice_min")
    if dice is not None and not 0 <= dice <= 1:
        match.report.add(match.place("dice_min"), f"{match.what}: 'dice_min' wants 0 to 1")
    match.close()
    r.words("per_layer")
    r.close()


def _migration(r: Reader) -> None:
    """Check the form alone; migrating itself reads it."""

    def word(name: str, at: Place, tree: Tree) -> None:
        if not isinstance(tree, Leaf) or tree.is_null:
            r.report.add(at, f"{r.what}: {name!r} wants a new name")

    def words(name: str, _: Place, tree: Tree) -> None:
        inner = Reader.of(tree, f"{r.what}: values of {name!r}", r.report)
        for old in inner.names:
            inner.text(old)

    for key in ("from", "to"):
        r.text(key, "a version such as 1.0", required=True, pattern=_VERSION)
    r.table("rename_type", word)
    r.table("rename_attribute", word)
    r.table("map_values", words)
    r.words("retire")
    r.close()
