"""The page Progress in the browser: from a number to its articles, and nothing for axe to find."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from busy_office import NAMES, busy_office
from looks import Looks, keep_picture
from playwright.sync_api import Browser, Page, expect
from team_office import Office, sign_in

pytestmark = pytest.mark.browser

PARTS = {
    "people": "Median minutes",
    "sources": "Where articles come from",
    "stuck": "Why articles were skipped",
    "labels": "No such labels",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    """A server on which three people have labelled for three weeks; Lea is a lead."""
    with busy_office(tmp_path_factory.mktemp("progress")) as served:
        yield served


def open_progress(page: Page, office: Office, login: str) -> None:
    """Sign in and go to the page."""
    sign_in(page, office, login, "/progress")
    expect(page.get_by_role("heading", name="Progress")).to_be_visible(timeout=30_000)


def tile(page: Page, label: str) -> str:
    """Return the number of a tile."""
    found = page.get_by_test_id("stMetric").filter(has_text=label)
    return found.get_by_test_id("stMetricValue").inner_text()


def test_a_number_leads_to_its_articles_and_an_article_opens(office, page):
    """Counted, listed with as many rows, opened to be labelled; the address leads back there."""
    open_progress(page, office, "lea")
    expect(page.get_by_role("heading", name="Submitted by day")).to_be_visible()
    left = tile(page, "Left")
    page.get_by_role("button", name="Articles left").click()
    expect(page.get_by_role("heading", name="Articles left")).to_be_visible()
    expect(page.get_by_text(f"1–50 of {left}")).to_be_visible()
    assert "list=left" in page.url
    page.get_by_test_id("stDataFrame").click(position={"x": 60, "y": 52})
    expect(page.get_by_role("article")).to_be_visible(timeout=30_000)


def test_what_is_chosen_stands_in_the_address(office, page):
    """A part and a time; whoever opens the address sees the same."""
    open_progress(page, office, "lea")
    page.get_by_role("radio", name="People").click()
    expect(page.get_by_role("heading", name="Median minutes per article")).to_be_visible()
    page.get_by_role("radio", name="7 days").click()
    expect(page).to_have_url(f"{office.url}/progress?part=people&days=7")
    page.reload()
    expect(page.get_by_role("radio", name="7 days")).to_be_checked(timeout=30_000)
    expect(page.get_by_role("heading", name="Median minutes per article")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).click()
    text = Path(download.value.path()).read_text("utf-8")
    assert all(name in text for name in NAMES.values())


def test_an_annotator_finds_their_own_work_there(office, page):
    """Nobody else's name stands on it."""
    open_progress(page, office, "bo")
    expect(page.get_by_text("Left for you")).to_be_visible()
    expect(page.get_by_text("Lea Novak")).to_have_count(0)
    expect(page.get_by_role("radio", name="People")).to_have_count(0)
    page.get_by_role("button", name="Articles left").click()
    expect(page.get_by_role("heading", name="Articles left")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_nothing_hinders_anybody(office, browser: Browser, tmp_path, scheme, width):
    """Axe finds nothing in any part, wide and narrow, light and dark."""
    context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    page = context.new_page()
    open_progress(page, office, "lea")
    expect(page.get_by_role("heading", name="Submitted by day")).to_be_visible()
    looks = Looks(page, f"progress-{width}-{scheme}")
    looks.at("overview")
    if scheme == "light":
        keep_picture(page, "progress", tmp_path)
    for part, shown in PARTS.items():
        page.goto(f"{office.url}/progress?part={part}")
        expect(page.get_by_text(shown).first).to_be_visible(timeout=30_000)
        looks.at(part)
    page.goto(f"{office.url}/progress?list=done")
    expect(page.get_by_role("heading", name="Articles done")).to_be_visible(timeout=30_000)
    looks.at("list")
    context.clear_cookies()
    open_progress(page, office, "bo")
    expect(page.get_by_role("heading", name="The last 30 days")).to_be_visible()
    looks.at("own")
    context.close()
    looks.check()
