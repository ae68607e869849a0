"""The routes of labelling, from the first look to the history."""

from datetime import datetime

import pytest
from desk import (
    FLOOD,
    MEETING,
    NOON,
    PROJECT,
    SCHEMA,
    STORM,
    Desk,
    incomplete_labels,
    labels,
    meeting_labels,
    mention,
    suggested,
)

from labeler.codec import dump_schema
from labeler.core.queue import FIRST_BATCH, BatchState, Plan


def test_an_opened_task_comes_with_all_the_surface_needs(client, desk: Desk):
    """Document with its parts, schema, empty labels, suggestions, progress, next."""
    desk.store.put_suggestions(PROJECT, suggested(MEETING, "Ana"), desk.now)
    answer = client.call("POST", "/api/v1/tasks/open", {"document_id": MEETING.id})
    assert answer.status_code == 200
    found = answer.json()
    assert found["task"]["state"] == "draft"
    assert (found["task"]["revision"], found["task"]["fence"]) == (0, 1)
    assert found["task"]["author"] == "annotator:ana"
    assert found["progress"] == {"new": 3, "draft": 0, "submitted": 0, "skipped": 0}
    assert found["next_document_id"] == FLOOD.id
    assert found["document"]["text"] == MEETING.text
    assert found["document"]["headline"] == [0, len(MEETING.title)]
    start, end = found["document"]["dateline"]
    assert MEETING.text[start:end] == "March 1, 2026"
    assert found["document"]["tokens"] == [[0, 3], [4, 7]]
    assert found["document"]["sentences"] == [[0, len(MEETING.text)]]
    assert found["schema"] == dump_schema(SCHEMA)
    assert found["labels"] == labels(
        MEETING,
        mentions=[],
        entities=[],
        frames=[],
        relations=[],
        document_labels={},
        decisions=[],
    )
    assert [m["text"] for m in found["suggestions"]["mentions"]] == ["Ana"]
    assert found["suggestion_state"] == {"state": "ready", "message": ""}
    assert found["problems"] == []


def test_text_passes_through_as_it_is(client):
    """Markup, emoji of several code points and joiners are data, not anything else."""
    answer = client.call("POST", "/api/v1/tasks/open", {"document_id": MEETING.id})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script>alert(1)</script>" in answer.json()["document"]["text"]
    assert b"<script>alert(1)</script>" in answer.content
    assert "👩🏽‍🚀".encode() in answer.content


def test_labels_are_not_kept_by_caches(client):
    """They are private, and change behind a cache's back."""
    assert client.call("GET", "/api/v1/session").headers["cache-control"] == "no-store"


def test_next_goes_on_to_the_end_and_says_so(client):
    """204 without a body when everything is submitted or skipped."""
    seen = []
    while True:
        answer = client.call("POST", "/api/v1/tasks/next", {"after": None})
        if answer.status_code == 204:
            break
        task = answer.json()["task"]
        seen.append(task["document_id"])
        path = f"/api/v1/tasks/{task['id']}/skip"
        body = {"fence": task["fence"], "reason": "no news"}
        assert client.call("POST", path, body).json() == {"state": "skipped"}
    assert seen == [MEETING.id, FLOOD.id, STORM.id]


def test_next_starts_behind_an_article(client):
    """And needs no body at all."""
    after = client.call("POST", "/api/v1/tasks/next", {"after": FLOOD.id})
    assert after.json()["task"]["document_id"] == STORM.id
    assert client.send("POST", "/api/v1/tasks/next").json()["task"]["document_id"] == MEETING.id


def test_what_is_saved_comes_back_at_its_offsets(client, desk: Desk):
    """Offsets count code points: five of them for one astronaut."""
    task = client.open(MEETING.id)
    saved = client.save(task, meeting_labels())
    assert saved.status_code == 200
    assert saved.json()["revision"] == 1
    assert saved.json()["problems"] == []
    assert datetime.fromisoformat(saved.json()["saved_at"]) == desk.now
    found = client.call("GET", f"/api/v1/tasks/{task['id']}").json()
    astronaut = found["labels"]["mentions"][3]
    start, end = astronaut["fragments"][0]
    assert end - start == 4
    assert MEETING.text[start:end] == astronaut["text"] == "👩🏽‍🚀"
    assert found["task"]["revision"] == 1
    assert found["task"]["saved_at"] == saved.json()["saved_at"]


