"""Actors: chains made, merged and taken apart by key, mouse and finger; the registry."""

import re

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEXT = """Borduria and Syldavia

Borduria warned Syldavia on Monday. It said that its patience was at an end.

Mira Tolen said she would wait. Klow rejected the warning."""


@pytest.fixture
def surface(page, app, request):
    """The surface with an article of this test's own."""
    name = request.node.originalname
    document_id = app.import_text("Warned", f"{TEXT}\n\n{name}", document_id=name)
    on = OnSurface(page, app).open(document_id)
    yield on
    assert on.errors == []


def toast(surface):
    """Return what was said last."""
    return surface.page.locator(".lb-toast")


def mark(surface, kind, *words, nth=0):
    """Mark words as actors of a kind, one after the other."""
    for each in words:
        surface.press("Escape")
        surface.drag(each, nth) if " " in each else surface.click(each, nth)
        surface.choose("a", kind)


def chains(surface):
    """Return the words of the mentions of every chain that is saved, largest first."""
    found = {}
    for m in sorted(surface.saved()["mentions"], key=lambda m: m["fragments"]):
        if m["entity"]:
            found.setdefault(m["entity"], []).append(m["text"])
    return sorted(found.values(), key=lambda words: (-len(words), words))


def head(surface, name):
    """Return the head of an actor's card."""
    card = surface.page.get_by_role("group", name=f"Actor {name}", exact=True)
    return card.locator(".lb-entity-head")


def chip(surface, words):
    """Return the chip of a mention on the open card."""
    return surface.page.locator(".lb-mention-chip", has_text=words).first


def drag_to(surface, source, target):
    """Drag with the mouse from the middle of one thing to another."""
    source.hover()
    surface.page.mouse.down()
    # Near its edge the list scrolls along, so the target is looked for again.
    for _ in range(4):
        box = target.bounding_box()
        assert box is not None
        surface.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=2)
    expect(surface.page.locator(".lb-drop-on")).to_have_count(1)
    surface.page.mouse.up()


def test_a_pronoun_joins_a_chain_with_one_key(surface):
    """`h` marks the word under the caret like its antecedent, in one undo step."""
    mark(surface, "state", "Borduria")
    surface.click("It said")
    surface.press("Escape", "ArrowLeft", "h")
    expect(toast(surface)).to_contain_text("Same actor as Borduria")
    assert chains(surface) == [["Borduria", "It"]]
    (form,) = [m["attributes"]["mention"] for m in surface.saved()["mentions"] if m["text"] == "It"]
    assert form == "pronominal"
    surface.press("Control+z")
    assert chains(surface) == [["Borduria"]]


def test_the_same_key_again_takes_the_next_candidate(surface):
    """The choice is replaced, not added to: one undo takes it back."""
    mark(surface, "state", "Borduria", "Syldavia", nth=1)
    surface.press("Escape")
    surface.click("its")
    surface.press("h")
    expect(toast(surface)).to_have_text("Same actor as Borduria — h again: Syldavia")
    surface.press("h")
    expect(toast(surface)).to_have_text("Same actor as Syldavia — h again: Borduria")
    assert chains(surface) == [["Syldavia", "its"], ["Borduria"]]
    surface.press("h")
    assert chains(surface) == [["Borduria", "its"], ["Syldavia"]]
    surface.press("Control+z")
    assert chains(surface) == [["Borduria"], ["Syldavia"]]


def test_a_person_is_she(surface):
    """The pronoun skips the nearer state."""
    mark(surface, "person", "Mira Tolen")
    mark(surface, "state", "Borduria")
    surface.press("Escape")
    surface.click("she")
    surface.press("h")
    assert chains(surface) == [["Mira Tolen", "she"], ["Borduria"]]


def test_a_pronoun_fills_the_slot_that_waits(surface):
    """With a slot open, one key marks, joins the chain and fills it."""
    mark(surface, "state", "Borduria")
    surface.press("Escape")
    surface.click("rejected")
    surface.choose("e", "reject")
    surface.click("its")
    surface.press("h")
    assert surface.frame("Event.REJECT")[1] == {"actor": ["its"]}
    assert chains(surface) == [["Borduria", "its"]]


def test_a_mention_moves_to_another_chain(surface):
    """`m` lists the likely chains first, under digits."""
    mark(surface, "state", "Borduria", "Syldavia", "Klow")
    surface.press("m")
    expect(surface.page.get_by_role("option")).to_have_count(3)
    expect(surface.page.get_by_role("option").nth(1)).to_contain_text("Borduria")
    surface.press("2")
    expect(toast(surface)).to_contain_text("Now one actor with Borduria")
    assert chains(surface) == [["Borduria", "Klow"], ["Syldavia"]]


