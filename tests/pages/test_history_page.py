"""The page History: lines as sentences, filters in the address, versions and the way back."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from desk import MEETING, Desk, a_save, meeting_labels, open_desk
from streamlit.testing.v1 import AppTest

from labeler.codec import load_annotation_set
from labeler.core.account_log import AccountChange, ChangeKind
from labeler.core.people import Role
from labeler.core.queue import Plan
from labeler.core.work import TaskState
from labeler.identity import Person
from labeler.pages import (
    history,
    history_download,
    history_trash,
    history_version,
    people_common,
    ways_in,
)
from labeler.settings import Settings

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROLES = {"ana": Role.ANNOTATOR, "bo": Role.ANNOTATOR, "lea": Role.LEAD, "cy": Role.ADMIN}


def _script() -> None:
    from labeler.pages import history  # noqa: PLC0415 - the script of an AppTest stands alone

    history.page()


@pytest.fixture
def desk(tmp_path) -> Iterator[Desk]:
    """Ana has saved twice and submitted; Bo skipped another article; a batch, an account."""
    with open_desk(tmp_path) as opened:
        opened.now = MORNING
        task = opened.store.open_task("news", MEETING.id, "ana", opened.now, 60)
        for number, parts in enumerate(({"frames": []}, {}), 1):
            labels = load_annotation_set(json.dumps(meeting_labels(**parts)), MEETING.text)
            opened.pass_time(60)
            save = a_save(number, number - 1, task.lease.fence)
            task = opened.store.save("news", task.id, labels, save, opened.now, 60)
        opened.store.submit("news", task.id, 2, task.lease.fence, opened.now)
        opened.pass_time(60)
        bo = opened.store.open_task("news", "a-3", "bo", opened.now, 60)
        opened.store.skip("news", bo.id, bo.lease.fence, "*no* event", opened.now)
        with opened.store.queue.changing() as book:
            book.create("news", "b-1", Plan("First round"), "lea", opened.now)
        opened.pass_time(60)
        detail = {"before": "annotator", "after": "lead"}
        with opened.store.people.changing() as book:
            change = AccountChange(opened.now, "cy", ChangeKind.ROLE_SET, "lea", detail)
            book.note("news", change)
        yield opened


@pytest.fixture
def look(desk, monkeypatch):
    """Show the page to somebody, at an address."""
    services = SimpleNamespace(
        histories=replace(desk.histories, role_of=ROLES.get),
        workbench=desk.workbench,
        trash=replace(desk.trash, role_of=ROLES.get),
        settings=Settings(),
    )
    for module in (history, history_download, history_trash, history_version, ways_in):
        monkeypatch.setattr(module, "services", lambda: services)

    def shown(login: str, **address: str) -> AppTest:
        person = Person(login, login.title(), ROLES[login].value)
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


def press(page: AppTest, label: str) -> AppTest:
    """Press a button."""
    next(button for button in page.button if button.label == label).click()
    return run(page)


def words(page: AppTest) -> str:
    """Return what the page says."""
    said = [*page.markdown, *page.caption, *page.info, *page.success, *page.error, *page.warning]
    return "\n".join(element.value for element in said)


def sentences(page: AppTest) -> list[str]:
    """Return the lines as one reads them."""
    rows = page.dataframe[0].value[["who", "what", "article"]].to_numpy().tolist()
    return [" ".join(row).strip() for row in rows]


def task_of(desk: Desk, login: str, document_id: str = MEETING.id) -> str:
    """Return the id of somebody's task."""
    with desk.store.queue.reading() as book:
        return book.task_of("news", document_id, login).id


