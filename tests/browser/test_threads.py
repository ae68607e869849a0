"""An annotator and a lead talk about an item, and each finds it in the inbox."""

from collections.abc import Iterator

import pytest
from looks import shoot, wait_until_still
from on_surface import OnSurface
from playwright.sync_api import Browser, Locator, Page, Route, expect
from team_office import Office, press_until, sign_in, use

from labeler.core.people import Role

pytestmark = pytest.mark.browser

TEXT = "Two towns\n\nMira Tolen went to Ostend. The mayor of Ostend smiled at Mira Tolen."
ODD = "Is <b>this</b> a *place*, @lea? 🎉\n@nobody knows"


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    """A server whose admin is Ana; Lea leads and Bo labels."""
    folder = tmp_path_factory.mktemp("threads")
    served = Office(folder / "data", environment={"LABELER_MODE": "accounts"})
    served.start()
    with served.accounts() as accounts:
        link = accounts.first_admin_link()
        assert link is not None
        use(accounts, link, "ana", "Ana Öğüt")
        use(accounts, accounts.invite("ana", "lea", "Lea Novak", Role.LEAD))
        use(accounts, accounts.invite("ana", "bo", "Bo Ansel", Role.ANNOTATOR))
    yield served
    served.stop()


def at_work(page: Page, office: Office, login: str, title: str) -> OnSurface:
    """Sign in and open an article of the test's own."""
    document = office.import_text(title, f"{TEXT}\n\n{title}", document_id=title)
    sign_in(page, office, login, "/articles")
    expect(page.get_by_role("heading", name="Articles")).to_be_visible(timeout=30_000)
    return OnSurface(page, office).open(document)


def thread_of(on: OnSurface, words: str) -> Locator:
    """Return the dialog of a thread."""
    return on.page.get_by_role("dialog", name=f"Thread on {words}")


