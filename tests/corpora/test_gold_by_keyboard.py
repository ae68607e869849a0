"""The whole seed gold, labelled by keyboard alone: what is stored is the gold, and the presses."""

import os
from collections import Counter
from typing import Any

import pytest
from expert import Expert
from expert_review import Review
from expert_routine import label_everything
from on_surface import OnSurface
from peer_actions import BRAT, LABEL_STUDIO, actions_of
from playwright.sync_api import expect
from serving import ServedApp
from shared import ROOT, gold_document, gold_labels, needs_shared, read_gold

from labeler.codec import read_annotation_set
from labeler.core.annotation import AnnotationSet
from labeler.core.schema import Schema
from labeler.schema_file import load_schema
from labeler.settings import Settings

PAGE = ROOT / "docs" / "presses.md"
BEGIN, END = "<!-- presses -->", "<!-- end -->"

pytestmark = [pytest.mark.browser, pytest.mark.long, needs_shared]


# A person's own doubt, which is no part of a gold and is not exported.
NOT_SAID = frozenset({"confidence"})
# An actor's country: the model knows it, and the gold's file does not tell it.
KNOWN_BESIDES = NOT_SAID | {"country"}


def said(labels: AnnotationSet, unsaid: frozenset[str] = NOT_SAID) -> dict[str, Any]:
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
            mentions[m.id]: (_values(m.attributes, unsaid), chains.get(m.entity or ""))
            for m in labels.mentions
        },
        "entities": {
            chains[e.id]: (e.type, e.name, _values(e.attributes, unsaid)) for e in labels.entities
        },
        "frames": {
            frames[f.id]: (
                sorted((a.role, named[a.filler]) for a in f.arguments),
                _values(f.attributes, unsaid),
                named.get(f.nested_in or ""),
                f.note,
            )
            for f in labels.frames
        },
        "relations": sorted(
            (r.type, named[r.source], named[r.target], r.note) for r in labels.relations
        ),
    }


def _values(attributes: Any, unsaid: frozenset[str]) -> dict[str, Any]:
    # An empty list and the empty text say as little as no value.
    found = {k: list(v) if isinstance(v, tuple) else v for k, v in attributes.items()}
    return {k: v for k, v in found.items() if v not in ([], "") and k not in unsaid}


@pytest.fixture(scope="module")
def counts() -> dict[str, Counter[str]]:
    """Presses by what they were for, of each way that was tried in this run."""
    return {}


@pytest.fixture
def suggesting(tmp_path):
    """The app with a model that suggests."""
    served = ServedApp(tmp_path / "data", suggest=True)
    served.start()
    yield served
    served.stop()


def _expert(page, app, wanted: AnnotationSet, schema: Schema) -> Expert:
    """Open the gold's article on a new page, with suggestions where the app has a model."""
    document = gold_document(read_gold())
    app.import_text(document.title, document.text, document_id=document.id)
    tasks: list[dict[str, Any]] = []
    page.on("response", lambda r: _note(r, tasks))
    on = OnSurface(page, app).open(document.id)
    if app.suggest:
        expect(on.tab("Suggestions")).not_to_contain_text(" 0", timeout=60_000)
        on.open(document.id)
    return Expert(on, wanted, schema, tasks[-1])


def _check(expert: Expert, wanted: AnnotationSet, unsaid: frozenset[str] = NOT_SAID) -> None:
    """Compare what is stored with the gold."""
    stored = read_annotation_set(expert.on.saved(), expert.text)
    assert isinstance(stored, AnnotationSet)
    ours, theirs = said(stored, unsaid), said(wanted, unsaid)
    for part in theirs:
        assert ours[part] == theirs[part], part
    assert expert.on.errors == []


def test_the_whole_gold_is_labelled_by_keyboard_alone(page, app, counts, capsys):
    """No mouse, no suggestions: the stored set equals the gold, with fewer presses than peers."""
    schema = load_schema(Settings().schema_path)
    wanted = gold_labels(read_gold(), schema.id, schema.version)
    expert = _expert(page, app, wanted, schema)
    label_everything(expert)
    _check(expert, wanted)
    counts["Labeler"] = expert.presses
    peers = _peers(wanted, schema)
    with capsys.disabled():
        print(f"\n{_table(counts | peers, wanted)}")
    assert expert.presses.total() < min(actions.total() for actions in peers.values())


def test_with_suggestions_the_whole_gold_takes_fewer_presses(page, suggesting, counts, capsys):
    """Each suggestion is decided on by key, what is missing is added: the set equals the gold."""
    schema = load_schema(Settings().schema_path)
    wanted = gold_labels(read_gold(), schema.id, schema.version)
    expert = _expert(page, suggesting, wanted, schema)
    review = Review(expert, expert.task["suggestions"])
    review.work()
    expert.take_over(expert.on.saved())
    label_everything(expert)
    _check(expert, wanted, KNOWN_BESIDES)
    counts["Labeler, with suggestions"] = expert.presses
    peers = _peers(wanted, schema)
    table = _table(counts | peers, wanted)
    with capsys.disabled():
        print(f"\n{review.decided} suggestions\n{table}")
    if os.environ.get("LABELER_PICTURES") and len(counts) > 1:
        _write(table)
    least = min(actions.total() for actions in (peers | counts).values())
    assert expert.presses.total() == least


def _peers(wanted: AnnotationSet, schema: Schema) -> dict[str, Counter[str]]:
    return {tool.name: actions_of(tool, wanted, schema) for tool in (LABEL_STUDIO, BRAT)}


def _table(counts: dict[str, Counter[str]], wanted: AnnotationSet) -> str:
    """Return presses and actions by what they are for, and how many of each there are."""
    numbers = {
        "suggestions": 0,
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
    shown = {
        name: Counter({("mentions" if k == "frames" else k): 0 for k in found})
        for name, found in counts.items()
    }
    for name, found in counts.items():
        for kind, presses in found.items():
            shown[name]["mentions" if kind == "frames" else kind] += presses
    rows = [
        f"| {kind} | {number or '–'} | {' | '.join(str(c[kind]) for c in shown.values())} |"
        for kind, number in numbers.items()
    ]
    totals = " | ".join(f"**{found.total()}**" for found in shown.values())
    return "\n".join(
        [
            f"| what | how many | {' | '.join(shown)} |",
            "|---|--:|" + "--:|" * len(shown),
            *rows,
            f"| **all** | | {totals} |",
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
