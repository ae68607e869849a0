"""Articles of the PolNeAR corpus with its experts' attributions as labels."""

from collections.abc import Iterable
from pathlib import Path

from suggest_scores import GoldAttribution, Spans, read_polnear

from labeler.core.annotation import AnnotationSet, Argument, Entity, Frame, Mention
from labeler.core.document import Document, Fragment

SOURCE = "Actor.OtherActor"


def polnear_article(path: Path) -> tuple[Document, AnnotationSet]:
    """Return the article of a text file, and the labels of the file of marks beside it."""
    text = path.read_text("utf-8")
    document = Document(path.stem[:60], path.stem.replace("-", " "), text, source="polnear")
    labels = _Labels(document)
    for attribution in read_polnear(path.with_suffix(".ann")):
        labels.add(attribution)
    return document, labels.all()


class _Labels:
    """Attributions of one article as they come; the same stretch is marked once."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.mentions: dict[tuple[str, tuple[Fragment, ...]], Mention] = {}
        self.entities: dict[str, Entity] = {}
        self.frames: list[Frame] = []

    def add(self, attribution: GoldAttribution) -> None:
        """Add a frame with its parts."""
        slots = [Argument("content", self._mention("Content", attribution.content))]
        if attribution.source:
            slots.append(Argument("source", self._mention(SOURCE, attribution.source)))
        cue = self._mention("Cue", attribution.cue)
        attributes = {"source_kind": "unnamed", "verb_class": "reporting", "quote_type": "indirect"}
        self.frames.append(
            Frame(f"f-{len(self.frames)}", "Attribution", cue, tuple(slots), attributes)
        )

    def _mention(self, kind: str, spans: Spans) -> str:
        fragments = tuple(_joined(spans))
        key = (kind, fragments)
        if key not in self.mentions:
            entity = self._chain(fragments) if kind == SOURCE else None
            attributes = {"mention": "named"} if kind == SOURCE else {}
            self.mentions[key] = Mention(
                f"m-{len(self.mentions)}", kind, fragments, attributes, entity
            )
        return self.mentions[key].id

    def _chain(self, fragments: tuple[Fragment, ...]) -> str:
        name = self.document.quote(fragments)
        found = next((e.id for e in self.entities.values() if e.name == name), None)
        if found is None:
            found = f"e-{len(self.entities)}"
            self.entities[found] = Entity(found, SOURCE, name)
        return found

    def all(self) -> AnnotationSet:
        """Return everything added so far."""
        return AnnotationSet(
            document_id=self.document.id,
            text_sha256=self.document.sha256,
            schema_id="",
            schema_version="",
            author="",
            mentions=tuple(self.mentions.values()),
            entities=tuple(self.entities.values()),
            frames=tuple(self.frames),
        )


def _joined(spans: Iterable[tuple[int, int]]) -> list[Fragment]:
    """Return the spans in order as fragments with text between them."""
    found: list[Fragment] = []
    for start, end in sorted(spans):
        if found and start <= found[-1].end:
            found[-1] = Fragment(found[-1].start, max(end, found[-1].end))
        else:
            found.append(Fragment(start, end))
    return found
