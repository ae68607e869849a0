"""How a page looks: nothing for axe to find, nothing cut off; pictures of the documentation.

With ``LABELER_SHOTS=FOLDER`` every view is kept there, to be looked at; with
``LABELER_PICTURES=1`` the pictures of the documentation are made anew.
"""

import os
from importlib.resources import files
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page
from shared import ROOT

_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
# What Streamlit draws around the page is Streamlit's, and so are its tables and file boxes.
_RUN = """(within) => axe.run(
  { include: [[within]], exclude: [['.stDataFrame'], ['.stFileUploader']] },
  { resultTypes: ['violations'] },
)"""
_BODY = ".stMainBlockContainer"
# Nothing is on its way, and nothing fades or moves any more.
_STILL = """document.querySelector('[data-test-script-state=notRunning]') !== null
  && document.querySelector('.stAppSkeleton, [data-testid=stSkeleton]') === null
  && document.getAnimations().every(a => a.playState !== 'running')"""
_SHOTS = os.environ.get("LABELER_SHOTS")
_PICTURES = os.environ.get("LABELER_PICTURES") == "1"
# Colours hang on the theme and what is cut off on the width, so two views find what four
# would; who wants to look at pages gets all.
VIEWS = [("light", 1440), ("dark", 390)]
if _SHOTS:
    VIEWS += [("dark", 1440), ("light", 390)]
# Flat colours, little files: they are loaded with the page that shows them.
_COLOURS = 256
_MOST_BYTES = 150_000


class Looks:
    """What is wrong with how the views of a page look."""

    def __init__(self, page: Page, name: str) -> None:
        self._page = page
        self._name = name
        self._found: dict[str, list[str]] = {}

    def at(self, view: str, within: str = _BODY) -> None:
        """Look at what the page shows now."""
        page = self._page
        wait_until_still(page)
        page.evaluate(_AXE)
        self._found[view] = [
            f"{entry['id']}: {node['html'][:200]} {node['failureSummary']}"
            for entry in page.evaluate(_RUN, within)["violations"]
            for node in entry["nodes"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self._found[view].append("wider than the window")
        shoot(page, f"{self._name}-{view}")

    def check(self) -> None:
        """Fail where anything was found."""
        assert self._found
        assert {view: problems for view, problems in self._found.items() if problems} == {}


def wait_until_still(page: Page) -> None:
    """Wait until the page is made and nothing on it moves."""
    page.wait_for_function(_STILL)


def shoot(page: Page, name: str) -> None:
    """Keep a picture for somebody who wants to look at it."""
    if _SHOTS:
        page.screenshot(path=Path(_SHOTS) / f"{name}.png", full_page=True)


def keep_picture(page: Page, name: str, folder: Path) -> None:
    """Take a picture: for the documentation where it is wanted, else into ``folder``."""
    file = (ROOT / "docs" / "pictures" if _PICTURES else folder) / f"{name}.png"
    file.parent.mkdir(exist_ok=True)
    page.screenshot(path=file)
    with Image.open(file) as picture:
        flat = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    flat.save(file, optimize=True)
    assert 10_000 < file.stat().st_size < _MOST_BYTES
