"""What every key about suggestions, notes and the article as a whole does, one scene a key."""

from key_scenes_text import Scene, Scenes
from key_stage import Stage
from playwright.sync_api import expect

FIRST = "thanked, event SUPPORT, suggestion, 1 of 5"


def _at_first(on: Stage) -> None:
    on.press("v")
    on.stands(FIRST)


def _accept(on: Stage, key: str) -> None:
    _at_first(on)
    on.press(key)
    on.stands("the crews, actor civilians, suggestion, 1 of 4")
    expect(on.card("SUPPORT thanked")).to_be_visible()


def _reject(on: Stage, key: str) -> None:
    _at_first(on)
    on.press(key)
    expect(on.line).to_contain_text("suggestion, 1 of")
    expect(on.line).not_to_have_text(FIRST)
    expect(on.card("SUPPORT thanked")).to_have_count(0)


def _accept_and_edit(on: Stage, key: str) -> None:
    _at_first(on)
    on.press(key)
    on.is_focused("SUPPORT thanked")


def _walk(then: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        on.press(key)
        on.stands(then)

    return scene


def _edge(then: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        # The fourth is “the empty market”.
        on.press("v", "v", "v", "v")
        on.stands("the empty market, place, suggestion, 4 of 5")
        on.press(key)
        on.stands(f"Selected {then}")
        on.press("s")
        on.stands("Zürich, place, suggestion, 4 of 4")

    return scene


def _all_like_it(title: str, said: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        on.press("v", "v", "v")
        on.stands("Ostend, place, suggestion, 3 of 5")
        on.press(key)
        expect(on.list(title)).to_contain_text("every place")
        on.press("Enter")
        on.says(said)

    return scene


def _hide(on: Stage, key: str) -> None:
    on.press(key)
    on.says("Suggestions are hidden.")
    on.press("v")
    on.stands("On Dockers")
    on.press(key)
    on.says("Suggestions are shown.")
    _at_first(on)


def _flag(words: str) -> Scene:
    def scene(on: Stage, key: str) -> None:
        on.click("Brinmouth", 1)
        on.stands("place Brinmouth")
        on.press(key)
        expect(on.article.get_by_title(words)).to_be_visible()
        on.press(key)
        expect(on.article.get_by_title(words)).to_have_count(0)

    return scene


def _concordance(on: Stage, key: str) -> None:
    on.click("Brinmouth", 1)
    on.press(key)
    expect(on.dialog("“Brinmouth” in all articles")).to_contain_text("2 places in this article")


def _thread(on: Stage, key: str) -> None:
    on.click("Brinmouth", 1)
    on.stands("place Brinmouth")
    on.press(key)
    expect(on.dialog("Thread on “Brinmouth”")).to_contain_text("Nothing was said yet.")


def _article(on: Stage, key: str) -> None:
    on.press(key)
    expect(on.tab("Article")).to_have_attribute("aria-selected", "true")
    expect(on.list("Article")).to_contain_text("relevance: off topic")


def _save(on: Stage, key: str) -> None:
    on.click("Gulls")
    on.press("p", key)
    on.says("All is saved, at")


def _history(on: Stage, key: str) -> None:
    on.press(key)
    expect(on.dialog("History")).to_be_visible()


def _help(on: Stage, key: str) -> None:
    on.press(key)
    expect(on.dialog("Keys").get_by_role("region", name="All keys")).to_be_visible()


def _submit(on: Stage, key: str) -> None:
    name = f"ready-{on.articles}-{key[-2:]}"
    here = on.app.import_text("Ready", f"Ready\n\nNothing is missing here.\n\n{name}", name)
    on.open(here)
    on.press(key)
    expect(on.article).not_to_contain_text("Nothing is missing here.")
    on.open(here)
    expect(on.page.get_by_text("This article is submitted.")).to_be_visible()
    # The next scene finds another article there.
    on.open(f"keys-{on.articles}")


AROUND_SCENES: Scenes = {
    "accept the suggestion and go on; of a selection all that lie in it": {"s": _accept},
    "reject it and go on": {"q": _reject},
    "accept it and open it, to change something": {"E": _accept_and_edit},
    "next suggestion (with Shift: the one before)": {
        "v": _walk(FIRST),
        "V": _walk("Zürich, place, suggestion, 5 of 5"),
    },
    "at a suggestion: its end, its start one word further; accepting takes that extent": {
        "]": _edge("the empty market near"),
        "Shift+ArrowRight": _edge("the empty market near"),
        "[": _edge("the empty"),
        "Shift+ArrowLeft": _edge("the empty"),
        "{": _edge("over the empty market"),
        "}": _edge("empty market"),
    },
    "accept all that agree with it: the type, the words, the score": {
        "S": _all_like_it("Accept all", "Accepted 3 suggestions.")
    },
    "reject all that agree with it": {"Q": _all_like_it("Reject all", "Rejected 3 suggestions.")},
    "hide all suggestions, show them again": {"Alt+v": _hide},
    "“not sure” on what is picked, and off again": {"z": _flag("not sure")},
    "“discuss” on what is picked, and off again": {"Z": _flag("discuss")},
    "where these words stand in all articles, and how they are labelled there": {"k": _concordance},
    "the thread of what is picked, or of the article: read and answer": {"B": _thread},
    "the article: its labels, all notes, flags and threads": {"K": _article},
    "submit and go to the next article": {"Ctrl+Enter": _submit},
    "all keys": {"?": _help},
    "save at once; every change is saved by itself anyway": {"Ctrl+s": _save},
    "history: see earlier versions and bring them back": {"H": _history},
}
