"""The queue over HTTP: batches, their articles, who holds what."""

import pytest
from api_client import Client
from desk import meeting_labels

LEA = {"x_test_login": "lea", "x_test_role": "lead"}
ALL = "/api/v1/batches/all"


@pytest.fixture
def lead(client: Client) -> Client:
    """Return a client; Lea is a lead."""
    client.desk.leads.add("lea")
    return client


def ask(client: Client, method: str, path: str, body: object = None, **headers: str):
    """Return what a lead is told, which is no refusal."""
    answer = client.call(method, path, body, **LEA, **headers)
    assert answer.status_code < 400, answer.text
    return answer.json() if answer.content else None


def make(client: Client, **settings: object) -> str:
    """Make a batch and return the path to it."""
    made = ask(client, "POST", "/api/v1/batches", {"name": "First round", **settings})
    return f"/api/v1/batches/{made['id']}"


def ids(client: Client, path: str, query: str = "") -> list[str]:
    """Return the articles of a batch in order."""
    rows = ask(client, "GET", f"{path}/articles{query}")["rows"]
    return [row["document_id"] for row in rows]


def said(client: Client, method: str, path: str, body: object = None, **headers: str):
    """Return with which status and words a lead is refused."""
    answer = client.call(method, path, body, **LEA, **headers)
    return answer.status_code, answer.json()["error"]["message"]


def test_a_batch_is_made_empty_and_paused(lead: Client):
    """What is left out is as in the page's form: whoever is ready takes the next."""
    made = ask(lead, "POST", "/api/v1/batches", {"name": "First", "people": ["bo", "ana", "bo"]})
    assert (made["state"], made["revision"], made["created_by"]) == ("paused", 1, "lea")
    assert (made["wanted"], made["dealing"], made["people"]) == (None, "free", ["bo", "ana"])
    line = ask(lead, "GET", f"/api/v1/batches/{made['id']}")
    assert line == {
        **made,
        **dict.fromkeys(("articles", "full", "controls", "draft", "submitted", "skipped"), 0),
    }
    listed = ask(lead, "GET", "/api/v1/batches")["batches"]
    assert [(found["id"], found["articles"]) for found in listed] == [("all", 3), (made["id"], 0)]


def test_what_cannot_be_is_refused_with_every_reason(lead: Client):
    """And nothing is made."""
    wrong = {"name": " ", "wanted": 0, "people": ["zoe"], "priority": 1_000, "blind_share": 2}
    status, words = said(lead, "POST", "/api/v1/batches", wrong)
    assert status == 422
    for reason in ("A name is missing", "not 0", "'zoe'", "not at 1000", "not at 2"):
        assert reason in words
    odd = {"name": 1, "dealing": "x", "colour": "red", "people": "ana"}
    status, words = said(lead, "POST", "/api/v1/batches", odd)
    assert status == 400
    for place in ("name:", "dealing:", "colour:", "people:"):
        assert place in words
    assert len(ask(lead, "GET", "/api/v1/batches")["batches"]) == 1


def test_a_change_leaves_what_it_does_not_name(lead: Client):
    """It follows a revision; whoever was second gets the batch as it is."""
    path = make(lead, wanted=2, priority=5)
    assert lead.call("PATCH", path, {}, **LEA).status_code == 428
    opened = ask(lead, "PATCH", path, {"state": "open"}, if_match='"1"')
    assert (opened["state"], opened["wanted"], opened["priority"]) == ("open", 2, 5)
    late = lead.call("PATCH", path, {"wanted": None}, if_match='"1"', **LEA)
    assert (late.status_code, late.json()["current"]) == (412, opened)
    changed = ask(lead, "PATCH", path, {"wanted": None, "name": "Second"}, if_match='"2"')
    assert (changed["wanted"], changed["name"], changed["state"]) == (None, "Second", "open")
    status, words = said(lead, "PATCH", path, {"name": "", "wanted": 101}, if_match='"3"')
    assert (status, "a name is missing" in words.lower(), "not 101" in words) == (422, True, True)
    closed = ask(lead, "PATCH", path, {"state": "closed"}, if_match='"3"')
    assert closed["state"] == "closed"
    done = [change["kind"] for change in ask(lead, "GET", f"{path}/changes")["changes"]]
    assert done == ["changed", "changed", "changed", "created"]


def test_articles_move_to_a_batch_and_stand_in_its_order(lead: Client):
    """Only those nobody has opened, of another batch, that fit."""
    path = make(lead)
    lead.open("a-3")
    fits = ask(lead, "GET", f"{ALL}/movable?search=flood")
    assert (fits, ask(lead, "GET", f"{ALL}/movable")) == ({"articles": 1}, {"articles": 2})
    fill = {"of": "all", "order": "newest", "most": 5}
    assert ask(lead, "POST", f"{path}/articles", fill) == {"moved": 2}
    assert ids(lead, path) == ["a-1", "a-2"]
    assert ask(lead, "POST", f"{path}/articles", fill) == {"moved": 0}
    ask(lead, "POST", f"{path}/bring-forward", {"articles": ["a-2"]})
    assert ids(lead, path) == ["a-2", "a-1"]
    assert ids(lead, path, "?search=ana") == ["a-1"]
    assert ids(lead, path, "?limit=1&offset=1") == ["a-1"]
    (row,) = ask(lead, "GET", f"{ALL}/articles")["rows"]
    assert (row["people"], row["taken"]) == ([{"login": "ana", "state": "draft"}], 1)
    assert said(lead, "POST", f"{path}/bring-forward", {"articles": ["a-3"]})[0] == 404
    assert said(lead, "POST", f"{path}/articles", {"of": "all", "order": "x", "most": 0})[0] == 400


