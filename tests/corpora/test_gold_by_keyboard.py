"""The whole seed gold, labelled by keyboard alone: what is stored is the gold, and the presses."""

import os
from collections import Counter
from typing import Any

import pytest
from expert import Expert
from expert_routine import label_everything
from on_surface import OnSurface
from peer_actions import BRAT, LABEL_STUDIO, actions_of
from shared import ROOT, gold_document, gold_labels, needs_shared, read_gold

from labeler.codec import read_annotation_set
from labeler.core.annotation import AnnotationSet
from labeler.schema_file import load_schema
from labeler.settings import Settings

PAGE = ROOT / "docs" / "presses.md"
BEGIN, END = "<!-- presses -->", "<!-- end -->"

pytestmark = [pytest.mark.browser, needs_shared]


# A person's own doubt, which is no part of a gold and is not exported.
NOT_SAID = {"confidence"}


def said(labels: AnnotationSet) -> dict[str, Any]:
    """Return what a set says, whatever its ids are: items by what they are made of."""
    mentions = {m.id: (m.type, m.fragments) for m in labels.mentions}
    members: dict[str, list[Any]] = {e.id: [] for e in labels.entities}
    for m in labels.mentions:
        if m.entity is not None:
            members[m.entity].append(mentions[m.id])
    chains = {e.id: tuple(sorted(members[e.id])) for e in labels.entities}
    # Frames by their anchor; the only one without has a content.
    frames = {f.id: (f.type, mentions[f.anchor or f.fillers("content")[0]]) for f in labels.frames}
    named = mentions | frames | chains
    return {
        "mentions": {
            mentions[m.id]: (_values(m.attributes), chains.get(m.entity or ""))
            for m in labels.mentions
        },
        "entities": {
            chains[e.id]: (e.type, e.name, _values(e.attributes)) for e in labels.entities
        },
        "frames": {
            frames[f.id]: (
                sorted((a.role, named[a.filler]) for a in f.arguments),
                _values(f.attributes),
                named.get(f.nested_in or ""),
                f.note,
            )
            for f in labels.frames
        },
        "relations": sorted(
            (r.type, named[r.source], named[r.target], r.note) for r in labels.relations
        ),
    }


def _values(attributes: Any) -> dict[str, Any]:
    # An empty list and the empty text say as little as no value.
    found = {k: list(v) if isinstance(v, tuple) else v for k, v in attributes.items()}
    return {k: v for k, v in found.items() if v not in ([], "") and k not in NOT_SAID}


def test_the_whole_gold_is_labelled_by_keyboard_alone(page, app, capsys):
    """No mouse, no suggestions: the stored set equals the gold, with fewer presses than peers."""
    gold = read_gold()
    document = gold_document(gold)
    schema = load_schema(Settings().schema_path)
    wanted = gold_labels(gold, schema.id, schema.version)
    app.import_text(document.title, document.text, document_id=document.id)
    tasks: list[dict[str, Any]] = []
    page.on("response", lambda r: _note(r, tasks))
    on = OnSurface(page, app).open(document.id)
    expert = Expert(on, wanted, schema, tasks[0])
    label_everything(expert)
    stored = read_annotation_set(on.saved(), document.text)
    assert isinstance(stored, AnnotationSet)
    ours, theirs = said(stored), said(wanted)
    for part in theirs:
        assert ours[part] == theirs[part], part
    assert on.errors == []
    peers = [(tool.name, actions_of(tool, wanted, schema)) for tool in (LABEL_STUDIO, BRAT)]
    table = _table(expert, wanted, dict(peers))
    with capsys.disabled():
        print(f"\n{table}")
    if os.environ.get("LABELER_PICTURES"):
        _write(table)
    presses = sum(expert.presses.values())
    assert presses < min(sum(actions.values()) for _, actions in peers)


def _table(expert: Expert, wanted: AnnotationSet, peers: dict[str, Counter[str]]) -> str:
    """Return presses and actions by what they are for, and how many of each there are."""
    counts = {
        "mentions": len(wanted.mentions),
        "chains": sum(1 for m in wanted.mentions if m.entity) - len(wanted.entities),
        "actors": len(wanted.entities),
        "arguments": sum(len(f.arguments) for f in wanted.frames),
        "attributes": 0,
        "notes": sum(bool(i.note) for i in wanted.items()),
        "nesting": sum(bool(f.nested_in) for f in wanted.frames),
        "relations": len(wanted.relations),
    }
    # An event or attribution is its trigger or cue: both are counted with the mentions.
    ours = Counter(expert.presses)
    ours["mentions"] += ours.pop("frames")
    rows = [
        f"| {name} | {counts[name] or '–'} | {ours[name]} "
        f"| {' | '.join(str(actions[name]) for actions in peers.values())} |"
        for name in counts
    ]
    totals = " | ".join(f"**{sum(actions.values())}**" for actions in peers.values())
    return "\n".join(
        [
            f"| what | how many | Labeler, key presses | {' | '.join(peers)} |",
            "|---|--:|--:|" + "--:|" * len(peers),
            *rows,
            f"| **all** | | **{sum(ours.values())}** | {totals} |",
        ]
    )


def _write(table: str) -> None:
    text = PAGE.read_text("utf-8")
    before, mark, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    assert mark, "the page has no place for the table"
    PAGE.write_text(f"{before}{mark}\n{table}\n{end}{after}", "utf-8")


def _note(response, tasks: list[dict[str, Any]]) -> None:
    if response.request.method == "POST" and response.url.endswith(("/tasks/open", "/tasks/next")):
        tasks.append(response.json())
