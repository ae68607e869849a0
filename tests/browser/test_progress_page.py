"""The page Progress in the browser: from a number to its articles, and nothing for axe to find."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from shared import ROOT
from warm_serving import WarmApp

from labeler.core.annotation import AnnotationSet
from labeler.core.document import Document
from labeler.core.people import Role
from labeler.core.work import Save
from labeler.schema_file import load_schema
from labeler.settings import Settings
from labeler.store import SqlStore
from labeler.workflow.accounts import Accounts

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
# What Streamlit draws around the page is Streamlit's, and so are its tables.
RUN = """() => axe.run(
  { include: [['.stMainBlockContainer']], exclude: [['.stDataFrame']] },
  { resultTypes: ['violations'] },
)"""
STILL = """document.querySelector('[data-test-script-state=notRunning]') !== null
  && document.getAnimations().every(a => a.playState !== 'running')"""
PASSWORD = "correct horse battery"  # noqa: S105 - of people who do not exist
SHOTS = os.environ.get("LABELER_SHOTS")
PICTURES = os.environ.get("LABELER_PICTURES") == "1"
NAMES = {"ana": "Ana Öğüt", "lea": "Lea Novak", "bo": "Bo Chen"}
DAYS = 21
PARTS = {
    "people": "Median minutes",
    "sources": "Where articles come from",
    "stuck": "Why articles were skipped",
    "labels": "No such labels",
}
ARTICLES = 240


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[WarmApp]:
    """A server on which three people have labelled for three weeks; Lea is a lead."""
    folder = tmp_path_factory.mktemp("progress")
    served = WarmApp(folder / "data", environment={"LABELER_MODE": "accounts"})
    served.data.mkdir(parents=True)
    settings = Settings(data=served.data)
    with closing(SqlStore(settings.database_url)) as store:
        store.upgrade()
        schema = load_schema(settings.schema_path)
        store.ensure_project("news", schema, datetime.now(UTC))
        found_team(Accounts(store.people, "news", lambda: datetime.now(UTC)))
        label_for_weeks(store, schema.id, schema.version)
    served.start()
    yield served
    served.stop()


def found_team(accounts: Accounts) -> None:
    """Let everybody in."""
    came = {"client": "Firefox", "address": "192.0.2.7", "password": PASSWORD}
    link = accounts.first_admin_link()
    assert link is not None
    accounts.use_link(link, login="ana", name=NAMES["ana"], **came)
    for login, role in (("lea", Role.LEAD), ("bo", Role.ANNOTATOR)):
        accounts.use_link(
            accounts.invite("ana", login, NAMES[login], role), login="", name="", **came
        )


def label_for_weeks(store: SqlStore, schema: str, version: str) -> None:
    """Import articles, and submit some on every working day of the last three weeks."""
    today = datetime.now(UTC)
    documents = [
        Document(
            f"a-{n}", f"The strike, day {n}", f"Day {n} of it.", source=("Daily", "Herald")[n % 2]
        )
        for n in range(ARTICLES)
    ]
    store.add_documents("news", documents, today)
    waiting = iter(documents)
    for ago in range(DAYS, 0, -1):
        day = today - timedelta(days=ago)
        for place, login in enumerate(NAMES if day.weekday() < 5 else ()):
            for number in range(2 + (ago * (place + 2)) % 4):
                document = next(waiting)
                task = store.open_task("news", document.id, login, day, 60)
                labels = AnnotationSet(
                    document.id, document.sha256, schema, version, f"annotator:{login}"
                )
                save = Save("first", 0, task.lease.fence, active_s=240.0 + 50 * place + 9 * number)
                store.save("news", task.id, labels, save, day, 60)
                if number < 4:
                    store.submit("news", task.id, 1, task.lease.fence, day)


def open_progress(page: Page, office: WarmApp, login: str) -> None:
    """Sign in and go to the page."""
    page.goto(f"{office.url}/sign-in?next=/progress")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
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


def look(page: Page, name: str) -> list[str]:
    """Return what axe finds; keep a picture where somebody wants to see it."""
    expect(page.locator(".stAppSkeleton, [data-testid=stSkeleton]")).to_have_count(0)
    page.wait_for_function(STILL)
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"progress-{name}.png", full_page=True)
    page.evaluate(AXE)
    return [
        f"{entry['id']}: {node['html'][:160]} {node['failureSummary']}"
        for entry in page.evaluate(RUN)["violations"]
        for node in entry["nodes"]
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_nothing_hinders_anybody(office, browser: Browser, tmp_path, scheme, width):
    """Axe finds nothing in any part, wide and narrow, light and dark."""
    context = browser.new_context(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    page = context.new_page()
    open_progress(page, office, "lea")
    expect(page.get_by_role("heading", name="Submitted by day")).to_be_visible()
    found = {"overview": look(page, f"overview-{scheme}-{width}")}
    if scheme == "light":
        keep(page, tmp_path)
    for part, shown in PARTS.items():
        page.goto(f"{office.url}/progress?part={part}")
        expect(page.get_by_text(shown).first).to_be_visible(timeout=30_000)
        found[part] = look(page, f"{part}-{scheme}-{width}")
    page.goto(f"{office.url}/progress?list=done")
    expect(page.get_by_role("heading", name="Articles done")).to_be_visible(timeout=30_000)
    found["list"] = look(page, f"list-{scheme}-{width}")
    context.clear_cookies()
    open_progress(page, office, "bo")
    expect(page.get_by_role("heading", name="The last 30 days")).to_be_visible()
    found["own"] = look(page, f"own-{scheme}-{width}")
    context.close()
    assert {name: what for name, what in found.items() if what} == {}


def keep(page: Page, tmp_path: Path) -> None:
    """Take the picture, for the documentation where it is wanted."""
    folder = ROOT / "docs" / "pictures" if PICTURES else tmp_path
    file = folder / "progress.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        flat = picture.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    flat.save(file, optimize=True)
    assert 10_000 < file.stat().st_size < 150_000
