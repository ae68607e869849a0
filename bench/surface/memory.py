"""How much memory a tab gathers while articles come and go in it."""

from typing import Any

import hands
from playwright.sync_api import CDPSession, Page

# The first articles warm up what every later one uses.
WARM_UP = 5
_MB = 1_000_000


def grown_mb(page: Page, url: str, ids: list[str]) -> float:
    """Submit all articles but the last in one tab; return the growth of the heap in MB."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    hands.open_article(page, url, ids[0])
    before = 0.0
    for index, document_id in enumerate(ids[1:]):
        if index == WARM_UP:
            before = _heap_mb(session)
        page.evaluate("performance.clearMarks()")
        page.keyboard.press("Control+Enter")
        page.wait_for_function("performance.getEntriesByName('labeler.painted').length > 0")
        page.wait_for_function("(id) => location.search.includes(id)", arg=document_id)
    return _heap_mb(session) - before


def _heap_mb(session: CDPSession) -> float:
    # Twice: what the first run frees may free more.
    session.send("HeapProfiler.collectGarbage")
    session.send("HeapProfiler.collectGarbage")
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    return next(float(m["value"]) for m in metrics if m["name"] == "JSHeapUsedSize") / _MB
