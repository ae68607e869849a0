"""Who may read which part of the history, and who may look at versions and bring them back."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from databases import Databases
from desk import MEETING, PROJECT, Desk, a_save, fill, meeting_labels, open_desk

from labeler.codec import load_annotation_set
from labeler.core.account_log import AccountChange, ChangeKind
from labeler.core.errors import NotFoundError
from labeler.core.event_line import EventKind
from labeler.core.people import NotAllowedError, Role
from labeler.core.project import ProjectChange, ProjectNote
from labeler.core.work import NotStorableError, StaleRevisionError, TaskState
from labeler.workflow.histories import AskedEvents, Histories

ROLES = {"ana": Role.ANNOTATOR, "bo": Role.ANNOTATOR, "lea": Role.LEAD, "cy": Role.ADMIN}
ALL = AskedEvents()


@pytest.fixture
def desk(databases: Databases, kind: str, tmp_path) -> Iterator[Desk]:
    """Return a desk; Ana has saved twice and submitted, Bo has opened, an account was changed."""
    with databases.fresh(kind, fill) as url, open_desk(tmp_path, url=url) as opened:
        task = opened.store.open_task(PROJECT, MEETING.id, "ana", opened.now, 60)
        for number, parts in enumerate(({"frames": []}, {}), 1):
            labels = load_annotation_set(json.dumps(meeting_labels(**parts)), MEETING.text)
            save = a_save(number, number - 1, task.lease.fence)
            opened.pass_time(60)
            task = opened.store.save(PROJECT, task.id, labels, save, opened.now, 60)
        opened.store.submit(PROJECT, task.id, 2, task.lease.fence, opened.now)
        opened.store.open_task(PROJECT, MEETING.id, "bo", opened.now, 60)
        with opened.store.people.changing() as book:
            book.note(PROJECT, AccountChange(opened.now, "cy", ChangeKind.JOINED, "cy", {}))
        yield opened


@pytest.fixture
def histories(desk: Desk) -> Histories:
    """Return the history of it: Lea is a lead, Cy an admin."""
    return replace(desk.histories, role_of=ROLES.get)


@pytest.fixture
def task_id(desk: Desk) -> str:
    """Return the id of Ana's task."""
    return desk.store.open_task(PROJECT, MEETING.id, "ana", desk.now, 60).id


def whose(histories: Histories, by: str, asked: AskedEvents = ALL) -> set[str]:
    """Return who did what somebody is shown."""
    return {line.login for line in histories.lines(by, asked).lines}


def test_annotators_see_what_they_did_themselves(histories):
    """Whether they ask for it or not; another's is refused."""
    assert whose(histories, "ana") == {"ana"}
    assert whose(histories, "bo", AskedEvents("bo")) == {"bo"}
    assert histories.names("bo") == {"bo": "Bo"}
    with pytest.raises(NotAllowedError):
        histories.lines("bo", AskedEvents("ana"))


def test_leads_see_everybodys_and_admins_the_accounts_too(histories):
    """Also what came from no person: imports."""
    assert whose(histories, "lea") == {"ana", "bo", ""}
    assert whose(histories, "lea", AskedEvents("ana")) == {"ana"}
    assert whose(histories, "cy") == {"ana", "bo", "cy", ""}
    assert EventKind.ACCOUNTS not in histories.kinds("lea")
    assert EventKind.ACCOUNTS in histories.kinds("cy")
    with pytest.raises(NotAllowedError):
        histories.lines("lea", AskedEvents(kind=EventKind.ACCOUNTS))


def test_what_was_done_to_the_project_is_for_leads(histories, desk):
    """As it is with batches: an annotator sees what they did themselves."""
    with desk.store.projects.changing() as book:
        book.note(PROJECT, ProjectNote(desk.now, "cy", ProjectChange.ARCHIVED, {}))
    asked = AskedEvents(kind=EventKind.PROJECTS)
    for by in ("lea", "cy"):
        assert EventKind.PROJECTS in histories.kinds(by)
        assert [line.kind for line in histories.lines(by, asked).lines] == ["archived"]
    assert histories.lines("ana", asked).lines == ()
    assert "cy" not in whose(histories, "ana")


