"""Where some words stand in texts, whatever their case and the blanks between them.

Words stand at a place where they begin and end at word boundaries: no letter,
digit or underscore touches them. Offsets are code points.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

_WORD = re.compile(r"\w+")
_BLANKS = re.compile(r"\s+")
_CONTEXT = 60


PlaceKey: TypeAlias = tuple[str, int, int]
"""Where something stands: document id, start, end."""


@dataclass(frozen=True, slots=True)
class PlaceLabel:
    """How one place is labelled: the type, how many people say so, and whom it stands for.

    ``entity_name`` is the name most of them gave the chain, empty where there is none.
    """

    type: str
    author_count: int
    entity_name: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words stand in one article, with the text around them on one line."""

    document_id: str
    title: str
    start: int
    end: int
    left: str
    match: str
    right: str
    labels: tuple[PlaceLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class Readings:
    """How the submitted mentions that read as some words are labelled.

    Attributes:
        types: each type with the number of mentions, the most frequent first.
        labels: what stands at some places, by document, start and end.
    """

    types: tuple[tuple[str, int], ...]
    labels: Mapping[PlaceKey, tuple[PlaceLabel, ...]]


@dataclass(frozen=True, slots=True)
class ShortArticle:
    """What a concordance needs of an article."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Concordance:
    """Where words stand in the articles of a project, and how they are labelled.

    Attributes:
        total: places in the articles that were looked through.
        more: not all articles that hold the words were looked through, so
            ``total`` and ``documents`` are the least there can be.
        documents: articles in which the words stand.
        rows: the first places, in the order of import.
        types: how submitted mentions that read so are labelled, the most
            frequent type first, each with the number of mentions.
    """

    words: str
    total: int
    more: bool
    documents: int
    rows: tuple[Place, ...]
    types: tuple[tuple[str, int], ...]


def fold_text(text: str) -> str:
    """Return the text without case, code point by code point: offsets stay what they are."""
    folded = text.casefold()
    if len(folded) == len(text):
        return folded
    # A letter that becomes several, such as ß, stays.
    return "".join(one if len(one := c.casefold()) == 1 else c for c in text)


def words_in(text: str) -> frozenset[str]:
    """Return the words of a text, folded: runs of letters, digits and underscores."""
    return frozenset(_WORD.findall(fold_text(text)))


def one_line(text: str) -> str:
    """Return the text with each run of blanks and line breaks as one blank."""
    return " ".join(text.split())


class Finder:
    """Finds the places of some words in one text after the other."""

    def __init__(self, words: str) -> None:
        parts = fold_text(words).split()
        self._pattern = re.compile(r"\s+".join(re.escape(part) for part in parts))
        whole = "".join(parts)
        self._starts_in_word = bool(_WORD.match(whole[:1]))
        self._ends_in_word = bool(_WORD.match(whole[-1:]))

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where the words stand, half-open, in text order, none overlapping."""
        folded = fold_text(text)
        # Boundaries are checked apart: with them in the pattern the search could not
        # leap from one first letter to the next, and would take five times as long.
        found = self._pattern.search(folded)
        while found is not None:
            start, end = found.span()
            whole = self._is_whole(folded, start, end)
            if whole:
                yield start, end
            found = self._pattern.search(folded, end if whole else start + 1)

    def _is_whole(self, folded: str, start: int, end: int) -> bool:
        touched_before = self._starts_in_word and start > 0 and _WORD.match(folded[start - 1])
        return not touched_before and not (
            self._ends_in_word and end < len(folded) and _WORD.match(folded[end])
        )


def show_place(document_id: str, title: str, text: str, start: int, end: int) -> Place:
    """Return a place with some sixty characters to its left and right, cut between words."""
    # Twice as much is taken: line breaks and indents become one blank.
    before = text[max(0, start - 2 * _CONTEXT) : start]
    after = text[end : end + 2 * _CONTEXT]
    left = _BLANKS.sub(" ", before)
    if len(left) > _CONTEXT or len(before) < start:
        left = left[-_CONTEXT:]
        left = left[left.find(" ", 0, _CONTEXT // 2) + 1 :]
    right = _BLANKS.sub(" ", after)
    if len(right) > _CONTEXT or end + len(after) < len(text):
        right = right[:_CONTEXT]
        cut = right.rfind(" ", _CONTEXT // 2)
        right = right if cut < 0 else right[:cut]
    match = one_line(text[start:end])
    return Place(document_id, title, start, end, left.lstrip(), match, right.rstrip())
