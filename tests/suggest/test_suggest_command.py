"""``labeler suggest``."""

from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from labeler.cli.main import app
from labeler.core.document import Document
from labeler.schema_file import load_schema
from labeler.settings import DEFAULT_PROJECT, Settings
from labeler.store import SqlStore


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Settings:
    """Settings of an installation with one article."""
    monkeypatch.setenv("LABELER_DATA", str(tmp_path))
    monkeypatch.setenv("LABELER_CONFIG", str(tmp_path / "none.toml"))
    settings = Settings(data=tmp_path)
    now = datetime(2031, 5, 3, tzinfo=UTC)
    store = SqlStore(settings.database_url)
    store.upgrade()
    store.ensure_project(DEFAULT_PROJECT, load_schema(settings.schema_path), now)
    article = Document("a-1", "Ferry", "Ferry\n\nPortugal sent two ships, officials said.")
    store.add_documents(DEFAULT_PROJECT, [article], now)
    store.close()
    return settings


def test_the_missing_suggestions_are_computed_once(settings):
    """The first run reads the article, the second finds nothing to do."""
    first = CliRunner().invoke(app, ["suggest"])
    assert first.exit_code == 0, first.output
    author = first.output.partition("(by ")[2].partition(")")[0]
    assert "new suggestions: 1" in first.output
    store = SqlStore(settings.database_url)
    labels = store.suggestions(DEFAULT_PROJECT, "a-1", author)
    store.close()
    assert labels is not None
    assert any(f.type == "Attribution" for f in labels.frames)
    assert "new suggestions: 0" in CliRunner().invoke(app, ["suggest"]).output


def test_a_missing_pipeline_is_one_plain_line(settings):
    """Exit code 1 and what to install, no stack trace."""
    assert settings.pipeline == ""
    result = CliRunner().invoke(app, ["suggest", "--pipeline", "no_such"])
    assert result.exit_code == 1
    assert "pip install no_such" in result.output
    assert "Traceback" not in result.output
