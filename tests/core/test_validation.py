"""What may be stored, what may be submitted, and that the order of items never matters."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeler.core.annotation import (
    AnnotationSet,
    Argument,
    Entity,
    Frame,
    Mention,
    Relation,
)
from labeler.core.document import Document, Fragment
from labeler.core.problems import Level
from labeler.core.validation import blocks_saving, blocks_submitting, validate
from labeler.schema_file import load_schema
from labeler.settings import shipped

TEXT = (
    "Rebels shell Tarmo\n\n"
    "Rebels shelled the port of Tarmo on Monday, the mayor said. “They used rockets,” he added.\n"
)
SCHEMA = load_schema(shipped("schemas") / "news_events.yaml")
ARTICLE = Document("a-1", "Rebels shell Tarmo", TEXT)


def span(words: str, nth: int = 0) -> Fragment:
    """Return where the words stand for the nth time."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Fragment(start, start + len(words))


def mention(item_id: str, kind: str, words: str, nth: int = 0, **more) -> Mention:
    """Return a mention of the words."""
    attributes = {"mention": "named"} if kind.startswith("Actor") else {}
    return Mention(item_id, kind, (span(words, nth),), **{"attributes": attributes, **more})


EVENT = {
    "polarity": "positive",
    "modality": "asserted",
    "tense": "past",
    "genericity": "specific",
    "realis": "actual",
    "certainty": "certain",
}
SPEECH = {"quote_type": "indirect", "verb_class": "reporting", "source_kind": "named_person"}

GOOD = AnnotationSet(
    document_id=ARTICLE.id,
    text_sha256=ARTICLE.sha256,
    schema_id=SCHEMA.id,
    schema_version=SCHEMA.version,
    author="annotator:local",
    mentions=(
        mention("m1", "Actor.ArmedGroup", "Rebels", 1, entity="e1"),
        mention("m2", "Trigger", "shelled"),
        mention("m3", "Target", "the port of Tarmo"),
        mention("m4", "Time", "Monday"),
        mention("m5", "Actor.Official", "the mayor", entity="e2"),
        mention("m6", "Cue", "said"),
        mention("m7", "Content", "Rebels shelled the port of Tarmo on Monday"),
        mention("m8", "Actor.ArmedGroup", "Rebels", 0, entity="e1"),
    ),
    entities=(
        Entity("e1", "Actor.ArmedGroup", "Rebels"),
        Entity("e2", "Actor.Official", "the mayor"),
    ),
    frames=(
        Frame(
            "f1",
            "Event.ASSAULT",
            "m2",
            (Argument("actor", "m1"), Argument("target", "m3"), Argument("time", "m4")),
            EVENT,
        ),
        Frame(
            "f2",
            "Attribution",
            "m6",
            (Argument("source", "m5"), Argument("content", "m7")),
            SPEECH,
        ),
    ),
    relations=(Relation("r1", "affiliated", "e1", "e2"),),
)


def codes(labels: AnnotationSet, level: Level | None = None) -> set[str]:
    """Return the codes of what is wrong."""
    return {p.code for p in validate(labels, ARTICLE, SCHEMA) if level in {None, p.level}}


def changed(field: str, item_id: str, **changes) -> AnnotationSet:
    """Return the good set with one item changed."""
    items = getattr(GOOD, field)
    return replace(
        GOOD, **{field: tuple(replace(i, **changes) if i.id == item_id else i for i in items)}
    )


def added(field: str, *items) -> AnnotationSet:
    """Return the good set with items added."""
    return replace(GOOD, **{field: (*getattr(GOOD, field), *items)})


def frame_with(*arguments: Argument) -> AnnotationSet:
    """Return the good set whose event has other arguments."""
    return changed("frames", "f1", arguments=arguments)


def test_good_labels_may_be_submitted():
    """Nothing stands in the way of complete labels."""
    assert not blocks_submitting(validate(GOOD, ARTICLE, SCHEMA))


NEVER = {
    "wrong-document": replace(GOOD, document_id="a-2"),
    "wrong-text": replace(GOOD, text_sha256="0" * 64),
    "wrong-schema": replace(GOOD, schema_id="other"),
    "duplicate-id": added("mentions", mention("f1", "Place", "Tarmo")),
    "unknown-type": added("mentions", mention("m9", "Dragon", "Tarmo")),
    "unknown-attribute": replace(GOOD, document_labels={"mood": "bad"}),
    "dangling": frame_with(Argument("victim", "gone")),
    "cycle": frame_with(Argument("topic", "f1")),
    "offset": added("mentions", Mention("m9", "Place", (Fragment(0, 10_000),))),
}


