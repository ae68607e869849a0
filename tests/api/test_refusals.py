"""What the API refuses before the workflow is asked, and how failures are told."""

import json
import logging
from collections.abc import Iterator

import pytest
from api_client import Client, routes_of, visitor
from desk import MEETING, Desk, meeting_labels
from fresh_loop import run_in_fresh_loop
from starlette.applications import Starlette
from starlette.types import Message

from labeler.api import WriteRate
from labeler.api.errors import TABLE, words_of
from labeler.api.limits import WriteLimiter
from labeler.core.document import Document
from labeler.core.errors import LabelerError, NotFoundError
from labeler.core.work import TaskState


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/session"),
        ("GET", "/api/v1/schema"),
        ("GET", "/api/v1/documents"),
        ("GET", f"/api/v1/documents/{MEETING.id}"),
        ("POST", "/api/v1/tasks/next"),
        ("PUT", "/api/v1/tasks/t/annotations"),
    ],
)
def test_nobody_gets_anything_signed_out(client, method, path):
    """401, with the code the surface offers to sign in on."""
    answer = client.send(method, path, x_test_login="")
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "signed-out"


def test_a_save_says_which_revision_it_follows(client):
    """428 without If-Match; 400 where it is no revision; nothing is stored."""
    task = client.open(MEETING.id)
    path = f"/api/v1/tasks/{task['id']}/annotations"
    body = {"labels": meeting_labels(), "fence": task["fence"], "save_id": "s"}
    assert client.call("PUT", path, body).status_code == 428
    for wrong in ("0", "*", '"x"', '"-1"', '"1", "2"', 'W/"1"', '"' + "9" * 5000 + '"', '"١"', ""):
        answer = client.call("PUT", path, body, if_match=wrong.encode())
        assert answer.status_code == 400, wrong
    assert client.call("GET", f"/api/v1/tasks/{task['id']}").json()["task"]["revision"] == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "labels: Field required"),
        (b"{", "not JSON"),
        (b"[]", "valid dictionary"),
        (b'{"labels": NaN}', "NaN"),
        (b'{"labels": -Infinity}', "-Infinity"),
        (b'{"labels": ' + b"9" * 5000 + b"}", "too large"),
        (b'{"labels": "\xff"}', "not UTF-8"),
        (b'\xef\xbb\xbf{"labels": 1}', "not JSON"),
        (b'{"labels": "\\ud83d"}', "surrogate"),
        (b'{"labels": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "too deep"),
        (b'{"labels": {}, "fence": 1, "save_id": "s", "x": 1}', "x: Extra inputs"),
        (b'{"labels": {}, "fence": "1", "save_id": "s"}', "fence: "),
        (b'{"labels": {}, "fence": true, "save_id": "s"}', "fence: "),
        (b'{"labels": {}, "fence": 1, "save_id": ""}', "save_id: "),
        (b'{"labels": {}, "fence": 1, "save_id": "s", "active_s": -1}', "active_s: "),
        (b'{"labels": {}, "fence": 1, "save_id": "s", "client": {"tab": 1}}', "client.tab: "),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_in_plain_words(client, content, words):
    """400 and what is wrong, where."""
    task = client.open(MEETING.id)
    path = f"/api/v1/tasks/{task['id']}/annotations"
    answer = client.send("PUT", path, content, if_match='"0"')
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "bad-request"
    assert words in answer.json()["error"]["message"]


def test_an_escaped_surrogate_pair_and_its_spelling_are_both_fine(client):
    """Only half a pair is refused, not a note that talks about one."""
    task = client.open(MEETING.id)
    noted = meeting_labels()
    noted["mentions"][0]["note"] = "NOTE"
    body = {"labels": noted, "fence": task["fence"], "save_id": "s"}
    content = json.dumps(body).replace("NOTE", "\\ud83d\\ude00 is \\\\ud83d twice").encode()
    path = f"/api/v1/tasks/{task['id']}/annotations"
    assert client.send("PUT", path, content, if_match='"0"').status_code == 200
    look = client.call("GET", f"/api/v1/tasks/{task['id']}").json()
    assert look["labels"]["mentions"][0]["note"] == "😀 is \\ud83d twice"


def test_a_number_beyond_all_numbers_is_refused(client):
    """JSON can write 1e999; read, it is infinite."""
    task = client.open(MEETING.id)
    odd = meeting_labels()
    odd["mentions"][0]["origin"] = {"score": "TOO MUCH"}
    body = {"labels": odd, "fence": task["fence"], "save_id": "s"}
    content = json.dumps(body, ensure_ascii=False).replace('"TOO MUCH"', "1e999").encode()
    path = f"/api/v1/tasks/{task['id']}/annotations"
    assert client.send("PUT", path, content, if_match='"0"').status_code == 422


class TestSize:
    """A body above the bound is refused before it is all read."""

    @pytest.fixture
    def small(self, desk: Desk) -> Client:
        """Return a client of an API that takes 2,000 bytes at most."""
        return Client(desk, max_body_bytes=2_000)

    def test_announced(self, small: Client):
        """By Content-Length: nothing is read."""
        answer = small.send("POST", "/api/v1/tasks/next", b" " * 2_001)
        assert answer.status_code == 413
        assert answer.json()["error"]["code"] == "too-large"

    def test_streamed(self, small: Client):
        """Without Content-Length: what arrives is counted."""

        def chunks() -> Iterator[bytes]:
            for _ in range(21):
                yield b" " * 100

        assert small.send("POST", "/api/v1/tasks/next", chunks()).status_code == 413

    def test_exactly_as_large_as_allowed(self, small: Client):
        """The bound itself is fine."""
        body = b"{}" + b" " * 1_998
        assert small.send("POST", "/api/v1/tasks/next", body).status_code == 200


def test_a_body_that_is_too_large_is_not_read_to_its_end(desk: Desk):
    """However much a client sends, the bound and a little patience is all that is taken."""
    received = 0
    sent: list[Message] = []

    async def receive() -> Message:
        nonlocal received
        received += 1
        return {"type": "http.request", "body": b" " * 100, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/tasks/next",
        "query_string": b"",
        "headers": [],
        "state": {"visitor": visitor("ana")},
    }
    app = Starlette(routes=routes_of(desk, max_body_bytes=2_000))
    run_in_fresh_loop(lambda: app(scope, receive, send))
    assert sent[0]["status"] == 413
    assert received * 100 <= 2_000 + 4 * 2_000 + 200


def test_a_client_that_goes_away_halfway_changes_nothing(desk: Desk):
    """And no answer is tried."""
    sent: list[Message] = []
    messages = iter(
        [
            {"type": "http.request", "body": b'{"after"', "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> Message:
        return next(messages)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/tasks/next",
        "query_string": b"",
        "headers": [],
        "state": {"visitor": visitor("ana")},
    }
    app = Starlette(routes=routes_of(desk))
    run_in_fresh_loop(lambda: app(scope, receive, send))
    assert sent == []
    assert desk.workbench.progress("ana")[TaskState.NEW] == 3


class TestPaths:
    """Whatever is asked under /api/v1 is answered as JSON."""

    @pytest.mark.parametrize(
        "path",
        [
            "/api/v1",
            "/api/v1/",
            "/api/v1/nope",
            "/api/v1/session/",
            "/api/v1/tasks",
            "/api/v1/tasks/x/y/z",
            "/api/v1/documents/a%2Fb",
            "/api/v1/%2e%2e/%2e%2e/etc/passwd",
        ],
    )
    def test_unknown_ones_are_not_found(self, client: Client, path):
        """404, not the start page of something else."""
        answer = client.http.get(path, follow_redirects=False)
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "not-found"

    @pytest.mark.parametrize(
        ("method", "path", "allowed"),
        [
            ("DELETE", "/api/v1/session", "GET"),
            ("POST", "/api/v1/tasks/t/annotations", "PUT"),
            ("PUT", "/api/v1/tasks/next", "POST"),
            ("OPTIONS", "/api/v1/schema", "GET"),
        ],
    )
    def test_other_methods_are_named(self, client: Client, method, path, allowed):
        """405 with the methods that do something."""
        answer = client.http.request(method, path)
        assert answer.status_code == 405
        assert allowed in answer.headers["allow"]
        assert answer.json()["error"]["code"] == "wrong-method"

    def test_head_answers_like_get(self, client: Client):
        """Programs that only look do not get 405."""
        assert client.http.head("/api/v1/schema").status_code == 200


class TestRate:
    """One person cannot keep all others waiting."""

    def test_too_many_writes_are_told_when_to_go_on(self, desk: Desk):
        """429 with Retry-After; reading goes on, and so do other people."""
        client = Client(desk, write_rate=WriteRate(per_s=0.001, burst=2))
        answers = [client.call("POST", "/api/v1/tasks/next", {}) for _ in range(3)]
        assert [a.status_code for a in answers] == [200, 200, 429]
        assert answers[2].json()["error"]["code"] == "too-many"
        assert int(answers[2].headers["retry-after"]) > 0
        assert client.call("GET", "/api/v1/session").status_code == 200
        other = client.call("POST", "/api/v1/tasks/next", {}, x_test_login="bo")
        assert other.status_code == 200

    def test_the_bucket_fills_again(self):
        """At the rate, up to the burst."""
        now = 0.0
        limiter = WriteLimiter(WriteRate(per_s=2, burst=3), lambda: now)
        assert [limiter.wait_s("ana") for _ in range(4)] == [0, 0, 0, 1]
        now = 0.5
        assert [limiter.wait_s("ana") for _ in range(2)] == [0, 1]
        now = 100
        assert [limiter.wait_s("ana") for _ in range(4)] == [0, 0, 0, 1]

    def test_no_rate_means_no_bound(self):
        """Right where there is only one person."""
        limiter = WriteLimiter(None)
        assert not any(limiter.wait_s("ana") for _ in range(10_000))


class TestFailures:
    """An unexpected exception is logged with a reference and told in plain words."""

    @pytest.fixture
    def broken(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Client:
        """Return a client of an API whose store fails."""

        def fail(*_: object, **__: object) -> None:
            raise RuntimeError("disk on fire at /secret/place")

        client = Client(desk)
        monkeypatch.setattr(desk.store, "list_documents", fail)
        monkeypatch.setattr(desk.store, "document_digests", fail)
        return client

    def test_no_detail_leaves(self, broken: Client, caplog: pytest.LogCaptureFixture):
        """500 with a reference that stands in the log beside the trace."""
        answer = broken.call("GET", "/api/v1/documents")
        assert answer.status_code == 500
        message = answer.json()["error"]["message"]
        assert answer.json()["error"]["code"] == "internal"
        assert "fire" not in answer.text
        assert "Traceback" not in answer.text
        assert "kept in the browser" in message
        reference = message.rstrip(".").rsplit(" ", 1)[1]
        (record,) = [r for r in caplog.records if r.levelno == logging.ERROR]
        assert reference in record.getMessage()
        assert "disk on fire" in caplog.text

    def test_readiness_says_the_database_does_not_answer(self, broken: Client):
        """503, while the process is up."""
        answer = broken.call("GET", "/readyz")
        assert answer.status_code == 503
        assert answer.json()["parts"]["database"].startswith("does not answer")
        assert broken.call("GET", "/healthz").status_code == 200

    def test_a_failure_while_a_conflict_is_described_is_told_too(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ):
        """The server's copy needs the text, which may fail to load."""
        client = Client(desk)
        task = client.open(MEETING.id)
        client.save(task, meeting_labels(), save_id="a")
        calls = 0
        whole = desk.store.document

        def fail_later(project: str, document_id: str) -> Document:
            nonlocal calls
            calls += 1
            if calls > 1:
                raise RuntimeError("gone")
            return whole(project, document_id)

        monkeypatch.setattr(desk.store, "document", fail_later)
        answer = client.save(task, meeting_labels(), save_id="b")
        assert answer.status_code == 500


def test_every_error_of_the_core_has_words():
    """A new error class must be given a status, not fall through as a failure."""
    for kind in LabelerError.__subclasses__():
        if kind.__module__.startswith("labeler.core."):
            assert kind in TABLE


def test_an_error_below_another_is_answered_like_it():
    """The nearest class in the table decides."""

    class LostPageError(NotFoundError):
        pass

    assert words_of(LostPageError("gone")) == TABLE[NotFoundError]
