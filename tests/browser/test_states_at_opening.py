"""What the page says where there is no article to show, and the way on from there."""

import json

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEXT = "The guild in Ostend\n\nThe guild praised the mayor on Monday."


@pytest.fixture(scope="module")
def document(app):
    """One article; no test changes anything in it."""
    return app.import_text("The guild in Ostend", TEXT)


@pytest.fixture
def surface(page, app):
    """A page on which nothing was opened yet."""
    on = OnSurface(page, app)
    yield on
    assert on.errors == []


def heading(surface, words):
    """Return the title of what the page says."""
    return surface.page.get_by_role("heading", name=words)


def go(surface, document):
    """Ask for the article, and do not wait until it is there."""
    surface.page.goto(surface.app.article_url(document))


def test_that_it_is_being_opened_is_said(surface, document):
    """As long as the server has not answered."""
    held = []
    surface.page.route("**/api/v1/session", lambda route: held.append(route))  # noqa: PLW0108
    go(surface, document)
    expect(heading(surface, "Opening the article…")).to_be_visible(timeout=30_000)
    held[0].continue_()
    expect(surface.article).to_be_visible()


def test_a_server_that_is_down_is_tried_until_it_is_there(surface, document):
    """The page says that nothing is lost, and opens by itself."""
    surface.page.route("**/api/v1/**", lambda route: route.abort())
    go(surface, document)
    expect(heading(surface, "The server cannot be reached")).to_be_visible(timeout=30_000)
    expect(surface.page.get_by_text("Your labels are safe")).to_be_visible()
    surface.page.unroute("**/api/v1/**")
    expect(surface.article).to_be_visible()


def test_a_server_that_fails_can_be_tried_again(surface, document):
    """What it said, and a button."""
    error = {"error": {"code": "internal", "message": "The server failed; reference 7f3a."}}
    answer = json.dumps(error)
    surface.page.route("**/tasks/open", lambda route: route.fulfill(status=500, body=answer))
    go(surface, document)
    expect(heading(surface, "Something went wrong on the server")).to_be_visible(timeout=30_000)
    expect(surface.page.get_by_text("reference 7f3a")).to_be_visible()
    surface.page.unroute("**/tasks/open")
    surface.page.get_by_role("button", name="Try again").click()
    expect(surface.article).to_be_visible()


def test_who_is_signed_out_signs_in_elsewhere_and_goes_on(surface, document):
    """Unsaved work waits in the browser; one press after signing in opens the article."""
    answer = json.dumps({"error": {"code": "signed-out", "message": "Sign in first."}})
    surface.page.route("**/session", lambda route: route.fulfill(status=401, body=answer))
    go(surface, document)
    expect(heading(surface, "You are signed out")).to_be_visible(timeout=30_000)
    expect(surface.page.get_by_text("kept in this browser")).to_be_visible()
    surface.page.unroute("**/session")
    surface.page.get_by_role("button", name="I have signed in").click()
    expect(surface.article).to_be_visible()


def test_labels_of_another_schema_are_left_alone(surface, document, app):
    """Both schemas are named, nothing is drawn or changed, and the next article is a press away."""

    def other(route):
        task = route.fetch().json()
        task["labels"]["schema"] |= {"id": "ferry-events", "version": "3.2"}
        route.fulfill(body=json.dumps(task))

    surface.page.route("**/tasks/open", other)
    go(surface, document)
    expect(heading(surface, "under another schema")).to_be_visible(timeout=30_000)
    expect(surface.page.get_by_text("“ferry-events 3.2”")).to_contain_text("“news-events 1.1”")
    expect(surface.article).to_have_count(0)
    assert surface.sent == []
    surface.page.unroute("**/tasks/open")
    app.import_text("The ferry", "The ferry\n\nThe ferry left Brinmouth.")
    surface.page.get_by_role("button", name="Next article").click()
    expect(surface.article).to_contain_text("The ferry left")


@pytest.mark.usefixtures("document")
def test_an_article_that_is_not_there_leads_to_one_that_is(surface):
    """A wrong address is no dead end."""
    go(surface, "nothing-here")
    expect(heading(surface, "This article is not here")).to_be_visible(timeout=30_000)
    surface.page.get_by_role("button", name="Next article").click()
    expect(surface.article).to_contain_text("The guild praised")
