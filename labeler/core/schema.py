"""Schemas: which types there are and what they may hold.

A schema is read from a file by ``labeler.schema_file``; here inheritance is
already resolved, so every type carries all that holds for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Literal, TypeAlias, TypeVar

from labeler.core.annotation import AttributeValue
from labeler.core.errors import UnknownNameError

_T = TypeVar("_T")
Overlap: TypeAlias = Literal["none", "nested", "any"]
SlotOverlap: TypeAlias = Literal["forbidden", "warn", "any"]
ENTITY = "entity"
"""The name that stands for an entity at either end of a relation."""

MODE = "mode"
"""The attribute whose values are the ``modes`` of each frame type."""

RESERVED_KEYS: Mapping[str, str] = MappingProxyType(
    {
        " ": "select or extend the selection",
        **dict.fromkeys("1234567890", "open a slot or take a candidate by its number"),
        "/": "find a type by typing",
        "?": "show the keys",
        ".": "go to the next item",
        ",": "go to the item before",
        "[": "shrink the selection by a token",
        "]": "grow the selection by a token",
        "{": "start the suggestion a word earlier",
        "}": "start the suggestion a word later",
        "+": "larger text",
        "=": "larger text",
        "-": "smaller text",
        "A": "go to the actor of the mention",
        "B": "show the thread of an item or of the article",
        "C": "colour the chains",
        "D": "duplicate the event or attribution",
        "E": "accept the suggestion and edit it",
        "F": "find in the text",
        "G": "show the guidelines of the type",
        "H": "show the history",
        "J": "extend the selection to a word by its first letters",
        "K": "label the article as a whole",
        "L": "shrink the selection by a unit",
        "M": "merge the chain with another",
        "N": "choose what the attribution is nested in",
        "Q": "reject all suggestions that agree",
        "R": "link to another event or actor",
        "S": "accept all suggestions that agree",
        "T": "change how the text reads",
        "V": "go to the suggestion before",
        "X": "split into one per filler",
        "Y": "remove or retype all that read the same",
        "Z": "flag it to talk about",
        "b": "write a note",
        "f": "add a fragment",
        "g": "go to the card",
        "h": "take the actor meant before",
        "i": "mark the source as implicit",
        "j": "jump to a word by its first letters",
        "k": "show how these words are used in all articles",
        "l": "grow the selection to the next larger unit",
        "m": "make or merge a chain",
        "q": "reject the suggestion",
        "r": "change the type",
        "s": "accept the suggestion",
        "v": "go to the next suggestion",
        "y": "mark all that read the same",
        "z": "flag it as not sure",
    }
)
"""Keys the surface itself needs, and what each does; no type may use them."""

RULES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "anchor_or_quotation_marks": frozenset({"role"}),
        "denial_marks_events": frozenset(),
        "reciprocal_requires": frozenset(),
        "role_or_value": frozenset({"role", "attribute", "value"}),
        "speech_event_attributed": frozenset(),
        "trigger_once": frozenset(),
    }
)
"""The rules a constraint can name (see ``core.constraints``), each with the args it needs."""

DERIVED_RULES: Mapping[str, frozenset[str]] = MappingProxyType(
    {"ere_realis": frozenset({"actual", "generic", "other"})}
)
"""The rules that compute an attribute (see ``core.derive``), each with the values it gives."""

GUESS_RULES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "lexicon": frozenset(),
        "quotation": frozenset({"direct", "indirect", "mixed"}),
        "referring_form": frozenset({"named", "nominal", "pronominal"}),
        "source_kind": frozenset(),
    }
)
"""The rules by which the surface picks a new item's first value, each with the values it needs."""


class AttributeKind(StrEnum):
    """What values an attribute takes."""

    ENUM = "enum"
    MULTI_ENUM = "multi_enum"
    BOOL = "bool"
    INT = "int"
    FLOAT = "float"
    DATE = "date"
    TEXT = "text"


class FrameKind(StrEnum):
    """Whether a frame is something that happens or somebody saying so."""

    EVENT = "event"
    ATTRIBUTION = "attribution"


