"""Cards with the fewest presses: candidates, slots that go on, copies, splits, misfits, links."""

import re

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEXT = """Dockers in Brinmouth

The minister met Mira Tolen, who had criticised the navy. On Monday he urged the guild and the \
union to disperse before the navy shelled Ostend and Brinmouth. Mira Tolen thanked the guild.

About 300 dockers marched in Ostend after Mira Tolen had spoken."""


@pytest.fixture
def surface(page, app, request):
    """The surface with an article of this test's own."""
    name = request.node.originalname
    document_id = app.import_text("Dockers", f"{TEXT}\n\n{name}", document_id=name)
    on = OnSurface(page, app).open(document_id)
    yield on
    assert on.errors == []


def actor(surface, words, kind, nth=0):
    """Mark words as an actor and leave them."""
    surface.select(words, nth)
    surface.choose("a", kind)
    surface.press("Escape", "Escape")


def event(surface, words, kind, nth=0):
    """Make an event on a word; its first empty slot waits."""
    surface.click(words, nth)
    surface.choose("e", kind)


def candidate(surface, words):
    """The candidate that reads so."""
    return surface.page.locator(".lb-chip-candidate").filter(has_text=words).first


def waiting(surface):
    """The slot that waits."""
    return surface.page.locator(".lb-row-armed")


def roles(surface):
    """Return roles and texts of every saved frame, by type."""
    labels = surface.saved()
    texts = {m["id"]: m["text"] for m in labels["mentions"]}
    texts |= {f["id"]: f["type"] for f in labels["frames"]}
    return sorted(
        (f["type"], tuple(sorted((a["role"], texts[a["filler"]]) for a in f["arguments"])))
        for f in labels["frames"]
    )


def test_the_nearest_mention_is_one_digit_away(surface):
    """The candidate of the same clause stands first, with its type in words."""
    actor(surface, "the navy", "milit")
    actor(surface, "The minister", "offic")
    event(surface, "shelled", "assault")
    expect(candidate(surface, "navy")).to_contain_text("military")
    surface.press("1")
    assert surface.frame("Event.ASSAULT")[1] == {"actor": ["the navy"]}


def test_a_pronoun_is_marked_chained_and_filled_at_once(surface):
    """One digit does all three, one undo takes all three back."""
    actor(surface, "The minister", "offic")
    event(surface, "urged", "request")
    offered = candidate(surface, "he")
    expect(offered).to_contain_text("new = The minister")
    before = surface.saved()
    surface.press(offered.locator("kbd").inner_text())
    labels = surface.saved()
    chained = {m["text"]: m["entity"] for m in labels["mentions"] if m["entity"]}
    assert set(chained) == {"The minister", "he"}
    assert len(set(chained.values())) == 1
    assert surface.frame("Event.REQUEST")[1] == {"actor": ["he"]}
    surface.press("Control+z")
    assert surface.saved() == before


def test_a_name_labelled_elsewhere_is_offered_where_it_stands_unmarked(surface):
    """Its mention here joins the chain of the mention there."""
    actor(surface, "Mira Tolen", "perso")
    event(surface, "spoken", "consult")
    offered = candidate(surface, "Mira Tolen")
    expect(offered).to_contain_text("new")
    offered.click()
    labels = surface.saved()
    assert [m["text"] for m in labels["mentions"] if m["entity"]] == ["Mira Tolen", "Mira Tolen"]
    assert len(labels["entities"]) == 1


def test_a_full_slot_hands_over_to_the_next_empty_one(surface):
    """Where several fit the slot stays open until Tab; after the last slot none waits."""
    event(surface, "marched", "protest")
    expect(waiting(surface)).to_have_attribute("data-role", "actor")
    surface.select("300 dockers")
    surface.choose("Enter", "civil")
    expect(waiting(surface)).to_have_attribute("data-role", "actor")
    surface.press("Escape", "7")
    expect(waiting(surface)).to_have_attribute("data-role", "size")
    surface.select("About 300")
    surface.press("Enter")
    expect(waiting(surface)).to_have_count(0)
    surface.press("Tab")
    expect(waiting(surface)).to_have_attribute("data-role", "recipient")
    surface.press("Shift+Tab")
    expect(waiting(surface)).to_have_attribute("data-role", "actor")
    assert surface.frame("Event.PROTEST")[1] == {"actor": ["300 dockers"], "size": ["About 300"]}


