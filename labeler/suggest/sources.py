"""Who is made responsible for a statement."""

from spacy.tokens import Doc, Token

from labeler.suggest.drafts import Draft, DraftMention, Form, noun_phrase, sentence_of
from labeler.suggest.quotes import Quote
from labeler.suggest.vocabulary import Vocabulary
from labeler.suggest.wordlist import words

_PERSONAL = words("he she they we i you")
_RELATIVE = words("who which that")
_POSSESSIVE = words("his her their its my our")
_EMPTY = words("it there what this these those that")
_INHERITING = frozenset({"conj", "xcomp", "advcl", "ccomp"})
_SINGULAR = frozenset({"he", "she"})
_NEAR_TOKENS = 150
_DEEPEST = 4


class SourceFinder:
    """Finds the mention that a cue makes responsible, and makes it where there is none."""

    def __init__(
        self, doc: Doc, draft: Draft, vocabulary: Vocabulary, quotes: tuple[Quote, ...]
    ) -> None:
        self.doc = doc
        self.draft = draft
        self.vocabulary = vocabulary
        self.quotes = quotes
        self.by_head: dict[int, DraftMention] = {}
        for mention in draft.mentions:
            known = self.by_head.get(mention.head)
            if mention.type not in vocabulary.sources and known is not None:
                continue
            if known is None or (mention.end - mention.start) > (known.end - known.start):
                self.by_head[mention.head] = mention

    def source_of(self, cue: Token, speaker: Token | None = None) -> DraftMention | None:
        """Return the source of a cue, ``None`` where the text leaves it open.

        Args:
            cue: the head of the cue.
            speaker: the head of the source, where it is known already.
        """
        token = speaker or self._responsible(cue)
        return None if token is None else self._mention_of(token)

    def _responsible(self, cue: Token) -> Token | None:
        if cue.lower_ == "according":
            return next(
                (
                    p
                    for c in cue.children
                    if c.lower_ == "to"
                    for p in c.children
                    if p.dep_ == "pobj"
                ),
                None,
            )
        if cue.pos_ == "NOUN":
            return next((c for c in cue.lefts if c.dep_ == "poss"), None)
        passive = any(c.dep_ in {"nsubjpass", "auxpass"} for c in cue.children)
        if passive:
            agents = (a for c in cue.children if c.dep_ == "agent" for a in c.children)
            return next(agents, None)
        return self._subject(cue, 0)

    def _subject(self, verb: Token, depth: int) -> Token | None:
        own = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        head = verb.head
        if own is not None or depth >= _DEEPEST or head is verb:
            return own
        if verb.dep_ in {"acl", "relcl"}:
            return self._of_clause(verb, head, depth)
        # A clause of its own ("that …") does not share the subject around it.
        marked = verb.dep_ == "ccomp" and any(c.dep_ == "mark" for c in verb.children)
        if verb.dep_ in _INHERITING and head.pos_ in {"VERB", "AUX"} and not marked:
            return self._subject(head, depth + 1)
        return None

    def _of_clause(self, verb: Token, noun: Token, depth: int) -> Token | None:
        """Return who speaks in a clause that hangs on a noun."""
        known = self.by_head.get(noun.i)
        infinitive = any(c.tag_ == "TO" for c in verb.lefts)
        if not infinitive or (known is not None and known.form):
            return noun
        # "was at pains to stress": the pains do not speak.
        governor = next((a for a in noun.ancestors if a.pos_ in {"VERB", "AUX"}), None)
        return None if governor is None else self._subject(governor, depth + 1)

    def _mention_of(self, token: Token) -> DraftMention | None:
        known = self.by_head.get(token.i)
        if known is not None and known.type in self.vocabulary.sources:
            return known
        around = [
            m for m in self.draft.mentions if self._can_speak(m) and m.start <= token.i < m.end
        ]
        if around:
            return min(around, key=lambda m: m.end - m.start)
        made = self._pronoun(token) if token.pos_ in {"PRON", "DET"} else self._noun(token)
        if made is not None:
            self.draft.mentions.append(made)
            self.by_head[token.i] = made
        return made

    def _can_speak(self, mention: DraftMention) -> bool:
        return bool(mention.form) and mention.type in self.vocabulary.sources

    def _pronoun(self, token: Token) -> DraftMention | None:
        word = token.lower_
        verb = token.head
        kind, chain = self.vocabulary.unnamed, -1
        if word in _RELATIVE and token.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
            antecedent = self.by_head.get(verb.head.i)
            if antecedent is not None and antecedent.form:
                kind, chain = antecedent.type, antecedent.chain
        elif word in _SINGULAR:
            person = self._only_person_before(token)
            if person is not None:
                kind, chain = person.type, person.chain
        elif word in _POSSESSIVE:
            owner = self._subject_before(token)
            if owner is not None:
                kind, chain = owner.type, owner.chain
        elif word in _EMPTY:
            return None
        if not kind or word not in _PERSONAL | _RELATIVE | _POSSESSIVE:
            return None
        i = token.i
        return DraftMention(i, i + 1, i, kind, "pronominal", i, i + 1, chain=chain)

    def _only_person_before(self, token: Token) -> DraftMention | None:
        """Return the one person named shortly before; with two, who is meant is not clear."""
        near = [
            m
            for m in self.draft.mentions
            if token.i - _NEAR_TOKENS < m.start < token.i
            and self.doc[m.head].ent_type_ == "PERSON"
            and m.form == "named"
        ]
        return near[-1] if near and len({m.chain for m in near}) == 1 else None

    def _subject_before(self, token: Token) -> DraftMention | None:
        """Return the last actor before a possessive that is a subject of its sentence."""
        start, _ = sentence_of(token)
        subjects = [
            m
            for m in self.draft.mentions
            if m.form and start <= m.start < token.i and self.doc[m.head].dep_ == "nsubj"
        ]
        return subjects[-1] if subjects else None

    def _noun(self, token: Token) -> DraftMention | None:
        if token.pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"} or not self.vocabulary.unnamed:
            return None
        start, end = noun_phrase(token)
        if token.pos_ in {"ADJ", "NUM"} and end - start == 1 and token.is_lower:
            return None
        form: Form = "named" if token.pos_ == "PROPN" else "nominal"
        return DraftMention(start, end, token.i, self.vocabulary.unnamed, form, start, end)
