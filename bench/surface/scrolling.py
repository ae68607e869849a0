"""How smoothly a very long article scrolls."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from labeler.core.annotation import AnnotationSet
from labeler.core.document import Document

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("LABELER_SHARED", ROOT.parent / "shared")) / "corpora" / "polnear"
_STEP_PX = 120
_WATCH = """
() => {
  window.benchFrames = [];
  let last = null;
  const tick = (now) => {
    if (last !== null) window.benchFrames.push(now - last);
    last = now;
    window.benchTick = requestAnimationFrame(tick);
  };
  window.benchTick = requestAnimationFrame(tick);
}
"""


@dataclass(frozen=True, slots=True)
class Scroll:
    """One way through an article and back, frame by frame."""

    characters: int
    mentions: int
    frames_ms: tuple[float, ...]


def longest_article() -> tuple[Document, AnnotationSet] | None:
    """Return the longest article of the corpus with its labels; ``None`` where it is not there."""
    if not CORPUS.is_dir():
        return None
    sys.path.insert(0, str(ROOT / "tests"))
    from polnear import polnear_article  # noqa: PLC0415 - the tests' reader of this corpus

    path = max(CORPUS.glob("*.txt"), key=lambda p: p.stat().st_size)
    return polnear_article(path)


def scroll_through(page: Page, article: tuple[Document, AnnotationSet]) -> Scroll:
    """Scroll to the end and back by wheel; return what every frame took."""
    document, labels = article
    area = page.locator(".lb-scroll")
    height = area.evaluate("(node) => node.scrollHeight - node.clientHeight")
    page.mouse.move(500, 450)
    page.evaluate(_WATCH)
    for sign in (1, -1):
        for _ in range(int(height) // _STEP_PX + 1):
            page.mouse.wheel(0, sign * _STEP_PX)
            # A wheel turns about sixty times a second.
            page.wait_for_timeout(16)
    frames = page.evaluate("cancelAnimationFrame(window.benchTick), window.benchFrames")
    return Scroll(len(document.text), len(labels.mentions), tuple(frames))
