"""Actors, places, times and things: names the recogniser found, and nouns the schema lists."""

import re
from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from labeler.suggest.countries import state_named
from labeler.suggest.drafts import DraftMention, Form, draft_of, noun_phrase
from labeler.suggest.places import is_place
from labeler.suggest.vocabulary import Config, Vocabulary
from labeler.suggest.wordlist import words

MENTIONS = "labeler_mentions"
_TIMES = frozenset({"DATE", "TIME"})
_COUNTS = frozenset({"CARDINAL", "QUANTITY"})
_MODIFIERS = frozenset({"compound", "amod", "nmod"})
_NO_HEADS = _MODIFIERS | {"npadvmod", "punct"}
_GROUPS = words("group movement organization organisation network faction force fighter leader")
_SHORT = 4
"""Words of a date line that are no date: EST, a.m., at."""
_COUNTED = words(
    "people person dead injured wounded killed soldier civilian child woman man protester "
    "demonstrator refugee migrant worker policeman officer troop fighter militant hostage "
    "prisoner passenger student victim arrest death injury casualty supporter"
)
_COUNTING_VERBS = words("kill injure wound arrest detain die displace evacuate rally")
_YEAR = re.compile(r"(1[89]|20)\d\d")
_AGE = re.compile(r"\d{1,3}([- ]years?[- ]old)?|.*\byears?[- ]old\b.*", re.IGNORECASE)


