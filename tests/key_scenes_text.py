"""What every key that moves, selects or sets the text does, one scene a key."""

import re
from collections.abc import Callable

from key_stage import Stage
from playwright.sync_api import expect

Scene = Callable[[Stage, str], None]
Scenes = dict[str, dict[str, Scene]]


def from_word(start: str, then: str, nth: int = 0) -> Scene:
    """Return the scene in which a key leads from a word to what the line says then."""

    def scene(on: Stage, key: str) -> None:
        on.click(start, nth)
        on.stands(f"On {start}")
        on.press(key)
        on.stands(then)

    return scene


def selected(words: int, then: str, presses: int = 1) -> Scene:
    """Return the scene in which a key changes a selection that begins with “Rain”."""

    def scene(on: Stage, key: str) -> None:
        on.click("Rain")
        on.press("Space", *["Shift+ArrowRight"] * (words - 1))
        on.press(*[key] * presses)
        on.stands(then)

    return scene


def _screen_away(start: str, words: str, line: str) -> Scene:
    """Return the scene in which a key leaves an end of the text by a screen."""

    def scene(on: Stage, key: str) -> None:
        on.press(start)
        end = on.article.get_by_text(words)
        expect(end).to_be_in_viewport()
        on.press(key)
        expect(end).not_to_be_in_viewport()
        expect(on.line).to_have_text(re.compile(line))

    return scene


def _jump(on: Stage, key: str) -> None:
    on.press(key)
    on.stands("Jump to a word")
    on.press("s", "a", "n", "Enter")
    on.stands("On sang")


def _jump_selects(on: Stage, key: str) -> None:
    on.click("Nobody")
    on.press(key)
    on.stands("Select to a word")
    on.press("s", "a", "n", "Enter")
    on.stands("Selected Nobody sang")


def _larger(on: Stage, key: str) -> None:
    on.click("pier", 1)
    on.press(key)
    on.stands("Selected the long pier")


def _smaller(on: Stage, key: str) -> None:
    on.click("pier", 1)
    on.press("l")
    on.stands("Selected the long pier")
    on.press(key)
    on.stands("On pier")


def _space(on: Stage, key: str) -> None:
    on.click("Rain")
    on.press(key)
    on.stands("Selected Rain")
    on.press(key)
    on.stands("Selected Rain fell")


def _step_back(on: Stage, key: str) -> None:
    on.click("Rain")
    on.press("Space")
    on.stands("Selected Rain")
    on.press(key)
    on.stands("On Rain")
    on.click("Brinmouth", 1)
    on.stands("place Brinmouth")
    on.press(key)
    on.stands("On Brinmouth")
    on.go_to_card("ASSAULT shelled")
    on.press("3")
    on.stands("ASSAULT shelled · place")
    on.press(key)
    on.stands("ASSAULT shelled")
    on.press(key)
    expect(on.card("ASSAULT shelled")).not_to_have_attribute("aria-current", "true")
    # With nothing left to leave, Tab belongs to the page.
    on.press(key, "Tab")
    expect(on.root).not_to_be_focused()


def _tab(on: Stage, key: str) -> None:
    on.press(key)
    on.stands("official The harbour minister Ana Roque")
    on.go_to_card("ASSAULT shelled")
    on.press("Escape", key)
    on.is_focused("ASSAULT shelled")
    on.stands("ASSAULT shelled · recipient")


def _tab_back(on: Stage, key: str) -> None:
    on.click("Rain")
    on.press(key)
    on.stands("cue said")
    on.press("Escape")
    on.go_to_card("ASSAULT shelled")
    on.press("3", key)
    on.stands("ASSAULT shelled · recipient")