def test_utf16_offsets_are_noticed(client):
    """Counted as JavaScript counts, the quote behind an emoji does not match."""
    task = client.open(MEETING.id)
    wrong = mention(MEETING, "m-1", "Actor", "Quito")
    start, end = wrong["fragments"][0]
    wrong["fragments"] = [[start + 1, end + 1]]
    answer = client.save(task, labels(MEETING, mentions=[wrong]))
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["code"] == "quote-mismatch"


def test_a_draft_with_gaps_is_stored_with_the_list_of_them(client):
    """200, and each problem has its item and its place."""
    task = client.open(MEETING.id)
    answer = client.save(task, incomplete_labels())
    assert answer.status_code == 200
    missing = [p for p in answer.json()["problems"] if p["code"] == "role-missing"]
    assert [(p["level"], p["item"], p["slot"]) for p in missing] == [("schema", "f-1", "who")]
    again = client.call("GET", f"/api/v1/tasks/{task['id']}").json()
    assert again["problems"] == answer.json()["problems"]


def test_what_does_not_fit_the_type_is_kept_and_blocks_the_submit(client):
    """A role and an attribute left over from another type: stored, pointed out, not handed in."""
    task = client.open(MEETING.id)
    left = {"arguments": [{"role": "whom", "filler": "m-1"}], "attributes": {"mood": "good"}}
    answer = client.save(task, meeting_labels(frames=[{**_FRAME, **left, "flags": ["unsure"]}]))
    assert answer.status_code == 200
    found = {(p["code"], p["slot"]) for p in answer.json()["problems"] if p["level"] == "schema"}
    assert {("unknown-role", "whom"), ("unknown-attribute", "mood")} <= found
    (frame,) = client.call("GET", f"/api/v1/tasks/{task['id']}").json()["labels"]["frames"]
    assert (frame["arguments"], frame["attributes"]) == (left["arguments"], left["attributes"])
    assert frame["flags"] == ["unsure"]
    assert client.submit(task, 1).status_code == 422


_FRAME = {"id": "f-1", "type": "Meet", "anchor": "m-3"}
_RELATION = {"id": "r-1", "type": "before", "source": "f-1", "target": "f-9"}


