"""What people and models say about a document: one type for all of them.

A *mention* is text with a type. An *entity* is the chain of mentions of one
actor. A *frame* is an event or an attribution: a type, an anchor (the trigger
or cue mention) and *arguments*, each a role filled by a mention or by another
frame. A *relation* links two frames or two entities. An *annotation set* holds
all of them for one document by one author.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal, TypeAlias

from labeler.core.document import Fragment
from labeler.core.errors import SpanError

AttributeValue: TypeAlias = str | bool | int | float | tuple[str, ...]
"""A value of an enum, text, date (str), bool, int, float or multi_enum (tuple) attribute."""

Attributes: TypeAlias = Mapping[str, AttributeValue]
Verdict: TypeAlias = Literal["accepted", "rejected"]
Flag: TypeAlias = Literal["unsure", "discuss"]

HUMAN = "human"
FLAGS: tuple[Flag, ...] = ("unsure", "discuss")
"""What a person may flag an item with, in the order they are written."""

CHANGES = ("anchor", "ends", "entity", "extent", "name", "nesting", "registry", "type")
"""What of an accepted suggestion a person may change, besides arguments and attributes."""

ROLE_CHANGE = "role:"
ATTRIBUTE_CHANGE = "attribute:"
"""What stands before the name of a role, or of an attribute, that a person changed."""

_NO_ATTRIBUTES: Attributes = MappingProxyType({})
_NO_LABELS: Attributes = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an item first came from.

    Attributes:
        by: ``human``, or the author of the set it was accepted from, such as
            ``model:news@0.1.0``.
        edited: a person changed it after accepting it.
        score: the model's confidence in 0..1, where it has one.
    """

    by: str = HUMAN
    edited: bool = False
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Text with a type.

    ``fragments`` has at least one entry; fragments are in text order and do
    not touch or overlap. ``flags`` are some of ``FLAGS``, in their order; so
    they are for every item.

    Raises:
        SpanError: no fragment, or fragments out of order, touching or
            overlapping.
    """

    id: str
    type: str
    fragments: tuple[Fragment, ...]
    attributes: Attributes = field(default_factory=lambda: _NO_ATTRIBUTES)
    entity: str | None = None
    origin: Origin = Origin()
    note: str = ""
    flags: tuple[Flag, ...] = ()

    def __post_init__(self) -> None:
        if not self.fragments:
            raise SpanError(f"mention {self.id} has no fragment")
        for before, after in zip(self.fragments, self.fragments[1:], strict=False):
            if after.start <= before.end:
                raise SpanError(
                    f"mention {self.id}: fragments must be in order with text between them, got "
                    f"{before.start}:{before.end} then {after.start}:{after.end}"
                )

    @property
    def start(self) -> int:
        """The first code point covered."""
        return self.fragments[0].start

    @property
    def end(self) -> int:
        """The code point after the last one covered."""
        return self.fragments[-1].end


@dataclass(frozen=True, slots=True)
class Entity:
    """The chain of mentions of one actor in one document.

    The mentions point here (``Mention.entity``); ``registry`` is the id of the
    project-wide actor it stands for, if somebody linked it.
    """

    id: str
    type: str
    name: str
    attributes: Attributes = field(default_factory=lambda: _NO_ATTRIBUTES)
    registry: str | None = None
    origin: Origin = Origin()
    note: str = ""
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Argument:
    """One filler of one role: the id of a mention or of another frame."""

    role: str
    filler: str


@dataclass(frozen=True, slots=True)
class Frame:
    """An event or an attribution.

    ``anchor`` is the id of the trigger or cue mention; ``None`` only where the
    schema allows a frame without one (an orphan quote). Several fillers of a
    role are several arguments. ``nested_in`` is the attribution whose content
    holds this one.
    """

    id: str
    type: str
    anchor: str | None
    arguments: tuple[Argument, ...] = ()
    attributes: Attributes = field(default_factory=lambda: _NO_ATTRIBUTES)
    nested_in: str | None = None
    origin: Origin = Origin()
    note: str = ""
    flags: tuple[Flag, ...] = ()

    def fillers(self, role: str) -> tuple[str, ...]:
        """Return the ids that fill ``role``, in order."""
        return tuple(a.filler for a in self.arguments if a.role == role)


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed link from one frame or entity to another."""

    id: str
    type: str
    source: str
    target: str
    attributes: Attributes = field(default_factory=lambda: _NO_ATTRIBUTES)
    origin: Origin = Origin()
    note: str = ""
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What the author decided about one suggestion.

    Attributes:
        suggestion: the id the item has in the model's set.
        by: the author of that set.
        verdict: accepted (the item stands in this set under the same id) or
            rejected.
        changed: what a person changed of an accepted item, sorted: names of
            ``CHANGES``, ``role:<role>`` and ``attribute:<name>``.
    """

    suggestion: str
    by: str
    verdict: Verdict
    changed: tuple[str, ...] = ()


Item: TypeAlias = Mention | Entity | Frame | Relation


@dataclass(frozen=True)
class AnnotationSet:
    """Everything one author says about one document.

    Attributes:
        author: ``annotator:<login>``, ``adjudicator:<login>`` or
            ``model:<name>@<version>``.
        text_sha256: digest of the text the offsets count into.
    """

    document_id: str
    text_sha256: str
    schema_id: str
    schema_version: str
    author: str
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    frames: tuple[Frame, ...] = ()
    relations: tuple[Relation, ...] = ()
    document_labels: Attributes = field(default_factory=lambda: _NO_LABELS)
    decisions: tuple[Decision, ...] = ()

    def items(self) -> Iterator[Item]:
        """Yield mentions, entities, frames, relations, in that order."""
        yield from self.mentions
        yield from self.entities
        yield from self.frames
        yield from self.relations

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        """Items by id; of items that share an id, the last one."""
        return MappingProxyType({item.id: item for item in self.items()})
