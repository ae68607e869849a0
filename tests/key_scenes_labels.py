"""What every key that makes or changes a label does, one scene a key."""

import re

from key_scenes_text import Scene, Scenes
from key_stage import Stage
from playwright.sync_api import expect


def _marks(line: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        on.click("Gulls")
        on.press(key)
        on.stands(line)

    return scene


def _marks_by_list(on: Stage, key: str) -> None:
    on.click("Gulls")
    on.press(key)
    expect(on.list("actor")).to_be_visible()
    on.page.keyboard.type("civil")
    on.press("Enter")
    on.stands("civilians Gulls")


def _makes_event(on: Stage, key: str) -> None:
    on.click("sang")
    on.press(key)
    expect(on.list("Event")).to_be_visible()
    on.page.keyboard.type("consult")
    on.press("Enter")
    on.is_focused("CONSULT sang")


def _makes_attribution(name: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        on.click("cried")
        on.press(key)
        on.is_focused(name)

    return scene


def _everything(on: Stage, key: str) -> None:
    on.click("Gulls")
    on.press(key)
    expect(on.list("Mark")).to_be_visible()
    on.page.keyboard.type("weapon")
    on.press("Enter")
    on.stands("weapon Gulls")


def _fragment(on: Stage, key: str) -> None:
    on.go_to_card("attribution said")
    on.drag('"with the guild."')
    on.press(key)
    said = on.card("attribution said").locator('[data-role="content"]')
    expect(said).to_contain_text('"with the guild."')


def _pick(on: Stage, words: str, nth: int = 0) -> None:
    on.click(words, nth)
    expect(on.line).to_contain_text(words)
    expect(on.line).not_to_have_text(re.compile("^On "))


def _edit(on: Stage, key: str) -> None:
    on.go_to_card("ASSAULT shelled")
    on.press("3")
    on.click("pier", 1)
    on.press("Space", key)
    place = on.card("ASSAULT shelled").locator('[data-role="place"]')
    expect(place).to_contain_text("pier")
    on.press("Escape", "Escape", "Escape")
    _pick(on, "the union")
    on.press(key)
    expect(on.list("NGO")).to_be_visible()


def _retype(on: Stage, key: str) -> None:
    _pick(on, "the union")
    on.press(key)
    expect(on.list("Change to")).to_be_visible()
    on.page.keyboard.type("party")
    on.press("Enter")
    on.stands("party the union")


def _note(on: Stage, key: str) -> None:
    _pick(on, "the union")
    on.press(key)
    expect(on.dialog("Note").get_by_role("textbox")).to_be_focused()


def _implicit(on: Stage, key: str) -> None:
    on.go_to_card("attribution reported")
    on.press(key)
    expect(on.page.get_by_label("source kind")).to_have_value("implicit")


def _remove(on: Stage, key: str) -> None:
    _pick(on, "Brinmouth", 1)
    on.press(key)
    on.says("Removed “Brinmouth”")
    on.stands("On Brinmouth")


def _undo(on: Stage, key: str) -> None:
    on.click("Gulls")
    on.press("p")
    on.stands("place Gulls")
    on.press(key)
    on.stands("On Gulls")
    expect(on.page.get_by_role("button", name="Undo")).to_be_disabled()


def _redo(on: Stage, key: str) -> None:
    _undo(on, "Control+z")
    on.press(key)
    expect(on.page.get_by_role("button", name="Undo")).to_be_enabled()
    expect(on.article.locator(".lb-s").filter(has_text="Gulls")).to_be_visible()


def _slot(role: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        on.go_to_card("HARM capsized")
        on.press(key)
        on.stands(f"HARM capsized · {role}")

    return scene


def _slot_and_candidate(role: str) -> Scene:
    """Return the scene in which a digit opens a slot and then takes its candidate there."""

    def scene(on: Stage, key: str) -> None:
        _slot(role)(on, key)
        on.press("Escape", "2")
        row = on.card("HARM capsized").locator('[data-role="recipient"]')
        offered = row.locator(".lb-chip-candidate").filter(has=on.page.get_by_text(key, exact=True))
        expect(offered).to_be_visible()
        name = offered.locator("span").first.inner_text()
        on.press(key)
        filled = row.locator(".lb-chip:not(.lb-chip-candidate)").filter(has_text=name)
        expect(filled).to_be_visible()

    return scene


def _digits() -> dict[str, Scene]:
    usual = ["actor", "recipient", "place", "time", "topic", "means"]
    roles = [*usual, "victim", "instrument", "size"]
    opened = {str(n): _slot_and_candidate(role) for n, role in enumerate(roles, start=1)}
    return opened | {"0": _slot("other 1")}


def _move_misfit(role: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        on.go_to_card("HARM capsized")
        card = on.card("HARM capsized")
        # Backwards from the first role one comes to what does not fit.
        on.press("1", "Shift+Tab")
        on.stands("HARM capsized · does not fit")
        on.press(key)
        expect(card.locator(".lb-misfit")).to_have_count(0)
        expect(card.locator(f'[data-role="{role}"]')).to_contain_text("The guild")

    return scene


def _misfit_digits() -> dict[str, Scene]:
    roles = ["actor", "recipient", "means", "victim", *(f"other_{n}" for n in range(1, 6))]
    return {str(n): _move_misfit(role) for n, role in enumerate(roles, start=1)}


def _next_card(name: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        on.press(key)
        on.is_focused(name)

    return scene


def _its_card(on: Stage, key: str) -> None:
    _pick(on, "the union")
    expect(on.card("PROTEST marched")).not_to_have_attribute("aria-current", "true")
    on.press(key)
    on.is_focused("PROTEST marched")


def _duplicate(on: Stage, key: str) -> None:
    on.go_to_card("PROTEST marched")
    on.press(key)
    expect(on.card("PROTEST marched")).to_have_count(2)


def _split(on: Stage, key: str) -> None:
    on.go_to_card("REQUEST asked")
    on.press(key)
    expect(on.card("REQUEST asked")).to_have_count(2)
    on.says("Split in 2: one for each recipient.")


def _list_on_card(name: str, title: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        on.go_to_card(name)
        on.press(key)
        expect(on.list(title)).to_be_visible()

    return scene


def _guideline(on: Stage, key: str) -> None:
    on.go_to_card("PROTEST marched")
    head = on.page.locator(".lb-guideline-head")
    before = head.get_attribute("aria-expanded")
    after = {"true": "false", "false": "true"}[before or ""]
    on.press(key)
    expect(head).to_have_attribute("aria-expanded", after)
    on.press(key)
    expect(head).to_have_attribute("aria-expanded", before or "")


def _same_actor(on: Stage, key: str) -> None:
    on.click("They")
    on.press(key)
    on.says("Same actor as")
    first = on.page.locator(".lb-toast").inner_text()
    on.press(key)
    expect(on.page.locator(".lb-toast")).not_to_have_text(first)
    expect(on.line).to_contain_text("They")
    expect(on.line).not_to_have_text("On They")


def _list_of_actors(title: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        _pick(on, "the union")
        on.press(key)
        expect(on.list(title).get_by_role("option").first).to_be_visible()

    return scene


def _actor(on: Stage, key: str) -> None:
    _pick(on, "the union")
    on.press(key)
    on.page.keyboard.type("country nor")
    on.press("Enter")
    expect(on.tab("Actors")).to_have_attribute("aria-selected", "true")
    expect(on.page.get_by_role("textbox", name="country")).to_have_value("NOR")


def _colours(on: Stage, key: str) -> None:
    colours = on.article.locator(".lb-tag[data-chain]")
    on.press(key)
    expect(colours).not_to_have_count(0)
    on.press(key)
    expect(colours).to_have_count(0)


def _mark_all(on: Stage, key: str) -> None:
    _pick(on, "Brinmouth", 1)
    on.press(key)
    dialog = on.dialog("Mark all “Brinmouth” as place")
    expect(dialog.get_by_role("checkbox")).to_have_count(1)


def _change_all(on: Stage, key: str) -> None:
    _pick(on, "the navy")
    on.press(key)
    expect(on.dialog("All marked “the navy”").get_by_role("checkbox")).to_have_count(2)


LABEL_SCENES: Scenes = {
    "actor": {"a": _marks_by_list},
    "place": {"p": _marks("place Gulls")},
    "time": {"t": _marks("time Gulls")},
    "weapon": {"w": _marks("weapon Gulls")},
    "number": {"u": _marks("number Gulls")},
    "document": {"d": _marks("document Gulls")},
    "target": {"o": _marks("target Gulls")},
    "source note": {"n": _marks("source note Gulls")},
    "event": {"e": _makes_event},
    "cue: somebody says so": {"c": _makes_attribution("attribution cried")},
    "content: what is said": {"x": _makes_attribution("attribution")},
    "find any type or action by typing": {"/": _everything},
    "add the selection as a further fragment; take it out where it lies inside": {"f": _fragment},
    "fill the waiting slot; else edit what is picked": {"Enter": _edit},
    "change the type of what is picked or focused": {"r": _retype},
    "write a note on it": {"b": _note},
    "the source is implicit": {"i": _implicit},
    "remove what is picked": {"Delete": _remove, "Backspace": _remove},
    "undo": {"Ctrl+z": _undo},
    "redo": {"Ctrl+Shift+z": _redo, "Ctrl+y": _redo},
    "in a card: open a slot; in a slot: take a candidate": _digits(),
    "on what does not fit: move it to the role of that number": _misfit_digits(),
    "next card, card before": {
        "Alt+ArrowDown": _next_card("ASSAULT shelled"),
        "Alt+ArrowUp": _next_card("HARM capsized"),
    },
    "go to the card of this mention": {"g": _its_card},
    "duplicate the card": {"D": _duplicate},
    "split the card: one for each filler of a role": {"X": _split},
    "link the card to another, or the picked actor to another": {
        "R": _list_on_card("PROTEST marched", "Link")
    },
    "choose in which attribution this one lies": {
        "N": _list_on_card("attribution had denied", "Inside")
    },
    "guideline of the type or role, on and off": {"G": _guideline},
    "the same actor as the likely one before it; again: the next likely one": {"h": _same_actor},
    "put the mention in the chain of another actor": {"m": _list_of_actors("Same actor as")},
    "merge its whole chain with another": {"M": _list_of_actors("Merge with")},
    "the actor of this mention: name, type, country and more, registry": {"A": _actor},
    "colour each actor’s mentions in a colour of their own, on and off": {"C": _colours},
    "mark all that reads the same, from a list": {"y": _mark_all},
    "remove or retype all that reads the same, from a list": {"Y": _change_all},
}
