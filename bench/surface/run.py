"""How fast the annotation surface paints, in a real browser before the real app.

``python bench/surface/run.py`` starts Labeler on databases of its own, stores
articles of several sizes with labels all over them, works on them with mouse and
keyboard, scrolls, opens one after the other, and writes
``bench/surface/RESULTS.md``. A time is from the browser's time stamp of the
event to the end of the frame that shows it.
"""

import argparse
import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

import hands
from articles import Size, labelled_article, suggested
from memory import grown_mb
from playwright.sync_api import Browser, Page, sync_playwright
from scrolling import Scroll, longest_article, scroll_through
from server import Client, put_labels, served

from labeler.core.annotation import AnnotationSet
from labeler.core.document import Document
from labeler.schema_file import load_schema
from labeler.settings import DEFAULT_PROJECT, Settings
from labeler.store import SqlStore
from labeler.suggest import load_suggester

SIZES = (
    Size("ordinary", 600, 150, 45),
    Size("long", 10_000, 1_000, 200),
    Size("long, 200 suggestions", 10_000, 1_000, 200, suggestions=200),
    Size("dense", 10_000, 3_000, 450, filler=(0, 3)),
)
HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
_LONG = {"long": 17, "long, 200 suggestions": 17}
BUDGETS: dict[str, dict[str, int]] = {
    "key → mention painted": {"ordinary": 17, **_LONG, "dense": 34},
    "mouse-up → mention painted": {"ordinary": 17, **_LONG, "dense": 34},
    "task in hand → everything painted": {"ordinary": 100, **dict.fromkeys(_LONG, 300)},
    "page load → everything painted": {"ordinary": 1200, **dict.fromkeys(_LONG, 1500)},
    "submit → next article painted": {"ordinary": 100, **dict.fromkeys(_LONG, 100)},
}
# Two frames.
LATEST_MS = 33.4
LATEST = {
    (action, size)
    for action in ("key → mention painted", "mouse-up → mention painted")
    for size in ("ordinary", *_LONG)
}
ARTICLES_IN_ONE_TAB = 100
MOST_GROWTH_MB = 20
LONGEST_FRAME_MS = 50


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
        latest = LATEST_MS if (self.action, self.size) in LATEST else None
        kept = budget is None or median(times) <= budget
        in_time = latest is None or p95 <= latest
        met = "–" if budget is None else "yes" if kept and in_time else "**no**"
        return (
            f"| {self.action} | {self.size} | {len(times)} | {median(times):.1f} | {p95:.1f} "
            f"| {budget or '–'} | {latest or '–'} | {met} |"
        )


def articles_of(size: Size, copies: int) -> list[tuple[Document, AnnotationSet]]:
    """Return articles of one size with an annotator's labels."""
    found = []
    for seed in range(copies):
        document, labels = labelled_article(size, seed=seed)
        slug = document.id.replace(", ", "-").replace(" ", "-")
        found.append((replace(document, id=f"{slug}-{seed}"), labels))
    return found


@contextmanager
def stocked(
    articles: list[tuple[Document, AnnotationSet]], size: Size | None = None
) -> Iterator[str]:
    """Run the app with these articles, labelled, and what a model suggests; yields its address."""
    offers = size is not None and size.suggestions > 0
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder))
        schema = load_schema(settings.schema_path)
        store = SqlStore(settings.database_url)
        store.upgrade()
        now = datetime.now(UTC)
        store.ensure_project(DEFAULT_PROJECT, schema, now)
        store.add_documents(DEFAULT_PROJECT, [document for document, _ in articles], now)
        if size is not None and offers:
            author = load_suggester(settings.pipeline, schema).author
            for seed, (document, _) in enumerate(articles):
                offer = AnnotationSet(
                    document.id, document.sha256, schema.id, schema.version, author
                )
                offer = replace(offer, mentions=suggested(size, seed, author))
                store.put_suggestions(DEFAULT_PROJECT, offer, now)
        store.close()
        with served(Path(folder), suggest=offers) as url:
            client = Client(url)
            for document, labels in articles:
                put_labels(client, document, labels)
            yield url


