"""The order in which the expert works: mentions, events, attributions, links, actors."""

from collections import Counter
from typing import Any

from expert import Expert
from playwright.sync_api import expect

from labeler.core.annotation import AttributeValue, Entity, Frame, Mention, Relation
from labeler.core.schema import AttributeDef, FrameType

KEYS = {"Actor": "a", "Place": "p", "Time": "t", "Weapon": "w", "Target": "o", "SourceNote": "n"}
# One press more than this many, and another way is shorter.
_FEW_TABS = 2


def label_everything(expert: Expert) -> None:
    """Label the whole article as the gold has it."""
    mentions = sorted(expert.gold.mentions, key=lambda m: (m.fragments, m.type))
    expert.learn_ways(sorted({(f.start, f.end) for m in mentions for f in m.fragments}))
    marked = Mentions(expert)
    marked.take_over()
    marked.work([m for m in mentions if m.type.split(".")[0] in KEYS])
    Frames(expert).work()
    expert.press("Escape", "Escape", "Escape")
    Actors(expert).work()
    expert.on.press("Escape", "Escape", "Escape", "Escape")


class Mentions:
    """Marks actors, places, times and the like, in reading order."""

    def __init__(self, expert: Expert) -> None:
        self.expert = expert
        self.done: set[str] = set()
        # What the screen calls a chain, by the gold's id of its entity.
        self.names: dict[str, str] = {}
        self.chain_of_words: dict[tuple[str, str], str] = {}
        self.types: dict[str, str] = {}
        # The ids of chains that were accepted, by the gold's id of the entity.
        self.chains: dict[str, str] = {}
        self.merged: set[str] = set()

    def take_over(self) -> None:
        """See which mentions are there already, and in which chains."""
        expert = self.expert
        chains = {e["id"]: e["name"] for e in expert.there.get("entities", [])}
        for mention in expert.gold.mentions:
            stored = expert.accepted.get(mention.id)
            chain = stored["entity"] if stored else None
            if mention.entity is None or chain is None:
                continue
            self.chain_of_words.setdefault((mention.type, expert.words(mention)), mention.entity)
            if mention.entity not in self.names:
                self.names[mention.entity] = chains[chain]
                self.types[mention.entity] = mention.type
                self.chains[mention.entity] = chain

    def work(self, mentions: list[Mention]) -> None:
        """Mark them all."""
        self.all = mentions
        self.done |= set(self.expert.accepted)
        for mention in mentions:
            if mention.id in self.expert.accepted:
                self._mend(mention)
            if mention.id in self.done:
                continue
            self.done.add(mention.id)
            self._mark(mention)
            expert = self.expert
            expert.picked = True
            self._attributes(mention)
            self._everywhere(mention)

    def _mark(self, mention: Mention) -> None:
        expert = self.expert
        expert.work = "mentions"
        expert.select(*expert.reach(mention))
        words = expert.words(mention)
        entity = mention.entity
        key = KEYS[mention.type.split(".")[0]]
        if entity is None:
            expert.press(key)
            return
        known = self.chain_of_words.get((mention.type, words))
        joins = entity in self.names and known != entity
        if joins and self.types[entity] == mention.type:
            expert.work = "chains"
            self._join(entity, mention)
        else:
            expert.press(key)
            expert.choose(expert.label(mention.type))
            if joins:
                expert.work = "chains"
                self._join(entity, mention)
            elif known is not None and known != entity:
                expert.work = "chains"
                expert.press("m")
                expert.choose("a new actor")
        if entity not in self.names:
            self.names[entity] = words
            self.types[entity] = mention.type
        self.chain_of_words.setdefault((mention.type, words), entity)

    def _mend(self, mention: Mention) -> None:
        """Set what is missing on an accepted mention, and merge its chain with the right one."""
        expert = self.expert
        stored = expert.accepted[mention.id]
        chain = self.chains.get(mention.entity or "")
        if chain is not None and stored["entity"] not in {chain, *self.merged}:
            expert.work = "chains"
            expert.select(*expert.reach(mention))
            expert.press("M")
            expert.choose(self.names[mention.entity or ""])
            self.merged.add(stored["entity"])
        if any(stored["attributes"].get(n) != v for n, v in mention.attributes.items() if v):
            expert.stand_on(mention)
            self._attributes(mention)

    def _join(self, entity: str, mention: Mention) -> None:
        """Put what is selected or picked into a chain: a pronoun by one key, others by name."""
        expert = self.expert
        name = self.names[entity]
        for _ in range(2 if mention.attributes.get("mention") == "pronominal" else 0):
            expert.press("h")
            said = expert.said()
            if f"Same actor as {name}" in said:
                return
            if f"again: {name}" not in said:
                break
        expert.press("m")
        expert.choose(name)

    def _attributes(self, mention: Mention) -> None:
        """Set what the first values do not say already."""
        expert = self.expert
        expert.work = "attributes"
        stored = expert.stored_mention(mention)
        for name, value in mention.attributes.items():
            if stored["attributes"].get(name) != value:
                expert.press("Enter")
                expert.choose(value_label(expert.schema.attributes[name], value))

    def _everywhere(self, mention: Mention) -> None:
        """Mark all that reads the same where most of it is to be marked so."""
        expert = self.expert
        words = expert.words(mention)
        alike = [
            m
            for m in self.all
            if m.id not in self.done
            and m.type == mention.type
            and m.entity == mention.entity
            and len(m.fragments) == 1
            and expert.words(m) == words
            and m.attributes == mention.attributes
        ]
        if not alike or mention.attributes.get("mention") == "pronominal":
            # Pronouns are listed unchecked: they rarely mean the same actor.
            return
        wanted = {m.fragments[0].start for m in alike}
        there = {expert.reach(m)[0] for m in self.all if m.id in expert.accepted}
        places = [p for p in expert.occurrences(words, behind=mention) if p not in there]
        wrong = [place for place in places if place not in wanted]
        if not wanted <= set(places) or len(wrong) * 2 + 2 > 3 * len(alike):
            return
        expert.work = "mentions"
        expert.press("y")
        boxes = expert.on.page.locator(".lb-places-list input")
        if boxes.count() != len(places):
            expert.press("Escape")
            return
        at = 0
        for index, place in enumerate(places):
            if place in wrong:
                expert.press(*["ArrowDown"] * (index - at), "Space")
                at = index
        expert.press("Enter")
        expect(expert.on.page.locator(".lb-places")).to_have_count(0)
        self.done |= {m.id for m in alike}


