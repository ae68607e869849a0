"""Jumping, growing, finding, lists that learn, other types: all from the keyboard."""

import re

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEXT = """Dockers in Brinmouth

The harbour minister Ana Roque said that the navy had shelled Brinmouth, a fishing town, on \
Monday. The guild asked Ostend for help, and "we will rebuild the old pier," Mira Tolen said, \
"with the guild."

A witness reported that the minister had denied the Zürich raid."""


@pytest.fixture
def surface(page, app, request):
    """The surface with an article of this test's own, the caret on its first word."""
    name = request.node.originalname
    document_id = app.import_text("Dockers", f"{TEXT}\n\n{name}", document_id=name)
    on = OnSurface(page, app).open(document_id)
    on.root.focus()
    yield on
    assert on.errors == []


def hops(surface):
    """The letters that stand at words."""
    return surface.page.locator(".lb-hop")


def test_three_keys_go_to_a_word_on_the_screen(surface):
    """Its first letter brings letters to all words that begin so; one of these goes there."""
    surface.press("j", "m")
    expect(hops(surface)).to_have_count(4)
    label = surface.page.evaluate(
        "() => [...document.querySelectorAll('.lb-hop')].map((n) => n.textContent)"
    )
    assert len(set(label)) == 4
    assert not set(label) & set("io")  # minister and Monday go on with these
    surface.press(label[1])
    expect(surface.line).to_have_text(re.compile("On (Monday|Mira|minister)"))
    expect(hops(surface)).to_have_count(0)


def test_a_word_that_is_alone_is_gone_to_at_once(surface):
    """Typing on in it starts nothing; any other key does there what it always does."""
    surface.press("j", "z")
    expect(surface.line).to_have_text("Jump to a word")
    surface.press("u", "r", "p")
    assert surface.mentions() == [("Place", "Zürich")]


def test_a_jump_is_left_as_it_was_begun(surface):
    """Backspace widens, Escape goes back, Enter takes the nearest, a wrong letter does nothing."""
    surface.press("ArrowRight", "j", "x", "m", "o")
    surface.press("Backspace")
    expect(hops(surface)).to_have_count(4)
    surface.press("Escape")
    expect(surface.line).to_have_text("On in")
    surface.press("j", "t", "Enter")
    expect(surface.line).to_have_text("On The")
    assert surface.mentions() == []


def test_a_jump_selects_from_here_to_there(surface):
    """With the capital the words in between are selected."""
    surface.press("j", "h", "a", "r", "Enter", "J", "r", "o", "Enter")
    expect(surface.line).to_have_text("Selected harbour minister Ana Roque")


def test_a_jump_picks_the_label_that_begins_there(surface):
    """As a press on it would."""
    surface.press("j", "o", "s", "t", "p", "Home")
    surface.press("j", "o", "s", "Enter")
    expect(surface.line).to_have_text("place Ostend")
    surface.press("Delete")
    assert surface.mentions() == []


def test_a_jump_looks_at_the_screen_alone(page, app):
    """In a long article only what one sees gets letters, also after scrolling."""
    lines = [f"Line {n} speaks of whales." for n in range(120)]
    document_id = app.import_text("Whales", "\n\n".join([*lines, "Zebras end it."]))
    surface = OnSurface(page, app).open(document_id)
    surface.root.focus()
    surface.press("j", "z")
    expect(hops(surface)).to_have_count(0)
    surface.press("w")
    seen = hops(surface).count()
    assert 5 < seen < 40
    surface.press("Escape", "End", "j", "z")
    expect(surface.line).to_have_text("Jump to a word")
    surface.press("p")
    assert surface.mentions() == [("Place", "Zebras")]
    assert surface.errors == []


def test_a_jump_says_what_it_found(surface):
    """A screen reader hears how many words there are, and their letters."""
    surface.press("j", "m", "i")
    live = surface.page.locator(".lb-hush")
    expect(live).to_contain_text(re.compile(r"3 words: . \w+, . \w+"))


