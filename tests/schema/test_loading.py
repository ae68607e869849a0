"""What a loaded schema holds: inheritance, names looked up, a digest of the meaning."""

import re
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from schema_plants import CHOSEN, SOUND, plant, problems_of

from labeler.codec import dump_schema
from labeler.core.derive import RULES as DERIVING
from labeler.core.schema import (
    DERIVED_RULES,
    ENTITY,
    GUESS_RULES,
    RESERVED_KEYS,
    Anchor,
    AttributeKind,
    FrameKind,
    Nesting,
    Schema,
)
from labeler.schema_file import load_schema, read_schema
from labeler.settings import shipped

NEWS = shipped("schemas") / "news_events.yaml"
MINIMAL = shipped("schemas") / "minimal.yaml"


def sound(text: str = SOUND) -> Schema:
    """Return the schema of a text without problems."""
    found = read_schema(text, "s.yaml")
    assert isinstance(found, Schema), "\n".join(map(str, found))
    return found


def test_a_child_inherits_what_it_does_not_say_itself():
    """Colour, attributes and rules come from above; key and lexicon do not."""
    schema = sound()
    state = schema.span_type("Actor.State")
    assert (state.parent, state.color, state.attributes) == ("Actor", "#0072b2", ("tone",))
    assert (state.key, state.abstract, state.entity) == ("", False, True)
    assert (state.spacy_ner, state.lexicon) == (("GPE",), ("crown",))
    assert schema.span_type("Actor.Firm").spacy_ner == ()
    assert schema.span_type("Scene").overlap_same == "none"


def test_a_child_without_an_extent_takes_its_parents():
    """How far a mention reaches holds for all children unless one says otherwise."""
    text, _ = plant("key: a, attr", "extent: the whole phrase¦, key: a, attr")
    schema = sound(text)
    assert schema.span_type("Actor.State").guideline.extent == "the whole phrase"
    assert schema.span_type("Place").guideline.extent == ""


def test_roles_are_added_and_dropped_down_the_line():
    """Inherited roles come first, in order; fillers are concrete types."""
    schema = sound()
    meet, hit = schema.frame_type("Event.MEET"), schema.frame_type("Event.HIT")
    assert [r.name for r in meet.roles] == ["actor", "place"]
    assert [r.name for r in hit.roles] == ["actor", "target"]
    assert hit.role("target").fillers == ("Actor.State", "Actor.Firm", "Place")
    assert (hit.role("target").minimum, hit.role("target").maximum) == (1, 2)
    assert meet.requires == ("place",)


def test_an_added_role_of_the_same_name_replaces_the_inherited_one():
    """A child can sharpen a role and leave it in its place."""
    text, _ = plant("add_roles: {target", "add_roles: {actor: {fill: Place}¦, target")
    assert sound(text).frame_type("Event.HIT").role("actor").fillers == ("Place",)
    assert sound(text).frame_type("Event.MEET").role("actor").maximum == 3


def test_mode_belongs_only_to_types_with_modes():
    """The attribute stands in the parent's list and falls away where no mode exists."""
    schema = sound()
    assert schema.frame_type("Event.MEET").attributes == ("mode", "tone", "polarity", "realis")
    assert schema.frame_type("Event.HIT").attributes == ("tone", "polarity", "realis")
    assert schema.attribute("mode", "Event.MEET").values == ("visit", "call")


def test_anchors_nesting_relations_and_constraints_are_resolved():
    """What links types names concrete ones."""
    schema = sound()
    saying = schema.frame_type("Saying")
    assert saying.anchor == Anchor("Cue", "cue", 0)
    assert saying.nesting == Nesting("content", 2)
    assert dict(saying.role("content").overlap_with) == {"cue": "forbidden"}
    events = ("Event.MEET", "Event.HIT")
    assert schema.relation_type("before").sources == events
    assert schema.relation_type("ally").targets == (ENTITY,)
    assert schema.constraints[1].on == events
    assert dict(schema.constraints[0].args)["value"] == "loud"


