"""The annotation surface as a person at the screen uses it."""

import json
from typing import Any

from playwright.sync_api import Locator, Page, Request, expect
from serving import ServedApp

# The boxes of the first and last character of the n-th place where the article reads so.
_FIND = """
([words, nth]) => {
  const nodes = [];
  let text = '';
  for (const p of document.querySelectorAll('.lb-p')) {
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      nodes.push([text.length, walker.currentNode]);
      text += walker.currentNode.data;
    }
    text += '\\n';
  }
  let at = -1;
  for (let i = 0; i <= nth; i += 1) at = text.indexOf(words, at + 1);
  if (at < 0) return null;
  const box = (offset) => {
    const [start, node] = nodes.findLast(([from]) => from <= offset);
    const range = document.createRange();
    range.setStart(node, offset - start);
    range.setEnd(node, offset - start + 1);
    node.parentElement.scrollIntoView({ block: 'nearest' });
    const r = range.getBoundingClientRect();
    return [r.left, r.right, r.top + r.height / 2];
  };
  box(at);
  return [box(at), box(at + words.length - 1)];
}
"""


class OnSurface:
    """One page with the surface on it, and what it has saved."""

    def __init__(self, page: Page, app: ServedApp) -> None:
        self.page = page
        self.app = app
        self.sent: list[dict[str, Any]] = []
        self.errors: list[str] = []
        page.on("request", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note(self, request: Request) -> None:
        if request.method == "PUT" and request.url.endswith("/annotations"):
            self.sent.append(json.loads(request.post_data or "{}"))

    def open(self, document_id: str) -> "OnSurface":
        """Open an article and wait until it is there."""
        self.page.goto(self.app.article_url(document_id))
        # The first article after a start waits for the tokenizer to be loaded.
        expect(self.article).to_be_visible(timeout=30_000)
        return self

    @property
    def article(self) -> Locator:
        """The text."""
        return self.page.get_by_role("article")

    @property
    def root(self) -> Locator:
        """The surface, which takes the keys."""
        return self.page.get_by_role("application", name="Annotation surface")

    @property
    def line(self) -> Locator:
        """What the bottom line says has the focus."""
        return self.page.locator(".lb-line-now")

    def card(self, name: str) -> Locator:
        """The card of a frame, by its type and anchor."""
        return self.page.locator(f'.lb-card[aria-label="{name}"]')

    def tab(self, name: str) -> Locator:
        """A tab of the panel."""
        return self.page.get_by_role("tab", name=name)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def choose(self, key: str, typed: str) -> None:
        """Press a key that opens a palette, narrow it by typing, take the first."""
        self.press(key)
        expect(self.page.get_by_role("listbox")).to_be_visible()
        self.page.keyboard.type(typed)
        self.press("Enter")

    def place(self, words: str, nth: int = 0) -> Any:
        """Return the boxes of the first and last character of these words."""
        found = self.page.evaluate(_FIND, [words, nth])
        assert found is not None, f"the article does not read {words!r} {nth + 1} times"
        return found

    def click(self, words: str, nth: int = 0) -> None:
        """Click the middle of some words."""
        (left, *_), (_, right, y) = self.place(words, nth)
        self.page.mouse.click((left + right) / 2, y)

    def drag(self, words: str, nth: int = 0, inset: float = 2) -> None:
        """Drag from inside the first to inside the last character of these words."""
        (left, _, top), (_, right, bottom) = self.place(words, nth)
        self.page.mouse.move(left + inset, top)
        self.page.mouse.down()
        self.page.mouse.move((left + right) / 2, (top + bottom) / 2, steps=3)
        self.page.mouse.move(right - inset, bottom, steps=3)
        self.page.mouse.up()

    def select(self, words: str, nth: int = 0) -> None:
        """Select words by keyboard, from a click at the beginning of the first one."""
        (left, _, y), _ = self.place(words, nth)
        self.page.mouse.click(left + 2, y)
        self.press("Space", *["Shift+ArrowRight"] * words.count(" "))

    def saved(self) -> dict[str, Any]:
        """Return the labels the server holds, once it holds all of them."""
        # Looked at often, as this is asked hundreds of times; a tab behind another has no frames.
        self.page.wait_for_function(
            "/^(Saved|Nothing)/.test(document.querySelector('.lb-status')?.textContent ?? '')",
            polling=20,
        )
        return self.sent[-1]["labels"] if self.sent else {"mentions": [], "frames": []}

    def mentions(self) -> list[tuple[str, str]]:
        """Return type and text of what is saved, in text order."""
        found = sorted(self.saved()["mentions"], key=lambda m: (m["fragments"], m["type"]))
        return [(m["type"], m["text"]) for m in found]

    def frame(self, kind: str) -> tuple[str | None, dict[str, list[str]]]:
        """Return the anchor's text and the fillers' texts by role of the only frame of a type."""
        labels = self.saved()
        texts = {m["id"]: m["text"] for m in labels["mentions"]}
        texts |= {f["id"]: f["type"] for f in labels["frames"]}
        (frame,) = [f for f in labels["frames"] if f["type"] == kind]
        roles: dict[str, list[str]] = {}
        for argument in frame["arguments"]:
            roles.setdefault(argument["role"], []).append(texts[argument["filler"]])
        return texts.get(frame["anchor"]), roles
