"""The figures of progress over HTTP: the project for leads, one's own for annotators."""

import json

import pytest
from api_client import Client, routes_of, visitor
from desk import Desk, meeting_labels
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send


class Led:
    """ASGI middleware: every request comes from a lead."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set the lead."""
        state = {"visitor": visitor("lea", "lead")}
        await self._app({**scope, "state": state}, receive, send)


@pytest.fixture
def worked(client: Client) -> Client:
    """Return a client; Ana has submitted the first article, Bo skipped the second."""
    task = client.open("a-1")
    assert client.save(task, meeting_labels(), active_s=90.0).status_code == 200
    assert client.submit(task, 1).status_code == 200
    task = client.open("a-2", "bo")
    skip = {"fence": task["fence"], "reason": "no event"}
    path = f"/api/v1/tasks/{task['id']}/skip"
    assert client.call("POST", path, skip, x_test_login="bo").status_code == 200
    return client


def test_an_annotator_gets_their_own_and_no_other(worked: Client):
    """Another's figures are as good as not there."""
    own = worked.call("GET", "/api/v1/progress").json()
    assert (own["wanted"], own["done"], own["left"], own["skipped"]) == (3, 1, 2, 0)
    assert own["days"] == [{"day": "2026-03-01", "login": "ana", "articles": 1}]
    assert [(line["login"], line["active_s"]) for line in own["people"]] == [("ana", 90.0)]
    assert own["reasons"] == []
    assert "so far" in own["forecast"]["reason"]
    assert worked.call("GET", "/api/v1/progress?person=bo").status_code == 404


def test_a_lead_gets_everybodys_or_whose_they_ask_for(worked: Client):
    """The same figures as the page has."""
    desk: Desk = worked.desk
    http = TestClient(Led(Starlette(routes=routes_of(desk))))
    whole = http.get("/api/v1/progress").json()
    assert [line["login"] for line in whole["people"]] == ["ana", "bo"]
    assert whole["reasons"] == [{"reason": "no event", "articles": 1}]
    bo = json.loads(http.get("/api/v1/progress?person=bo").text)
    assert (bo["done"], bo["days"], bo["stuck"]["skipped"]) == (1, [], 1)


def test_days_are_asked_for_as_days(worked: Client):
    """The zone moves them; what is no day is refused with what would be."""
    there = worked.call("GET", "/api/v1/progress?zone=Pacific/Kiritimati&first=2026-03-02").json()
    assert [line["day"] for line in there["days"]] == ["2026-03-02"]
    assert worked.call("GET", "/api/v1/progress?first=2026-03-02").json()["days"] == []
    answer = worked.call("GET", "/api/v1/progress?last=yesterday")
    assert answer.status_code == 400
    assert "wants a day such as 2026-03-01" in answer.json()["error"]["message"]
