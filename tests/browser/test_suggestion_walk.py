"""Walking through suggestions in reading order, and deciding on all that agree at once."""

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect
from rewriting import rewrite_opened

pytestmark = pytest.mark.browser

MODEL = "model:test@1"
TEXT = (
    "Ostend waits\n\nMira Tolen told Ostend that the fleet left Brinmouth. Ostend paid Brinmouth."
)
# Id, type, words, which occurrence, score.
MENTIONS = [
    ("s-m-1", "Place", "Ostend", 0, 0.9),
    ("s-m-2", "Actor.Person", "Mira Tolen", 0, 0.8),
    ("s-m-3", "Cue", "told", 0, 0.7),
    ("s-m-4", "Content", "that the fleet left Brinmouth", 0, 0.7),
    ("s-m-5", "Actor.State", "Ostend", 1, 0.6),
    ("s-m-6", "Actor.State", "fleet", 0, 0.3),
    ("s-m-7", "Place", "Brinmouth", 0, 0.5),
    ("s-m-8", "Trigger", "paid", 0, 0.75),
    ("s-m-9", "Actor.State", "Ostend", 2, 0.75),
    ("s-m-10", "Actor.State", "Brinmouth", 1, 0.75),
]
FRAMES = [
    ("s-f-1", "Attribution", "s-m-3", [("source", "s-m-2"), ("content", "s-m-4")], 0.7),
    ("s-f-2", "Event.AID", "s-m-8", [("actor", "s-m-9"), ("recipient", "s-m-10")], 0.75),
]


def at(words, nth):
    """Return where the words stand."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return [start, start + len(words)]


def item(number, kind, score):
    """Return what every suggestion has."""
    return {
        "id": number,
        "type": kind,
        "attributes": {},
        "origin": {"by": MODEL, "edited": False, "score": score},
        "flags": [],
        "note": "",
    }


def suggested(task):
    """Return the opened task with a model's labels in it."""
    task["suggestion_state"] = {"state": "ready", "message": ""}
    task["suggestions"] = task["labels"] | {
        "author": MODEL,
        "mentions": [
            item(number, kind, score)
            | {"fragments": [at(words, nth)], "text": words, "entity": None}
            for number, kind, words, nth, score in MENTIONS
        ],
        "entities": [],
        "frames": [
            item(number, kind, score)
            | {
                "anchor": anchor,
                "arguments": [{"role": role, "filler": filler} for role, filler in slots],
                "nested_in": None,
            }
            for number, kind, anchor, slots, score in FRAMES
        ],
    }
    return task


@pytest.fixture
def surface(page, app, request):
    """The surface with suggestions on an article of this test's own."""
    name = request.node.originalname

    def add(task):
        # The next article may be fetched while this test ends.
        return suggested(task) if task["document"]["id"] == name else task

    rewrite_opened(page, add)
    document_id = app.import_text(name, f"{TEXT}\n\n{name}", document_id=name)
    on = OnSurface(page, app).open(document_id)
    yield on
    assert on.errors == []


def verdicts(surface):
    """Return what was decided on each suggestion."""
    return {d["suggestion"]: d["verdict"] for d in surface.saved().get("decisions", [])}


def test_a_frame_is_one_stop_with_its_parts_ringed(surface):
    """`v` goes from place to attribution to state; source and content are no stops of their own."""
    surface.press("v")
    expect(surface.line).to_have_text("Ostend, place, suggestion, 1 of 6")
    surface.press("v")
    expect(surface.line).to_have_text("told, attribution, suggestion, 2 of 6")
    # Source, cue and the content, which stands on one line.
    expect(surface.page.locator(".lb-ring")).to_have_count(3)
    expect(surface.page.locator(".lb-arcs")).to_contain_text("source")
    surface.press("v")
    expect(surface.line).to_have_text("Ostend, actor state, suggestion, 3 of 6")
    surface.press("Shift+V", "Shift+V", "Shift+V")
    expect(surface.line).to_have_text("paid, event AID, suggestion, 6 of 6")
    expect(surface.page.locator(".lb-arcs")).to_contain_text("recipient")


def test_a_screen_reader_hears_where_one_is(surface):
    """The place among all, and what the parts of a frame are; own mentions are counted too."""
    live = surface.page.locator(".lb-hush[role=status]")
    surface.press("v", "v")
    parts = "source Mira Tolen, content that the fleet left Brinmouth"
    expect(live).to_have_text(f"told, attribution, suggestion, 2 of 6, {parts}")
    surface.press("v", "s")
    surface.click("Ostend", 1)
    expect(live).to_have_text("state Ostend, 1 of 1")


