"""The pictures of the pages for people, of a project three weeks old.

With ``LABELER_PICTURES=1`` they are written to ``docs/pictures``; without, the
test sees that what they show is there.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from busy_office import ARTICLES, busy_office
from looks import keep_picture, wait_until_still
from on_surface import OnSurface
from playwright.sync_api import Browser, Page, expect
from team_office import Office, sign_in

from labeler.core.people import Role
from labeler.core.queue import FIRST_BATCH, BatchState, Plan
from labeler.store import SqlStore
from labeler.workflow.queueing import Queueing

pytestmark = pytest.mark.browser

VIEW = {"width": 1440, "height": 900}


def _now() -> datetime:
    return datetime.now(UTC)


def two_rounds(store: SqlStore) -> None:
    """Put most articles into two batches."""
    queueing = Queueing(
        book=store.queue,
        store=store,
        project="news",
        clock=_now,
        role_of=lambda _: Role.LEAD,
        members=lambda: ("ana", "lea", "bo"),
        lease_s=1800,
        on_reopen=lambda: None,
    )
    for name, plan_people, count in (
        ("First round", 1, ARTICLES // 2),
        ("Second round", 2, ARTICLES // 3),
    ):
        plan = Plan(name, wanted=plan_people, calibration=10, blind_share=0.1)
        batch = queueing.create("lea", plan)
        queueing.fill("lea", batch.id, of=FIRST_BATCH, most=count)
        queueing.change("lea", batch.id, plan, BatchState.OPEN, batch.revision)


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    """A server with batches, of which the first is nearly done."""
    with busy_office(tmp_path_factory.mktemp("people"), two_rounds) as served:
        yield served


@pytest.fixture
def lea(office, browser: Browser) -> Iterator[Page]:
    """A lead, signed in."""
    context = browser.new_context(viewport=VIEW, color_scheme="light")
    yield sign_in(context.new_page(), office, "lea", "/queue")
    context.close()


def test_the_page_queue(lea, tmp_path):
    """The batches, and how far each is."""
    expect(lea.get_by_text("In the order in which they are handed out")).to_be_visible()
    expect(lea.get_by_test_id("stDataFrame")).to_be_visible(timeout=30_000)
    wait_until_still(lea)
    keep_picture(lea, "queue", tmp_path)


def test_the_page_team(office, lea, tmp_path):
    """Who is in the project."""
    lea.goto(f"{office.url}/team")
    expect(lea.get_by_test_id("stDataFrame")).to_be_visible(timeout=30_000)
    wait_until_still(lea)
    keep_picture(lea, "team", tmp_path)


def test_the_history(office, lea, tmp_path):
    """What was done, newest first."""
    lea.goto(f"{office.url}/history")
    expect(lea.get_by_test_id("stDataFrame")).to_be_visible(timeout=30_000)
    wait_until_still(lea)
    keep_picture(lea, "history-page", tmp_path)


def test_a_thread_and_the_inbox(office, lea, browser: Browser, tmp_path):
    """A question beside the text, and how it arrives."""
    text = "The port\n\nMira Tolen went to Ostend on Friday. The mayor of Ostend smiled at her."
    office.import_text("The port", text, document_id="port")
    context = browser.new_context(viewport=VIEW, color_scheme="light")
    bo = OnSurface(sign_in(context.new_page(), office, "bo", "/articles"), office)
    expect(bo.page.get_by_role("heading", name="Articles")).to_be_visible(timeout=30_000)
    bo.open("port")
    bo.select("Ostend")
    bo.press("p", "Shift+B")
    bo.page.keyboard.type("Is this the town or the port, @lea?")
    bo.page.get_by_role("button", name="Send").click()
    expect(bo.page.get_by_text("Is this the town or the port, @lea?")).to_be_visible()
    wait_until_still(bo.page)
    keep_picture(bo.page, "thread", tmp_path)
    context.close()
    lea.goto(f"{office.url}/inbox")
    expect(lea.get_by_text("Is this the town or the port")).to_be_visible(timeout=30_000)
    wait_until_still(lea)
    keep_picture(lea, "inbox", tmp_path)
