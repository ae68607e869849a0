"""Every mistake in a schema file is reported, once, where it stands."""

import pytest
from schema_plants import SOUND, plant, problems_of

from labeler.core.schema import RESERVED_KEYS
from labeler.schema_file import SchemaFileError, SchemaProblem, load_schema

PLANTS = [
    # The form of the file
    ("values: [ok, bad]", "values: [ok, bad¦}", "not YAML: "),
    ("offsets: {", "¦schema: {}\noffsets: {", "duplicate key 'schema'; the first is on line 1"),
    ("  Place: {key: p}", "  Place: {key: p}\n  ¦Place: {}", "duplicate key 'Place'"),
    ("migrations:", "¦fames: {}\nmigrations:", "unknown key 'fames'; did you mean 'frames'?"),
    ("lexicon: [crown]", "¦lexcon: [crown]", "unknown key 'lexcon'; did you mean 'lexicon'?"),
    ("place: {fill: Place}", "place: {fill: Place, ¦maxx: 2}", "did you mean 'max'?"),
    ("title: Test", "title: ¦[Test]", "'title' is a list; wants a text"),
    ("title: Test", "title: ¦!!python/name:os.system Test", "the tag 'tag:yaml.org,2002:python"),
    ("  Place: {key: p}", "  Place: ¦[p]", "found a list; wants a mapping"),
    ("values: [ok, bad]", "values: [ok, ¦{bad: 1}]", "'values' holds a mapping"),
    ("trim: [space]", "trim: [¦spaces]", "wants space or newline"),
    ("same_type: none", "same_type: ¦nest", "did you mean 'nested'?"),
    ("abstract: true, key: a", "abstract: ¦1, key: a", "'abstract' is '1'; wants true or false"),
    ("max_tokens: 3", "max_tokens: ¦many", "wants a whole number, 1 or more"),
    ("max_fragments: 4", "max_fragments: ¦0", "wants a whole number, 1 or more"),
    ('"#0072b2"', "¦blue", "wants a colour"),
    ("lexicon: [crown]", "lexicon: [¦Crown]", "'lexicon' is 'Crown'; wants 'crown'"),
    ("unit: unicode_codepoint", "unit: ¦utf16", "wants one of unicode_codepoint"),
    ("  Place: {key: p}", "  Place: {key: p}\n  ¦3D: {}", "wants a name of letters"),
    ("  Place: {key: p}", "  Place: {key: p}\n  ¦entity: {}", "the word itself means an entity"),
    # What is missing
    ("schema: {id: test, ", "schema: ¦{", "'schema' lacks 'id'"),
    ("id: test", "id: ¦Test Me", "wants lower-case letters"),
    ('version: "1.2", ', "version: ¦one, ", "wants a version"),
    ('meta_schema: "1.0"', "meta_schema: ¦9", "wants one of 1.0"),
    ("tone: {type: enum, ", "tone: ¦{", "attribute 'tone' lacks 'type'"),
    ("place: {fill: Place}", "place: ¦{max: 2}", "lacks 'fill'"),
    ("{id: once, ", "¦{", "lacks 'id'"),
    # Attributes
    ("type: int, min", "type: ¦integer, min", "wants one of enum, multi_enum, bool, int"),
    ("values: [calm, loud]", "values: [calm, loud, ¦calm]", "'calm' stands twice"),
    ("values: [ok, bad]", "¦values: []", "type enum wants a list of 'values'"),
    ("{type: int, min", "{type: int, ¦values: [1], min", "type int takes no 'values'"),
    ("default: calm", "default: ¦clam", "'default' is 'clam'; wants one of the values calm, loud"),
    ("default: [two]", "default: ¦[three]", "wants a list of values among one, two"),
    ("default: [two]", "default: ¦two", "wants a list of values among one, two"),
    ("default: ABC", "default: ¦abc", "wants a text that fits the pattern"),
    ("default: 5", "default: ¦50", "wants a whole number within"),
    ("max: 9, default: 5", "max: 9, default: ¦2.5", "wants a whole number within"),
    (
        'pattern: "[A-Z]+", default: ABC',
        'pattern: ¦"[A-Z", default: ABC',
        "cannot be used: unterminated",
    ),
    (
        'pattern: "[A-Z]+", default: ABC',
        'pattern: ¦"[[A]", default: A',
        "cannot be used: Possible nested set",
    ),
    ("max: 9, default: 5", f"max: ¦{'9' * 400}", "wants a number"),
    ("min: 1, max: 9, default: 5", "¦min: 11, max: 9", "'min' 11 is more than 'max' 9"),
    ("max: 9, default: 5", "max: ¦ten", "'max' is 'ten'; wants a number"),
    ('{type: text, pattern: "[A-Z]+"', "{type: text, ¦min: 3", "type text takes no 'min'"),
    ("type: int, min: 1", "type: int, ¦pattern: x, min: 1", "type int takes no 'pattern'"),
    ("labels: {loud:", "labels: {¦lout:", "which is not among the values; did you mean 'loud'?"),
    ('{color: "#112233"}', "{color: ¦red}", "wants a colour"),
    ("derived: ere_realis", "derived: ¦realis", "wants one of ere_realis; did you mean"),
    ("[actual, generic, other], derived", "[actual, other], ¦derived", "with the values actual"),
    ("derived: ere_realis", "derived: ere_realis, ¦default: actual", "takes no 'default'"),
    ("derived: ere_realis", "derived: ere_realis, ¦guess: source_kind", "takes no 'guess'"),
    ("guess: lexicon", "guess: ¦lexicn", "wants one of lexicon, quotation,"),
    ("values: [calm, loud], default", "values: [calm, loud], ¦guess: quotation, default", "direct"),
    ("{type: int, min", "{type: int, ¦guess: source_kind, min", "'source_kind' wants type enum"),
    (
        "voice: {type: enum, values: [soft, hard], guess",
        "voice: {type: multi_enum, values: [soft, hard], ¦guess",
        "'lexicon' wants type enum",
    ),
    (
        "guess: lexicon, labels: {hard: {lexicon: [shout, cry]}}",
        "¦guess: lexicon",
        "wants a 'lexicon'",
    ),
    ("[shout, cry]", "[¦Shout, cry]", "'lexicon' is 'Shout'; wants 'shout'"),
    (
        "{hard: {lexicon: [shout",
        "{soft: {lexicon: [shout]}, hard: {lexicon: [¦shout",
        "under 'soft' too",
    ),
    ('{loud: {color: "#112233"}', "{loud: {¦lexicon: [roar]}", "is for the rule 'guess: lexicon'"),
    ("  tags: {", "  ¦mode: {type: bool}\n  tags: {", "comes from the 'modes'"),
    ("  tags: {", "  ¦Big: {type: bool}\n  tags: {", "wants a name of lower-case letters"),
    ("  quality: {", "  ¦code: {type: bool}\n  quality: {", "'code' is also an attribute"),
    # Names that lead nowhere
    ("attributes: [tone], color", "attributes: [¦tune], color", "did you mean 'tone'?"),
    ("attributes: [mode, tone,", "attributes: [mode, ¦tune,", "no attribute 'tune'"),
    ("attributes: [size]", "attributes: [¦sise]", "did you mean 'size'?"),
    ("attributes: [code]", "attributes: [¦cod]", "did you mean 'code'?"),
    ("content: {fill: [Content]", "content: {fill: [¦Contents]", "did you mean 'Content'?"),
    ("source: {fill: actor}", "source: {fill: ¦actors}", "did you mean 'actor'?"),
    ("source: {fill: actor}", "source: {fill: ¦Actr.*}", "did you mean 'Actor'?"),
    ("source: {fill: actor}", "source: {fill: ¦Actor}", "'Actor' is abstract; write 'Actor.*'"),
    ("anything: [actor, Place]", "anything: [actor, ¦Plaice]", "did you mean 'Place'?"),
    ("drop_roles: [place]", "drop_roles: [¦plaice]", "no role 'plaice' to drop; did you mean"),
    ("requires: [place]", "requires: [¦target]", "there is no role 'target'"),
    (
        "overlap_with: {cue:",
        "overlap_with: {¦clue:",
        "there is no role 'clue'; did you mean 'cue'?",
    ),
    ("{via: content", "{via: ¦contents", "did you mean 'content'?"),
    ("stored_as: nested_in", "stored_as: ¦inner", "wants one of nested_in"),
    ("  Actor.Firm: {key: U}", "  ¦Actr.Firm: {key: U}", "no parent 'Actr'; did you mean 'Actor'?"),
    ("parent: Place", "parent: ¦Plaice", "there is no parent 'Plaice'"),
    ("  Actor.Firm: {key: U}", "  Actor.Firm: {parent: ¦Place}", "but its name says 'Actor'"),
    ("  Event.HIT:", "  ¦Evnt.HIT:", "no parent 'Evnt'"),
    ("trigger: {type: Trigger,", "trigger: {type: ¦Triger,", "did you mean 'Trigger'?"),
    ('from: "Event.*"', "from: ¦Evnt.*", "did you mean 'Event'?"),
    ('from: "Event.*"', "from: ¦Place", "there is no type 'Place' to use here"),
    ("from: entity, to: entity", "from: [¦entity, Saying], to: entity", "not both"),
    ("on: Saying", "on: ¦Sayings", "did you mean 'Saying'?"),
    ("rule: trigger_once", "rule: ¦trigger_onc", "did you mean 'trigger_once'?"),
    ("args: {role: source,", "args: {role: ¦sauce,", "Saying has no role 'sauce'"),
    ("attribute: tone, value", "attribute: ¦size, value", "Saying has no attribute 'size'"),
    ("value: loud", "value: ¦lout", "'tone' has no value 'lout'; did you mean 'loud'?"),
    ("args: {role: source,", "args: ¦{", "rule 'role_or_value' lacks the argument 'role'"),
    ("rule: trigger_once", "rule: trigger_once, args: {¦role: actor}", "unknown key 'role'"),
    ("{id: once,", "{¦id: said,", "the id is taken on line"),
    # Circles
    ("  Place: {key: p}", "  Place: {key: p, parent: ¦Place}", "itself: Place → Place"),
    ("actor: [Actor.*]", "actor: [Actor.*, ¦actor]", "group 'actor' contains itself"),
    # Roles and anchors
    ("place: {fill: Place}", "¦place: {fill: Scene}", "nobody can fill it"),
    ("min: 1, max: 2}", "¦min: 3, max: 2}", "'min' 3 is more than 'max' 2"),
    ("[Content], min: 1,", "[Content], ¦min: 2,", "'max' 1, which holds where none is given"),
    ("max: 3}", "max: ¦0}", "wants a whole number, 1 or more"),
    ("{type: Cue, min: 0}", "{type: ¦Actor, min: 0}", "the anchor's type 'Actor' is abstract"),
    ("min: 1, max: 1}", "min: 1, ¦max: 2}", "a frame has one anchor"),
    ("    anchor: {", "    trigger: {type: Cue}\n    ¦anchor: {", "mean the same; keep one"),
    ("      source: {", "      ¦cue: {fill: Place}\n      source: {", "'cue' is its anchor"),
    ("  Event.HIT:", "  ¦Event.HIT:\n    kind: attribution", "but Event is of kind event"),
    (
        "  Event.MEET: {",
        "  ¦Place: {kind: event, trigger: {type: Cue}}\n  Event.MEET: {",
        "is a span type and a frame",
    ),
    ("attributes: [tone]\n", "attributes: [tone, ¦mode]\n", "neither it nor a child has 'modes'"),
    ("attributes: [tone], color", "attributes: [tone, ¦mode], color", "only frames have"),
    ("  Saying:\n", "  ¦Saying:\n    modes: [aloud]\n", "'mode' is not among its attributes"),
    # Relations
    ("symmetric: true}", "symmetric: true, ¦acyclic: true}", "always runs in a circle"),
    # Hot keys
    ("{key: p}", "{key: ¦a}", "the hot key 'a' of Place is taken by Actor on line 15"),
    ("key: U", "key: ¦FF", "'FF'; wants one printable character"),
    ("key: U", 'key: ¦"\\t"', "wants one printable character"),
    ("key: U", "key: ¦7", "'7' of Actor.Firm is needed by the surface: open a slot"),
    # Sections checked for their form
    ("span: dice", "span: ¦fuzzy", "wants one of exact, overlap, head, dice"),
    ("dice_min: 0.5", "¦dice_min: 5", "wants 0 to 1"),
    ("rename_type: {A: B}", "rename_type: {¦A: [B]}", "'A' wants a new name"),
    ('{from: "1.0"', "{from: ¦first", "wants a version"),
]
_HIDING = {
    "not YAML: ",
    "'abstract' is '1'; wants true or false",
    "no parent 'Evnt'",
    "did you mean 'Saying'?",
}
"""Mistakes that keep another planted one from being seen."""