def value_label(definition: AttributeDef, value: AttributeValue) -> str:
    """Return the row of a palette that sets one value."""
    spoken = definition.name.replace("_", " ")
    shown = definition.labels.get(str(value))
    words = (shown.label if shown else "") or str(value).replace("_", " ")
    return f"{spoken}: {words if definition.values else value}"


def _has(stored: object, value: AttributeValue) -> bool:
    return stored == value or (isinstance(stored, list) and value in stored)


class Frames:
    """Makes events, then attributions, then what links them."""

    def __init__(self, expert: Expert) -> None:
        self.expert = expert
        self.ids: dict[str, str] = {}
        self.orphan = False

    def work(self) -> None:
        """Make them all."""
        expert = self.expert
        events = [f for f in expert.gold.frames if f.type != "Attribution"]
        for frame in sorted(events, key=self._start):
            self._event(frame)
        for frame in sorted(events, key=self._start):
            self._inner_frames(frame)
        attributions = [f for f in expert.gold.frames if f.type == "Attribution"]
        for frame in sorted(attributions, key=self._start):
            self._attribution(frame)
        self._relations()

    def _start(self, frame: Frame) -> Any:
        expert = self.expert
        anchor = expert.mentions[frame.anchor or frame.arguments[0].filler]
        return anchor.fragments

    # ---- events ----------------------------------------------------------------

    def _accepted(self, frame: Frame) -> bool:
        """Complete a frame that is there already; says whether it is."""
        expert = self.expert
        stored = expert.accepted_frames.get(frame.id)
        if stored is None:
            return False
        self.ids[frame.id] = stored["id"]
        given = {(a["role"], a["filler"]) for a in stored["arguments"]}
        slots = {
            role: [f for f in fillers if (role, expert.stored_id(f)) not in given]
            for role, fillers in self._mention_slots(frame).items()
        }
        if any(slots.values()) or frame.note or self._missing(frame, stored):
            expert.work = "frames"
            self._focus(frame)
            self._fill(frame, slots)
            self._finish(frame)
        return True

    def _event(self, frame: Frame) -> None:
        expert = self.expert
        if self._accepted(frame):
            return
        expert.work = "frames"
        self._disarm(always=False)
        expert.select(*expert.reach(expert.mentions[frame.anchor or ""]))
        expert.press("e")
        expert.choose(expert.label(frame.type))
        self.ids[frame.id] = expert.newest_frame()
        self._fill(frame, self._mention_slots(frame))
        self._finish(frame)

    def _mention_slots(self, frame: Frame) -> dict[str, list[str]]:
        slots: dict[str, list[str]] = {}
        for argument in frame.arguments:
            if argument.filler in self.expert.mentions:
                slots.setdefault(argument.role, []).append(argument.filler)
        return slots

    def _kind(self, frame: Frame) -> FrameType:
        return self.expert.schema.frame_types[frame.type]

    def _fill(self, frame: Frame, slots: dict[str, list[str]]) -> None:
        self.expert.work = "arguments"
        for role in self._kind(frame).roles:
            for filler in slots.get(role.name, []):
                stored = self.ids.get(filler) or self.expert.stored_id(filler)
                digit = self.expert.offer(role.name, stored) if self.expert.armed() else ""
                if digit:
                    self.expert.press(digit)
                    continue
                self._arm(frame, role.name)
                self._give(role.name, filler, stored)

    def _arm(self, frame: Frame, role: str) -> None:
        """Open a slot: by Tab if it comes soon, else by its number."""
        expert = self.expert
        tabs = expert.tabs_to(role)
        number = [r.name for r in self._kind(frame).roles].index(role) + 1
        if tabs is not None and tabs <= (_FEW_TABS if expert.armed() else 1):
            expert.press(*["Tab"] * tabs)
        else:
            self._disarm()
            expert.press(str(number % 10))

    def _disarm(self, *, always: bool = True) -> None:
        armed = self.expert.armed()
        if armed and (always or armed == "topic"):
            self.expert.press("Escape")

    def _give(self, role: str, filler: str, stored: str) -> None:
        """Fill the open slot: with a candidate, else with the mention itself."""
        expert = self.expert
        digit = expert.offer(role, stored)
        if digit:
            expert.press(digit)
        else:
            expert.select(*expert.reach(expert.mentions[filler]))
            expert.press("Enter")

    def _finish(self, frame: Frame) -> None:
        """Set attributes and write the note, with the card still focused."""
        expert = self.expert
        expert.work = "attributes"
        missing = self._missing(frame, expert.stored_frame(self.ids[frame.id]))
        if missing:
            expert.press("Enter")
        for index, (definition, value) in enumerate(missing):
            stay = index < len(missing) - 1
            if definition.values:
                expert.choose(value_label(definition, value), stay=stay)
            else:
                expert.choose_or_write(str(value), value_label(definition, value), stay=stay)
        expert.close()
        if frame.note:
            expert.work = "notes"
            expert.press("b")
            expert.write(frame.note)
            expert.press("Control+Enter")

    def _missing(
        self, frame: Frame, stored: dict[str, Any]
    ) -> list[tuple[AttributeDef, AttributeValue]]:
        """Return the values that are not set yet."""
        missing = [
            (self.expert.attribute(frame.type, name), value)
            for name, wanted in frame.attributes.items()
            for value in (wanted if isinstance(wanted, tuple) else (wanted,))
            if not _has(stored["attributes"].get(name), value)
        ]
        # Texts of one's own come last: what is written has no digit.
        return sorted((m for m in missing if not m[0].derived), key=lambda m: not m[0].values)

    def _inner_frames(self, frame: Frame) -> None:
        """Fill slots with other events, which are all there by now."""
        slots: dict[str, list[str]] = {}
        for argument in frame.arguments:
            if argument.filler in self.expert.frames:
                slots.setdefault(argument.role, []).append(argument.filler)
        if slots:
            self.expert.work = "arguments"
            self._focus(frame)
            self._fill(frame, slots)

    def _focus(self, frame: Frame) -> None:
        """Go to a frame's anchor and to its card."""
        expert = self.expert
        if expert.focused() == self.ids[frame.id]:
            return
        self._disarm()
        expert.stand_on(expert.mentions[frame.anchor or frame.arguments[0].filler])
        expert.press("g")
        assert expert.focused() == self.ids[frame.id]

    # ---- attributions ----------------------------------------------------------

    def _attribution(self, frame: Frame) -> None:
        expert = self.expert
        if self._accepted(frame):
            return
        expert.work = "frames"
        slots = self._mention_slots(frame)
        (content,) = slots.pop("content")
        if frame.anchor is None:
            self._leave()
            self._content(expert.mentions[content])
            self.ids[frame.id] = expert.newest_frame()
        else:
            if self.orphan:
                # Its card has the focus, and the next cue would be taken for its own.
                self._leave()
            self._disarm()
            expert.select(*expert.reach(expert.mentions[frame.anchor]))
            expert.press("c")
            self.ids[frame.id] = expert.newest_frame()
            self._fill(frame, {"source": slots.pop("source", [])})
            expert.work = "mentions"
            self._content(expert.mentions[content])
        self._fill(frame, slots)
        self._finish(frame)
        if not expert.there:
            # With suggestions the outer one may be made only later.
            stored = expert.stored_frame(self.ids[frame.id])["nested_in"]
            wanted = self.ids.get(frame.nested_in or "")
            assert wanted == stored, f"{frame.id} lies in {stored}, not {wanted}"
        self.orphan = frame.anchor is None

    def _leave(self) -> None:
        """Step back until no card has the focus."""
        while self.expert.focused():
            self.expert.press("Escape")

    def _content(self, content: Mention) -> None:
        expert = self.expert
        first, *others = content.fragments
        expert.select(first.start, first.end)
        expert.press("x")
        for fragment in others:
            expert.select(fragment.start, fragment.end)
            expert.press("f")

    # ---- links -----------------------------------------------------------------

    def _relations(self) -> None:
        """Link frames; several from one frame are made while its card has the focus."""
        expert = self.expert
        expert.work = "relations"
        for relation in sorted(expert.gold.relations, key=lambda r: r.source):
            if relation.source not in expert.frames:
                continue
            self._focus(expert.frames[relation.source])
            self._disarm()
            expert.press("R")
            expert.choose(f"{relation.type.replace('_', ' ')} →")
            expert.choose_item(self.ids[relation.target])
            if relation.note:
                expert.work = "notes"
                expert.press("Enter")
                name = relation.type.replace("_", " ")
                expert.choose_relation(name, self.ids[relation.source], self.ids[relation.target])
                expert.choose("write a note")
                expert.write(relation.note)
                expert.press("Control+Enter")
                expert.work = "relations"


