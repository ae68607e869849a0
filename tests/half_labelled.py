"""An article somebody has worked on, and what a model suggests beside: much to see."""

import re
from typing import Any

from playwright.sync_api import Page
from rewriting import rewrite_opened

TEXT = (
    "Ferry strike ends\n\n"
    "OSTEND (Coast News) - The dockers' union called off its strike on Friday. "
    "It said the harbour council had promised a new pay round, an offer the council denied.\n\n"
    "“We never promised a thing,” council head Mira Tolen told reporters in Ostend.\n\n"
    "The union thanked the council, and Ostend paid Brinmouth.\n"
)
MODEL = "model:test@1"
# Id, type, words, which occurrence, actor.
OWN = [
    ("m-1", "Actor.NGO", "The dockers' union", 0, "e-1"),
    ("m-2", "Trigger", "called off", 0, None),
    ("m-3", "Time", "Friday", 0, None),
    ("m-4", "Actor.NGO", "It", 0, "e-1"),
    ("m-5", "Cue", "said", 0, None),
    ("m-6", "Content", "the harbour council had promised a new pay round", 0, None),
    ("m-7", "Actor.Government", "the harbour council", 0, "e-2"),
    ("m-8", "Trigger", "promised", 0, None),
    ("m-9", "Cue", "promised", 0, None),
    ("m-10", "Content", "a new pay round", 0, None),
]
OFFERED = [
    ("s-1", "Place", "Ostend", 0, None),
    ("s-2", "Actor.Person", "Mira Tolen", 0, None),
    ("s-3", "Cue", "told", 0, None),
    ("s-4", "Content", "“We never promised a thing,”", 0, None),
    ("s-5", "Trigger", "paid", 0, None),
    ("s-6", "Actor.State", "Brinmouth", 0, None),
]
# Id, type, anchor, arguments, nested in. The first holds a role its type does not have.
OWN_FRAMES = [
    ("f-1", "Event.RETREAT", "m-2", [("actor", "m-1"), ("thing", "m-7"), ("time", "m-3")], None),
    ("f-2", "Event.AGREE", "m-8", [("actor", "m-7")], None),
    ("f-3", "Attribution", "m-5", [("source", "m-4"), ("content", "m-6")], None),
    ("f-4", "Attribution", "m-9", [("source", "m-7"), ("content", "m-10")], "f-3"),
]
OFFERED_FRAMES = [
    ("s-7", "Attribution", "s-3", [("source", "s-2"), ("content", "s-4")], None),
    ("s-8", "Event.AID", "s-5", [("recipient", "s-6")], None),
]


def items(rows: list[Any], by: str, score: float | None) -> list[dict[str, Any]]:
    """Return what every mention and frame has."""
    origin = {"by": by, "edited": False, "score": score}
    return [
        {"id": r[0], "type": r[1], "attributes": {}, "origin": origin, "flags": [], "note": ""}
        for r in rows
    ]


def mentions(rows: list[Any], by: str, score: float | None = None) -> list[dict[str, Any]]:
    """Return mentions where their words stand."""
    found = []
    for item, (*_, words, nth, entity) in zip(items(rows, by, score), rows, strict=True):
        start = [m.start() for m in re.finditer(re.escape(words), TEXT)][nth]
        at = {"fragments": [[start, start + len(words)]], "text": words, "entity": entity}
        found.append(item | at)
    return found


def frames(rows: list[Any], by: str, score: float | None = None) -> list[dict[str, Any]]:
    """Return frames on these mentions."""
    return [
        item
        | {
            "anchor": anchor,
            "arguments": [{"role": role, "filler": filler} for role, filler in slots],
            "nested_in": parent,
        }
        for item, (_, _, anchor, slots, parent) in zip(items(rows, by, score), rows, strict=True)
    ]


def entity(number: str, kind: str, name: str) -> dict[str, Any]:
    """Return an actor."""
    (found,) = items([(number, kind)], "annotator:local", None)
    return found | {"name": name, "registry": None}


def labelled(task: dict[str, Any]) -> dict[str, Any]:
    """Return an opened task as somebody left it, with a model's labels beside."""
    by = task["labels"]["author"]
    (relation,) = items([("r-1", "cause")], by, None)
    task["labels"] |= {
        "mentions": mentions(OWN, by),
        "entities": [
            entity("e-1", "Actor.NGO", "dockers' union"),
            entity("e-2", "Actor.Government", "harbour council"),
        ],
        "frames": frames(OWN_FRAMES, by),
        "relations": [relation | {"source": "f-2", "target": "f-1"}],
    }
    task["labels"]["mentions"][0] |= {"flags": ["unsure", "discuss"], "note": "which union?"}
    task["labels"]["frames"][0] |= {"flags": ["unsure"], "note": "over, or paused?"}
    # What the server finds wrong with no labels is nothing.
    task["problems"] = [
        {
            "level": "schema",
            "code": "unknown-role",
            "message": "RETREAT has no role thing",
            "item": "f-1",
            "slot": "thing",
            "kind": "frame",
            "start": TEXT.index("called off"),
        }
    ]
    task["suggestion_state"] = {"state": "ready", "message": ""}
    task["suggestions"] = task["labels"] | {
        "author": MODEL,
        "mentions": mentions(OFFERED, MODEL, 0.7),
        "frames": frames(OFFERED_FRAMES, MODEL, 0.6),
        "entities": [],
        "relations": [],
    }
    return task


def add_labels(page: Page) -> None:
    """Let the articles of this page be as if they had been labelled."""
    rewrite_opened(page, labelled)
