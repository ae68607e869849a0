"""How fast a lead's page answers a press while 100 people label."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from browser import chromium, window
from crowd import Seat, at_work
from installation import LEAD, installed
from playwright.sync_api import Locator, Page
from saving import PACED, articles_for
from sections import Section, Times, circumstances, met, table

PEOPLE = 100
BUDGET_MS = 500
TIMES = 40
ARTICLES = 3000
_FEWEST = 10
_LIMIT_MS = 30_000
_SETTLING_S = 20.0
_PAUSE_MS = 300
# The first lines of a table as screen readers get them; what is seen is drawn.
_WATCH = """() => {
  const main = () => document.querySelector('[data-testid=stMain]');
  const cells = () => [...document.querySelectorAll('[data-testid^=glide-cell-]')]
    .slice(0, 60).map((cell) => cell.textContent).join('|');
  window.benchWatch = (words) => {
    window.benchTook = null;
    const before = cells();
    const look = (began) => {
      const done = document.querySelector('[data-test-script-state=notRunning]') !== null;
      const there = words ? new RegExp(words).test(main().textContent) : cells() !== before;
      if (done && there) window.benchTook = performance.now() - began;
      else setTimeout(look, 10, began);
    };
    addEventListener('pointerdown', () => look(performance.now()), { capture: true, once: true });
  };
}"""


@dataclass(frozen=True, slots=True)
class Press:
    """Something to press, and the words that are there then; without any, other lines."""

    find: Callable[[Page], Locator]
    words: str = ""


def _part(name: str) -> Callable[[Page], Locator]:
    return lambda page: page.get_by_role("radio", name=name, exact=True)


def _button(name: str) -> Callable[[Page], Locator]:
    return lambda page: page.get_by_role("button", name=name, exact=True)


PAGES: dict[str, tuple[str, tuple[Press, ...]]] = {
    "Progress": (
        "/progress",
        (
            Press(_part("People"), "A word is counted as six characters"),
            Press(_part("Sources"), "the largest 200 sources"),
            Press(_part("Stuck"), "As it is now, whatever time"),
            Press(_part("Labels"), "Labels by the week|No such labels"),
            Press(_part("Overview"), "Submitted by day"),
        ),
    ),
    "Queue": (
        "/queue",
        (
            Press(_part("Held now"), "Click one to take it back"),
            Press(_part("Batches"), "New batch"),
        ),
    ),
    "Team": (
        "/team",
        (
            Press(_part("Invitations"), "Invite somebody"),
            Press(_part("Log"), "What was done to accounts"),
            Press(_part("People"), "Click somebody to see"),
        ),
    ),
    "History": ("/history", (Press(_button("Older")), Press(_button("Newest")))),
    "Articles": (
        "/articles",
        (Press(_button("Next page"), "51–100 of"), Press(_button("Previous page"), "1–50 of")),
    ),
}


def measure_lead_page(title: str, kind: str, minutes: float) -> Section:
    """Press on the pages of a lead one after the other, until time is over."""
    seconds = 60 * minutes
    ready = articles_for(seconds, PEOPLE, PEOPLE / PACED.pause_s)
    with installed(kind, PEOPLE, max(ready, ARTICLES)) as here:
        here.start()
        enough = Path(here.data) / "enough"
        with at_work(here.seats(), seconds, PACED, ready, enough) as working:
            time.sleep(min(_SETTLING_S, seconds / 4))
            end = time.monotonic() + seconds - min(_SETTLING_S, seconds / 4)
            seat = Seat(LEAD, here.cookies[LEAD], here.servers[0].port)
            with chromium() as browser, window(browser, seat) as page:
                found = {
                    name: _press(page, name, end - (len(PAGES) - 1 - place) * seconds / 8)
                    for place, name in enumerate(PAGES)
                }
            enough.touch()
            worked = working.result()
    saves = Times(tuple(worked.record.times_ms["save"]))
    for failure in worked.record.failures[:10]:
        print(f"  {failure}", flush=True)
    about = (
        f"A lead presses on parts, filters and pages while {PEOPLE} annotators save a whole "
        f"article every 2 s: {len(saves.ms)} saves, {worked.saves_per_s:.0f} a second, p95 "
        f"{saves.p95:.0f} ms, errors: {len(worked.record.failures)}. The time runs from the press "
        f"to the result, in a browser on the same machine. {max(ready, ARTICLES):,} articles."
    )
    every = Times(tuple(ms for times in found.values() for ms in times.ms))
    rows = [_row(name, times) for name, times in (*found.items(), ("All of them", every))]
    head = ["page", "n", "median", "p95", "worst", "budget", "met"]
    made = circumstances(f"python bench/load/run.py --only page --minutes {minutes:g}")
    return Section(title, (about, "", *table(head, rows), "", made))


def _row(name: str, times: Times) -> list[object]:
    spread = [f"{ms:.0f} ms" for ms in (times.median, times.p95, times.worst)]
    holds = bool(times.ms) and times.p95 <= BUDGET_MS
    return [name, len(times.ms), *spread, f"p95 ≤ {BUDGET_MS} ms", met(holds)]


def _press(page: Page, name: str, end: float) -> Times:
    """Press everything of a page in turn, once to make it known, and then to measure."""
    address, presses = PAGES[name]
    page.goto(address)
    page.evaluate(_WATCH)
    for press in presses:
        _one(page, press)
    times: list[float] = []
    while len(times) < TIMES and (time.monotonic() < end or len(times) < _FEWEST):
        times.append(_one(page, presses[len(times) % len(presses)]))
    found = Times(tuple(times))
    print(
        f"  {name}: {len(times)} times, median {found.median:.0f} ms, p95 {found.p95:.0f} ms, "
        f"worst {found.worst:.0f} ms",
        flush=True,
    )
    return found


def _one(page: Page, press: Press) -> float:
    where = press.find(page)
    where.wait_for(timeout=_LIMIT_MS)
    page.wait_for_timeout(_PAUSE_MS)
    page.evaluate("(words) => window.benchWatch(words)", press.words)
    where.click()
    page.wait_for_function("() => window.benchTook !== null", timeout=_LIMIT_MS)
    taken: float = page.evaluate("window.benchTook")
    return taken
