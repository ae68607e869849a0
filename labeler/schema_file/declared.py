"""What a schema file says, type by type, before names are looked up and inherited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from labeler.core.schema import AttributeDef, SpanType
from labeler.schema_file.problems import Place
from labeler.schema_file.tree import Leaf


@dataclass(frozen=True, slots=True)
class DeclaredType:
    """What span types and frame types share.

    Attributes:
        at: where the name stands.
        parent: the explicit ``parent``; ``None`` leaves it to the dotted name.
        own: fields of the core type the file sets itself; all else is inherited.
        places: where each key of the type stands.
        named: the attributes listed, with their places; ``None`` inherits them.
    """

    name: str
    at: Place
    parent: Leaf | None
    own: Mapping[str, Any]
    key: Leaf | None
    named: tuple[Leaf, ...] | None

    @property
    def abstract(self) -> bool:
        """Whether only its children can be used."""
        return bool(self.own.get("abstract"))


@dataclass(frozen=True, slots=True)
class DeclaredRole:
    """A role and the names it uses."""

    name: str
    at: Place
    own: Mapping[str, Any]
    fill: tuple[Leaf, ...]
    overlap_with: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class DeclaredAnchor:
    """A ``trigger`` or ``anchor``."""

    at: Place
    type: Leaf | None
    role: str | None
    minimum: int


@dataclass(frozen=True, slots=True)
class DeclaredNesting:
    """A ``nesting``."""

    via: Leaf | None
    max_depth: int | None


@dataclass(frozen=True, slots=True)
class DeclaredFrame(DeclaredType):
    """A frame type; ``None`` and the empty mapping inherit."""

    anchor: DeclaredAnchor | None = None
    roles: Mapping[str, DeclaredRole] | None = None
    add_roles: Mapping[str, DeclaredRole] = field(default_factory=dict)
    drop_roles: tuple[Leaf, ...] = ()
    requires: tuple[Leaf, ...] | None = None
    nesting: DeclaredNesting | None = None


@dataclass(frozen=True, slots=True)
class DeclaredRelation:
    """A relation and the names it uses."""

    name: str
    at: Place
    own: Mapping[str, Any]
    sources: tuple[Leaf, ...]
    targets: tuple[Leaf, ...]
    named: tuple[Leaf, ...]


@dataclass(frozen=True, slots=True)
class DeclaredConstraint:
    """A constraint and the names it uses."""

    id: str
    at: Place
    on: tuple[Leaf, ...]
    level: str
    rule: str
    args: Mapping[str, Leaf]
    message: str


@dataclass(frozen=True, slots=True)
class Declared:
    """A whole file, as it is written.

    Attributes:
        head: the fields of ``Schema`` that stand under ``schema``.
        defaults: a span type that follows ``span_rules``.
        groups: named groups of fillers.
        entity_sets: the patterns under ``entities: types_from``.
    """

    head: Mapping[str, str]
    attributes: Mapping[str, AttributeDef]
    document_labels: Mapping[str, AttributeDef]
    defaults: SpanType
    spans: Mapping[str, DeclaredType]
    groups: Mapping[str, tuple[Leaf, ...]]
    frames: Mapping[str, DeclaredFrame]
    relations: Mapping[str, DeclaredRelation]
    entity_sets: tuple[Leaf, ...]
    entity_attributes: tuple[Leaf, ...]
    entities_at: Place
    constraints: tuple[DeclaredConstraint, ...]