def test_the_sound_schema_loads():
    """The text errors are planted into has none itself."""
    assert problems_of(SOUND) == ()


@pytest.mark.parametrize(("old", "new", "message"), PLANTS, ids=[c[1][:60] for c in PLANTS])
def test_a_planted_error_is_the_one_problem_and_has_its_place(old, new, message):
    """One mistake gives one problem, at its own line and column."""
    text, place = plant(old, new)
    found = problems_of(text)
    assert len(found) == 1, "\n".join(map(str, found))
    assert (found[0].line, found[0].column) == place, str(found[0])
    assert message in found[0].message


@pytest.mark.parametrize("key", sorted(RESERVED_KEYS))
def test_no_type_may_take_a_key_of_the_surface(key):
    """Each reserved key is refused, and the message says what it does."""
    text, place = plant("key: U", f"key: ¦'{key}'")
    (found,) = problems_of(text)
    assert (found.line, found.column) == place
    assert RESERVED_KEYS[key] in found.message


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("    kind: event\n", "", "  Event:", "lacks 'kind'"),
        ("    anchor: {type: Cue, min: 0}\n", "", "  Saying:", "lacks 'trigger'"),
        ("from: entity, to: entity", "from: entity", "  ally:", "lacks 'to'"),
        ("from: entity, to: entity", "from: entity, to: Saying", "  ally:", "must be the same"),
        ('types_from: "Actor.*", ', "", "  ally:", "no span type forms entities"),
        ('types_from: "Actor.*", ', "", "entities:", "no span type forms entities"),
        (
            "  Scene: {parent: Place, retired: true}",
            "  Scene: {parent: Hall}\n  Hall: {parent: Scene}",
            "  Scene:",
            "inherits from itself: Scene → Hall → Scene",
        ),
        (
            "actor: [Actor.*]\n",
            "actor: [Actor.*, anything]\n",
            "  anything:",
            "group 'anything' contains itself",
        ),
    ],
)
def test_a_problem_of_a_whole_entry_is_on_its_line(old, new, line, message):
    """What is missing from an entry is reported where the entry begins."""
    text, _ = plant(old, new + "¦")
    number = next(n for n, t in enumerate(text.splitlines(), 1) if t.startswith(line))
    assert any(p.line == number and message in p.message for p in problems_of(text)), problems_of(
        text
    )


