"""The pictures of the documentation, made from sample articles as the app shows them.

With ``LABELER_PICTURES=1`` they are written to ``docs/pictures``; without, the
test sees that what they show is there.
"""

import os
import re
from pathlib import Path

import pytest
from on_surface import OnSurface
from PIL import Image
from playwright.sync_api import expect
from serving import ServedApp
from shared import ROOT

from labeler.formats.articles import read_articles
from labeler.settings import shipped

ARTICLE = "strike-tern-harbour"
WANTED = os.environ.get("LABELER_PICTURES") == "1"
PAGE = {"width": 1440, "height": 900}
PART = {"width": 1240, "height": 680}
# Flat colours, little files: they are loaded with the page that shows them.
COLOURS = 256
MOST_BYTES = 150_000

pytestmark = pytest.mark.browser


def serve(folder: Path, *, suggest: bool) -> ServedApp:
    """Start the app with the samples."""
    served = ServedApp(folder / "data", suggest=suggest)
    for article in read_articles([shipped("samples")]):
        served.import_text(article.title, article.text, article.id, article.published_at)
    served.start()
    return served


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """The app with the samples, suggestions off: the pictures show what a person marked."""
    served = serve(tmp_path_factory.mktemp("pictures"), suggest=False)
    yield served
    served.stop()


@pytest.fixture(scope="module")
def labelled(samples, browser):
    """The samples, one of them labelled as far as it is on the screen."""
    context = browser.new_context(viewport=PAGE)
    hands = OnSurface(context.new_page(), samples).open(ARTICLE)
    label_events(hands)
    label_attributions(hands)
    context.close()
    return samples


@pytest.fixture
def on(browser):
    """Open an article of an app in a window as large as a picture that shows a part."""
    contexts = []

    def opened(app: ServedApp, document_id: str) -> OnSurface:
        contexts.append(browser.new_context(viewport=PART, color_scheme="light"))
        return OnSurface(contexts[-1].new_page(), app).open(document_id)

    yield opened
    for context in contexts:
        context.close()


def done(hands: OnSurface) -> None:
    """Leave the card."""
    hands.press("Escape", "Escape", "Escape")


def label_events(hands: OnSurface) -> None:
    """Mark the events of the beginning by hand, as an annotator would."""
    drag, choose, press = hands.drag, hands.choose, hands.press
    drag("Walk Out")
    choose("e", "protest")
    drag("Dock Crews")
    choose("a", "civilians")
    drag("Tern Harbour")
    press("p")
    done(hands)
    drag("walked off")
    choose("e", "protest")
    drag("About 2,300 dock workers")
    choose("a", "civilians")
    drag("Tern Harbour", 1)
    press("p")
    drag("Monday")
    press("t")
    done(hands)
    drag("talks")
    choose("e", "consult")
    drag("the port operator")
    choose("a", "company")
    drag("overnight")
    press("t")
    done(hands)
    drag("strike")
    choose("e", "protest")
    drag("The Velmark Union of Harbour Workers")
    choose("a", "ngo")
    done(hands)


def label_attributions(hands: OnSurface) -> None:
    """Mark who says so; the second content has two fragments."""
    drag, press, choose = hands.drag, hands.press, hands.choose
    drag("saying")
    press("c")
    hands.click("The Velmark Union")
    drag("the company had withdrawn an offer of a 9 percent raise that it made in February")
    press("x")
    hands.page.get_by_label("source kind").select_option("organization")
    done(hands)
    drag("withdrawn")
    choose("e", "retreat")
    drag("the company")
    choose("a", "company")
    done(hands)
    drag('"They put a number on the table and then they took the table away,"')
    press("x")
    drag("Marit Oskolne")
    choose("a", "person")
    drag('"Our members will not load another ship until the offer is back."')
    press("f")
    drag("said")
    press("c")
    hands.page.get_by_label("source kind").select_option("named_person")
    done(hands)
    assert hands.saved()["frames"]


def keep(page, name: str, tmp_path: Path) -> None:
    """Take the picture, for the documentation where it is wanted."""
    expect(page.get_by_text("Tab now leaves the article")).to_be_hidden()
    expect(page.locator(".lb-toast")).to_be_hidden()
    expect(page.get_by_text("Saving…")).to_be_hidden()
    folder = ROOT / "docs" / "pictures" if WANTED else tmp_path
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.png"
    page.screenshot(path=file)
    with Image.open(file) as picture:
        flat = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    flat.save(file, optimize=True)
    assert 10_000 < file.stat().st_size < MOST_BYTES


def actor(hands: OnSurface, words: str, kind: str, nth: int = 0) -> None:
    """Mark words as an actor and leave them."""
    hands.drag(words, nth)
    hands.choose("a", kind)
    hands.press("Escape", "Escape")


def test_the_annotate_page(labelled, browser, tmp_path):
    """An article with its labels, the card of an event and its arcs, light and dark."""
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport=PAGE, color_scheme=scheme)
        hands = OnSurface(context.new_page(), labelled).open(ARTICLE)
        hands.click("walked")
        expect(hands.page.get_by_role("group", name="polarity")).to_be_visible()
        keep(hands.page, f"annotate-{scheme}", tmp_path)
        context.close()


