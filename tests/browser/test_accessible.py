"""axe-core finds nothing to complain about, whatever is on the screen, in every theme."""

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest
from half_labelled import TEXT, labelled
from on_surface import OnSurface
from playwright.sync_api import Route, expect
from rewriting import rewrite_opened

pytestmark = pytest.mark.browser

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
# Only our own part of the page: what Streamlit draws around it is Streamlit's. The size
# of targets is new in WCAG 2.2, and the one rule of it that axe-core has to be asked for.
RUN = """() => axe.run(
  { include: [['.lb-root']] },
  { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } },
)"""


class Checked:
    """A page that notes what axe-core says of every state it is brought to."""

    def __init__(self, on: OnSurface) -> None:
        self.on = on
        self.found: dict[str, Any] = {}

    def note(self, state: str) -> None:
        """Run axe-core on what is on the screen."""
        violations = check(self.on)
        if violations:
            self.found[state] = violations


def check(on: OnSurface) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what axe-core finds, with the elements and what is wrong with them."""
    if not on.page.evaluate("'axe' in window"):
        on.page.evaluate(AXE)
    return [
        (v["id"], [(n["html"][:160], n["failureSummary"]) for n in v["nodes"][:4]])
        for v in on.page.evaluate(RUN)["violations"]
    ]


# ---- the states, in groups that share a page ------------------------------------


def text_states(on: OnSurface) -> Iterator[str]:
    """What can be on the text."""
    on.click("thanked")
    yield "the caret"
    on.select("new pay round")
    yield "a selection"
    on.press("Escape")
    on.click("union")
    yield "a mention picked"
    on.press("j")
    yield "a jump begun"
    on.press("Escape", "Shift+F")
    on.page.keyboard.type("council")
    yield "find"
    on.press("Escape", "Escape", "Escape")
    on.press("Shift+C")
    yield "chain colours"
    on.press("Shift+C", "Alt+v")
    yield "suggestions hidden"
    on.press("Alt+v", "Escape", "Escape", "Escape")
    yield "tab released"


def card_states(on: OnSurface) -> Iterator[str]:
    """The cards of events and attributions."""
    yield "cards"
    on.press("Alt+ArrowDown")
    expect(on.card("RETREAT called off")).to_have_attribute("aria-current", "true")
    yield "a card with what does not fit, problems, flags, a note and a relation"
    on.press("1")
    yield "a slot with candidates"
    on.press("Escape", "Shift+G")
    yield "the guideline"
    on.tab("Who says so").click()
    yield "attributions as a tree"
    on.root.focus()
    on.press("Alt+ArrowDown", "Alt+ArrowDown")
    yield "a nested attribution"
    on.tab("Problems").click()
    yield "problems"
    on.tab("Article").click()
    yield "the article"


def actor_states(on: OnSurface) -> Iterator[str]:
    """The panel of actors, and the registry."""
    on.tab("Actors").click()
    yield "actors"
    panel = on.page.get_by_role("tabpanel")
    panel.get_by_role("button", name="dockers' union").first.click()
    yield "an actor"
    panel.get_by_role("button", name="Select mentions").click()
    panel.get_by_role("button", name="It", exact=True).first.click()
    yield "mentions selected"
    panel.get_by_role("button", name="Done selecting").click()
    panel.get_by_role("button", name="Merge another").click()
    yield "a merge begun"
    panel.get_by_role("button", name="Cancel merging").click()
    panel.get_by_role("button", name="Link to the actor registry").click()
    on.page.get_by_role("dialog").get_by_role("combobox").fill("Harbour")
    yield "the registry"
    on.press("Escape")
    on.click("dockers")
    on.press("Shift+A")
    yield "the values of an actor"


def suggestion_states(on: OnSurface) -> Iterator[str]:
    """Suggestions in the text and in the panel."""
    on.press("v", "v")
    yield "a suggestion walked to"
    on.tab("Suggestions").click()
    panel = on.page.get_by_role("tabpanel")
    expect(panel.get_by_role("slider")).to_be_visible()
    yield "suggestions in the panel"
    panel.get_by_role("button", name="by type").click()
    yield "suggestions by type"
    on.root.focus()
    on.press("Shift+S")
    yield "accept all like it"


def palette_states(on: OnSurface) -> Iterator[str]:
    """Palettes and dialogs over the text."""
    on.click("council head")
    on.press("/")
    yield "the palette of all"
    on.page.keyboard.type("qqq")
    yield "a palette with nothing in it"
    on.press("Escape")
    on.click("Friday")
    on.press("Enter")
    yield "the values of a mention"
    on.press("Escape", "r")
    yield "another type"
    on.press("Escape", "b")
    yield "a note"
    on.press("Escape", "?")
    yield "the keys"
    on.page.get_by_role("searchbox", name="Find a key").fill("qqq")
    yield "no such key"
    on.press("Escape", "Shift+T")
    yield "reading settings"
    on.press("Escape")
    on.page.get_by_role("button", name="Skip…").click()
    yield "skip"
    on.press("Escape")
    on.click("council", 1)
    on.press("o", "y")
    expect(on.page.locator(".lb-places")).to_be_visible()
    yield "everywhere"
    on.press("Escape")
    on.select("council", 0)
    on.press("k")
    expect(on.page.get_by_role("dialog").get_by_role("status")).to_contain_text("place")
    yield "concordance"
    on.press("Escape", "Escape", "Escape", "Alt+ArrowDown", "Shift+R")
    yield "a relation begun"


def history_states(on: OnSurface) -> Iterator[str]:
    """What was saved before."""
    for words in ("thanked", "reporters"):
        on.click(words)
        on.press("o", "Escape", "Control+s")
        expect(on.page.locator(".lb-toast")).to_contain_text("All is saved")
        on.saved()
    yield "a toast"
    on.press("Shift+H")
    dialog = on.page.get_by_role("dialog", name="History")
    expect(dialog.get_by_role("button", name="revision 2")).to_be_visible()
    yield "history"
    on.press("ArrowLeft")
    expect(dialog.get_by_role("status")).to_contain_text("You see revision")
    yield "an earlier version"


LABELLED: dict[str, Callable[[OnSurface], Iterator[str]]] = {
    "text": text_states,
    "cards": card_states,
    "actors": actor_states,
    "suggestions": suggestion_states,
    "palettes": palette_states,
    "history": history_states,
}


# ---- the tests --------------------------------------------------------------------


@pytest.fixture(scope="module", params=["light", "dark"])
def themed(request, browser, app):
    """A page in either theme."""
    context = browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme=request.param
    )
    page = context.new_page()
    # Saving begins with nothing labelled.
    rewrite_opened(page, lambda t: t if is_bare(t["document"]["id"]) else labelled(t))
    yield OnSurface(page, app), request.param
    context.close()


def is_bare(document: str) -> bool:
    """Say whether an article is shown without labels."""
    return document.startswith("saving")


def article(on: OnSurface, name: str) -> str:
    """Store an article of a name's own and return its id."""
    return on.app.import_text(name, f"{TEXT}\n{name}\n", document_id=name.replace(" ", "-"))


