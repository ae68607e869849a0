"""Articles of any size with labels all over them, made from a few words of their own."""

import random
from dataclasses import dataclass

from labeler.core.annotation import AnnotationSet, Argument, Entity, Frame, Mention, Origin
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
    """How much there is of everything; the text has about ``words`` words.

    ``filler`` bounds the unlabelled words at the end of a sentence.
    ``suggestions`` is how many mentions a model suggests besides.
    """

    name: str
    words: int
    mentions: int
    frames: int
    filler: tuple[int, int] = (3, 12)
    suggestions: int = 0


_Place = tuple[str, Fragment]


class Writer:
    """Writes sentences and notes where their parts stand."""

    def __init__(self, size: Size, seed: int) -> None:
        self.size = size
        self.dice = random.Random(seed)  # noqa: S311 - the same article each time, no secret
        self.text = f"Harbour notes, {size.name}\n\n"
        self.places: list[_Place] = []

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
        self._put("", "and")
        self._put("Trigger", self.dice.choice(ACTS))
        self._put("Actor", self.dice.choice(PEOPLE))
        self._put("", "and")
        self._put("Target", self.dice.choice(THINGS))
        self._put("", "in")
        self._put("Place", self.dice.choice(PLACES))
        self._put("", "on")
        self._put("Time", self.dice.choice(DAYS))
        for _ in range(self.dice.randint(*self.size.filler)):
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


def suggested(size: Size, seed: int, author: str) -> tuple[Mention, ...]:
    """Return the mentions a model suggests where the article's labels leave room."""
    writer = Writer(size, seed)
    writer.write()
    taken = {m.fragments[0] for m in _label(writer, size)[0]}
    free = [p for p in writer.places if p[0] in {"Place", "Time", "Target"} and p[1] not in taken]
    return tuple(
        Mention(
            f"s-{index}", kind, (fragment,), origin=Origin(author, score=0.5 + index % 50 / 100)
        )
        for index, (kind, fragment) in enumerate(_evenly(size.suggestions, free))
    )


def _evenly(count: int, places: list[_Place]) -> list[_Place]:
    """Return ``count`` of the places, spread over all of them.

    Raises:
        ValueError: there are not so many.
    """
    if count > len(places):
        raise ValueError(f"the text has {len(places)} places, {count} are wanted")
    return [places[i * len(places) // count] for i in range(count)]


def _label(writer: Writer, size: Size) -> tuple[tuple[Mention, ...], tuple[Frame, ...]]:
    triggers = [place for place in writer.places if place[0] == "Trigger"]
    others = [place for place in writer.places if place[0] != "Trigger"]
    chosen = _evenly(size.frames, triggers) + _evenly(size.mentions - size.frames, others)
    mentions = []
    for index, (kind, fragment) in enumerate(sorted(chosen, key=lambda place: place[1])):
        name = {"Actor": "Actor.OtherActor"}.get(kind, kind)
        words = writer.text[fragment.start : fragment.end]
        entity = f"e-{words.replace(' ', '-')}" if kind == "Actor" else None
        attributes = {"mention": "nominal"} if kind == "Actor" else {}
        mentions.append(Mention(f"m-{index}", name, (fragment,), attributes, entity))
    frames = []
    actor: Mention | None = None
    for mention in mentions:
        if mention.type.startswith("Actor"):
            actor = mention
        elif mention.type == "Trigger":
            # Whoever stands last before the trigger.
            arguments = (Argument("actor", actor.id),) if actor else ()
            frames.append(Frame(f"f-{mention.id}", "Event.CONSULT", mention.id, arguments))
    return tuple(mentions), tuple(frames)
