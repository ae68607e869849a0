"""What is written down about actors is checked field by field and compared as people type it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stored import make_schema

from labeler.core.actor import ActorFacts, check, fold_name, tidy
from labeler.core.schema import AttributeDef, AttributeKind

SCHEMA = replace(
    make_schema(),
    entity_types=("Actor.State", "Actor.Person"),
    attributes={
        "sector": AttributeDef("sector", AttributeKind.MULTI_ENUM, values=("GOV", "MIL")),
        "plover_code": AttributeDef(
            "plover_code", AttributeKind.TEXT, pattern="([A-Z]{3,12})?", hint="capital letters"
        ),
    },
)
RUSSIA = ActorFacts(
    "Russia", "Actor.State", "RUS", ("GOV",), "RUSGOV", ("Moscow", "the Kremlin"), "Q159", "note"
)


def test_facts_that_are_right_have_no_problems():
    """All fields filled, or only those that must be."""
    assert check(RUSSIA, SCHEMA) == ()
    assert check(ActorFacts("Ana", "Actor.Person"), SCHEMA) == ()


@pytest.mark.parametrize(
    ("changes", "slot", "code"),
    [
        ({"name": ""}, "name", "name-missing"),
        ({"name": "x" * 201}, "name", "too-long"),
        ({"name": "R\0"}, "name", "control-character"),
        ({"kind": "Actor"}, "kind", "unknown-type"),
        ({"kind": ""}, "kind", "unknown-type"),
        ({"country": "RU"}, "country", "country"),
        ({"country": "rus"}, "country", "country"),
        ({"country": "RUS\n"}, "country", "country"),
        ({"sectors": ("GOV", "XXX")}, "sectors", "unknown-value"),
        ({"sectors": tuple(f"S{n}" for n in range(33))}, "sectors", "too-many"),
        ({"sectors": ("x" * 65,)}, "sectors", "too-long"),
        ({"code": "rus gov"}, "code", "code"),
        ({"code": "R" * 65}, "code", "too-long"),
        ({"aliases": ("x" * 201,)}, "aliases", "too-long"),
        ({"aliases": tuple(f"a{n}" for n in range(201))}, "aliases", "too-many"),
        ({"aliases": ("a\x07",)}, "aliases", "control-character"),
        ({"wikidata": "159"}, "wikidata", "wikidata"),
        ({"wikidata": "Q"}, "wikidata", "wikidata"),
        ({"wikidata": "Q٣"}, "wikidata", "wikidata"),
        ({"notes": "x" * 10_001}, "notes", "too-long"),
        ({"notes": "a\0"}, "notes", "control-character"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes, slot, code):
    """A problem per field, with a name programs can rely on."""
    found = {(problem.slot, problem.code) for problem in check(replace(RUSSIA, **changes), SCHEMA)}
    assert (slot, code) in found
    assert {place for place, _ in found} == {slot}


def test_every_problem_comes_at_once():
    """Mending one after the other would take as many tries."""
    wrong = ActorFacts("", "Ghost", "x", ("NO",), "-", wikidata="7")
    found = [problem.slot for problem in check(wrong, SCHEMA)]
    assert sorted(found) == ["code", "country", "kind", "name", "sectors", "wikidata"]


def test_a_schema_without_sectors_and_codes_takes_any():
    """Only what the schema knows can be held against it."""
    bare = replace(SCHEMA, attributes={})
    assert check(replace(RUSSIA, sectors=("anything",), code="rus-1"), bare) == ()


def test_tidying_cuts_blanks_and_drops_doubles():
    """The name is no alias of itself, and line breaks stay in the notes only."""
    found = tidy(
        ActorFacts(
            "  Russian\n Federation ",
            " Actor.State ",
            " RUS ",
            ("GOV", "GOV", " "),
            " RUS",
            (" Moscow", "Moscow ", "", "Russian Federation", "US", "us"),
            " Q159 ",
            " one\ntwo ",
        )
    )
    assert found == ActorFacts(
        "Russian Federation",
        "Actor.State",
        "RUS",
        ("GOV",),
        "RUS",
        ("Moscow", "US", "us"),
        "Q159",
        "one\ntwo",
    )
    assert tidy(found) == found


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("us army", "U.S. Army"),
        ("obrien", "O’Brien"),
        ("lutzerath", "Lützerath"),
        ("al assad", "al-Assad"),
        ("tusk walesa", "Tusk  Wałęsa"),
        ("strasse", "Straße"),
        ("istanbul", "İstanbul"),
        ("москва", "МОСКВА"),
        ("oresund", "Øresund"),
    ],
)
def test_names_are_compared_as_people_type_them(typed, written):
    """Neither case nor marks nor punctuation count."""
    assert fold_name(written) == fold_name(typed) == typed


@given(st.text())
def test_folding_twice_is_folding_once(text):
    """What is stored folded compares with what is asked folded."""
    folded = fold_name(text)
    assert fold_name(folded) == folded
    assert "\n" not in folded