def test_the_selection_grows_and_shrinks(surface):
    """Name, phrase, clause, sentence; and the same way back to the word."""
    surface.press("j", "a", "n", "Enter", "l")
    expect(surface.line).to_have_text("Selected Ana Roque")
    surface.press("l")
    expect(surface.line).to_have_text("Selected The harbour minister Ana Roque")
    surface.press("l")
    expect(surface.line).to_contain_text("Selected The harbour minister Ana")
    surface.press("L", "L", "L")
    expect(surface.line).to_have_text("On Ana")
    surface.press("j", "o", "l", "d", "Enter", "l", "l")
    expect(surface.line).to_have_text("Selected we will rebuild the old pier")
    surface.press("l", "x")
    assert surface.mentions() == [("Content", "we will rebuild the old pier,")]


def test_extending_by_sentence_ends_with_it(surface):
    """Not with the first word of the next."""
    surface.press("j", "g", "u", "i", "Enter", "Control+Shift+ArrowDown", "x")
    ((kind, words),) = surface.mentions()
    assert kind == "Content"
    assert words.startswith("guild asked")
    assert words.endswith('guild."')


def test_finding_counts_and_walks(surface):
    """All hits are counted; Enter goes on, Shift+Enter back; Escape leaves the hit selected."""
    surface.press("F")
    find = surface.page.get_by_role("search", name="Find in the text")
    surface.page.keyboard.type("the guild")
    expect(find.get_by_role("status")).to_have_text("1 of 2")
    surface.press("Enter")
    expect(find.get_by_role("status")).to_have_text("2 of 2")
    surface.press("Shift+Enter", "ArrowUp")
    expect(find.get_by_role("status")).to_have_text("2 of 2")
    find.get_by_role("button", name="Match case").click()
    expect(find.get_by_role("status")).to_have_text("1 of 1")
    find.get_by_role("searchbox").press("Escape")
    expect(find).to_have_count(0)
    expect(surface.line).to_have_text("Selected the guild")
    surface.choose("a", "ngo")
    assert surface.mentions() == [("Actor.NGO", "the guild")]


def test_finding_by_mouse(surface):
    """The bar opens from above with what is selected; the cross closes it."""
    surface.drag("navy")
    surface.page.get_by_role("button", name="Find", exact=True).click()
    find = surface.page.get_by_role("search", name="Find in the text")
    expect(find.get_by_role("status")).to_have_text("1 of 1")
    assert surface.page.evaluate("CSS.highlights.get('lb-find').size") == 1
    find.get_by_role("button", name="Close finding").click()
    expect(find).to_have_count(0)
    assert surface.page.evaluate("CSS.highlights.has('lb-find')") is False


def test_lists_learn_digits_and_enter(surface):
    """What was used first keeps the digit 1; Enter alone takes what was used last."""
    surface.click("shelled")
    surface.choose("e", "assault")
    surface.press("Escape", "Escape")
    surface.click("asked")
    surface.choose("e", "request")
    surface.press("Escape", "Escape")
    surface.click("raid")
    surface.press("e", "1", "Escape", "Escape")
    surface.click("rebuild")
    surface.press("e", "Enter")
    types = [f["type"] for f in surface.saved()["frames"]]
    assert types == ["Event.ASSAULT", "Event.REQUEST", "Event.ASSAULT", "Event.ASSAULT"]


def test_every_value_is_one_list_away(surface):
    """Several values, text that is typed, text the article knows; what was used by one digit."""
    surface.click("shelled")
    surface.choose("e", "assault")
    surface.press("Escape")
    surface.choose("Enter", "context: mil")
    surface.choose("Enter", "dipl")
    surface.choose("Enter", "raid 12")
    surface.press("Escape", "Escape")
    surface.click("raid")
    surface.choose("e", "assault")
    surface.press("Escape", "Enter", "1", "Escape")
    surface.choose("Enter", "raid")
    first, second = surface.saved()["frames"]
    assert first["attributes"]["context"] == ["military", "diplomatic"]
    assert first["attributes"]["event_cluster"] == "raid 12"
    assert second["attributes"]["event_cluster"] == "raid 12"
    assert second["attributes"]["context"] == ["military"]


