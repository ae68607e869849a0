"""The pictures of the documentation, made from a sample article as the app shows it.

With ``LABELER_PICTURES=1`` they are written to ``docs/pictures``; without, the
test sees that what they show is there.
"""

import os
from pathlib import Path

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect
from serving import ServedApp
from shared import ROOT

from labeler.formats.articles import read_articles
from labeler.settings import shipped

ARTICLE = "strike-tern-harbour"
WANTED = os.environ.get("LABELER_PICTURES") == "1"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def labelled(tmp_path_factory):
    """The app with the samples, suggestions off: the pictures show what a person marked."""
    served = ServedApp(tmp_path_factory.mktemp("pictures") / "data")
    for article in read_articles([shipped("samples")]):
        served.import_text(article.title, article.text, article.id)
    served.start()
    yield served
    served.stop()


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
    press("c", "1")
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
    folder = ROOT / "docs" / "pictures" if WANTED else tmp_path
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}.png"
    page.screenshot(path=file)
    assert file.stat().st_size > 20_000


def test_the_annotate_page(labelled, browser, tmp_path):
    """An article with its labels, the card of an event and its arcs, light and dark."""
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport={"width": 1440, "height": 900}, color_scheme=scheme)
        hands = OnSurface(context.new_page(), labelled).open(ARTICLE)
        if scheme == "light":
            label_events(hands)
            label_attributions(hands)
        hands.click("walked")
        expect(hands.page.get_by_role("group", name="polarity")).to_be_visible()
        keep(hands.page, f"annotate-{scheme}", tmp_path)
        context.close()


def test_the_articles_page(labelled, browser, tmp_path):
    """The list of articles with their states."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{labelled.url}/articles")
    expect(page.get_by_role("heading", name="Articles")).to_be_visible()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    keep(page, "articles", tmp_path)
    context.close()