class MentionFinder:
    """Notes the mentions of a document in its draft."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __call__(self, doc: Doc) -> Doc:
        """Return the document, its draft now holding the mentions in text order."""
        found: list[DraftMention] = []
        taken = bytearray(len(doc))
        ents = doc.ents
        entity_at = {i: ent for ent in ents for i in range(ent.start, ent.end)}
        self._find_names(doc, found, taken, entity_at)
        for ent in ents:
            if not any(taken[ent.start : ent.end]):
                mention = self._from_entity(ent)
                if mention is not None:
                    found.append(mention)
                    taken[ent.start : ent.end] = b"\1" * len(ent)
        self._find_nouns(doc, found, taken)
        unique = {(m.start, m.end, m.type): m for m in found}
        draft_of(doc).mentions = sorted(unique.values(), key=lambda m: (m.start, -m.end, m.type))
        return doc

    def _find_names(
        self,
        doc: Doc,
        found: list[DraftMention],
        taken: bytearray,
        entity_at: Mapping[int, Span],
    ) -> None:
        """Look up full names: word lists know organisations a small model misses."""
        i = 0
        while i < len(doc):
            hit = self._name_at(doc, i, entity_at)
            if hit is None:
                i += 1
                continue
            end, kind, form = hit
            found.append(_mention(doc, i, end, kind, self._form(kind, form), certain=True))
            taken[i:end] = b"\1" * (end - i)
            i = end

    def _name_at(
        self, doc: Doc, i: int, entity_at: Mapping[int, Span]
    ) -> tuple[int, str, Form] | None:
        if not doc[i].text[0].isupper() and doc[i].lower_ != "al":
            return None
        form: Form = "named"
        hit = self.vocabulary.names.find(doc, i)
        if hit is None or not _is_name(doc[i : hit[0]]):
            hit = self.vocabulary.nouns.find(doc, i)
            # "President" alone is a noun in capitals, "Supreme Court" a name.
            if hit is not None and hit[0] == i + 1 and not doc[i].ent_type_:
                form = "nominal"
        if hit is None or not _is_name(doc[i : hit[0]]) or _is_title(doc[i : hit[0]]):
            return None
        end = _whole_name(i, hit[0], entity_at)
        return None if end is None else (end, hit[1], form)

    def _from_entity(self, ent: Span) -> DraftMention | None:
        types = self.vocabulary.ner.get(ent.label_, ())
        if not types:
            return None
        label = ent.label_
        if label in _TIMES | _COUNTS:
            wanted = _is_time(ent) if label in _TIMES else _counts_people(ent.root)
            return self._plain(ent, types[0]) if wanted else None
        find = {
            "PERSON": self._person,
            "ORG": self._organisation,
            "NORP": self._from_group_name,
            "GPE": self._from_geography,
            "LOC": self._from_geography,
            "FAC": self._from_geography,
        }.get(label, self._plain_or_actor)
        return find(ent, types)

    def _plain_or_actor(self, ent: Span, types: list[str]) -> DraftMention:
        if types[0] in self.vocabulary.actors:
            return self._named_actor(ent, types[0])
        return self._plain(ent, types[0])

    def _plain(self, ent: Span, kind: str) -> DraftMention:
        """Return the entity as it is, without a possessive ending."""
        end = ent.end - 1 if len(ent) > 1 and ent[-1].tag_ == "POS" else ent.end
        form: Form = self._form(kind, "named")
        return DraftMention(ent.start, end, ent.root.i, kind, form, ent.start, end)

    def _from_geography(self, ent: Span, types: list[str]) -> DraftMention:
        actors = [t for t in types if t in self.vocabulary.actors]
        places = [t for t in types if t not in self.vocabulary.actors]
        state = state_named(ent.text)
        if places and (not actors or ent.label_ != "GPE" or is_place(ent, state)):
            return self._plain(ent, places[0])
        mention = self._named_actor(ent, actors[0])
        mention.state = state.code if state is not None and state.form != "town" else ""
        return mention

    def _from_group_name(self, ent: Span, types: list[str]) -> DraftMention | None:
        """Return the state of a demonym, or the group a word list knows by that name."""
        actors = [t for t in types if t in self.vocabulary.actors]
        state = state_named(ent.text)
        plural = ent.root.tag_ in {"NNPS", "NNS"}
        if state is not None and actors:
            mention = self._named_actor(ent, actors[0])
            mention.state = state.code
        else:
            kind = self.vocabulary.noun_type(ent.root)
            if not kind:
                return None
            head = ent.root.head
            if ent.root.dep_ in {"amod", "compound"} and head.lemma_.lower() in _GROUPS:
                # "the Islamist group": the noun is the mention, the name only describes it.
                start, end = noun_phrase(head)
                form = self._form(kind, "nominal")
                return DraftMention(start, end, head.i, kind, form, start, end, certain=True)
            mention = self._named_actor(ent, kind, certain=True)
        # "The Russians" is a noun for them; "Russian" in front of another noun is the name.
        if plural:
            mention.form = self._form(mention.type, "nominal")
        return mention

    def _person(self, ent: Span, types: list[str]) -> DraftMention:
        titles = [c for c in ent.root.lefts if c.i < ent.start]
        titles += [c for c in ent.root.children if c.dep_ == "appos" and c.pos_ == "NOUN"]
        for title in titles:
            kind = self.vocabulary.noun_type(title)
            if kind in self.vocabulary.actors:
                return self._named_actor(ent, kind, certain=True)
        return self._named_actor(ent, _default_person(types))

    def _organisation(self, ent: Span, types: list[str]) -> DraftMention | None:
        states = [t for t in self.vocabulary.ner.get("GPE", ()) if t in self.vocabulary.actors]
        state = state_named(ent.text)
        if state is not None and states:
            mention = self._named_actor(ent, states[0])
            mention.state = state.code
            return mention
        if any(t.pos_ in {"VERB", "AUX", "SCONJ", "ADV", "PRON"} for t in ent):
            # A headline in capitals, read as one long name.
            return None
        for token in reversed(ent):
            kind = self.vocabulary.noun_type(token) or self.vocabulary.org_heads.get(
                token.lower_, ""
            )
            if kind in self.vocabulary.actors:
                return self._named_actor(ent, kind, certain=True)
        return self._named_actor(ent, self.vocabulary.unknown_org or types[0])

    def _named_actor(self, ent: Span, kind: str, *, certain: bool = False) -> DraftMention:
        form = self._form(kind, "named")
        return _mention(ent.doc, ent.start, ent.end, kind, form, certain=certain)

    def _find_nouns(self, doc: Doc, found: list[DraftMention], taken: bytearray) -> None:
        """Find noun phrases whose head the schema lists for a type."""
        i = 0
        while i < len(doc):
            hit = self.vocabulary.nouns.find(doc, i)
            end, kind = hit or (i + 1, "")
            head = doc[i:end].root if kind else doc[i]
            if kind and not taken[head.i] and _heads_phrase(head):
                start, _ = noun_phrase(head)
                form = self._form(kind, "nominal")
                if not form:
                    # Whose weapon it is, is no part of the weapon.
                    start = _after_possessor(doc, start, i)
                found.append(
                    DraftMention(min(start, i), end, head.i, kind, form, i, end, certain=True)
                )
            i = end

    def _form(self, kind: str, form: Form) -> Form:
        return form if kind in self.vocabulary.actors else ""


def _mention(  # noqa: PLR0913 - a mention is all of these
    doc: Doc, start: int, end: int, kind: str, form: Form, *, certain: bool
) -> DraftMention:
    """Return a named actor with its determiner and titles, where the name heads its phrase."""
    name = doc[start:end]
    if len(name) > 1 and name[-1].tag_ == "POS":
        end -= 1
        name = doc[start:end]
    head = name.root
    left = start
    if head.dep_ not in _MODIFIERS or head.i == end - 1:
        begin, _ = noun_phrase(head)
        # A possessor belongs to a noun, not to a name; titles and articles do.
        if head.dep_ not in _MODIFIERS:
            left = min(start, _after_possessor(doc, begin, start))
    return DraftMention(left, end, head.i, kind, form, start, end, certain=certain)


def _after_possessor(doc: Doc, begin: int, start: int) -> int:
    for i in range(start - 1, begin - 1, -1):
        if doc[i].tag_ in {"POS", "PRP$"}:
            return i + 1
    return begin


def _is_name(span: Span) -> bool:
    """Say whether a phrase is written as a name, capitals on its long words."""
    doc = span.doc
    capital = all(t.text[0].isupper() or not t.is_alpha or len(t) <= 2 for t in span)  # noqa: PLR2004 - "al", "of"
    if not capital:
        return False
    if len(span) > 1:
        return True
    token = span[0]
    starts = token.is_sent_start or (token.i > 0 and doc[token.i - 1].is_quote)
    return token.pos_ == "PROPN" and (not starts or token.ent_iob_ != "O" or token.is_upper)


def _is_title(span: Span) -> bool:
    """Say whether a phrase stands before a person's name: "President Ana Roque"."""
    root = span.root
    return root.dep_ in _MODIFIERS and root.head.ent_type_ == "PERSON"


