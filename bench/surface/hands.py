"""What hands do on the surface, and how long each takes until it is painted."""

import random

from playwright.sync_api import Page

# A quick pair of hands, never in step with the timers of the page.
PACE_MS = (200, 700)

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


def await_suggestions(page: Page, url: str, document_id: str) -> None:
    """Wait until the model is loaded and what it suggests is on the screen."""
    open_article(page, url, document_id)
    page.get_by_role("tab", name="Suggestions").click()
    page.locator(".lb-suggestion").first.wait_for(timeout=60_000)
