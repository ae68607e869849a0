"""``labeler db`` says how far the database is, and brings it up to date."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from labeler.cli.db import app


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELER_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


def test_check_fails_until_upgrade_was_run():
    """The exit code tells scripts, the words tell people."""
    run = CliRunner().invoke
    before = run(app, ["check"])
    assert before.exit_code == 1
    assert "missing: 0001" in before.output
    assert "labeler db upgrade" in before.output
    upgraded = run(app, ["upgrade"])
    assert upgraded.exit_code == 0
    assert "done: 0001" in upgraded.output
    after = run(app, ["check"])
    assert (after.exit_code, after.output) == (0, "The database is up to date.\n")


def test_a_wrong_setting_is_said_plainly(monkeypatch: pytest.MonkeyPatch):
    """No stack trace for a mistake in the settings."""
    monkeypatch.setenv("LABELER_DATABASE", "sqlite://")
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 1
    assert "name a file" in result.output
