"""Reads attribute definitions."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from warnings import catch_warnings

from labeler.core.annotation import AttributeValue
from labeler.core.schema import (
    DERIVED_RULES,
    GUESS_RULES,
    MODE,
    AttributeDef,
    AttributeKind,
    ValueLabel,
)
from labeler.schema_file.problems import Place, Report, wanted
from labeler.schema_file.reader import Reader, number_of
from labeler.schema_file.tree import Items, Leaf, Tree, describe

NAME = r"[a-z][a-z0-9_]*"
NAME_WISH = "a name of lower-case letters, digits and _, starting with a letter"
COLOR = r"#[0-9A-Fa-f]{6}"
COLOR_WISH = 'a colour such as "#1b9e77"'
_DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_ENUMS = frozenset({AttributeKind.ENUM, AttributeKind.MULTI_ENUM})
_LEXICON = "lexicon"
_NUMBERS = frozenset({AttributeKind.INT, AttributeKind.FLOAT})


def read_attribute(name: str, at: Place, tree: Tree, report: Report) -> AttributeDef:
    """Return the definition; what cannot be read is reported and left out."""
    r = Reader.of(tree, f"attribute {name!r}", report)
    if not re.fullmatch(NAME, name):
        report.add(at, f"attribute {name!r}: wants {NAME_WISH}")
    if name == MODE:
        report.add(at, f"attribute {MODE!r} comes from the 'modes' of each frame; rename this one")
    kind_name = r.choice("type", [k.value for k in AttributeKind], required=True)
    kind = AttributeKind(kind_name) if kind_name else None
    values = _values(r, kind)
    pattern = _pattern(r, kind)
    minimum, maximum = _bounds(r, kind)
    guess = _guess(r, kind, values)
    definition = AttributeDef(
        name=name,
        kind=kind or AttributeKind.TEXT,
        values=values,
        labels=_labels(r, values, guess),
        required=r.flag("required") or False,
        pattern=pattern,
        minimum=minimum,
        maximum=maximum,
        derived=_derived(r, kind, values),
        guess=guess,
        export=r.flag("export") is not False,
        hint=r.text("hint") or "",
    )
    default = r.tree("default")
    if kind is not None and default is not None:
        definition = replace(definition, default=_default(r, default, definition))
    r.close()
    return definition


def _values(r: Reader, kind: AttributeKind | None) -> tuple[str, ...]:
    words = r.words("values", "a list of values")
    if kind in _ENUMS and not words and ("values" not in r or words is not None):
        r.report.add(r.place("values"), f"{r.what}: type {kind} wants a list of 'values'")
    if kind is not None and kind not in _ENUMS and "values" in r:
        r.report.add(r.place("values"), f"{r.what}: type {kind} takes no 'values'")
    return tuple(w.text for w in words or ())


def read_lexicon(r: Reader) -> tuple[Leaf, ...] | None:
    """Return the lower-case lemmas and phrases under ``lexicon``."""
    words = r.words(_LEXICON, "a list of lower-case words or phrases")
    for word in words or ():
        if word.text != word.text.lower() or word.text != " ".join(word.text.split()):
            r.wrong(word, _LEXICON, f"{' '.join(word.text.lower().split())!r}")
    return words


def _labels(r: Reader, values: tuple[str, ...], guess: str) -> Mapping[str, ValueLabel]:
    # What the word of a lexicon speaks for must be one value.
    spoken_for: dict[str, str] = {}

    def lexicon(value: str, inner: Reader) -> tuple[str, ...]:
        words = read_lexicon(inner) or ()
        if _LEXICON in inner and guess != _LEXICON and (guess or "guess" not in r):
            message = f"{inner.what}: 'lexicon' is for the rule 'guess: {_LEXICON}'"
            r.report.add(inner.place(_LEXICON), message)
        for word in words:
            if spoken_for.setdefault(word.text, value) != value:
                other = spoken_for[word.text]
                r.report.add(word.at, f"{inner.what}: {word.text!r} stands under {other!r} too")
        return tuple(word.text for word in words)

    def read(value: str, at: Place, tree: Tree) -> ValueLabel:
        if value not in values:
            message = f"{r.what}: 'labels' names {value!r}, which is not among the values"
            r.report.add(at, message + wanted(value, values))
        inner = Reader.of(tree, f"{r.what}: label of {value!r}", r.report)
        label = ValueLabel(
            inner.text("label") or "",
            inner.text("def") or "",
            inner.text("color", COLOR_WISH, pattern=COLOR) or "",
            lexicon(value, inner),
        )
        inner.close()
        return label

    labels = r.table("labels", read)
    if guess == _LEXICON and not spoken_for:
        message = f"{r.what}: {guess!r} wants a 'lexicon' under the 'labels' of its values"
        r.report.add(r.place("guess"), message)
    return MappingProxyType(dict(labels))


def _pattern(r: Reader, kind: AttributeKind | None) -> str:
    leaf = r.leaf("pattern", "a regular expression")
    if leaf is None:
        return ""
    if kind is not None and kind is not AttributeKind.TEXT:
        r.report.add(r.place("pattern"), f"{r.what}: type {kind} takes no 'pattern'")
    try:
        # What Python only warns about, such as "[[a]", JavaScript reads differently.
        with catch_warnings(action="error"):
            re.compile(leaf.text)
    except (re.error, RecursionError, OverflowError, Warning) as error:
        r.report.add(leaf.at, f"{r.what}: 'pattern' cannot be used: {error}")
        return ""
    return leaf.text


def _bounds(r: Reader, kind: AttributeKind | None) -> tuple[float | None, float | None]:
    minimum, maximum = r.number("min"), r.number("max")
    if kind is not None and kind not in _NUMBERS:
        for key in ("min", "max"):
            if key in r:
                r.report.add(r.place(key), f"{r.what}: type {kind} takes no {key!r}")
    elif minimum is not None and maximum is not None and minimum > maximum:
        message = f"{r.what}: 'min' {minimum:g} is more than 'max' {maximum:g}"
        r.report.add(r.place("min"), message)
    return minimum, maximum


def _derived(r: Reader, kind: AttributeKind | None, values: tuple[str, ...]) -> str:
    rule = r.choice("derived", sorted(DERIVED_RULES))
    if rule is None:
        return ""
    _check_rule(r, "derived", DERIVED_RULES[rule], kind, values)
    for key in ("default", "required", "guess"):
        if key in r:
            r.report.add(r.place(key), f"{r.what} is derived, so it takes no {key!r}")
    return rule


def _guess(r: Reader, kind: AttributeKind | None, values: tuple[str, ...]) -> str:
    rule = r.choice("guess", sorted(GUESS_RULES))
    if rule is None:
        return ""
    _check_rule(r, "guess", GUESS_RULES[rule], kind, values)
    return rule


def _check_rule(
    r: Reader,
    key: str,
    needed: frozenset[str],
    kind: AttributeKind | None,
    values: tuple[str, ...],
) -> None:
    """Report the rule named under ``key`` where the attribute cannot take what it gives."""
    if kind is not AttributeKind.ENUM or needed.difference(values):
        given = f" with the values {', '.join(sorted(needed))}" if needed else ""
        r.report.add(r.place(key), f"{r.what}: {r.text(key)!r} wants type enum{given}")


def _default(r: Reader, tree: Tree, definition: AttributeDef) -> AttributeValue | None:
    if definition.kind is AttributeKind.MULTI_ENUM:
        if isinstance(tree, Items):
            found = [i for i in tree.items if isinstance(i, Leaf) and i.text in definition.values]
            if len(found) == len(tree.items):
                return tuple(dict.fromkeys(i.text for i in found))
    elif isinstance(tree, Leaf) and not tree.is_null:
        value = _SCALARS[definition.kind](tree, definition)
        if value is not None:
            return value
    wish = _WISHES[definition.kind](definition)
    r.report.add(tree.at, f"{r.what}: 'default' is {_written(tree)}; wants {wish}")
    return None


def _written(tree: Tree) -> str:
    if isinstance(tree, Items):
        return f"[{', '.join(describe(i) for i in tree.items)}]"
    return describe(tree)


def _number(leaf: Leaf, definition: AttributeDef) -> float | None:
    value = number_of(leaf)
    low = -float("inf") if definition.minimum is None else definition.minimum
    high = float("inf") if definition.maximum is None else definition.maximum
    return value if value is not None and low <= value <= high else None


def _whole(leaf: Leaf, definition: AttributeDef) -> int | None:
    value = _number(leaf, definition)
    return int(value) if value is not None and value == int(value) else None


def _text(leaf: Leaf, definition: AttributeDef) -> str | None:
    fits = not definition.pattern or re.fullmatch(definition.pattern, leaf.text)
    return leaf.text if fits else None


_SCALARS: Mapping[AttributeKind, Callable[[Leaf, AttributeDef], AttributeValue | None]] = {
    AttributeKind.ENUM: lambda leaf, d: leaf.text if leaf.text in d.values else None,
    AttributeKind.BOOL: lambda leaf, _: {"true": True, "false": False}.get(leaf.text.lower()),
    AttributeKind.INT: _whole,
    AttributeKind.FLOAT: _number,
    AttributeKind.DATE: lambda leaf, _: leaf.text if re.fullmatch(_DATE, leaf.text) else None,
    AttributeKind.TEXT: _text,
}
_WISHES: Mapping[AttributeKind, Callable[[AttributeDef], str]] = {
    AttributeKind.ENUM: lambda d: f"one of the values {', '.join(d.values)}",
    AttributeKind.MULTI_ENUM: lambda d: f"a list of values among {', '.join(d.values)}",
    AttributeKind.BOOL: lambda _: "true or false",
    AttributeKind.INT: lambda _: "a whole number within 'min' and 'max'",
    AttributeKind.FLOAT: lambda _: "a number within 'min' and 'max'",
    AttributeKind.DATE: lambda _: "a date such as 2026-05-31",
    AttributeKind.TEXT: lambda _: "a text that fits the pattern",
}
