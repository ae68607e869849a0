"""What the page says when an article is not one's own: when it opens, and while one labels it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

from labeler.core.queue import FIRST_BATCH, BatchState, Plan
from labeler.settings import Settings
from labeler.store import SqlStore

pytestmark = pytest.mark.browser

PROJECT = "news"
LOCAL = "local"
TEXT = "The guild met on Monday in {place}."


@contextmanager
def opened_store(app) -> Iterator[SqlStore]:
    """Open the store beside the server, as another process may."""
    with closing(SqlStore(Settings(data=app.data).database_url)) as store:
        yield store


def put_in_batch(app, document: str, **plan) -> None:
    """Put the article into an open batch of its own."""
    now = datetime.now(UTC)
    with opened_store(app) as store, store.queue.changing() as book:
        batch = book.create(PROJECT, f"b-{document}", Plan(document, **plan), LOCAL, now)
        book.move(PROJECT, batch.id, [document])
        book.change(PROJECT, batch.id, batch.plan, BatchState.OPEN, 1, LOCAL, now)


@pytest.fixture
def surface(page, app) -> Iterator[OnSurface]:
    """A page on which nothing was opened yet."""
    on = OnSurface(page, app)
    yield on
    assert on.errors == []


def test_an_article_for_others_says_so_and_offers_the_next_one(surface, app):
    """Opened by its address."""
    app.import_text("Open to all", TEXT.format(place="Klow"), document_id="open")
    document = app.import_text("For others", TEXT.format(place="Ostend"), document_id="others")
    put_in_batch(app, document, people=("somebody",))
    surface.page.goto(app.article_url(document))
    expect(
        surface.page.get_by_role("heading", name="This article is not open to you")
    ).to_be_visible(timeout=30_000)
    expect(surface.page.get_by_text("This article is for others.")).to_be_visible()
    surface.page.get_by_role("button", name="Next article").click()
    expect(surface.article).to_be_visible()


def test_an_article_that_was_taken_back_keeps_the_work_and_says_what_can_be_done(surface, app):
    """A lead took it while somebody labels; a file can be kept, and it can be given back."""
    document = app.import_text("Taken", TEXT.format(place="Szohôd"), document_id="taken")
    put_in_batch(app, document, wanted=1)
    surface.open(document)
    surface.click("Monday")
    surface.press("t")
    expect(surface.page.locator(".lb-status")).to_contain_text("Saved")
    with opened_store(app) as store:
        with store.queue.changing() as book:
            ((held,), _) = book.held(PROJECT, "b-taken", 9, 0)
            book.give_back(PROJECT, held.task_id, LOCAL, datetime.now(UTC))
        store.ensure_person("bo", "Bo", datetime.now(UTC))
        other = store.open_task(PROJECT, document, "bo", datetime.now(UTC), 1800)
    surface.click("guild")
    surface.press("o")
    banner = surface.page.locator(".lb-saving .lb-banner")
    expect(banner).to_contain_text("went to somebody else")
    expect(banner).to_contain_text("stays with you as a draft")
    expect(banner.get_by_role("button", name="Keep as a file")).to_be_visible()
    banner.get_by_role("button", name="Try to go on here").click()
    expect(banner).to_contain_text("As many people as are wanted have this article now.")
    with opened_store(app) as store:
        store.skip(PROJECT, other.id, other.lease.fence, "not mine", datetime.now(UTC))
    banner.get_by_role("button", name="Try to go on here").click()
    expect(surface.page.locator(".lb-status")).to_contain_text("Saved")
    assert {text for _, text in surface.mentions()} == {"Monday", "guild"}


def test_nothing_left_says_that_others_have_the_rest(surface, app):
    """And looks again on a press."""
    for title in ("Left one", "Left two"):
        app.import_text(title, TEXT.format(place=title))
    now = datetime.now(UTC)
    with opened_store(app) as store, store.queue.changing() as book:
        batch = book.batch(PROJECT, FIRST_BATCH)
        plan = Plan("All articles", people=("somebody",))
        book.change(PROJECT, FIRST_BATCH, plan, BatchState.OPEN, batch.revision, LOCAL, now)
        for line in book.lines(PROJECT):
            if line.batch.id != FIRST_BATCH:
                book.change(
                    PROJECT, line.batch.id, line.batch.plan, BatchState.PAUSED,
                    line.batch.revision, LOCAL, now,
                )  # fmt: skip
    surface.page.goto(app.url)
    title = surface.page.get_by_role("heading", name="Nothing for you at the moment")
    expect(title).to_be_visible(timeout=30_000)
    with opened_store(app) as store, store.queue.changing() as book:
        batch = book.batch(PROJECT, FIRST_BATCH)
        plan = Plan("All articles")
        book.change(PROJECT, FIRST_BATCH, plan, BatchState.OPEN, batch.revision, LOCAL, now)
    surface.page.get_by_role("button", name="Look again").click()
    expect(surface.article).to_be_visible()
