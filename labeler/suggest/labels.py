"""Cues that are no words: a colon or a dash between a speaker and what they say."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from labeler.suggest.drafts import text_of
from labeler.suggest.quotes import Quote

_LONGEST_LABEL = 8
_DASHES = frozenset("―—–")
_SPEAKERS = frozenset({"PERSON", "ORG", "NORP"})


@dataclass(slots=True)
class Cue:
    """A cue and its content, before the source is looked for.

    Attributes:
        head: the token that decides on source and negation.
        start, end: the tokens of the cue.
        content: code-point fragments.
        speaker: the head of the source, where position alone tells it.
    """

    head: Token
    start: int
    end: int
    verb_class: str
    content: tuple[tuple[int, int], ...]
    speaker: Token | None = None


def speaker_cues(doc: Doc, quotes: tuple[Quote, ...]) -> Iterator[Cue]:
    """Find "ROE: We will see." at the start of a line, and "…" — Ana Roe behind a quotation."""
    yield from _before_colon(doc)
    index = {token.idx: token.i for token in doc}
    for quote in quotes:
        found = _behind_dash(doc, quote, index)
        if found is not None:
            yield found


def _before_colon(doc: Doc) -> Iterator[Cue]:
    line_start = 0
    for token in doc:
        if token.is_space and "\n" in token.text:
            line_start = token.i + 1
        elif token.text == ":" and 0 < token.i - line_start <= _LONGEST_LABEL:
            label = doc[line_start : token.i]
            end = _line_end(doc, token.i)
            speaker = _speaker(label)
            if speaker is not None and end > token.i + 1:
                content = ((doc[token.i + 1].idx, doc[end - 1].idx + len(doc[end - 1])),)
                yield Cue(token, token.i, token.i + 1, "none", content, speaker)
            line_start = len(doc)


def _speaker(label: Span) -> Token | None:
    """Return the head of a label that names somebody: a name, or capitals as in a transcript."""
    root = label.root
    if root.ent_type_ in _SPEAKERS and root.pos_ in {"PROPN", "NOUN"}:
        return root
    last = label[-1]
    return last if last.is_upper and last.is_alpha and len(last) > 1 else None


def _line_end(doc: Doc, i: int) -> int:
    while i < len(doc) and not (doc[i].is_space and "\n" in doc[i].text):
        i += 1
    return i


def _behind_dash(doc: Doc, quote: Quote, index: dict[int, int]) -> Cue | None:
    i = quote.end
    while i < len(text_of(doc)) and text_of(doc)[i] in " \u00a0":
        i += 1
    at = index.get(i)
    if at is None or doc[at].text not in _DASHES or at + 1 >= len(doc):
        return None
    behind = doc[at + 1]
    if behind.pos_ != "PROPN":
        return None
    last = at + 1
    while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
        last += 1
    speaker = doc[at + 1 : last + 1].root
    return Cue(doc[at], at, at + 1, "none", quote.parts, speaker)