class Actors:
    """Gives every actor its name, code and relations."""

    def __init__(self, expert: Expert) -> None:
        self.expert = expert
        self.late: list[tuple[Mention, Relation]] = []

    def work(self) -> None:
        """Go from actor to actor in the order of the text."""
        expert = self.expert
        members: Counter[str] = Counter()
        for mention in sorted(expert.gold.mentions, key=lambda m: m.fragments):
            if mention.entity and not members[mention.entity]:
                members[mention.entity] += 1
                self._actor(expert.entities[mention.entity], mention)
        self.link()

    def _actor(self, entity: Entity, mention: Mention) -> None:
        expert = self.expert
        stored = expert.stored_entity(mention)
        relations = [r for r in expert.gold.relations if r.source == entity.id]
        missing = [
            (expert.schema.attributes[name], value)
            for name, value in entity.attributes.items()
            if value and stored["attributes"].get(name) != value
        ]
        renamed = stored["name"] != entity.name
        expert.work = "actors"
        if missing or renamed:
            expert.stand_on(mention)
            expert.press("A")
        for index, (definition, value) in enumerate(missing):
            stay = renamed or index < len(missing) - 1
            expert.choose_or_write(str(value), value_label(definition, value), stay=stay)
        if renamed:
            expert.choose("change the name")
            expert.press("Control+a")
            expert.write(entity.name)
            expert.press("Enter")
        expert.close()
        for relation in relations:
            self.late.append((mention, relation))

    def link(self) -> None:
        """Link actors, which have their names by now."""
        expert = self.expert
        expert.work = "relations"
        for mention, relation in self.late:
            expert.stand_on(mention)
            expert.press("R")
            expert.choose(f"{relation.type.replace('_', ' ')} →")
            first = min(
                (m for m in expert.gold.mentions if m.entity == relation.target),
                key=lambda m: m.fragments,
            )
            expert.choose_item(expert.stored_entity(first)["id"])
