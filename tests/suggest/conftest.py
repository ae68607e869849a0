"""One loaded pipeline for all tests of suggestions."""

import pytest
from readings import Reading

from labeler.core.document import Document
from labeler.core.schema import Schema
from labeler.core.validation import blocks_saving, validate
from labeler.schema_file import load_schema
from labeler.settings import shipped
from labeler.suggest.suggester import SpacySuggester


@pytest.fixture(scope="session")
def schema() -> Schema:
    """The schema that ships."""
    return load_schema(shipped("schemas") / "news_events.yaml")


@pytest.fixture(scope="session")
def suggester(schema) -> SpacySuggester:
    """The default pipeline under that schema."""
    return SpacySuggester("", schema)


@pytest.fixture(scope="session")
def suggest(suggester, schema):
    """Return a function from a text to its reading; every reading may be stored."""

    def read(text: str) -> Reading:
        document = Document("d-1", text.split("\n", 1)[0], text)
        [labels] = suggester.suggest([document])
        assert not blocks_saving(validate(labels, document, schema))
        return Reading(document, labels)

    return read
