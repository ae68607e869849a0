"""A lead puts articles and labels in the trash and restores them, in the browser."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from looks import VIEWS, Looks, keep_picture
from playwright.sync_api import Browser, Page, expect
from stored import marked, save_after
from team_office import Office, sign_in, tick_row, use

from labeler.core.people import Role

pytestmark = pytest.mark.browser

TITLES = ["The strike", "The harbour", "The talks", "The vote", "The budget", "The bridge"]
PROJECT = "news"


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    """A server with an admin, Ana, an annotator, Bo, and six articles."""
    folder = tmp_path_factory.mktemp("trash")
    served = Office(folder / "data", environment={"LABELER_MODE": "accounts"})
    for number, title in enumerate(TITLES):
        served.import_text(title, f"{title} begins on day {number}. The mayor said so.")
    served.start()
    with served.accounts() as accounts:
        link = accounts.first_admin_link()
        assert link is not None
        use(accounts, link, "ana", "Ana Öğüt")
        use(accounts, accounts.invite("ana", "bo", "Bo Chen", Role.ANNOTATOR))
    yield served
    served.stop()


def open_page(page: Page, office: Office, name: str, path: str) -> Page:
    """Sign in as the admin and go to a page."""
    sign_in(page, office, "ana", path)
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=30_000)
    return page


def choose(page: Page, name: str) -> None:
    """Choose one of two."""
    page.get_by_text(name, exact=True).click()
    expect(page.get_by_role("radio", name=name, exact=True)).to_be_checked()


def test_ticked_articles_go_and_come_back_in_the_browser(office, page):
    """With the reason; the list is shorter meanwhile."""
    open_page(page, office, "Trash", "/trash")
    expect(page.get_by_text("The trash is empty.")).to_be_visible()
    page.goto(f"{office.url}/articles")
    expect(page.get_by_text("1–6 of 6")).to_be_visible(timeout=30_000)
    page.get_by_text("Select articles").click()
    expect(page.get_by_text("Tick articles in the first column")).to_be_visible()
    tick_row(page, 0, page.get_by_text("That is 1 article."))
    page.get_by_label("Why").fill("A wire copy")
    page.get_by_label("Why").press("Enter")
    page.get_by_role("button", name="Put in the trash").click()
    page.get_by_role("button", name="Yes, put in the trash").click()
    expect(page.get_by_text("1 article put in the trash.")).to_be_visible()
    expect(page.get_by_text("1–5 of 5")).to_be_visible()
    expect(page.get_by_text("Tick articles in the first column")).to_be_visible()

    page.goto(f"{office.url}/trash")
    expect(page.get_by_text("1–1 of 1")).to_be_visible(timeout=30_000)
    page.get_by_placeholder("Title, source, id, reason or login").fill("wire")
    page.get_by_placeholder("Title, source, id, reason or login").press("Enter")
    restore = page.get_by_role("button", name="Restore")
    expect(restore).to_be_disabled()
    tick_row(page, 0, page.locator("button:enabled", has_text="Restore"))
    restore.click()
    expect(page.get_by_text("It is restored.")).to_be_visible()
    expect(page.get_by_text("Nothing in the trash matches.")).to_be_visible()
    page.goto(f"{office.url}/articles")
    expect(page.get_by_text("1–6 of 6")).to_be_visible(timeout=30_000)


def test_all_that_a_search_finds_goes_and_comes_back(office, page):
    """Whatever is ticked or on the page."""
    open_page(page, office, "Articles", "/articles")
    page.get_by_placeholder("Title, source or id").fill("the b")
    page.get_by_placeholder("Title, source or id").press("Enter")
    expect(page.get_by_text("1–2 of 2")).to_be_visible()
    page.get_by_text("Select articles").click()
    choose(page, "All that the list finds")
    page.get_by_role("button", name="Put in the trash").click()
    page.get_by_role("button", name="Yes, put in the trash").click()
    expect(page.get_by_text("2 articles put in the trash.")).to_be_visible()
    page.goto(f"{office.url}/trash")
    expect(page.get_by_text("1–2 of 2")).to_be_visible(timeout=30_000)
    choose(page, "All that is found")
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("2 restored.")).to_be_visible()
    expect(page.get_by_text("The trash is empty.")).to_be_visible()


def worked(office: Office, number: int) -> str:
    """Let Bo save labels of an article; return the task."""
    now = datetime.now(UTC)
    with office.store() as store:
        found = store.list_documents(PROJECT, "bo").rows[number].id
        document = store.document(PROJECT, found)
        task = store.open_task(PROJECT, found, "bo", now, 1800)
        labels = marked(document, 0, author="annotator:bo")
        store.save(PROJECT, task.id, labels, save_after(task, f"s-{number}"), now, 1800)
    return task.id


def test_labels_go_from_the_history_to_the_trash(office, page):
    """The version says so afterwards, and so does the history."""
    task = worked(office, 0)
    open_page(page, office, "History", f"/history?task={task}&version=1")
    page.get_by_text("Put these labels in the trash").click()
    page.get_by_role("button", name="Put in the trash").click()
    page.get_by_role("button", name="Yes, put in the trash").click()
    expect(page.get_by_text("The labels of Bo Chen are in the trash.")).to_be_visible()
    expect(page.get_by_text("These labels are in the trash")).to_be_visible()
    page.goto(f"{office.url}/trash")
    expect(page.get_by_text("1–1 of 1")).to_be_visible(timeout=30_000)
    tick_row(page, 0, page.locator("button:enabled", has_text="Restore"))
    page.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("It is restored.")).to_be_visible()
    with office.store() as store:
        assert store.task(PROJECT, task).state.value == "draft"


def test_annotators_have_no_such_page(office, page):
    """Neither in the navigation nor by its address, nor can they select articles."""
    sign_in(page, office, "bo", "/articles")
    expect(page.get_by_text("1–6 of 6")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("link", name="Trash")).to_have_count(0)
    expect(page.get_by_text("Select articles")).to_have_count(0)
    page.goto(f"{office.url}/trash")
    expect(page.get_by_role("heading", name="Trash", exact=True)).to_have_count(0)


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
def test_the_page_is_accessible_and_nothing_is_cut_off(
    office, browser: Browser, tmp_path, scheme, width
):
    """axe-core finds nothing, in both themes, on a desk and on a telephone."""
    now = datetime.now(UTC)
    worked(office, 2)
    with office.store() as store, store.trash.changing() as book:
        ids = [row.id for row in store.list_documents(PROJECT, "ana").rows]
        book.put_articles(PROJECT, ids[1:3], "ana", "The same article came twice.", now)
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    looks = Looks(page, f"trash-{width}-{scheme}")
    try:
        open_page(page, office, "Trash", "/trash")
        expect(page.get_by_text("1–2 of 2")).to_be_visible(timeout=30_000)
        looks.at("contents")
        if (scheme, width) == ("light", 1440):
            keep_picture(page, "trash", tmp_path)
        page.goto(f"{office.url}/articles")
        expect(page.get_by_text("1–4 of 4")).to_be_visible(timeout=30_000)
        page.get_by_text("Select articles").click()
        expect(page.get_by_text("Tick articles in the first column")).to_be_visible()
        looks.at("articles")
    finally:
        context.close()
        with office.store() as store, store.trash.changing() as book:
            book.restore_articles(PROJECT, ids, "ana", now)
    looks.check()