def test_places_are_dealt_some_at_a_time(lead: Client):
    """The answer says how many are left; done again, only those are dealt."""
    path = make(lead, wanted=2, dealing="assigned", people=["ana", "bo", "cy"])
    ask(lead, "POST", f"{path}/articles", {"of": "all"})
    assert ask(lead, "POST", f"{path}/deal", {"most": 4}) == {"dealt": 4, "left": 2}
    assert ask(lead, "POST", f"{path}/deal") == {"dealt": 2, "left": 0}
    assert ask(lead, "POST", f"{path}/deal", {}) == {"dealt": 0, "left": 0}
    people = [row["people"] for row in ask(lead, "GET", f"{path}/articles")["rows"]]
    had = sorted(person["login"] for found in people for person in found)
    assert had == ["ana", "ana", "bo", "bo", "cy", "cy"]
    status, words = said(lead, "POST", f"{ALL}/deal", {})
    assert (status, "once the batch names people" in words) == (422, True)


def test_a_place_is_given_seen_and_taken_back(lead: Client):
    """What was given waits; what was taken back is nobody's."""
    give = {"document_id": "a-2", "login": "bo"}
    assert ask(lead, "POST", "/api/v1/places", give) == {"new": True}
    assert ask(lead, "POST", "/api/v1/places", give) == {"new": False}
    assert said(lead, "POST", "/api/v1/places", give | {"login": "zoe"})[0] == 422
    assert said(lead, "POST", "/api/v1/places", give | {"document_id": "a-9"})[0] == 404
    lead.open("a-1")
    held = ask(lead, "GET", "/api/v1/places?batch=all")
    seen = {(row["document_id"], row["login"], row["assigned"]) for row in held["rows"]}
    assert (held["total"], seen) == (2, {("a-1", "ana", False), ("a-2", "bo", True)})
    task_id = next(row["task_id"] for row in held["rows"] if row["login"] == "ana")
    back = ask(lead, "POST", f"/api/v1/places/{task_id}/take-back", {})
    assert (back["login"], back["state"], back["holds"]) == ("ana", "draft", False)
    (left,) = ask(lead, "GET", "/api/v1/places?limit=1")["rows"]
    assert left["login"] == "bo"


def test_a_submitted_task_is_given_back_and_can_say_what_is_right(lead: Client):
    """A control article, until it is one no more; a draft is neither."""
    task = lead.open("a-1")
    control = "/api/v1/documents/a-1/control"
    assert said(lead, "PUT", control, {"login": "ana"})[0] == 409
    assert lead.save(task, meeting_labels()).status_code == 200
    assert lead.submit(task, 1).status_code == 200
    assert said(lead, "POST", f"/api/v1/places/{task['id']}/take-back", {})[0] == 409
    made = ask(lead, "PUT", control, {"login": "ana"})
    assert made == {"document_id": "a-1", "control": True}
    assert ask(lead, "GET", ALL)["controls"] == 1
    assert ask(lead, "DELETE", control)["control"] is False
    assert said(lead, "DELETE", "/api/v1/documents/a-2/control")[0] == 404
    back = ask(lead, "POST", f"/api/v1/places/{task['id']}/reopen", {})
    assert (back["state"], back["holds"]) == ("draft", True)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/v1/batches/nope", None),
        ("PATCH", "/api/v1/batches/nope", {}),
        ("GET", "/api/v1/batches/nope/changes", None),
        ("GET", "/api/v1/batches/nope/articles", None),
        ("GET", "/api/v1/batches/nope/movable", None),
        ("POST", "/api/v1/batches/nope/articles", {"of": "all"}),
        ("POST", f"{ALL}/articles", {"of": "nope"}),
        ("POST", "/api/v1/batches/nope/deal", {}),
        ("POST", "/api/v1/batches/nope/bring-forward", {"articles": ["a-1"]}),
        ("GET", "/api/v1/places?batch=nope", None),
        ("POST", "/api/v1/places/nope/take-back", {}),
        ("POST", "/api/v1/places/nope/reopen", {}),
        ("PUT", "/api/v1/documents/nope/control", {"login": "ana"}),
        ("DELETE", "/api/v1/documents/nope/control", None),
    ],
)
def test_what_is_not_there_is_said_to_be_missing(lead: Client, method, path, body):
    """To a lead; an annotator hears nothing of what there is."""
    sent = {"if_match": '"1"'}
    assert said(lead, method, path, body, **sent)[0] == 404
    # Once by the table of rights, once by the workflow, which decides in the end.
    for role in ("annotator", "lead"):
        refused = lead.call(method, path, body, x_test_role=role, **sent)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "not-allowed")
