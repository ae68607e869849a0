"""What was saved before: looked at in the text, compared with now, brought back."""

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEXT = "The guild in {place}\n\nThe guild praised the mayor of {place} on Monday."


@pytest.fixture
def surface(page, app, request):
    """The surface with an article of this test's own, three saves old."""
    name = request.node.originalname
    on = OnSurface(page, app).open(app.import_text(name, TEXT.format(place=name), document_id=name))
    for words, key in (("Monday", "t"), ("mayor", "o"), ("praised", "c")):
        on.click(words)
        on.press(key, "Escape", "Escape", "Control+s")
        expect(page.locator(".lb-toast")).to_contain_text("All is saved")
        on.saved()
    yield on
    assert on.errors == []


@pytest.fixture
def history(surface):
    """The panel, opened by its key."""
    surface.press("H")
    return surface.page.get_by_role("dialog", name="History")


def test_an_earlier_version_is_looked_at_and_brought_back(surface, history):
    """The text shows it with a banner; bringing it back is one step and a new revision."""
    expect(history).to_contain_text("3 saved versions")
    expect(history).to_contain_text("this tab · just now")
    history.get_by_role("button", name="revision 3").click()
    history.get_by_role("button", name="Earlier").click()
    history.get_by_role("button", name="Earlier").click()
    expect(history.get_by_role("status")).to_contain_text("You see revision 1 of today")
    expect(history.locator(".lb-s")).to_have_text(["Monday"])
    expect(history).to_contain_text("1 attribution, 2 mentions added")
    history.get_by_role("button", name="added: “mayor”").click()
    expect(history.locator(".lb-ring")).to_be_visible()
    history.get_by_role("button", name="Bring back").click()
    expect(history).to_have_count(0)
    expect(surface.page.locator(".lb-toast")).to_contain_text("is brought back, as a new version")
    assert surface.mentions() == [("Time", "Monday")]
    surface.press("H")
    expect(history).to_contain_text("4 saved versions")
    surface.press("Escape", "Control+z")
    assert [words for _, words in surface.mentions()] == ["praised", "mayor", "Monday"]


def test_keys_go_through_the_versions_and_change_nothing(surface, history):
    """Arrows show the one before and after; a key of labelling does nothing meanwhile."""
    expect(history.get_by_role("button", name="revision 3")).to_be_visible()
    surface.press("ArrowLeft", "ArrowLeft")
    expect(history.get_by_role("status")).to_contain_text("revision 2")
    surface.press("ArrowRight")
    expect(history.get_by_role("status")).to_contain_text("revision 3")
    expect(history).to_contain_text("nothing differs")
    expect(history.get_by_role("button", name="Bring back")).to_be_disabled()
    surface.press("t", "o", "Delete", "Escape")
    expect(history).to_have_count(0)
    expect(surface.root).to_be_focused()
    assert [words for _, words in surface.mentions()] == ["praised", "mayor", "Monday"]


def test_a_history_that_cannot_be_read_says_so(surface):
    """The labels stay as they are, and the panel can be closed."""
    surface.page.route("**/revisions", lambda route: route.abort())
    surface.page.get_by_role("button", name="History").click()
    history = surface.page.get_by_role("dialog", name="History")
    expect(history).to_contain_text("The history cannot be shown now")
    history.get_by_role("button", name="Close").click()
    expect(history).to_have_count(0)


def test_an_article_never_saved_has_no_history(page, app):
    """Words instead of an empty panel."""
    surface = OnSurface(page, app).open(app.import_text("New", TEXT.format(place="Ostend")))
    surface.press("H")
    history = page.get_by_role("dialog", name="History")
    expect(history).to_contain_text("Nothing has been saved in this article yet.")