def test_the_slots_of_a_card(samples, on, tmp_path):
    """The slot that waits lists its candidates, other slots offer one each."""
    hands = on(samples, "border-clash-fishing")
    actor(hands, "Velmark", "state", 2)
    actor(hands, "its consul", "official")
    hands.drag("Ždrelo")
    hands.press("p", "Escape", "Escape")
    hands.click("recalled")
    hands.choose("e", "sanction")
    hands.press("G")
    card = hands.card("SANCTION recalled")
    expect(card.locator(".lb-chip-fresh").first).to_contain_text("new")
    keep(hands.page, "slots", tmp_path)


def test_the_actors(samples, on, tmp_path):
    """Every actor has a colour and a number in the text; one card is open."""
    hands = on(samples, "border-clash-fishing")
    for words, nth in (("Velmark", 0), ("Lumera", 0)):
        actor(hands, words, "state", nth)
        hands.click(words, nth)
        hands.press("y", "Enter")
        done(hands)
    actor(hands, "both countries", "coalition")
    actor(hands, "Darko Petrinja", "official")
    hands.click("He announced")
    hands.press("Home")
    hands.tab("Actors").click()
    hands.press("C")
    card = hands.page.get_by_role("group", name="Actor Velmark", exact=True)
    card.locator(".lb-entity-head").click()
    expect(card.get_by_text("Link to the actor registry…")).to_be_visible()
    keep(hands.page, "actors", tmp_path)


def test_the_jump(labelled, on, tmp_path):
    """A letter stands at every word that begins as typed."""
    hands = on(labelled, ARTICLE)
    hands.root.focus()
    hands.press("j", "s")
    expect(hands.page.locator(".lb-hop").first).to_be_visible()
    keep(hands.page, "jump", tmp_path)


def test_the_same_everywhere(samples, on, tmp_path):
    """The places that read the same, one of them left out."""
    hands = on(samples, "sanctions-bank-velmark")
    hands.click("Karsia", 1)
    hands.choose("a", "state")
    hands.press("y", "ArrowDown", "ArrowDown", "Space")
    expect(hands.page.get_by_role("dialog").get_by_role("checkbox").nth(2)).not_to_be_checked()
    keep(hands.page, "everywhere", tmp_path)


def test_the_suggestions(tmp_path_factory, on, tmp_path):
    """One stands at a suggested frame; the panel lists all of them."""
    served = serve(tmp_path_factory.mktemp("suggesting"), suggest=True)
    try:
        hands = on(served, ARTICLE)
        hands.tab("Suggestions").click()
        expect(hands.page.locator(".lb-suggestion").first).to_be_visible(timeout=60_000)
        hands.click("denied")
        expect(hands.line).to_contain_text("suggestion")
        keep(hands.page, "suggestions", tmp_path)
    finally:
        served.stop()


def test_the_concordance(samples, on, tmp_path):
    """The words in all articles, some of them labelled there."""
    hands = on(samples, "ceasefire-orsan-valley")
    actor(hands, "Karsia", "state", 2)
    hands.click("Karsia")
    hands.press("p")
    hands.saved()
    hands.press("Control+Enter")
    expect(hands.page.get_by_text("1 of 12")).to_be_visible()
    samples.wait_until(samples.is_published, "the labels were not published")
    hands = on(samples, "aid-convoy-ansara")
    hands.drag("Karsia")
    hands.press("k")
    dialog = hands.page.get_by_role("dialog", name="“Karsia” in all articles")
    expect(dialog.get_by_role("button", name="Mark as state")).to_be_visible()
    keep(hands.page, "concordance", tmp_path)


def test_the_history(labelled, on, tmp_path):
    """An earlier version in the text, with what differs from now."""
    hands = on(labelled, ARTICLE)
    hands.press("H")
    history = hands.page.get_by_role("dialog", name="History")
    expect(history.get_by_role("status")).to_contain_text("as they are now")
    hands.press("ArrowLeft", "ArrowLeft")
    expect(history.get_by_role("button", name="Bring back")).to_be_enabled()
    keep(hands.page, "history", tmp_path)


def test_the_articles_page(samples, browser, tmp_path):
    """The list of articles with their states."""
    context = browser.new_context(viewport=PAGE)
    page = context.new_page()
    page.goto(f"{samples.url}/articles")
    expect(page.get_by_role("heading", name="Articles")).to_be_visible()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    keep(page, "articles", tmp_path)
    context.close()


def test_every_picture_is_shown_somewhere():
    """What is kept is shown, and what is shown is kept."""
    texts = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    shown = {
        name
        for text in texts
        for name in re.findall(r"pictures/([\w-]+\.png)", text.read_text("utf-8"))
    }
    kept = {path.name for path in (ROOT / "docs" / "pictures").iterdir()}
    assert shown == kept
