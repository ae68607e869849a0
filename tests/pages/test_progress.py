"""The page Progress: what leads and annotators see, and that every number opens its list."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from desk import Desk, a_save, open_desk
from streamlit.testing.v1 import AppTest

from labeler.core.annotation import AnnotationSet
from labeler.identity import Person
from labeler.pages import people_common, progress_common

NOW = datetime.now(UTC)


def _script() -> None:
    from labeler.pages import progress  # noqa: PLC0415 - the script of an AppTest stands alone

    progress.page()


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    """Three articles: Ana has submitted two, Bo has one in hand and skipped one."""
    with open_desk(tmp_path) as opened:
        opened.now = NOW
        work(opened, "ana", "a-1", "submit")
        work(opened, "ana", "a-2", "submit")
        work(opened, "bo", "a-1", "draft")
        work(opened, "bo", "a-3", "skip")
        opened.publish()
        yield opened


def work(desk: Desk, login: str, document_id: str, end: str) -> None:
    """Open an article, work on it for a minute, and end as told."""
    document = desk.store.document("news", document_id)
    task = desk.store.open_task("news", document_id, login, desk.now, 60)
    labels = AnnotationSet(document_id, document.sha256, "small", "1.0", f"annotator:{login}")
    save = a_save(1, 0, task.lease.fence, active_s=60.0)
    task = desk.store.save("news", task.id, labels, save, desk.now, 60)
    if end == "submit":
        desk.store.submit("news", task.id, 1, task.lease.fence, desk.now)
    elif end == "skip":
        desk.store.skip("news", task.id, task.lease.fence, "*no* event", desk.now)


@pytest.fixture
def look(desk, monkeypatch):
    """Show the page to somebody, at an address."""
    services = SimpleNamespace(progress=desk.reports)
    monkeypatch.setattr(progress_common, "services", lambda: services)

    def shown(login: str, role: str, **address: str) -> AppTest:
        person = Person(login, login.title(), role)
        monkeypatch.setattr(progress_common, "person", lambda: person)
        monkeypatch.setattr(people_common, "person", lambda: person)
        page = AppTest.from_function(_script, default_timeout=30)
        for name, value in address.items():
            page.query_params[name] = value
        return run(page)

    return shown


def run(page: AppTest) -> AppTest:
    """Run the page and see that nothing broke."""
    page.run()
    assert not page.exception, page.exception
    return page


def words(page: AppTest) -> str:
    """Return what the page says."""
    said = [*page.markdown, *page.caption, *page.info, *page.header, *page.error]
    return "\n".join(element.value for element in said)


def numbers(page: AppTest) -> dict[str, str]:
    """Return the tiles."""
    return {tile.label: tile.value for tile in page.metric}


def test_a_lead_sees_the_project(look):
    """Done, in hand, left; no forecast of one day, and why."""
    page = look("lea", "lead")
    assert numbers(page) == {"Done": "2", "In hand": "1", "Left": "1", "Forecast": "n/a"}
    assert "it takes 3 days with work before today; 0 days so far" in words(page)
    assert page.dataframe[0].value[["login", "articles"]].to_numpy().tolist() == [["ana", 2]]


@pytest.mark.parametrize(
    ("tile", "titles"),
    [
        ("done", ["Ana met Bo 🎉", "Flood"]),
        ("drafts", ["Ana met Bo 🎉"]),
        ("left", ["Storm"]),
    ],
)
def test_a_number_opens_its_list_and_one_comes_back(look, tile, titles):
    """The list has as many articles as the number says; it stands in the address."""
    page = look("lea", "lead")
    page.button(f"progress-open-{tile}").click()
    run(page)
    assert page.query_params["list"] == tile
    assert page.dataframe[0].value["title"].tolist() == titles
    page.button("progress-back").click()
    assert "list" not in run(page).query_params
    assert numbers(page)["Left"] == "1"


def test_people_are_listed_with_their_pace(look):
    """Too few articles for a pace are shown as none."""
    people = look("lea", "lead", part="people").dataframe[0].value.set_index("login")
    assert people.loc["ana", ["submitted", "active_hours"]].tolist() == [2, 0.03]
    assert people["per_hour"].isna().all()
    assert people.loc["bo", ["submitted", "drafts", "skipped"]].tolist() == [0, 1, 1]


def test_an_address_narrows_what_is_shown(look):
    """A person, a source, a time; what is unknown is left out."""
    page = look("lea", "lead", person="bo", days="7")
    assert numbers(page)["Done"] == "1"
    assert page.selectbox(key="progress-person").value == "bo"
    assert numbers(look("lea", "lead", source="Daily"))["Left"] == "0"
    assert numbers(look("lea", "lead", days="nonsense", part="nothing"))["Done"] == "2"
    assert "There are none" in words(look("lea", "lead", list="skipped", of="ana"))


def test_what_is_stuck_is_counted_with_the_reasons(look, desk):
    """A reason is shown as it was typed, and opens the articles skipped for it."""
    desk.now = NOW + timedelta(days=8)
    stuck, reasons = look("lea", "lead", part="stuck").dataframe
    assert stuck.value.set_index("kind")["articles"].to_dict() == {
        "stale": 1,
        "skipped": 1,
        "lapsed": 0,
        "flagged": 0,
    }
    assert reasons.value.to_numpy().tolist() == [["*no* event", 1]]
    found = look("lea", "lead", list="skipped", reason="*no* event").dataframe[0].value
    assert found[["title", "note"]].to_numpy().tolist() == [["Storm", "*no* event"]]


def test_sources_and_labels_have_their_tables(look):
    """And say so where there are no labels."""
    sources = look("lea", "lead", part="sources").dataframe[0].value
    assert sources[["source", "articles", "done"]].to_numpy().tolist() == [
        ["", 2, 1],
        ["Daily", 1, 1],
    ]
    assert "No such labels were submitted" in words(look("lea", "lead", part="labels"))


def test_an_annotator_sees_their_own_work_only(look):
    """No table of people, no filter, whatever the address asks for."""
    page = look("bo", "annotator")
    assert numbers(page) == {
        "Today": "0",
        "This week": "0",
        "Usual time per article": "n/a",
        "Left for you": "2",
    }
    assert "1 in hand, 1 skipped." in words(page)
    assert [box.key for box in page.selectbox] == []
    assert "There is nothing to see here for you" in words(look("bo", "annotator", person="ana"))
    others = look("bo", "annotator", list="submitted", of="ana")
    assert len(others.dataframe) == 0
    assert numbers(look("ana", "annotator"))["Today"] == "2"
