"""Small screens: a phone in portrait, a window at 200 %; fingers do the work."""

import pytest
from half_labelled import MODEL, TEXT, add_labels
from on_surface import OnSurface
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NARROW = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
ZOOMED = {"viewport": {"width": 720, "height": 450}, "device_scale_factor": 2}

# Controls that reach beyond the screen or lie under others of their row; what scrolls
# sideways by itself is left out.
_CUT = """() => {
  const own = '.lb-tabs, .lb-actions, .lb-palette-list';
  const controls = 'button, input, h1, h2, .lb-pill, .lb-line-now';
  const found = [];
  for (const node of document.querySelector('.lb-root').querySelectorAll(controls)) {
    const { left, right, width } = node.getBoundingClientRect();
    if (!width || node.closest(own) || !node.checkVisibility()) continue;
    if (left < -1 || right > innerWidth + 1) found.push(['cut', node.className, node.textContent]);
  }
  const boxes = (node) => node.getBoundingClientRect();
  const bar = [...document.querySelectorAll('.lb-top > *')].filter((n) => boxes(n).width);
  for (const [i, node] of bar.entries()) {
    const next = bar[i + 1];
    if (next && boxes(next).left < boxes(node).right - 1) found.push(['under', node.className]);
    const short = node.matches('button') && node.scrollWidth > node.clientWidth + 1;
    if (short) found.push(['short', node.textContent]);
  }
  const page = document.scrollingElement;
  if (page.scrollWidth > innerWidth) found.push(['page', page.scrollWidth]);
  return found;
}"""


def cut(page: Page) -> list[list[str]]:
    """Return what does not fit on the screen."""
    return page.evaluate(_CUT)


def opened(browser, app, name: str, screen: dict) -> OnSurface:
    """Open a labelled article of a name's own on a screen like this."""
    on = OnSurface(browser.new_context(**screen).new_page(), app)
    add_labels(on.page)
    on.open(app.import_text(name, f"{TEXT}\n{name}\n", document_id=name))
    expect(on.page.locator(".lb-s").first).to_be_visible()
    return on


@pytest.fixture
def phone(browser, app, request):
    """A phone in portrait, with an article of this test's own."""
    on = opened(browser, app, request.node.originalname, PHONE)
    yield on
    assert on.errors == []
    on.page.context.close()


def test_suggestions_are_reviewed_and_accepted_by_finger(phone):
    """Next, accept, reject, another: with buttons alone, and what was decided is saved."""
    tap = lambda name: phone.page.get_by_role("button", name=name, exact=True).tap()  # noqa: E731
    tap("Next suggestion")
    expect(phone.line).to_contain_text("suggestion, 1 of")
    tap("Accept")
    tap("Reject")
    phone.tab("Suggestions").tap()
    panel = phone.page.get_by_role("tabpanel")
    panel.get_by_role("button", name="Accept paid").tap()
    decided = {d["verdict"] for d in phone.saved()["decisions"] if d["by"] == MODEL}
    assert decided == {"accepted", "rejected"}
    assert "Event.AID" in {f["type"] for f in phone.saved()["frames"]}
    tap("Undo")
    assert "Event.AID" not in {f["type"] for f in phone.saved()["frames"]}


def test_what_the_bar_has_no_room_for_is_behind_one_button(phone):
    """Redo, find, reading, history, keys, skip; a choice closes it, Esc gives the focus back."""
    more = phone.page.get_by_role("button", name="More", exact=True)
    more.tap()
    listed = phone.page.get_by_role("group", name="More actions").get_by_role("button")
    expect(listed).to_have_text(
        ["Redo", "Find in the text", "Reading settings", "History", "Keys", "Skip this article…"]
    )
    phone.press("Escape")
    expect(listed).to_have_count(0)
    expect(more).to_be_focused()
    more.tap()
    phone.page.get_by_role("button", name="Reading settings").tap()
    expect(phone.page.get_by_role("dialog", name="Reading")).to_be_visible()
    expect(listed).to_have_count(0)


@pytest.mark.parametrize(
    "screen", [PHONE, NARROW, ZOOMED], ids=["phone", "320 px wide", "200 percent"]
)
def test_nothing_is_cut_off_on_a_small_screen(browser, app, request, screen):
    """No sideways scrolling, no control beyond the edge or under another."""
    name = request.node.name.replace("[", " ").split("-")[-1].strip("]")
    on = opened(browser, app, f"small {name}".replace(" ", "-"), screen)
    page = on.page
    found = {"open": cut(page)}
    for tab in ("Who says so", "Actors", "Suggestions", "Problems", "Article", "Events"):
        on.tab(tab).click()
        found[tab] = cut(page)
    on.root.focus()
    on.press("Alt+ArrowDown", "1")
    found["card"] = cut(page)
    on.press("Escape", "Escape", "Escape")
    for key in ("?", "Shift+T", "Shift+H", "/", "Shift+F"):
        on.press(key)
        expect(page.locator(".lb-dialog, .lb-palette, .lb-find, .lb-preview")).to_be_visible()
        found[key] = cut(page)
        on.press("Escape")
    page.context.set_offline(True)
    on.click("thanked")
    on.press("o")
    expect(page.locator(".lb-banner")).to_be_visible()
    found["offline"] = cut(page)
    assert {state: rows for state, rows in found.items() if rows} == {}
    # The text has a fair part of the screen.
    area = page.get_by_role("region", name="Text").bounding_box()
    assert area is not None
    assert area["height"] > 100
    page.context.close()


def test_nothing_moves_for_who_wants_no_motion(browser, app):
    """With reduced motion no rule of ours animates."""
    on = opened(browser, app, "still", {"reduced_motion": "reduce"})
    on.press("v")
    moving = on.page.evaluate(
        "document.getAnimations().filter(a => a.effect.target.closest('.lb-root')).length"
    )
    assert moving == 0
    on.page.context.close()


def test_forced_colours_keep_marks_and_states(browser, app):
    """Where the system sets the colours, marks are still drawn and the open tab is told."""
    on = opened(browser, app, "forced", {"forced_colors": "active"})
    style = "n => [getComputedStyle(n).backgroundImage, getComputedStyle(n).backgroundColor]"
    marked, _ = on.page.locator(".lb-s").first.evaluate(style)
    assert "gradient" in marked
    _, chosen = on.tab("Events").evaluate(style)
    _, other = on.tab("Actors").evaluate(style)
    assert chosen != other
    on.page.context.close()
