"""Articles of any size with labels all over them, made from a few words of their own."""

import random
from dataclasses import dataclass
from itertools import pairwise

from labeler.core.annotation import AnnotationSet, Argument, Entity, Frame, Mention
from labeler.core.document import Document, Fragment

PEOPLE = ("the harbour council", "Mira Tolen", "the Ostend dockers", "two inspectors", "the guild")
PLACES = ("Ostend", "the old pier", "Quay Nine", "Brinmouth")
ACTS = ("refused", "signed", "blocked", "visited", "seized", "praised", "warned")
THINGS = ("the tariff", "a new lock", "the grain", "three barges", "the night shift")
DAYS = ("Monday", "Friday", "the last day of May")
FILL = (
    "after",
    "a",
    "long",
    "quiet",
    "week",
    "of",
    "talks",
    "while",
    "rain",
    "fell",
    "and",
    "ships",
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything; the text has about ``words`` words."""

    name: str
    words: int
    mentions: int
    frames: int


class Writer:
    """Writes sentences and notes where their parts stand."""

    def __init__(self, size: Size, seed: int) -> None:
        self.size = size
        self.dice = random.Random(seed)  # noqa: S311 - the same article each time, no secret
        self.text = f"Harbour notes, {size.name}\n\n"
        self.places: list[tuple[str, Fragment]] = []

    def write(self) -> None:
        """Write the whole article."""
        while len(self.text.split()) < self.size.words:
            for _ in range(self.dice.randint(2, 5)):
                self._sentence()
            self.text = self.text.rstrip() + "\n\n"
        self.text = self.text.rstrip() + "\n"

    def _sentence(self) -> None:
        self._put("Actor", self.dice.choice(PEOPLE))
        self._put("Trigger", self.dice.choice(ACTS))
        self._put("Actor", self.dice.choice(PEOPLE))
        self._put("", "and")
        self._put("Target", self.dice.choice(THINGS))
        self._put("", "in")
        self._put("Place", self.dice.choice(PLACES))
        self._put("", "on")
        self._put("Time", self.dice.choice(DAYS))
        for _ in range(self.dice.randint(3, 12)):
            self._put("", self.dice.choice(FILL))
        self.text = self.text.rstrip() + ". "

    def _put(self, kind: str, words: str) -> None:
        start = len(self.text)
        self.text += words + " "
        if kind:
            self.places.append((kind, Fragment(start, start + len(words))))


def labelled_article(size: Size, seed: int = 7) -> tuple[Document, AnnotationSet]:
    """Return an article and labels of the wanted number for it."""
    writer = Writer(size, seed)
    writer.write()
    document = Document(f"bench-{size.name}", f"Harbour notes, {size.name}", writer.text)
    mentions, frames = _label(writer, size)
    entities = {m.entity: m for m in mentions if m.entity}
    return document, AnnotationSet(
        document_id=document.id,
        text_sha256=document.sha256,
        schema_id="",
        schema_version="",
        author="",
        mentions=mentions,
        entities=tuple(Entity(key, m.type, key) for key, m in entities.items() if key),
        frames=frames,
    )


def _label(writer: Writer, size: Size) -> tuple[tuple[Mention, ...], tuple[Frame, ...]]:
    share = min(1, size.mentions / len(writer.places))
    kept = [place for i, place in enumerate(writer.places) if int((i + 1) * share) > int(i * share)]
    triggers = 0
    mentions = []
    for index, (kind, fragment) in enumerate(kept):
        if kind == "Trigger":
            triggers += 1
            if triggers > size.frames:
                kind = "Target"  # noqa: PLW2901 - one trigger for each event, no more
        name = {"Actor": "Actor.OtherActor"}.get(kind, kind)
        words = writer.text[fragment.start : fragment.end]
        entity = f"e-{words.replace(' ', '-')}" if kind == "Actor" else None
        attributes = {"mention": "nominal"} if kind == "Actor" else {}
        mentions.append(Mention(f"m-{index}", name, (fragment,), attributes, entity))
    frames = []
    for before, here in pairwise(mentions):
        if here.type == "Trigger":
            # Whoever stands before the trigger, where the share of labels has kept them.
            actor = (Argument("actor", before.id),) if before.type.startswith("Actor") else ()
            frames.append(Frame(f"f-{here.id}", "Event.CONSULT", here.id, actor))
    return tuple(mentions), tuple(frames)
