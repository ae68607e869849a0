"""A text and what was suggested for it, for asking in words."""

from labeler.core.annotation import AnnotationSet, Frame, Mention
from labeler.core.document import Document


class Reading:
    """A text and what was suggested for it, for asking in words."""

    def __init__(self, document: Document, labels: AnnotationSet) -> None:
        self.document = document
        self.labels = labels

    def read(self, item_id: str | None) -> str:
        """Return the text of a mention."""
        mention = self.labels.by_id[item_id or ""]
        assert isinstance(mention, Mention)
        return self.document.quote(mention.fragments)

    def mentions(self, kind: str) -> list[str]:
        """Return the texts of the mentions of a type and those below it."""
        return [
            self.document.quote(m.fragments)
            for m in self.labels.mentions
            if m.type == kind or m.type.startswith(kind + ".")
        ]

    def type_of(self, text: str) -> set[str]:
        """Return the types a text is suggested as."""
        found = {m.type for m in self.labels.mentions if self.document.quote(m.fragments) == text}
        return {kind.rpartition(".")[2] for kind in found}

    def attributions(self) -> list[tuple[str, str, str]]:
        """Return source, cue and content of each attribution, in text order."""
        frames = [f for f in self.labels.frames if f.type == "Attribution"]
        return [self.attribution(f) for f in frames]

    def attribution(self, frame: Frame) -> tuple[str, str, str]:
        """Return source, cue and content of an attribution."""
        sources = [self.read(i) for i in frame.fillers("source")]
        contents = [self.read(i) for i in frame.fillers("content")]
        return "".join(sources), self.read(frame.anchor), "".join(contents)

    def frame(self, cue: str) -> Frame:
        """Return the attribution with that cue."""
        return next(
            f for f in self.labels.frames if f.type == "Attribution" and self.read(f.anchor) == cue
        )

    def events(self) -> list[tuple[str, str]]:
        """Return type and trigger of each event."""
        return [
            (f.type.removeprefix("Event."), self.read(f.anchor))
            for f in self.labels.frames
            if f.type.startswith("Event.")
        ]

    def chain(self, text: str) -> set[str]:
        """Return the texts of the mentions in one entity with the first mention of that text."""
        entity = next(
            m.entity for m in self.labels.mentions if self.document.quote(m.fragments) == text
        )
        assert entity is not None
        return {
            self.document.quote(m.fragments) for m in self.labels.mentions if m.entity == entity
        }
