"""Each state of saving says what happened, what was kept, and what can be done."""

import json
import re

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEXT = "The guild in {place}\n\nThe guild praised the mayor of {place} on Monday."
FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  window.makeRoom = () => { IDBObjectStore.prototype.put = put; };
  IDBObjectStore.prototype.put = () => {
    throw new DOMException('no room', 'QuotaExceededError');
  };
}"""


@pytest.fixture
def surface(page, app, request):
    """The surface with an article of this test's own."""
    name = re.sub(r"\W+", "-", request.node.name)[:60]
    on = OnSurface(page, app).open(app.import_text(name, TEXT.format(place=name), document_id=name))
    yield on
    assert on.errors == []


@pytest.fixture
def phone(browser, surface):
    """Another device with the same article: a browser that shares nothing with the first."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield OnSurface(context.new_page(), surface.app)
    context.close()


def name_of(surface: OnSurface) -> str:
    """Return the id of the article that is open."""
    return surface.page.url.split("document=")[1]


def banner(surface: OnSurface):
    """Return what stands below the bar."""
    return surface.page.locator(".lb-saving .lb-banner")


def status(surface: OnSurface):
    """Return the line in the bar."""
    return surface.page.locator(".lb-status")


def answer_saves(surface: OnSurface, code: int, error: str, **more) -> None:
    """Let the server answer every save like this."""
    body = json.dumps({"error": {"code": error, "message": f"It says {error}."}, **more})
    surface.page.route("**/annotations", lambda route: route.fulfill(status=code, body=body))


def marks(surface: OnSurface):
    """Return what is marked in the text."""
    return surface.page.locator(".lb-article .lb-s")


def test_a_second_tab_is_followed_and_either_can_go_on(surface, context):
    """Nothing is asked and nothing is lost: the tab that is typed in holds the article."""
    other = OnSurface(context.new_page(), surface.app).open(name_of(surface))
    expect(banner(surface)).to_contain_text("open in another tab")
    other.click("Monday")
    other.press("t")
    other.saved()
    expect(marks(surface)).to_have_text(["Monday"])
    surface.click("guild", 1)
    surface.press("o")
    assert surface.mentions() == [("Target", "guild"), ("Time", "Monday")]
    expect(banner(other)).to_contain_text("this tab follows it")
    expect(marks(other)).to_have_text(["guild", "Monday"])
    other.click("mayor")
    other.press("o")
    assert [words for _, words in other.mentions()] == ["guild", "mayor", "Monday"]
    expect(status(surface)).to_contain_text("Follows another tab")


def test_two_versions_are_compared_and_one_is_taken(surface, phone):
    """Another device saved first: it says so, shows what differs, and the other can be had back."""
    phone.open(name_of(surface)).click("Monday")
    phone.press("t")
    phone.saved()
    surface.click("guild", 1)
    surface.press("o")
    expect(banner(surface)).to_contain_text("opened in another window or on another device")
    expect(banner(surface)).to_contain_text("Your unsaved change is kept in this browser.")
    surface.page.get_by_role("button", name="Work here again").click()
    expect(banner(surface)).to_contain_text("Yours: 1 mention")
    surface.page.get_by_role("button", name="Compare").click()
    dialog = surface.page.get_by_role("dialog", name="Two versions")
    expect(dialog).to_contain_text("1 mention added · 1 mention removed")
    expect(dialog.locator(".lb-s")).to_have_text(["guild"])
    dialog.get_by_role("button", name="removed: “Monday”").click()
    dialog.get_by_role("button", name="Look at the other").click()
    expect(dialog.locator(".lb-s")).to_have_text(["Monday"])
    dialog.get_by_role("button", name="Take the other").click()
    expect(marks(surface)).to_have_text(["Monday"])
    surface.press("Control+z")
    assert surface.mentions() == [("Target", "guild")]


def test_mine_can_be_kept_over_the_other_version(surface, phone):
    """The other version stays in the history."""
    phone.open(name_of(surface)).click("Monday")
    phone.press("t")
    phone.saved()
    surface.click("guild", 1)
    surface.press("o")
    surface.page.get_by_role("button", name="Work here again").click()
    surface.page.get_by_role("button", name="Keep mine").click()
    assert surface.mentions() == [("Target", "guild")]
    surface.press("H")
    dialog = surface.page.get_by_role("dialog", name="History")
    expect(dialog.locator("details")).to_have_count(2)


def test_an_article_merely_opened_elsewhere_interrupts_nobody(surface, phone):
    """Where nothing was saved elsewhere, the place somebody types in goes on."""
    phone.open(name_of(surface))
    surface.click("guild", 1)
    surface.press("o")
    assert surface.mentions() == [("Target", "guild")]
    expect(banner(surface)).to_have_count(0)


def test_work_on_an_article_submitted_elsewhere_is_put_back_when_reopened(surface, phone):
    """It says so, keeps the work, and opens it again on demand."""
    phone.open(name_of(surface)).press("Control+Enter")
    expect(phone.page.get_by_text(f"the mayor of {name_of(surface)}")).to_have_count(0)
    surface.click("guild", 1)
    surface.press("o")
    expect(banner(surface)).to_contain_text("This article is submitted.")
    expect(banner(surface)).to_contain_text("Your unsaved change is kept in this browser.")
    expect(surface.page.get_by_role("button", name="Submit")).to_be_disabled()
    surface.page.get_by_role("button", name="Open again").click()
    assert surface.mentions() == [("Target", "guild")]
    expect(surface.page.get_by_role("button", name="Submit")).to_be_enabled()


def test_an_article_skipped_elsewhere_says_so(surface, phone):
    """Another page put it aside: what was done here is kept, and goes on when it is reopened."""
    phone.open(name_of(surface))
    phone.page.get_by_role("button", name="Skip…").click()
    phone.page.keyboard.type("a duplicate")
    phone.page.get_by_role("button", name="Skip", exact=True).click()
    expect(phone.page.get_by_text(f"the mayor of {name_of(surface)}")).to_have_count(0)
    surface.click("guild", 1)
    surface.press("o")
    expect(banner(surface)).to_contain_text("This article was skipped.")
    expect(banner(surface)).to_contain_text("Your unsaved change is kept in this browser.")
    surface.page.get_by_role("button", name="Open again").click()
    assert surface.mentions() == [("Target", "guild")]


def test_an_article_that_a_lead_opened_again_is_gone_on_with(surface, phone):
    """Whoever opened it again, the work kept here is put back."""
    phone.open(name_of(surface)).press("Control+Enter")
    expect(phone.page.get_by_text(f"the mayor of {name_of(surface)}")).to_have_count(0)
    surface.click("guild", 1)
    surface.press("o")
    expect(banner(surface)).to_contain_text("This article is submitted.")
    phone.open(name_of(surface))
    phone.page.get_by_role("button", name="Open again").click()
    expect(banner(phone)).to_have_count(0)
    surface.page.get_by_role("button", name="Open again").click()
    assert surface.mentions() == [("Target", "guild")]
    expect(banner(surface)).to_have_count(0)


def test_work_left_behind_meets_what_was_saved_since(surface, phone):
    """A page closed while signed out, and another device that went on: one chooses."""
    answer_saves(surface, 401, "signed-out")
    surface.click("guild", 1)
    surface.press("o")
    expect(status(surface)).to_have_text("Signed out · 1 change kept here")
    here = surface.page.url
    surface.page.goto("about:blank")
    surface.page.unroute("**/annotations")
    phone.open(here.split("document=")[1]).click("Monday")
    phone.press("t")
    phone.saved()
    surface.page.goto(here)
    expect(banner(surface)).to_contain_text("A page left unsaved work on this article behind.")
    expect(banner(surface)).to_contain_text("What differs: 1 mention added · 1 mention removed.")
    expect(marks(surface)).to_have_text(["Monday"])
    surface.page.get_by_role("button", name="Put that work back").click()
    assert surface.mentions() == [("Target", "guild")]
    surface.press("Control+z")
    assert surface.mentions() == [("Time", "Monday")]


def test_undo_that_begins_anew_is_said(surface, phone):
    """Where another device changed the labels, the steps of the last visit fit no more."""
    surface.click("guild", 1)
    surface.press("o")
    surface.saved()
    here = surface.page.url
    surface.page.goto("about:blank")
    phone.open(here.split("document=")[1]).click("Monday")
    phone.press("t")
    phone.saved()
    surface.page.goto(here)
    expect(surface.page.locator(".lb-toast")).to_contain_text("Undo begins anew here.")
    expect(surface.page.get_by_role("button", name="Undo")).to_be_disabled()


def test_without_a_connection_work_goes_on_and_is_saved_later(surface):
    """The bar counts down to the next try, takes a press for one, and says when all is saved."""
    surface.page.context.set_offline(True)
    surface.click("Monday")
    surface.press("t")
    expect(status(surface)).to_have_text("Offline · 1 change kept here")
    expect(banner(surface)).to_contain_text("Go on working")
    surface.click("guild", 1)
    surface.press("o")
    expect(status(surface)).to_have_text("Offline · 2 changes kept here")
    expect(banner(surface)).to_contain_text(re.compile(r"Trying again in \d+ s\."))
    surface.page.get_by_role("button", name="Try now").click()
    expect(status(surface)).to_have_text("Offline · 2 changes kept here")
    surface.page.context.set_offline(False)
    expect(surface.page.locator(".lb-toast")).to_have_text(
        "All is saved again: 2 changes are on the server now."
    )
    assert surface.mentions() == [("Target", "guild"), ("Time", "Monday")]
    expect(banner(surface)).to_have_count(0)


def test_a_failing_server_is_tried_again(surface):
    """A reference for who runs the server, and no stack trace."""
    answer_saves(surface, 500, "internal")
    surface.click("Monday")
    surface.press("t")
    expect(status(surface)).to_have_text("The server fails · 1 change kept here")
    expect(banner(surface)).to_contain_text("It says internal.")
    with surface.page.expect_request("**/annotations"):
        surface.page.get_by_role("button", name="Try now").click()
    surface.page.unroute("**/annotations")
    assert surface.mentions() == [("Time", "Monday")]


@pytest.mark.usefixtures("page")
def test_a_browser_without_room_says_what_that_means(context, app):
    """Saving goes on, leaving asks while something could be lost, and room is noticed."""
    document = app.import_text("No room", TEXT.format(place="Ostend"))
    # A script that runs before those of the page cannot be taken back.
    page = context.new_page()
    surface = OnSurface(page, app)
    page.add_init_script(f"({FULL})()")
    surface.open(document).click("Monday")
    surface.press("t")
    expect(banner(surface)).to_contain_text("no room left to keep unsaved work")
    assert surface.mentions() == [("Time", "Monday")]
    expect(banner(surface)).to_be_visible()
    page.context.set_offline(True)
    surface.click("guild", 1)
    surface.press("o")
    expect(status(surface)).to_have_text("Not saved yet · keep this page open")
    asks = "!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert page.evaluate(asks)
    page.evaluate("makeRoom()")
    page.context.set_offline(False)
    assert surface.mentions() == [("Target", "guild"), ("Time", "Monday")]
    assert not page.evaluate(asks)
    surface.click("mayor")
    surface.press("o")
    expect(banner(surface)).to_have_count(0)
    page.close()


def test_who_is_signed_out_goes_on_and_is_saved_after_signing_in(surface):
    """The work is kept, and coming back to the tab is enough."""
    answer_saves(surface, 401, "signed-out")
    surface.click("Monday")
    surface.press("t")
    expect(banner(surface)).to_contain_text("You are signed out.")
    surface.click("guild", 1)
    surface.press("o")
    expect(banner(surface)).to_contain_text("Your 2 unsaved changes are kept in this browser.")
    surface.page.unroute("**/annotations")
    surface.page.get_by_role("button", name="I have signed in").click()
    assert surface.mentions() == [("Target", "guild"), ("Time", "Monday")]


def test_somebody_else_signed_in_saves_nothing_of_it(surface):
    """The labels of one person are never saved as another's."""
    other = {
        "user": {"login": "bo", "name": "Bo", "role": "annotator"},
        "csrf": "x",
        "mode": "local",
    }
    surface.page.route("**/session", lambda route: route.fulfill(body=json.dumps(other)))
    answer_saves(surface, 404, "not-found")
    surface.click("Monday")
    surface.press("t")
    expect(banner(surface)).to_contain_text("You are signed in as bo now")
    expect(banner(surface)).to_contain_text("Your unsaved change is kept")
    surface.page.unroute("**/annotations")
    surface.page.unroute("**/session")
    surface.page.get_by_role("button", name="I have signed in").click()
    assert surface.mentions() == [("Time", "Monday")]