def test_enter_marks_the_selection_and_fills(surface):
    """Of the only type at once, else of one that fits; what is marked already is taken."""
    event(surface, "shelled", "assault")
    surface.press("Escape", "4")
    surface.select("Monday")
    surface.press("Enter", "Escape", "1")
    surface.select("the navy", 1)
    surface.press("Enter")
    expect(surface.page.get_by_role("option", name=re.compile("place"))).to_have_count(0)
    surface.page.keyboard.type("milit")
    surface.press("Enter", "Escape", "2")
    surface.select("the navy", 1)
    surface.press("Enter")
    expect(surface.page.get_by_role("listbox")).to_have_count(0)
    assert surface.frame("Event.ASSAULT")[1] == {
        "time": ["Monday"],
        "actor": ["the navy"],
        "recipient": ["the navy"],
    }


def request(surface):
    """Make a request of the guild and the union."""
    event(surface, "urged", "request")
    surface.press("Escape", "2")
    for words in ("the guild", "union"):
        surface.select(words)
        surface.choose("Enter", "ngo")
    surface.press("Escape")
    assert roles(surface) == [
        ("Event.REQUEST", (("recipient", "the guild"), ("recipient", "union")))
    ]


def test_a_coordinated_frame_is_split(surface):
    """One frame for each filler of the only role that has several."""
    request(surface)
    surface.press("X")
    assert roles(surface) == [
        ("Event.REQUEST", (("recipient", "the guild"),)),
        ("Event.REQUEST", (("recipient", "union"),)),
    ]


def test_the_role_to_split_by_is_asked_for_where_there_are_several(surface):
    """The palette lists the roles; the rest is the same in all parts."""
    request(surface)
    surface.press("3")
    for words in ("Ostend", "Brinmouth"):
        surface.select(words, 1 if words == "Brinmouth" else 0)
        surface.press("Enter")
    surface.press("Escape")
    surface.page.get_by_role("button", name="Split").click()
    surface.page.get_by_role("option", name="place").click()
    both = (("recipient", "the guild"), ("recipient", "union"))
    assert roles(surface) == [
        ("Event.REQUEST", (("place", "Brinmouth"), *both)),
        ("Event.REQUEST", (("place", "Ostend"), *both)),
    ]


def test_a_frame_is_duplicated(surface):
    """By key and by button; the copy has the focus."""
    request(surface)
    surface.press("D")
    expect(surface.page.locator(".lb-card")).to_have_count(2)
    surface.page.get_by_role("button", name="Duplicate").click()
    expect(surface.page.locator(".lb-card")).to_have_count(3)
    assert len(set(roles(surface))) == 1
    surface.page.get_by_role("button", name="Remove union from recipient").click()
    assert len(set(roles(surface))) == 2


def test_what_does_not_fit_a_new_type_is_shown_and_moved_or_taken_out(surface):
    """The first of it waits: a digit moves it to a role that takes it, Delete takes it out."""
    event(surface, "shelled", "assault")
    surface.press("Escape", "7")
    for words, kind in (("the navy", "milit"), ("Ostend", "target")):
        surface.select(words, 1 if words == "the navy" else 0)
        surface.choose("Enter", kind)
    surface.press("Escape")
    surface.choose("r", "request")
    card = surface.card("REQUEST shelled")
    misfits = card.locator(".lb-misfit")
    expect(misfits).to_have_text(
        [re.compile("does not fit REQUEST: target → the navy"), re.compile("target → Ostend")]
    )
    expect(misfits.first).to_have_class(re.compile("lb-row-armed"))
    assert roles(surface) == [("Event.REQUEST", (("target", "Ostend"), ("target", "the navy")))], (
        "nothing is dropped"
    )
    number = misfits.first.get_by_role("button", name="to recipient").locator("kbd").inner_text()
    surface.press(number)
    expect(misfits).to_have_count(1)
    surface.press("Delete")
    expect(misfits).to_have_count(0)
    assert roles(surface) == [("Event.REQUEST", (("recipient", "the navy"),))]
    surface.press("Control+z", "Control+z")
    expect(misfits).to_have_count(2)
    card.get_by_role("button", name="to actor").click()
    expect(misfits).to_have_count(1)
    card.get_by_role("button", name="take out").click()
    assert roles(surface) == [("Event.REQUEST", (("actor", "the navy"),))]


def test_a_finger_opens_a_slot_and_takes_a_candidate(surface, browser):
    """Every step has something to tap: the slot, the candidate, the cross."""
    actor(surface, "the navy", "milit")
    event(surface, "shelled", "assault")
    surface.saved()
    small = {"width": 390, "height": 844}
    context = browser.new_context(viewport=small, has_touch=True, is_mobile=True)
    hand = OnSurface(context.new_page(), surface.app)
    hand.page.goto(surface.page.url)
    expect(hand.article).to_be_visible()
    hand.tab("Events").tap()
    hand.card("ASSAULT shelled").locator(".lb-card-head").tap()
    hand.page.get_by_role("button", name="actor", exact=False).first.tap()
    candidate(hand, "the navy").tap()
    remove = hand.page.get_by_role("button", name="Remove the navy from actor")
    expect(remove).to_be_visible()
    assert hand.frame("Event.ASSAULT")[1] == {"actor": ["the navy"]}
    remove.tap()
    assert hand.frame("Event.ASSAULT")[1] == {}
    assert hand.errors == []
    context.close()


