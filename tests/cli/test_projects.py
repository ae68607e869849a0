"""``labeler projects``, and ``--project`` of the other commands."""

from datetime import UTC, datetime

import pytest
from databases import Databases, upgrade
from typer.testing import CliRunner

from labeler.cli.main import app
from labeler.core.people import Role
from labeler.store import SqlStore

SMALL = """\
schema:
  id: small
  version: "1.0"
  title: Small
  language: en
  meta_schema: "1.0"
span_types:
  team: {key: t, def: "A team.", color: "#1f77b4"}
"""


@pytest.fixture
def store(databases: Databases, kind: str, tmp_path, monkeypatch):
    """The database the commands find, and two articles in the folder ``in``."""
    with databases.fresh(kind, upgrade) as url:
        monkeypatch.setenv("LABELER_DATA", str(tmp_path))
        monkeypatch.setenv("LABELER_DATABASE", url)
        monkeypatch.chdir(tmp_path)
        (tmp_path / "in").mkdir()
        for number in range(2):
            (tmp_path / "in" / f"{number}.txt").write_text(f"Article {number}\n\nRain.", "utf-8")
        (tmp_path / "small.yaml").write_text(SMALL, "utf-8")
        opened = SqlStore(url)
        yield opened
        opened.close()


def run(*words: str):
    """Run a command."""
    return CliRunner().invoke(app, list(words))


def say(*words: str) -> str:
    """Run a command that works, and return what it says."""
    done = run(*words)
    assert done.exit_code == 0, done.output
    return done.stdout


def refuse(*words: str) -> str:
    """Run a command that does not work, and return why."""
    done = run(*words)
    assert done.exit_code == 1, done.output
    return done.output


def test_a_project_is_made_filled_and_copied(store: SqlStore):
    """Its articles, batches, labels and figures are its own."""
    made = say("projects", "create", "sports", "--name", "Sports", "--schema", "small.yaml")
    assert made.startswith("Sports (sports) is made, with the schema small.")
    say("import", "in", "--project", "sports")
    assert store.list_documents("sports", "local").total == 2
    assert store.list_documents("news", "local").total == 0
    assert "All articles" in say("batches", "--project", "sports", "list")
    say("batches", "--project", "sports", "create", "Round")
    assert "Round" not in say("batches", "list")
    assert say("progress", "--project", "sports").startswith("0 of 2 articles done")
    assert "sports holds what was submitted" in say("labels", "rebuild", "--project", "sports")
    say("projects", "copy", "sports", "again", "--articles")
    listed = say("projects", "list").split("\n")
    again = next(line for line in listed if line.startswith("again")).split()
    assert again[:3] == ["again", "again", "active"]
    assert again[5:] == ["2", "0", "0"]


def test_a_project_nobody_made_is_named_and_nothing_is_made(store: SqlStore):
    """A slip of the fingers brings articles nowhere."""
    for words in (
        ("import", "in", "--project", "nesw"),
        ("progress", "--project", "nesw"),
        ("batches", "--project", "nesw", "list"),
        ("labels", "verify", "--project", "nesw"),
        ("suggest", "--project", "nesw"),
    ):
        assert "there is no project 'nesw'; there are: news" in refuse(*words), words
    with store.projects.reading() as book:
        assert [project.id for project in book.all()] == ["news"]


def test_what_cannot_be_made_is_refused_whole(store: SqlStore, tmp_path):
    """Every problem of the schema, a wrong id, an admin nobody knows."""
    (tmp_path / "bad.yaml").write_text(SMALL.replace("key: t", "colour: red"), "utf-8")
    assert "bad.yaml:8" in refuse("projects", "create", "sports", "--schema", "bad.yaml")
    assert "an id has 1 to 40" in refuse("projects", "create", "Sports")
    assert "no account 'nobody'" in refuse("projects", "create", "sports", "--admin", "nobody")
    with store.projects.reading() as book:
        assert [project.id for project in book.all()] == ["news"]


def test_an_archived_project_takes_no_articles_until_it_is_opened(store: SqlStore):
    """And one in the trash is not there, but to be restored."""
    say("projects", "create", "sports", "--schema", "small.yaml")
    assert say("projects", "archive", "sports") == "sports (sports) is archived.\n"
    assert "This project is archived" in refuse("import", "in", "--project", "sports")
    say("projects", "trash", "sports")
    assert "there is no project 'sports'" in refuse("import", "in", "--project", "sports")
    say("projects", "restore", "sports")
    say("projects", "open", "sports")
    say("import", "in", "--project", "sports")
    assert store.list_documents("sports", "local").total == 2
    assert "the first project stays" in refuse("projects", "trash", "news")


def test_an_account_becomes_the_admin(store: SqlStore):
    """Where people sign in, somebody has to look after it."""
    say("projects", "list")
    with store.people.changing() as book:
        book.put_account("ana", "Ana", datetime.now(UTC))
    say("projects", "create", "sports", "--schema", "small.yaml", "--admin", "ana")
    with store.people.reading() as book:
        assert book.roles("ana") == {"sports": Role.ADMIN}
