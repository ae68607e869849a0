"""Somebody who labels with mouse and keyboard, and how often the page script ran for them."""

import time
from dataclasses import dataclass

from crowd import Seat
from hands import free_words
from installation import Installation
from playwright.sync_api import Page, expect

_PAUSE_MS = 1500
_MARKS = 5


@dataclass(frozen=True, slots=True)
class Labelled:
    """What was done, and how often the page script ran: to open the page, and after that."""

    saves: int
    submits: int
    runs_to_open: int
    runs: int


def label_in_a_browser(page: Page, here: Installation, seat: Seat, seconds: float) -> Labelled:
    """Mark word after word, and hand in now and then."""
    sent = {"PUT": 0, "submit": 0}

    def note(method: str, url: str) -> None:
        sent["PUT"] += method == "PUT" and url.endswith("/annotations")
        sent["submit"] += url.endswith("/submit")

    page.on("requestfinished", lambda request: note(request.method, request.url))
    page.goto("/")
    page.locator(".lb-p").first.wait_for(timeout=60_000)
    # Whatever opening the page sets going is over by then.
    page.wait_for_timeout(3000)
    opened = here.runs()[seat.login]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        _mark(page)
        before = page.locator("article").first.get_attribute("aria-label")
        page.keyboard.press("Control+Enter")
        expect(page.locator(f'article[aria-label="{before}"]')).to_have_count(0, timeout=20_000)
    page.wait_for_timeout(_PAUSE_MS)
    return Labelled(sent["PUT"], sent["submit"], opened, here.runs()[seat.login] - opened)


def _mark(page: Page) -> None:
    for number in range(_MARKS):
        words = free_words(page)
        left, right, y = words[(number * 7) % len(words)]
        page.mouse.click((left + right) / 2, y)
        page.keyboard.press("o")
        page.wait_for_timeout(_PAUSE_MS)
