"""The commands `labeler schema check` and `labeler schema docs`, and the guidelines."""

import re

from schema_plants import CHOSEN, SOUND
from typer.testing import CliRunner

from labeler.cli.schema import app
from labeler.core.schema import GUESS_RULES, RESERVED_KEYS, RULES
from labeler.schema_file import load_schema, read_schema, write_guidelines
from labeler.settings import shipped

NEWS = shipped("schemas") / "news_events.yaml"
PAGE = (shipped("schemas").parent / "docs" / "schema.md").read_text("utf-8")


def run(*args: object) -> tuple[int, str, str]:
    """Return exit code, standard output and standard error."""
    found = CliRunner().invoke(app, [str(a) for a in args])
    return found.exit_code, found.stdout, found.stderr


def test_the_guidelines_name_everything_there_is():
    """Every type, role, attribute, relation and constraint of the news schema has its place."""
    schema = load_schema(NEWS)
    text = write_guidelines(schema)
    for name in [*schema.span_types, *schema.frame_types, *schema.relation_types]:
        assert f"| `{name}`" in text, name
    for name in [*schema.attributes, *(c.id for c in schema.constraints)]:
        assert f"| `{name}` |" in text, name
    for frame in schema.frame_types.values():
        section = text.partition(f"### {frame.name}\n")[2].partition("\n#")[0]
        assert frame.abstract or all(f"| `{r.name}` |" in section for r in frame.roles)
    assert "`aerial`" in text.partition("### Event.ASSAULT")[2]


def test_the_guidelines_say_how_a_first_value_is_picked():
    """In words, before the value it falls back on."""
    text = write_guidelines(load_schema(NEWS))
    row = text.partition("| `mention` |")[2].partition("\n")[0]
    assert "| picked by how the mention is worded, else `named` |" in row
    row = text.partition("| `source_kind` |")[2].partition("\n")[0]
    assert "| picked by who the source is, required |" in row
    assert all(f"| `{rule}` |" in PAGE for rule in GUESS_RULES)


def test_every_layer_is_a_table_of_its_own():
    """A reader finds the layers by their headings, each followed by one well-formed table."""
    text = write_guidelines(load_schema(NEWS))
    for layer in ("actors", "circumstances", "events", "attributions"):
        block = text.partition(f"## Mentions: {layer}\n\n")[2].partition("\n\n")[0].splitlines()
        assert block[0] == "| Type | Key | Definition | Example | Not |"
        assert {row.count(" | ") for row in block} == {4}


def test_a_definition_cannot_break_its_table():
    """Bars, line breaks and tags in a definition are shown as they are."""
    text = SOUND.replace("  Place: {key: p}", '  Place: {key: p, def: "a | b\\n<img src=x> *c*"}')
    found = read_schema(text, "s.yaml")
    assert not isinstance(found, tuple)
    assert "| `Place` | `p` | a \\| b &lt;img src=x> \\*c\\* |  |  |" in write_guidelines(found)


def test_check_says_one_line_about_a_sound_file():
    """Counts of what is there, exit code 0."""
    code, out, err = run("check", NEWS)
    assert (code, err, out.count("\n")) == (0, "", 1)
    assert "news-events 1.1 is sound: 24 span types, 19 event types, 1 attribution type," in out


def test_check_lists_every_problem_and_fails(tmp_path):
    """One line each, then their number, exit code 1."""
    path = tmp_path / "broken.yaml"
    path.write_text(SOUND.replace("key: U", "key: p").replace("title", "titel"), "utf-8")
    code, out, err = run("check", path)
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert lines[0].startswith(f"{path}:1:36: 'schema': unknown key 'titel'")
    assert lines[-1] == "2 problems"


def test_docs_writes_the_guidelines_where_asked(tmp_path):
    """To the terminal, or into a file; a broken schema gives its problems instead."""
    text = write_guidelines(load_schema(NEWS))
    assert run("docs", NEWS) == (0, text, "")
    output = tmp_path / "guide.md"
    assert run("docs", NEWS, "--output", output) == (0, "", "")
    assert output.read_text("utf-8") == text
    code, _, err = run("docs", NEWS, "--output", tmp_path / "no" / "guide.md")
    assert code == 1
    assert "cannot be written: No such file or directory" in err
    assert run("docs", tmp_path / "missing.yaml")[0] == 1


def test_the_page_about_schemas_names_every_key_rule_and_reserved_key():
    """Nothing a file may contain is missing from docs/schema.md."""
    words = set(re.findall(r"[a-z_]+", PAGE))
    keys = {key for key, _ in re.findall(r"(?:[{] ?|, |\n *)([a-z_]+)(:)", SOUND)}
    assert {k for k in keys if k not in CHOSEN} <= words
    for rule, args in RULES.items():
        row = PAGE.partition(f"| `{rule}` |")[2].partition("\n")[0]
        assert row
        assert all(f"`{arg}`" in row for arg in args)
    for key in RESERVED_KEYS:
        assert f"`{key}`" in PAGE or key in " 2345678", key


VALUES = {"role": "source", "attribute": "tone", "value": "loud"}


def test_every_rule_is_put_in_words():
    """A constraint without a message of its own says what it wants, arguments included."""
    text = write_guidelines(load_schema(NEWS))
    assert "| blocks a submit | source is filled, or source\\_kind is implicit |" in text
    for rule, args in RULES.items():
        given = ", ".join(f"{arg}: {VALUES[arg]}" for arg in sorted(args))
        line = f"  - {{id: new, on: Saying, level: error, rule: {rule}, args: {{{given}}}}}\n"
        found = read_schema(SOUND.replace("document_labels:", line + "document_labels:"), "s")
        assert not isinstance(found, tuple)
        (row,) = re.findall(r"\| `new` .*", write_guidelines(found))
        assert "{" not in row
        assert rule not in row


def test_whole_families_are_named_briefly():
    """Fourteen actor types in a slot read as one pattern, a part of them as what they are."""
    text = write_guidelines(load_schema(NEWS))
    assert "| `means` | `Actor.*`, `Weapon` | 0 to 5 |" in text
    whole = read_schema(SOUND, "s")
    assert not isinstance(whole, tuple)
    assert "| `target` | `Actor.*`, `Place` | 1 to 2 |" in write_guidelines(whole)
    part = read_schema(SOUND.replace("actor: [Actor.*]", "actor: [Actor.Firm]"), "s")
    assert not isinstance(part, tuple)
    assert "| `target` | `Actor.Firm`, `Place` | 1 to 2 |" in write_guidelines(part)
