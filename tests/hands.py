"""A person's hands on the surface: select words, press keys, type into a palette."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

# Where the nth occurrence of some words begins and ends on the screen, after
# scrolling it to the middle; the words may run over several marked stretches.
_FIND = """
([words, nth]) => {
  const article = document.querySelector('article');
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = '';
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    nodes.push([text.length, node]);
    text += node.data;
  }
  let at = -1;
  for (let n = 0; n <= nth; n += 1) at = text.indexOf(words, at + 1);
  if (at < 0) return null;
  const box = (offset) => {
    const [start, node] = nodes.findLast(([start]) => start <= offset);
    const range = document.createRange();
    range.setStart(node, offset - start);
    range.setEnd(node, offset - start + 1);
    return [range.getBoundingClientRect(), node];
  };
  box(at)[1].parentElement.scrollIntoView({ block: 'center' });
  const [first] = box(at);
  const [last] = box(at + words.length - 1);
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}
"""


@dataclass
class Hands:
    """What a person does to an article on screen."""

    page: Page

    def open(self, url: str) -> None:
        """Go to an article and wait until it is there."""
        self.page.goto(url)
        expect(self.page.locator("article")).to_be_visible()

    def find(self, words: str, nth: int = 0) -> tuple[float, float, float, float]:
        """Return where the words begin and end on screen."""
        found = self.page.evaluate(_FIND, [words, nth])
        assert found is not None, f"{words!r} is not on the page"
        return tuple(found)

    def drag(self, words: str, nth: int = 0) -> None:
        """Select words with the mouse."""
        left, top, right, bottom = self.find(words, nth)
        self.page.mouse.move(left, top)
        self.page.mouse.down()
        self.page.mouse.move((left + right) / 2, (top + bottom) / 2)
        self.page.mouse.move(right, bottom)
        self.page.mouse.up()

    def click(self, words: str, nth: int = 0) -> None:
        """Click in the middle of a word."""
        left, top, right, bottom = self.find(words, nth)
        self.page.mouse.click((left + right) / 2, (top + bottom) / 2)

    def select(self, words: str, nth: int = 0) -> None:
        """Select words by keyboard alone, from a click on the first one."""
        left, top, _, _ = self.find(words, nth)
        self.page.mouse.click(left + 2, top)
        self.press("Space", *["Shift+ArrowRight"] * words.count(" "))

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def choose(self, key: str, name: str) -> None:
        """Open a palette with a key, type a name and take the first."""
        self.press(key)
        self.page.keyboard.type(name)
        self.press("Enter")

    def status(self) -> Locator:
        """Return the line that says whether all is saved."""
        return self.page.get_by_role("status").filter(has_text="Saved")

    def wait_saved(self) -> None:
        """Wait until the surface says so."""
        expect(self.status()).to_be_visible(timeout=10_000)
