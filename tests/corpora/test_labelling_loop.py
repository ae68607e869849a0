"""The whole loop on the seed article: import, label by mouse and keyboard, submit, read back."""

import re

import pandas as pd
import pytest
from on_surface import OnSurface
from playwright.sync_api import expect
from serving import ServedApp
from shared import SHARED, gold_document, gold_from, gold_labels, needs_shared, read_gold

from labeler.codec import dump_annotation_set
from labeler.datasets.reading import read_labels
from labeler.schema_file import load_schema
from labeler.settings import shipped

pytestmark = [needs_shared, pytest.mark.corpora, pytest.mark.browser]

VOW = (
    "to hunt down those responsible for what the Kremlin said was a bomb that brought down a "
    "Russian airliner over Egypt and to intensify air strikes against Islamists in Syria"
)
BOMB = "was a bomb that brought down a Russian airliner over Egypt"


def import_seed(app, page) -> OnSurface:
    """Drop the article on the Articles page and open it from the list."""
    page.goto(f"{app.url}/articles")
    article = SHARED / "reference" / "seed_article.txt"
    page.locator('input[type="file"]').set_input_files(article)
    page.get_by_role("button", name=re.compile("^Import")).click()
    expect(page.get_by_text("1 article", exact=False).first).to_be_visible()
    return OnSurface(page, app).open("seed_article")


def label(hands: OnSurface) -> None:
    """Mark an event with two recipients, and an attribution in an attribution."""
    page = hands.page
    hands.drag("appealed")
    hands.choose("e", "request")
    hands.drag("France")
    hands.choose("a", "state")
    hands.press("Tab")
    hands.select("Washington")
    hands.choose("a", "state")
    hands.select("Moscow")
    hands.choose("a", "state")
    hands.press("Escape", "Escape", "Escape")

    hands.drag("vowed")
    hands.press("c")
    hands.drag("Russian President Vladimir Putin")
    hands.choose("a", "official")
    hands.drag(VOW)
    hands.press("x")
    page.get_by_label("source kind").select_option("named_person")
    hands.press("Escape", "Escape", "Escape")

    hands.select("said", 5)
    hands.press("c")
    hands.select("the Kremlin")
    hands.choose("a", "government")
    hands.select("what")
    hands.press("x")
    hands.drag(BOMB)
    hands.press("f")
    page.get_by_label("source kind").select_option("organization")


def span(text: str, words: str) -> tuple[int, int]:
    """Return where words stand for the first time."""
    start = text.index(words)
    return start, start + len(words)


def check(app, text: str) -> None:
    """Compare the Parquet tables with what was labelled."""
    mentions = app.labels("mentions").set_index("mention_id")
    arguments = app.labels("arguments")
    events = app.labels("events")
    attributions = app.labels("attributions")

    (event,) = events.to_dict("records")
    assert event["type"] == "Event.REQUEST"
    assert (event["trigger_start"], event["trigger_end"]) == span(text, "appealed")
    mine = arguments[arguments.frame_id == event["event_id"]]
    fillers = [
        (row.role, row.filler_text, row.filler_start, row.filler_end) for row in mine.itertuples()
    ]
    asked = text.index("Moscow to join")
    assert fillers == [
        ("actor", "France", *span(text, "France")),
        ("recipient", "Washington", *span(text, "Washington")),
        ("recipient", "Moscow", asked, asked + len("Moscow")),
    ]

    by_cue = {row["cue_text"]: row for row in attributions.to_dict("records")}
    assert set(by_cue) == {"vowed", "said"}
    outer, inner = by_cue["vowed"], by_cue["said"]
    assert inner["nested_in"] == outer["attribution_id"]
    assert pd.isna(outer["nested_in"])
    contents = arguments[arguments.role == "content"].set_index("frame_id").filler_id
    content = mentions.loc[contents[inner["attribution_id"]]]
    what = text.index("what the Kremlin")
    bomb = span(text, BOMB)
    assert list(content.fragment_starts) == [what, bomb[0]]
    assert list(content.fragment_ends) == [what + 4, bomb[1]]
    assert content.text == f"what … {BOMB}"
    vow = mentions.loc[contents[outer["attribution_id"]]]
    assert (vow.start, vow.end, vow.text) == (*span(text, VOW), VOW)


def test_labels_come_back_from_parquet_also_after_a_kill(app, page):
    """What a person marks, submits and sees acknowledged is in the files, offsets and texts."""
    text = gold_document(read_gold()).text
    hands = import_seed(app, page)
    label(hands)
    hands.press("Control+Enter")
    # The last article: its end is the acknowledgement.
    expect(page.get_by_text("All done", exact=False)).to_be_visible()
    app.kill()
    app.start()
    app.wait_until(app.is_published, "the labels were not written after the restart")
    check(app, text)


def api(app, page):
    """Return a client of the API with the token of the session."""
    context = page.context.request
    token = context.get(f"{app.url}/api/v1/session").json()["csrf"]

    def call(method: str, path: str, body: dict | None = None, revision: int | None = None):
        headers = {"X-CSRF-Token": token}
        if revision is not None:
            headers["If-Match"] = f'"{revision}"'
        answer = context.fetch(f"{app.url}/api/v1{path}", method=method, data=body, headers=headers)
        return answer.status, answer.json()

    return call


def test_the_whole_gold_comes_back_from_parquet_and_is_drawn(tmp_path, page):
    """155 mentions, 47 frames, 19 entities, 15 relations: put, drawn, submitted, read back."""
    gold = read_gold()
    document = gold_document(gold)
    schema = load_schema(shipped("schemas") / "news_events.yaml")
    labels = gold_labels(gold, schema.id, schema.version)
    served = ServedApp(tmp_path / "data")
    served.import_text(document.title, document.text, document.id)
    served.start()
    try:
        call = api(served, page)
        _, opened = call("POST", "/tasks/open", {"document_id": document.id})
        task = opened["task"]
        body = {
            "labels": dump_annotation_set(labels, document.text),
            "fence": task["fence"],
            "save_id": "gold-1",
            "active_s": 0.0,
            "client": {},
        }
        status, saved = call("PUT", f"/tasks/{task['id']}/annotations", body, 0)
        assert (status, saved["revision"]) == (200, 1), saved

        surface = OnSurface(page, served).open(document.id)
        expect(page.get_by_role("tab", name=re.compile("Events"))).to_contain_text("30")
        expect(page.get_by_role("tab", name=re.compile("Who says so"))).to_contain_text("17")
        expect(page.get_by_role("tab", name=re.compile("Actors"))).to_contain_text("19")
        # However it is cut into segments, what stands there is the text.
        drawn = page.locator("article").evaluate("a => a.textContent")
        assert drawn == document.text.replace("\n", "")

        _, opened = call("GET", f"/tasks/{task['id']}")
        fence = opened["task"]["fence"]
        status, answer = call("POST", f"/tasks/{task['id']}/submit", {"fence": fence}, 1)
        assert status == 200, answer
        served.wait_until(served.is_published, "the labels were not written")
        (back,) = read_labels(served.data / "labels" / "news")
    finally:
        served.stop()
    assert surface.errors == []
    assert gold_from(back, gold) == gold
