"""From article to article: saving, what is missing, submitting, and every state in between."""

import re

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect
from warm_serving import WarmApp

pytestmark = pytest.mark.browser

TEXT = "The guild in {place}\n\nThe guild praised the mayor of {place} on Monday."


@pytest.fixture
def fresh(tmp_path):
    """The app with a database of this test's own."""
    served = WarmApp(tmp_path / "data")
    served.start()
    yield served
    served.stop()


@pytest.fixture
def surface(page, app, request):
    """The surface with an article of this test's own."""
    name = request.node.originalname
    on = OnSurface(page, app).open(app.import_text(name, TEXT.format(place=name), document_id=name))
    yield on
    assert on.errors == []


def test_missing_things_are_listed_and_each_leads_to_its_place(surface):
    """A submit with something missing stays here, lists it, and opens the slot it is about."""
    surface.click("praised")
    surface.press("c", "Escape", "Escape")
    surface.press("Control+Enter")
    expect(surface.page.locator(".lb-toast")).to_contain_text("Not submitted")
    expect(surface.tab("Problems")).to_have_attribute("aria-selected", "true")
    surface.page.get_by_role("button", name=re.compile("content is missing")).click()
    row = surface.card("attribution praised").locator('[data-role="content"]')
    expect(row).to_have_class(re.compile("lb-row-armed"))


def test_a_submit_shows_the_next_article_without_a_rerun(page, fresh):
    """Two articles one after the other, then words that say that all is done."""
    for place in ("Ostend", "Brinmouth"):
        fresh.import_text(f"The guild in {place}", TEXT.format(place=place))
    surface = OnSurface(page, fresh).open("The-guild-in-Ostend")
    frames = []
    page.on("websocket", lambda socket: socket.on("framesent", frames.append))
    page.evaluate("window.stillHere = true")
    expect(page.locator(".lb-top")).to_contain_text("0 of 2")
    surface.click("Monday")
    surface.press("t", "Control+Enter")
    expect(surface.article).to_contain_text("mayor of Brinmouth")
    expect(page.locator(".lb-top")).to_contain_text("1 of 2")
    expect(page).to_have_url(re.compile("document=The-guild-in-Brinmouth"))
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name="All done")).to_be_visible()
    assert page.evaluate("window.stillHere")
    assert frames == []


def test_r_and_c_reach_the_surface_alone(surface):
    """Streamlit reruns on r and asks to clear its cache on c; here neither happens."""
    surface.page.evaluate("window.reruns = 0")
    surface.page.evaluate(
        """() => new MutationObserver(() => { window.reruns += 1; }).observe(
          document.querySelector('[data-testid="stApp"]'),
          { attributes: true, attributeFilter: ['data-test-script-state'] })"""
    )
    surface.click("guild", 1)
    surface.press("r")
    expect(surface.page.locator(".lb-toast")).to_have_text("Pick a mention or a card first.")
    surface.press("c")
    expect(surface.tab("Who says so")).to_have_attribute("aria-selected", "true")
    surface.tab("Actors").focus()
    surface.press("r")
    expect(surface.page.get_by_role("listbox", name="Change to")).to_be_visible()
    surface.press("r", "c", "Escape")
    surface.saved()
    # Streamlit's question about its cache would be a dialog, too.
    expect(surface.page.get_by_role("dialog")).to_have_count(0)
    assert surface.page.evaluate("window.reruns") == 0


def test_a_skip_asks_why_and_goes_on(page, fresh):
    """The reason is needed; the next article follows."""
    for place in ("Ostend", "Brinmouth"):
        fresh.import_text(f"The guild in {place}", TEXT.format(place=place))
    surface = OnSurface(page, fresh).open("The-guild-in-Ostend")
    page.get_by_role("button", name="Skip…").click()
    dialog = page.get_by_role("dialog", name="Skip this article")
    dialog.get_by_role("button", name="Skip").click()
    expect(dialog).to_be_visible()
    page.keyboard.type("a duplicate")
    dialog.get_by_role("button", name="Skip").click()
    expect(surface.article).to_contain_text("mayor of Brinmouth")


def test_a_submitted_article_is_opened_again(surface):
    """It says that it is submitted, and can be changed after opening it again."""
    surface.press("Control+Enter")
    name = "test_a_submitted_article_is_opened_again"
    expect(surface.page.get_by_text(f"the mayor of {name}")).to_have_count(0)
    surface.open(name)
    expect(surface.page.get_by_text("This article is submitted.")).to_be_visible()
    surface.page.get_by_role("button", name="Open again").click()
    expect(surface.page.get_by_text("This article is submitted.")).to_have_count(0)
    surface.click("Monday")
    surface.press("t")
    assert surface.mentions() == [("Time", "Monday")]


