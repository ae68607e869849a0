"""The page History in the browser: from a line to a version and back, while a page is open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from looks import VIEWS, Looks
from on_surface import OnSurface
from playwright.sync_api import Browser, Page, expect
from team_office import Office, pick_row, press_until, sign_in, use

from labeler.core.people import Role

pytestmark = pytest.mark.browser

TITLES = ["The strike", "The harbour", "The talks"]


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    """A server with an admin, a lead, an annotator and three articles."""
    folder = tmp_path_factory.mktemp("history")
    served = Office(folder / "data", environment={"LABELER_MODE": "accounts"})
    for title in TITLES:
        served.import_text(title, f"{title} begins on Monday, the mayor said in Ostend.")
    served.start()
    with served.accounts() as accounts:
        link = accounts.first_admin_link()
        assert link is not None
        use(accounts, link, "ana", "Ana Öğüt")
        for login, name, role in (
            ("lea", "Lea Novak", Role.LEAD),
            ("bo", "Bo Chen", Role.ANNOTATOR),
        ):
            use(accounts, accounts.invite("ana", login, name, role))
    yield served
    served.stop()


@pytest.fixture(scope="module")
def bo(office: Office, browser: Browser) -> Iterator[OnSurface]:
    """Bo, at the first article, in which he has marked a place and a time."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    surface = OnSurface(sign_in(context.new_page(), office, "bo"), office)
    expect(surface.article).to_be_visible(timeout=30_000)
    for word, key in (("Ostend", "p"), ("Monday", "t")):
        with surface.page.expect_response("**/annotations"):
            surface.click(word)
            surface.press(key)
    yield surface
    context.close()


def open_history(page: Page, office: Office, login: str, address: str = "") -> Page:
    """Sign in and go to the history."""
    sign_in(page, office, login, "/history")
    if address:
        page.goto(f"{office.url}/history?{address}")
    expect(page.get_by_role("heading", name="History", exact=True)).to_be_visible(timeout=30_000)
    return page


def test_a_lead_finds_a_version_and_brings_it_back_while_its_person_works(office, bo, page):
    """The open page overwrites nothing, says what happened, and keeps what was not saved."""
    open_history(page, office, "lea", "kind=saved")
    pick_row(page, 0, page.get_by_role("heading", name="The strike"))
    expect(page.get_by_text("Labels of Bo Chen, version 2 of 2")).to_be_visible()
    press_until(
        page.get_by_role("button", name="Earlier").click, page.get_by_text("version 1 of 2")
    )
    yes = page.get_by_role("button", name="Yes, bring this version back")
    press_until(page.get_by_role("button", name="Bring this version back").click, yes)
    yes.click()
    expect(page.get_by_text("Version 1 is brought back, as version 3.")).to_be_visible()
    expect(page.get_by_text("version 3 of 3, saved by Lea Novak")).to_be_visible()

    bo.click("mayor")
    bo.press("o")
    expect(
        bo.page.get_by_text("Your unsaved change is kept in this browser.").first
    ).to_be_visible()
    bo.page.get_by_role("button", name="Work here again").click()
    expect(bo.page.get_by_role("button", name="Work here again")).to_have_count(0)
    page.get_by_role("button", name="Back to the history").click()
    expect(page.get_by_text("newest first").first).to_be_visible()
    with office.store() as store, store.queue.reading() as book:
        document = store.list_documents("news", "bo", search="The strike").rows[0].id
        task = book.task_of("news", document, "bo")
        kept = [len(r.labels.mentions) for r in store.revisions("news", task.id)]
    assert kept[:3] == [1, 2, 1]


@pytest.mark.usefixtures("bo")
def test_filters_can_be_sent(office, page):
    """Whoever opens the address sees the same; an annotator only what they did."""
    open_history(page, office, "ana")
    page.get_by_role("combobox", name="Person").click()
    page.get_by_role("option", name="Bo Chen").click()
    page.get_by_label("Article").fill("strike")
    page.get_by_label("Article").press("Enter")
    expect(page.get_by_text("Of “The strike” only.")).to_be_visible()
    expect(page).to_have_url(f"{office.url}/history?person=bo&article=strike")
    page.reload()
    expect(page.get_by_text("Of “The strike” only.")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Download", exact=True).click()
    page.get_by_role("button", name="Make the files").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).click()
    text = Path(download.value.path()).read_text("utf-8")
    assert "saved" in text
    assert ",bo," in text
    assert ",lea," not in text

    page.context.clear_cookies()
    open_history(page, office, "bo", "person=ana")
    expect(page.get_by_text("What you did here, newest first.")).to_be_visible()
    expect(page.get_by_role("combobox", name="Person")).to_have_count(0)


@pytest.mark.usefixtures("bo")
@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_the_page_is_accessible_and_nothing_is_cut_off(office, browser: Browser, scheme, width):
    """axe-core finds nothing, in both themes, on a desk and on a telephone."""
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    page = open_history(context.new_page(), office, "ana")
    looks = Looks(page, f"history-{width}-{scheme}")

    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    looks.at("list")
    page.goto(f"{office.url}/history?person=bo&kind=saved")
    expect(page.get_by_role("combobox", name="Person")).to_have_value("Bo Chen", timeout=30_000)
    pick_row(page, 0, page.get_by_role("heading", name="The strike"))
    page.get_by_role("button", name="Earlier").click()
    page.get_by_text("All versions", exact=True).click()
    yes = page.get_by_role("button", name="Yes, bring this version back")
    press_until(page.get_by_role("button", name="Bring this version back").click, yes)
    looks.at("version")
    page.goto(f"{office.url}/history?article=nothing")
    expect(page.get_by_text("No article matches.")).to_be_visible(timeout=30_000)
    looks.at("nothing")
    context.close()
    looks.check()