@pytest.mark.parametrize(
    ("changes", "code", "item"),
    [
        pytest.param(
            {"mentions": [mention(MEETING, "m-1", "Actor", "Ana", fragments=[[88, 999]])]},
            "offset",
            "m-1",
            id="behind the text",
        ),
        pytest.param(
            {"mentions": [mention(MEETING, "m-1", "Actor", "Ana", fragments=[[3, 3]])]},
            "offset",
            "m-1",
            id="empty",
        ),
        pytest.param(
            {"mentions": [mention(MEETING, "m-1", "Actor", "Ana", fragments=[[-3, 3]])]},
            "offset",
            "m-1",
            id="before the text",
        ),
        pytest.param(
            {"mentions": [mention(MEETING, "m-1", "Actor", "Ana", fragments=[[4, 7], [0, 3]])]},
            "offset",
            "m-1",
            id="out of order",
        ),
        pytest.param(
            {"mentions": [mention(MEETING, "m-1", "Actor", "Ana", fragments=[[0.5, 3]])]},
            "form",
            "m-1",
            id="half an offset",
        ),
        pytest.param(
            {"mentions": [mention(MEETING, "m-1", "Actor", "Ana", fragments=[[0, 10**30]])]},
            "offset",
            "m-1",
            id="an offset beyond all texts",
        ),
        pytest.param(
            {"mentions": [mention(MEETING, "m-1", "Actor", "Ana", text="Anna")]},
            "quote-mismatch",
            "m-1",
            id="another quote",
        ),
        pytest.param(
            {"mentions": [mention(MEETING, "m-1", "Ghost", "Ana")]},
            "unknown-type",
            "m-1",
            id="an unknown type",
        ),
        pytest.param(
            {"frames": [{**_FRAME, "type": "Dance"}]}, "unknown-type", "f-1", id="an unknown frame"
        ),
        pytest.param(
            {"document_labels": {"mood": "good"}},
            "unknown-attribute",
            "",
            id="an unknown document label",
        ),
        pytest.param(
            {"frames": [{**_FRAME, "flags": ["discuss", "unsure"]}]},
            "form",
            "f-1",
            id="flags in another order",
        ),
        pytest.param(
            {"frames": [{**_FRAME, "anchor": "m-99"}]}, "dangling", "f-1", id="a dangling anchor"
        ),
        pytest.param(
            {"frames": [{**_FRAME, "arguments": [{"role": "who", "filler": "m-99"}]}]},
            "dangling",
            "f-1",
            id="a dangling filler",
        ),
        pytest.param(
            {"frames": [_FRAME], "relations": [_RELATION]},
            "dangling",
            "r-1",
            id="a dangling relation",
        ),
        pytest.param(
            {"mentions": [mention(MEETING, "x", "Actor", "Ana")] * 2},
            "duplicate-id",
            "x",
            id="an id used twice",
        ),
        pytest.param({"author": "annotator:bo"}, "wrong-author", "", id="another author"),
        pytest.param({"document_id": "a-2"}, "wrong-document", "", id="another document"),
        pytest.param({"text_sha256": "0" * 64}, "wrong-text", "", id="another text"),
        pytest.param({"mentions": 7}, "form", "", id="not a list"),
        pytest.param({"mentions": ["m-1"]}, "form", "#0", id="not an object"),
        pytest.param({"format": "labeler.annotation-set/9"}, "form", "", id="another format"),
    ],
)
def test_labels_that_can_never_be_right_are_not_stored(client, changes, code, item):
    """422 with the problem and its item, and there is no revision."""
    task = client.open(MEETING.id)
    answer = client.save(task, meeting_labels(**changes))
    assert answer.status_code == 422
    found = answer.json()
    assert found["error"]["code"] == "not-storable"
    assert (code, item) in {(p["code"], p["item"]) for p in found["problems"]}
    look = client.call("GET", f"/api/v1/tasks/{task['id']}").json()
    assert look["task"]["revision"] == 0
    assert client.call("GET", f"/api/v1/tasks/{task['id']}/revisions").json() == {"revisions": []}


@pytest.mark.parametrize("whole", [None, 7, "labels", [], {}])
def test_labels_of_another_shape_are_refused(client, whole):
    """Whatever stands in their place."""
    task = client.open(MEETING.id)
    assert client.save(task, whole).status_code == 422


def test_every_problem_is_listed_at_once(client):
    """Mending one after the other would take as many saves."""
    task = client.open(MEETING.id)
    wrong = [
        mention(MEETING, "m-1", "Actor", "Ana", text="x"),
        mention(MEETING, "m-2", "Actor", "Bo", fragments=[[500, 502]]),
    ]
    problems = client.save(task, labels(MEETING, mentions=wrong)).json()["problems"]
    assert {(p["item"], p["code"]) for p in problems} == {
        ("m-1", "quote-mismatch"),
        ("m-2", "offset"),
    }


def test_a_save_sent_again_is_acknowledged_again(client):
    """The same save id makes one revision, however often it is sent."""
    task = client.open(MEETING.id)
    first = client.save(task, meeting_labels(), save_id="again")
    second = client.save(task, meeting_labels(), save_id="again")
    assert first.json() == second.json()
    history = client.call("GET", f"/api/v1/tasks/{task['id']}/revisions").json()["revisions"]
    assert [r["number"] for r in history] == [1]


