"""Who says what: cues, their sources and their contents."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Token

from labeler.suggest.cues import CUE_NOUNS, NAMING, cue_word
from labeler.suggest.drafts import DraftAttribution, Quoting, draft_of, sentence_of, text_of
from labeler.suggest.labels import Cue, speaker_cues
from labeler.suggest.notes import note_beside
from labeler.suggest.quotes import Quote, find_quotes
from labeler.suggest.sources import SourceFinder
from labeler.suggest.speech import SpokenBy, match_quotes
from labeler.suggest.vocabulary import Config, Vocabulary

ATTRIBUTIONS = "labeler_attributions"
Spans = tuple[tuple[int, int], ...]
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_BEFORE_CUE = frozenset({"aux", "auxpass", "neg", "advmod"})
_NO_PART = frozenset({"when", "how", "why", "where", "to"})
_SHORTEST = 2


class AttributionFinder:
    """Notes the attributions of a document in its draft."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __call__(self, doc: Doc) -> Doc:
        """Return the document, its draft now holding the attributions in text order."""
        draft = draft_of(doc)
        quotes = find_quotes(text_of(doc))
        more = self.vocabulary.cues
        written = [
            *speaker_cues(doc, quotes),
            *_clauses(doc, more),
            *_according_to(doc),
            *_nouns(doc),
        ]
        spoken = match_quotes(doc, quotes, more)
        said = {cue.head.i: cue for cue in _spoken_cues(spoken, written)}
        for cue in written:
            known = said.setdefault(cue.head.i, cue)
            if known is not cue:
                known.content = _joined(doc, known.content, cue.content)
        sources = SourceFinder(doc, draft, self.vocabulary, quotes)
        for cue in sorted(said.values(), key=lambda c: c.start):
            content = _cleaned(doc, cue, quotes)
            if content:
                draft.attributions.append(
                    DraftAttribution(
                        (cue.start, cue.end),
                        content,
                        sources.source_of(cue.head, cue.speaker),
                        cue.verb_class,
                        _quoted(content, quotes),
                        any(c.dep_ == "neg" for c in cue.head.children),
                        note_beside(doc, cue.head, content),
                    )
                )
        draft.mentions.sort(key=lambda m: (m.start, -m.end, m.type))
        return doc


def verb_group(verb: Token) -> tuple[int, int]:
    """Return the tokens of the verb with its auxiliaries, negation, adverbs and particle."""
    doc, start, end = verb.doc, verb.i, verb.i + 1
    while start > 0:
        token = doc[start - 1]
        close = token.head.i == verb.i or (
            token.head.head.i == verb.i and token.head.dep_ in _BEFORE_CUE
        )
        if token.dep_ not in _BEFORE_CUE or not close or token.lower_ in _NO_PART:
            break
        start -= 1
    if end < len(doc) and doc[end].dep_ == "prt" and doc[end].head.i == verb.i:
        end += 1
    return start, end


def _spoken_cues(spoken: list[SpokenBy], written: list[Cue]) -> Iterator[Cue]:
    for one in spoken:
        start, end = verb_group(one.verb)
        # What another cue has as its content is no further speech of this one.
        others = [c.content for c in written if c.head.i != one.verb.i]
        quotes = [q for q in one.quotes if q in one.own or not _is_inside(q, others)]
        parts = tuple(part for quote in quotes for part in quote.parts)
        yield Cue(one.verb, start, end, one.verb_class, parts)


def _is_inside(quote: Quote, contents: list[Spans]) -> bool:
    slack = 2
    return any(
        a <= quote.start and quote.end <= b + slack for content in contents for a, b in content
    )


def _clauses(doc: Doc, more: frozenset[str]) -> Iterator[Cue]:
    """Find verbs with a that-clause, a to-clause or, for some, a noun as content."""
    for token in doc:
        if token.pos_ not in {"VERB", "AUX"}:
            continue
        for child in token.children:
            found = _complement(token, child, more)
            if found is not None:
                start, end = verb_group(token)
                content = _subtree(doc, child, token)
                if child.dep_ == "oprd":
                    content = _named_as(token, content)
                yield Cue(token, start, end, found, content)
                break


def _named_as(verb: Token, name: Spans) -> Spans:
    """Return content with the object: in "called the raid a mistake" both are said."""
    thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
    if thing is None or thing.left_edge.idx > name[0][0]:
        return name
    return ((thing.left_edge.idx, name[-1][1]),)


def _complement(verb: Token, child: Token, more: frozenset[str]) -> str | None:
    """Return the kind of cue the verb is with this child as content, if it is one."""
    lemma = verb.lemma_.lower()
    kinds = {"ccomp": "clause", "xcomp": "infinitive", "dobj": "object"}
    takes = kinds.get(child.dep_, "")
    if child.dep_ == "oprd" and lemma in NAMING:
        return "assertive"
    if not takes or (takes == "infinitive" and not any(c.tag_ == "TO" for c in child.lefts)):
        return None
    if lemma == "rule" and takes == "object" and any(c.lower_ == "out" for c in verb.children):
        return "denial"
    word = cue_word(lemma, takes, more)
    return None if word is None else word.verb_class