def test_a_refused_save_says_which_item_and_offers_undo(surface):
    """The item is a press away; after undo all is well."""
    surface.click("guild", 1)
    surface.press("o")
    surface.saved()
    mention = surface.sent[-1]["labels"]["mentions"][0]["id"]
    problem = {
        "level": "structure",
        "code": "overlap",
        "message": "this mention cannot stand here",
        "item": mention,
        "slot": "",
        "kind": "mention",
        "start": 0,
    }
    answer_saves(surface, 422, "not-storable", problems=[problem])
    surface.click("Monday")
    surface.press("t")
    expect(banner(surface)).to_contain_text("The server refused the save")
    surface.page.get_by_role("button", name="this mention cannot stand here").click()
    expect(surface.line).to_contain_text("guild")
    surface.page.unroute("**/annotations")
    banner(surface).get_by_role("button", name="Undo").click()
    expect(marks(surface)).to_have_text(["guild"])
    expect(status(surface)).to_have_text(re.compile("^Saved"))
    expect(banner(surface)).to_have_count(0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"version": "99.0"}, "to 99.0 while you worked"),
        ({"id": "other-events", "version": "2.0"}, "with another schema now: other-events 2.0"),
    ],
)
def test_a_schema_changed_meanwhile_is_said(surface, change, words):
    """The work is kept, and goes on under the new schema once the article is opened anew."""
    answer_saves(surface, 422, "not-storable", problems=[])

    def look(route):
        task = route.fetch().json()
        task["schema"] |= {"digest": "another"} | change
        route.fulfill(body=json.dumps(task))

    surface.page.route(re.compile(r"/tasks/[0-9a-f]{32}$"), look)
    surface.click("Monday")
    surface.press("t")
    expect(banner(surface)).to_contain_text(words)
    expect(banner(surface)).to_contain_text("Your unsaved change is kept in this browser.")
    surface.page.unroute("**/annotations")
    surface.page.get_by_role("button", name="Open it anew").click()
    expect(surface.page.locator(".lb-toast")).to_contain_text("of your last visit put back")
    assert surface.mentions() == [("Time", "Monday")]