def test_a_conflict_brings_the_servers_copy(client):
    """412 with revision, time, labels and client of what was saved first."""
    task = client.open(MEETING.id)
    client.save(task, meeting_labels(), save_id="a", client={"tab": "left"})
    answer = client.save(task, labels(MEETING), save_id="b", client={"tab": "right"})
    assert answer.status_code == 412
    found = answer.json()
    assert found["error"]["code"] == "stale-revision"
    assert found["current"]["revision"] == 1
    assert found["current"]["client"] == {"tab": "left"}
    assert [m["text"] for m in found["current"]["labels"]["mentions"]][3] == "👩🏽‍🚀"


def test_a_place_that_lost_the_lease_may_not_write(client):
    """409 for save and submit with the fence of an older opening."""
    old = client.open(MEETING.id)
    new = client.open(MEETING.id)
    assert new["fence"] == old["fence"] + 1
    client.save(new, meeting_labels())
    for answer in (client.save(old, meeting_labels(), 1), client.submit(old, 1)):
        assert answer.status_code == 409
        assert answer.json()["error"]["code"] == "lease-lost"
    assert client.submit(new, 1).status_code == 200


def test_a_submit_hands_in_the_draft(client, desk: Desk):
    """And the labels writer is woken."""
    task = client.open(MEETING.id)
    client.save(task, meeting_labels())
    answer = client.submit(task, 1)
    assert answer.status_code == 200
    assert answer.json() == {
        "state": "submitted",
        "revision": 1,
        "submitted_at": desk.now.isoformat(),
    }
    assert desk.wakes == 1


def test_an_incomplete_draft_is_kept_and_not_submitted(client, desk: Desk):
    """422 with the list of what is missing."""
    task = client.open(MEETING.id)
    client.save(task, incomplete_labels())
    answer = client.submit(task, 1)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "incomplete"
    assert "role-missing" in {p["code"] for p in answer.json()["problems"]}
    look = client.call("GET", f"/api/v1/tasks/{task['id']}").json()
    assert look["task"]["state"] == "draft"
    assert len(look["labels"]["mentions"]) == 4
    assert desk.wakes == 0


def test_a_submitted_task_changes_only_after_reopening(client):
    """409 until then; the reopened task comes back with a new fence."""
    task = client.open(MEETING.id)
    client.save(task, meeting_labels())
    client.submit(task, 1)
    refused = client.save(task, labels(MEETING), 1)
    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "wrong-state"
    reopened = client.call("POST", f"/api/v1/tasks/{task['id']}/reopen", {}).json()
    assert reopened["task"]["state"] == "draft"
    assert reopened["task"]["fence"] > task["fence"]
    assert client.save(reopened["task"], labels(MEETING), 1).status_code == 200


def test_the_history_is_the_persons_own(client):
    """Numbers, times, logins, counts and clients; no labels."""
    task = client.open(MEETING.id)
    client.save(task, meeting_labels(), client={"tab": "t"})
    (revision,) = client.call("GET", f"/api/v1/tasks/{task['id']}/revisions").json()["revisions"]
    assert (revision["number"], revision["login"]) == (1, "ana")
    counts = {"mention": 4, "entity": 1, "event": 1}
    assert revision["difference"] == {"added": counts, "changed": {}, "removed": {}}
    assert revision["client"] == {"tab": "t"}


def test_the_history_counts_what_each_save_did_by_kind(client):
    """Oldest first; mentions, events and decisions apart."""
    task = client.open(MEETING.id)
    client.save(task, meeting_labels())
    whole = meeting_labels()
    whole["mentions"][0]["note"] = "who?"
    whole["frames"] = []
    decision = {"suggestion": "s-m-0", "by": "model:test@1", "verdict": "rejected"}
    client.save(task, {**whole, "decisions": [decision]}, 1)
    history = client.call("GET", f"/api/v1/tasks/{task['id']}/revisions").json()["revisions"]
    assert [revision["number"] for revision in history] == [1, 2]
    assert history[1]["difference"] == {
        "added": {"decision": 1},
        "changed": {"mention": 1},
        "removed": {"event": 1},
    }