STEPS = {
    "lines": lambda h, by, _task: h.lines(by, ALL),
    "names": lambda h, by, _task: h.names(by),
    "kinds": lambda h, by, _task: h.kinds(by),
    "versions": lambda h, by, task: h.versions(by, task),
    "version": lambda h, by, task: h.version(by, task, 1),
    "bring_back": lambda h, by, task: h.bring_back(by, task, 1, 2),
}


@pytest.mark.parametrize("step", STEPS)
def test_nothing_is_for_who_is_not_in_the_project(histories, task_id, step):
    """Also not for who was, until a moment ago."""
    assert set(STEPS) == {
        name
        for name in vars(Histories)
        if not name.startswith("_") and name not in Histories.__dataclass_fields__
    }
    with pytest.raises(NotAllowedError):
        STEPS[step](histories, "zoe", task_id)


@pytest.mark.parametrize("step", ["versions", "version", "bring_back"])
def test_anothers_task_is_as_good_as_not_there_for_annotators(histories, desk, task_id, step):
    """Leads and its person reach it."""
    with pytest.raises(NotFoundError):
        STEPS[step](histories, "bo", task_id)
    assert desk.store.task(PROJECT, task_id).revision == 2
    STEPS[step](histories, "ana" if step == "bring_back" else "lea", task_id)


def test_a_version_says_what_it_changed(histories, task_id):
    """The first one adds all it has."""
    first, second = (histories.version("lea", task_id, number) for number in (1, 2))
    assert first.before is None
    assert first.difference.added == ("e-1", "m-1", "m-2", "m-3", "m-4")
    assert second.difference.added == ("f-1",)
    assert (second.document, second.task.login) == (MEETING, "ana")
    counts = [line.counts["added"] for line in histories.versions("lea", task_id)]
    assert counts == [{"mention": 4, "entity": 1}, {"event": 1}]
    with pytest.raises(NotFoundError):
        histories.version("lea", task_id, 3)


def test_a_lead_brings_a_version_back_and_its_person_has_a_draft(histories, desk, task_id):
    """The labels writer hears of it, as the submitted labels leave the tables."""
    woken = desk.wakes
    task = histories.bring_back("lea", task_id, 1, 2)
    assert (task.revision, task.state, task.login) == (3, TaskState.DRAFT, "ana")
    assert desk.wakes == woken + 1
    assert desk.workbench.look("ana", task_id).labels.frames == ()
    line = histories.lines("lea", ALL, limit=1).lines[0]
    assert (line.login, line.kind, line.whose) == ("lea", "brought-back", "ana")


def test_who_has_not_seen_the_last_version_is_told(histories, task_id):
    """Nothing is brought back."""
    with pytest.raises(StaleRevisionError):
        histories.bring_back("lea", task_id, 1, 1)
    assert len(histories.versions("lea", task_id)) == 2


def test_what_the_schema_knows_no_more_is_not_brought_back(histories, task_id):
    """All that is wrong is listed, and nothing is stored."""
    without = {n: t for n, t in histories.schema.span_types.items() if n != "Trigger"}
    newer = replace(histories, schema=replace(histories.schema, version="2", span_types=without))
    with pytest.raises(NotStorableError) as refused:
        newer.bring_back("lea", task_id, 1, 2)
    assert refused.value.problems
    assert len(histories.versions("lea", task_id)) == 2


def test_pages_say_where_to_go_on(histories):
    """Until there is nothing more."""
    page = histories.lines("lea", ALL, limit=4)
    seen = list(page.lines)
    while page.next:
        page = histories.lines("lea", ALL, after=page.next, limit=4)
        seen += page.lines
    assert tuple(seen) == histories.lines("lea", ALL).lines
