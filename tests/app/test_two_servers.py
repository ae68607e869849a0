"""Two servers on one PostgreSQL: one queue, one set of labels, nothing lost, nothing twice."""

import http.client
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from databases import Databases, upgrade
from typer.testing import CliRunner
from warm_serving import WarmApp

from labeler.cli.main import app as labeler
from labeler.core.buckets import bucket_of
from labeler.core.document import Document
from labeler.schema_file import load_schema
from labeler.settings import DEFAULT_PROJECT, Settings
from labeler.store import SqlStore

FILES = 2
EACH = 8


class Api:
    """One connection to a server, as the surface has it."""

    def __init__(self, app: WarmApp) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", app.port, timeout=30)
        self._csrf = self.call("GET", "/session")["csrf"]

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        """Return the decoded answer to a request that must succeed."""
        if method != "GET":
            headers |= {"X-CSRF-Token": self._csrf, "Content-Type": "application/json"}
        content = None if body is None else json.dumps(body)
        self._connection.request(method, f"/api/v1{path}", content, headers)
        answer = self._connection.getresponse()
        text = answer.read()
        assert answer.status == http.client.OK, text
        return json.loads(text)

    def label(self, document_id: str) -> None:
        """Open an article, mark its first name and hand it in."""
        opened = self.call("POST", "/tasks/open", {"document_id": document_id})
        task = opened["task"]
        name = {"id": "m-1", "type": "Actor.Person", "fragments": [[0, 3]], "text": "Ana"}
        name |= {"attributes": {"mention": "named"}}
        body = {
            "labels": {**opened["labels"], "mentions": [name]},
            "fence": task["fence"],
            "save_id": f"s-{document_id}",
        }
        self.call("PUT", f"/tasks/{task['id']}/annotations", body, **{"If-Match": '"0"'})
        fence = {"fence": task["fence"]}
        self.call("POST", f"/tasks/{task['id']}/submit", fence, **{"If-Match": '"1"'})

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """Return the address of a database without articles; SQLite is for one server only."""
    with databases.fresh("postgresql", upgrade) as address:
        yield address


@pytest.fixture
def servers(url: str, tmp_path: Path) -> Iterator[tuple[WarmApp, WarmApp]]:
    """Two servers with one database and one folder of labels."""
    data = tmp_path / "data"
    one, two = (WarmApp(data, environment={"LABELER_DATABASE": url}) for _ in range(2))
    try:
        one.start()
        two.start()
        yield one, two
    finally:
        one.stop()
        two.stop()


def articles() -> list[Document]:
    """Return articles whose labels go into very few files."""
    wanted = {bucket_of(f"a-{n}") for n in range(FILES)}
    numbers = [n for n in range(5000) if bucket_of(f"a-{n}") in wanted]
    return [Document(f"a-{n}", f"Day {n}", f"Ana met Bo on day {n}.") for n in numbers[: 2 * EACH]]


def test_two_servers_submit_into_the_same_files_at_once_and_nothing_is_lost(
    servers: tuple[WarmApp, WarmApp], url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Every submit that was acknowledged is in the labels, and they are what the database says."""
    found = articles()
    store = SqlStore(url)
    schema = load_schema(Settings().schema_path)
    store.ensure_project(DEFAULT_PROJECT, schema, datetime.now(UTC))
    store.add_documents(DEFAULT_PROJECT, found, datetime.now(UTC))
    start = threading.Barrier(len(servers))

    def work(server: WarmApp, documents: list[Document]) -> None:
        with closing(Api(server)) as api:
            start.wait(30)
            for document in documents:
                api.label(document.id)

    with ThreadPoolExecutor(len(servers)) as pool:
        list(pool.map(work, servers, (found[::2], found[1::2])))
    one, _ = servers
    one.wait_until(lambda: not store.outbox(DEFAULT_PROJECT), "the labels were not written")
    store.close()
    # Before they stop: a stop would write what is left.
    monkeypatch.setenv("LABELER_DATABASE", url)
    monkeypatch.setenv("LABELER_DATA", str(tmp_path / "data"))
    verified = CliRunner().invoke(labeler, ["labels", "verify"])
    assert verified.exit_code == 0, verified.output
    ids = sorted(document.id for document in found)
    assert sorted(one.labels("submissions")["document_id"]) == ids
    assert sorted(one.labels("mentions")["document_id"]) == ids
