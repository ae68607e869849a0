"""The expert's annotation of the seed article is expressible without loss."""

import pytest
from shared import gold_document, gold_from, gold_labels, needs_shared, read_gold

from labeler.codec import dumps_annotation_set, load_annotation_set
from labeler.core.problems import Level
from labeler.core.validation import validate
from labeler.schema_file import load_schema
from labeler.settings import shipped

pytestmark = [needs_shared, pytest.mark.corpora]


@pytest.fixture(scope="module")
def gold():
    """The gold's file."""
    return read_gold()


@pytest.fixture(scope="module")
def schema():
    """The schema that ships."""
    return load_schema(shipped("schemas") / "news_events.yaml")


@pytest.fixture(scope="module")
def labels(gold, schema):
    """The gold as an annotation set."""
    return gold_labels(gold, schema.id, schema.version)


def test_the_gold_becomes_a_set_and_comes_back_exactly(gold, labels):
    """All 155 mentions, 47 frames, 19 entities and 15 relations survive both ways."""
    assert gold_from(labels, gold) == gold
    assert (len(labels.mentions), len(labels.frames)) == (155, 47)


def test_the_gold_survives_the_json_format_exactly(gold, labels):
    """What is stored and sent is what the expert said."""
    text = gold["document"]["text"]
    again = load_annotation_set(dumps_annotation_set(labels, text), text)
    assert again == labels
    assert gold_from(again, gold) == gold


def test_the_gold_may_be_submitted(gold, labels, schema):
    """The shipped schema finds nothing wrong in the expert's labels that blocks a submit."""
    problems = validate(labels, gold_document(gold), schema)
    assert [p for p in problems if p.level is not Level.WARNING] == []