def test_attributes_keep_their_kinds_defaults_and_bounds():
    """Values are read as their kind wants them."""
    schema = sound()
    size, tags = schema.attribute("size"), schema.attribute("tags")
    assert (size.kind, size.default, size.minimum, size.maximum) == (AttributeKind.INT, 5, 1, 9)
    assert isinstance(size.default, int)
    assert tags.default == ("two",)
    assert schema.attribute("tone").labels["loud"].color == "#112233"
    assert schema.attribute("quality").values == ("ok", "bad")
    assert schema.document_labels == ("quality",)


def test_texts_mean_what_is_written():
    """Words YAML would turn into booleans or numbers stay words."""
    text, _ = plant("values: [ok, bad]", "values: [yes, no, on, 1.0]¦")
    assert sound(text).attribute("quality").values == ("yes", "no", "on", "1.0")


def test_a_type_can_leave_the_chains():
    """An own `entity` is stronger than `types_from`."""
    text, _ = plant("Actor.Firm: {key: U}", "Actor.Firm: {key: U, entity: false}¦")
    assert sound(text).entity_types == ("Actor.State",)
    text, _ = plant("  Place: {key: p}", "  Place: {key: p, entity: true}¦")
    assert sound(text).entity_types == ("Actor.State", "Actor.Firm", "Place", "Scene")


def test_the_digest_follows_the_meaning_not_the_layout():
    """Comments, flow and block style, quotes: all the same schema."""
    schema = sound()
    layout = "# a comment\n" + SOUND.replace(
        "  Place: {key: p}", '  Place:\n    # why\n    "key": "p"\n'
    ).replace("title: Test", "title: 'Test'")
    assert sound(layout).digest == schema.digest
    assert re.fullmatch("[0-9a-f]{64}", schema.digest)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("max: 3}", "max: 4}"),
        ("values: [ok, bad]", "values: [ok, worse]"),
        ("key: U", "key: W"),
        ("lexicon: [meet]", "lexicon: [see]"),
        ("  Place: {key: p}", "  Place: {key: p, def: where}"),
        ("modes: [visit, call]", "modes: [call, visit]"),
        ("level: warning", "level: error"),
        ("actor: [Actor.*]", "actor: [Actor.State]"),
        ('version: "1.2"', 'version: "1.3"'),
    ],
)
def test_the_digest_changes_with_the_meaning(old, new):
    """Whatever people would see or be held to is part of it."""
    assert sound(plant(old, new + "¦")[0]).digest != sound().digest


def test_a_first_value_may_be_picked_by_words():
    """The rule stands with the attribute, the words with the values they speak for."""
    voice = sound().attribute("voice")
    assert voice.guess == "lexicon"
    assert {value: label.lexicon for value, label in voice.labels.items()} == {
        "hard": ("shout", "cry")
    }
    assert sound(plant("[shout, cry]", "[cry, shout]¦")[0]).digest != sound().digest
    found = next(a for a in dump_schema(sound())["attributes"] if a["name"] == "voice")
    assert (found["guess"], found["labels"]["hard"]["lexicon"]) == ("lexicon", ["shout", "cry"])


def test_the_news_schema_picks_what_can_be_seen_from_the_words():
    """One attribute per rule; every class of cue but the missing cue has words."""
    attributes = load_schema(NEWS).attributes.values()
    rules = {a.guess: a for a in attributes if a.guess}
    assert set(rules) == set(GUESS_RULES)
    assert len(rules) == len([a for a in attributes if a.guess])
    classes = rules["lexicon"]
    spoken = {value for value, label in classes.labels.items() if label.lexicon}
    assert spoken == {*classes.values} - {"none"}


def test_every_derived_rule_a_schema_can_name_exists():
    """The loader's list and the rules themselves name the same."""
    assert set(DERIVING) == set(DERIVED_RULES)


