"""Power cuts while somebody labels: the server for a minute, then the browser."""

import time
from contextlib import suppress

import psutil
import pytest
from on_surface import OnSurface
from playwright.sync_api import Error, expect
from serving import ServedApp

pytestmark = [pytest.mark.browser, pytest.mark.long]

TEXT = """The strike in Ostend

Dockers and clerks of Ostend stopped work on Monday. The mayor met the guild on Tuesday, and the
council promised lamps for the quay. Nobody went home before Friday."""
DOWN_S = 60.0


@pytest.fixture
def served(tmp_path):
    """The app with a database of this test's own."""
    app = ServedApp(tmp_path / "data")
    app.start()
    yield app
    app.stop()


@pytest.fixture
def profile(browser_type, browser_type_launch_args, tmp_path):
    """Start a browser on one profile; ``kill`` ends it as a power cut would."""
    folder = tmp_path / "profile"
    running = []

    def kill():
        for process in psutil.process_iter(["cmdline"]):
            if any(str(folder) in word for word in process.info["cmdline"] or ()):
                process.kill()
                process.wait(10)
        for context in running:
            with suppress(Error):
                context.close()
        running.clear()
        for lock in folder.glob("Singleton*"):
            lock.unlink()

    def launch():
        kill()
        context = browser_type.launch_persistent_context(
            folder, viewport={"width": 1440, "height": 900}, **browser_type_launch_args
        )
        running.append(context)
        return context.pages[0]

    launch.kill = kill
    yield launch
    kill()


def on_screen(surface: OnSurface) -> list[str]:
    """Return what is marked in the text, in order."""
    return surface.page.locator(".lb-article .lb-s").all_text_contents()


def test_server_and_browser_killed_lose_nothing(served, profile):
    """Labelling goes on without a server; what the killed tab showed is there again."""
    document = served.import_text("The strike in Ostend", TEXT)
    surface = OnSurface(profile(), served).open(document)
    surface.click("Monday")
    surface.press("t")
    surface.saved()
    served.kill()
    down = time.monotonic()
    for words, key in (("Tuesday", "t"), ("Friday", "t"), ("quay", "o")):
        surface.click(words)
        surface.press(key)
    status = surface.page.locator(".lb-status")
    expect(status).to_have_text("Offline · 3 changes kept here")
    # Past the longest wait between two tries, with Streamlit's own connection lost as well.
    surface.page.wait_for_timeout(35_000)
    for words, key in (("lamps", "o"), ("guild", "o"), ("council", "o")):
        surface.click(words)
        surface.press(key)
    expect(status).to_have_text("Offline · 6 changes kept here")
    surface.page.wait_for_timeout(max(0.0, DOWN_S - (time.monotonic() - down)) * 1000)
    surface.press("Control+z")
    expect(status).to_have_text("Offline · 7 changes kept here")
    expect(surface.page.get_by_role("dialog")).to_have_count(0)
    shown = on_screen(surface)
    assert shown == ["Monday", "guild", "Tuesday", "lamps", "quay", "Friday"]

    profile.kill()
    served.start()
    again = OnSurface(profile(), served).open(document)
    expect(again.page.locator(".lb-article .lb-s")).to_have_text(shown)
    assert [words for _, words in again.mentions()] == shown
    # The steps of before can be undone and done again as well.
    again.press("Control+Shift+z")
    expect(again.page.locator(".lb-article .lb-s")).to_have_count(7)
    again.saved()
    again.press(*["Control+z"] * 7)
    expect(again.page.locator(".lb-article .lb-s")).to_have_count(0)
    assert again.mentions() == []
