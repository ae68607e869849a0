"""Apply everywhere: all that reads the same is marked, removed or retyped from one list."""

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEXT = """Borduria wins

Borduria beat Syldavia on Monday. The Bordurians sang in Szohod, and Szohod sang back.

Then Borduria's minister met Syldavia's. Borduria won again, and its flag flew in Szohod."""


@pytest.fixture
def surface(page, app, request):
    """The surface with an article of this test's own."""
    name = request.node.originalname
    document_id = app.import_text("Wins", f"{TEXT}\n\n{name}", document_id=name)
    on = OnSurface(page, app).open(document_id)
    yield on
    assert on.errors == []


def places(surface):
    """Return the list of places."""
    return surface.page.get_by_role("dialog").get_by_role("checkbox")


def toast(surface):
    """Return what was said last."""
    return surface.page.locator(".lb-toast")


def mark_state(surface, words, nth=0):
    """Mark words as a state and leave them picked."""
    surface.click(words, nth)
    surface.choose("a", "state")
    expect(surface.line).to_contain_text("state")


def test_two_keys_mark_all(surface):
    """`y` and Enter mark every place that reads the same, in one chain and one undo step."""
    mark_state(surface, "Borduria")
    surface.press("y")
    expect(places(surface)).to_have_count(3)
    surface.press("Enter")
    expect(toast(surface)).to_contain_text("Marked 3 places")
    assert surface.mentions() == [("Actor.State", "Borduria")] * 4
    assert len(surface.saved()["entities"]) == 1
    surface.press("Control+z")
    assert surface.mentions() == [("Actor.State", "Borduria")]


def test_a_place_is_left_out_by_space(surface):
    """Arrows go through the list, Space takes one out, and the button says how many are left."""
    mark_state(surface, "Borduria")
    surface.press("y", "ArrowDown", "Space")
    expect(surface.page.get_by_role("button", name="Mark 2 places")).to_be_visible()
    surface.press("Enter")
    assert surface.mentions() == [("Actor.State", "Borduria")] * 3
    starts = [m["fragments"][0][0] for m in surface.saved()["mentions"]]
    text = "\n\n".join(surface.page.locator(".lb-p").all_text_contents())
    assert text.index("Borduria's") not in starts


def test_a_place_is_left_out_by_mouse(surface):
    """A click on its line takes a place out; the button marks the others."""
    mark_state(surface, "Borduria")
    surface.press("y")
    surface.page.get_by_text("minister met").last.click()
    surface.page.get_by_role("button", name="Mark 2 places").click()
    assert surface.mentions() == [("Actor.State", "Borduria")] * 3


def test_escape_marks_nothing(surface):
    """The list closes, the mention stays picked."""
    mark_state(surface, "Borduria")
    surface.press("y")
    expect(places(surface)).to_have_count(3)
    surface.press("Escape")
    expect(places(surface)).to_have_count(0)
    expect(surface.line).to_contain_text("state Borduria")
    assert surface.mentions() == [("Actor.State", "Borduria")]


def test_the_places_are_marked_in_the_text_while_the_list_is_open(surface):
    """Checked ones, the one that is reached and those left out look different."""
    mark_state(surface, "Borduria")
    surface.press("y", "Space", "ArrowDown")
    counts = """() => ['lb-place', 'lb-place-off', 'lb-place-now'].map(
        (name) => CSS.highlights.get(name)?.size ?? -1)"""
    assert surface.page.evaluate(counts) == [1, 1, 1]
    surface.press("Escape")
    assert surface.page.evaluate(counts) == [-1, -1, -1]


def test_other_names_of_the_actor_are_taken_in(surface):
    """With the switch on, the list holds every name of the chain."""
    mark_state(surface, "Borduria")
    surface.press("y", "Enter")
    surface.click("Szohod")
    surface.choose("a", "state")
    surface.choose("m", "bord")
    surface.click("Borduria")
    surface.press("y")
    expect(places(surface)).to_have_count(3)
    names = surface.page.get_by_role("checkbox", name="Other names of this actor too: Szohod")
    expect(names).to_be_checked()
    surface.press("Enter")
    assert surface.mentions().count(("Actor.State", "Szohod")) == 3
    assert len(surface.saved()["entities"]) == 1


def test_what_is_marked_otherwise_is_listed_and_not_checked(surface):
    """Another type is named; checking it changes that type instead of marking twice."""
    surface.click("Szohod", 1)
    surface.press("p")
    mark_state(surface, "Szohod")
    surface.press("y")
    row = surface.page.get_by_role("checkbox", name="now place")
    expect(row).not_to_be_checked()
    expect(surface.page.get_by_role("button", name="Mark 1 place")).to_be_visible()
    row.check()
    surface.press("Enter")
    assert surface.mentions() == [("Actor.State", "Szohod")] * 3
    surface.press("Control+z")
    assert surface.mentions() == [("Actor.State", "Szohod"), ("Place", "Szohod")]


def test_words_that_are_not_marked_are_marked_everywhere(surface):
    """With words selected, the type is asked first; all is one step."""
    surface.select("Szohod")
    surface.choose("y", "place")
    expect(places(surface)).to_have_count(2)
    surface.press("Enter")
    assert surface.mentions() == [("Place", "Szohod")] * 3
    surface.press("Control+z")
    assert surface.mentions() == []


def test_nothing_else_to_mark_is_said(surface):
    """A mention whose words stand nowhere else opens no list."""
    mark_state(surface, "Bordurians")
    surface.press("y")
    expect(toast(surface)).to_contain_text("stands nowhere else unmarked")


def test_all_are_removed(surface):
    """`Y` and Enter take away all that reads the same, in one step."""
    test_two_keys_mark_all(surface)
    surface.press("Control+Shift+z", "Y")
    expect(places(surface)).to_have_count(4)
    surface.press("Space", "Enter")
    expect(toast(surface)).to_contain_text("Removed 3 mentions")
    assert surface.mentions() == [("Actor.State", "Borduria")]
    surface.press("Control+z")
    assert len(surface.mentions()) == 4


def test_all_are_given_another_type(surface):
    """The choice at the top turns removal into retyping; one chain stays one."""
    test_two_keys_mark_all(surface)
    surface.press("Control+Shift+z", "Y")
    surface.page.get_by_label("What to do").select_option(label="Make them government")
    surface.page.get_by_role("button", name="Make 4 government").click()
    assert surface.mentions() == [("Actor.Government", "Borduria")] * 4
    (entity,) = surface.saved()["entities"]
    assert entity["type"] == "Actor.Government"


def test_all_triggers_change_their_event(surface):
    """Frames that read the same are retyped from the same list."""
    for nth in (0, 1):
        surface.click("sang", nth)
        surface.choose("e", "protest")
        surface.press("Escape", "Escape")
    surface.click("sang")
    surface.press("Y")
    surface.page.get_by_label("What to do").select_option(label="Make them CONSULT")
    surface.page.get_by_role("button", name="Make 2 CONSULT").click()
    assert [f["type"] for f in surface.saved()["frames"]] == ["Event.CONSULT"] * 2