def _region(first: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        expect(on.root).to_be_focused()
        on.press(key)
        bar = on.page.locator(".lb-top button:enabled").first
        stops = {"panel": on.tab("Events"), "bar": bar}
        expect(stops.pop(first)).to_be_focused()
        on.press(key)
        expect(next(iter(stops.values()))).to_be_focused()
        on.press(key)
        expect(on.root).to_be_focused()

    return scene


def _text_size(back: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        size = "e => getComputedStyle(e).fontSize"
        before = on.article.evaluate(size)
        on.press(key)
        expect(on.article).not_to_have_css("font-size", before)
        larger = float(on.article.evaluate(size)[:-2]) > float(before[:-2])
        assert larger == (back == "-")
        on.press(back)
        expect(on.article).to_have_css("font-size", before)

    return scene


def _reading(on: Stage, key: str) -> None:
    on.press(key)
    expect(on.dialog("Reading").get_by_role("group", name="Line height")).to_be_visible()


def _find(on: Stage, key: str) -> None:
    on.press(key)
    expect(on.page.get_by_role("searchbox", name="Find in the text")).to_be_focused()


TEXT_SCENES: Scenes = {
    "next word": {
        "ArrowRight": from_word("Rain", "On fell"),
        "Shift+ArrowRight": from_word("Rain", "Selected Rain fell"),
    },
    "word before": {
        "ArrowLeft": from_word("fell", "On Rain"),
        "Shift+ArrowLeft": from_word("fell", "Selected Rain fell"),
    },
    "line below": {
        "ArrowDown": from_word("1", "On 2"),
        "Shift+ArrowDown": from_word("1", "Selected 1 on whales and tides was…hand. Note 2"),
    },
    "line above": {
        "ArrowUp": from_word("2", "On 1"),
        "Shift+ArrowUp": from_word("2", "Selected 1 on whales and tides was…hand. Note 2"),
    },
    "a screen down": {
        "PageDown": _screen_away("Home", "Dockers in Brinmouth", r"^On \w"),
        "Shift+PageDown": _screen_away("Home", "Dockers in Brinmouth", "^Selected Dockers"),
    },
    "a screen up": {
        "PageUp": _screen_away("End", "Zebras end it", r"^On \w"),
        "Shift+PageUp": _screen_away("End", "Zebras end it", "^Selected .* it$"),
    },
    "next sentence": {
        "Ctrl+ArrowDown": from_word("Rain", "On Gulls"),
        "Ctrl+Shift+ArrowDown": from_word("Rain", "Selected Rain fell on the long pier."),
    },
    "sentence before": {
        "Ctrl+ArrowUp": from_word("cried", "On Gulls"),
        "Ctrl+Shift+ArrowUp": from_word("cried", "Selected Gulls cried"),
    },
    "next paragraph": {
        "Ctrl+ArrowRight": from_word("Rain", "On Boats"),
        "Ctrl+Shift+ArrowRight": from_word("Nobody", "Selected Nobody sang."),
    },
    "paragraph before": {
        "Ctrl+ArrowLeft": from_word("cried", "On Rain"),
        "Ctrl+Shift+ArrowLeft": from_word("long", "Selected Rain fell on the long"),
    },
    "start of the text": {
        "Home": from_word("Rain", "On Dockers"),
        "Shift+Home": from_word("in", "Selected Dockers in"),
    },
    "end of the text": {
        "End": from_word("Rain", "On it"),
        "Shift+End": from_word("Zebras", "Selected Zebras end it"),
    },
    "jump to a word on the screen: type how it begins, then the letter at it": {"j": _jump},
    "select from here to a word on the screen": {"J": _jump_selects},
    "larger: name, phrase, clause, quotation, sentence, paragraph": {"l": _larger},
    "smaller again": {"L": _smaller},
    "selection one word longer": {"]": selected(1, "Selected Rain fell")},
    "selection one word shorter": {"[": selected(2, "Selected Rain")},
    "selection by single characters": {
        "Alt+Shift+ArrowRight": selected(1, "Selected Rain f", presses=2),
        "Alt+Shift+ArrowLeft": selected(1, "Selected Ra", presses=2),
    },
    "select this word, then one more": {" ": _space},
    "step back: selection, slot, mention, card; then Tab leaves the article": {
        "Escape": _step_back
    },
    "next mention; in a card the next slot": {"Tab": _tab},
    "mention or slot before": {"Shift+Tab": _tab_back},
    "next mention, mention before": {
        ".": from_word("Dockers", "official The harbour minister Ana Roque"),
        ",": from_word("Rain", "cue said"),
    },
    "next name without a label, name before": {
        "Alt+.": from_word("Dockers", "On Brinmouth"),
        "Alt+,": from_word("fishing", "On Brinmouth"),
    },
    "article, panel, top bar in turn": {"F6": _region("panel"), "Shift+F6": _region("bar")},
    "larger, smaller text": {"+": _text_size("-"), "=": _text_size("-"), "-": _text_size("+")},
    "text size, line height, density, contrast": {"T": _reading},
    "find in the text": {"F": _find},
}
