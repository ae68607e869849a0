"""What the components note on a spaCy document, before it becomes annotations."""

from dataclasses import dataclass, field
from typing import Literal, cast

from spacy.tokens import Doc, Token

from labeler.suggest.wordlist import words

Form = Literal["named", "nominal", "pronominal", ""]
Quoting = Literal["direct", "indirect", "mixed"]
_KEY = "labeler.draft"
_TEXT = "labeler.text"


@dataclass(slots=True, eq=False)
class DraftMention:
    """A mention to be: tokens ``start`` to ``end`` of the document.

    Attributes:
        head: index of its head token.
        form: how it refers; empty where that is not asked (places, times).
        name_start, name_end: the tokens that are the name, titles and
            determiners left out; the whole mention where it has none.
        state: ISO code where it names a state, by name, demonym or capital.
        chain: number of its entity; -1 while it has none.
        certain: its type comes from a word list, not from a default.
    """

    start: int
    end: int
    head: int
    type: str
    form: Form = ""
    name_start: int = -1
    name_end: int = -1
    state: str = ""
    chain: int = -1
    certain: bool = False


@dataclass(slots=True, eq=False)
class DraftEvent:
    """An event to be: its trigger, and mentions that stand in its slots."""

    type: str
    start: int
    end: int
    head: int
    arguments: list[tuple[str, DraftMention]] = field(default_factory=list)
    negated: bool = False
    future: bool = False


@dataclass(slots=True, eq=False)
class DraftAttribution:
    """An attribution to be.

    Attributes:
        cue: first token and end of the cue.
        content: code-point fragments in text order.
        quoted: how much of the content stands in quotation marks.
        verb_class: what kind of cue it is, such as ``reporting`` or ``denial``.
        note: code-point fragment saying how or why the source speaks, if any.
    """

    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    source: DraftMention | None
    verb_class: str
    quoted: Quoting
    negated: bool = False
    note: tuple[int, int] | None = None


@dataclass(slots=True)
class Draft:
    """All that was found in one document."""

    mentions: list[DraftMention] = field(default_factory=list)
    events: list[DraftEvent] = field(default_factory=list)
    attributions: list[DraftAttribution] = field(default_factory=list)
    chain_names: dict[int, str] = field(default_factory=dict)


def draft_of(doc: Doc) -> Draft:
    """Return the document's draft, an empty one the first time."""
    return cast("Draft", doc.user_data.setdefault(_KEY, Draft()))


def text_of(doc: Doc) -> str:
    """Return the document's text; ``Doc.text`` joins all tokens anew each time it is asked."""
    if _TEXT not in doc.user_data:
        doc.user_data[_TEXT] = doc.text
    return cast("str", doc.user_data[_TEXT])


PREMODIFIERS = words("det amod compound nummod poss nmod predet quantmod")


def noun_phrase(head: Token) -> tuple[int, int]:
    """Return the smallest phrase of a noun: determiner, title, premodifiers, the noun.

    Relative clauses, prepositional phrases and appositions stay outside, and
    so does whatever stands before a comma, a quotation mark or a line break.
    """
    start = head.i
    for child in sorted(head.lefts, key=lambda t: -t.i):
        if child.dep_ == "cc" or child.right_edge.i != start - 1:
            # Hyphens and the like belong to the word beside them.
            if not (child.dep_ == "punct" and child.text == "-" and child.i == start - 1):
                break
            start = child.i
        elif child.dep_ in PREMODIFIERS:
            start = child.left_edge.i
        elif child.dep_ == "punct" and child.text == "-":
            start = child.i
        else:
            break
    inner = head.doc[start : head.i]
    for token in reversed(inner):
        if token.is_space or token.is_quote or token.text in {",", ";", ":", "(", ")", "—", "–"}:
            start = token.i + 1
            break
    return start, head.i + 1


def sentence_of(token: Token) -> tuple[int, int]:
    """Return the tokens of the sentence around a token.

    ``Token.sent`` and ``Span.ents`` walk the whole document each time they are asked.
    """
    doc, start, end = token.doc, token.i, token.i + 1
    while start > 0 and not doc[start].is_sent_start:
        start -= 1
    while end < len(doc) and not doc[end].is_sent_start:
        end += 1
    return start, end
