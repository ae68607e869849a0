"""How long pages of a large project take to open: from the address to what is on it."""

import time
from dataclasses import dataclass

from browser import chromium, window
from crowd import Seat
from installation import DEFAULT_PROJECT, LEAD, Installation, installed
from large import ARTICLES, fill
from playwright.sync_api import Page
from sections import Section, Times, circumstances, met, table

from labeler.core.schema import Schema
from labeler.datasets.live import LiveLabels
from labeler.schema_file import load_schema
from labeler.settings import Settings

PEOPLE = 19
BUDGET_MS = 1500
TIMES = 7
_LIMIT_MS = 60_000
_GRID = "[data-testid=stDataFrame] canvas"
_CHART = "[data-testid=stVegaLiteChart] :is(canvas, svg)"
# Asked in the page itself, often: what asks from outside does so twice a second.
_SHOWN = """([selectors, words]) => {
  const seen = (selector) => document.querySelector(selector)?.getClientRects().length > 0;
  const text = () => document.querySelector('[data-testid=stMain]')?.textContent ?? '';
  const shown = ['[data-test-script-state=notRunning]', ...selectors].every(seen);
  return shown && new RegExp(words).test(text()) && performance.now();
}"""
_ASKED_EACH_MS = 20


@dataclass(frozen=True, slots=True)
class Opening:
    """A page: its name, its address, what is there once it is open, in elements and in words."""

    name: str
    address: str
    shown: tuple[str, ...]
    words: str = ""


OPENINGS = (
    Opening("Annotate", "/", (".lb-p",)),
    Opening("Articles", "/articles", (_GRID,), "1–50 of "),
    Opening("Progress, overview", "/progress", (_CHART, _GRID), "Submitted by day"),
    Opening("Progress, people", "/progress?part=people", (_CHART, _GRID)),
    Opening("Progress, sources", "/progress?part=sources", (_GRID,)),
    Opening("Progress, stuck", "/progress?part=stuck", (_GRID,), "Why articles were skipped"),
    Opening("Progress, labels", "/progress?part=labels", (_CHART, _GRID)),
    Opening("Progress, articles left", "/progress?list=left", (_GRID,), "1–50 of "),
    Opening("Progress, articles done", "/progress?list=done", (_GRID,), "1–50 of "),
    Opening("Queue", "/queue", (_GRID,), "New batch"),
    Opening("Queue, a batch", "/queue?batch=harbour", (_GRID,), "1–25 of "),
    Opening("History", "/history", (_GRID,), "Older"),
    Opening("Labels", "/labels", (_GRID,), "1–100 of .*Where the files are"),
    Opening("Inbox", "/inbox", (), "unread of .*Mark these as read"),
    Opening("Team", "/team", (_GRID,)),
)


def measure_pages(title: str, kind: str, _minutes: float, articles: int = ARTICLES) -> Section:
    """Open every page several times, in a browser that has been here before."""
    with installed(kind, PEOPLE, articles, fill=fill) as here:
        here.start()
        await_labels(here)
        seat = Seat(LEAD, here.cookies[LEAD], here.servers[0].port)
        with chromium() as browser, window(browser, seat) as page:
            _open(page, OPENINGS[0])
            found = {
                opening.name: Times(tuple(_open(page, opening) for _ in range(TIMES)))
                for opening in OPENINGS
            }
    rows = [
        [
            name,
            len(times.ms),
            *(f"{ms:,.0f} ms" for ms in (times.median, times.worst)),
            f"{BUDGET_MS:,} ms",
            met(times.median <= BUDGET_MS),
        ]
        for name, times in found.items()
    ]
    about = (
        f"A lead opens pages of a project of {articles:,} articles in 3 batches, on which 19 "
        "annotators have about 144,000 tasks. The time runs from the address to the page with all "
        "it shows; the browser has the files of the app already."
    )
    command = "python bench/load/run.py --only pages"
    lines = table(["page", "n", "median", "worst", "budget for the median", "met"], rows)
    return Section(title, (about, "", *lines, "", circumstances(command)))


def await_labels(here: Installation) -> None:
    """Wait until the live labels are made, as they are once after an installation."""
    began = time.monotonic()
    server, schema = here.servers[0], load_schema(Settings().schema_path)
    labels = LiveLabels(Settings(data=here.data).labels_folder)
    server.wait_until(lambda: _are_made(labels, schema), "the labels were not made", 300)
    print(f"  live labels made in {time.monotonic() - began:.0f} s", flush=True)


def _are_made(labels: LiveLabels, schema: Schema) -> bool:
    # Asked seldom: it looks into files the server is writing.
    time.sleep(1)
    return labels.is_current(DEFAULT_PROJECT, schema)


def _open(page: Page, opening: Opening) -> float:
    page.goto("about:blank")
    page.goto(opening.address, wait_until="commit")
    waiting = page.wait_for_function(
        _SHOWN, arg=[opening.shown, opening.words], polling=_ASKED_EACH_MS, timeout=_LIMIT_MS
    )
    taken: float = waiting.json_value()
    print(f"  {opening.name}: {taken:.0f} ms", flush=True)
    return taken
