"""Whether the name of a country or town stands for the place or for those who act there."""

from spacy.tokens import Span, Token

from labeler.suggest.countries import StateName
from labeler.suggest.wordlist import words

_LOCATING = words(
    "in at near from over across around inside outside into through throughout within off "
    "between toward towards onto along beyond via on above below under behind"
)
_ACTING_PREPOSITIONS = words("with by for against between among versus than as like")
_MOTION = words(
    "go travel flee fly move return come arrive send deport deploy head drive march withdraw "
    "relocate ship transport escape migrate bring take trip visit flight journey retreat route "
    "pilgrimage spread extend close next"
)
_PLACE_NOUNS = words(
    "city town village capital province region stronghold area part north south east west "
    "outskirts suburb swathe border coast port street airport island state district centre "
    "center territory land parts northern southern heart middle rest skies airspace soil "
    "neighbourhood neighborhood mile kilometer kilometre metre km"
)
_PLACE_VERBS = words(
    "visit leave enter reach hit bomb shell capture retake seize attack strike invade occupy "
    "tour cross besiege encircle liberate recapture rock control overrun storm pound"
)
_SUBJECTS = frozenset({"nsubj", "agent", "dative"})
_GEOGRAPHY = frozenset({"GPE", "LOC", "FAC"})
_DEEPEST = 4
_DATE_LINE_DASHES = frozenset("-–—:")


def is_place(ent: Span, state: StateName | None) -> bool:
    """Say whether a geopolitical name is used as a place.

    Args:
        ent: the name, as the recogniser cut it.
        state: the state it names, ``None`` for any other place.
    """
    if _opens_date_line(ent):
        return True
    return _decide(ent.root, state, 0)


def _decide(token: Token, state: StateName | None, depth: int) -> bool:
    head, role = token.head, token.dep_
    acting_name = state is not None and state.form != "town"
    if depth < _DEEPEST and role in {"conj", "appos"} and head is not token:
        return _decide(head, state, depth + 1)
    if role == "pobj":
        return _after_preposition(head, acting=acting_name)
    if role in {"compound", "amod", "nmod", "npadvmod"}:
        return _before_noun(token, head, state)
    lemma = head.lemma_.lower()
    answers = {
        "poss": head.ent_type_ in _GEOGRAPHY or lemma in _PLACE_NOUNS,
        "dobj": not acting_name or lemma in _PLACE_VERBS,
        **dict.fromkeys(_SUBJECTS, False),
    }
    return answers.get(role, not acting_name)


def _after_preposition(preposition: Token, *, acting: bool) -> bool:
    word = preposition.lower_
    governor = preposition.head
    if word == "of":
        return not acting or governor.lemma_.lower() in _PLACE_NOUNS
    if word == "to":
        return not acting or governor.lemma_.lower() in _MOTION
    if word in _ACTING_PREPOSITIONS:
        return not acting
    return word in _LOCATING or not acting


def _before_noun(token: Token, head: Token, state: StateName | None) -> bool:
    if head.ent_type_ in _GEOGRAPHY:
        return True
    if state is None or state.form == "town":
        return True
    if head.lemma_.lower() in _PLACE_NOUNS:
        return True
    # "U.S. strikes" and "Syrian strikes" say whose; "Paris attacks" say where.
    return state.form == "capital" and token.dep_ == "compound" and head.pos_ == "NOUN"


def _opens_date_line(ent: Span) -> bool:
    """Say whether the name opens a line such as ``KYIV, May 3 (Agency) -``."""
    doc = ent.doc
    before = doc[ent.start - 1] if ent.start else None
    if before is not None and not (before.is_space and "\n" in before.text):
        return False
    window = 12
    line = doc[ent.end : ent.end + window]
    if len(line) == 0 or not (line[0].text in {"(", ","} or line[0].text in _DATE_LINE_DASHES):
        return False
    if line[0].text in _DATE_LINE_DASHES:
        return line[0].text != ":"
    closed = False
    for token in line:
        if token.is_space and "\n" in token.text:
            return False
        closed = closed or token.text == ")" or token.like_num
        if closed and token.text in _DATE_LINE_DASHES:
            return True
    return False