def test_two_chains_merge_by_key(surface):
    """`M` makes one chain of two; undo makes two of it again."""
    test_a_mention_moves_to_another_chain(surface)
    surface.choose("M", "syld")
    expect(toast(surface)).to_contain_text("are one actor now, with 3 mentions")
    assert chains(surface) == [["Borduria", "Syldavia", "Klow"]]
    surface.press("Control+z")
    assert len(chains(surface)) == 2


def test_a_chip_is_dragged_to_another_card(surface):
    """A mention changes its chain by mouse; dropped on the free place it is a new actor."""
    test_a_mention_moves_to_another_chain(surface)
    surface.tab("Actors").click()
    head(surface, "Borduria").click()
    drag_to(surface, chip(surface, "Klow"), head(surface, "Syldavia"))
    expect(toast(surface)).to_contain_text("“Klow” is Syldavia now")
    assert chains(surface) == [["Syldavia", "Klow"], ["Borduria"]]
    head(surface, "Syldavia").click()
    klow = chip(surface, "Klow")
    klow.hover()
    surface.page.mouse.down()
    surface.page.mouse.move(1200, 400, steps=3)
    new = surface.page.get_by_text("Drop here to make a new actor")
    expect(new).to_be_visible()
    new.hover()
    surface.page.mouse.up()
    assert chains(surface) == [["Borduria"], ["Klow"], ["Syldavia"]]


def test_a_card_is_dragged_onto_another(surface):
    """Two chains merge by mouse; the one dropped on keeps its name."""
    mark(surface, "state", "Borduria", "Syldavia")
    surface.tab("Actors").click()
    drag_to(surface, head(surface, "Syldavia"), head(surface, "Borduria"))
    assert chains(surface) == [["Borduria", "Syldavia"]]
    assert [e["name"] for e in surface.saved()["entities"]] == ["Borduria"]


def test_several_mentions_become_a_new_actor_by_buttons(surface):
    """Without dragging: select chips, then one button."""
    test_two_chains_merge_by_key(surface)
    surface.press("Control+Shift+z")
    surface.tab("Actors").click()
    surface.page.locator(".lb-entity-head").first.click()
    surface.page.get_by_role("button", name="Select mentions").click()
    chip(surface, "Syldavia").get_by_role("button").click()
    chip(surface, "Klow").get_by_role("button").click()
    surface.page.get_by_role("button", name="Make these a new actor").click()
    assert chains(surface) == [["Syldavia", "Klow"], ["Borduria"]]
    expect(toast(surface)).to_contain_text("2 mentions are an actor of their own now")


def test_cards_and_chips_are_reached_by_arrows(surface):
    """Down to the next card, Enter opens it, right to its mentions, Delete takes one out."""
    test_a_mention_moves_to_another_chain(surface)
    surface.tab("Actors").click()
    head(surface, "Borduria").focus()
    surface.press("ArrowDown")
    expect(head(surface, "Syldavia")).to_be_focused()
    surface.press("ArrowUp", "Enter")
    expect(head(surface, "Borduria")).to_have_attribute("aria-expanded", "true")
    surface.press("ArrowRight", "ArrowRight")
    expect(chip(surface, "Klow").get_by_role("button").first).to_be_focused()
    surface.press("Delete")
    assert chains(surface) == [["Borduria"], ["Klow"], ["Syldavia"]]


def test_the_actor_is_changed_by_key(surface):
    """`A` opens the card and lists what can be set: attributes, type, name."""
    mark(surface, "state", "Borduria")
    surface.choose("A", "country bor")
    assert surface.saved()["entities"][0]["attributes"]["country"] == "BOR"
    surface.choose("A", "type: armed")
    assert surface.saved()["entities"][0]["type"] == "Actor.ArmedGroup"
    surface.choose("A", "change the name")
    surface.page.get_by_label("What this actor is called").or_(
        surface.page.get_by_role("dialog").get_by_role("textbox")
    ).last.fill("The Bordurians")
    surface.press("Enter")
    expect(head(surface, "The Bordurians")).to_be_visible()
    assert surface.saved()["entities"][0]["name"] == "The Bordurians"


def test_a_card_shows_what_kind_of_mention_each_is(surface):
    """Pronouns say so on their chip."""
    test_a_pronoun_joins_a_chain_with_one_key(surface)
    surface.press("Control+Shift+z")
    surface.tab("Actors").click()
    head(surface, "Borduria").click()
    expect(chip(surface, "It")).to_contain_text("pronoun")
    expect(chip(surface, "Borduria")).not_to_contain_text("pronoun")