def test_an_admin_reads_everything_as_sentences(look):
    """Accounts, batches, work and imports; saves in a row are one line."""
    assert sentences(look("cy")) == [
        "cy changed the role from annotator to lead (account of lea)",
        "Bo skipped it: *no* event Storm",
        "Bo opened it Storm",
        "lea made it: batch “First round”",
        "Ana submitted version 2 Ana met Bo 🎉",
        "Ana 2 saves, 09:01–09:02, up to version 2 Ana met Bo 🎉",
        "Ana opened it Ana met Bo 🎉",
        "The server imported it Storm",
        "The server imported it Flood",
        "The server imported it Ana met Bo 🎉",
    ]


def test_a_lead_is_shown_no_accounts_and_an_annotator_their_own(look, desk):
    """Whatever the address asks for."""
    assert not [line for line in sentences(look("lea")) if "role" in line]
    bo = look("bo")
    assert sentences(bo) == ["Bo skipped it: *no* event Storm", "Bo opened it Storm"]
    assert "history-person" not in {box.key for box in bo.selectbox}
    # What the address says of a person is not for them to choose.
    assert sentences(look("bo", person="ana")) == sentences(bo)
    assert "There is nothing to see here for you" in words(
        look("ana", task=task_of(desk, "bo", "a-3"))
    )


def test_filters_stand_in_the_address_and_come_from_it(look):
    """A person, a kind, days, an article, every save; what is unknown is left out."""
    page = look("lea", person="ana", kind="saved", fold="no")
    assert [line.split(" ", 1)[1] for line in sentences(page)] == [
        "saved version 2 Ana met Bo 🎉",
        "saved version 1 Ana met Bo 🎉",
    ]
    page.selectbox(key="history-kind").set_value("submitted")
    page = run(page)
    assert sentences(page) == ["Ana submitted version 2 Ana met Bo 🎉"]
    assert page.query_params == {"person": "ana", "kind": "submitted", "fold": "no"}
    assert "Nothing fits" in words(look("lea", to="2026-02-01"))
    since = {"from": "2026-03-02", "to": "2026-03-02"}
    assert len(sentences(look("lea", **since))) == 6
    assert len(sentences(look("lea", kind="nonsense", after="nonsense"))) == 9


def test_an_article_is_found_by_its_letters(look):
    """One that fits counts at once, of several one chooses; none is said."""
    page = look("lea", article="flood")
    assert sentences(page) == ["The server imported it Flood"]
    several = look("lea", article="a-")
    assert "3 articles match. Choose one." in words(several)
    several.selectbox(key="history-which").set_value("a-3")
    several = run(several)
    assert several.query_params["article"] == "a-3"
    assert len(sentences(several)) == 3
    assert "No article matches" in words(look("lea", article="nothing"))


def test_one_pages_through_and_a_filter_begins_anew(look, desk):
    """Older, newer, newest; where one is stands in the address."""
    for number in range(60):
        desk.pass_time(60)
        desk.store.open_task("news", f"a-{number % 3 + 1}", "lea", desk.now, 60)
    page = look("lea")
    first = sentences(page)
    assert len(first) == 50
    page = press(page, "Older")
    older = sentences(page)
    assert len(older) == 19
    assert "after" in page.query_params
    assert sentences(look("lea", after=page.query_params["after"])) == older
    page = press(page, "Newer")
    assert sentences(page) == first
    page = press(page, "Older")
    page.selectbox(key="history-person").set_value("bo")
    page = run(page)
    assert "after" not in page.query_params
    assert len(sentences(page)) == 2


def test_what_is_chosen_is_offered_as_files(look, monkeypatch):
    """Up to a bound, beyond which it says so."""
    page = press(look("lea"), "Make the files")
    assert "9 lines: all that is chosen." in words(page)
    assert {button.label for button in page.get("download_button")} == {"CSV", "Parquet"}
    monkeypatch.setattr(history_download, "MOST_LINES", 4)
    monkeypatch.setattr(history_download, "_AT_A_TIME", 3)
    page = press(look("lea"), "Make the files")
    assert "4 lines. Older ones are left out" in words(page)


