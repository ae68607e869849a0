"""What the page says when the project is archived while somebody labels."""

from contextlib import closing
from dataclasses import replace

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

from labeler.core.project import ProjectState
from labeler.settings import Settings
from labeler.store import SqlStore

pytestmark = pytest.mark.browser

PROJECT = "news"
TEXT = "The guild met on Monday in Klow."


def bring(app, state: ProjectState) -> None:
    """Bring the project into a state, as another process may."""
    with (
        closing(SqlStore(Settings(data=app.data).database_url)) as store,
        store.projects.changing() as book,
    ):
        found = book.get(PROJECT)
        assert found is not None
        book.put(replace(found, state=state, revision=found.revision + 1))


@pytest.fixture
def surface(page, app):
    """A page on which nothing was opened yet; the project is open again afterwards."""
    on = OnSurface(page, app)
    yield on
    bring(app, ProjectState.ACTIVE)
    assert on.errors == []


def test_work_is_kept_until_the_project_is_opened_again(surface, app):
    """Nothing is lost, and one goes on in place."""
    document = app.import_text("Kept", TEXT, document_id="kept")
    surface.open(document)
    surface.click("Monday")
    surface.press("t")
    surface.saved()
    bring(app, ProjectState.ARCHIVED)
    surface.click("guild")
    surface.press("o")
    banner = surface.page.locator(".lb-saving .lb-banner")
    expect(banner).to_contain_text("This project was archived while you worked.")
    expect(banner).to_contain_text("Your unsaved change is kept in this browser.")
    expect(surface.page.locator(".lb-status")).to_contain_text("Project archived · not saving")
    expect(banner.get_by_role("button", name="Keep as a file")).to_be_visible()
    again = banner.get_by_role("button", name="Try again")
    again.click()
    expect(banner).to_contain_text("This project was archived while you worked.")
    bring(app, ProjectState.ACTIVE)
    again.click()
    surface.saved()
    assert {text for _, text in surface.mentions()} == {"Monday", "guild"}


def test_an_article_is_not_handed_out_in_an_archived_project(surface, app):
    """Words say why, and it opens once the project does, with what was left behind."""
    document = app.import_text("Shut", TEXT.replace("Klow", "Szohôd"), document_id="shut")
    surface.open(document)
    surface.click("Monday")
    surface.press("t")
    surface.saved()
    bring(app, ProjectState.ARCHIVED)
    surface.page.goto(app.article_url(document))
    title = surface.page.get_by_role("heading", name="This project is archived")
    expect(title).to_be_visible(timeout=30_000)
    expect(surface.page.get_by_text("nothing is changed or handed out")).to_be_visible()
    bring(app, ProjectState.ACTIVE)
    surface.page.get_by_role("button", name="Try again").click()
    expect(surface.article).to_contain_text("Szohôd")
    assert {text for _, text in surface.mentions()} == {"Monday"}
