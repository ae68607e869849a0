"""How many whole-article saves one process takes from 50 annotators.

``python bench/saves.py`` starts the real app on a database of its own, opens 50
articles of 600 words with 60 mentions and 15 events, saves each over and over as
the surface does (PUT with revision, fence and save id), and writes
``bench/saves.md``: once as fast as the clients can, once with a save each two
seconds. Both are bounded in time.
"""

import argparse
import asyncio
import json
import os
import platform
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "surface"), str(HERE.parent / "tests")]

from articles import Size, labelled_article
from serving import ServedApp

from labeler.codec import dump_annotation_set
from labeler.settings import DEFAULT_PROJECT, Settings
from labeler.store import SqlStore

CLIENTS = 50
SIZE = Size("usual", 600, 60, 15)
OK = 200


@dataclass
class Client:
    """One annotator: an article, a connection, and the times of the saves."""

    port: int
    document_id: str
    seed: int
    csrf: str = ""
    revision: int = 0
    times_ms: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    async def open(self) -> None:
        """Connect, open the article and prepare the body."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.csrf = (await self.call("GET", "/session", b""))[1]["csrf"]
        body = json.dumps({"document_id": self.document_id}).encode()
        _, opened = await self.call("POST", "/tasks/open", body)
        document, labels = labelled_article(SIZE, seed=self.seed)
        labels = replace(
            labels,
            document_id=self.document_id,
            text_sha256=opened["document"]["sha256"],
            schema_id=opened["schema"]["id"],
            schema_version=opened["schema"]["version"],
            author=opened["task"]["author"],
        )
        self.path = f"/tasks/{opened['task']['id']}/annotations"
        self.revision = opened["task"]["revision"]
        made = {
            "labels": dump_annotation_set(labels, document.text),
            "fence": opened["task"]["fence"],
            "active_s": 1.0,
            "client": {"tab": "bench"},
        }
        self.body = json.dumps(made, separators=(",", ":"))[:-1]

    async def call(self, method: str, path: str, body: bytes, extra: str = "") -> tuple[int, dict]:
        """Return status and decoded body of one request on the open connection."""
        head = (
            f"{method} /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"X-CSRF-Token: {self.csrf}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n{extra}\r\n"
        )
        self.writer.write(head.encode() + body)
        await self.writer.drain()
        answer = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(answer.split(" ", 2)[1])
        lengths = [
            line.split(":")[1]
            for line in answer.split("\r\n")
            if line.lower().startswith("content-length:")
        ]
        return status, json.loads(await self.reader.readexactly(int(lengths[0])))

    async def save(self) -> None:
        """Save once and note how long it took."""
        body = f'{self.body},"save_id":"b-{self.seed}-{self.revision}"}}'.encode()
        began = time.perf_counter()
        status, answer = await self.call("PUT", self.path, body, f'If-Match: "{self.revision}"\r\n')
        self.times_ms.append((time.perf_counter() - began) * 1000)
        if status == OK:
            self.revision = answer["revision"]
        else:
            self.failures.append(f"{status} {answer}")

    async def work(self, until: float, pause_s: float) -> None:
        """Save until the time is over, with a pause between the beginnings of two."""
        # Not all in the same instant.
        await asyncio.sleep(pause_s * self.seed / CLIENTS)
        while time.perf_counter() < until:
            began = time.perf_counter()
            await self.save()
            await asyncio.sleep(max(0.0, pause_s - (time.perf_counter() - began)))


async def run(port: int, ids: list[str], seconds: float, pause_s: float) -> str:
    """Let all clients work and return the row of the table."""
    clients = [Client(port, document_id, seed) for seed, document_id in enumerate(ids)]
    for client in clients:
        await client.open()
    began = time.perf_counter()
    await asyncio.gather(*(c.work(began + seconds, pause_s) for c in clients))
    passed = time.perf_counter() - began
    times = sorted(t for c in clients for t in c.times_ms)
    failures = [f for c in clients for f in c.failures]
    for line in failures[:5]:
        print(line, file=sys.stderr)
    name = "as fast as they can" if pause_s == 0 else f"one each {pause_s:g} s"
    size_kb = len(clients[0].body) / 1000
    for client in clients:
        client.writer.close()
    return (
        f"| {name} | {size_kb:.0f} KB | {len(times)} | {len(times) / passed:.0f} /s "
        f"| {median(times):.0f} ms | {quantiles(times, n=20)[-1]:.0f} ms | {times[-1]:.0f} ms "
        f"| {len(failures)} |"
    )


def prepare(app: ServedApp) -> list[str]:
    """Store an article for each client."""
    app.import_text("First", "First\n\nMakes the project.", "first")
    ids = []
    store = SqlStore(Settings(data=app.data).database_url)
    for seed in range(CLIENTS):
        document, _ = labelled_article(SIZE, seed=seed)
        named = replace(document, id=f"bench-{seed}")
        store.add_documents(DEFAULT_PROJECT, [named], datetime.now(UTC))
        ids.append(named.id)
    store.close()
    return ids


def main() -> None:
    """Measure both ways and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    seconds = min(parser.parse_args().seconds, 120.0)
    with tempfile.TemporaryDirectory() as folder:
        app = ServedApp(Path(folder) / "data")
        ids = prepare(app)
        app.start()
        try:
            rows = [
                asyncio.run(run(app.port, ids, seconds, 0.0)),
                asyncio.run(run(app.port, ids, seconds, 2.0)),
            ]
        finally:
            app.stop()
    load = os.getloadavg()[0]
    text = (
        "# Saves from 50 annotators, one process\n\n"
        f"`python bench/saves.py` on {datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores shared "
        f"by the server and the clients, {platform.system()}, SQLite; load average at the end "
        f"{load:.1f}. A save is a whole article: 600 words, 60 mentions, 15 events.\n\n"
        "| 50 clients | body | saves | rate | median | p95 | worst | errors |\n"
        "|---|---|--:|--:|--:|--:|--:|--:|\n" + "\n".join(rows) + "\n\n"
        "Budgets: as fast as they can ≥ 150 /s, p95 ≤ 500 ms, no errors; "
        "one each 2 s p95 ≤ 100 ms, worst ≤ 1 s.\n"
    )
    (HERE / "saves.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
