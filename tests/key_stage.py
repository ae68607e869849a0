"""One article with labels and suggestions, set back to its beginning before every key is tried."""

from typing import Any

from on_surface import OnSurface
from playwright.sync_api import Locator, Page, expect
from rewriting import rewrite_opened
from serving import ServedApp

MODEL = "model:test@1"
_WHALES = "\n\n".join(f"Note {n} on whales and tides was kept by hand." for n in range(1, 61))
TEXT = f"""Dockers in Brinmouth

The harbour minister Ana Roque said that the navy had shelled Brinmouth, a fishing town, on \
Monday. The guild asked the navy for help.

A witness reported that the minister had denied that the union marched in Ostend. He thanked \
the crews of Ostend.

"We will rebuild the old pier," Mira Tolen said, "with the guild."

Rain fell on the long pier. Gulls cried over the empty market near Zürich. Nobody sang.

Boats capsized at dawn. They sank. The crew swam to a village.

{_WHALES}

Zebras end it"""

# Id, type, words, which occurrence, entity.
MENTIONS = [
    ("m-roque", "Actor.Official", "The harbour minister Ana Roque", 0, "e-roque"),
    ("m-navy", "Actor.Military", "the navy", 0, "e-navy"),
    ("m-shelled", "Trigger", "shelled", 0, None),
    ("m-town", "Place", "Brinmouth", 1, None),
    ("m-guild", "Actor.NGO", "The guild", 0, "e-guild"),
    ("m-asked", "Trigger", "asked", 0, None),
    ("m-navy-2", "Actor.Military", "the navy", 1, "e-navy"),
    ("m-witness", "Actor.Person", "A witness", 0, "e-witness"),
    ("m-reported", "Cue", "reported", 0, None),
    (
        "m-outer",
        "Content",
        "that the minister had denied that the union marched in Ostend",
        0,
        None,
    ),
    ("m-minister", "Actor.Official", "the minister", 0, "e-roque"),
    ("m-denied", "Cue", "had denied", 0, None),
    ("m-inner", "Content", "that the union marched in Ostend", 0, None),
    ("m-union", "Actor.NGO", "the union", 0, "e-union"),
    ("m-marched", "Trigger", "marched", 0, None),
    ("m-pier", "Content", '"We will rebuild the old pier,"', 0, None),
    ("m-tolen", "Actor.Person", "Mira Tolen", 0, "e-tolen"),
    ("m-said", "Cue", "said", 1, None),
    ("m-capsized", "Trigger", "capsized", 0, None),
    ("m-crew", "Actor.Civilians", "The crew", 0, "e-crew"),
]
# Id, type, anchor, arguments, the attribution it lies in.
FRAMES = [
    ("f-shelled", "Event.ASSAULT", "m-shelled", [("actor", "m-navy")], None),
    (
        "f-asked",
        "Event.REQUEST",
        "m-asked",
        [("actor", "m-guild"), ("recipient", "m-navy-2"), ("recipient", "m-roque")],
        None,
    ),
    (
        "f-reported",
        "Attribution",
        "m-reported",
        [("source", "m-witness"), ("content", "m-outer")],
        None,
    ),
    (
        "f-denied",
        "Attribution",
        "m-denied",
        [("source", "m-minister"), ("content", "m-inner")],
        "f-reported",
    ),
    ("f-marched", "Event.PROTEST", "m-marched", [("actor", "m-union")], None),
    ("f-said", "Attribution", "m-said", [("source", "m-tolen"), ("content", "m-pier")], None),
    # What somebody shot at does not fit an event that has no target.
    ("f-capsized", "Event.HARM", "m-capsized", [("target", "m-guild")], None),
]
SUGGESTED = [
    ("s-he", "Actor.Official", "He", 0, 0.75),
    ("s-thanked", "Trigger", "thanked", 0, 0.75),
    ("s-crews", "Actor.Civilians", "the crews", 0, 0.6),
    ("s-ostend", "Place", "Ostend", 1, 0.9),
    ("s-market", "Place", "the empty market", 0, 0.3),
    ("s-zurich", "Place", "Zürich", 0, 0.8),
]
SUGGESTED_FRAMES = [("s-support", "Event.SUPPORT", "s-thanked", [("actor", "s-he")], None)]
_VALUES = {
    "Actor": {"mention": "named"},
    "Attribution": {
        "quote_type": "indirect",
        "verb_class": "reporting",
        "source_kind": "unnamed",
        "source_stance": "asserts",
        "polarity": "positive",
    },
}

# What is open is closed and what was said is forgotten, so that every effect is a new one.
_CLEAR = """() => {
  localStorage.removeItem('labeler.palettes');
  for (const toast of document.querySelectorAll('.lb-toast')) toast.remove();
  const root = document.querySelector('.lb-root');
  for (const box of root.querySelectorAll('.lb-veil, .lb-places')) {
    box.dispatchEvent(new Event('lb-close'));
  }
  root.querySelector('[aria-label="Close finding"]')?.click();
  const events = root.querySelector('[role="tab"]');
  if (events.getAttribute('aria-selected') !== 'true') events.click();
  root.focus();
}"""