def test_an_article_that_is_gone_leaves_its_labels_as_a_file(surface):
    """What cannot be saved any more can still be taken away."""
    answer_saves(surface, 404, "not-found")
    surface.click("Monday")
    surface.press("t")
    expect(banner(surface)).to_contain_text("no longer in the project")
    with surface.page.expect_download() as download:
        surface.page.get_by_role("button", name="Keep as a file").click()
    labels = json.loads(download.value.path().read_text("utf-8"))
    assert [m["text"] for m in labels["mentions"]] == ["Monday"]
    expect(surface.page.get_by_role("button", name="Next article")).to_be_visible()


def test_undo_reaches_back_over_a_reload_and_over_other_articles(surface):
    """The last thing done before is undone first; what was saved in between as well."""
    surface.click("Monday")
    surface.press("t")
    surface.saved()
    surface.click("guild", 1)
    surface.press("o")
    surface.page.reload()
    expect(marks(surface)).to_have_text(["guild", "Monday"])
    expect(surface.page.get_by_role("button", name="Undo")).to_be_enabled()
    here = name_of(surface)
    surface.saved()
    surface.open(surface.app.import_text("Elsewhere", TEXT.format(place="Elsewhere")))
    expect(surface.page.get_by_role("button", name="Undo")).to_be_disabled()
    surface.open(here)
    expect(surface.page.get_by_role("button", name="Undo")).to_be_enabled()
    surface.root.focus()
    surface.press("Control+z")
    expect(marks(surface)).to_have_text(["Monday"])
    surface.press("Control+z")
    assert surface.mentions() == []
    surface.press("Control+Shift+z")
    assert surface.mentions() == [("Time", "Monday")]


def test_ctrl_s_saves_at_once_and_says_so(surface):
    """The browser's own dialog does not come; where saving fails that is said."""
    surface.press("Control+s")
    expect(surface.page.locator(".lb-toast")).to_have_text("There is nothing to save yet.")
    surface.click("Monday")
    surface.press("t", "Control+s")
    expect(surface.page.locator(".lb-toast")).to_contain_text("All is saved, at")
    surface.page.context.set_offline(True)
    surface.click("guild", 1)
    surface.press("o", "Control+s")
    expect(surface.page.locator(".lb-toast")).to_contain_text("Not saved.")
    surface.page.context.set_offline(False)
    assert surface.mentions() == [("Target", "guild"), ("Time", "Monday")]