def test_chains_are_coloured_on_demand(surface):
    """`C` gives each chain a colour and a number, in the text and on its card."""
    mark(surface, "state", "Borduria", "Syldavia")
    surface.press("C")
    tags = surface.page.locator(".lb-tag[data-chain]")
    expect(tags).to_have_count(2)
    hues = surface.page.locator(".lb-s").evaluate_all(
        "all => all.map(s => getComputedStyle(s).getPropertyValue('--lb-c'))"
    )
    assert len(set(hues)) == 2
    surface.tab("Actors").click()
    numbers = surface.page.locator(".lb-chain-number").all_text_contents()
    assert sorted(numbers) == ["1", "2"]
    surface.page.get_by_role("button", name="Colours").click()
    expect(tags).to_have_count(0)


def test_pointing_at_a_card_rings_its_mentions(surface):
    """By mouse and by keyboard; nothing is drawn again for it."""
    mark(surface, "state", "Borduria", "Syldavia")
    surface.tab("Actors").click()
    surface.page.evaluate("window.spans = [...document.querySelectorAll('.lb-s')]")
    ringed = surface.page.locator(".lb-glow")
    head(surface, "Borduria").hover()
    expect(ringed).to_have_text("Borduria")
    surface.page.mouse.move(200, 300)
    expect(ringed).to_have_count(0)
    head(surface, "Syldavia").focus()
    expect(ringed).to_have_text("Syldavia")
    same = "window.spans.every((s, i) => s === document.querySelectorAll('.lb-s')[i])"
    assert surface.page.evaluate(same)


def test_flags_and_notes_stand_on_the_card(surface):
    """A doubt about the chain as a whole."""
    mark(surface, "state", "Borduria")
    surface.tab("Actors").click()
    head(surface, "Borduria").click()
    surface.page.get_by_role("button", name="not sure").click()
    surface.page.get_by_role("button", name="Note…").click()
    surface.page.keyboard.type("or its navy?")
    surface.page.get_by_role("button", name="Keep").click()
    (entity,) = surface.saved()["entities"]
    assert (entity["flags"], entity["note"]) == (["unsure"], "or its navy?")


def test_a_new_actor_of_the_registry_is_made_and_found_again(surface):
    """Made with the names of the article; another article finds it and takes over its facts."""
    mark(surface, "state", "Borduria", "Klow")
    surface.choose("m", "bord")
    surface.choose("A", "country bor")
    surface.choose("A", "registry: link")
    expect(surface.page.get_by_text("Nobody by that name")).to_be_visible()
    surface.press("Enter")
    expect(surface.page.get_by_label("Aliases")).to_have_value("Klow")
    surface.page.get_by_role("button", name="Create and link").click()
    expect(toast(surface)).to_contain_text("of the registry now")
    (entity,) = surface.saved()["entities"]
    assert entity["registry"]

    document_id = surface.app.import_text("More", f"Klow fell.\n\n{TEXT}", document_id="more")
    surface.open(document_id)
    mark(surface, "state", "Klow")
    surface.choose("A", "registry: link")
    option = surface.page.get_by_role("option", name=re.compile("Borduria"))
    expect(option).to_contain_text("BOR")
    surface.press("Enter")
    expect(toast(surface)).to_contain_text("of the registry now")
    (other,) = surface.saved()["entities"]
    assert other["registry"] == entity["registry"]
    assert other["attributes"]["country"] == "BOR"
    expect(surface.page.get_by_text("Borduria").last).to_be_visible()
    surface.page.get_by_role("button", name="Unlink").click()
    assert surface.saved()["entities"][0]["registry"] is None


def test_a_registry_that_cannot_be_reached_says_so(surface):
    """What went wrong is said, what was typed stays, and trying again works."""
    mark(surface, "state", "Borduria")
    surface.page.route("**/api/v1/actors?*", lambda route: route.abort())
    surface.choose("A", "registry: link")
    expect(surface.page.get_by_text("The registry cannot be searched now.")).to_be_visible()
    surface.page.unroute("**/api/v1/actors?*")
    surface.page.get_by_role("button", name="Try again").click()
    expect(surface.page.get_by_text("cannot be searched")).to_have_count(0)
    answer = {"error": {"code": "internal", "message": "The server cannot answer now."}}
    surface.page.route(
        "**/api/v1/actors",
        lambda route: route.fulfill(status=503, json=answer),
    )
    surface.page.get_by_role("button", name="New registry actor from this…").click()
    country = surface.page.get_by_role("dialog").get_by_label("Country")
    country.fill("BOR")
    surface.page.get_by_role("button", name="Create and link").click()
    expect(surface.page.get_by_role("alert")).to_contain_text("What you typed is still here.")
    expect(country).to_have_value("BOR")
