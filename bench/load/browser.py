"""A Chromium with windows of people who are signed in."""

from collections.abc import Iterator
from contextlib import contextmanager

from crowd import Seat
from ensure_browser import find
from playwright.sync_api import Browser, Page, sync_playwright


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser for a while."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@contextmanager
def window(browser: Browser, seat: Seat) -> Iterator[Page]:
    """Open a window of somebody who is signed in already."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, base_url=f"http://127.0.0.1:{seat.port}"
    )
    cookie = {
        "name": "labeler_session",
        "value": seat.cookie,
        "url": f"http://127.0.0.1:{seat.port}",
    }
    context.add_cookies([cookie])
    yield context.new_page()
    context.close()