def walk(on: OnSurface, name: str, states: Callable[[OnSurface], Iterator[str]]) -> dict[str, Any]:
    """Return what axe-core finds in each state of a labelled article."""
    checked = Checked(on)
    on.open(article(on, name))
    expect(on.page.locator(".lb-s").first).to_be_visible()
    for state in states(on):
        checked.note(state)
    return checked.found


def assert_nothing(found: dict[str, Any]) -> None:
    """Fail with the states in which axe-core found something."""
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)


@pytest.mark.parametrize("group", LABELLED)
def test_a_labelled_article_is_accessible(themed, group):
    """Names, roles, contrast, order and size of targets hold in every state of a group."""
    on, theme = themed
    assert_nothing(walk(on, f"{group} {theme}", LABELLED[group]))
    assert on.errors == []


def test_high_contrast_is_accessible(themed):
    """A sample: cards in light, suggestions in dark."""
    on, theme = themed
    on.page.goto(on.app.url)
    on.page.evaluate("""localStorage.setItem('labeler.reading', '{"contrast":"high"}')""")
    try:
        states = {"light": card_states, "dark": suggestion_states}[theme]
        assert_nothing(walk(on, f"high {theme}", states))
    finally:
        on.page.evaluate("localStorage.removeItem('labeler.reading')")


def answer(code: int, error: str, **more: Any) -> Callable[[Route], None]:
    """Return a server that says no like this."""
    body = json.dumps({"error": {"code": error, "message": f"It says {error}."}, **more})
    return lambda route: route.fulfill(status=code, body=body)