def _item(number: str, kind: str, score: float | None = None) -> dict[str, Any]:
    return {
        "id": number,
        "type": kind,
        "attributes": _VALUES.get(kind.split(".", maxsplit=1)[0], {}),
        "origin": {"by": "human" if score is None else MODEL, "edited": False, "score": score},
        "flags": [],
        "note": "",
    }


def _fragment(words: str, nth: int) -> list[list[int]]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return [[start, start + len(words)]]


def _mention(
    number: str, kind: str, words: str, nth: int, entity: str | None, score: float | None = None
) -> dict[str, Any]:
    place = {"fragments": _fragment(words, nth), "text": words, "entity": entity}
    return _item(number, kind, score) | place


def _frame(
    number: str,
    kind: str,
    anchor: str,
    slots: list[tuple[str, str]],
    parent: str | None,
    score: float | None = None,
) -> dict[str, Any]:
    arguments = [{"role": role, "filler": filler} for role, filler in slots]
    return _item(number, kind, score) | {
        "anchor": anchor,
        "arguments": arguments,
        "nested_in": parent,
    }


def _entities() -> list[dict[str, Any]]:
    first: dict[str, dict[str, Any]] = {}
    for _, kind, words, _, entity in MENTIONS:
        if entity and entity not in first:
            own = _item(entity, kind) | {"attributes": {}, "name": words, "registry": None}
            first[entity] = own
    return list(first.values())


def prepared(task: dict[str, Any]) -> dict[str, Any]:
    """Return the opened task with labels and suggestions, and with a frame type of many roles."""
    task["suggestion_state"] = {"state": "ready", "message": ""}
    task["suggestions"] = task["labels"] | {
        "author": MODEL,
        "mentions": [_mention(*row, None, score) for *row, score in SUGGESTED],
        "frames": [_frame(*row, 0.75) for row in SUGGESTED_FRAMES],
        "entities": [],
    }
    task["labels"] |= {
        "mentions": [_mention(*row) for row in MENTIONS],
        "frames": [_frame(*row) for row in FRAMES],
        "entities": _entities(),
    }
    # No shipped type has as many roles as there are digits.
    (harm,) = [f for f in task["schema"]["frame_types"] if f["name"] == "Event.HARM"]
    recipient = next(r for r in harm["roles"] if r["name"] == "recipient")
    harm["roles"] += [recipient | {"name": f"other_{n}"} for n in range(1, 8)]
    return task


class Stage(OnSurface):
    """The surface on the prepared article, and the way back to its beginning."""

    def __init__(self, page: Page, app: ServedApp) -> None:
        super().__init__(page, app)
        self.articles = 0
        self.begun = False
        rewrite_opened(page, self._prepare)

    @staticmethod
    def _prepare(task: dict[str, Any]) -> dict[str, Any]:
        return prepared(task) if task["document"]["id"].startswith("keys-") else task

    def begin(self) -> None:
        """Be at the beginning of the prepared article with nothing picked, done or open."""
        if not self.begun:
            self.articles += 1
            name = f"keys-{self.articles}"
            self.app.import_text(
                "Dockers", TEXT.replace("Zebras", f"{name}\n\nZebras"), document_id=name
            )
            self.open(name)
        # A scene that fails half-way leaves the stage in disorder.
        self.begun = False
        self.errors.clear()
        self.back()

    def back(self) -> None:
        """Close what is open, take back what was done, go to the beginning."""
        self.press("Escape")
        self.page.evaluate(_CLEAR)
        self.press(*["Escape"] * 4, "Home")
        while self.page.get_by_role("button", name="Undo").is_enabled():
            self.press("Control+z")
        self.press(*["Escape"] * 4, "Home")
        self.page.evaluate(_CLEAR)

    def leave(self) -> None:
        """Let the next scene have the stage."""
        self.begun = True

    # ---- what a person sees ------------------------------------------------------

    def stands(self, words: str) -> None:
        """Expect the bottom line to say where one is."""
        expect(self.line).to_have_text(words)

    def says(self, words: str) -> None:
        """Expect a message."""
        expect(self.page.locator(".lb-toast")).to_contain_text(words)

    def list(self, name: str) -> Locator:
        """A palette."""
        return self.page.get_by_role("listbox", name=name)

    def dialog(self, name: str) -> Locator:
        """A dialog."""
        return self.page.get_by_role("dialog", name=name)

    def is_focused(self, name: str) -> None:
        """Expect a card to have the focus."""
        expect(self.card(name)).to_have_attribute("aria-current", "true")

    def go_to_card(self, name: str) -> None:
        """Press the head of a card."""
        if name.startswith("attribution"):
            self.tab("Who says so").click()
        self.card(name).locator(".lb-card-head").click()
        self.is_focused(name)