@contextmanager
def a_page(browser: Browser) -> Iterator[Page]:
    """Open a window of its own for a while."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def measure(browser: Browser, size: Size, count: int, copies: int) -> list[Figure]:
    """Work on articles of one size; returns the figures."""
    articles = articles_of(size, copies)
    first, *others = [document.id for document, _ in articles]
    with stocked(articles, size) as url, a_page(browser) as page:
        if size.suggestions:
            hands.await_suggestions(page, url, first)
        opened = [hands.open_article(page, url, first) for _ in range(12)][2:]
        keys = hands.measure_keys(page, count)
        hands.open_article(page, url, others[0])
        mouse = hands.measure_mouse(page, count)
        submits = hands.measure_submits(page, url, others, len(others) - 1)
    found = {
        "task in hand → everything painted": [o[0] for o in opened],
        "page load → everything painted": [o[1] for o in opened],
        "key → mention painted": keys,
        "mouse-up → mention painted": mouse,
        "submit → next article painted": submits,
    }
    figures = [Figure(action, size.name, tuple(times)) for action, times in found.items()]
    for figure in figures:
        print(figure.row(), flush=True)
    return figures


def measure_memory(browser: Browser) -> float:
    """Return the MB the page's memory grew by while articles came and went in one tab."""
    articles = articles_of(SIZES[0], ARTICLES_IN_ONE_TAB + 5)
    with stocked(articles) as url, a_page(browser) as page:
        return grown_mb(page, url, [document.id for document, _ in articles])


def measure_scrolling(browser: Browser) -> Scroll | None:
    """Return how scrolling through the longest article at hand went; ``None`` without it."""
    article = longest_article()
    if article is None:
        return None
    with stocked([article]) as url, a_page(browser) as page:
        hands.open_article(page, url, article[0].id)
        return scroll_through(page, article)


def report(figures: list[Figure], grown: float | None, scroll: Scroll | None) -> str:
    """Return the tables with how they were made."""
    names = {figure.size for figure in figures}
    sizes = "; ".join(
        f"*{s.name}*: {s.words:,} words, {s.mentions:,} mentions, {s.frames} events"
        for s in SIZES
        if s.name in names
    )
    made = (
        f"Made by `python bench/surface/run.py` on {datetime.now(UTC):%Y-%m-%d}, "
        f"{os.cpu_count()} cores, headless Chromium, {platform.system()}. Articles: {sizes}."
    )
    what = (
        "Milliseconds from the event's time stamp to the end of the frame that shows the result; "
        "a frame takes 16.7 ms, and an event waits for half of one on average. Two presses are "
        f"{hands.PACE_MS[0]} to {hands.PACE_MS[1]} ms apart; autosave and checks run as they "
        "always do."
    )
    lines = [
        "# How fast the surface paints",
        "",
        made,
        what,
        "",
        "| action | article | n | median | p95 | median at most | p95 at most | met |",
        "|---|---|--:|--:|--:|--:|--:|---|",
        *(figure.row() for figure in figures),
        "",
        *_memory_lines(grown),
        *_scroll_lines(scroll),
    ]
    return "\n".join(lines)


def _memory_lines(grown: float | None) -> list[str]:
    if grown is None:
        return []
    return [
        "## Memory",
        "",
        (
            f"After {ARTICLES_IN_ONE_TAB} articles submitted in one tab the page's heap had grown "
            f"by {grown:.1f} MB (budget {MOST_GROWTH_MB} MB; after garbage collection, counted "
            "from the fifth article on)."
        ),
        "",
    ]


def _scroll_lines(scroll: Scroll | None) -> list[str]:
    if scroll is None:
        return ["## Scrolling", "", "Not measured: the long article is not at hand.", ""]
    return [
        "## Scrolling",
        "",
        (
            f"Through an article of {scroll.characters:,} characters with {scroll.mentions} "
            f"labels, by wheel, from top to bottom and back: {len(scroll.frames_ms)} frames, "
            f"median {median(scroll.frames_ms):.1f} ms, longest {max(scroll.frames_ms):.1f} ms "
            f"(budget: none over {LONGEST_FRAME_MS} ms)."
        ),
        "",
    ]


def main() -> None:
    """Measure, print and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60, help="actions of each kind")
    parser.add_argument("--copies", type=int, default=8, help="articles of each size")
    parser.add_argument("--only", default="", help="letters in the name of the size to measure")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    given = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=given.chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        figures = [
            figure
            for size in SIZES
            if given.only in size.name
            for figure in measure(browser, size, given.count, given.copies)
        ]
        scroll = measure_scrolling(browser)
        grown = None if given.only else measure_memory(browser)
        browser.close()
    table = report(figures, grown, scroll)
    if not given.only:
        RESULTS.write_text(table, "utf-8")
    print(table)


if __name__ == "__main__":
    main()
