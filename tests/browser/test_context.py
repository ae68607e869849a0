"""What is around a label: flags, notes, the article's own labels, the words in other articles."""

import json

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEXT = "Two towns\n\nMira Tolen went to Ostend. The mayor of Ostend smiled at Mira Tolen."


@pytest.fixture
def surface(page, app, request):
    """The surface on an article of this test's own."""
    name = request.node.originalname
    document_id = app.import_text(name, f"{TEXT}\n\n{name}", document_id=name)
    on = OnSurface(page, app).open(document_id)
    yield on
    assert on.errors == []


def test_a_doubt_is_flagged_shown_in_the_text_and_taken_back(surface):
    """`z` and `Z` on a mention: a sign beside its label that says what it means."""
    surface.select("Ostend")
    surface.press("p")
    surface.press("z", "Shift+Z")
    signs = surface.article.locator("[title]")
    expect(signs).to_have_count(2)
    expect(surface.article.get_by_title("not sure")).to_be_visible()
    expect(surface.article.get_by_title("discuss")).to_be_visible()
    (mention,) = surface.saved()["mentions"]
    assert mention["flags"] == ["unsure", "discuss"]
    surface.press("z")
    expect(surface.article.get_by_title("not sure")).to_have_count(0)
    (mention,) = surface.saved()["mentions"]
    assert mention["flags"] == ["discuss"]


def test_a_frame_is_flagged_through_its_anchor_or_its_card(surface):
    """The trigger stands for its event; the card shows the flag."""
    surface.select("went")
    surface.choose("e", "CONSULT")
    expect(surface.card("CONSULT went")).to_be_visible()
    surface.press("z")
    expect(surface.card("CONSULT went")).to_contain_text("not sure")
    expect(surface.article.get_by_title("not sure")).to_be_visible()
    surface.press("Escape", "Escape", "Escape")
    surface.click("went")
    surface.press("Shift+Z")
    (frame,) = surface.saved()["frames"]
    assert frame["flags"] == ["unsure", "discuss"]


def test_the_article_panel_lists_what_was_noted_and_goes_there(surface):
    """Notes and flags with their words; a press picks the place; facts stand below."""
    surface.press("Shift+K", "Escape")
    panel = surface.page.get_by_role("tabpanel", name="Article")
    expect(panel).to_contain_text("None yet.")
    surface.select("Ostend")
    surface.press("p", "z", "b")
    surface.page.get_by_role("dialog", name="Note").get_by_role("textbox").fill("Belgian?")
    surface.press("Control+Enter")
    expect(surface.tab("Article")).to_contain_text("1")
    remark = panel.get_by_role("button", name="Ostend")
    expect(remark).to_contain_text("Belgian?")
    expect(remark).to_contain_text("not sure")
    surface.click("smiled")
    remark.click()
    expect(surface.line).to_contain_text("place Ostend")
    facts = panel.get_by_role("region", name="About")
    expect(facts).to_contain_text("characters")


def test_labels_of_the_article_are_set_by_key_and_by_mouse(surface):
    """`K` asks for them; the panel shows and changes them."""
    surface.choose("Shift+K", "off topic")
    panel = surface.page.get_by_role("tabpanel", name="Article")
    expect(panel.get_by_role("button", name="off topic")).to_have_attribute("aria-pressed", "true")
    assert surface.saved()["document_labels"] == {"relevance": "off_topic"}
    panel.get_by_role("button", name="boilerplate").click()
    assert surface.saved()["document_labels"]["quality"] == "boilerplate"


def test_the_editor_of_a_mention_has_its_flags(surface):
    """For those who have no keys: two buttons beside the note."""
    surface.select("Ostend")
    surface.press("p")
    surface.choose("Enter", "show all fields")
    dialog = surface.page.get_by_role("dialog")
    dialog.get_by_role("button", name="not sure").click()
    expect(dialog.get_by_role("button", name="not sure")).to_have_attribute("aria-pressed", "true")
    dialog.get_by_role("button", name="Done").click()
    (mention,) = surface.saved()["mentions"]
    assert mention["flags"] == ["unsure"]