@pytest.mark.parametrize("code", NEVER)
def test_what_can_never_be_right_is_not_storable(code):
    """Broken structure is found, and found alone."""
    problems = validate(NEVER[code], ARTICLE, SCHEMA)
    assert {p.code for p in problems} == {code}
    assert blocks_saving(problems)


@pytest.mark.parametrize(
    ("field", "item", "changes"),
    [
        ("mentions", "m1", {"entity": "gone"}),
        ("frames", "f1", {"anchor": "gone"}),
        ("frames", "f1", {"anchor": "e1"}),
        ("frames", "f2", {"nested_in": "gone"}),
        ("relations", "r1", {"source": "gone"}),
        ("relations", "r1", {"target": "f1"}),
    ],
)
def test_every_dangling_reference_is_found(field, item, changes):
    """A reference to nothing, or to an item of the wrong kind."""
    assert codes(changed(field, item, **changes), Level.STRUCTURE) == {"dangling"}


def test_abstract_types_cannot_be_used():
    """“Actor” groups types; it is none."""
    assert "unknown-type" in codes(changed("mentions", "m1", type="Actor"))
    assert "unknown-type" in codes(changed("frames", "f1", type="Event"))


NOT_YET = {
    "unknown-role": frame_with(Argument("victim", "m1")),
    "unknown-attribute": changed("frames", "f1", attributes=EVENT | {"mood": "bad"}),
    "role-missing": changed("frames", "f2", arguments=(Argument("source", "m5"),)),
    "role-full": frame_with(*[Argument("topic", f"f{n}") for n in range(10, 16)]),
    "filler-type": frame_with(Argument("actor", "m4")),
    "filler-twice": frame_with(Argument("actor", "m1"), Argument("actor", "m1")),
    "anchor-missing": changed("frames", "f1", anchor=None),
    "anchor-type": changed("frames", "f1", anchor="m4"),
    "attribute-missing": changed("frames", "f2", attributes={}),
    "attribute-value": changed("frames", "f1", attributes=EVENT | {"polarity": "maybe"}),
    "fragments": changed("mentions", "m4", fragments=(span("Monday"), span("mayor"))),
    "blank-edge": changed("mentions", "m4", fragments=(span(" Monday"),)),
    "paragraphs": changed("mentions", "m3", fragments=(span("Tarmo\n\nRebels"),)),
    "duplicate-mention": added("mentions", mention("m9", "Time", "Monday")),
    "overlap": added(
        "mentions", mention("t1", "Trigger", "shelled the"), mention("t2", "Trigger", "the port")
    ),
    "entity-not-allowed": changed("mentions", "m4", entity="e1"),
    "role-overlap": changed("mentions", "m6", fragments=(span("Monday"),)),
    "relation-cycle": added("relations", Relation("r2", "member_of", "e1", "e1")),
}
for _n in range(10, 16):
    NOT_YET["role-full"] = replace(
        NOT_YET["role-full"],
        mentions=(
            *NOT_YET["role-full"].mentions,
            Mention(f"t{_n}", "Trigger", (Fragment(_n, _n + 1),)),
        ),
        frames=(
            *NOT_YET["role-full"].frames,
            Frame(f"f{_n}", "Event.ASSAULT", f"t{_n}", (), EVENT),
        ),
    )


@pytest.mark.parametrize("code", NOT_YET)
def test_incomplete_labels_are_drafts(code):
    """What is not right yet may be stored, not submitted."""
    problems = validate(NOT_YET[code], ARTICLE, SCHEMA)
    assert code in {p.code for p in problems if p.level is Level.SCHEMA}
    assert not blocks_saving(problems)
    assert blocks_submitting(problems)


def test_what_does_not_fit_is_said_so_that_a_person_can_mend_it():
    """The type, the role and what to do; one problem for all fillers of a role."""
    one = changed("frames", "f1", type="Event.COOPERATE")
    two = replace(
        one,
        frames=(replace(one.frames[0], arguments=(Argument("target", "m3"),) * 2), GOOD.frames[1]),
    )
    for labels, wish in (
        (one, "move its filler to another role or take it out"),
        (two, "move its fillers to other roles or take them out"),
    ):
        (found,) = (p for p in validate(labels, ARTICLE, SCHEMA) if p.code == "unknown-role")
        assert found.message == f"COOPERATE has no role “target”: {wish}"
        assert (found.item, found.slot, found.kind) == ("f1", "target", "frame")


