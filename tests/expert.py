"""An expert who labels an article by keyboard alone, as known from its gold, and counts presses.

The expert looks at the screen as people do (the letters of a jump, the rows of
a palette, the candidates of a slot) and always takes the way with the fewest
presses that they know.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from on_surface import OnSurface
from playwright.sync_api import expect

from labeler.core.annotation import AnnotationSet, Mention
from labeler.core.schema import AttributeDef, AttributeKind, Schema

# What a jump costs where its letters are not known yet: the key, a letter, a label.
_JUMP = 3
# Words of a text that are on the screen when one is at its beginning.
_FIRST_SCREEN = 60
_GROWN = """
async ([text, tokens, sentences, paragraphs, wanted, reach]) => {
  const { larger } = await import('/surface/-/text/growing.js');
  const around = { text, tokens, sentences, paragraphs };
  return wanted.map(([start, end]) => {
    const ways = [];
    for (const [i, token] of tokens.entries()) {
      if (token[0] < start || token[1] > end) continue;
      let now = token;
      for (let presses = 0; presses <= reach && now; presses += 1) {
        if (now[0] === start && now[1] === end) { ways.push([i, presses]); break; }
        if (now[0] < start || now[1] > end) break;
        now = larger(around, now);
      }
    }
    return ways;
  });
}
"""

# Whether a character of a paragraph is on the screen.
_SEES = """
([block, offset]) => {
  const area = document.querySelector('.lb-scroll').getBoundingClientRect();
  const walker = document.createTreeWalker(
    document.querySelector(`.lb-p[data-block="${block}"]`), NodeFilter.SHOW_TEXT);
  let at = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (offset < at + node.length) {
      const range = document.createRange();
      range.setStart(node, offset - at);
      range.setEnd(node, offset - at + 1);
      const box = range.getBoundingClientRect();
      return box.height > 0 && box.top >= area.top && box.bottom <= area.bottom;
    }
    at += node.length;
  }
  return false;
}
"""
# What every chip of a jump says, and whether it stands at this character of this paragraph.
_CHIPS = """
([block, offset]) => {
  const article = document.querySelector('.lb-article').getBoundingClientRect();
  const walker = document.createTreeWalker(
    document.querySelector(`.lb-p[data-block="${block}"]`), NodeFilter.SHOW_TEXT);
  let at = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (offset < at + node.length) {
      const range = document.createRange();
      range.setStart(node, offset - at);
      range.setEnd(node, offset - at + 1);
      const box = range.getBoundingClientRect();
      return [...document.querySelectorAll('.lb-hop')].map((chip) => [
        chip.textContent,
        Math.abs(parseFloat(chip.style.left) - (box.left - article.left)) < 3 &&
          Math.abs(parseFloat(chip.style.top) - (box.top - article.top)) < 8,
      ]);
    }
    at += node.length;
  }
  return [];
}
"""

_ROWS = """
() => [...document.querySelectorAll('.lb-palette .lb-option')].map((row) => ({
  label: [...row.querySelector('.lb-option-name').childNodes]
    .filter((n) => n.nodeName !== 'SMALL').map((n) => n.textContent).join('').trim(),
  digit: row.querySelector('.lb-key')?.textContent ?? '',
  name: row.dataset.name ?? '',
  lit: row.getAttribute('aria-selected') === 'true',
  typing: document.querySelector('.lb-palette-input').value !== '',
}))
"""

# What the panel shows, once everything is painted.
_PANEL = """
async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
    () => setTimeout(done))));
  const card = document.querySelector('.lb-card-on[data-frame]');
  const slots = [...(card?.querySelectorAll('[data-role]') ?? [])];
  return {
    focused: card?.dataset.frame ?? '',
    armed: card?.querySelector('.lb-row-armed')?.dataset.role ?? '',
    roles: slots.map((row) => row.dataset.role),
    empty: slots.map((row) => row.querySelector('.lb-chip:not(.lb-chip-candidate)')
      ? '' : row.dataset.role),
    offers: [...(card?.querySelectorAll('.lb-chip-candidate') ?? [])].map((chip) => [
      chip.closest('[data-role]').dataset.role, chip.dataset.filler ?? '',
      chip.querySelector('.lb-key').textContent]),
  };
}
"""


@dataclass
class Expert:
    """One expert at one article.

    Attributes:
        presses: key presses by what they were for; the letters of free text apart, as ``letters``.
        caret: the token the caret stands on.
        there: the labels after the suggestions were gone through; empty without suggestions.
        accepted: what of these is a wanted mention, by its id in the gold.
        accepted_frames: the same of frames.
    """

    on: OnSurface
    gold: AnnotationSet
    schema: Schema
    task: dict[str, Any]
    presses: Counter[str] = field(default_factory=Counter)
    letters: int = 0
    caret: int = 0
    picked: bool = False
    work: str = ""
    there: dict[str, Any] = field(default_factory=dict)
    accepted: dict[str, dict[str, Any]] = field(default_factory=dict)
    accepted_frames: dict[str, dict[str, Any]] = field(default_factory=dict)
    grown: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    _ids: dict[str, str] = field(default_factory=dict)
    _paragraphs: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        document = self.task["document"]
        # The article has no character outside the basic plane, so offsets agree.
        self.text: str = document["text"]
        assert all(ord(c) < 0x10000 for c in self.text)
        self.tokens: list[list[int]] = document["tokens"]
        self.starts = [start for start, _ in self.tokens]
        self.sentences: list[list[int]] = document["sentences"]
        self.mentions = {m.id: m for m in self.gold.mentions}
        self.frames = {f.id: f for f in self.gold.frames}
        self.entities = {e.id: e for e in self.gold.entities}

    # ---- keys ------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.on.page.keyboard.press(key)
        self.presses[self.work] += len(keys)

    def write(self, text: str) -> None:
        """Write free text, which every tool asks for letter by letter."""
        self.on.page.keyboard.insert_text(text)
        self.letters += len(text)

    def type(self, letters: str) -> None:
        """Type letters that find something."""
        self.on.page.keyboard.type(letters)
        self.presses[self.work] += len(letters)

    # ---- moving ----------------------------------------------------------------

    def token_at(self, offset: int) -> int:
        """Return the token an offset lies in."""
        return bisect_right(self.starts, offset) - 1

    def learn_ways(self, wanted: list[tuple[int, int]]) -> None:
        """Find out from which words growing leads to just these stretches."""
        places = [{"start": start, "end": end} for start, end in self.paragraphs()]
        found = self.on.page.evaluate(
            _GROWN, [self.text, self.tokens, self.sentences, places, wanted, 6]
        )
        self.grown = {
            key: [tuple(w) for w in ways] for key, ways in zip(wanted, found, strict=True)
        }

    def walk(self, token: int) -> list[str]:
        """Return the fewest arrow presses from the caret to a token."""
        ways = [self._arrows(self.caret, token)]
        for step, key in ((1, "Control+ArrowDown"), (-1, "Control+ArrowUp")):
            at, keys = self.caret, []
            for _ in range(4):
                at = self._sentence(at, step)
                keys = [*keys, key]
                ways.append(keys + self._arrows(at, token))
        return min(ways, key=len)

    @staticmethod
    def _arrows(start: int, end: int) -> list[str]:
        return ["ArrowRight" if end > start else "ArrowLeft"] * abs(end - start)

    def paragraphs(self) -> list[tuple[int, int]]:
        """Return where the paragraphs on the screen begin and end."""
        if not self._paragraphs:
            at = 0
            for words in self.on.page.locator(".lb-p").all_text_contents():
                start = self.text.index(words, at)
                at = start + len(words)
                self._paragraphs.append((start, at))
        return self._paragraphs

    def _place(self, offset: int) -> list[int]:
        for block, (start, end) in enumerate(self.paragraphs()):
            if start <= offset < end:
                return [block, offset - start]
        raise AssertionError(f"{offset} is in no paragraph")

    def _sentence(self, token: int, step: int) -> int:
        return self._next(self._firsts(self.sentences), token, step)

    def _firsts(self, units: Sequence[Sequence[int]]) -> list[int]:
        """Return the first token of each sentence or paragraph."""
        firsts = [self.token_at(start) for start, _ in units]
        return [t + (self.tokens[t][1] <= u[0]) for t, u in zip(firsts, units, strict=True)]

    def _next(self, firsts: list[int], token: int, step: int) -> int:
        if step > 0:
            return next((t for t in firsts if t > token), len(self.tokens) - 1)
        return next((t for t in reversed(firsts) if t < token), 0)

    def cost_of_going(self, token: int) -> int:
        """Return how many presses it takes to a token, as far as one can tell."""
        return min(len(self.walk(token)), _JUMP)

    def go(self, token: int) -> None:
        """Put the caret on a token."""
        keys = self.walk(token)
        while len(keys) > _JUMP and not self.sees(token):
            # Only what is on the screen can be jumped to.
            step = -1 if token < self.caret else 1
            far = token < _FIRST_SCREEN < self.caret
            self.press("Home" if far else f"Control+Arrow{'Left' if step < 0 else 'Right'}")
            self.caret = 0 if far else self._next(self._firsts(self.paragraphs()), self.caret, step)
            keys = self.walk(token)
        if len(keys) <= _JUMP:
            self.press(*keys)
        else:
            self.jump("j", token)
        self.caret = token

    def sees(self, token: int) -> bool:
        """Say whether a token is on the screen."""
        return self.on.page.evaluate(_SEES, self._place(self.starts[token]))

    def jump(self, key: str, token: int) -> None:
        """Jump to a token by its first letter and the label that appears."""
        start, end = self.tokens[token]
        self.press(key)
        word = self.text[start:end]
        for letter in word:
            self.press(letter.lower())
            chips = self.on.page.evaluate(_CHIPS, self._place(start))
            if len(chips) == 1:
                # It stands there already; the next key does what it always does.
                return
            label = next((text for text, near in chips if near), "")
            if label not in {"", "·"}:
                self.press({"↵": "Enter"}.get(label, label))
                return
        raise AssertionError(f"no way to jump to {word!r} at {start}")

    # ---- selecting -------------------------------------------------------------

    def select(self, start: int, end: int) -> None:
        """Select just this stretch, or stand on its only word."""
        first, last = self.token_at(start), self.token_at(end - 1)
        assert self.starts[first] == start, "a selection by characters begins with a word"
        too_long = self.tokens[last][1] - end
        ways: list[tuple[int, int, str]] = []
        for token, presses in self.grown.get((start, end), []):
            ways.append((self.cost_of_going(token) + presses, token, "grow"))
        extend = min(last - first, _JUMP)
        ways.append((self.cost_of_going(first) + extend, first, "right"))
        ways.append((self.cost_of_going(last) + extend, last, "left"))
        _, token, how = min(ways)
        here = token == self.caret
        self.go(token)
        if here and self.picked and (how == "grow" or first == last):
            # What was just marked is still picked; the word itself is meant.
            self.press("Space")
        self.picked = False
        if how == "grow":
            presses = dict(self.grown[start, end])[token]
            self.press(*["l"] * presses)
        elif last - first <= _JUMP:
            key = "Shift+ArrowRight" if how == "right" else "Shift+ArrowLeft"
            self.press(*[key] * (last - first))
        elif last > first:
            self.jump("J", last if how == "right" else first)
        if too_long:
            self.press(*["Alt+Shift+ArrowLeft"] * too_long)
        self.caret = {"right": last, "left": first}.get(how, last)
        self._check(self.text[start:end])

    def _check(self, words: str) -> None:
        """Look whether the bottom line says what is meant; long words are cut in the middle."""
        line = self.on.page.locator(".lb-line-now")
        if not line.inner_text().startswith("Selected"):
            return
        said = line.locator("b").first.inner_text()
        head, _, tail = said.partition("…")
        words = " ".join(words.split())
        if head + tail != words:
            assert words.startswith(head), f"{said!r} is selected, not {words!r}"
            assert tail, f"{said!r} is selected, not {words!r}"
            assert words.endswith(tail), f"{said!r} is selected, not {words!r}"

    # ---- choosing --------------------------------------------------------------

    def choose(self, label: str, *, stay: bool = False) -> None:
        """Take a row of the open palette: by its digit, else after typing some of it."""
        # What tells a value from others is its own name, not its attribute's.
        typed = label.rpartition(": ")[2]
        for count in range(len(typed) + 1):
            if count:
                self.type(typed[count - 1])
            rows = self.rows()
            at = next((i for i, row in enumerate(rows) if row["label"] == label), None)
            if at is None:
                continue
            if rows[at]["lit"]:
                self.press("Shift+Enter" if stay else "Enter")
            elif rows[at]["digit"] and (count == 0 or not rows[at]["typing"]):
                self.press(rows[at]["digit"])
            else:
                continue
            return
        self._step_to(label, stay=stay)

    def _step_to(self, label: str, *, stay: bool) -> None:
        """Take a row by the arrows."""
        rows = self.rows()
        at = next((i for i, row in enumerate(rows) if row["label"] == label), None)
        assert at is not None, f"no row {label!r} in {rows}"
        lit = next(i for i, row in enumerate(rows) if row["lit"])
        self.press(*["ArrowDown" if at > lit else "ArrowUp"] * abs(at - lit))
        self.press("Shift+Enter" if stay else "Enter")

    def label(self, type_name: str) -> str:
        """Return what a type is called on the screen."""
        found = self.schema.span_types.get(type_name) or self.schema.frame_types[type_name]
        return found.label or type_name.rsplit(".", 1)[-1]

    def choose_or_write(self, text: str, label: str, *, stay: bool = False) -> None:
        """Take the row of a text that was used before, or write it."""
        rows = self.rows()
        if any(row["label"] == label for row in rows):
            self.choose(label, stay=stay)
            return
        self.write(text)
        self._step_to(label, stay=stay)

    def choose_item(self, item: str) -> None:
        """Take the row that stands for an item: by its digit, else after typing of its words."""
        rows = self.rows()
        names = [row["name"] for row in rows]
        assert item in names, f"no row for {item} in {rows}"
        typed = rows[names.index(item)]["label"].split(" ", 1)[-1]
        for count in range(len(typed) + 1):
            if count:
                self.type(typed[count - 1])
                rows = self.rows()
            row = next((row for row in rows if row["name"] == item), None)
            if row and (row["lit"] or row["digit"]):
                self.press("Enter" if row["lit"] else row["digit"])
                return
        raise AssertionError(f"no way to {item} in {rows}")

    def choose_relation(self, name: str, source: str, target: str) -> None:
        """Take the row of the relation of this name from one frame to another."""
        relation = next(
            r
            for r in self.on.saved()["relations"]
            if (r["source"], r["target"]) == (source, target)
            and r["type"].replace("_", " ") == name
        )
        self.type(name)
        self.choose_item(f"relation {relation['id']}")

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows of the open palette."""
        expect(self.on.page.get_by_role("listbox")).to_be_visible()
        return self.on.page.evaluate(_ROWS)

    # ---- looking ---------------------------------------------------------------

    def look(self) -> dict[str, Any]:
        """Return what the panel shows once the screen is painted."""
        return self.on.page.evaluate(_PANEL)

    def close(self) -> None:
        """Leave a palette that stayed open."""
        if self.on.page.locator(".lb-palette").count():
            self.press("Escape")

    def armed(self) -> str:
        """Return the role whose slot is open; empty for none."""
        return self.look()["armed"]

    def focused(self) -> str:
        """Return the id of the frame whose card has the focus."""
        return self.look()["focused"]

    def offer(self, role: str, filler: str) -> str:
        """Return the digit that puts a filler in a role; empty where none does."""
        found = [d for r, f, d in self.look()["offers"] if r == role and f == filler]
        return found[0] if found else ""

    def tabs_to(self, role: str) -> int | None:
        """Return how many tabs lead to an empty slot; ``None`` where they pass it."""
        panel = self.look()
        open_slots = [r for r in panel["empty"] if r]
        names = panel["roles"]
        now = names.index(panel["armed"]) if panel["armed"] else -1
        ahead = [r for r in names[now + 1 :] if r in open_slots]
        if panel["armed"] == role:
            return 0
        return ahead.index(role) + 1 if role in ahead else None

    def said(self) -> str:
        """Return what the surface said last."""
        return self.on.page.locator(".lb-toast").inner_text()

    def words(self, mention: Mention) -> str:
        """Return the text of a mention of one fragment."""
        return self.text[mention.fragments[0].start : mention.fragments[0].end]

    @staticmethod
    def reach(mention: Mention) -> tuple[int, int]:
        """Return where its first fragment begins and ends."""
        return mention.fragments[0].start, mention.fragments[0].end

    def occurrences(self, words: str, behind: Mention) -> list[int]:
        """Return where the words stand as whole words, apart from the mention itself."""
        found = [m.start() for m in re.finditer(re.escape(words), self.text)]
        ends = {end for _, end in self.tokens}
        return [
            at
            for at in found
            if at in self.starts and at + len(words) in ends and at != behind.fragments[0].start
        ]

    def stand_on(self, mention: Mention) -> None:
        """Put the caret on a word of a mention that lies in no smaller one."""
        first, last = (
            self.token_at(at) for at in (self.reach(mention)[0], self.reach(mention)[1] - 1)
        )
        words = [t for t in range(first, last + 1) if self._innermost(t) == mention.id]
        self.go(min(words or [first], key=self.cost_of_going))

    def _innermost(self, token: int) -> str:
        at = self.starts[token]
        over = [m for m in self.gold.mentions if any(f.start <= at < f.end for f in m.fragments)]
        return min(over, key=lambda m: sum(f.end - f.start for f in m.fragments)).id

    # ---- what is there already ------------------------------------------------------

    def take_over(self, labels: dict[str, Any]) -> None:
        """Note which of the gold's items these labels hold."""
        self.there = labels
        mentions = {(m["type"], str(m["fragments"])): m for m in labels["mentions"]}
        ids = {m["id"]: (m["type"], str(m["fragments"])) for m in labels["mentions"]}
        frames = {(f["type"], ids.get(f["anchor"])): f for f in labels["frames"]}
        wanted = {
            m.id: (m.type, str([[f.start, f.end] for f in m.fragments])) for m in self.gold.mentions
        }
        self.accepted = {id_: mentions[key] for id_, key in wanted.items() if key in mentions}
        for frame in self.gold.frames:
            found = frames.get((frame.type, wanted.get(frame.anchor or "")))
            if found and frame.anchor:
                self.accepted_frames[frame.id] = found

    # ---- what is stored ----------------------------------------------------------

    def stored_id(self, mention_id: str) -> str:
        """Return the stored id of one of the gold's mentions."""
        if mention_id not in self._ids:
            self._ids[mention_id] = self.stored_mention(self.mentions[mention_id])["id"]
        return self._ids[mention_id]

    def stored_mention(self, mention: Mention) -> dict[str, Any]:
        """Return the stored mention of the same type and place."""
        wanted = [[f.start, f.end] for f in mention.fragments]
        # What was sent last may hold it already; else it is on its way.
        for sent in (self.on.sent[-1]["labels"] if self.on.sent else {"mentions": []}, None):
            labels = sent or self.on.saved()
            for found in labels["mentions"]:
                if found["type"] == mention.type and found["fragments"] == wanted:
                    return found
        raise AssertionError(f"{mention} is not stored")

    def stored_entity(self, mention: Mention) -> dict[str, Any]:
        """Return the stored chain of one of the gold's mentions."""
        chain = self.stored_mention(mention)["entity"]
        return next(e for e in self.on.saved()["entities"] if e["id"] == chain)

    def stored_frame(self, frame_id: str) -> dict[str, Any]:
        """Return a stored frame."""
        return next(f for f in self.on.saved()["frames"] if f["id"] == frame_id)

    def newest_frame(self) -> str:
        """Return the id of the frame just made, which has the focus."""
        found = self.focused()
        assert found, "no card has the focus"
        return found

    def attribute(self, frame_type: str, name: str) -> AttributeDef:
        """Return the definition of an attribute of a frame type."""
        found = self.schema.attributes.get(name)
        if found is not None:
            return found
        modes = self.schema.frame_types[frame_type].modes
        return AttributeDef(name, AttributeKind.MULTI_ENUM, modes)