def test_a_revision_comes_back_as_it_was_saved(client, desk: Desk):
    """With its labels at their offsets, whatever was saved since."""
    task = client.open(MEETING.id)
    client.save(task, meeting_labels())
    desk.pass_time(5)
    client.save(task, labels(MEETING), 1)
    path = f"/api/v1/tasks/{task['id']}/revisions"
    first = client.call("GET", f"{path}/1").json()
    assert first["number"] == 1
    assert datetime.fromisoformat(first["saved_at"]) == NOON
    assert [m["text"] for m in first["labels"]["mentions"]] == ["Ana", "Bo", "met", "👩🏽‍🚀"]
    assert client.call("GET", f"{path}/2").json()["labels"]["mentions"] == []


@pytest.mark.parametrize("number", ["0", "2", "-1", "x", "1.0", "٣", "9" * 30])
def test_a_revision_that_is_not_there_is_not_found(client, number):
    """404, whatever stands for the number."""
    task = client.open(MEETING.id)
    client.save(task, meeting_labels())
    answer = client.call("GET", f"/api/v1/tasks/{task['id']}/revisions/{number}")
    assert answer.status_code == 404


def test_another_persons_revision_is_not_found(client):
    """Drafts are their author's."""
    task = client.open(MEETING.id)
    client.save(task, meeting_labels())
    for path in ("revisions", "revisions/1"):
        answer = client.call("GET", f"/api/v1/tasks/{task['id']}/{path}", x_test_login="bo")
        assert answer.status_code == 404


def test_another_persons_task_is_not_found(client):
    """404 on every route, whoever's revision and fence the caller knows."""
    task = client.open(MEETING.id, login="bo")
    path = f"/api/v1/tasks/{task['id']}"
    fence = {"fence": task["fence"]}
    answers = [
        client.call("GET", path),
        client.call("GET", f"{path}/revisions"),
        client.save(task, meeting_labels()),
        client.submit(task, 0),
        client.call("POST", f"{path}/skip", fence),
        client.call("POST", f"{path}/reopen", {}),
    ]
    assert [a.status_code for a in answers] == [404] * len(answers)
    assert client.save(task, meeting_labels("bo"), login="bo").status_code == 200


@pytest.mark.parametrize("task_id", ["nope", "1", "x" * 500, "%00", "'; drop table tasks; --"])
def test_a_task_that_is_not_there_is_not_found(client, task_id):
    """404 whatever the id looks like."""
    assert client.call("GET", f"/api/v1/tasks/{task_id}").status_code == 404


def test_an_article_that_is_not_there_cannot_be_opened(client):
    """404, and no task is made."""
    answer = client.call("POST", "/api/v1/tasks/open", {"document_id": "nope"})
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not-found"


def test_a_lease_is_renewed_for_its_person_and_refused_to_others(client):
    """Until then it is theirs; a fence of before is of no use."""
    task = client.open(MEETING.id)
    path = f"/api/v1/tasks/{task['id']}/lease"
    answer = client.call("POST", path, {"fence": task["fence"]})
    assert answer.status_code == 200
    assert answer.json()["lease_expires_at"] >= task["lease_expires_at"]
    assert client.call("POST", path, {"fence": task["fence"]}, x_test_login="bo").status_code == 404
    client.open(MEETING.id)
    late = client.call("POST", path, {"fence": task["fence"]})
    assert (late.status_code, late.json()["error"]["code"]) == (409, "lease-lost")


def test_an_article_others_have_is_refused_in_words(client, desk: Desk):
    """And by a code of its own, from which the surface knows what to offer."""
    with desk.store.queue.changing() as book:
        plan = Plan("All articles", wanted=1)
        book.change(PROJECT, FIRST_BATCH, plan, BatchState.OPEN, 1, "ana", desk.now)
    assert client.open(MEETING.id)["holds"] is True
    body = {"document_id": MEETING.id}
    refused = client.call("POST", "/api/v1/tasks/open", body, x_test_login="bo")
    assert refused.status_code == 409
    assert refused.json()["error"] == {
        "code": "taken",
        "message": "As many people as are wanted have this article now.",
    }
