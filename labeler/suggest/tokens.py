"""Tokens and sentences without a trained model: what a selection snaps to."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import spacy
from spacy.tokens import Doc

from labeler.suggest.wordlist import words

_CHUNK = re.compile(r"\S+")
_END = frozenset(".!?…。！？।؟")
_QUOTES_AND_BRACKETS = frozenset("\"'”’»)]}›」』“‘")
_FULL_WIDTH_END = frozenset("。！？")
_ABBREVIATIONS = words(
    "mr. mrs. ms. dr. prof. sen. rep. gov. gen. col. lt. sgt. capt. maj. adm. st. jr. sr. no. "
    "vs. etc. e.g. i.e. jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. u.s. u.k. "
    "u.n. e.u. inc. corp. ltd. co. a.m. p.m."
)
_FALLBACK = "xx"
_CACHE_LIMIT = 200_000

Offsets = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class TokenOffsets:
    """Half-open code-point offsets, in text order; no token is blank.

    A sentence begins with its first token and ends with its last, and never
    runs over a line break.
    """

    tokens: Offsets
    sentences: Offsets


@dataclass(slots=True)
class _Splitter:
    """spaCy's tokenizer for one language, with a memory for what it made of each word.

    spaCy cuts at blanks first and then each piece by itself, so pieces can be
    remembered: four times as fast on an article as asking again.
    """

    tokenizer: Callable[[str], Doc]
    lock: threading.Lock = field(default_factory=threading.Lock)
    known: dict[str, Offsets] = field(default_factory=dict)

    def split(self, text: str) -> list[tuple[int, int]]:
        """Return the offsets of the tokens of a text."""
        chunks = [(m.start(), m.group()) for m in _CHUNK.finditer(text)]
        known = self._learn({chunk for _, chunk in chunks})
        return [
            (start + begin, start + end) for start, chunk in chunks for begin, end in known[chunk]
        ]

    def _learn(self, chunks: set[str]) -> dict[str, Offsets]:
        known = self.known
        new = sorted(chunks - known.keys())
        if not new:
            return known
        if len(known) + len(new) > _CACHE_LIMIT:
            # A new dictionary: other threads may still read the old one.
            known, new = {}, sorted(chunks)
        # spaCy's own caches are not thread-safe.
        with self.lock:
            known.update(zip(new, self._ask(new), strict=True))
        self.known = known
        return known

    def _ask(self, chunks: list[str]) -> Iterator[Offsets]:
        doc = self.tokenizer(" ".join(chunks))
        places = iter([(i, i + n) for i, n in doc.to_array(["IDX", "LENGTH"]).tolist()])
        start = 0
        begin, end = next(places)
        for chunk in chunks:
            stop = start + len(chunk)
            found = []
            while start <= begin < stop:
                # A language without blanks may join words over one; cut it back.
                found.append((begin - start, min(end, stop) - start))
                begin, end = next(places, (-1, -1))
            yield tuple(found) or ((0, len(chunk)),)
            start = stop + 1


_SPLITTERS: dict[str, _Splitter] = {}
_MAKING = threading.Lock()


def _splitter(language: str) -> _Splitter:
    code = language.replace("_", "-").partition("-")[0].lower()
    found = _SPLITTERS.get(code)
    if found is None:
        with _MAKING:
            found = _SPLITTERS.setdefault(code, _Splitter(_tokenizer(code)))
    return found


def _tokenizer(code: str) -> Callable[[str], Doc]:
    try:
        return spacy.blank(code).tokenizer
    except ImportError:
        # No such language, or one that wants a segmenter that is not installed.
        return spacy.blank(_FALLBACK).tokenizer


def tokenize(text: str, language: str) -> TokenOffsets:
    """Return where tokens and sentences lie.

    Thread-safe. A language spaCy does not know is cut by its multi-language
    rules; a line break always ends a sentence.
    """
    tokens = _splitter(language).split(text)
    return TokenOffsets(tuple(tokens), tuple(_sentences(text, tokens)))


def _sentences(text: str, tokens: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    first = 0
    # The last token that was more than quotation marks and brackets.
    stop = 0
    for i in range(1, len(tokens)):
        before = tokens[i - 1]
        if before[1] - before[0] > 1 or text[before[0]] not in _QUOTES_AND_BRACKETS:
            stop = i - 1
        start = tokens[i][0]
        broken = start - before[1] > 0 and "\n" in text[before[1] : start]
        ended = text[tokens[stop][1] - 1] in _END and _ends_sentence(text, tokens, stop, i)
        if broken or ended:
            yield tokens[first][0], before[1]
            first = stop = i
    if tokens:
        yield tokens[first][0], tokens[-1][1]


def _ends_sentence(text: str, tokens: list[tuple[int, int]], stop: int, i: int) -> bool:
    """Say whether the sentence that token ``stop`` closes ends before token ``i``.

    Between the two stand quotation marks and brackets alone.
    """
    start = tokens[i][0]
    closing = tokens[stop]
    # Chinese and Japanese put no blank behind a full stop; elsewhere a glued
    # token is a closing mark, or the stop was not a full one.
    if start == tokens[i - 1][1] and (
        text[closing[1] - 1] not in _FULL_WIDTH_END or text[start] in _QUOTES_AND_BRACKETS
    ):
        return False
    # “Stop!” he said: what goes on in lower case is the same sentence.
    return not text[start].islower() and text[slice(*closing)].lower() not in _ABBREVIATIONS