def shot(page: Page, name: str) -> None:
    """Keep a picture of the page in both themes, for somebody who wants to look at them."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        wait_until_still(page)
        shoot(page, f"{name}-{scheme}")
    page.emulate_media(color_scheme="light")


def test_two_people_talk_about_an_item(office, browser: Browser, page):
    """From the question to the inbox, to the answer, to being settled; text stays text."""
    bo = at_work(page, office, "bo", "talk")
    bo.select("Ostend")
    bo.press("p", "Shift+B")
    dialog = thread_of(bo, "“Ostend”")
    field = dialog.get_by_role("textbox", name="Message")
    expect(field).to_be_focused()
    page.keyboard.type("Is <b>this</b> a *place*, @le")
    expect(dialog.get_by_role("option", name="@lea")).to_be_visible()
    bo.press("Enter")
    expect(field).to_have_value("Is <b>this</b> a *place*, @lea ")
    field.fill(ODD)
    bo.press("Control+Enter")
    expect(dialog.get_by_role("status")).to_have_text("Sent. Nobody here is called @nobody.")
    expect(dialog.get_by_role("log")).to_contain_text(ODD.replace("\n", " "), use_inner_text=True)
    expect(field).to_have_value("")
    shot(page, "thread")
    bo.press("Escape")
    expect(dialog).to_have_count(0)
    expect(bo.article.get_by_title("a thread")).to_be_visible()

    theirs = browser.new_context(viewport={"width": 1440, "height": 900})
    other = theirs.new_page()
    sign_in(other, office, "lea", "/inbox")
    expect(other.get_by_role("heading", name="Inbox")).to_be_visible(timeout=30_000)
    expect(other.get_by_text("1 unread")).to_be_visible()
    expect(other.get_by_text("Is <b>this</b> a *place*, @lea? 🎉")).to_be_visible()
    shot(other, "inbox")
    other.get_by_role("button", name="Open").click()
    lea = OnSurface(other, office)
    asked = thread_of(lea, "“Ostend”")
    expect(asked.get_by_role("log")).to_contain_text("Bo Ansel", timeout=30_000)
    other.keyboard.type("Yes, a place.")
    lea.press("Control+Enter")
    expect(asked.get_by_role("status")).to_have_text("Sent.")
    asked.get_by_role("button", name="Resolve").click()
    expect(asked.get_by_role("log")).to_contain_text("Lea Novak resolved this")
    lea.press("Escape")
    # Hers is another task: the item of his labels is not on her screen.
    expect(lea.article.get_by_title("a thread")).to_have_count(0)
    theirs.close()

    page.reload()
    expect(bo.article.get_by_title("unread in its thread")).to_be_visible()
    waiting = page.get_by_role("link", name="Inbox, 2 new")
    expect(waiting).to_be_visible()
    bo.click("Ostend")
    bo.press("Shift+B")
    expect(dialog.get_by_role("log")).to_contain_text("Yes, a place.")
    expect(waiting).to_have_count(0)
    bo.press("Escape")
    expect(bo.article.get_by_title("unread in its thread")).to_have_count(0)


def test_what_could_not_be_sent_stays_over_a_reload(office, page):
    """It says so, and goes once, under the same id."""
    bo = at_work(page, office, "bo", "offline")
    page.route("**/api/v1/threads", lambda route: route.abort())
    bo.press("Shift+B")
    dialog = thread_of(bo, "the article")
    field = dialog.get_by_role("textbox", name="Message")
    field.fill("A wire copy?")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("status")).to_contain_text("Not sent. The server cannot be reached.")
    expect(field).to_have_value("A wire copy?")
    page.unroute("**/api/v1/threads")
    page.reload()
    expect(bo.article).to_be_visible()
    bo.press("Shift+B")
    expect(field).to_have_value("A wire copy?")
    bo.press("Control+Enter")
    expect(dialog.get_by_role("status")).to_have_text("Sent.")
    expect(dialog.get_by_role("log").get_by_role("group")).to_have_count(1)


def test_the_article_panel_lists_the_threads(office, page):
    """With the last message; a press opens it, and what one said is taken back."""
    bo = at_work(page, office, "bo", "panel")
    bo.press("Shift+K", "Escape")
    panel = page.get_by_role("tabpanel", name="Article")
    threads = panel.get_by_role("region", name="Threads")
    expect(threads).to_contain_text("None yet.")
    threads.get_by_role("button", name="Thread on the article").click()
    dialog = thread_of(bo, "the article")
    page.keyboard.type("Same as yesterday’s.")
    bo.press("Control+Enter")
    expect(dialog.get_by_role("status")).to_have_text("Sent.")
    bo.press("Escape")
    expect(threads).to_contain_text("Bo Ansel: Same as yesterday’s.")
    shot(page, "article")
    page.set_viewport_size({"width": 390, "height": 844})
    threads.get_by_role("button", name="The article 1 message").click()
    shot(page, "thread-phone")
    dialog.get_by_role("button", name="Take back").click()
    expect(dialog.get_by_role("log")).to_contain_text("taken back")
    expect(dialog.get_by_role("log")).not_to_contain_text("yesterday")
    page.set_viewport_size({"width": 1440, "height": 900})


def test_a_lead_answers_from_the_inbox(office, browser: Browser, page):
    """Without the article, which need not be open to her."""
    on = at_work(page, office, "bo", "asked")
    on.press("B")
    page.keyboard.type("Is this ours, @lea?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("Is this ours, @lea?")).to_be_visible()

    theirs = browser.new_context()
    inbox = theirs.new_page()
    sign_in(inbox, office, "lea", "/inbox")
    row = inbox.get_by_test_id("stVerticalBlock").filter(has_text="Is this ours").last
    expect(row).to_be_visible(timeout=30_000)
    row.locator("summary").filter(has_text="Answer").click()
    press_until(
        row.get_by_role("button", name="Send").click, row.get_by_text("A message is missing.")
    )
    row.get_by_role("textbox", name="Answer").fill("It is. Ask @nobody else.")
    row.get_by_role("button", name="Send").click()
    expect(inbox.get_by_text("Your answer is in the thread. Nobody here is called")).to_be_visible()
    theirs.close()

    page.reload()
    expect(on.article).to_be_visible()
    on.press("B")
    expect(page.get_by_text("It is. Ask @nobody else.")).to_be_visible()


def test_names_that_come_late_are_offered_to_who_types_already(office, page):
    """The first letters may be typed before it is known who is there."""
    on = at_work(page, office, "bo", "late")
    waiting = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/api/v1/people", hold)
    on.press("Shift+B")
    page.get_by_role("dialog").get_by_role("textbox", name="Message").fill("Why, @le")
    expect(page.get_by_role("option", name="@lea")).to_have_count(0)
    for route in waiting:
        route.continue_()
    expect(page.get_by_role("option", name="@lea")).to_be_visible()


def test_an_empty_inbox_says_how_it_fills(office, page):
    """And on a small screen it fits."""
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, office, "ana", "/inbox")
    expect(page.get_by_text("Nobody has written to you yet.")).to_be_visible(timeout=30_000)
    shot(page, "inbox-empty")
    page.set_viewport_size({"width": 1440, "height": 900})
