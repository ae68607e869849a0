"""Events and attributions: made, filled, nested and changed, by keyboard and mouse."""

import re

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEXT = """Dockers in Brinmouth

The minister said that the navy had shelled Brinmouth and Ostend on Monday. The guild asked \
Ostend for help, and "we will rebuild the pier," Mira Tolen said, "with the guild."

A witness reported that the minister had denied that the navy shelled the pier."""


@pytest.fixture
def surface(page, app, request):
    """The surface with an article of this test's own."""
    name = request.node.originalname
    document_id = app.import_text("Dockers", f"{TEXT}\n\n{name}", document_id=name)
    on = OnSurface(page, app).open(document_id)
    yield on
    assert on.errors == []


def mark(surface, key, *words, nth=0):
    """Mark words with the key of a type."""
    for each in words:
        surface.click(each, nth)
        surface.press(key)


def test_an_event_takes_two_fillers_in_one_role(surface):
    """One by the key of its number, one by a click; each stays where it was put."""
    mark(surface, "p", "Ostend")
    surface.click("Brinmouth", 1)
    surface.press("p", "Escape")
    surface.click("shelled")
    surface.choose("e", "assault")
    expect(surface.card("ASSAULT shelled")).to_be_visible()
    # What is missing is marked on the card once the hands rest, which draws it anew.
    expect(surface.card("ASSAULT shelled").locator(".lb-row-armed")).to_be_visible()
    place = surface.card("ASSAULT shelled").locator('[data-role="place"]')
    place.click()
    expect(place).to_have_class(re.compile("lb-row-armed"))
    surface.press("1")
    surface.click("Ostend")
    anchor, roles = surface.frame("Event.ASSAULT")
    assert anchor == "shelled"
    assert sorted(roles["place"]) == ["Brinmouth", "Ostend"]


def test_new_text_fills_a_slot_in_one_step(surface):
    """Selected text becomes a mention and the filler at once where one type may fill the slot."""
    surface.click("shelled")
    surface.choose("e", "assault")
    surface.card("ASSAULT shelled").locator('[data-role="time"]').click()
    surface.drag("Monday")
    assert surface.frame("Event.ASSAULT") == ("shelled", {"time": ["Monday"]})
    surface.press("Control+z")
    assert [f["arguments"] for f in surface.saved()["frames"]] == [[]]


def test_a_type_key_marks_and_fills(surface):
    """With a slot open the key of a type that fits marks the selection and fills the slot."""
    surface.click("shelled")
    surface.choose("e", "assault")
    surface.drag("the navy")
    surface.choose("a", "milit")
    assert surface.frame("Event.ASSAULT") == ("shelled", {"actor": ["the navy"]})
    assert ("Actor.Military", "the navy") in surface.mentions()


def test_a_type_only_one_other_slot_takes_goes_there(surface):
    """A place marked while the actor is asked for is the place of the event, without a Tab."""
    surface.click("shelled")
    surface.choose("e", "assault")
    surface.drag("Ostend")
    surface.press("p")
    surface.drag("Monday")
    surface.press("t")
    _, roles = surface.frame("Event.ASSAULT")
    assert roles == {"place": ["Ostend"], "time": ["Monday"]}


def test_a_key_too_many_marks_nothing_more(surface):
    """After the slot took the selection at once, the type's key does not mark its last word."""
    surface.click("shelled")
    surface.choose("e", "assault")
    surface.card("ASSAULT shelled").locator('[data-role="place"]').click()
    surface.drag("Brinmouth and Ostend")
    surface.press("p")
    assert surface.frame("Event.ASSAULT")[1] == {"place": ["Brinmouth and Ostend"]}
    assert [m for m in surface.mentions() if m[0] == "Place"] == [("Place", "Brinmouth and Ostend")]


def test_a_filler_leaves_by_its_cross(surface):
    """The cross on a chip empties the slot and keeps the mention."""
    test_a_type_key_marks_and_fills(surface)
    surface.page.get_by_role("button", name="Remove the navy from actor").click()
    assert surface.frame("Event.ASSAULT") == ("shelled", {})
    assert ("Actor.Military", "the navy") in surface.mentions()


def test_an_event_fills_a_role_of_another(surface):
    """With its slot open, an event takes another by a click on that one's card."""
    surface.click("rebuild")
    surface.choose("e", "agree")
    surface.press("Escape", "Escape")
    surface.click("asked")
    surface.choose("e", "request")
    surface.card("REQUEST asked").locator('[data-role="topic"]').click()
    surface.card("AGREE rebuild").locator(".lb-card-head").click()
    assert surface.frame("Event.REQUEST") == ("asked", {"topic": ["Event.AGREE"]})