def test_one_key_decides_and_goes_on(surface):
    """After `s` and `q` one stands at the next; a rejected frame leaves its source behind."""
    surface.press("v", "s")
    expect(surface.line).to_have_text("told, attribution, suggestion, 1 of 5")
    surface.press("q")
    expect(surface.line).to_have_text("Mira Tolen, actor person, suggestion, 1 of 5")
    surface.press("Enter")
    expect(surface.line).to_have_text("Ostend, actor state, suggestion, 1 of 4")
    surface.press("q", "q", "q", "s")
    expect(surface.page.get_by_text("No suggestions are left.")).to_be_visible()
    expect(surface.card("AID paid")).to_be_visible()
    found = verdicts(surface)
    assert [found[f"s-m-{n}"] for n in (1, 2, 5, 6, 7)] == ["accepted"] * 2 + ["rejected"] * 3
    assert (found["s-f-1"], found["s-f-2"]) == ("rejected", "accepted")
    assert surface.frame("Event.AID") == ("paid", {"actor": ["Ostend"], "recipient": ["Brinmouth"]})


def test_another_extent_is_accepted_as_edited(surface):
    """Brackets move the ends of what is suggested; the decision says what was changed."""
    surface.press("v", "v", "v", "v")
    expect(surface.line).to_contain_text("fleet, actor state, suggestion")
    surface.press("{")
    expect(surface.line).to_have_text("Selected the fleet")
    surface.press("s")
    labels = surface.saved()
    (mention,) = labels["mentions"]
    assert (mention["text"], mention["origin"]["edited"]) == ("the fleet", True)
    (decision,) = [d for d in labels["decisions"] if d["suggestion"] == "s-m-6"]
    assert (decision["by"], decision["changed"]) == (MODEL, ["extent"])


def test_a_key_of_a_type_accepts_with_that_type(surface):
    """A suggested AID becomes RETREAT with the same parts; the decision says so."""
    surface.click("paid")
    surface.choose("e", "RETREAT")
    expect(surface.card("RETREAT paid")).to_be_visible()
    labels = surface.saved()
    (decision,) = [d for d in labels["decisions"] if d["suggestion"] == "s-f-2"]
    assert "type" in decision["changed"]


def test_accept_and_edit_opens_what_was_accepted(surface):
    """Shift+E: the card of a frame, the values of a mention."""
    surface.click("paid")
    surface.press("Shift+E")
    expect(surface.card("AID paid")).to_have_attribute("aria-current", "true")
    surface.press("Escape", "Escape", "Home", "v", "Shift+E")
    expect(surface.page.get_by_role("dialog", name="place")).to_be_visible()


def test_all_that_agree_are_decided_at_once(surface):
    """By words and from a score up; one undo takes each back."""
    surface.click("Ostend")
    surface.choose("Shift+Q", "reads")
    assert verdicts(surface) == {"s-m-1": "rejected"}
    surface.press("Control+z")
    surface.click("told")
    surface.choose("Shift+S", "from 70")
    assert {i for i in verdicts(surface) if i.startswith("s-f") or i == "s-m-1"} == {
        "s-f-1",
        "s-f-2",
        "s-m-1",
    }
    expect(surface.tab("Suggestions")).to_contain_text("3")
    surface.press("Shift+Q")
    surface.press("Escape", "Control+z")
    expect(surface.tab("Suggestions")).to_contain_text("6")


def test_a_selection_takes_all_that_lie_in_it(surface):
    """Drag over a sentence, press `s`."""
    surface.drag("Ostend paid Brinmouth")
    surface.press("s")
    assert {"s-f-2", "s-m-8", "s-m-9", "s-m-10"} == set(verdicts(surface))


def test_the_less_sure_are_hidden_and_the_choice_is_remembered(surface):
    """The slider counts what it leaves, per person and model, and survives a reload."""
    surface.tab("Suggestions").click()
    panel = surface.page.get_by_role("tabpanel")
    expect(panel).to_contain_text("6 open, 0 decided")
    slider = panel.get_by_role("slider")
    slider.fill("60")
    expect(panel).to_contain_text("4 of 6 shown, 0 decided")
    expect(surface.tab("Suggestions")).to_contain_text("4")
    surface.page.reload()
    expect(surface.article).to_be_visible()
    expect(surface.tab("Suggestions")).to_contain_text("4")
    surface.press("v", "v", "v", "v")
    expect(surface.line).to_contain_text("4 of 4")


def test_the_panel_goes_on_in_its_own_order(surface):
    """By score the surest come first; accepting one leads to the next."""
    surface.tab("Suggestions").click()
    panel = surface.page.get_by_role("tabpanel")
    panel.get_by_role("button", name="by score").click()
    rows = panel.locator(".lb-suggestion")
    expect(rows.first).to_contain_text("90 %")
    rows.first.get_by_role("button", name="Accept").click()
    expect(panel).to_contain_text("5 open, 1 decided")
    expect(panel.locator("[aria-current]")).to_contain_text("paid")
    expect(surface.line).to_contain_text("paid, event AID, suggestion")
