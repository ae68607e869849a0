"""Words by which somebody is made responsible for a statement, and what kind of cue each is.

The kinds are those of the ``verb_class`` attribute; ``clause`` verbs take a
that-clause, ``infinitive`` verbs a to-clause, ``object`` verbs a noun as their
content, ``speech`` verbs direct speech.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from labeler.suggest.wordlist import words

_TABLE: Mapping[str, str] = {
    "reporting clause speech": (
        "say tell add report note write explain announce state reply respond continue recall "
        "mention describe comment remark conclude observe tweet post relate inform advise disclose "
        "reveal testify quip joke begin quote read exclaim whisper shout yell ask opine summarize"
    ),
    "assertive clause speech": (
        "claim argue insist stress emphasize emphasise maintain assert contend declare warn "
        "confirm "
        "acknowledge admit concede point reiterate underline underscore affirm caution complain "
        "boast vouch predict allege suggest indicate show find estimate charge signal imply "
        "demonstrate prove joke lament counter retort echo repeat"
    ),
    "denial clause object speech": "deny reject dismiss refute dispute rebut",
    "belief clause": (
        "believe think consider suspect expect assume doubt guess figure fear hope feel suppose "
        "conclude reckon understand know imagine realize realise speculate forget remember "
        "worry calculate"
    ),
    "attitude object": (
        "oppose support back condemn criticize criticise denounce praise welcome favor favour "
        "endorse blame accuse decry deplore slam blast hail"
    ),
    "perception clause": "see hear notice learn discover",
    "intention clause infinitive": "plan intend want decide seek aim hope prefer wish",
    "commissive clause infinitive speech": (
        "vow promise pledge agree threaten swear offer undertake refuse commit"
    ),
    "request clause infinitive speech": (
        "urge demand request appeal call ask beg implore plead propose recommend press"
    ),
    "question clause speech": "ask wonder question inquire",
    "decree clause infinitive": "order decree rule instruct",
}
_NOUNS: Mapping[str, str] = {
    "reporting": "statement report announcement comment remark news word testimony",
    "assertive": (
        "claim assertion allegation argument accusation warning suggestion prediction "
        "conclusion assurance evidence sign"
    ),
    "denial": "denial",
    "belief": "belief view opinion hope fear concern idea suspicion feeling doubt",
    "intention": "intention plan decision desire intent willingness",
    "commissive": "promise pledge vow threat commitment refusal offer",
    "request": "call demand request appeal proposal",
}
NAMING = words("call label brand dub deem consider describe")
"""Verbs that say of something what it is: "called the raid a mistake"."""
OPPOSING = words(
    "oppose condemn criticize criticise denounce blame accuse decry deplore slam blast"
)


@dataclass(frozen=True, slots=True)
class CueWord:
    """What a cue word is and what it takes."""

    verb_class: str
    takes: frozenset[str]


def _read() -> dict[str, tuple[CueWord, ...]]:
    words: dict[str, tuple[CueWord, ...]] = {}
    for heading, listed in _TABLE.items():
        verb_class, *takes = heading.split()
        for word in listed.split():
            words[word] = (*words.get(word, ()), CueWord(verb_class, frozenset(takes)))
    return words


_VERBS = _read()
_REPORTING = CueWord("reporting", frozenset({"clause", "speech"}))
CUE_NOUNS: Mapping[str, str] = {
    word: verb_class for verb_class, listed in _NOUNS.items() for word in listed.split()
}


def cue_word(lemma: str, takes: str, more: frozenset[str] = frozenset()) -> CueWord | None:
    """Return the cue a verb is with that kind of complement, ``None`` where it is none.

    Args:
        lemma: lower-case lemma of the verb.
        takes: ``clause``, ``infinitive``, ``object`` or ``speech``.
        more: further verbs of saying, from a schema.
    """
    if lemma in more and lemma not in _VERBS:
        return _REPORTING if takes in _REPORTING.takes else None
    return next((c for c in _VERBS.get(lemma, ()) if takes in c.takes), None)
