"""``labeler db`` says how far the database is, and brings it up to date."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import LOCKED_PERSON, Databases
from serving import free_port
from sqlalchemy import make_url, text
from typer.testing import CliRunner

from labeler.cli.db import app
from labeler.cli.main import app as labeler
from labeler.store.engine import Database

PASSWORD = "open-sesame-7"  # noqa: S105 - nothing is behind it
COMMANDS = pytest.mark.parametrize("command", ["check", "upgrade"])


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELER_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def url(databases: Databases, kind: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Name an empty database in the settings; return its address."""
    with databases.fresh(kind) as address:
        monkeypatch.setenv("LABELER_DATABASE", address)
        yield address


def refusal(command: str) -> str:
    """Run a command that must fail; return its one plain message."""
    found = CliRunner().invoke(app, [command])
    assert found.exit_code == 1
    assert isinstance(found.exception, SystemExit)
    assert "Traceback" not in found.output
    assert PASSWORD not in found.output
    return found.output


@pytest.mark.usefixtures("url")
def test_check_fails_until_upgrade_was_run():
    """The exit code tells scripts, the words tell people."""
    run = CliRunner().invoke
    before = run(app, ["check"])
    assert before.exit_code == 1
    assert "missing: 0001 First tables." in before.output
    assert "Run: labeler db upgrade" in before.output
    upgraded = run(app, ["upgrade"])
    assert upgraded.exit_code == 0
    missing = [line for line in before.output.splitlines() if line.startswith("missing: ")]
    done = [line.replace("missing", "done") for line in missing]
    assert upgraded.output.splitlines() == [*done, "The database is up to date."]
    for command in ("check", "upgrade"):
        after = run(app, [command])
        assert (after.exit_code, after.output) == (0, "The database is up to date.\n")


def test_without_a_setting_it_is_a_file_in_the_data_folder(tmp_path: Path):
    """A new one is made, with its folder."""
    assert CliRunner().invoke(app, ["upgrade"]).exit_code == 0
    assert (tmp_path / "data" / "labeler.db").is_file()


@COMMANDS
def test_a_newer_database_is_named_and_left_alone(url: str, command: str):
    """What to do is said."""
    CliRunner().invoke(app, ["upgrade"])
    database = Database(url)
    with database.write() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    database.close()
    said = refusal(command)
    assert "the database is at 9999, newer than this version of Labeler" in said
    assert "Run: labeler db upgrade" not in said


@COMMANDS
def test_a_wrong_password_is_said_and_not_shown(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, command: str
):
    """Who and where, so that it can be mended. SQLite knows no passwords."""
    given = make_url(databases.server.url("postgres"))
    given = given.set(username=LOCKED_PERSON, password=PASSWORD)
    monkeypatch.setenv("LABELER_DATABASE", given.render_as_string(hide_password=False))
    said = refusal(command)
    assert f'password authentication failed for user "{LOCKED_PERSON}"' in said
    assert f"postgresql://{LOCKED_PERSON}:***@" in said


@COMMANDS
def test_a_server_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, command: str):
    """With its address, and without the password."""
    address = f"127.0.0.1:{free_port()}"
    url = f"postgresql://me:{PASSWORD}@{address}/labeler?sslpassword={PASSWORD}"
    monkeypatch.setenv("LABELER_DATABASE", url)
    said = refusal(command)
    assert "Connection refused" in said
    assert f"postgresql://me:***@{address}/labeler" in said


@COMMANDS
def test_a_database_that_is_not_there_is_named(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, command: str
):
    """PostgreSQL makes none by itself, as SQLite does."""
    monkeypatch.setenv("LABELER_DATABASE", databases.server.url("nothing"))
    assert 'database "nothing" does not exist' in refusal(command)


@COMMANDS
def test_a_file_that_is_no_database_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
):
    """And stays as it is; only SQLite has a file."""
    file = tmp_path / "notes.txt"
    file.write_text("These are my notes, and no database at all.\n" * 20)
    monkeypatch.setenv("LABELER_DATABASE", f"sqlite:///{file}")
    assert "file is not a database" in refusal(command)
    assert file.read_text().startswith("These are my notes")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("sqlite://", "name a file"),
        (f"mysql://me:{PASSWORD}@localhost/labeler", "in SQLite or PostgreSQL, not in 'mysql'"),
        (f"postgresql+psycopg2://me:{PASSWORD}@localhost/labeler", "not in 'postgresql+psycopg2'"),
        (f"postgresql://me:{PASSWORD}@localhost:many/labeler", "no database URL"),
        (f"me:{PASSWORD}@localhost", "want sqlite:///FILE or postgresql://USER"),
    ],
)
@COMMANDS
def test_a_wrong_setting_is_said_plainly(
    monkeypatch: pytest.MonkeyPatch, command: str, setting: str, said: str
):
    """What is wanted, and never the setting itself, which may hold a password."""
    monkeypatch.setenv("LABELER_DATABASE", setting)
    assert said in refusal(command)


@COMMANDS
def test_people_who_may_not_make_tables_are_told(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, command: str
):
    """Nothing is half made. SQLite knows no rights."""
    with databases.fresh("postgresql") as url:
        database = Database(url)
        with database.write() as connection:
            connection.execute(text("drop role if exists guest"))
            connection.execute(text("create role guest login"))
        database.close()
        guest = make_url(url).set(username="guest").render_as_string(hide_password=False)
        monkeypatch.setenv("LABELER_DATABASE", guest)
        said = refusal(command)
        wanted = "permission denied for schema public" if command == "upgrade" else "missing: 0001"
        assert wanted in said


def test_other_commands_say_it_as_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Whatever needs the database says why it is not there."""
    url = f"postgresql://me:{PASSWORD}@127.0.0.1:{free_port()}/labeler"
    monkeypatch.setenv("LABELER_DATABASE", url)
    article = tmp_path / "a.txt"
    article.write_text("Ana met Bo.")
    for command in (["import", str(article)], ["labels", "verify"], ["serve"]):
        found = CliRunner().invoke(labeler, command)
        assert found.exit_code == 1
        assert "Connection refused" in found.output
        assert PASSWORD not in found.output
