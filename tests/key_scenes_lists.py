"""What the keys inside lists, bars and dialogs do, one scene a key."""

import re
from collections.abc import Callable

from key_scenes_text import Scene, Scenes
from key_stage import Stage
from playwright.sync_api import Locator, expect

ACTORS = [
    "state",
    "government",
    "official",
    "military",
    "armed group",
    "party",
    "intergov. org.",
    "coalition",
    "NGO",
]

# ---- a list one narrows by typing ------------------------------------------------


def _taken(expected: str, *before: str, then: str = "") -> Scene:
    """Return the scene in which a key, and perhaps another one, takes a row of a list."""

    def scene(on: Stage, key: str) -> None:
        on.click("Gulls")
        on.press("a")
        expect(on.list("actor")).to_be_visible()
        on.press(*before, key, *([then] if then else []))
        on.stands(f"{expected} Gulls")

    return scene


def _palette_left(on: Stage, key: str) -> None:
    on.click("Gulls")
    on.press("a")
    expect(on.list("actor")).to_be_visible()
    on.press(key)
    expect(on.list("actor")).to_have_count(0)
    on.press("p")
    on.stands("place Gulls")


def _value_stays(typed: str) -> Scene:
    """Return the scene in which a value is set and the list stays for the next."""

    def scene(on: Stage, key: str) -> None:
        on.go_to_card("PROTEST marched")
        on.press("Enter")
        values = on.list("PROTEST")
        expect(values).to_be_visible()
        on.page.keyboard.type(typed)
        expect(values.get_by_role("option").first).to_contain_text(typed or "mode")
        on.press(key)
        expect(on.page.get_by_role("combobox", name="PROTEST")).to_have_value("")
        expect(values.get_by_role("img", name="set").first).to_be_visible()

    return scene


def _first_value(on: Stage, key: str) -> None:
    on.go_to_card("PROTEST marched")
    on.press("Enter")
    first = on.list("PROTEST").get_by_role("option").first
    expect(first).to_contain_text("mode: demo")
    on.press(key)
    expect(first.get_by_role("img", name="set")).to_be_visible()


# ---- the list of places -----------------------------------------------------------


def _places(on: Stage) -> Locator:
    on.click("tides")
    on.press("o", "y")
    dialog = on.dialog("Mark all “tides” as target")
    expect(dialog.get_by_role("checkbox").first).to_be_focused()
    return dialog