@pytest.mark.parametrize(
    ("field", "item", "type_"),
    [
        ("mentions", "m1", "ArmedGroup"),
        ("entities", "e2", "Official"),
        ("frames", "f2", "Attribution"),
        ("relations", "r1", "affiliated"),
    ],
)
def test_any_item_may_keep_an_attribute_its_type_does_not_have(field, item, type_):
    """As a draft: the value is there until somebody takes it out."""
    before = next(i for i in getattr(GOOD, field) if i.id == item)
    labels = changed(field, item, attributes={**before.attributes, "mood": ("bad",)})
    problems = validate(labels, ARTICLE, SCHEMA)
    (found,) = (p for p in problems if p.level is not Level.WARNING)
    assert (found.level, found.code, found.item) == (Level.SCHEMA, "unknown-attribute", item)
    assert found.message == f"{type_} has no attribute “mood”: take its value out"


KINDS = [name for name, kind in SCHEMA.frame_types.items() if not kind.abstract]


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_of_any_type_may_become_one_of_any_other(kind):
    """Whatever is left over from another type, every check copes with it."""
    for frame in ("f1", "f2"):
        labels = changed("frames", frame, type=kind)
        assert not blocks_saving(validate(labels, ARTICLE, SCHEMA))


def test_an_orphan_quote_needs_quotation_marks():
    """An attribution without a cue is one only where quotation marks show it."""
    quoted = replace(
        changed("frames", "f2", anchor=None, arguments=(Argument("content", "m9"),)),
        mentions=(*GOOD.mentions, mention("m9", "Content", "They used rockets,")),
    )
    unquoted = changed("frames", "f2", anchor=None)
    (rule,) = (c.id for c in SCHEMA.constraints if c.rule == "anchor_or_quotation_marks")
    assert rule not in codes(quoted)
    assert rule in codes(unquoted, Level.SCHEMA)


def test_a_source_or_the_word_implicit():
    """Who says so is answered, or said to be open."""
    (rule,) = (c.id for c in SCHEMA.constraints if c.rule == "role_or_value")
    alone = (Argument("content", "m7"),)
    silent = changed("frames", "f2", arguments=alone)
    implicit = changed(
        "frames", "f2", arguments=alone, attributes=SPEECH | {"source_kind": "implicit"}
    )
    assert rule in codes(silent, Level.SCHEMA)
    assert rule not in codes(implicit)


def test_nesting_lies_inside_the_content():
    """A nested attribution stands in the content of its parent."""
    inner = Frame("f3", "Attribution", "m10", (Argument("content", "m9"),), SPEECH, "f2")
    outside = replace(
        GOOD,
        mentions=(
            *GOOD.mentions,
            mention("m9", "Content", "They used rockets,"),
            mention("m10", "Cue", "added"),
        ),
        frames=(*GOOD.frames, inner),
    )
    assert "nesting-outside" in codes(outside, Level.SCHEMA)
    inside = replace(
        outside,
        mentions=tuple(
            replace(m, fragments=(span("the port of Tarmo"),)) if m.id == "m9" else m
            for m in outside.mentions
            if m.id != "m3"
        ),
        frames=tuple(
            replace(f, arguments=f.arguments[:1]) if f.id == "f1" else f for f in outside.frames
        ),
    )
    assert "nesting-outside" not in codes(inside)


def test_derived_values_are_compared():
    """A stored realis that contradicts the other attributes is pointed out."""
    wrong = changed("frames", "f1", attributes=EVENT | {"polarity": "negative"})
    assert "attribute-derived" in codes(wrong, Level.WARNING)
    assert "attribute-derived" not in codes(GOOD)


@given(
    st.randoms(use_true_random=False), st.sampled_from([GOOD, *NOT_YET.values(), *NEVER.values()])
)
def test_the_order_of_items_does_not_matter(random, labels):
    """The same items in any order have the same problems."""
    shuffled = {
        field: tuple(random.sample(getattr(labels, field), len(getattr(labels, field))))
        for field in ("mentions", "entities", "frames", "relations")
    }
    assert validate(replace(labels, **shuffled), ARTICLE, SCHEMA) == validate(
        labels, ARTICLE, SCHEMA
    )
