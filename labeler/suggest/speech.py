"""Quotations and the verbs that say whose they are."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from labeler.suggest.cues import cue_word
from labeler.suggest.drafts import text_of
from labeler.suggest.quotes import Quote

_REACH = 30
_STOPS = frozenset(".!?;")
_SPEECH_ENDS = ",.?!…—-"
_MIN_WORDS = 4


@dataclass(slots=True)
class SpokenBy:
    """A verb and the quotations it belongs to, in text order.

    ``own`` are those it stands beside; the others only follow in the paragraph.
    """

    verb: Token
    verb_class: str
    quotes: list[Quote]
    own: list[Quote]


def match_quotes(
    doc: Doc, quotes: tuple[Quote, ...], more: frozenset[str] = frozenset()
) -> list[SpokenBy]:
    """Return the quotations that have a verb of saying, by verb.

    The verb stands right behind the quotation ("…," she said) or right before
    it (She said: "…"). A further quotation of the same paragraph without a
    verb of its own goes on with the last one. ``more`` are verbs of saying
    beyond the usual ones.
    """
    lookup = _Lookup(doc, quotes, more)
    by_verb: dict[int, SpokenBy] = {}
    last: SpokenBy | None = None
    last_end = 0
    for quote in quotes:
        fresh = "\n" in text_of(doc)[last_end : quote.start]
        spoken = _is_speech(text_of(doc), quote)
        verb = lookup.behind(quote) or lookup.before(quote)
        if verb is not None:
            word = cue_word(verb.lemma_.lower(), "speech", more)
            found = by_verb.setdefault(
                verb.i, SpokenBy(verb, word.verb_class if word else "reporting", [], [])
            )
            found.quotes.append(quote)
            found.own.append(quote)
            last = found
        elif last is not None and not fresh and spoken:
            last.quotes.append(quote)
        else:
            last = None
        last_end = quote.end
    return list(by_verb.values())


def _is_speech(text: str, quote: Quote) -> bool:
    """Say whether a quotation reads like a sentence rather than a borrowed word."""
    inner = text[quote.start : quote.end].strip("\"“”‘’'`«» ")
    return len(inner.split()) >= _MIN_WORDS and (inner[:1].isupper() or inner[-1:] in _SPEECH_ENDS)


class _Lookup:
    """Finds the verb of saying beside a quotation."""

    def __init__(self, doc: Doc, quotes: tuple[Quote, ...], more: frozenset[str]) -> None:
        self.doc = doc
        self.more = more
        self.quoted = bytearray(len(text_of(doc)) + 1)
        for quote in quotes:
            for start, end in quote.parts:
                self.quoted[start:end] = b"\1" * (end - start)
        self.index = {token.idx: token.i for token in doc}

    def behind(self, quote: Quote) -> Token | None:
        """Return the verb in "…," she said."""
        text = text_of(self.doc)
        mark = 2 if text[quote.end - 2 : quote.end] == "''" else 1
        closes = text[quote.end - mark - 1]
        follows = text[quote.end : quote.end + 1]
        if closes not in ",?!—-…" and follows not in {",", "—"}:
            return None
        return self._first_cue(self._tokens_behind(quote.end))

    def before(self, quote: Quote) -> Token | None:
        """Return the verb in She said: "…" or She said that "…"."""
        text = text_of(self.doc)
        lead = text[max(0, quote.start - 80) : quote.start].rstrip()
        verb = self._first_cue(self._tokens_before(quote.start))
        if verb is None:
            return None
        between = text[verb.idx + len(verb) : quote.start].strip()
        if lead.endswith((",", ":", "that")) or not between:
            return verb
        return None

    def _first_cue(self, tokens: Iterator[Token]) -> Token | None:
        for token in tokens:
            if token.pos_ == "VERB" and cue_word(token.lemma_.lower(), "speech", self.more):
                return token
        return None

    def _tokens_behind(self, offset: int) -> Iterator[Token]:
        start = self._at_or_behind(offset)
        for token in self.doc[start : start + _REACH]:
            if self.quoted[token.idx] or token.text in _STOPS or "\n" in token.text:
                return
            yield token

    def _tokens_before(self, offset: int) -> Iterator[Token]:
        end = self._at_or_behind(offset)
        for i in range(end - 1, max(-1, end - _REACH), -1):
            token = self.doc[i]
            if self.quoted[token.idx] or token.text in _STOPS or "\n" in token.text:
                return
            yield token

    def _at_or_behind(self, offset: int) -> int:
        limit = len(text_of(self.doc))
        while offset < limit:
            if offset in self.index:
                return self.index[offset]
            offset += 1
        return len(self.doc)