def test_the_shipped_schemas_load_and_are_complete():
    """The news schema has all layers; the template has what its comments say."""
    news, minimal = load_schema(NEWS), load_schema(MINIMAL)
    actors = [s for s in news.span_types.values() if s.name.startswith("Actor.")]
    assert len(actors) == 14
    assert len(news.concrete(FrameKind.EVENT)) == 19
    assert len(news.concrete(FrameKind.ATTRIBUTION)) == 1
    assert set(news.relation_types) == {"before", "cause", "part_of", "member_of", "affiliated"}
    assert minimal.entity_types == ("Actor",)
    assert len(minimal.concrete(FrameKind.EVENT)) == 1
    sections = [line for line in MINIMAL.read_text("utf-8").splitlines() if line[:1] not in "# "]
    assert len(sections) == 3


def test_every_shipped_type_is_explained():
    """Definition, example and "not" for each type people can mark; key or palette to reach it."""
    news = load_schema(NEWS)
    for kind in [*news.span_types.values(), *news.frame_types.values()]:
        words = kind.guideline
        assert words.definition, kind.name
        assert words.not_ or kind.abstract, kind.name
        assert words.example or kind.abstract, kind.name
        assert kind.color, kind.name
    for frame in news.concrete(FrameKind.EVENT):
        assert frame.lexicon, frame.name
        assert frame.modes, frame.name
        assert frame.group, frame.name
        assert all(role.definition for role in frame.roles), frame.name
    for relation in news.relation_types.values():
        assert relation.guideline.definition, relation.name
        assert relation.guideline.example, relation.name
        assert relation.guideline.not_, relation.name
    assert all(a.hint for a in news.attributes.values())


def test_a_shipped_trigger_word_suggests_one_type():
    """No lemma stands under two event types, save the one that is doubly tagged on purpose."""
    news = load_schema(NEWS)
    words = Counter(w for f in news.concrete(FrameKind.EVENT) for w in f.lexicon)
    assert {word for word, count in words.items() if count > 1} == {"kill"}


def test_shipped_colours_can_be_read_on_white():
    """White text on each colour, or the colour on white, has a contrast of 4.5 at least (AA)."""
    for schema in (load_schema(NEWS), load_schema(MINIMAL)):
        for kind in [*schema.span_types.values(), *schema.frame_types.values()]:
            if kind.color:
                assert 1.05 / (luminance(kind.color) + 0.05) >= 4.5, (kind.name, kind.color)


def luminance(color: str) -> float:
    """Return the relative luminance of a hex colour (WCAG 2.2)."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


WORDS = sorted(set(re.findall(r"(?:\n *|[{] ?|, )([a-z_]+):", SOUND)))
ALSO_KNOWN = frozenset({"anchor", "trigger"})


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["drop", "double", "swap"]), st.data())
def test_no_damage_makes_the_loader_raise(position, damage, data):
    """Characters lost, doubled or replaced: a schema or problems, never an exception."""
    at = position % len(SOUND)
    new = {"drop": "", "double": SOUND[at] * 2}.get(damage)
    if new is None:
        new = data.draw(st.text(max_size=3))
    found = read_schema(SOUND[:at] + new + SOUND[at + 1 :], "s.yaml")
    assert isinstance(found, Schema) or found


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_changed_key_never_passes_silently(data):
    """Whatever a key of the meta-schema is turned into is reported as unknown."""
    keys = [word for word in WORDS if word not in CHOSEN]
    places = [m for key in keys for m in re.finditer(rf"(?<=[{{ \n]){key}(?=: )", SOUND)]
    place = data.draw(st.sampled_from(places))
    wrong = place.group() + data.draw(st.text("abcxyz_", min_size=1, max_size=4))
    assume(wrong not in ALSO_KNOWN)
    problems = problems_of(SOUND[: place.start()] + wrong + SOUND[place.end() :])
    line = SOUND[: place.start()].count("\n") + 1
    assert any(p.line == line and f"unknown key {wrong!r}" in p.message for p in problems)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(set("abcdefghijklmnopqrstuvwxyzABCFIOSUVWZ0189/?.,[]+-= é→"))))
def test_a_hot_key_is_taken_exactly_when_the_surface_and_the_types_leave_it_free(key):
    """One printable character that is neither reserved nor used twice."""
    used = {"a", "p", "e", "c", "x"}
    found = problems_of(plant("key: U", f"key: '{key}'¦")[0])
    assert (found == ()) == (key not in RESERVED_KEYS and key not in used)