def test_a_mention_gets_its_values_from_the_list(surface):
    """Enter on what is picked; the dialog of all its fields is in the list, too."""
    surface.drag("the guild")
    surface.choose("a", "ngo")
    surface.choose("Enter", "noun")
    ((mention),) = surface.saved()["mentions"]
    assert mention["attributes"]["mention"] == "nominal"
    surface.choose("Enter", "all fields")
    expect(surface.page.get_by_role("dialog", name="“the guild”")).to_be_visible()


def test_another_type_is_one_key_away(surface):
    """Those stand first that keep what the slots hold."""
    surface.drag("the navy")
    surface.choose("a", "milit")
    surface.press("r")
    expect(surface.page.get_by_role("listbox").get_by_role("option").first).to_contain_text("state")
    surface.page.keyboard.type("gov")
    surface.press("Enter")
    assert surface.mentions() == [("Actor.Government", "the navy")]
    surface.press("Escape")
    surface.click("shelled")
    surface.choose("e", "assault")
    surface.card("ASSAULT shelled").locator('[data-role="instrument"]').click()
    surface.drag("raid")
    surface.press("Escape", "r")
    options = surface.page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_contain_text("HARM keeps 1 of 1")
    expect(options.last).to_contain_text("keeps 0 of 1")
    surface.press("Enter")
    assert surface.frame("Event.HARM") == ("shelled", {"instrument": ["raid"]})


def test_the_map_is_found_by_typing(surface):
    """Types of the schema with their keys, and a sign at what works now."""
    surface.click("shelled")
    surface.press("?")
    keys = surface.page.get_by_role("dialog", name="Keys")
    surface.page.keyboard.type("assault")
    expect(keys.locator("dl > div:visible")).to_have_count(1)
    expect(keys.locator("dl > div:visible")).to_contain_text(re.compile("e.*event.*ASSAULT"))
    expect(keys.get_by_role("img", name="works now").locator("visible=true")).to_have_count(1)
    keys.get_by_role("searchbox").fill("no such thing")
    expect(keys).to_contain_text("No key does that.")
    surface.press("Escape")
    expect(keys).to_have_count(0)


def test_every_action_is_in_the_list_of_everything(surface):
    """With the key that does it beside it; choosing it does it."""
    surface.press("/")
    surface.page.keyboard.type("find in the text")
    first = surface.page.get_by_role("listbox").get_by_role("option").first
    expect(first).to_contain_text("⇧ F")
    surface.press("Enter")
    expect(surface.page.get_by_role("search", name="Find in the text")).to_be_visible()


def test_the_line_tells_what_keys_do_now(surface):
    """It never takes more than two lines, and changes with what is picked."""
    line = surface.page.get_by_label("Keys that work now")
    expect(line).to_contain_text("jump to a word")
    surface.press("Space")
    expect(line).to_contain_text("smaller")
    assert line.bounding_box()["height"] <= 64
    surface.press("j")
    expect(line).to_contain_text("type the beginning of a word on the screen")


def test_names_without_a_label_are_walked_through(surface):
    """Capitalised words inside a sentence that nothing covers, the first word of each."""
    surface.press("Alt+.")
    expect(surface.line).to_have_text("On Brinmouth")
    surface.press("p", "Alt+.")
    expect(surface.line).to_have_text("On Ana")
    surface.press("Alt+.", "Alt+.", "Alt+,")
    expect(surface.line).to_have_text("On Brinmouth")


def test_a_finger_finds_and_grows(page, app, request):
    """On a phone buttons do what the keys do."""
    name = request.node.originalname
    document_id = app.import_text("Dockers", f"{TEXT}\n\n{name}", document_id=name)
    page.set_viewport_size({"width": 390, "height": 800})
    surface = OnSurface(page, app).open(document_id)
    surface.page.get_by_role("button", name="More", exact=True).click()
    surface.page.get_by_role("button", name="Find in the text").click()
    surface.page.keyboard.type("Roque")
    surface.press("Escape")
    surface.page.get_by_role("button", name="Larger").click()
    expect(surface.line).to_have_text("Selected Ana Roque")
    line = surface.page.get_by_label("Keys that work now")
    assert line.bounding_box()["height"] <= 34
    assert surface.errors == []