def test_a_version_is_shown_with_what_it_changed(look, desk):
    """Mentions with what they read, frames with their arguments; one goes from one to another."""
    page = look("lea", task=task_of(desk, "ana"), version="2")
    assert "Labels of Ana, version 2 of 2, saved at 2026-03-02 09:02." in words(page)
    versions, changed, labels = (table.value for table in page.dataframe)
    assert versions["changes"].tolist() == ["1 event added", "1 chain added, 4 mentions added"]
    assert changed[["change", "type", "words"]].to_numpy().tolist() == [["added", "Meet", "met"]]
    assert labels["more"][0] == "who: “Ana”; who: “Bo”; polarity: positive"
    assert labels["words"].tolist() == ["met", "Ana", "met", "Bo", "👩🏽‍🚀", "Ana"]
    page = press(page, "Earlier")
    assert "version 1 of 2" in words(page)
    assert "task" not in press(page, "Back to the history").query_params


def test_a_lead_brings_a_version_back_after_a_question(look, desk):
    """What was submitted is a draft then, and the page says so before."""
    task = task_of(desk, "ana")
    page = press(look("lea", task=task, version="1"), "Bring this version back")
    assert "has to be submitted again" in words(page)
    assert "A page they have open" in words(page)
    page = press(page, "Yes, bring this version back")
    assert "Version 1 is brought back, as version 3." in words(page).replace("\\", "")
    assert "version 3 of 3, saved by Lea" in words(page)
    assert desk.store.task("news", task).state is TaskState.DRAFT
    assert sentences(press(page, "Back to the history"))[0] == (
        "Lea brought back version 1 of Ana as version 3 Ana met Bo 🎉"
    )


def test_who_was_overtaken_is_told(look, desk):
    """And nothing is brought back."""
    task = task_of(desk, "ana")
    page = press(look("lea", task=task, version="1"), "Bring this version back")
    desk.histories.bring_back("ana", task, 1, 2)
    page = press(page, "Yes, bring this version back")
    assert len(desk.store.revisions("news", task)) == 3
    assert "Another version was saved meanwhile" in words(page)
    assert "Version 1 becomes" not in words(page)


def test_a_task_without_versions_says_so(look, desk):
    """It was opened and no more."""
    page = look("lea", task=task_of(desk, "bo", "a-3"))
    assert "Nothing was saved of it" in words(page)


def test_a_lead_puts_labels_in_the_trash_after_a_question(look, desk):
    """The version says so then, and cannot be brought back until it is restored."""
    task = task_of(desk, "ana")
    assert "Put these labels in the trash" in labels_of_expanders(look("lea", task=task))
    assert labels_of_expanders(look("ana", task=task)) == ["All versions"]
    page = press(look("lea", task=task, version="1"), "Put in the trash")
    assert "All versions go along." in words(page)
    page = press(page, "Yes, put in the trash")
    assert desk.store.task("news", task).state is TaskState.TRASHED
    assert "The labels of Ana are in the trash" in words(page)
    assert "These labels are in the trash" in words(page)
    assert "once it is restored, a version can be brought back" in words(page)
    assert "Bring this version back" not in {button.label for button in page.button}


def test_what_went_into_the_trash_and_came_back_is_told(look, desk):
    """Of articles and of labels, with the reason."""
    trash = replace(desk.trash, role_of=ROLES.get)
    trash.put_set("lea", task_of(desk, "ana"), "Not *hers*")
    trash.put_article("lea", "a-3")
    trash.restore_article("cy", "a-3")
    assert sentences(look("lea"))[:3] == [
        "Cy restored the article from the trash Storm",
        "Lea put the article in the trash Storm",
        "Lea put the labels of Ana in the trash: Not *hers* Ana met Bo 🎉",
    ]
    assert len(sentences(look("lea", kind="trashed"))) == 2


def labels_of_expanders(page: AppTest) -> list[str]:
    """Return what can be unfolded."""
    return [part.label for part in page.expander]