def _subtree(doc: Doc, top: Token, cue: Token) -> Spans:
    """Return the text below a token, without the cue and its source if they stand inside it."""
    start, end = top.left_edge.i, top.right_edge.i + 1
    if start <= cue.i < end:
        # Parenthetical: "The town, he said, was empty." The cue's own words come out.
        left, right = _cue_clause(cue, start, end)
        pieces = [(start, left), (right, end)]
    else:
        pieces = [(start, end)]
    return tuple((doc[a].idx, _stop(doc, b)) for a, b in pieces if a < b)


def _cue_clause(cue: Token, start: int, end: int) -> tuple[int, int]:
    own = [cue, *(c for c in cue.children if c.dep_ in _SUBJECTS or c.dep_ in _BEFORE_CUE)]
    left = min(t.left_edge.i if t is not cue else t.i for t in own)
    right = max(t.right_edge.i if t is not cue else t.i for t in own) + 1
    return max(left, start), min(right, end)


def _according_to(doc: Doc) -> Iterator[Cue]:
    """Find "according to X": the clause around it is the content."""
    for token in doc:
        if (
            token.lower_ != "according"
            or token.i + 1 >= len(doc)
            or doc[token.i + 1].lower_ != "to"
        ):
            continue
        start, end = sentence_of(token)
        phrase_end = max(token.right_edge.i, token.i + 1) + 1
        pieces = ((start, token.i), (phrase_end, end))
        content = tuple((doc[a].idx, _stop(doc, b)) for a, b in pieces if a < b)
        yield Cue(token, token.i, token.i + 2, "reporting", content)


def _nouns(doc: Doc) -> Iterator[Cue]:
    """Find nouns such as "claim" that have a possessor and a clause as content."""
    for token in doc:
        if token.pos_ != "NOUN":
            continue
        verb_class = CUE_NOUNS.get(token.lemma_.lower())
        if verb_class is None or not any(c.dep_ == "poss" for c in token.lefts):
            continue
        for child in token.rights:
            marked = any(c.lower_ in {"that", "to"} for c in child.lefts)
            if child.dep_ in {"acl", "ccomp"} and marked and child.tag_ != "VBG":
                yield Cue(token, token.i, token.i + 1, verb_class, _subtree(doc, child, token))
                break


def _stop(doc: Doc, end: int) -> int:
    return doc[end - 1].idx + len(doc[end - 1])


def _joined(doc: Doc, quoted: Spans, clause: Spans) -> Spans:
    """Return speech and clause of one cue as one content.

    A clause that the speech covers but for marks and blanks adds nothing.
    """
    text = text_of(doc)
    spans: list[tuple[int, int]] = []
    for start, end in sorted((*quoted, *clause)):
        if spans and not text[spans[-1][1] : start].strip(" ,"):
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return tuple(spans)


def _cleaned(doc: Doc, cue: Cue, quotes: tuple[Quote, ...]) -> Spans:
    """Return the content with edges trimmed, quotations kept whole, the cue left out."""
    text = text_of(doc)
    cue_start, cue_end = doc[cue.start].idx, _stop(doc, cue.end)
    spans: list[tuple[int, int]] = []
    for whole in cue.content:
        for start, end in _without(_with_marks(whole, quotes), (cue_start, cue_end)):
            begin, stop = _trimmed(text, start, end)
            if stop - begin >= _SHORTEST:
                spans.append((begin, stop))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(set(spans)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _with_marks(span: tuple[int, int], quotes: tuple[Quote, ...]) -> tuple[int, int]:
    """Grow a span over the quotation it ends or begins in, by the marks alone."""
    start, end = span
    slack = 3
    for quote in quotes:
        for left, right in quote.parts:
            if left < start <= left + slack and right > start:
                start = left
            if start <= left < end < right <= end + slack:
                end = right
    return start, end


def _without(span: tuple[int, int], hole: tuple[int, int]) -> list[tuple[int, int]]:
    start, end = span
    if hole[1] <= start or hole[0] >= end:
        return [span]
    return [(a, b) for a, b in ((start, hole[0]), (hole[1], end)) if a < b]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in ",.;:—–-"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",.;:—–-"):
        # An abbreviation keeps its stop.
        if text[end - 1] == "." and end - start > _SHORTEST and text[end - 3] == ".":
            break
        end -= 1
    return start, end


def _quoted(content: Spans, quotes: tuple[Quote, ...]) -> Quoting:
    total = sum(end - start for start, end in content)
    marked = sum(
        max(0, min(end, right) - max(start, left))
        for start, end in content
        for quote in quotes
        for left, right in quote.parts
    )
    if marked == 0:
        return "indirect"
    most = 0.9
    return "direct" if marked >= most * total else "mixed"


@Language.factory(ATTRIBUTIONS)
def make_attribution_finder(nlp: Language, name: str, vocabulary: Config) -> AttributionFinder:  # noqa: ARG001 - spaCy's signature
    """Return the component for a pipeline."""
    return AttributionFinder(Vocabulary.from_config(vocabulary))
