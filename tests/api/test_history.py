"""The history over HTTP: lines with filters, versions, and how one is brought back."""

import pytest
from api_client import Client
from desk import PROJECT, meeting_labels

from labeler.core.project import ProjectChange, ProjectNote

LEA = {"x_test_login": "lea"}


@pytest.fixture
def worked(client: Client) -> Client:
    """Return a client; Ana has saved twice and submitted; Lea is a lead."""
    client.desk.leads.add("lea")
    task = client.open("a-1")
    for revision, parts in enumerate(({"frames": []}, {})):
        saved = client.save(task, meeting_labels(**parts), revision)
        assert saved.status_code == 200
    assert client.submit(task, 2).status_code == 200
    return client


def lines(client: Client, query: str = "", **headers: str) -> list[tuple[str, str, int]]:
    """Return who did what, and how often in a row."""
    answer = client.call("GET", f"/api/v1/history{query}", **headers)
    assert answer.status_code == 200, answer.text
    return [(line["login"], line["kind"], line["saves"]) for line in answer.json()["lines"]]


def test_an_annotator_gets_their_own_lines(worked: Client):
    """Nobody else's, and nothing of accounts."""
    own = [("ana", "submitted", 1), ("ana", "saved", 2), ("ana", "opened", 1)]
    assert lines(worked) == own
    assert lines(worked, x_test_login="bo") == []
    for query in ("?person=bo", "?kind=accounts"):
        assert worked.call("GET", f"/api/v1/history{query}").status_code == 403


def test_a_lead_filters_everybodys(worked: Client):
    """By person, article, kind and time; saves one by one if they ask for it."""
    assert lines(worked, "?person=ana&kind=saved&fold=no", **LEA) == [("ana", "saved", 1)] * 2
    assert lines(worked, "?document=a-2", **LEA) == [("", "imported", 1)]
    assert lines(worked, "?until=2026-03-01T12:00:00Z", **LEA) == []
    assert len(lines(worked, "?since=2026-03-01", **LEA)) == 6


def test_what_was_done_to_the_project_is_a_line(worked: Client):
    """With what it got."""
    desk = worked.desk
    with desk.store.projects.changing() as book:
        book.note(PROJECT, ProjectNote(desk.now, "lea", ProjectChange.RENAMED, {"name": "Daily"}))
    (line,) = worked.call("GET", "/api/v1/history?kind=projects", **LEA).json()["lines"]
    assert (line["login"], line["kind"], line["detail"]) == ("lea", "renamed", {"name": "Daily"})
    assert lines(worked, "?kind=projects") == []


def test_pages_follow_each_other(worked: Client):
    """Next is what after takes."""
    whole = lines(worked, **LEA)
    first = worked.call("GET", "/api/v1/history?limit=4", **LEA).json()
    assert lines(worked, f"?limit=4&after={first['next']}", **LEA) == whole[4:]
    assert worked.call("GET", "/api/v1/history?limit=6", **LEA).json()["next"] is None


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kind=nothing", "Kind wants one of imported"),
        ("after=yesterday", "After wants what an answer before gave"),
        ("since=yesterday", "Since wants a moment such as"),
        ("until=0001-01-01T00:00:00%2B14:00", "Until wants a moment such as"),
        ("limit=501", "Limit wants a whole number from 0 to 500"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_would_be(worked: Client, query, words):
    """Not passed over in silence."""
    answer = worked.call("GET", f"/api/v1/history?{query}")
    assert answer.status_code == 400
    assert words in answer.json()["error"]["message"]


def test_a_lead_sees_any_version_and_brings_it_back(worked: Client):
    """The answer says what the task is now; an annotator reaches only their own."""
    task_id = worked.call("GET", "/api/v1/history", **LEA).json()["lines"][0]["task_id"]
    path = f"/api/v1/history/tasks/{task_id}/revisions"
    assert len(worked.call("GET", path, **LEA).json()["revisions"]) == 2
    second = worked.call("GET", f"{path}/2", **LEA).json()
    assert second["changed"] == {"added": ["f-1"], "changed": [], "removed": []}
    assert (second["whose"], second["document_id"]) == ("ana", "a-1")
    for bo in (
        worked.call("GET", path, x_test_login="bo"),
        worked.call("GET", f"{path}/2", x_test_login="bo"),
        worked.call("POST", f"{path}/1/bring-back", if_match='"2"', x_test_login="bo"),
    ):
        assert bo.status_code == 404

    assert worked.call("POST", f"{path}/1/bring-back", **LEA).status_code == 428
    late = worked.call("POST", f"{path}/1/bring-back", if_match='"1"', **LEA)
    assert (late.status_code, late.json()["current"]["revision"]) == (412, 2)
    done = worked.call("POST", f"{path}/1/bring-back", if_match='"2"', **LEA)
    assert done.json() == {"revision": 3, "state": "draft"}
    assert worked.call("GET", f"{path}/x", **LEA).status_code == 404
