"""The routes of threads and inboxes."""

from typing import Any

import pytest
from api_client import Client
from desk import Desk

THREADS = "/api/v1/threads"
INBOX = "/api/v1/inbox"
OF_ARTICLE = "/api/v1/documents/a-1/threads"
BO = {"x_test_login": "bo"}


def body(task: dict[str, Any] | None, **changes: Any) -> dict[str, Any]:
    """Return a thread on an item of a task, or on the article."""
    about = {} if task is None else {"task_id": task["id"], "item": "m-1"}
    message = {"id": "msg-1", "text": "Right, @Bo? @nobody"}
    whole = {"id": "t-1", "document_id": "a-1", "quote": "Ana", "message": message}
    return whole | about | changes


@pytest.fixture
def opened(client: Client) -> dict[str, Any]:
    """Return a thread of Ana's on one of her items that mentions Bo."""
    answer = client.call("POST", THREADS, body(client.open("a-1")))
    assert answer.status_code == 200
    return answer.json()


def test_a_thread_comes_back_with_names_that_nobody_has(opened, client: Client, desk: Desk):
    """As it is stored, and the same when it is sent again."""
    assert opened["unknown"] == ["nobody"]
    thread = opened["thread"]
    assert thread["opened_at"] == desk.now.isoformat()
    assert thread["messages"] == [
        {
            "id": "msg-1",
            "kind": "said",
            "login": "ana",
            "name": "Ana",
            "at": desk.now.isoformat(),
            "text": "Right, @Bo? @nobody",
            "mentions": ["bo"],
            "taken_back": False,
            "unread": False,
        }
    ]
    assert client.call("POST", THREADS, body(client.open("a-1"))).json() == opened
    assert client.call("GET", f"{THREADS}/t-1").json() == thread
    assert client.call("GET", OF_ARTICLE).json() == {"threads": [thread], "unread": 0}


def test_who_is_mentioned_sees_the_words_and_not_the_item(opened, client: Client):
    """And has it in the inbox, until it is read."""
    del opened
    found = client.call("GET", OF_ARTICLE, **BO).json()
    (thread,) = found["threads"]
    assert (thread["task_id"], thread["item"], thread["quote"]) == (None, None, "Ana")
    assert (thread["about_article"], found["unread"]) == (False, 1)
    (row,) = client.call("GET", INBOX, **BO).json()["rows"]
    assert (row["thread_id"], row["document_id"], row["message"]["unread"]) == ("t-1", "a-1", True)
    read = {"messages": ["msg-1"]}
    assert client.call("POST", f"{INBOX}/read", read, **BO).json() == {"unread": 0}
    assert client.call("GET", f"{INBOX}?limit=1&offset=1", **BO).json() == {
        "rows": [],
        "total": 1,
        "unread": 0,
    }


def test_it_is_answered_settled_and_taken_back(opened, client: Client):
    """Each shows the thread as it is now."""
    del opened
    said = client.call("POST", f"{THREADS}/t-1/messages", {"id": "b-1", "text": "No."}, **BO)
    assert [m["login"] for m in said.json()["thread"]["messages"]] == ["ana", "bo"]
    settled = client.call("POST", f"{THREADS}/t-1/resolve", {"id": "r-1"}).json()
    assert settled["resolved_by"] == "ana"
    again = client.call("POST", f"{THREADS}/t-1/reopen", {"id": "r-2"}, **BO).json()
    assert again["resolved_by"] is None
    taken = client.call("POST", "/api/v1/messages/b-1/take-back", {}, **BO).json()
    assert (taken["messages"][1]["taken_back"], taken["messages"][1]["text"]) == (True, "")
    assert client.call("POST", "/api/v1/messages/msg-1/take-back", {}, **BO).status_code == 403


# What is there for Ana, Bo's being let in aside, and how it is asked for.
REACHING = [
    ("GET", f"{THREADS}/t-1", None),
    ("POST", f"{THREADS}/t-1/messages", {"id": "x-1", "text": "Hm."}),
    ("POST", f"{THREADS}/t-1/resolve", {"id": "x-2"}),
    ("POST", f"{THREADS}/t-1/reopen", {"id": "x-3"}),
    ("POST", "/api/v1/messages/msg-1/take-back", {}),
]


@pytest.mark.parametrize(("method", "path", "sent"), REACHING)
def test_anothers_thread_is_as_good_as_not_there(opened, client: Client, method, path, sent):
    """404 as for one that never was, and 401 signed out."""
    del opened
    assert client.call(method, path, sent, x_test_login="cy").status_code == 404
    nowhere = path.replace("t-1", "t-none").replace("msg-1", "msg-none")
    assert client.call(method, nowhere, sent).status_code == 404
    assert client.call(method, path, sent, x_test_login="").status_code == 401


def test_anothers_task_takes_no_thread(client: Client):
    """404; nothing is stored."""
    task = client.open("a-1")
    client.open("a-1", "bo")
    assert client.call("POST", THREADS, body(task), **BO).status_code == 404
    assert client.call("GET", OF_ARTICLE).json()["threads"] == []


def test_a_lead_sees_all(opened, client: Client, desk: Desk):
    """Item and task included."""
    desk.leads.add("lea")
    lea = {"x_test_login": "lea"}
    (thread,) = client.call("GET", OF_ARTICLE, **lea).json()["threads"]
    assert thread == opened["thread"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"id": "t 1"}, 400),
        ({"item": 7}, 400),
        ({"message": {"id": "a"}}, 400),
        ({"more": 1}, 400),
        ({"message": {"id": "msg-1", "text": "  "}}, 422),
        ({"message": {"id": "msg-1", "text": "x" * 4001}}, 422),
        ({"document_id": "a-none", "task_id": None, "item": None}, 404),
    ],
)
def test_a_thread_that_cannot_be_is_refused(client: Client, changes, status):
    """With the reason."""
    answer = client.call("POST", THREADS, body(client.open("a-1"), **changes))
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_an_id_that_is_anothers_is_a_conflict(opened, client: Client):
    """409."""
    del opened
    theirs = body(client.open("a-1", "bo"))
    assert client.call("POST", THREADS, theirs, **BO).status_code == 409


def test_who_can_be_mentioned(client: Client):
    """Login and name, and nothing else."""
    found = client.call("GET", "/api/v1/people").json()["people"]
    assert found[:2] == [{"login": "ana", "name": "Ana"}, {"login": "bo", "name": "Bo"}]
