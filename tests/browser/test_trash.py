"""What the page says when an article, or one's own labels of it, are put in the trash."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

from labeler.settings import Settings
from labeler.store import SqlStore
from labeler.store.trash_store import TrashRows

pytestmark = pytest.mark.browser

PROJECT = "news"
LOCAL = "local"
TEXT = "The guild met on Monday in {place}."


@contextmanager
def opened_store(app) -> Iterator[SqlStore]:
    """Open the store beside the server, as another process may."""
    with closing(SqlStore(Settings(data=app.data).database_url)) as store:
        yield store


@contextmanager
def trash(app) -> Iterator[TrashRows]:
    """Open the trash beside the server."""
    with opened_store(app) as store, store.trash.changing() as book:
        yield book


@pytest.fixture
def surface(page, app) -> Iterator[OnSurface]:
    """A page on which nothing was opened yet."""
    on = OnSurface(page, app)
    yield on
    assert on.errors == []


def banner(surface: OnSurface):
    """Return what stands below the bar."""
    return surface.page.locator(".lb-saving .lb-banner")


def test_an_article_that_goes_into_the_trash_keeps_the_work_until_it_is_restored(surface, app):
    """It says who did it and what is kept; the next article is a press away, and so is this one."""
    app.import_text("Another", TEXT.format(place="Klow"), document_id="other")
    document = app.import_text("Thrown away", TEXT.format(place="Szohôd"), document_id="thrown")
    surface.open(document)
    surface.click("Monday")
    surface.press("t")
    surface.saved()
    now = datetime.now(UTC)
    with trash(app) as book:
        book.put_articles(PROJECT, [document], LOCAL, "", now)
    surface.click("guild")
    surface.press("o")
    expect(banner(surface)).to_contain_text("was put in the trash by a lead of the project")
    expect(banner(surface)).to_contain_text("Your unsaved change is kept in this browser.")
    expect(surface.page.locator(".lb-status")).to_contain_text("In the trash · not saving")
    expect(banner(surface).get_by_role("button", name="Keep as a file")).to_be_visible()
    banner(surface).get_by_role("button", name="Next article").click()
    expect(surface.article).to_contain_text("Klow")
    surface.page.goto(app.article_url(document))
    title = surface.page.get_by_role("heading", name="This article is in the trash")
    expect(title).to_be_visible(timeout=30_000)
    expect(surface.page.get_by_text("What you saved is kept, and a lead can")).to_be_visible()
    with trash(app) as book:
        book.restore_articles(PROJECT, [document], LOCAL, now)
    surface.open(document)
    expect(surface.page.get_by_text("One change of your last visit put back.")).to_be_visible()
    surface.saved()
    assert {text for _, text in surface.mentions()} == {"Monday", "guild"}


def test_ones_own_labels_in_the_trash_are_said_to_be_there(surface, app):
    """And once they are restored one goes on where one was."""
    document = app.import_text("Kept", TEXT.format(place="Ostend"), document_id="kept")
    surface.open(document)
    surface.click("Monday")
    surface.press("t")
    surface.saved()
    now = datetime.now(UTC)
    with opened_store(app) as store, store.queue.changing() as book:
        task = book.task_of(PROJECT, document, LOCAL)
    with trash(app) as book:
        book.put_set(PROJECT, task.id, LOCAL, "", now)
    surface.click("guild")
    surface.press("o")
    expect(banner(surface)).to_contain_text("Your labels of this article were put in the trash")
    banner(surface).get_by_role("button", name="Try to go on here").click()
    expect(banner(surface)).to_contain_text("Your labels of this article were put in the trash")
    with trash(app) as book:
        book.restore_set(PROJECT, task.id, LOCAL, now)
    banner(surface).get_by_role("button", name="Try to go on here").click()
    surface.saved()
    assert {text for _, text in surface.mentions()} == {"Monday", "guild"}