def saving_states(on: OnSurface, browser: Any, document: str) -> Iterator[str]:  # noqa: PLR0915 - one story, told in a row
    """Everything that can stand below the bar."""
    page = on.page
    yield "nothing labelled"
    yield from ("tab " + name for name in tabs_of(on))
    other = page.context.new_page()
    other.goto(page.url)
    expect(page.locator(".lb-saving")).to_contain_text("another tab")
    yield "two tabs"
    other.close()
    problem = {"level": "structure", "code": "overlap", "message": "cannot stand here"}
    problem |= {"item": "", "slot": "", "kind": "mention", "start": 0}
    failures = {
        "signed out": answer(401, "signed-out"),
        "the server fails": answer(500, "internal"),
        "refused": answer(422, "not-storable", problems=[problem]),
    }
    for state, say_no in failures.items():
        page.route("**/annotations", say_no)
        on.click("thanked")
        on.press("o")
        expect(page.locator(".lb-saving .lb-banner")).to_be_visible()
        yield state
        page.unroute("**/annotations")
        on.press("Control+z")
        page.reload()
        expect(on.article).to_be_visible()
        on.saved()
    page.context.set_offline(True)
    on.click("council", 2)
    on.press("o")
    expect(page.locator(".lb-saving .lb-banner")).to_be_visible()
    yield "offline"
    page.context.set_offline(False)
    on.saved()
    elsewhere = browser.new_context()
    phone = OnSurface(elsewhere.new_page(), on.app).open(document)
    phone.click("reporters")
    phone.press("o")
    phone.saved()
    on.click("paid")
    on.press("o")
    expect(page.get_by_role("button", name="Work here again")).to_be_visible()
    yield "opened elsewhere"
    page.get_by_role("button", name="Work here again").click()
    page.get_by_role("button", name="Compare").click()
    yield "two versions compared"
    page.get_by_role("dialog").get_by_role("button", name="Take the other").click()
    on.saved()
    phone.page.reload()
    expect(phone.article).to_be_visible()
    phone.press("Control+Enter")
    expect(phone.page.get_by_text(f"\n{document}")).to_have_count(0)
    on.click("Friday")
    on.press("t")
    expect(page.get_by_role("button", name="Open again")).to_be_visible()
    yield "submitted elsewhere"
    elsewhere.close()


def tabs_of(on: OnSurface) -> Iterator[str]:
    """Open one tab after the other, and come back to the first."""
    for name in ("Who says so", "Actors", "Suggestions", "Problems", "Article", "Events"):
        on.tab(name).click()
        yield name


def test_saving_is_accessible(themed, browser):
    """The states of saving, from nothing labelled to two versions."""
    on, theme = themed
    document = article(on, f"saving {theme}")
    checked = Checked(on.open(document))
    for state in saving_states(on, browser, document):
        checked.note(state)
    assert_nothing(checked.found)
    assert on.errors == []


def test_pages_without_an_article_are_accessible(themed):
    """Loading, nothing left, unknown, unreachable, failing, another schema, signed out."""
    on, _ = themed
    page, checked = on.page, Checked(on)
    page.goto(on.app.url)
    expect(on.article).to_be_visible()
    states = page.evaluate_handle("import('/surface/-/states.js')")
    calls = {
        "loading": "s.loading()",
        "no articles": "s.noArticles(() => {})",
        "all done": "s.allDone(3, () => {})",
        "unknown article": "s.unknownDocument(() => {})",
        "signed out": "s.signedOut(() => {})",
        "unreachable": "s.unreachable('No answer.', () => {})",
        "error": "s.serverError('It says no.', () => {})",
        "other schema": "s.otherSchema('a 1.0', 'b 2.0')",
    }
    for name, call in calls.items():
        states.evaluate(f"s => document.querySelector('.lb-root').replaceChildren({call})")
        expect(page.locator(".lb-state")).to_be_visible()
        checked.note(name)
    assert_nothing(checked.found)


def test_a_fault_would_be_found(themed):
    """A planted fault is seen: the check can fail."""
    on, theme = themed
    on.open(article(on, f"fault {theme}"))
    on.page.evaluate(
        """() => {
          const node = document.createElement('button');
          node.style.cssText = 'width:30px;height:30px';
          document.querySelector('.lb-root').append(node);
        }"""
    )
    assert [rule for rule, _ in check(on)] == ["button-name"]
