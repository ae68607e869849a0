"""One tab, many articles: what a closed article held is let go of."""

import pytest
from on_surface import OnSurface
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

TEXT = "The guild in {place}\n\nThe guild praised the mayor of {place} on Monday."
ARTICLES = 14
WARM_UP = 3


@pytest.fixture
def counted(page):
    """Count what is alive in the page after garbage was collected."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.enable")

    def count(constructor: str) -> int:
        group = {"objectGroup": "counting"}
        expression = {"expression": f"{constructor}.prototype"}
        found = session.send("Runtime.evaluate", expression | group)["result"]
        asked = {"prototypeObjectId": found["objectId"]}
        objects = session.send("Runtime.queryObjects", asked | group)["objects"]
        length = session.send(
            "Runtime.callFunctionOn",
            {
                "functionDeclaration": "function () { return this.length; }",
                "objectId": objects["objectId"],
                "returnByValue": True,
            },
        )
        # What is counted must not be held by the counting.
        session.send("Runtime.releaseObjectGroup", group)
        return int(length["result"]["value"])

    def counts() -> dict[str, float]:
        session.send("HeapProfiler.collectGarbage")
        session.send("HeapProfiler.collectGarbage")
        metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        return {
            "listeners": metrics["JSEventListeners"],
            "nodes": metrics["Nodes"],
            "channels": count("BroadcastChannel"),
            "databases": count("IDBDatabase"),
            "observers": count("ResizeObserver"),
        }

    return counts


def test_a_closed_article_leaves_nothing_behind(page, app, counted):
    """Listeners, nodes, channels, databases and observers do not grow with the articles."""
    places = [f"Quay {number:02}" for number in range(ARTICLES)]
    for place in places:
        app.import_text(f"The guild in {place}", TEXT.format(place=place))
    surface = OnSurface(page, app).open("The-guild-in-Quay-00")
    seen = []
    for index, place in enumerate(places):
        expect(page.get_by_text(f"praised the mayor of {place}")).to_be_visible()
        surface.click("Monday")
        surface.press("t", "H")
        expect(page.get_by_role("dialog", name="History")).to_contain_text("saved version")
        surface.press("Escape")
        if index >= WARM_UP:
            seen.append(counted())
        surface.press("Control+Enter")
    first, last = seen[0], seen[-1]
    grown = {name: last[name] - first[name] for name in first}
    assert grown["channels"] <= 0
    assert grown["databases"] <= 0
    assert grown["observers"] <= 0
    # The one fetched ahead may be there or not yet: less than two articles' worth.
    assert grown["listeners"] < 2 * first["listeners"] / 3, (first, last)
    assert grown["nodes"] < first["nodes"] / 2, (first, last)
    assert surface.errors == []
