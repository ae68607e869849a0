"""Actors of the whole project, to which chains of any article can point."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from labeler.core.errors import LabelerError, UnknownNameError
from labeler.core.problems import Level, Problem
from labeler.core.schema import AttributeDef, Schema

_SECTOR = "sector"
_CODE = "plover_code"
_COUNTRY = re.compile(r"([A-Z]{3})?")
_WIKIDATA = re.compile(r"(Q[0-9]+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LONGEST = {"name": 200, "kind": 128, "code": 64, "wikidata": 20, "notes": 10_000}
_LONGEST_ALIAS = 200
_LONGEST_SECTOR = 64
_MOST_ALIASES = 200
_MOST_SECTORS = 32
# Letters that are no base letter with a mark, yet people type them as one.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i"}
)
# Dots and apostrophes stand inside words: U.S., O'Brien.
_INSIDE_WORDS = re.compile(r"[.'’ʼ‘`·]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """What people write down about an actor.

    Attributes:
        name: the usual one; two actors may share it.
        kind: an entity type of the schema, such as ``Actor.State``.
        country: three capital letters, or empty.
        sectors: values of the schema's attribute ``sector``.
        code: of the actor coding scheme, such as ``RUSGOV``, or empty.
        aliases: other names, without the name itself.
        wikidata: such as ``Q159``, or empty.
    """

    name: str
    kind: str
    country: str = ""
    sectors: tuple[str, ...] = ()
    code: str = ""
    aliases: tuple[str, ...] = ()
    wikidata: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """An entry of the registry. ``revision`` starts at 1 and grows with every change."""

    id: str
    facts: ActorFacts
    revision: int
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class ActorChange:
    """One change of an entry; ``before`` is ``None`` where the entry was made."""

    at: datetime
    login: str
    revision: int
    before: ActorFacts | None
    after: ActorFacts


@dataclass(frozen=True, slots=True)
class ActorPage:
    """Some entries that were searched for, best first, and how many there are in all."""

    rows: tuple[Actor, ...]
    total: int


class ActorRefusedError(LabelerError):
    """Facts that cannot be right; nothing was stored."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


class StaleActorError(LabelerError):
    """Someone else, or another tab, changed the actor first."""

    def __init__(self, current: Actor) -> None:
        super().__init__(f"actor {current.id} was changed to revision {current.revision} first")
        self.current = current


def fold_name(text: str) -> str:
    """Return a name as searches compare it: words without case, marks and punctuation.

    ``U.S. Army`` and ``us army`` are the same, ``Lützerath`` and ``lutzerath``,
    ``al-Assad`` and ``al assad``.
    """
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    # Again: folding the case makes new marks, as in İ.
    plain = unicodedata.normalize("NFKD", plain)
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return _BETWEEN_WORDS.sub(" ", _INSIDE_WORDS.sub("", bare)).strip()


def tidy(facts: ActorFacts) -> ActorFacts:
    """Return the facts with blanks cut and doubles dropped; the first of a double stays.

    Line breaks stay in the notes only.
    """
    name = _one_line(facts.name)
    aliases = dict.fromkeys(_one_line(alias) for alias in facts.aliases)
    return replace(
        facts,
        name=name,
        kind=facts.kind.strip(),
        country=facts.country.strip(),
        sectors=tuple(dict.fromkeys(s.strip() for s in facts.sectors if s.strip())),
        code=facts.code.strip(),
        aliases=tuple(alias for alias in aliases if alias and alias != name),
        wikidata=facts.wikidata.strip(),
        notes=facts.notes.strip(),
    )


def check(facts: ActorFacts, schema: Schema) -> tuple[Problem, ...]:
    """Return everything that is wrong with tidy facts, field by field."""
    return tuple(
        Problem(Level.STRUCTURE, code, message, slot=slot, kind="actor")
        for slot, code, message in (
            *_lengths(facts),
            *_characters(facts),
            *_identity(facts, schema),
            *_coding(facts, schema),
        )
    )


_Found = tuple[str, str, str]


def _lengths(facts: ActorFacts) -> Iterator[_Found]:
    for slot, most in _LONGEST.items():
        length = len(getattr(facts, slot))
        if length > most:
            yield slot, "too-long", f"the {slot} has {length} characters; {most} is the most"
    long = [alias for alias in facts.aliases if len(alias) > _LONGEST_ALIAS]
    for alias in long[:5]:
        message = f"the alias {alias[:40]!r}… is too long; {_LONGEST_ALIAS} characters is the most"
        yield "aliases", "too-long", message
    if len(facts.aliases) > _MOST_ALIASES:
        message = f"there are {len(facts.aliases)} aliases; {_MOST_ALIASES} is the most"
        yield "aliases", "too-many", message
    if any(len(sector) > _LONGEST_SECTOR for sector in facts.sectors):
        message = f"a sector is too long; {_LONGEST_SECTOR} characters is the most"
        yield "sectors", "too-long", message
    if len(facts.sectors) > _MOST_SECTORS:
        message = f"there are {len(facts.sectors)} sectors; {_MOST_SECTORS} is the most"
        yield "sectors", "too-many", message


def _characters(facts: ActorFacts) -> Iterator[_Found]:
    texts: tuple[tuple[str, Iterable[str]], ...] = (
        ("name", (facts.name,)),
        ("sectors", facts.sectors),
        ("code", (facts.code,)),
        ("aliases", facts.aliases),
        ("notes", (facts.notes,)),
    )
    for slot, values in texts:
        if any(_CONTROL.search(value) for value in values):
            yield slot, "control-character", f"there is a control character in the {slot}"


def _identity(facts: ActorFacts, schema: Schema) -> Iterator[_Found]:
    if not facts.name:
        yield "name", "name-missing", "an actor needs a name"
    if facts.kind not in schema.entity_types:
        known = ", ".join(schema.entity_types)
        message = f"the kind wants one of {known}, not {facts.kind[:40]!r}"
        yield "kind", "unknown-type", message
    if not _WIKIDATA.fullmatch(facts.wikidata):
        message = f"a Wikidata item is Q and a number, such as Q159, not {facts.wikidata[:40]!r}"
        yield "wikidata", "wikidata", message


def _coding(facts: ActorFacts, schema: Schema) -> Iterator[_Found]:
    if not _COUNTRY.fullmatch(facts.country):
        message = f"a country is three capital letters, such as PER, not {facts.country[:40]!r}"
        yield "country", "country", message
    sectors = _attribute(schema, _SECTOR)
    if sectors is not None:
        for sector in facts.sectors:
            if sector not in sectors.values:
                message = (
                    f"there is no sector {sector[:40]!r}; there are {', '.join(sectors.values)}"
                )
                yield "sectors", "unknown-value", message
    # It is copied to the chains that are linked, so it has to be right there.
    code = _attribute(schema, _CODE)
    if code is not None and code.pattern and not re.fullmatch(code.pattern, facts.code):
        message = f"the schema does not take {facts.code[:40]!r} for a code: {code.hint}".rstrip(
            ": "
        )
        yield "code", "code", message


def _attribute(schema: Schema, name: str) -> AttributeDef | None:
    try:
        return schema.attribute(name)
    except UnknownNameError:
        return None


def _one_line(text: str) -> str:
    return " ".join(text.split())
