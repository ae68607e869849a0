"""A lead fills batches, deals articles out and takes one back, in the browser."""

import re
from collections.abc import Iterator

import pytest
from looks import VIEWS, Looks
from playwright.sync_api import Browser, Page, expect
from team_office import Office, pick_part, pick_row, press_until, sign_in, use

from labeler.core.people import Role

pytestmark = pytest.mark.browser

TITLES = ["The strike", "The harbour", "The talks", "The vote", "The budget", "The bridge"]


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    """A server with an admin, Ana, two annotators, Bo and Cy, and six articles."""
    folder = tmp_path_factory.mktemp("queue")
    served = Office(folder / "data", environment={"LABELER_MODE": "accounts"})
    for number, title in enumerate(TITLES):
        served.import_text(title, f"{title} begins on day {number}. The mayor said so.")
    served.start()
    with served.accounts() as accounts:
        link = accounts.first_admin_link()
        assert link is not None
        use(accounts, link, "ana", "Ana Öğüt")
        for login, name in (("bo", "Bo Chen"), ("cy", "Cy Adeyemi")):
            use(accounts, accounts.invite("ana", login, name, Role.ANNOTATOR))
    yield served
    served.stop()


def open_queue(page: Page, office: Office) -> Page:
    """Sign in as the admin and go to the queue."""
    sign_in(page, office, "ana", "/queue")
    expect(page.get_by_role("heading", name="Queue")).to_be_visible(timeout=30_000)
    return page


def test_a_batch_is_made_filled_dealt_and_opened(office, page):
    """And what is wrong with a plan is said before anything is made."""
    open_queue(page, office)
    page.get_by_text("New batch").click()
    press_until(
        page.get_by_role("button", name="Make the batch").click,
        page.get_by_text("A name is missing."),
    )
    page.get_by_label("Name", exact=True).fill("First round")
    page.get_by_role("button", name="Make the batch").click()
    expect(page.get_by_role("heading", name="First round")).to_be_visible()

    page.get_by_text("Put articles in", exact=True).click()
    expect(page.get_by_text("6 fit.")).to_be_visible()
    page.get_by_label("At most").fill("3")
    page.get_by_label("At most").press("Enter")
    page.get_by_role("button", name="Move them here").click()
    expect(page.get_by_text("3 articles moved here.")).to_be_visible()
    expect(page.get_by_text("1–3 of 3.")).to_be_visible()

    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_text("The batch is open now.")).to_be_visible()
    page.get_by_role("button", name="All batches").click()
    expect(page.get_by_text("In the order in which they are handed out.")).to_be_visible()
    with office.store() as store, store.queue.reading() as book:
        lines = {line.batch.plan.name: line for line in book.lines("news")}
    assert lines["First round"].articles == 3
    assert lines["All articles"].articles == 3


def test_an_article_is_given_to_somebody_and_taken_back(office, page):
    """Who holds it sees that it went; the list says who holds what."""
    open_queue(page, office)
    pick_row(page, 0, page.get_by_role("heading", name="All articles"))
    page.get_by_placeholder("Title, source or id").first.fill("budget")
    page.get_by_placeholder("Title, source or id").first.press("Enter")
    expect(page.get_by_text("1–1 of 1.")).to_be_visible()
    dialog = page.get_by_role("dialog")
    pick_row(page, 0, dialog)
    expect(dialog.get_by_text("Nobody has opened it yet.")).to_be_visible()
    dialog.get_by_role("button", name="Give", exact=True).click()
    expect(page.get_by_text(re.compile("Ana Öğüt has “The budget” now."))).to_be_visible()

    page.get_by_role("button", name="All batches").click()
    pick_part(page, "Held now", page.get_by_text("1–1 of 1."))
    pick_row(page, 0, dialog)
    dialog.get_by_role("button", name="Take it from them").click()
    dialog.get_by_role("button", name="Yes, take it from them").click()
    expect(page.get_by_text("“The budget” is free again.")).to_be_visible()
    expect(page.get_by_text("Nobody holds an article at the moment.")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_the_page_is_accessible_and_nothing_is_cut_off(office, browser: Browser, scheme, width):
    """axe-core finds nothing in any part, in both themes, on a desk and on a telephone."""
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    page = open_queue(context.new_page(), office)
    looks = Looks(page, f"queue-{width}-{scheme}")

    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    looks.at("batches")
    pick_row(page, 0, page.get_by_role("heading", name="All articles"))
    page.get_by_text("Change the batch").click()
    page.get_by_text("Put articles in", exact=True).click()
    looks.at("batch")
    page.get_by_role("button", name="All batches").click()
    pick_part(page, "Held now", page.get_by_text("Articles people have begun"))
    looks.at("held")
    context.close()
    looks.check()
