"""How fast the annotation surface paints, in a real browser before the real app.

``python bench/surface/run.py`` starts Labeler on a database of its own, stores
articles of three sizes with labels all over them, works on them with mouse and
keyboard, and writes ``bench/surface/RESULTS.md``. Each figure is the time from
the browser's time stamp of the event to the end of the frame that shows it.
"""

import argparse
import json
import os
import platform
import random
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from articles import Size, labelled_article
from playwright.sync_api import Page, sync_playwright

from labeler.codec import dump_annotation_set
from labeler.schema_file import load_schema
from labeler.settings import DEFAULT_PROJECT, Settings
from labeler.store import SqlStore

SIZES = (
    Size("ordinary", 600, 150, 45),
    Size("long", 10_000, 1_000, 200),
    Size("dense", 10_000, 3_000, 450, filler=(0, 3)),
)
# A quick pair of hands, never in step with the timers of the page.
PACE_MS = (200, 700)
HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
BUDGETS = {
    "key → mention painted": {"ordinary": 17, "long": 17, "dense": 34},
    "mouse-up → mention painted": {"ordinary": 17, "long": 17, "dense": 34},
    "task in hand → everything painted": {"ordinary": 100, "long": 300, "dense": 300},
    "page load → everything painted": {"ordinary": 1200, "long": 1500, "dense": 1500},
    "submit → next article painted": {"ordinary": 100, "long": 100, "dense": 100},
}

# The task a frame posts runs when that frame is done: the end of its painting.
WATCH = """
(type) => {
  window.benchTimes = [];
  addEventListener(type, (event) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => window.benchTimes.push(performance.now() - event.timeStamp);
      port2.postMessage(null);
    });
  }, true);
}
"""