def test_a_content_in_two_pieces(surface):
    """`x` begins the content, `f` adds what comes after the cue; source and cue join it."""
    surface.drag('"we will rebuild the pier,"')
    surface.press("x")
    surface.drag('"with the guild."')
    surface.press("f")
    (left, _, y), (_, right, _) = surface.place("said", 1)
    surface.page.mouse.dblclick((left + right) / 2, y)
    surface.press("c")
    surface.drag("Mira Tolen")
    surface.choose("a", "perso")
    anchor, roles = surface.frame("Attribution")
    assert anchor == "said"
    assert roles == {
        "content": ['"we will rebuild the pier," … "with the guild."'],
        "source": ["Mira Tolen"],
    }
    (content,) = [m for m in surface.saved()["mentions"] if m["type"] == "Content"]
    text = surface.page.locator(".lb-p").all_text_contents()[1]
    start = TEXT.index(text[:20])
    for piece, words in zip(
        content["fragments"], ('"we will rebuild the pier,"', '"with the guild."'), strict=True
    ):
        assert piece == [start + text.index(words), start + text.index(words) + len(words)]


def test_a_fragment_leaves_by_its_cross(surface):
    """Each piece of a content is a chip of its own."""
    test_a_content_in_two_pieces(surface)
    surface.page.get_by_role("button", name='Remove "with the guild." fragment').click()
    assert surface.frame("Attribution")[1]["content"] == ['"we will rebuild the pier,"']


def test_an_attribution_inside_another_is_indented_below_it(surface):
    """The outer content holds the inner cue and content; the cards show it."""
    surface.click("reported")
    surface.press("c")
    surface.drag("that the minister had denied that the navy shelled the pier")
    surface.press("x", "Escape", "Escape")
    surface.drag("had denied")
    surface.press("c")
    surface.drag("that the navy shelled the pier")
    surface.press("x")
    labels = surface.saved()
    outer, inner = sorted(labels["frames"], key=lambda f: f["nested_in"] is not None)
    assert (outer["nested_in"], inner["nested_in"]) == (None, outer["id"])
    cards = surface.page.locator(".lb-card")
    expect(cards).to_have_count(2)
    assert cards.evaluate_all("cards => cards.map(c => c.style.getPropertyValue('--lb-nest'))") == [
        "0",
        "1",
    ]


def test_an_event_card_says_who_says_so(surface):
    """The trigger lies in a content, so the card names its source."""
    surface.click("said")
    surface.press("c")
    surface.drag("The minister")
    surface.choose("a", "offic")
    surface.drag("that the navy had shelled Brinmouth and Ostend on Monday")
    surface.press("x", "Escape", "Escape")
    surface.click("shelled")
    surface.choose("e", "assault")
    expect(surface.card("ASSAULT shelled")).to_contain_text("according to The minister")


def test_removing_a_trigger_takes_its_event_along_and_says_so(surface):
    """What goes with it is said, and one undo brings all back."""
    test_a_type_key_marks_and_fills(surface)
    before = surface.saved()
    surface.press("Escape", "Escape", "Escape")
    surface.click("shelled")
    surface.press("Delete")
    expect(surface.page.locator(".lb-toast")).to_contain_text("with it a frame")
    assert surface.saved()["frames"] == []
    surface.press("Control+z")
    assert surface.saved() == before


def test_attributes_are_set_on_the_card(surface):
    """Buttons for few values; what follows from others follows at once."""
    surface.click("shelled")
    surface.choose("e", "assault")
    card = surface.card("ASSAULT shelled")
    card.get_by_role("group", name="polarity").get_by_role("button", name="negative").click()
    (frame,) = surface.saved()["frames"]
    assert frame["attributes"]["polarity"] == "negative"
    assert frame["attributes"]["realis"] == "other"


def test_attributes_are_set_by_keyboard(surface):
    """Enter on a card lists every value, to find by typing."""
    surface.click("shelled")
    surface.choose("e", "assault")
    surface.press("Escape")
    surface.choose("Enter", "tense fut")
    (frame,) = surface.saved()["frames"]
    assert frame["attributes"]["tense"] == "future"


def test_an_event_changes_its_type(surface):
    """The roles both types have stay filled."""
    test_a_type_key_marks_and_fills(surface)
    surface.page.get_by_role("button", name="Change type…").click()
    surface.page.keyboard.type("harm")
    surface.press("Enter")
    assert surface.frame("Event.HARM")[0] == "shelled"


def test_actors_are_merged_and_taken_apart(surface):
    """Two chains become one; a mention leaves it again."""
    surface.drag("The minister")
    surface.choose("a", "offic")
    surface.press("Escape")
    surface.drag("the minister")
    surface.choose("a", "offic")
    surface.press("Escape")
    surface.tab("Actors").click()
    actor = "The minister official · 1 mention"
    surface.page.get_by_role("button", name=actor, exact=True).click()
    surface.page.get_by_role("button", name="Merge another into this").click()
    surface.page.get_by_role("button", name="Merge into “The minister”").click()
    (entity,) = surface.saved()["entities"]
    assert {m["entity"] for m in surface.saved()["mentions"]} == {entity["id"]}
    leave = "Remove the minister from this actor"
    surface.page.get_by_role("button", name=leave, exact=True).click()
    assert len(surface.saved()["entities"]) == 2