def test_all_problems_are_reported_at_once_in_file_order():
    """A mistake on every other line: all are reported in one go."""
    text = SOUND
    places = []
    plants = [c for c in PLANTS if "\n" not in c[0] + c[1] and c[2] not in _HIDING]
    taken: set[int] = set()
    for old, new, message in plants:
        line = SOUND[: SOUND.index(old)].count("\n") + 1
        if line in taken or text.count(old) != 1:
            continue
        taken.add(line)
        text, place = plant(old, new, text)
        places.append((place, message))
    found = problems_of(text)
    assert len(places) > 20
    assert [p for p in places if not _is_reported(p, found)] == []
    assert list(found) == sorted(found)


def _is_reported(expected: tuple[tuple[int, int], str], found: tuple[SchemaProblem, ...]) -> bool:
    place, _ = expected
    return any((p.line, p.column) == place for p in found)


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 1, 1, "the file is empty"),
        ("# only words\n", 1, 1, "the file is empty"),
        ("- a\n- b\n", 1, 1, "found a list; wants a mapping"),
        ("a: 1\n---\nb: 2\n", 2, 1, "not YAML: "),
        ("a: *b\n", 1, 4, "not YAML: "),
        ("a: \x07\n", 1, 4, "not YAML: the character"),
        ("a: &x [*x]\n", 1, 4, "contains itself through an alias"),
        ("? [a, b]\n: c\n", 1, 3, "a key must be one word"),
        ("[" * 2000, 1, 1, "nested too deeply"),
    ],
)
def test_a_text_that_is_no_schema_is_refused_with_its_place(text, line, column, message):
    """Nothing in a text makes the loader raise."""
    found = problems_of(text)
    assert any((p.line, p.column) == (line, column) and message in p.message for p in found), found


def test_a_file_that_cannot_be_read_is_a_problem_too(tmp_path):
    """A missing, undecodable or wrong kind of file reads like any problem."""
    broken = tmp_path / "broken.yaml"
    broken.write_bytes(b"schema:\n  id: x\xff")
    for path, message in (
        (tmp_path / "missing.yaml", ":1:1: cannot be read: No such file or directory"),
        (tmp_path, ":1:1: cannot be read: Is a directory"),
        (broken, ":2:8: not UTF-8 from here on"),
    ):
        with pytest.raises(SchemaFileError) as caught:
            load_schema(path)
        assert str(caught.value) == f"{path}{message}"


def test_the_error_lists_every_line_as_file_line_column_message(tmp_path):
    """Each problem is a line an editor can jump to."""
    path = tmp_path / "s.yaml"
    path.write_text(SOUND.replace("key: U", "key: p").replace("unit: ", "unite: "), "utf-8")
    with pytest.raises(SchemaFileError) as caught:
        load_schema(path)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(caught.value.problems) == 2
    assert lines[0].startswith(f"{path}:2:11: 'offsets': unknown key 'unite'")