# Middles of unlabelled words of five letters or more that are on the screen.
FREE_WORDS = """
() => {
  const area = document.querySelector('.lb-scroll').getBoundingClientRect();
  const found = [];
  for (const p of document.querySelectorAll('.lb-p')) {
    const box = p.getBoundingClientRect();
    if (box.bottom < area.top + 60 || box.top > area.bottom - 60) continue;
    for (const node of p.childNodes) {
      if (node.nodeType !== 3) continue;
      for (const match of node.data.matchAll(/[a-z]{4,}/g)) {
        const range = document.createRange();
        range.setStart(node, match.index);
        range.setEnd(node, match.index + match[0].length);
        const r = range.getBoundingClientRect();
        if (r.top > area.top + 60 && r.bottom < area.bottom - 60)
          found.push([r.left, r.right, r.top + r.height / 2]);
      }
    }
  }
  return found;
}
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """Times of one kind of action on one size of article."""

    action: str
    size: str
    times_ms: tuple[float, ...]

    def row(self) -> str:
        """Return the line of the table."""
        times = sorted(self.times_ms)
        p95 = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
        budget = BUDGETS[self.action].get(self.size)
        met = "–" if budget is None else "yes" if median(times) <= budget else "**no**"
        return (
            f"| {self.action} | {self.size} | {len(times)} | {median(times):.1f} | {p95:.1f} "
            f"| {budget or '–'} | {met} |"
        )


class Client:
    """The HTTP API, for putting labels in."""

    def __init__(self, base: str) -> None:
        self.base = f"{base}/api/v1"
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.csrf = ""
        self.csrf = self.call("GET", "/session")["csrf"]

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Any:  # noqa: ANN401 - decoded JSON
        """Return the decoded answer."""
        request = urllib.request.Request(  # noqa: S310 - our own server
            self.base + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "X-CSRF-Token": self.csrf, **headers},
        )
        with self.opener.open(request) as answer:
            return json.load(answer)


@contextmanager
def served(data: Path) -> Iterator[str]:
    """Run the app for a while; yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("labeler")), "serve"]
    command += [f"--port={port}", f"--data={data}"]
    with (data / "server.log").open("wb") as log:
        process = subprocess.Popen(
            command, env=os.environ | {"LABELER_SUGGEST": "false"}, stdout=log, stderr=log
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(f"{url}/readyz")
            yield url
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server did not answer")


def prepare(data: Path, copies: int) -> dict[str, list[str]]:
    """Store the articles; returns their ids by size."""
    settings = Settings(data=data)
    store = SqlStore(settings.database_url)
    store.upgrade()
    now = datetime.now(UTC)
    store.ensure_project(DEFAULT_PROJECT, load_schema(settings.schema_path), now)
    ids: dict[str, list[str]] = {}
    for size in SIZES:
        for copy in range(copies):
            document, _ = labelled_article(size, seed=copy)
            named = replace(document, id=f"{document.id}-{copy}")
            store.add_documents(DEFAULT_PROJECT, [named], now)
            ids.setdefault(size.name, []).append(named.id)
    store.close()
    return ids


def put_labels(client: Client, size: Size, document_id: str, seed: int) -> None:
    """Save the labels of an article as its annotator would."""
    opened = client.call("POST", "/tasks/open", {"document_id": document_id})
    document, labels = labelled_article(size, seed=seed)
    labels = replace(
        labels,
        document_id=document_id,
        text_sha256=opened["document"]["sha256"],
        schema_id=opened["schema"]["id"],
        schema_version=opened["schema"]["version"],
        author=opened["task"]["author"],
    )
    client.call(
        "PUT",
        f"/tasks/{opened['task']['id']}/annotations",
        {
            "labels": dump_annotation_set(labels, document.text),
            "fence": opened["task"]["fence"],
            "save_id": f"bench-{document_id}",
            "active_s": 0,
            "client": {},
        },
        **{"If-Match": f'"{opened["task"]["revision"]}"'},
    )


def open_article(page: Page, url: str, document_id: str) -> tuple[float, float]:
    """Open an article; returns the ms from the task, and from the load, to its painting."""
    page.goto(f"{url}/?document={document_id}")
    page.wait_for_function("performance.getEntriesByName('labeler.painted').length > 0")
    return tuple(
        page.evaluate(
            """() => {
              const last = (name) => performance.getEntriesByName(name).at(-1).startTime;
              const painted = last('labeler.painted');
              return [painted - last('labeler.task-in-hand'), painted];
            }"""
        )
    )


def times_of(page: Page, count: int) -> list[float]:
    """Return what the watcher noted, once it noted ``count``."""
    page.wait_for_function(f"window.benchTimes.length >= {count}")
    return page.evaluate("window.benchTimes.splice(0)")


def free_words(page: Page) -> list[tuple[float, float, float]]:
    """Return places of unlabelled words, scrolling on while the screen has too few."""
    found = page.evaluate(FREE_WORDS)
    if len(found) < 4:
        page.mouse.move(500, 450)
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(250)
        found = page.evaluate(FREE_WORDS)
    return found


def measure_keys(page: Page, count: int) -> list[float]:
    """Mark words: put the caret on one, press the key of a type."""
    page.evaluate(WATCH, "keydown")
    dice = random.Random(count)  # noqa: S311 - a pace, no secret
    for index in range(count):
        words = free_words(page)
        left, right, y = words[(index * 7) % len(words)]
        page.mouse.click((left + right) / 2, y)
        page.wait_for_timeout(dice.uniform(*PACE_MS))
        page.keyboard.press("o")
        page.wait_for_function(f"window.benchTimes.length > {index}")
    return times_of(page, count)


def measure_mouse(page: Page, count: int) -> list[float]:
    """Fill a slot that takes one type only: selecting the text is enough."""
    page.get_by_role("tab", name="Events").click()
    page.locator(".lb-card").first.click(position={"x": 150, "y": 10})
    page.locator(".lb-card-on [data-role=place]").click()
    page.evaluate(WATCH, "mouseup")
    dice = random.Random(count)  # noqa: S311 - a pace, no secret
    page.evaluate("window.benchTimes.length = 0")
    for index in range(count):
        words = free_words(page)
        left, right, y = words[(index * 7) % len(words)]
        page.mouse.move(left + 2, y)
        page.mouse.down()
        page.mouse.move(right - 2, y, steps=4)
        page.wait_for_timeout(dice.uniform(*PACE_MS))
        page.mouse.up()
        page.wait_for_function(f"window.benchTimes.length > {index}")
        # One event does not have sixty places: take it back before the next.
        page.keyboard.press("Control+z")
    return times_of(page, count)


def measure_submits(page: Page, url: str, ids: list[str], rounds: int) -> list[float]:
    """Submit article after article."""
    open_article(page, url, ids[0])
    times = []
    for _ in range(rounds):
        # Nobody submits in the second they open an article; the next one is fetched by then.
        page.wait_for_timeout(2500)
        page.evaluate(
            """() => {
              performance.clearMarks();
              const note = (event) => { window.benchStart = event.timeStamp; };
              addEventListener('keydown', note, { capture: true, once: true });
            }"""
        )
        page.keyboard.press("Control+Enter")
        page.wait_for_function("performance.getEntriesByName('labeler.painted').length > 0")
        times.append(
            page.evaluate(
                "performance.getEntriesByName('labeler.painted').at(-1).startTime"
                " - window.benchStart"
            )
        )
    return times


def measure(url: str, ids: dict[str, list[str]], count: int, chromium: str) -> list[Figure]:
    """Run everything; returns the figures."""
    figures = []
    client = Client(url)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        for size in SIZES:
            first, *others = ids[size.name]
            for seed, document_id in enumerate(ids[size.name]):
                put_labels(client, size, document_id, seed)
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            page = context.new_page()
            opened = [open_article(page, url, first) for _ in range(12)][2:]
            figures += [
                Figure("task in hand → everything painted", size.name, tuple(o[0] for o in opened)),
                Figure("page load → everything painted", size.name, tuple(o[1] for o in opened)),
            ]
            keys = measure_keys(page, count)
            figures.append(Figure("key → mention painted", size.name, tuple(keys)))
            open_article(page, url, others[0])
            mouse = measure_mouse(page, count)
            figures.append(Figure("mouse-up → mention painted", size.name, tuple(mouse)))
            submits = measure_submits(page, url, others, len(others) - 1)
            figures.append(Figure("submit → next article painted", size.name, tuple(submits)))
            context.close()
        browser.close()
    return figures


def report(figures: list[Figure]) -> str:
    """Return the table with how it was made."""
    sizes = "; ".join(
        f"*{s.name}*: {s.words:,} words, {s.mentions:,} mentions, {s.frames} events" for s in SIZES
    )
    made = (
        f"Made by `python bench/surface/run.py` on {datetime.now(UTC):%Y-%m-%d}, "
        f"{os.cpu_count()} cores, headless Chromium, {platform.system()}. Articles: {sizes}."
    )
    what = (
        "Milliseconds from the event's time stamp to the end of the frame that shows the result; "
        "a frame takes 16.7 ms, and an event waits for half of one on average. Two presses are "
        f"{PACE_MS[0]} to {PACE_MS[1]} ms apart; autosave and checks run as they always do."
    )
    lines = [
        "# How fast the surface paints",
        "",
        made,
        what,
        "",
        "| action | article | n | median | p95 | budget | met |",
        "|---|---|--:|--:|--:|--:|---|",
        *(figure.row() for figure in figures),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60, help="actions of each kind")
    parser.add_argument("--copies", type=int, default=8, help="articles of each size")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        ids = prepare(data, given.copies)
        with served(data) as url:
            figures = measure(url, ids, given.count, given.chromium)
    table = report(figures)
    RESULTS.write_text(table, "utf-8")
    print(table)


if __name__ == "__main__":
    main()