def test_a_late_run_of_the_page_takes_nobody_back_to_an_article_they_left(page, fresh):
    """After a lost connection the page is run with the address it had when that began."""
    for place in ("Ostend", "Brinmouth"):
        fresh.import_text(f"The guild in {place}", TEXT.format(place=place))
    page.goto(fresh.url)
    surface = OnSurface(page, fresh)
    expect(surface.article).to_contain_text("mayor of Ostend", timeout=30_000)
    surface.press("Control+Enter")
    expect(surface.article).to_contain_text("mayor of Brinmouth")
    surface.click("Monday")
    page.evaluate(
        """() => {
          const url = new URL(location);
          url.searchParams.set('document', 'The-guild-in-Ostend');
          history.replaceState(history.state, '', url);
          window.runs = 0;
          new MutationObserver(() => { window.runs += 1; }).observe(
            document.querySelector('[data-testid="stApp"]'),
            { attributes: true, attributeFilter: ['data-test-script-state'] });
          document.activeElement.blur();
        }"""
    )
    page.keyboard.press("r")
    page.wait_for_function(
        "window.runs > 1 && document.querySelector('[data-test-script-state=notRunning]')"
    )
    # The component hears of it a moment later.
    with page.expect_response(re.compile("/annotations$")):
        surface.root.focus()
        surface.press("t")
    expect(surface.article).to_contain_text("mayor of Brinmouth")
    assert surface.mentions() == [("Time", "Monday")]


def test_no_articles_says_how_to_bring_some_in(page, fresh):
    """An empty project tells what to do."""
    page.goto(fresh.url)
    expect(page.get_by_role("heading", name="No articles yet")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("labeler import PATH")).to_be_visible()


def test_an_unknown_article_offers_the_next_one(surface):
    """A wrong address is no dead end."""
    surface.page.goto(surface.app.article_url("nothing-here"))
    expect(surface.page.get_by_role("heading", name="This article is not here")).to_be_visible()
    surface.page.get_by_role("button", name="Next article").click()
    expect(surface.article).to_be_visible()


def test_a_server_error_on_opening_can_be_tried_again(surface):
    """Words instead of a stack trace, and a button."""
    surface.page.route("**/tasks/open", lambda route: route.fulfill(status=500, body="boom"))
    surface.page.reload()
    expect(surface.page.get_by_role("heading", name="Something went wrong")).to_be_visible()
    surface.page.unroute("**/tasks/open")
    surface.page.get_by_role("button", name="Try again").click()
    expect(surface.article).to_be_visible()


def test_an_article_of_33000_characters_works(page, app):
    """Its end is reached, marked and saved, with no paragraph breaks at all."""
    sentence = "The dockers of quay {} asked the council for a lamp, and nobody answered them. "
    text = "A long read\n\n" + "".join(sentence.format(i) for i in range(420)).strip()
    assert len(text) > 33_000
    surface = OnSurface(page, app).open(app.import_text("A long read", text))
    surface.press("End", "ArrowLeft")
    expect(surface.line).to_contain_text("them")
    surface.press("o")
    (mention,) = surface.saved()["mentions"]
    start = text.rindex("them")
    assert mention["fragments"] == [[start, start + 4]]
    expect(page.locator(".lb-s").last).to_be_in_viewport()
    assert surface.errors == []


def test_the_surface_survives_a_rerun_of_the_page(surface):
    """The same article asked for again is not drawn again."""
    surface.click("Monday")
    surface.press("t")
    surface.page.evaluate("document.querySelector('.lb-root').dataset.witness = 'same'")
    surface.page.get_by_test_id("stApp").click(position={"x": 700, "y": 10})
    surface.page.keyboard.press("r")
    expect(surface.root).to_have_attribute("data-witness", "same")
    assert surface.mentions() == [("Time", "Monday")]


def test_a_date_is_told_once(app, page):
    """A date line in the text is not repeated above it; without one the date is shown."""
    told = "Storm\n\nNov 17, 2025 08:33 AM GMT\n\nA storm hit Brinmouth."
    untold = "Storm passes\n\nThe storm left Brinmouth."
    surface = OnSurface(page, app)
    for text, dates in ((told, 0), (untold, 1)):
        title = text.split("\n")[0]
        document = app.import_text(title, text, f"date-{dates}", published_at="2025-11-17")
        surface.open(document)
        expect(surface.article.get_by_role("heading", name=title)).to_be_visible()
        expect(surface.article.get_by_text("November 17, 2025")).to_have_count(dates)