FOUND = {
    "words": "Ostend",
    "total": 3,
    "more": False,
    "documents": 2,
    "rows": [
        {
            "document_id": "ferry",
            "title": "The ferry",
            "start": 21,
            "end": 27,
            "left": "the ferry from",
            "match": "Ostend",
            "right": "was late",
            "labels": [{"type": "Place", "author_count": 2, "entity_name": ""}],
        },
        {
            "document_id": "harbour",
            "title": "A harbour",
            "start": 3,
            "end": 9,
            "left": "As",
            "match": "Ostend",
            "right": "demanded",
            "labels": [{"type": "Actor.State", "author_count": 1, "entity_name": "Belgium"}],
        },
    ],
    "types": [{"type": "Place", "count": 7}, {"type": "Actor.State", "count": 2}],
}


def answer_with(page, *, status=200, body=None):
    """Answer for the server when it is asked for a concordance; return what was asked."""
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(status=status, content_type="application/json", body=json.dumps(body))

    page.route("**/concordance?*", answer)
    return asked


def test_the_words_are_shown_in_all_articles_with_their_labels(surface):
    """Own places first, then the others with title and types; one key marks as most did."""
    asked = answer_with(surface.page, body=FOUND)
    surface.select("Ostend")
    surface.press("k")
    dialog = surface.page.get_by_role("dialog", name="“Ostend” in all articles")
    expect(dialog.get_by_role("status")).to_have_text(
        "2 places in this article; 3 places in 2 other articles. The first 2 are listed."
    )
    assert "words=Ostend" in asked[0]
    assert "document=test_the_words" in asked[0]
    expect(dialog.get_by_role("table", name="The ferry")).to_contain_text("place × 2")
    expect(dialog.get_by_role("table", name="A harbour")).to_contain_text("state · Belgium")
    link = dialog.get_by_role("link", name="The ferry")
    assert "document=ferry" in (link.get_attribute("href") or "")
    surface.press("1")
    expect(dialog).to_have_count(0)
    assert surface.mentions() == [("Place", "Ostend")]


def test_a_place_of_this_article_is_gone_to(surface):
    """The second Ostend is selected."""
    answer_with(surface.page, body=FOUND | {"total": 0, "documents": 0, "rows": [], "types": []})
    surface.click("Ostend")
    surface.press("k")
    dialog = surface.page.get_by_role("dialog")
    expect(dialog.get_by_role("status")).to_have_text(
        "2 places in this article; in no other article."
    )
    surface.press("ArrowDown", "ArrowDown", "Enter")
    expect(surface.line).to_have_text("Selected Ostend")
    surface.press("p")
    (mention,) = surface.saved()["mentions"]
    assert mention["fragments"][0][0] == TEXT.index("Ostend", 45)


def test_without_the_server_the_own_places_are_shown(surface):
    """The reason is said, and one can try again."""
    surface.page.route("**/concordance?*", lambda route: route.abort())
    surface.select("Mira Tolen")
    surface.press("k")
    dialog = surface.page.get_by_role("dialog")
    expect(dialog.get_by_role("status")).to_contain_text(
        "The server cannot be reached. Only the places in this article are listed."
    )
    expect(dialog.get_by_role("table", name="This article").get_by_role("row")).to_have_count(2)
    surface.page.unroute("**/concordance?*")
    answer_with(surface.page, body=FOUND)
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog.get_by_role("status")).to_contain_text("3 places in 2 other articles")


def test_the_server_finds_the_words_in_other_articles(surface, app):
    """Whatever their case; this article's own places come from what is on the screen."""
    app.import_text("The other", "A mayor OF ostend slept.", document_id="other")
    surface.select("of Ostend smiled")
    surface.press("Shift+ArrowLeft", "k")
    dialog = surface.page.get_by_role("dialog", name="“of Ostend” in all articles")
    expect(dialog.get_by_role("status")).to_contain_text("1 place in this article")
    expect(dialog.get_by_role("table", name="The other")).to_contain_text("A mayor")
