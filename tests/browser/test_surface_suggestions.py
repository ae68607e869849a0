"""What a model suggests: shown apart, accepted, rejected, taken by the kind."""

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect
from rewriting import rewrite_opened

pytestmark = pytest.mark.browser

TEXT = "The lamp on the quay\n\nMira Tolen said that Ostend had no lamps. Brinmouth has two."
MODEL = "model:test@1"
PLACES = ("Ostend", "Brinmouth")


def suggested(task):
    """Return the opened task with a model's labels in it."""
    origin = {"by": MODEL, "edited": False, "score": 0.9}

    def mention(number, kind, words, entity=None):
        start = TEXT.index(words)
        return {
            "id": f"s-m-{number}",
            "type": kind,
            "fragments": [[start, start + len(words)]],
            "text": words,
            "attributes": {},
            "entity": entity,
            "origin": origin,
            "note": "",
        }

    content = "that Ostend had no lamps"
    task["suggestion_state"] = {"state": "ready", "message": ""}
    task["suggestions"] = task["labels"] | {
        "author": MODEL,
        "mentions": [
            mention(1, "Actor.Person", "Mira Tolen", "s-e-1"),
            mention(2, "Cue", "said"),
            mention(3, "Content", content),
            *(mention(4 + i, "Place", place) for i, place in enumerate(PLACES)),
        ],
        "entities": [
            {
                "id": "s-e-1",
                "type": "Actor.Person",
                "name": "Mira Tolen",
                "attributes": {},
                "registry": None,
                "origin": origin,
                "note": "",
            }
        ],
        "frames": [
            {
                "id": "s-f-1",
                "type": "Attribution",
                "anchor": "s-m-2",
                "arguments": [
                    {"role": "source", "filler": "s-m-1"},
                    {"role": "content", "filler": "s-m-3"},
                ],
                "attributes": {},
                "nested_in": None,
                "origin": origin,
                "note": "",
            }
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


def test_suggestions_are_drawn_apart_and_saved_only_when_accepted(surface):
    """Dashed and pale in the text, counted in their tab, absent from the labels."""
    expect(surface.page.locator(".lb-fill-suggested").first).to_be_visible()
    # An attribution with all its parts is one.
    expect(surface.tab("Suggestions")).to_contain_text("3")
    assert surface.saved()["mentions"] == []


def test_one_is_accepted_one_rejected_by_key(surface):
    """`s` accepts under the same id, `q` rejects and leaves a decision."""
    surface.click("Mira Tolen")
    expect(surface.line).to_have_text("Mira Tolen, actor person, suggestion")
    surface.press("s")
    surface.click("Ostend")
    surface.press("q")
    labels = surface.saved()
    assert [(m["id"], m["origin"]["by"]) for m in labels["mentions"]] == [("s-m-1", MODEL)]
    verdicts = {d["suggestion"]: d["verdict"] for d in labels["decisions"]}
    assert verdicts["s-m-1"] == "accepted"
    assert verdicts["s-m-4"] == "rejected"


def test_accepting_a_cue_takes_the_whole_attribution(surface):
    """Source and content come along, in one step that one undo takes back."""
    surface.click("said")
    surface.press("s")
    assert surface.frame("Attribution") == (
        "said",
        {"source": ["Mira Tolen"], "content": ["that Ostend had no lamps"]},
    )
    surface.press("Control+z")
    expect(surface.tab("Suggestions")).to_contain_text("3")


def test_all_of_a_kind_are_accepted_at_once(surface):
    """Shift+S takes every place in one step that one undo takes back."""
    surface.click("Ostend")
    surface.choose("Shift+S", "every place")
    assert surface.mentions() == [("Place", place) for place in PLACES]
    surface.press("Control+z")
    assert surface.mentions() == []


def test_the_panel_accepts_and_rejects(surface):
    """Each suggestion has its two buttons, each group its two."""
    surface.tab("Suggestions").click()
    surface.page.get_by_role("button", name="by type").click()
    surface.page.get_by_role("button", name="Accept Brinmouth").click()
    surface.page.get_by_role("button", name="Reject all place").click()
    assert surface.mentions() == [("Place", "Brinmouth")]
    expect(surface.page.get_by_role("button", name="Accept Ostend")).to_have_count(0)


def test_marking_what_is_suggested_accepts_it(surface):
    """The key of the same type on the same words takes the suggestion over."""
    (left, _, y), (_, right, _) = surface.place("Brinmouth")
    surface.page.mouse.dblclick((left + right) / 2, y)
    surface.press("p")
    (mention,) = surface.saved()["mentions"]
    assert (mention["id"], mention["origin"]["by"]) == ("s-m-5", MODEL)


def test_suggestions_can_be_hidden(surface):
    """Out of the text, and back."""
    surface.tab("Suggestions").click()
    surface.page.get_by_role("button", name="Hide in the text").click()
    expect(surface.page.locator(".lb-fill-suggested")).to_have_count(0)
    surface.page.get_by_role("button", name="Show in the text").click()
    expect(surface.page.locator(".lb-fill-suggested").first).to_be_visible()
