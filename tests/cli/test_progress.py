"""``labeler progress``: the figures in the terminal, and all of them as JSON."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from labeler.cli.main import app
from labeler.core.document import Document
from labeler.settings import Settings
from labeler.store import SqlStore


@pytest.fixture
def worked(tmp_path, monkeypatch):
    """An installation with two articles, one of them skipped by ``local``."""
    monkeypatch.setenv("LABELER_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    # Any command that works makes the project.
    assert CliRunner().invoke(app, ["labels", "rebuild"]).exit_code == 0
    store = SqlStore(Settings(data=tmp_path).database_url)
    now = datetime.now(UTC)
    store.add_documents("news", [Document(f"a-{n}", "Strike", f"Text {n}.") for n in (1, 2)], now)
    task = store.open_task("news", "a-1", "local", now, 60)
    store.skip("news", task.id, task.lease.fence, "[bold]too long", now)
    store.close()


@pytest.mark.usefixtures("worked")
def test_the_terminal_has_a_line_for_each_person():
    """With what is left, and why there is no forecast."""
    result = CliRunner().invoke(app, ["progress"])
    assert result.exit_code == 0, result.output
    assert "0 of 2 articles done, 0 in hand, 2 left. No forecast: it takes 3 days" in result.output
    assert "You" in result.output
    assert "1 skipped" in result.output


@pytest.mark.usefixtures("worked")
def test_json_has_all_figures():
    """As the API has them."""
    result = CliRunner().invoke(app, ["progress", "--json", "--person", "local", "--days", "7"])
    assert result.exit_code == 0, result.output
    figures = json.loads(result.output)
    assert (figures["wanted"], figures["done"], figures["left"]) == (2, 1, 1)
    assert figures["reasons"] == [{"reason": "[bold]too long", "articles": 1}]