def test_a_flag_stands_on_the_card_in_words(surface):
    """A sign and words in its head, not a colour alone."""
    event(surface, "marched", "protest")
    surface.press("Escape", "z")
    expect(surface.card("PROTEST marched").locator(".lb-card-head")).to_contain_text("? not sure")


def test_a_missing_filler_is_told_at_its_slot(surface):
    """In words and with a sign, there where it is missing."""
    event(surface, "shelled", "harm")
    row = surface.card("HARM shelled").locator('[data-role="victim"]')
    expect(row).to_contain_text("required")
    expect(row.locator(".lb-problem-line")).to_have_text("✕Problem: victim is missing")
    surface.press("Escape", "7")
    surface.select("the guild")
    surface.choose("Enter", "ngo")
    expect(row.locator(".lb-problem-line")).to_have_count(0)


def test_frames_are_linked_and_both_cards_say_so(surface):
    """`R` asks for the relation, then for the other frame, the nearest first."""
    event(surface, "marched", "protest")
    surface.press("Escape", "Escape")
    event(surface, "urged", "request")
    surface.press("Escape", "Escape")
    event(surface, "shelled", "assault")
    surface.press("Escape")
    surface.choose("R", "cause")
    others = surface.page.get_by_role("listbox").get_by_role("option")
    expect(others.first).to_contain_text("REQUEST urged")
    surface.press("Enter")
    expect(surface.card("ASSAULT shelled").locator('[data-relation="cause"]')).to_contain_text(
        "cause →"
    )
    surface.card("REQUEST urged").locator(".lb-card-head").click()
    row = surface.card("REQUEST urged").locator('[data-relation="cause"]')
    expect(row).to_contain_text("← cause")
    row.get_by_role("button", name="precondition").click()
    (relation,) = surface.saved()["relations"]
    assert (relation["type"], relation["attributes"]) == ("cause", {"strength": "precondition"})
    row.get_by_role("button", name="Remove the relation cause").click()
    assert surface.saved()["relations"] == []


def test_frames_are_linked_by_mouse(surface):
    """The button on the card opens the same two lists."""
    for words, kind in (("marched", "protest"), ("urged", "request")):
        event(surface, words, kind)
        surface.press("Escape", "Escape")
    surface.card("PROTEST marched").locator(".lb-card-head").click()
    surface.page.get_by_role("button", name="Link…").click()
    surface.page.get_by_role("option", name="← before").click()
    surface.page.get_by_role("option", name="REQUEST urged").click()
    labels = surface.saved()
    (relation,) = labels["relations"]
    types = {f["id"]: f["type"] for f in labels["frames"]}
    assert [types[relation[end]] for end in ("source", "target")] == [
        "Event.REQUEST",
        "Event.PROTEST",
    ]


def test_fillers_off_the_screen_are_chips_at_the_edge(surface):
    """Each names its role and words, and scrolls there."""
    surface.page.set_viewport_size({"width": 1100, "height": 350})
    actor(surface, "The minister", "offic")
    event(surface, "marched", "protest")
    surface.click("The minister")
    chip = surface.page.get_by_role("button", name="Scroll to actor: The minister")
    surface.page.locator(".lb-scroll").evaluate("s => s.scrollTo(0, s.scrollHeight)")
    expect(chip).to_be_visible()
    chip.click()
    expect(chip).to_have_count(0)
    expect(surface.page.get_by_role("button", name="Scroll to trigger: marched")).to_be_visible()


def test_the_guideline_stands_below_the_cards_and_folds_away(surface):
    """It speaks of the type, and of the role that waits; the choice is remembered."""
    event(surface, "marched", "protest")
    fold = surface.page.get_by_role("button", name="PROTEST: actor")
    expect(fold).to_have_attribute("aria-expanded", "true")
    expect(surface.page.get_by_role("group", name="Guideline")).to_contain_text("who does it")
    surface.press("Escape")
    expect(surface.page.get_by_role("group", name="Guideline")).to_contain_text("Not: ")
    surface.press("G")
    surface.page.reload()
    surface.card("PROTEST marched").locator(".lb-card-head").click()
    expect(surface.page.locator(".lb-guideline-head")).to_have_attribute("aria-expanded", "false")
    surface.page.locator(".lb-guideline-head").click()
    expect(surface.page.get_by_role("group", name="Guideline")).to_contain_text("Not: ")