@dataclass(frozen=True, slots=True)
class ValueLabel:
    """How one enum value is shown, and which words speak for it.

    Attributes:
        label, definition, color: each may be empty.
        lexicon: lower-case lemmas or phrases; for the rule ``lexicon``.
    """

    label: str = ""
    definition: str = ""
    color: str = ""
    lexicon: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttributeDef:
    """One attribute and the values it takes.

    Attributes:
        values: the allowed values of an enum or multi_enum, in order.
        labels: how values are shown, by value.
        default: the value of a new item; ``None`` for none.
        required: a submit needs a value.
        pattern: regular expression a text must match in full, or empty.
        minimum, maximum: bounds of a number, inclusive; ``None`` for none.
        derived: name of the rule that computes it from the item's other
            attributes (see ``core.derive``), or empty: people set it.
        guess: name of the rule by which the surface picks the first value of
            a new item (see ``docs/schema.md``), or empty: the default.
        export: whether it becomes a column of the labels.
    """

    name: str
    kind: AttributeKind
    values: tuple[str, ...] = ()
    labels: Mapping[str, ValueLabel] = field(default_factory=lambda: MappingProxyType({}))
    default: AttributeValue | None = None
    required: bool = False
    pattern: str = ""
    minimum: float | None = None
    maximum: float | None = None
    derived: str = ""
    guess: str = ""
    export: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Guideline:
    """What people read about a type: definition, example, what it is not, extent."""

    definition: str = ""
    example: str = ""
    not_: str = ""
    extent: str = ""


