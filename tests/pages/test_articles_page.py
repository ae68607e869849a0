"""The page Articles: what it lists, how it is searched, what an import says."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from desk import FLOOD, NOON, PROJECT, Desk, open_desk
from streamlit.testing.v1 import AppTest

from labeler.core.document import Document
from labeler.core.project import ProjectState
from labeler.core.queue import BatchState, Plan
from labeler.identity import Person
from labeler.pages import articles

ACTIVE = SimpleNamespace(state=ProjectState.ACTIVE)


def _script() -> None:
    from labeler.pages import articles  # noqa: PLC0415 - the script of an AppTest stands alone

    articles.page()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk with three articles nobody has opened."""
    with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
def opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Give the pages that desk as Ana; return what articles the page opens, ``wake`` for wakes."""
    calls: list[str] = []
    worker = SimpleNamespace(
        wake=lambda: calls.append("wake"), problem="", alive=True, progress=(0, 0)
    )
    services = SimpleNamespace(
        workbench=desk.workbench,
        suggestions=worker,
        trash=desk.trash,
        queueing=desk.queueing,
        accounts=None,
        project=ACTIVE,
    )
    monkeypatch.setattr(articles, "services", lambda: services)
    monkeypatch.setattr(articles, "person", lambda: Person("ana", "Ana", "admin"))
    monkeypatch.setattr(articles, "open_article", calls.append)
    return calls


@pytest.fixture
def page(opened: list[str]) -> AppTest:
    """Return the page, shown once."""
    assert opened == []
    return _shown(AppTest.from_function(_script, default_timeout=30).run())


def _shown(page: AppTest) -> AppTest:
    assert not page.exception, page.exception
    return page


def _titles(page: AppTest) -> list[str]:
    return list(page.dataframe[-1].value["title"])


def _add(desk: Desk, count: int) -> None:
    new = [Document(f"n{n}", f"Number {n}", f"Text {n}") for n in range(count)]
    desk.store.add_documents(PROJECT, new, NOON)


def _upload(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    page.file_uploader[0].set_value([(name, raw, "text/plain") for name, raw in files])
    return _shown(page.run())


def test_all_articles_are_listed_with_how_far_they_are(page: AppTest, desk: Desk):
    """Title, state, source, date and length; what Ana skipped is skipped for her."""
    assert _titles(page) == ["Ana met Bo 🎉", "Flood", "Storm"]
    task = desk.workbench.open("ana", FLOOD.id).task
    desk.workbench.skip("ana", task.id, task.lease.fence, "no news")
    table = _shown(page.run()).dataframe[0].value
    assert [state[0] for state in table["state"]] == ["New", "Skipped", "New"]
    assert table["source"][0] == "Daily"
    assert table["date"][0] == "2026-03-01"
    assert table["length"][1] == len(FLOOD.text)


def test_search_and_state_narrow_the_list(page: AppTest, desk: Desk):
    """Together; what matches nothing says what to do."""
    desk.workbench.open("ana", FLOOD.id)
    page.text_input[0].set_value("flo")
    assert _titles(_shown(page.run())) == ["Flood"]
    page.text_input[0].set_value("nowhere")
    assert "No article matches" in _shown(page.run()).info[0].value


def test_a_long_list_is_shown_page_by_page(page: AppTest, desk: Desk):
    """A search begins on its own first page."""
    _add(desk, 120)
    _shown(page.run())
    assert page.caption[-1].value == "1–50 of 123"
    page.pagination[0].set_value(3)
    assert _titles(_shown(page.run()))[-1] == "Number 119"
    page.text_input[0].set_value("number 1")
    assert _titles(_shown(page.run()))[0] == "Number 1"


def test_an_upload_is_imported_and_its_problems_listed(
    page: AppTest, desk: Desk, opened: list[str]
):
    """The rest is stored, repeats are counted, suggestions are asked for."""
    _upload(
        page,
        ("new.txt", b"New one\n\nText"),
        ("bad.txt", b"caf\xe9"),
        ("again.txt", FLOOD.text.encode()),
    )
    page.button[0].click()
    _shown(page.run())
    assert page.warning[0].value == "1 article added, 1 already there, 1 problem"
    assert page.dataframe[0].value.values.tolist() == [
        ["bad.txt", "byte 3 (0xE9) is not UTF-8; save the file as UTF-8"]
    ]
    assert _titles(page)[-1] == "New one"
    assert opened == ["wake"]
    assert desk.store.document(PROJECT, "new").text == "New one\n\nText"


def test_new_articles_go_into_the_batch_that_is_chosen(
    page: AppTest, desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    """Asked where people sign in and there is more than one; closed ones are not offered."""
    desk.leads.add("ana")
    chosen = desk.queueing.create("ana", Plan("Elections", wanted=1))
    shut = desk.queueing.create("ana", Plan("Old", wanted=1))
    desk.queueing.change("ana", shut.id, shut.plan, BatchState.CLOSED, shut.revision)
    _upload(page, ("new.txt", b"New one\n\nText"))
    assert not [box for box in page.selectbox if box.label == "Into the batch"]
    monkeypatch.setattr(articles.services(), "accounts", object())
    _shown(page.run())
    (box,) = [box for box in page.selectbox if box.label == "Into the batch"]
    assert box.options == ["All articles", "Elections"]
    box.set_value(chosen.id)
    page.button[0].click()
    _shown(page.run())
    assert [row.document_id for row in desk.queueing.articles("ana", chosen.id)[0]] == ["new"]


def test_an_archived_project_takes_no_articles(page: AppTest, monkeypatch: pytest.MonkeyPatch):
    """The list is there, and nothing to bring in."""
    archived = SimpleNamespace(state=ProjectState.ARCHIVED)
    monkeypatch.setattr(articles.services(), "project", archived)
    _shown(page.run())
    assert _titles(page)
    assert len(page.file_uploader) == 0


def test_an_upload_of_what_lies_in_the_trash_says_so(page: AppTest, desk: Desk):
    """With its id, and where it is restored; nothing is changed."""
    desk.leads.add("lea")
    desk.trash.put_article("lea", FLOOD.id)
    _upload(page, ("again.txt", FLOOD.text.encode()))
    page.button[0].click()
    _shown(page.run())
    assert page.success[0].value == "0 articles added, 1 in the trash"
    said = " ".join(caption.value for caption in page.caption).replace("\\", "")
    assert f"nothing was changed: {FLOOD.id}. The page Trash restores them." in said
    assert FLOOD.title not in _titles(page)


def test_a_table_without_a_known_text_column_asks_for_it(page: AppTest, desk: Desk):
    """The import waits for the answer."""
    _upload(page, ("wire.csv", b"nr,headline,story\n1,Head,Story\n"))
    assert page.button[0].disabled
    assert page.selectbox[1].value == "headline"
    page.selectbox[0].set_value("story")
    _shown(page.run())
    page.button[0].click()
    _shown(page.run())
    assert page.success[0].value == "1 article added"
    (row,) = desk.workbench.list_documents("ana", search="Head").rows
    assert desk.store.document(PROJECT, row.id).text == "Story"


def test_an_empty_project_says_what_to_do(monkeypatch: pytest.MonkeyPatch):
    """No table of nothing; the import stands open."""
    empty: Any = SimpleNamespace(progress=lambda _: {})
    trash: Any = SimpleNamespace(page=lambda *_, **__: SimpleNamespace(total=0))
    services = SimpleNamespace(workbench=empty, trash=trash, project=ACTIVE)
    monkeypatch.setattr(articles, "services", lambda: services)
    monkeypatch.setattr(articles, "person", lambda: Person("ana", "Ana", "admin"))
    page = _shown(AppTest.from_function(_script, default_timeout=30).run())
    assert "There are no articles yet. Import some" in page.markdown[0].value
    assert len(page.dataframe) == 0
    assert page.expander[0].proto.expanded


def test_a_project_whose_articles_are_all_in_the_trash_says_so(page: AppTest, desk: Desk):
    """It is not as if there had never been any."""
    desk.leads.add("ana")
    desk.trash.put_found("ana")
    said = _shown(page.run()).markdown[0].value
    assert "Every article of the project is in the trash. Restore some on the page Trash" in said


def test_an_annotator_sees_the_articles_and_no_import(
    opened: list[str], monkeypatch: pytest.MonkeyPatch
):
    """The same list, nothing to bring in, also where there is nothing yet."""
    assert opened == []
    monkeypatch.setattr(articles, "person", lambda: Person("ana", "Ana", "annotator"))
    page = _shown(AppTest.from_function(_script, default_timeout=30).run())
    assert _titles(page)
    assert len(page.expander) == 0
    assert len(page.file_uploader) == 0
    empty: Any = SimpleNamespace(progress=lambda _: {})
    services = SimpleNamespace(workbench=empty, project=ACTIVE)
    monkeypatch.setattr(articles, "services", lambda: services)
    page = _shown(AppTest.from_function(_script, default_timeout=30).run())
    assert "A lead of the project brings them in" in page.markdown[0].value
    assert len(page.expander) == 0


def test_the_page_says_how_far_the_model_is(page: AppTest):
    """While it reads; nothing once it is done."""
    assert "The model has read" not in _bars(page)
    articles.services().suggestions.progress = (1, 3)
    assert "The model has read 1 of 3 articles." in _bars(_shown(page.run()))
    articles.services().suggestions.progress = (3, 3)
    assert "The model has read" not in _bars(_shown(page.run()))


def test_the_page_says_why_there_are_no_suggestions(page: AppTest):
    """Labelling goes on without a model."""
    articles.services().suggestions.problem = "install a pipeline"
    (caption,) = [c.value for c in _shown(page.run()).caption if "No suggestions" in c.value]
    assert "install a pipeline" in caption
    assert "Labelling works without" in caption


def _bars(page: AppTest) -> str:
    return " ".join(str(bar.proto) for bar in page.get("progress"))