def _place_reached(nth: int, *before: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        boxes = _places(on).get_by_role("checkbox")
        on.press(*before, key)
        expect(boxes.nth(nth)).to_be_focused()

    return scene


def _place_left_out(on: Stage, key: str) -> None:
    dialog = _places(on)
    expect(dialog.get_by_role("button", name="Mark 59 places")).to_be_visible()
    on.press(key)
    expect(dialog.get_by_role("button", name="Mark 58 places")).to_be_visible()


def _places_marked(on: Stage, key: str) -> None:
    _places(on)
    on.press(key)
    on.says("Marked 59 places as target.")


def _places_left(on: Stage, key: str) -> None:
    dialog = _places(on)
    on.press(key)
    expect(dialog).to_have_count(0)
    on.stands("target tides")


def _stays_in_places(name: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        dialog = _places(on)
        on.press(key)
        expect(dialog.get_by_role("button", name=name, exact=True)).to_be_focused()

    return scene


# ---- the jump and the bar that finds ----------------------------------------------


def _hops(on: Stage) -> Locator:
    return on.page.locator(".lb-hop")


def _jumping(on: Stage, typed: str) -> None:
    on.click("Rain")
    on.press("j", *typed)
    on.stands("Jump to a word")


def _jump_to_nearest(on: Stage, key: str) -> None:
    _jumping(on, "c")
    on.press(key)
    on.stands("On cried")
    expect(_hops(on)).to_have_count(0)


def _jump_left(on: Stage, key: str) -> None:
    # With one word left the caret is there already, and any other key leaves it there.
    _jumping(on, "sang")
    on.press(key)
    on.stands("On Rain")
    expect(_hops(on)).to_have_count(0)


def _jump_widened(on: Stage, key: str) -> None:
    _jumping(on, "sang")
    expect(_hops(on)).to_have_count(1)
    on.press(key)
    # “sank” begins so, too.
    expect(_hops(on)).to_have_count(2)


def _jump_by_letter(on: Stage, key: str) -> None:
    _jumping(on, "f")
    label = _hops(on).nth(1).inner_text()
    # The scene presses what stands at the word; the inert key stands nowhere.
    on.press(label if key == "letter" else key)
    expect(_hops(on)).to_have_count(0)
    expect(on.line).to_have_text(re.compile("^(On f|place f)|suggestion"))


def _finding(on: Stage) -> Locator:
    on.press("F")
    on.page.keyboard.type("the")
    bar = on.page.get_by_role("search", name="Find in the text")
    expect(bar.get_by_role("status")).to_have_text(re.compile("^1 of 1[0-9]$"))
    return bar


def _hit(words: str, *before: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        bar = _finding(on)
        on.press(*before, key)
        expect(bar.get_by_role("status")).to_have_text(re.compile(words))

    return scene


def _find_case(on: Stage, key: str) -> None:
    case = _finding(on).get_by_role("button", name="Match case")
    expect(case).to_have_attribute("aria-pressed", "false")
    on.press(key)
    expect(case).to_have_attribute("aria-pressed", "true")
    on.press(key)
    expect(case).to_have_attribute("aria-pressed", "false")


def _find_left(on: Stage, key: str) -> None:
    bar = _finding(on)
    on.press(key)
    expect(bar).to_have_count(0)
    on.stands("Selected The")


# ---- dialogs and the panel --------------------------------------------------------


def _dialog_left(on: Stage, key: str) -> None:
    on.press("T")
    expect(on.dialog("Reading")).to_be_visible()
    on.press(key)
    expect(on.dialog("Reading")).to_have_count(0)
    expect(on.root).to_be_focused()


def _stays_in_dialog(start: str, end: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        on.press("T")
        dialog = on.dialog("Reading")
        dialog.get_by_role("button", name=start, exact=True).focus()
        on.press(key)
        expect(dialog.get_by_role("button", name=end, exact=True)).to_be_focused()

    return scene


def _note_kept(on: Stage, key: str) -> None:
    on.click("the union")
    on.press("b")
    expect(on.dialog("Note").get_by_role("textbox")).to_be_focused()
    on.page.keyboard.type("Which one?")
    on.press(key)
    expect(on.dialog("Note")).to_have_count(0)
    on.press("b")
    expect(on.dialog("Note").get_by_role("textbox")).to_have_value("Which one?")


def _name_kept(on: Stage, key: str) -> None:
    on.click("the union")
    on.choose("A", "change the name")
    name = on.dialog("Name").get_by_role("textbox")
    expect(name).to_be_focused()
    name.fill("Dockers’ union")
    on.press(key)
    expect(on.page.get_by_role("textbox", name="Name")).to_have_value("Dockers’ union")
    expect(on.dialog("Name")).to_have_count(0)


def _concordance(on: Stage) -> Locator:
    on.click("Brinmouth", 1)
    on.press("k")
    dialog = on.dialog("“Brinmouth” in all articles")
    expect(dialog.get_by_role("status")).to_contain_text("2 places in this article")
    expect(dialog.get_by_role("status")).to_contain_text("other article")
    return dialog


def _concordance_place(nth: int, *before: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        dialog = _concordance(on)
        on.press(*before, key)
        expect(dialog.get_by_role("table").get_by_role("button").nth(nth)).to_be_focused()

    return scene


def _concordance_mark(on: Stage, key: str) -> None:
    on.click("Brinmouth")
    on.press("k")
    dialog = on.dialog("“Brinmouth” in all articles")
    expect(dialog.get_by_role("button", name="Mark as place")).to_be_visible()
    on.press(key)
    expect(dialog).to_have_count(0)
    on.stands("place Brinmouth")


def _tab(then: str, *before: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        on.tab("Events").focus()
        on.press(*before, key)
        expect(on.tab(then)).to_be_focused()
        expect(on.tab(then)).to_have_attribute("aria-selected", "true")

    return scene


def _actor_reached(nth: int, *before: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        heads = _actors(on)
        on.press(*before, key)
        expect(heads.nth(nth)).to_be_focused()

    return scene


def _actors(on: Stage) -> Locator:
    on.tab("Actors").click()
    heads = on.page.locator(".lb-entity-head")
    heads.first.focus()
    # One that was open before is closed.
    on.press("ArrowLeft")
    return heads


def _actor_opened(on: Stage, key: str) -> None:
    heads = _actors(on)
    on.press(key)
    expect(heads.first).to_have_attribute("aria-expanded", "true")
    on.press(key)
    chips = on.page.locator(".lb-chip-open")
    expect(chips.first).to_be_focused()
    on.press(key)
    expect(chips.nth(1)).to_be_focused()


def _at_first_mention(on: Stage) -> None:
    first = on.page.locator(".lb-chip-open").first
    on.press("ArrowRight")
    expect(first).to_be_visible()
    on.press("ArrowRight")
    expect(first).to_be_focused()


def _actor_closed(on: Stage, key: str) -> None:
    heads = _actors(on)
    _at_first_mention(on)
    on.press(key)
    expect(heads.first).to_be_focused()
    on.press(key)
    expect(heads.first).to_have_attribute("aria-expanded", "false")


def _alone(on: Stage, key: str) -> None:
    heads = _actors(on)
    _at_first_mention(on)
    before = heads.count()
    on.press(key)
    expect(heads).to_have_count(before + 1)


def _numbered(scene: Callable[[str], Scene]) -> dict[str, Scene]:
    return {str(n): scene(name) for n, name in enumerate(ACTORS, start=1)}


LIST_SCENES: Scenes = {
    "palette: take the row that is lit": {"Enter": _taken("state"), "Tab": _taken("state")},
    "palette: take the row of that number": _numbered(_taken),
    "palette: another row": {
        "ArrowDown": _taken("government", then="Enter"),
        "ArrowUp": _taken("other actor", then="Enter"),
        "PageDown": _taken("NGO", then="Enter"),
        "PageUp": _taken("party", "ArrowUp", then="Enter"),
    },
    "palette: leave": {"Escape": _palette_left},
    "palette of values: set one and stay": {
        "Shift+Enter": _value_stays("planned"),
        "1": _first_value,
    },
    "places: leave one out": {" ": _place_left_out},
    "places: another one": {
        "ArrowDown": _place_reached(1),
        "ArrowUp": _place_reached(1, "ArrowDown", "ArrowDown"),
        "PageDown": _place_reached(8),
        "PageUp": _place_reached(50, "End"),
        "End": _place_reached(58),
        "Home": _place_reached(0, "End"),
    },
    "places: do it": {"Enter": _places_marked},
    "places: leave": {"Escape": _places_left},
    "places: stay in the dialog": {
        "Tab": _stays_in_places("All"),
        "Shift+Tab": _stays_in_places("Mark 59 places"),
    },
    "jump: to the nearest": {"Enter": _jump_to_nearest},
    "jump: back": {"Escape": _jump_left},
    "jump: one letter less": {"Backspace": _jump_widened},
    "jump: to the word the letter stands at": {"letter": _jump_by_letter},
    "find: the next hit, the one before": {
        "Enter": _hit("^2 of"),
        "ArrowDown": _hit("^2 of"),
        "Shift+Enter": _hit("^1 of", "Enter"),
        "ArrowUp": _hit("^1 of", "Enter"),
    },
    "find: match case": {"Alt+c": _find_case},
    "find: leave": {"Escape": _find_left},
    "dialog: leave": {"Escape": _dialog_left},
    "dialog: stay inside": {
        "Tab": _stays_in_dialog("Done", "Text size: 14"),
        "Shift+Tab": _stays_in_dialog("Text size: 14", "Done"),
    },
    "a note: keep": {"Ctrl+Enter": _note_kept},
    "a name: keep": {"Enter": _name_kept},
    "concordance: another place": {
        "ArrowDown": _concordance_place(0),
        "ArrowUp": _concordance_place(0, "ArrowDown", "ArrowDown"),
    },
    "concordance: mark so": {"1": _concordance_mark},
    "panel: another tab": {
        "ArrowRight": _tab("Who says so"),
        "ArrowLeft": _tab("Article"),
        "End": _tab("Article"),
        "Home": _tab("Events", "ArrowRight"),
    },
    "actors: another one": {
        "ArrowDown": _actor_reached(1),
        "ArrowUp": _actor_reached(1, "ArrowDown", "ArrowDown"),
        "End": _actor_reached(-1),
        "Home": _actor_reached(0, "ArrowDown"),
    },
    "actors: open, and its mentions": {"ArrowRight": _actor_opened},
    "actors: back, and close": {"ArrowLeft": _actor_closed},
    "actors: make a mention one of its own": {"Delete": _alone, "Backspace": _alone},
}
