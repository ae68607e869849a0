"""What the surface marks while one works is what the server will say."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shared import ROOT

from labeler.codec import dump_annotation_set, dump_document, dump_problem, dump_schema
from labeler.core.annotation import AnnotationSet, Argument, Entity, Frame, Mention, Relation
from labeler.core.document import Document, Fragment
from labeler.core.schema import ENTITY, Schema
from labeler.core.validation import blocks_saving, validate
from labeler.schema_file import load_schema

SCHEMA = load_schema(ROOT / "schemas" / "news_events.yaml")
SPANS = [name for name, span in SCHEMA.span_types.items() if not span.abstract]
FRAMES = [name for name, frame in SCHEMA.frame_types.items() if not frame.abstract]
TEXT = (
    "🎉 Borduria said it would strike Klow.\n\n“They denied it,” said the 👩‍🚀 envoy of  Syldavia. "
    "The two sides met at the border on Monday and agreed to “stop the shelling at once”.\n"
)
DOCUMENT = Document("d", "Borduria", TEXT)

# Prepared once for the page; then each call takes many sets.
PREPARE = """async ({schema, document}) => {
  const model = '/labeler/surface/static/model';
  const [{ SchemaIndex }, { Offsets, setIn }, { readLabels }, { findProblems }] = await Promise.all(
    ['schema', 'offsets', 'labels', 'checks'].map((name) => import(`${model}/${name}.js`)),
  );
  const index = new SchemaIndex(schema);
  const offsets = new Offsets(document.text);
  window.problemsOf = (sets) => sets.map((set) => {
    const found = findProblems(readLabels(setIn(set, offsets)), document, index);
    return found.map((p) => ({ ...p, start: p.start < 0 ? -1 : offsets.toCodePoints(p.start) }));
  });
}"""


# Two are no attributes of this schema; one of those is a word JavaScript's objects know.
_MISFITS = {"tense": "past", "sector": ("GOV",), "mood": "", "toString": True}


def _value(name: str, kind: str) -> st.SearchStrategy[Any]:
    definition = SCHEMA.attribute(name, kind)
    right: st.SearchStrategy[Any] = st.sampled_from(definition.values or ("GBR", "2026-03-01"))
    if definition.kind == "multi_enum":
        right = st.lists(right, max_size=2, unique=True).map(tuple)
    return st.one_of(right, right, right, st.sampled_from(["odd", True, 7, 0.5, ("odd",)]))


@st.composite
def _attributes(draw: st.DrawFn, names: tuple[str, ...], kind: str = "") -> dict[str, Any]:
    chosen = draw(st.sets(st.sampled_from(names))) if names else set()
    return {name: draw(_value(name, kind)) for name in sorted(chosen)}


@st.composite
def _of_item(draw: st.DrawFn, names: tuple[str, ...], kind: str = "") -> dict[str, Any]:
    """Return attributes among which is, now and then, what another type left behind."""
    misfits = draw(st.sampled_from([{}] * 9 + [{name: value} for name, value in _MISFITS.items()]))
    return misfits | draw(_attributes(names, kind))


@st.composite
def _mention(draw: st.DrawFn, number: int, entities: list[str]) -> Mention:
    cuts = sorted(draw(st.sets(st.integers(0, len(TEXT)), min_size=2, max_size=4)))
    cuts = cuts if len(cuts) % 2 == 0 else cuts[:2]
    kind = draw(st.sampled_from(SPANS))
    return Mention(
        f"m{number}",
        kind,
        tuple(Fragment(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True)),
        draw(_of_item(SCHEMA.span_types[kind].attributes)),
        draw(st.sampled_from([None, *entities])),
    )


@st.composite
def _frame(draw: st.DrawFn, number: int, mentions: list[str], frames: list[str]) -> Frame:
    kind = SCHEMA.frame_types[draw(st.sampled_from([*FRAMES, *["Attribution"] * 8]))]
    fillers = st.sampled_from([*mentions, *frames])
    own = [role.name for role in kind.roles]
    roles = st.sampled_from([*own * 4, "target", "victim", "cue", "trigger", "constructor"])
    return Frame(
        f"f{number}",
        kind.name,
        draw(st.sampled_from([None, *mentions])),
        tuple(draw(st.lists(st.builds(Argument, roles, fillers), max_size=6))),
        draw(_of_item(kind.attributes, kind.name)),
        draw(st.sampled_from([None, *frames])),
    )


@st.composite
def _relation(draw: st.DrawFn, number: int, frames: list[str], entities: list[str]) -> Relation:
    kind = SCHEMA.relation_types[draw(st.sampled_from(sorted(SCHEMA.relation_types)))]
    ends = st.sampled_from(entities if kind.sources == (ENTITY,) else frames)
    attributes = draw(_of_item(kind.attributes))
    return Relation(f"r{number}", kind.name, draw(ends), draw(ends), attributes)


@st.composite
def labels(draw: st.DrawFn) -> AnnotationSet:
    """Return sets that could be stored, with all sorts of mistakes in them."""
    entities = [
        Entity(
            f"e{i}",
            draw(st.sampled_from(SCHEMA.entity_types)),
            "Klow",
            draw(_of_item(SCHEMA.entity_attributes)),
        )
        for i in range(draw(st.integers(1, 3)))
    ]
    chains = [e.id for e in entities]
    mentions = [draw(_mention(i, chains)) for i in range(draw(st.integers(1, 8)))]
    marked = [m.id for m in mentions]
    frames: list[Frame] = []
    for i in range(draw(st.integers(1, 5))):
        frames.append(draw(_frame(i, marked, [f.id for f in frames])))
    framed = [f.id for f in frames]
    relations = [draw(_relation(i, framed, chains)) for i in range(draw(st.integers(0, 3)))]
    return AnnotationSet(
        "d",
        DOCUMENT.sha256,
        SCHEMA.id,
        SCHEMA.version,
        "annotator:local",
        tuple(mentions),
        tuple(entities),
        tuple(frames),
        tuple(relations),
        draw(_attributes(SCHEMA.document_labels)),
    )


def expected(schema: Schema, found: AnnotationSet) -> list[dict[str, Any]]:
    """Return what the server says."""
    problems = validate(found, DOCUMENT, schema)
    assert not blocks_saving(problems)
    return [dump_problem(p) for p in problems]


def test_the_surface_finds_just_what_the_server_finds(lab):
    """Same codes, words, slots and places, in the same order."""
    document = json.loads(json.dumps(dump_document(DOCUMENT)))
    lab.evaluate(PREPARE, {"schema": dump_schema(SCHEMA), "document": document})
    seen: set[str] = set()

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(labels(), min_size=20, max_size=20))
    def compare(sets: list[AnnotationSet]) -> None:
        found = lab.evaluate("window.problemsOf", [dump_annotation_set(s, TEXT) for s in sets])
        for one, problems in zip(sets, found, strict=True):
            wanted = expected(SCHEMA, one)
            assert problems == wanted
            seen.update(p["code"] for p in wanted)

    compare()
    # Sets in which nothing is wrong would prove nothing.
    assert len(seen) > 15, sorted(seen)
    assert {"unknown-role", "unknown-attribute"} <= seen