def _whole_name(start: int, end: int, entity_at: Mapping[int, Span]) -> int | None:
    """Return where the name ends that begins at ``start``; ``None`` inside a longer one.

    "Islamic State" at the start of "Islamic State in Khorasan" grows to it;
    a word list's "coalition" inside a longer name is left to the recogniser.
    """
    for ent in (entity_at[i] for i in range(start, end) if i in entity_at):
        if ent.label_ not in {"ORG", "FAC", "PERSON", "WORK_OF_ART", "EVENT", "LAW"}:
            continue
        begin = ent.start + (ent[0].lower_ == "the")
        if begin < start or (ent.end > end and end - start == 1):
            return None
        if ent.end > end:
            return ent.end
    return end


def _heads_phrase(token: Token) -> bool:
    return token.pos_ in {"NOUN", "PROPN", "PRON"} and token.dep_ not in _NO_HEADS


def _default_person(types: list[str]) -> str:
    return next((t for t in types if t.endswith("Person")), types[0])


def _is_time(ent: Span) -> bool:
    """Say whether a date is one: no age, no bare number, no part of the article's date line."""
    if _AGE.fullmatch(ent.text) and not _YEAR.fullmatch(ent.text):
        return False
    doc = ent.doc
    start, end = ent.start, ent.end
    while start > 0 and "\n" not in doc[start - 1].text:
        start -= 1
    while end < len(doc) and "\n" not in doc[end].text:
        end += 1
    return not all(t.ent_type_ in _TIMES or t.like_num or len(t) <= _SHORT for t in doc[start:end])


def _counts_people(token: Token) -> bool:
    head = token.head
    if token.dep_ == "nummod":
        return head.lemma_.lower() in _COUNTED
    return head.lemma_.lower() in _COUNTING_VERBS


@Language.factory(MENTIONS)
def make_mention_finder(nlp: Language, name: str, vocabulary: Config) -> MentionFinder:  # noqa: ARG001 - spaCy's signature
    """Return the component for a pipeline."""
    return MentionFinder(Vocabulary.from_config(vocabulary))
