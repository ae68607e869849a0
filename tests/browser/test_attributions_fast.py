"""Who says so, both ways: contents in pieces, levels, sources of sources."""

import re

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEXT = """Dockers in Brinmouth

"The pier," Mira Tolen said, "will stand," in a radio interview.

A witness reported that the minister had denied that the navy shelled the pier."""
OUTER = "that the minister had denied that the navy shelled the pier"
INNER = "that the navy shelled the pier"


@pytest.fixture
def surface(page, app, request):
    """The surface with an article of this test's own."""
    name = request.node.originalname
    document_id = app.import_text("Dockers", f"{TEXT}\n\n{name}", document_id=name)
    on = OnSurface(page, app).open(document_id)
    yield on
    assert on.errors == []


def actor(surface, words, kind):
    """Mark words as an actor and leave them."""
    surface.select(words)
    surface.choose("a", kind)
    surface.press("Escape", "Escape")


def nested(surface):
    """An attribution inside another, with an event in its content."""
    actor(surface, "A witness", "perso")
    actor(surface, "the minister", "offic")
    surface.select("reported")
    surface.press("c", "1")
    surface.select(OUTER)
    surface.press("x", "Escape", "Escape")
    surface.select("had denied")
    surface.press("c", "1")
    surface.select(INNER)
    surface.press("x", "Escape", "Escape")
    surface.click("shelled")
    surface.choose("e", "assault")
    surface.press("Escape", "Escape")


def contents(surface):
    """Return what the saved contents read."""
    return [m["text"] for m in surface.saved()["mentions"] if m["type"] == "Content"]


def test_a_source_is_offered_on_both_sides_of_the_cue(surface):
    """The nearest names before and after it are the first digits."""
    actor(surface, "Mira Tolen", "perso")
    actor(surface, "A witness", "perso")
    surface.select("said")
    surface.press("c", "1")
    assert surface.frame("Attribution") == ("said", {"source": ["Mira Tolen"]})


def test_source_and_cue_are_cut_out_of_a_content(surface):
    """`f` on words inside it takes them out; on a whole fragment it takes that away."""
    surface.drag('"The pier," Mira Tolen said, "will stand,"')
    surface.press("x")
    surface.select("Mira Tolen said,")
    surface.press("f")
    assert contents(surface) == ['"The pier," … "will stand,"']
    surface.drag('"will stand,"')
    surface.press("f")
    assert contents(surface) == ['"The pier,"']
    surface.drag('"will stand,"')
    surface.page.get_by_role("button", name="Add fragment").last.click()
    assert contents(surface) == ['"The pier," … "will stand,"']


def test_an_implicit_source_and_a_source_note(surface):
    """`i` says that nobody is named; the note on the terms of speaking has its slot."""
    surface.select("reported")
    surface.press("c")
    surface.select(OUTER)
    surface.press("x")
    card = surface.card("attribution reported")
    source = card.locator('[data-role="source"]')
    expect(source.locator(".lb-problem-line")).to_contain_text("needs a source")
    surface.press("i")
    expect(source.locator(".lb-problem-line")).to_have_count(0)
    surface.press("Escape", "4")
    surface.drag("in a radio interview")
    (frame,) = surface.saved()["frames"]
    assert frame["attributes"]["source_kind"] == "implicit"
    assert surface.frame("Attribution")[1]["source_note"] == ["in a radio interview"]


def test_an_event_names_the_sources_of_its_source(surface):
    """According to one, according to another, with the stance where it is not plain."""
    nested(surface)
    surface.tab("Events").click()
    card = surface.card("ASSAULT shelled")
    line = card.locator(".lb-card-according")
    expect(line).to_have_text("according to the minister (denial), according to A witness")
    surface.tab("Who says so").click()
    surface.card("attribution had denied").locator(".lb-card-head").click()
    surface.page.get_by_label("source stance").select_option("denies")
    surface.tab("Events").click()
    expect(line).to_have_text("according to the minister (denies), according to A witness")
    card.get_by_role("button", name="A witness").click()
    expect(surface.card("attribution reported")).to_have_attribute("aria-current", "true")


def test_an_attribution_lists_what_stands_inside_its_content(surface):
    """Events told by it and attributions nested in it; each chip goes there."""
    nested(surface)
    surface.tab("Who says so").click()
    outer = surface.card("attribution reported")
    inner = surface.card("attribution had denied")
    inside = outer.get_by_role("button", name="the minister had denied", exact=True)
    expect(inner).to_contain_text("level 2")
    inside.click()
    expect(inner).to_have_attribute("aria-current", "true")
    inner.get_by_role("button", name="ASSAULT shelled").click()
    expect(surface.card("ASSAULT shelled")).to_have_attribute("aria-current", "true")


def test_the_parent_is_chosen_by_key_and_by_mouse(surface):
    """None, another one, or as the text has it."""

    def parent():
        labels = surface.saved()
        return [f["nested_in"] for f in labels["frames"] if f["nested_in"]]

    nested(surface)
    surface.tab("Who says so").click()
    surface.card("attribution had denied").locator(".lb-card-head").click()
    (outer,) = parent()
    surface.choose("N", "in no other")
    assert parent() == []
    expect(surface.card("attribution had denied")).not_to_contain_text("level")
    surface.choose("N", "as the text")
    assert parent() == [outer]
    surface.page.get_by_role("button", name="Inside…").click()
    surface.page.get_by_role("option", name=re.compile("^in no other")).click()
    assert parent() == []
    surface.choose("N", "witness")
    assert parent() == [outer]


def test_nested_cards_have_lines_that_lead_to_them(surface):
    """A guide line runs beside every card that lies in another."""
    nested(surface)
    surface.tab("Who says so").click()
    guide = surface.page.locator(".lb-nested")
    expect(guide).to_have_count(1)
    expect(guide).to_have_css("background-image", re.compile("^repeating"))
