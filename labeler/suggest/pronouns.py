"""Pronouns whose actor the syntax gives away: relative and possessive ones."""

from spacy.language import Language
from spacy.tokens import Doc, Token

from labeler.suggest.drafts import DraftMention, draft_of, sentence_of

PRONOUNS = "labeler_pronouns"
_RELATIVE_TAGS = frozenset({"WDT", "WP"})
_OF_PEOPLE = frozenset({"his", "her"})
_OF_THINGS = frozenset({"its"})


@Language.component(PRONOUNS)
def find_pronouns(doc: Doc) -> Doc:
    """Return the document, its draft now holding pronouns in the chains of their actors.

    "Which" and "who" at the head of a relative clause stand for the noun
    before them; "its", "his" and "her" for the last subject of their sentence,
    where that is a thing or a person as the pronoun wants it. Personal
    pronouns are left to people, but for those that are sources.
    """
    draft = draft_of(doc)
    by_head = {m.head: m for m in draft.mentions if m.form}
    found: list[DraftMention] = []
    for token in doc:
        if token.pos_ not in {"PRON", "DET"}:
            continue
        actor = _antecedent(token, by_head) or _owner(token, by_head)
        if actor is not None and token.i not in by_head:
            pronoun = DraftMention(
                token.i,
                token.i + 1,
                token.i,
                actor.type,
                "pronominal",
                token.i,
                token.i + 1,
                chain=actor.chain,
            )
            # A later pronoun may lean on this one.
            by_head[token.i] = pronoun
            found.append(pronoun)
    draft.mentions = sorted((*draft.mentions, *found), key=lambda m: (m.start, -m.end, m.type))
    return doc


def _antecedent(token: Token, by_head: dict[int, DraftMention]) -> DraftMention | None:
    if token.tag_ not in _RELATIVE_TAGS or token.dep_ not in {"nsubj", "nsubjpass"}:
        return None
    return by_head.get(token.head.head.i) if token.head.dep_ == "relcl" else None


def _owner(token: Token, by_head: dict[int, DraftMention]) -> DraftMention | None:
    word = token.lower_
    if token.tag_ != "PRP$" or word not in _OF_PEOPLE | _OF_THINGS:
        return None
    start, _ = sentence_of(token)
    for i in range(token.i - 1, start - 1, -1):
        subject = by_head.get(i)
        if subject is not None and token.doc[i].dep_ in {"nsubj", "nsubjpass"}:
            return subject if _agrees(token.doc[i], word) else None
    return None


def _agrees(subject: Token, word: str) -> bool:
    """Say whether a subject can own what the pronoun says: a person for "his", none for "its"."""
    if subject.tag_ in {"NNS", "PRP"}:
        return False
    is_person = subject.ent_type_ == "PERSON" or subject.lower_ == "who"
    return is_person if word in _OF_PEOPLE else not is_person
