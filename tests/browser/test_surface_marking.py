"""Marking text by mouse and keyboard; what is marked is what was meant, to the character."""

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEXT = """Envoys met in Brinmouth

May 3, 2021

The harbour minister met two envoys from Ostend on Monday. Ostend's council agreed.

Nobody spoke for the dockers."""


@pytest.fixture
def surface(page, app, request):
    """The surface with an article of this test's own."""
    name = request.node.originalname
    document_id = app.import_text("Envoys", f"{TEXT}\n\n{name}", document_id=name)
    on = OnSurface(page, app).open(document_id)
    yield on
    assert on.errors == []


def test_a_drag_snaps_to_whole_words(surface):
    """A drag that begins and ends inside words takes them whole."""
    surface.drag("bour minister me")
    expect(surface.line).to_contain_text("Selected harbour minister met")
    surface.press("o")
    assert surface.mentions() == [("Target", "harbour minister met")]


def test_alt_takes_single_characters(surface):
    """With Alt a drag keeps to the characters."""
    surface.page.keyboard.down("Alt")
    surface.drag("Osten", inset=1)
    surface.page.keyboard.up("Alt")
    surface.press("p")
    assert surface.mentions() == [("Place", "Osten")]


def test_a_double_click_takes_a_word(surface):
    """A double click selects the word, and the key of a type marks it."""
    (left, _, y), (_, right, _) = surface.place("Monday")
    surface.page.mouse.dblclick((left + right) / 2, y)
    surface.press("t")
    assert surface.mentions() == [("Time", "Monday")]


def test_the_keyboard_alone_marks(surface):
    """Caret, Shift with arrows, type key, palette: no mouse at all."""
    surface.press("Control+ArrowRight", "Control+ArrowRight")
    surface.press("Shift+ArrowRight", "Shift+ArrowRight")
    surface.choose("a", "offic")
    surface.press("Control+ArrowDown", "p")
    assert surface.mentions() == [
        ("Actor.Official", "The harbour minister"),
        ("Place", "Ostend"),
    ]


def test_the_palette_remembers_the_last_used(surface):
    """Enter alone takes the type that was used last."""
    surface.click("Ostend", 1)
    surface.choose("a", "govern")
    surface.click("dockers")
    surface.press("a", "Enter")
    assert surface.mentions()[-1] == ("Actor.Government", "dockers")


def test_a_click_walks_outwards_through_nested_mentions(surface):
    """The innermost first, then the one around it, then none."""
    surface.drag("two envoys from Ostend")
    surface.choose("a", "offic")
    surface.press("Escape")
    surface.click("Ostend")
    surface.press("Escape", "p")
    surface.click("dockers")
    surface.click("Ostend")
    expect(surface.line).to_have_text("place Ostend")
    surface.click("Ostend")
    expect(surface.line).to_have_text("official two envoys from Ostend")
    surface.click("Ostend")
    expect(surface.line).to_have_text("On Ostend")


def test_everything_is_undone_and_done_again(surface):
    """Undo goes back to nothing, redo to all of it, by key and by button."""
    surface.click("Monday")
    surface.press("t")
    surface.click("Brinmouth")
    surface.press("p")
    surface.click("met", 1)
    surface.choose("e", "consult")
    before = surface.saved()
    surface.press("Control+z", "Control+z")
    surface.page.get_by_role("button", name="Undo").click()
    expect(surface.page.get_by_role("button", name="Undo")).to_be_disabled()
    assert surface.saved()["mentions"] == []
    surface.press("Control+Shift+z", "Control+y")
    surface.page.get_by_role("button", name="Redo").click()
    assert surface.saved() == before


def test_a_mention_changes_its_type_and_goes(surface):
    """The key of another type retypes the picked mention, Delete removes it."""
    surface.click("Ostend", 1)
    surface.press("p", "t")
    assert surface.mentions() == [("Time", "Ostend")]
    surface.press("Delete")
    assert surface.mentions() == []


def test_mentions_are_reached_with_tab(surface):
    """Tab goes through the mentions in reading order and round."""
    for words in ("Monday", "Brinmouth"):
        surface.click(words)
        surface.press("o")
    surface.click("Nobody")
    surface.press("Tab")
    expect(surface.line).to_contain_text("Brinmouth")
    surface.press("Tab")
    expect(surface.line).to_contain_text("Monday")
    surface.press("Shift+Tab")
    expect(surface.line).to_contain_text("Brinmouth")


def test_the_surface_draws_mentions_without_adding_to_the_text(surface):
    """Labels between the lines are not part of the text."""
    surface.click("Monday")
    surface.press("t")
    expect(surface.page.locator(".lb-s")).to_have_count(1)
    lines = surface.page.locator(".lb-p").all_text_contents()
    assert lines[2] == TEXT.split("\n\n")[2]


HOSTILE = (
    'Markup <b>in</b> a title\n\n<img src=x onerror="window.hit=1"> and <script>window.hit=1'
    "</script> and {{ 7 * 7 }} &amp; done."
)


def test_markup_in_an_article_is_shown_as_it_is(page, app):
    """What looks like markup is text: shown to the character, never run."""
    surface = OnSurface(page, app).open(app.import_text("Hostile", HOSTILE))
    title, line = HOSTILE.split("\n\n")
    assert page.locator(".lb-p").all_text_contents() == [title, line]
    assert page.locator(".lb-article img, .lb-article script, .lb-article b").count() == 0
    surface.drag('<img src=x onerror="window.hit=1">')
    surface.press("o")
    expect(page.locator(".lb-line")).to_contain_text("<img src=x")
    surface.tab("Suggestions").click()
    assert page.evaluate("window.hit") is None
    assert surface.errors == []


ODD = (
    "Odd signs\n\n🎉 Zoë met 👩🏽‍🚀 Ana\u0301 in São Tomé. 🇨🇭 won."
    "\n\nقال الوزير إن السفينة وصلت اليوم."
)


@pytest.fixture(scope="module")
def odd(app):
    """The id of the article of odd signs."""
    return app.import_text("Odd", ODD)


@pytest.mark.parametrize("words", ["Zoë", "Ana\u0301", "🇨🇭", "الوزير"])
def test_offsets_are_code_points_whatever_stands_before(page, app, odd, words):
    """Emoji, combining characters and right-to-left text are counted as Python counts."""
    surface = OnSurface(page, app).open(odd)
    surface.click(words)
    surface.press("o")
    (mention,) = [m for m in surface.saved()["mentions"] if m["text"] == words]
    start = ODD.index(words)
    assert mention["fragments"] == [[start, start + len(words)]]


def test_single_characters_keep_graphemes_whole(page, app, odd):
    """Not even by single characters is an astronaut of four code points cut."""
    surface = OnSurface(page, app).open(odd)
    surface.click("met")
    surface.press("Alt+Shift+ArrowRight", "Alt+Shift+ArrowRight", "o")
    assert ("Target", "met 👩🏽‍🚀") in surface.mentions()
