"""The words of a schema, arranged for looking up tokens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from spacy.tokens import Doc, Token

from labeler.core.schema import FrameKind, Schema
from labeler.suggest.gazetteer import HEADS, NAMES

Config: TypeAlias = dict[str, Any]
_UNNAMED = ("Person", "OtherActor")
_UNKNOWN_ORG = ("Company", "NGO", "OtherActor")


def vocabulary_config(schema: Schema) -> Config:
    """Return the schema's words as JSON-ready values, so that a pipeline can be saved with them."""
    anchors = schema.anchor_types
    ner: dict[str, list[str]] = {}
    nouns: dict[str, list[str]] = {}
    for span in schema.span_types.values():
        if span.abstract or span.retired:
            continue
        for label in span.spacy_ner:
            ner.setdefault(label, []).append(span.name)
        if span.lexicon and span.name not in anchors:
            nouns[span.name] = list(span.lexicon)
    actors = [name for name in schema.entity_types if not schema.span_types[name].retired]
    cues = [
        word
        for frame in schema.concrete(FrameKind.ATTRIBUTION)
        for word in (*frame.lexicon, *schema.span_types[frame.anchor.type].lexicon)
    ]
    sources = {
        filler
        for frame in schema.concrete(FrameKind.ATTRIBUTION)
        for role in frame.roles
        if role.name == "source"
        for filler in role.fillers
    }
    triggers = {
        frame.name: list(frame.lexicon)
        for frame in schema.concrete(FrameKind.EVENT)
        if frame.lexicon and not frame.retired
    }
    return {
        "ner": ner,
        "nouns": nouns,
        "actors": actors,
        "sources": sorted(sources),
        "triggers": triggers,
        "cues": cues,
    }


@dataclass(slots=True)
class Phrases:
    """Words and phrases, each with what it stands for; the longest match wins."""

    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)

    def add(self, phrase: str, meaning: str) -> None:
        """Note a phrase; of two meanings the first stays."""
        words = tuple(phrase.lower().replace("-", " - ").replace("'s", " 's").split())
        if words:
            entries = self.by_first.setdefault(words[0], [])
            if all(known != words for known, _ in entries):
                entries.append((words, meaning))
                entries.sort(key=lambda e: -len(e[0]))

    def find(self, tokens: Doc, i: int) -> tuple[int, str] | None:
        """Return the end and the meaning of the longest phrase that starts at token ``i``."""
        keys = keys_of(tokens[i])
        for key in keys:
            for words, meaning in self.by_first.get(key, ()):
                if i + len(words) <= len(tokens) and all(
                    word in keys_of(tokens[i + n]) for n, word in enumerate(words) if n
                ):
                    return i + len(words), meaning
        return None


def keys_of(token: Token) -> tuple[str, ...]:
    """Return the forms under which a token is looked up: lemma, word, headline singular."""
    lower, lemma = token.lower_, token.lemma_.lower()
    if lemma != lower:
        return lemma, lower
    # In a headline most words are tagged as names, which keep their ending as lemma.
    if token.pos_ == "PROPN" and len(lower) > 3 and lower[-1] == "s" and lower[-2] != "s":  # noqa: PLR2004 - "gas" keeps its s
        return lower, lower[:-1]
    return (lower,)


@dataclass(slots=True)
class Vocabulary:
    """A schema's words: types by entity label, by head noun and by phrase.

    Attributes:
        ner: entity label → the span types it may become, in the schema's order.
        actors: span types whose mentions form chains.
        nouns: head nouns and phrases → span type.
        names: full names → span type, matched whatever the recogniser says.
        org_heads: head noun of a name → span type.
        triggers: words of events → frame types, joined by blanks where several list one.
        cues: words of saying beyond those every news text uses.
        sources: span types that can be the source of an attribution.
        unnamed: the type of a person about whom nothing else is known, or empty.
        unknown_org: the type of an organisation about which nothing is known, or empty.
    """

    ner: Mapping[str, list[str]]
    actors: frozenset[str]
    nouns: Phrases
    names: Phrases
    org_heads: Mapping[str, str]
    triggers: Phrases
    cues: frozenset[str]
    sources: frozenset[str]
    unnamed: str
    unknown_org: str

    @classmethod
    def from_config(cls, config: Config) -> "Vocabulary":
        """Return the vocabulary that ``vocabulary_config`` wrote."""
        actors: list[str] = config["actors"]
        by_suffix = {name.rpartition(".")[2]: name for name in actors}
        triggers: dict[str, list[str]] = config["triggers"]
        org_heads: dict[str, str] = {}
        for suffix, heads in HEADS.items():
            for head in sorted(heads):
                if suffix in by_suffix:
                    org_heads.setdefault(head, by_suffix[suffix])
        own: dict[str, list[str]] = config["nouns"]
        known = {by_suffix[s]: names for s, names in NAMES.items() if s in by_suffix}
        return cls(
            ner=config["ner"],
            actors=frozenset(actors),
            nouns=_phrases(own.items()),
            names=_phrases(known.items()),
            org_heads=org_heads,
            triggers=_phrases(_grouped(triggers).items()),
            cues=frozenset(config["cues"]),
            sources=frozenset(config["sources"]),
            unnamed=next((by_suffix[s] for s in _UNNAMED if s in by_suffix), ""),
            unknown_org=next((by_suffix[s] for s in _UNKNOWN_ORG if s in by_suffix), ""),
        )

    def noun_type(self, token: Token) -> str:
        """Return the span type a single noun stands for, or empty."""
        for key in keys_of(token):
            for words, meaning in self.nouns.by_first.get(key, ()):
                if len(words) == 1:
                    return meaning
        return ""


def _phrases(lists: Iterable[tuple[str, Iterable[str]]]) -> Phrases:
    phrases = Phrases()
    for meaning, words in lists:
        for word in words:
            phrases.add(word, meaning)
    return phrases


def _grouped(triggers: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Return the words by what they may mean: the frame types that list them, with blanks."""
    kinds: dict[str, list[str]] = {}
    for kind, listed in triggers.items():
        for word in listed:
            kinds.setdefault(word, []).append(kind)
    grouped: dict[str, list[str]] = {}
    for word, meanings in kinds.items():
        grouped.setdefault(" ".join(meanings), []).append(word)
    return grouped
