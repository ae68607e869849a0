"""Events: words of the schema's lists that are used as events, with plain arguments."""

from collections import Counter

from spacy.language import Language
from spacy.tokens import Doc, Token

from labeler.suggest.drafts import DraftEvent, DraftMention, draft_of
from labeler.suggest.vocabulary import Config, Vocabulary
from labeler.suggest.wordlist import words

TRIGGERS = "labeler_triggers"
_LIGHT_VERBS = words(
    "give take make have hold do conduct launch stage mount issue strike reach carry provide "
    "begin start put express voice offer lodge file suffer commit perform undertake call impose "
    "sign deliver pay receive get"
)
_WORDS = frozenset({"VERB", "NOUN", "PROPN"})
_MODALS = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_VERB_SLOTS = {"nsubj": "actor", "dobj": "victim", "nsubjpass": "victim", "npadvmod": "time"}
_NOUN_SLOTS = {"poss": "actor", "amod": "actor", "compound": "actor", "npadvmod": "time"}
_ACTORS = frozenset({"actor", "victim"})
_ATTRIBUTIVE = frozenset({"compound", "amod", "nmod"})


class TriggerFinder:
    """Notes the events of a document in its draft."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.words = vocabulary.triggers

    def __call__(self, doc: Doc) -> Doc:
        """Return the document, its draft now holding the events in text order."""
        draft = draft_of(doc)
        heads: dict[int, DraftMention] = {}
        inside = bytearray(len(doc))
        for mention in draft.mentions:
            heads.setdefault(mention.head, mention)
            if mention.form == "named":
                for i in range(mention.name_start, mention.name_end):
                    inside[i] = 1
            elif not mention.form:
                # "a bomb" is a weapon here, not a bombing.
                inside[mention.head] = 1
        events: list[DraftEvent] = []
        i = 0
        while i < len(doc):
            event = None if inside[i] or doc[i].pos_ not in _WORDS else self._event_at(doc, i)
            if event is not None:
                events.append(event)
            i = max(i + 1, event.end if event is not None else 0)
        nouns = {e.head for e in events if doc[e.head].pos_ != "VERB"}
        draft.events = [
            e for e in events if e.end - e.start > 1 or not _is_light(doc[e.head], nouns)
        ]
        _decide_types(draft.events)
        for event in draft.events:
            _fill(event, doc[event.head], heads)
        return doc

    def _event_at(self, doc: Doc, i: int) -> DraftEvent | None:
        token = doc[i]
        particle = next((c for c in token.rights if c.dep_ == "prt"), None)
        hit = self.words.find(doc, i)
        if hit is None:
            return None
        end, kind = hit
        head = doc[i:end].root
        # Another particle makes another verb: "call off" does not call.
        if particle is not None and particle.i >= end and token.pos_ == "VERB":
            return None
        if not _is_event_use(head, doc[i:end].text):
            return None
        event = DraftEvent(kind, i, end, head.i)
        event.negated = any(c.dep_ == "neg" for c in head.children)
        event.future = any(c.lower_ in _MODALS and c.dep_ == "aux" for c in head.lefts)
        return event


def _decide_types(events: list[DraftEvent]) -> None:
    """Settle words that several types list by what else happens in the article.

    "Strike" beside "attack" and "air raid" is one of them, beside "walkout"
    another; where nothing tells, the type the schema names first.
    """
    sure = Counter(e.type for e in events if " " not in e.type)
    for event in events:
        kinds = event.type.split()
        event.type = max(kinds, key=lambda kind: (sure[kind], -kinds.index(kind)))


def _is_event_use(head: Token, text: str) -> bool:
    """Say whether a word that can be an event is used as one here."""
    if head.pos_ == "VERB":
        # "striking" before a noun describes it; auxiliaries are tagged AUX.
        return head.dep_ not in {"amod", "compound"} or " " in text
    # "defense minister", "attack helicopter": a noun before another noun is part of its name.
    return head.dep_ not in _ATTRIBUTIVE


def _is_light(token: Token, nouns: set[int]) -> bool:
    """Say whether a verb only carries an event noun: "struck an agreement"."""
    return (
        token.pos_ == "VERB"
        and token.lemma_.lower() in _LIGHT_VERBS
        and any(c.dep_ == "dobj" and c.i in nouns for c in token.children)
    )


def _fill(event: DraftEvent, head: Token, heads: dict[int, DraftMention]) -> None:
    """Fill the slots that syntax alone decides: doer, place and time beside the trigger."""
    is_verb = head.pos_ == "VERB"
    for child in head.children:
        if child.dep_ == "prep":
            for filler in child.children:
                if filler.dep_ == "pobj":
                    _add(event, "place", filler, heads)
                    _add(event, "time", filler, heads)
        elif child.dep_ == "agent":
            for agent in child.children:
                _add(event, "actor", agent, heads)
        else:
            slots = _VERB_SLOTS if is_verb else _NOUN_SLOTS
            if child.dep_ in slots:
                _add(event, slots[child.dep_], child, heads)


def _add(event: DraftEvent, role: str, token: Token, heads: dict[int, DraftMention]) -> None:
    mention = heads.get(token.i)
    if mention is not None and (role in _ACTORS) == bool(mention.form):
        event.arguments.append((role, mention))
        for conjunct in token.conjuncts:
            other = heads.get(conjunct.i)
            if (
                other is not None
                and bool(other.form) == bool(mention.form)
                and conjunct.i > token.i
            ):
                event.arguments.append((role, other))


@Language.factory(TRIGGERS)
def make_trigger_finder(nlp: Language, name: str, vocabulary: Config) -> TriggerFinder:  # noqa: ARG001 - spaCy's signature
    """Return the component for a pipeline."""
    return TriggerFinder(Vocabulary.from_config(vocabulary))
