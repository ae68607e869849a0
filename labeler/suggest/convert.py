"""From a spaCy document to an annotation set that fits the schema."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from spacy.tokens import Doc

from labeler.core.annotation import (
    AnnotationSet,
    Argument,
    AttributeValue,
    Entity,
    Frame,
    Mention,
    Origin,
)
from labeler.core.derive import derived_values
from labeler.core.document import Document, Fragment
from labeler.core.schema import AttributeKind, FrameKind, FrameType, Schema
from labeler.suggest.cues import OPPOSING
from labeler.suggest.drafts import Draft, DraftAttribution, DraftEvent, DraftMention, draft_of

Spans = tuple[tuple[int, int], ...]
_STANCES = {
    "denial": "denies",
    "intention": "intends",
    "commissive": "intends",
    "request": "wants",
    "decree": "wants",
}
_KINDS = {
    "State": "state",
    "Document": "document",
    "Media": "media",
    "ArmedGroup": "group",
    "Civilians": "group",
    "Coalition": "group",
    "Military": "group",
    "Government": "organization",
    "Party": "organization",
    "IGO": "organization",
    "NGO": "organization",
    "Company": "organization",
}


def convert(doc: Doc, document: Document, schema: Schema, author: str) -> AnnotationSet:
    """Return what the pipeline found, as far as the schema has room for it.

    The same document gives the same set, ids included.
    """
    return _Conversion(doc, document, schema, author).run()


class _Conversion:
    """One document on its way; items get their ids here."""

    def __init__(self, doc: Doc, document: Document, schema: Schema, author: str) -> None:
        self.doc = doc
        self.draft: Draft = draft_of(doc)
        self.document = document
        self.schema = schema
        self.author = author
        self.origin = Origin(author)
        self.mentions: dict[str, Mention] = {}
        self.frames: dict[str, Frame] = {}
        self.entities: dict[int, Entity] = {}
        self.ids: dict[int, str] = {}
        self.spans: dict[str, set[Spans]] = {}

    def run(self) -> AnnotationSet:
        """Return the set."""
        self._make_entities()
        for mention in self.draft.mentions:
            self._keep(mention)
        for event in self.draft.events:
            self._add_event(event)
        self._add_attributions()
        used = {m.entity for m in self.mentions.values()}
        return AnnotationSet(
            document_id=self.document.id,
            text_sha256=self.document.sha256,
            schema_id=self.schema.id,
            schema_version=self.schema.version,
            author=self.author,
            mentions=tuple(
                sorted(self.mentions.values(), key=lambda m: (m.start, -m.end, m.type, m.id))
            ),
            entities=tuple(e for e in self.entities.values() if e.id in used),
            frames=tuple(self.frames.values()),
        )

    def _make_entities(self) -> None:
        chains: dict[int, list[DraftMention]] = {}
        for mention in self.draft.mentions:
            if mention.chain >= 0:
                chains.setdefault(mention.chain, []).append(mention)
        for number, members in sorted(chains.items()):
            kind = members[0].type
            if kind not in self.schema.entity_types:
                continue
            name = self.draft.chain_names[number]
            state = next((m.state for m in members if m.state), "")
            given = {"country": state} if state else {}
            entity_id = _id("e", kind, name, str(self._span(members[0])))
            attributes = self._attributes(self.schema.entity_attributes, given)
            self.entities[number] = Entity(entity_id, kind, name, attributes, origin=self.origin)

    def _span(self, mention: DraftMention) -> tuple[int, int]:
        last = self.doc[mention.end - 1]
        return self.doc[mention.start].idx, last.idx + len(last)

    def _keep(self, mention: DraftMention) -> str | None:
        """Add a mention and return its id; ``None`` where the schema has no room for it."""
        given = {"mention": mention.form} if mention.form else {}
        entity = self.entities.get(mention.chain)
        found = self._add_mention(
            mention.type,
            (self._span(mention),),
            given,
            entity.id if entity is not None and entity.type == mention.type else None,
        )
        if found is not None:
            self.ids[id(mention)] = found
        return found

    def _add_mention(
        self, kind: str, spans: Spans, given: Mapping[str, str], entity: str | None = None
    ) -> str | None:
        span = self.schema.span_types.get(kind)
        if span is None or span.abstract or span.retired:
            return None
        if len(spans) > span.max_fragments:
            # Too many pieces: what lies between the first and the last is taken along.
            spans = ((spans[0][0], spans[-1][1]),)
        fragments = tuple(Fragment(start, end) for start, end in spans)
        if not span.cross_paragraph and "\n" in self.document.quote(fragments):
            return None
        if self._crosses(kind, spans):
            return None
        mention_id = _id("m", kind, str(spans))
        self.mentions.setdefault(
            mention_id,
            Mention(
                mention_id,
                kind,
                fragments,
                self._attributes(span.attributes, given),
                entity,
                self.origin,
            ),
        )
        return mention_id

    def _crosses(self, kind: str, spans: Spans) -> bool:
        """Say whether a mention would overlap another of its type as the schema forbids."""
        rule = self.schema.span_types[kind].overlap_same
        others = self.spans.setdefault(kind, set())
        for other in others:
            if rule == "any" or other == spans or not _overlap(other, spans):
                continue
            if rule == "none" or not (_covers(other, spans) or _covers(spans, other)):
                return True
        others.add(spans)
        return False

    def _add_event(self, event: DraftEvent) -> None:
        kind = self.schema.frame_types[event.type]
        first, last = self.doc[event.start], self.doc[event.end - 1]
        anchor = self._add_mention(kind.anchor.type, ((first.idx, last.idx + len(last)),), {})
        if anchor is None:
            return
        given = {}
        if event.negated:
            given["polarity"] = "negative"
        if event.future:
            given.update(tense="future")
        fillers = [(role, self.ids.get(id(m))) for role, m in event.arguments]
        self._add_frame(kind, anchor, fillers, given)

    def _add_attributions(self) -> None:
        kinds = self.schema.concrete(FrameKind.ATTRIBUTION)
        kind = next((k for k in kinds if not k.retired and _has_role(k, "content")), None)
        if kind is None:
            return
        made = [
            (frame_id, found)
            for found in self.draft.attributions
            if (frame_id := self._add_attribution(kind, found)) is not None
        ]
        if kind.nesting is not None:
            self._nest(made, kind.nesting.max_depth)

    def _add_attribution(self, kind: FrameType, found: DraftAttribution) -> str | None:
        first, last = self.doc[found.cue[0]], self.doc[found.cue[1] - 1]
        content_type = self._span_filler(kind, "content")
        # The content first: a cue without one would be left over.
        content = self._add_mention(content_type, found.content, {}) if content_type else None
        if content is None:
            return None
        anchor = self._add_mention(kind.anchor.type, ((first.idx, last.idx + len(last)),), {})
        if anchor is None:
            return None
        source = None if found.source is None else self.ids.get(id(found.source))
        fillers: list[tuple[str, str | None]] = [("source", source), ("content", content)]
        note_type = self._span_filler(kind, "source_note")
        if found.note is not None and note_type:
            fillers.append(("source_note", self._add_mention(note_type, (found.note,), {})))
        given = {
            "quote_type": found.quoted,
            "verb_class": found.verb_class,
            "source_kind": _source_kind(found.source if source else None),
            "source_stance": self._stance(found),
        }
        if found.negated:
            given["polarity"] = "negative"
        return self._add_frame(kind, anchor, fillers, given)

    def _stance(self, found: DraftAttribution) -> str:
        if found.verb_class == "attitude":
            lemmas = {t.lemma_.lower() for t in self.doc[found.cue[0] : found.cue[1]]}
            return "opposes" if lemmas & OPPOSING else "supports"
        return _STANCES.get(found.verb_class, "asserts")

    def _span_filler(self, kind: FrameType, role: str) -> str:
        """Return the span type that fills a role of a frame, empty where it has no such role."""
        if not _has_role(kind, role):
            return ""
        fillers = kind.role(role).fillers
        return next((f for f in fillers if f in self.schema.span_types), "")

    def _add_frame(
        self,
        kind: FrameType,
        anchor: str,
        fillers: Iterable[tuple[str, str | None]],
        given: Mapping[str, str],
    ) -> str:
        arguments: list[Argument] = []
        for name, filler in fillers:
            if filler is None or not _has_role(kind, name):
                continue
            role = kind.role(name)
            taken = sum(a.role == name for a in arguments)
            argument = Argument(name, filler)
            fits = self.mentions[filler].type in role.fillers and taken < role.maximum
            if fits and argument not in arguments:
                arguments.append(argument)
        frame_id = _id("f", kind.name, anchor)
        self.frames[frame_id] = Frame(
            frame_id,
            kind.name,
            anchor,
            tuple(arguments),
            self._attributes(kind.attributes, given, kind.name),
            origin=self.origin,
        )
        return frame_id

    def _attributes(
        self, names: tuple[str, ...], given: Mapping[str, str], frame_type: str = ""
    ) -> dict[str, AttributeValue]:
        """Return defaults and given values, those the schema knows alone, and derived ones."""
        values: dict[str, Any] = {}
        for name in names:
            definition = self.schema.attribute(name, frame_type)
            value = given.get(name)
            known = value in definition.values or definition.kind is AttributeKind.TEXT
            if value is not None and known:
                values[name] = value
            elif definition.default is not None:
                values[name] = definition.default
        values.update(derived_values(names, values, self.schema))
        return values

    def _nest(self, made: list[tuple[str, DraftAttribution]], max_depth: int) -> None:
        """Put each attribution into the smallest other one whose content holds it."""
        depth: dict[str, int] = {}
        # Outer contents first, so that the depth of a parent is known.
        for frame_id, inner in sorted(made, key=lambda p: (-_size(p[1].content), p[0])):
            first, last = self.doc[inner.cue[0]], self.doc[inner.cue[1] - 1]
            cue = (first.idx, last.idx + len(last))
            around = [
                (outer_id, outer)
                for outer_id, outer in made
                if outer_id != frame_id
                and outer_id in depth
                and _covers(outer.content, (*inner.content, cue))
            ]
            parent = min(around, key=lambda p: (_size(p[1].content), p[0]), default=None)
            depth[frame_id] = 1
            if parent is not None and depth[parent[0]] < max_depth:
                depth[frame_id] = depth[parent[0]] + 1
                self.frames[frame_id] = _nested(self.frames[frame_id], parent[0])


def _nested(frame: Frame, parent: str) -> Frame:
    return Frame(
        frame.id,
        frame.type,
        frame.anchor,
        frame.arguments,
        frame.attributes,
        parent,
        frame.origin,
    )


def _size(spans: Spans) -> int:
    return sum(end - start for start, end in spans)


def _overlap(one: Spans, other: Spans) -> bool:
    # Most pairs are far apart; that is seen at their ends.
    if one[0][0] >= other[-1][1] or other[0][0] >= one[-1][1]:
        return False
    return any(a < d and c < b for a, b in one for c, d in other)


def _covers(outer: Spans, inner: Spans) -> bool:
    return all(any(a <= c and d <= b for a, b in outer) for c, d in inner)


def _has_role(kind: FrameType, name: str) -> bool:
    return any(role.name == name for role in kind.roles)


def _source_kind(source: DraftMention | None) -> str:
    """Return what kind of source it is, as the ``source_kind`` attribute has it."""
    if source is None:
        return "implicit"
    kind = _KINDS.get(source.type.rpartition(".")[2])
    if kind is not None:
        return kind
    return "named_person" if source.form == "named" else "unnamed"


def _id(letter: str, *parts: str) -> str:
    """Return an id that depends on what the item is, not on when or by whom it was found."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()
    return f"s-{letter}-{digest[:12]}"
