"""Line breaks end sentences and entities.

A headline and a date line have no full stop, so a parser reads on into the
first paragraph, and an entity recogniser joins the last words of one line
with the first of the next.
"""

from spacy.language import Language
from spacy.tokens import Doc, Span

BREAKS = "labeler_breaks"
LINES = "labeler_lines"


@Language.component(BREAKS, assigns=["token.is_sent_start"])
def start_sentences_at_lines(doc: Doc) -> Doc:
    """Return the document with a sentence start behind every line break."""
    after_break = False
    for token in doc:
        # The blank token stays with the line it ends, so a sentence never starts blank.
        if after_break and not token.is_space:
            token.is_sent_start = True
            after_break = False
        if token.is_space and "\n" in token.text:
            after_break = True
    return doc


@Language.component(LINES, assigns=["doc.ents"])
def keep_entities_in_lines(doc: Doc) -> Doc:
    """Return the document with no entity that crosses a line break or has blank ends.

    Of an entity that crosses one, the longer part is kept where it has a
    capital letter; the other part was never meant.
    """
    kept: list[Span] = []
    for ent in doc.ents:
        parts = _lines_of(ent)
        if not parts:
            continue
        start, end = max(parts, key=lambda p: (p[1] - p[0], -p[0]))
        if (start, end) == (ent.start, ent.end):
            kept.append(ent)
        elif any(t.text[0].isupper() for t in doc[start:end]):
            kept.append(Span(doc, start, end, label=ent.label))
    doc.set_ents(kept)
    return doc


def _lines_of(ent: Span) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    start = ent.start
    for token in ent:
        if token.is_space and "\n" in token.text:
            if token.i > start:
                parts.append((start, token.i))
            start = token.i + 1
    if start < ent.end:
        parts.append((start, ent.end))
    doc = ent.doc
    trimmed = []
    for begin, stop in parts:
        while begin < stop and doc[begin].is_space:
            begin += 1  # noqa: PLW2901 - the part shrinks
        while stop > begin and doc[stop - 1].is_space:
            stop -= 1  # noqa: PLW2901 - the part shrinks
        if begin < stop:
            trimmed.append((begin, stop))
    return trimmed