@dataclass(frozen=True, slots=True)
class SpanType:
    """A type of mention.

    Attributes:
        name: dotted, such as ``Actor.State``.
        label: short form under the text, such as ``state``.
        key: the one key that marks it, or empty.
        color: hex such as ``#1f77b4``, or empty: the surface picks one.
        layer: group on screen and in agreement, such as ``actor``.
        attributes: names of attributes a mention of this type has, in order.
        entity: mentions of this type belong to entity chains.
        trim: blanks at either end are cut off a selection.
        token_aligned: a selection snaps to tokens.
        max_tokens: more is a warning; ``None`` for no bound.
        spacy_ner: labels of the entity recogniser that suggest this type.
        lexicon: lower-case lemmas or phrases that suggest this type.
        retired: existing labels stay, new ones are refused.
    """

    name: str
    parent: str = ""
    abstract: bool = False
    label: str = ""
    guideline: Guideline = Guideline()
    key: str = ""
    color: str = ""
    layer: str = ""
    attributes: tuple[str, ...] = ()
    entity: bool = False
    trim: bool = True
    token_aligned: bool = True
    max_fragments: int = 1
    max_tokens: int | None = None
    cross_paragraph: bool = False
    overlap_same: Overlap = "nested"
    overlap_other: Overlap = "any"
    spacy_ner: tuple[str, ...] = ()
    lexicon: tuple[str, ...] = ()
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A slot of a frame.

    ``fillers`` are the names of the concrete span types and frame types that
    may fill it. Fewer than ``minimum`` fillers block a submit, more than
    ``maximum`` too; ``warn_if_missing`` only asks for one. ``overlap_with``
    says whether a filler may share text with the fillers of another role (or
    with the anchor, under the anchor's role name).
    """

    name: str
    fillers: tuple[str, ...]
    minimum: int = 0
    maximum: int = 1
    definition: str = ""
    warn_if_missing: bool = False
    overlap_with: Mapping[str, SlotOverlap] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Anchor:
    """What evokes a frame: a mention of ``type``, called ``role`` (trigger or cue)."""

    type: str
    role: str = "trigger"
    minimum: int = 1


@dataclass(frozen=True, slots=True)
class Nesting:
    """Frames inside the ``via`` role's filler of another, ``max_depth`` levels at most."""

    via: str
    max_depth: int = 4


@dataclass(frozen=True, slots=True)
class FrameType:
    """A type of event or attribution.

    Attributes:
        kind: event or attribution.
        anchor: the mention that evokes it.
        roles: its slots, in the order they are shown, inherited ones first.
        attributes: names of its attributes, in order; ``mode`` is among them
            where ``modes`` is not empty.
        modes: the values of the attribute ``mode`` for this type.
        requires: roles without which a submit warns.
        group: the class it belongs to, such as ``material_conflict``.
        lexicon: lower-case lemmas or phrases that suggest it.
    """

    name: str
    kind: FrameKind
    anchor: Anchor
    parent: str = ""
    abstract: bool = False
    label: str = ""
    guideline: Guideline = Guideline()
    key: str = ""
    color: str = ""
    layer: str = ""
    group: str = ""
    roles: tuple[Role, ...] = ()
    attributes: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    nesting: Nesting | None = None
    lexicon: tuple[str, ...] = ()
    retired: bool = False

    def role(self, name: str) -> Role:
        """Return the role of that name.

        Raises:
            UnknownNameError: the type has no such role.
        """
        for role in self.roles:
            if role.name == name:
                return role
        raise UnknownNameError(f"{self.name} has no role {name!r}")


@dataclass(frozen=True, slots=True)
class RelationType:
    """A typed link. ``sources`` and ``targets`` are frame types, or ``("entity",)``."""

    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    symmetric: bool = False
    transitive: bool = False
    acyclic: bool = False
    max_out: int | None = None
    attributes: tuple[str, ...] = ()
    guideline: Guideline = Guideline()


@dataclass(frozen=True, slots=True)
class Constraint:
    """A named rule (see ``core.constraints``) on the types in ``on``.

    ``level`` is ``error`` (blocks a submit) or ``warning``. ``args`` are the
    rule's own settings; a non-empty ``message`` replaces the rule's words.
    """

    id: str
    on: tuple[str, ...]
    level: Literal["error", "warning"]
    rule: str
    args: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    message: str = ""


@dataclass(frozen=True)
class Schema:
    """A whole schema, inheritance resolved, names in the file's order.

    Attributes:
        digest: SHA-256 of the schema's meaning, in hex; two files that differ
            in comments or layout share it.
        entity_types: concrete span types whose mentions form chains.
        entity_attributes: names of the attributes an entity has.
        document_labels: names of the attributes a document has.
    """

    id: str
    version: str
    title: str
    language: str
    digest: str
    attributes: Mapping[str, AttributeDef]
    span_types: Mapping[str, SpanType]
    frame_types: Mapping[str, FrameType]
    relation_types: Mapping[str, RelationType]
    entity_types: tuple[str, ...] = ()
    entity_attributes: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    document_labels: tuple[str, ...] = ()

    def span_type(self, name: str) -> SpanType:
        """Return the span type of that name, abstract or not.

        Raises:
            UnknownNameError: there is none.
        """
        return _look_up(self.span_types, name, "span type")

    def frame_type(self, name: str) -> FrameType:
        """Return the frame type of that name, abstract or not.

        Raises:
            UnknownNameError: there is none.
        """
        return _look_up(self.frame_types, name, "frame type")

    def relation_type(self, name: str) -> RelationType:
        """Return the relation type of that name.

        Raises:
            UnknownNameError: there is none.
        """
        return _look_up(self.relation_types, name, "relation")

    def attribute(self, name: str, frame_type: str = "") -> AttributeDef:
        """Return an attribute; for ``mode``, the one ``frame_type`` defines.

        Raises:
            UnknownNameError: there is none.
        """
        if name == MODE and frame_type:
            modes = self.frame_type(frame_type).modes
            return AttributeDef(MODE, AttributeKind.MULTI_ENUM, values=modes)
        return _look_up(self.attributes, name, "attribute")

    @cached_property
    def anchor_types(self) -> frozenset[str]:
        """Names of the span types that anchor some frame."""
        return frozenset(frame.anchor.type for frame in self.frame_types.values())

    def concrete(self, kind: FrameKind) -> tuple[FrameType, ...]:
        """Return the frame types people can use, of one kind, in order."""
        return tuple(f for f in self.frame_types.values() if f.kind is kind and not f.abstract)


def _look_up(names: Mapping[str, _T], name: str, what: str) -> _T:
    try:
        return names[name]
    except KeyError:
        raise UnknownNameError(f"the schema has no {what} {name!r}") from None


def matching(pattern: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the names a type pattern selects, in their order.

    ``Actor.*`` selects ``Actor`` and everything below it, any other pattern
    the one name it is.
    """
    if pattern.endswith(".*"):
        stem = pattern[:-2]
        return tuple(n for n in names if n == stem or n.startswith(stem + "."))
    return tuple(n for n in names if n == pattern)
