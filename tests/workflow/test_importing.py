"""Importing: what becomes of new, repeated and contradicting articles; the command."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest
import typer
from databases import Databases, upgrade
from desk import NOON, PROJECT, SCHEMA
from typer.testing import CliRunner

from labeler.cli.importing import import_command, import_into_empty, printable
from labeler.cli.projects import app as projects_app
from labeler.core.document import Document
from labeler.core.errors import DuplicateError
from labeler.core.people import NotAllowedError, Role
from labeler.core.work import IMPORTED_FROM, ImportNote, ImportProblem, ImportReport
from labeler.settings import Settings
from labeler.store import SqlStore
from labeler.workflow.importing import import_articles

app = typer.Typer()
app.command()(import_command)


@pytest.fixture
def store(databases: Databases, kind: str) -> Iterator[SqlStore]:
    """Return an empty store with one project."""
    with databases.fresh(kind, upgrade) as url:
        opened = SqlStore(url)
        opened.ensure_project(PROJECT, SCHEMA, NOON)
        opened.ensure_person("local", "You", NOON)
        yield opened
        opened.close()


def _clock() -> datetime:
    return NOON


def _import(store: SqlStore, *articles: Document | ImportProblem | ImportNote) -> ImportReport:
    return import_articles(store, PROJECT, articles, _clock)


def _article(id_: str, text: str) -> Document:
    return Document(id_, text, text, meta={IMPORTED_FROM: f"{id_}.txt"})


def _ids(store: SqlStore) -> list[str]:
    return [row.id for row in store.list_documents(PROJECT, "local", limit=1000).rows]


def test_new_articles_are_stored_in_order_and_problems_and_notes_come_back(store: SqlStore):
    """The report says what became of each."""
    problem, note = ImportProblem("x.txt", "the file is empty"), ImportNote("y.csv", "dates")
    report = _import(store, _article("b", "B"), problem, note, _article("a", "A"))
    assert report == ImportReport(("b", "a"), (), (problem,), (note,))
    assert _ids(store) == ["b", "a"]
    assert store.document(PROJECT, "a") == _article("a", "A")


def test_an_annotator_imports_nothing(store: SqlStore):
    """Whichever page or script asks for it; a lead may."""
    with pytest.raises(NotAllowedError, match="by a lead"):
        import_articles(store, PROJECT, [_article("a", "A")], _clock, role=Role.ANNOTATOR)
    assert _ids(store) == []
    import_articles(store, PROJECT, [_article("a", "A")], _clock, role=Role.LEAD)
    assert _ids(store) == ["a"]


def test_the_same_text_is_recognised_whatever_its_id(store: SqlStore):
    """Within an import, and from an earlier one."""
    report = _import(store, _article("a", "A"), _article("copy", "A"), _article("a", "A"))
    assert report == ImportReport(("a",), (("copy", "a"), ("a", "a")))
    assert _import(store, _article("again", "A")) == ImportReport((), (("again", "a"),))
    assert _ids(store) == ["a"]


def test_a_text_in_the_trash_stays_there_and_the_report_says_so(store: SqlStore):
    """Neither is it imported a second time, nor restored by that."""
    _import(store, _article("a", "A"), _article("b", "B"))
    with store.trash.changing() as book:
        book.put_articles(PROJECT, ["a"], "local", "", NOON)
    report = _import(store, _article("a", "A"), _article("copy", "A"), _article("b", "B"))
    assert report == ImportReport(duplicates=(("b", "b"),), in_trash=(("a", "a"), ("copy", "a")))
    assert _ids(store) == ["b"]
    assert len(_import(store, _article("a", "another text")).problems) == 1


def test_an_id_twice_with_different_texts_is_a_problem_of_the_second(store: SqlStore):
    """Within an import, and against the store; the first text stays."""
    report = _import(store, _article("a", "A"), _article("a", "other"), _article("b", "B"))
    assert report.added == ("a", "b")
    (problem,) = report.problems
    assert problem.place == "a.txt"
    assert "the id “a” belongs to another text already" in problem.message
    (problem,) = _import(store, _article("a", "third")).problems
    assert "the id “a” belongs to another text already" in problem.message
    assert store.document(PROJECT, "a").text == "A"


def test_ten_thousand_articles_go_in_by_one_call_with_progress(store: SqlStore):
    """Duplicates across batches are recognised as well."""
    articles = [_article(f"n{n}", f"Text {n % 9_900}") for n in range(10_000)]
    steps: list[int] = []
    report = import_articles(
        store, PROJECT, iter(articles), _clock, lambda done, _: steps.append(done)
    )
    assert len(report.added) == 9_900
    assert report.duplicates[0] == ("n9900", "n0")
    assert steps == sorted(steps)
    assert steps[-1] == 10_000
    assert len(steps) >= 20


def test_an_interrupted_import_leaves_whole_batches_and_can_be_repeated(store: SqlStore):
    """Nothing is half-stored; the same import again adds the rest."""

    def broken() -> Iterator[Document]:
        yield from articles[:700]
        raise KeyboardInterrupt

    articles = [_article(f"n{n}", f"Text {n}") for n in range(1_000)]
    with pytest.raises(KeyboardInterrupt):
        import_articles(store, PROJECT, broken(), _clock)
    assert len(_ids(store)) == 500
    report = import_articles(store, PROJECT, articles, _clock)
    assert (len(report.added), len(report.duplicates)) == (500, 500)


def test_articles_another_import_stored_meanwhile_are_duplicates(store: SqlStore):
    """Between the look and the store somebody else may be quicker."""

    class Raced:
        """A store in which another import adds an article just before ours does."""

        def __init__(self) -> None:
            self.late = True

        def __getattr__(self, name: str) -> object:
            return getattr(store, name)

        def add_documents(
            self, project: str, new: Sequence[Document], now: datetime, batch_id: str
        ) -> None:
            if self.late:
                self.late = False
                store.add_documents(project, [_article("theirs", "A")], now)
            store.add_documents(project, new, now, batch_id)

    report = import_articles(Raced(), PROJECT, [_article("a", "A"), _article("b", "B")], _clock)  # type: ignore[arg-type]
    assert report == ImportReport(("b",), (("a", "theirs"),))


def test_a_second_clash_in_a_row_is_an_error_not_a_loop(store: SqlStore):
    """A store that always refuses is broken, and the caller learns it."""

    class Refusing:
        def __getattr__(self, name: str) -> object:
            return getattr(store, name)

        def add_documents(self, *_: object) -> None:
            raise DuplicateError("refused")

    with pytest.raises(DuplicateError):
        import_articles(Refusing(), PROJECT, [_article("a", "A")], _clock)  # type: ignore[arg-type]


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of articles, with the settings pointing at an empty installation."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LABELER_DATA", str(tmp_path / "data"))
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Crews strike\n\n2015-11-17\n\nThey walked out.")
    (folder / "b.txt").write_text("Talks fail\n\nNobody agreed.")
    return folder


def test_the_command_imports_and_says_what_to_do_next(news: Path):
    """Exit code 0; a second run finds everything there."""
    first = CliRunner().invoke(app, [str(news)])
    assert first.exit_code == 0, first.output
    assert ["added", "2"] in [line.replace("│", "").split() for line in first.stdout.splitlines()]
    assert "labeler serve" in first.stdout
    second = CliRunner().invoke(app, [str(news / "a.txt"), str(news)])
    assert second.exit_code == 0
    assert "already there │        3" in second.stdout


def test_the_command_says_each_problem_on_a_line_and_exits_with_1(news: Path):
    """All else is imported; file names cannot steer the terminal."""
    (news / "bad\x1b[31m.txt").write_bytes(b"caf\xe9")
    (news / "wire.csv").write_text("id,story\n1,x\n")
    found = CliRunner().invoke(app, [str(news), "missing.txt"])
    assert found.exit_code == 1
    problems = found.stderr.splitlines()
    assert [line.rsplit("/", 1)[-1].split(":")[0] for line in problems] == [
        "bad\\x1b[31m.txt",
        "wire.csv",
        "missing.txt",
    ]
    assert "problems      │        3" in found.stdout
    assert "added         │        2" in found.stdout


def test_the_command_takes_columns_and_a_project(news: Path, tmp_path: Path):
    """One that is there: a mistyped name makes none."""
    (news / "wire.csv").write_text("nr,story\n1,A story\n")
    given = [str(news / "wire.csv"), "--column", "text=story", "--project", "other"]
    refused = CliRunner().invoke(app, [*given, "--column", "id=nr"])
    assert (refused.exit_code, "there are: news" in refused.stderr) == (1, True)
    made = CliRunner().invoke(projects_app, ["create", "other"])
    assert made.exit_code == 0, made.output
    found = CliRunner().invoke(app, [*given, "--column", "id=nr"])
    assert found.exit_code == 0, found.output
    store = SqlStore(f"sqlite:///{tmp_path / 'data' / 'labeler.db'}")
    assert store.document("other", "1").text == "A story"
    store.close()


@pytest.mark.parametrize("given", ["text", "=x", "text="])
def test_the_command_refuses_a_column_that_is_no_pair(news: Path, given: str):
    """A usage error, before anything is read."""
    found = CliRunner().invoke(app, [str(news), "--column", given])
    assert found.exit_code == 2
    assert "FIELD=COLUMN" in found.stderr


def test_the_command_refuses_a_field_that_no_article_has(news: Path):
    """The fields there are are named."""
    found = CliRunner().invoke(app, [str(news), "--column", "body=x"])
    assert found.exit_code == 1
    assert "the fields are “text”, “id”" in found.stderr


def test_samples_go_into_an_empty_installation_only(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """A second start changes nothing."""
    settings = Settings(data=tmp_path / "data")
    import_into_empty(settings, news)
    assert capsys.readouterr().out == "Imported 2 sample articles.\n"
    (news / "c.txt").write_text("New")
    import_into_empty(settings, news)
    assert capsys.readouterr().out == ""


def test_a_printable_line_keeps_every_script():
    """Only what a terminal would act on is written out."""
    assert printable("été שלום 🎉\u00a0\x1b[0m\n") == "été שלום 🎉\\xa0\\x1b[0m\\n"
