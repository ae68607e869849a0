"""The trash over HTTP: for leads, and what everybody else is told."""

import pytest
from api_client import Client
from desk import MEETING, meeting_labels

LEA = {"x_test_login": "lea", "x_test_role": "lead"}


@pytest.fixture
def worked(client: Client) -> tuple[Client, str]:
    """Return a client, and the task of which Ana has saved labels; Lea is a lead."""
    client.desk.leads.add("lea")
    task = client.open("a-1")
    assert client.save(task, meeting_labels(), 0).status_code == 200
    return client, task["id"]


def lines(client: Client, query: str = "") -> list[dict[str, object]]:
    """Return what lies in the trash."""
    answer = client.call("GET", f"/api/v1/trash{query}", **LEA)
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] >= len(answer.json()["lines"])
    return answer.json()["lines"]


def test_an_article_goes_into_the_trash_and_comes_back(worked):
    """It is in no list meanwhile, and who reads it by its id is told."""
    client, task_id = worked
    put = client.call("POST", "/api/v1/documents/a-1/trash", {"reason": "A copy."}, **LEA)
    assert (put.status_code, put.json()) == (200, {"document_id": "a-1", "in_trash": True})
    assert lines(client) == [
        {
            "document_id": "a-1",
            "title": MEETING.title,
            "source": MEETING.source,
            "task_id": None,
            "whose": None,
            "sets": 1,
            "at": "2026-03-01T12:00:00+00:00",
            "by": "lea",
            "reason": "A copy.",
        }
    ]
    assert lines(client, "?search=nothing") == lines(client, "?offset=1") == []
    rows = client.call("GET", "/api/v1/documents").json()["rows"]
    assert [row["id"] for row in rows] == ["a-2", "a-3"]
    for path in ("/api/v1/documents/a-1", f"/api/v1/tasks/{task_id}"):
        refused = client.call("GET", path)
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "trashed")
    again = client.call("POST", "/api/v1/documents/a-1/trash", **LEA)
    assert again.status_code == 200
    back = client.call("POST", "/api/v1/documents/a-1/restore", {}, **LEA)
    assert back.json() == {"document_id": "a-1", "in_trash": False}
    assert lines(client) == []
    assert client.call("GET", f"/api/v1/tasks/{task_id}").json()["task"]["revision"] == 1


def test_somebodys_labels_go_into_the_trash_and_come_back(worked):
    """Saving and submitting are refused with words of their own, then all goes on."""
    client, task_id = worked
    task = client.call("GET", f"/api/v1/tasks/{task_id}").json()["task"]
    put = client.call("POST", f"/api/v1/tasks/{task_id}/trash", {"reason": "Spam"}, **LEA)
    assert (put.json()["state"], put.json()["login"]) == ("trashed", "ana")
    assert lines(client, "?search=spam")[0]["task_id"] == task_id
    states = {
        row["id"]: row["state"] for row in client.call("GET", "/api/v1/documents").json()["rows"]
    }
    assert states["a-1"] == "trashed"
    assert len(client.call("GET", "/api/v1/documents?state=trashed").json()["rows"]) == 1
    for refused in (
        client.save(task, meeting_labels(), 1),
        client.submit(task, 1),
        client.call("POST", "/api/v1/tasks/open", {"document_id": "a-1"}),
    ):
        error = refused.json()["error"]
        assert (refused.status_code, error["code"]) == (409, "trashed")
        assert error["message"].startswith("Your labels of this article were put in the trash")
    back = client.call("POST", f"/api/v1/tasks/{task_id}/restore", {}, **LEA)
    assert (back.json()["state"], back.json()["holds"]) == ("draft", True)
    assert client.save(task, meeting_labels(frames=[]), 1).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["documents/a-1/trash", "documents/a-1/restore", "tasks/{task}/trash", "tasks/{task}/restore"],
)
def test_only_leads_put_there_and_restore(worked, path: str):
    """Neither whoever calls themselves one, nor with a role that is gone meanwhile."""
    client, task_id = worked
    path = f"/api/v1/{path.format(task=task_id)}"
    assert client.call("POST", path, {}).status_code == 403
    assert client.call("POST", path, {}, x_test_role="lead").status_code == 403
    assert client.call("GET", "/api/v1/trash", x_test_role="lead").status_code == 403
    assert client.call("GET", "/api/v1/trash").status_code == 403
    assert client.call("GET", f"/api/v1/tasks/{task_id}").json()["task"]["state"] == "draft"


def test_what_is_nowhere_or_not_in_the_trash_is_not_found(worked):
    """And a reason nobody could keep is refused."""
    client, task_id = worked
    for path in (
        "documents/a-9/trash",
        "documents/a-9/restore",
        "documents/a-1/restore",
        "tasks/no-task/trash",
        f"tasks/{task_id}/restore",
    ):
        assert client.call("POST", f"/api/v1/{path}", {}, **LEA).status_code == 404
    long = {"reason": "x" * 2_001}
    assert client.call("POST", "/api/v1/documents/a-1/trash", long, **LEA).status_code == 400
