"""``labeler batches`` and ``labeler import --batch``: the queue without a browser."""

import re

import pytest
from databases import Databases, upgrade
from typer.testing import CliRunner

from labeler.cli.main import app
from labeler.core.queue import Kind
from labeler.store import SqlStore

ARTICLES = 3


@pytest.fixture
def store(databases: Databases, kind: str, tmp_path, monkeypatch):
    """The database the commands find, with three articles."""
    with databases.fresh(kind, upgrade) as url:
        monkeypatch.setenv("LABELER_DATA", str(tmp_path))
        monkeypatch.setenv("LABELER_DATABASE", url)
        monkeypatch.chdir(tmp_path)
        write(tmp_path, *range(ARTICLES))
        assert run("import", "in").exit_code == 0
        opened = SqlStore(url)
        yield opened
        opened.close()


def write(folder, *numbers: int) -> None:
    """Leave articles of these numbers, and no others, in the folder ``in``."""
    (folder / "in").mkdir(exist_ok=True)
    for old in (folder / "in").iterdir():
        old.unlink()
    for number in numbers:
        (folder / "in" / f"{number}.txt").write_text(f"Article {number}\n\nIt rained.", "utf-8")


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


def make(*options: str) -> str:
    """Make a batch and return its id."""
    return re.findall(r"\((b-\w+)\)", say("batches", "create", "First round", *options))[0]


def articles(store: SqlStore, batch_id: str) -> list[tuple[str, Kind]]:
    """Return the titles of the articles of a batch in order, with what each is for."""
    with store.queue.reading() as book:
        rows, _ = book.articles("news", batch_id, "", 50, 0)
    return [(row.title, row.kind) for row in rows]


def state(store: SqlStore, batch_id: str) -> str:
    """Return the state of a batch."""
    with store.queue.reading() as book:
        return book.batch("news", batch_id).state.value


def test_a_batch_is_made_filled_opened_and_closed(store: SqlStore):
    """By its name, in whichever case, or its id; what was done is written down."""
    made = make("--each", "2", "--priority", "3")
    assert state(store, made) == "paused"
    assert say("batches", "fill", "first ROUND", "--most", "2", "--search", "article").startswith(
        "2 moved from All articles to First round"
    )
    assert [title for title, _ in articles(store, made)] == ["Article 0", "Article 1"]
    for command, then in (("open", "open"), ("pause", "paused"), ("close", "closed")):
        say("batches", command, made)
        assert state(store, made) == then
    listed = say("batches", "list").splitlines()
    (line,) = (line for line in listed if "First round" in line)
    assert re.findall(r"[\w-]+", line)[2:] == [made, "closed", "2", "2", "0", "0"]
    with store.queue.reading() as book:
        assert {change.login for change in book.changes("news", made)} == {"local"}


@pytest.mark.usefixtures("store")
def test_articles_are_dealt_out():
    """To the people named; done again, nothing is left to deal."""
    made = make("--dealt", "--person", "local", "--person", "local")
    say("batches", "fill", made)
    assert say("batches", "deal", made) == "3 places were dealt.\n"
    assert say("batches", "deal", made) == "Everything is dealt already.\n"
    assert "once the batch names people" in refuse("batches", "deal", "all")


@pytest.mark.usefixtures("store")
def test_what_cannot_be_is_said_all_at_once():
    """And a batch that is not there names those there are."""
    words = refuse("batches", "create", " ", "--each", "200", "--person", "zoe")
    for reason in ("a name is missing", "not 200", "'zoe'"):
        assert reason in words
    made = make()
    for command in ("open", "deal", "fill"):
        words = refuse("batches", command, "second")
        assert f"“All articles” (all), “First round” ({made})" in words
    make()
    assert "several batches are called 'First round'" in refuse("batches", "open", "First round")


@pytest.mark.usefixtures("store")
def test_a_name_does_not_steer_the_terminal():
    """What is no letter is written out."""
    made = say("batches", "create", "A\x1b[2Jb")
    listed = say("batches", "list")
    assert "A\\x1b[2Jb" in made
    assert "A\\x1b[2Jb" in listed
    assert "\x1b" not in made + listed


def test_an_import_goes_to_the_batch_it_names(store: SqlStore, tmp_path):
    """At its end and under its rule; what was there already stays where it is."""
    made = make("--calibration", "1")
    write(tmp_path, 1, 7, 8)
    say("import", "in", "--batch", "First round")
    assert articles(store, made) == [
        ("Article 7", Kind.CALIBRATION),
        ("Article 8", Kind.ORDINARY),
    ]
    write(tmp_path, 9)
    say("import", "in", "--batch", made)
    assert articles(store, made)[2:] == [("Article 9", Kind.ORDINARY)]
    assert len(articles(store, "all")) == ARTICLES


def test_an_import_to_no_batch_imports_nothing(store: SqlStore, tmp_path):
    """Rather than to another one."""
    write(tmp_path, 7)
    assert "there is no batch 'nope'; there are “All articles” (all)" in refuse(
        "import", "in", "--batch", "nope"
    )
    assert len(articles(store, "all")) == ARTICLES
