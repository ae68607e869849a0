"""What the checks of ``validation`` share: the sets indexed, and a place to report."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from labeler.core.annotation import (
    AnnotationSet,
    Entity,
    Frame,
    Item,
    Mention,
    Relation,
)
from labeler.core.document import Document
from labeler.core.problems import Level, Problem
from labeler.core.schema import AttributeDef, FrameKind, FrameType, Schema

_KINDS: Mapping[type, str] = {
    Mention: "mention",
    Entity: "entity",
    Frame: "frame",
    Relation: "relation",
}


class Checks:
    """One validation of one set: its items indexed, and the problems found so far."""

    def __init__(self, labels: AnnotationSet, document: Document, schema: Schema) -> None:
        self.labels = labels
        self.document = document
        self.schema = schema
        self.problems: list[Problem] = []
        self.mentions = {m.id: m for m in labels.mentions}
        self.entities = {e.id: e for e in labels.entities}
        self.frames = {f.id: f for f in labels.frames}
        self._definitions: dict[tuple[tuple[str, ...], str], Mapping[str, AttributeDef]] = {}

    def report(self, level: Level, code: str, message: str, item: Item, slot: str = "") -> None:
        """Note a problem of an item, with the place where a reader finds it."""
        kind = _KINDS[type(item)]
        self.problems.append(
            Problem(level, code, message, item.id, slot, kind, self.start_of(item))
        )

    def report_set(self, level: Level, code: str, message: str, slot: str = "") -> None:
        """Note a problem of the whole set."""
        self.problems.append(Problem(level, code, message, slot=slot))

    def start_of(self, item: Item) -> int:
        """Return the first code point of an item in the text, -1 where it has none."""
        if isinstance(item, Mention):
            return item.start
        if isinstance(item, Entity):
            return self.first_mention.get(item.id, -1)
        if isinstance(item, Relation):
            return -1
        ids = [item.anchor, *(a.filler for a in item.arguments)]
        for found in (self.mentions.get(i) for i in ids if i is not None):
            if found is not None:
                return found.start
        return -1

    @cached_property
    def first_mention(self) -> Mapping[str, int]:
        """The first code point of each entity that has a mention."""
        first: dict[str, int] = {}
        for mention in self.labels.mentions:
            if mention.entity is not None:
                first[mention.entity] = min(mention.start, first.get(mention.entity, mention.start))
        return first

    @cached_property
    def frames_by_anchor(self) -> Mapping[str, tuple[Frame, ...]]:
        """The frames each trigger or cue evokes."""
        found: defaultdict[str, list[Frame]] = defaultdict(list)
        for frame in self.labels.frames:
            if frame.anchor is not None:
                found[frame.anchor].append(frame)
        return {anchor: tuple(sorted(fs, key=lambda f: f.id)) for anchor, fs in found.items()}

    def frame_type(self, frame: Frame) -> FrameType | None:
        """Return the frame's type, ``None`` where the schema has none of that name."""
        return self.schema.frame_types.get(frame.type)

    def of_kind(self, kind: FrameKind) -> Iterable[Frame]:
        """Yield the frames of one kind."""
        for frame in self.labels.frames:
            found = self.frame_type(frame)
            if found is not None and found.kind is kind:
                yield frame

    def filler_mentions(self, frame: Frame, role: str) -> tuple[Mention, ...]:
        """Return the mentions that fill a role; the anchor under its role name."""
        kind = self.frame_type(frame)
        ids = frame.fillers(role)
        if kind is not None and role == kind.anchor.role and frame.anchor is not None:
            ids = (frame.anchor,)
        return tuple(self.mentions[i] for i in ids if i in self.mentions)

    def definitions(self, names: tuple[str, ...], frame_type: str) -> Mapping[str, AttributeDef]:
        """Return the attributes of these names, as ``frame_type`` defines them.

        Items of a type ask for the same ones: looked up once.
        """
        found = self._definitions.get((names, frame_type))
        if found is None:
            found = {name: self.schema.attribute(name, frame_type) for name in names}
            self._definitions[names, frame_type] = found
        return found

    def read(self, mention: Mention) -> str:
        """Return the mention's text, shortened for a message."""
        limit = 40
        text = " ".join(self.document.quote(mention.fragments).split())
        return f"“{text if len(text) <= limit else text[: limit - 1] + '…'}”"

    def name(self, item: Item) -> str:
        """Return what a person calls the item: type and text."""
        if isinstance(item, Mention):
            return f"{short(item.type)} {self.read(item)}"
        if isinstance(item, Entity):
            return f"actor “{item.name}”"
        if isinstance(item, Relation):
            return f"relation {item.type}"
        anchor = self.mentions.get(item.anchor or "")
        return f"{short(item.type)} {self.read(anchor)}" if anchor else short(item.type)


def short(name: str) -> str:
    """Return the last part of a dotted type name."""
    return name.rpartition(".")[2]


def shares_text(one: Mention, other: Mention) -> bool:
    """Say whether two mentions share at least one code point."""
    return any(a.overlaps(b) for a in one.fragments for b in other.fragments)


def covers(outer: Mention, inner: Mention) -> bool:
    """Say whether every fragment of ``inner`` lies inside one of ``outer``."""
    return all(any(a.contains(b) for a in outer.fragments) for b in inner.fragments)
