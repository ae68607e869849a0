"""A schema with an attribute of every kind, and submissions made under it."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from labeler.core.annotation import (
    AnnotationSet,
    Argument,
    Decision,
    Entity,
    Frame,
    Mention,
    Origin,
    Relation,
)
from labeler.core.document import Document, Fragment
from labeler.core.schema import (
    Anchor,
    AttributeDef,
    AttributeKind,
    FrameKind,
    FrameType,
    RelationType,
    Role,
    Schema,
    SpanType,
)
from labeler.core.work import Submission

NOON = datetime(2026, 3, 4, 12, 0, 0, 123456, tzinfo=UTC)

_KINDS = {
    "mention": AttributeKind.ENUM,
    "Start": AttributeKind.INT,  # collides with the column ``start`` but for its case
    "weight": AttributeKind.FLOAT,
    "sector": AttributeKind.MULTI_ENUM,
    "living": AttributeKind.BOOL,
    "since": AttributeKind.DATE,
    "note": AttributeKind.TEXT,  # collides with the column ``note``
    "attr_note": AttributeKind.TEXT,  # and this with what ``note`` would become
    "polarity": AttributeKind.ENUM,
    "relevance": AttributeKind.ENUM,
}
_FREE = tuple(_KINDS)
HIDDEN = "confidence"


def make_schema(digest: str = "1" * 64) -> Schema:
    """Return the schema; another digest makes it another schema."""
    event_roles = (Role("actor", ("Actor",), maximum=20), Role("topic", ("Attack",)))
    roles = (Role("source", ("Actor",)), Role("content", ("Content",)))
    attributes = {name: AttributeDef(name, kind) for name, kind in _KINDS.items()}
    attributes[HIDDEN] = AttributeDef(HIDDEN, AttributeKind.ENUM, export=False)
    return Schema(
        id="test-news",
        version="1.2",
        title="Test",
        language="en",
        digest=digest,
        attributes=attributes,
        span_types={
            "Actor": SpanType("Actor", attributes=(*_FREE, HIDDEN), entity=True),
            "Trigger": SpanType("Trigger"),
            "Content": SpanType("Content", max_fragments=8),
        },
        frame_types={
            "Attack": FrameType(
                "Attack",
                FrameKind.EVENT,
                Anchor("Trigger"),
                roles=event_roles,
                attributes=("mode", *_FREE, HIDDEN),
                modes=("aerial", "drone"),
            ),
            "Saying": FrameType(
                "Saying",
                FrameKind.ATTRIBUTION,
                Anchor("Trigger", "cue", 0),
                roles=roles,
                attributes=_FREE,
            ),
        },
        relation_types={
            "before": RelationType("before", ("Attack",), ("Attack",), attributes=_FREE)
        },
        entity_types=("Actor",),
        entity_attributes=_FREE,
        document_labels=("relevance", "sector"),
    )


SCHEMA = make_schema()

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_VALUES = {
    AttributeKind.ENUM: st.sampled_from(["", "named", "nominal"]),
    AttributeKind.MULTI_ENUM: st.lists(st.sampled_from(["GOV", "MIL", "é"]), unique=True).map(
        tuple
    ),
    AttributeKind.BOOL: st.booleans(),
    AttributeKind.INT: st.integers(-(2**70), 2**70),
    AttributeKind.FLOAT: st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9),
    AttributeKind.DATE: st.sampled_from(["2015-11-17", "2015"]),
    AttributeKind.TEXT: _text,
}


def _attributes(names: tuple[str, ...]) -> st.SearchStrategy[dict]:
    known = {name: _VALUES[_KINDS.get(name, AttributeKind.MULTI_ENUM)] for name in names}
    # What an older schema had: names without a column, values of another kind.
    older = st.dictionaries(
        st.sampled_from(["rank", "sector", "living"]), _text | st.booleans(), max_size=1
    )
    return st.builds(lambda a, b: a | b, st.fixed_dictionaries({}, optional=known), older)


_origins = st.builds(
    Origin,
    st.sampled_from(["human", "model:news@0.1.0"]),
    st.booleans(),
    st.none() | st.floats(0, 1),
)


_flags = st.sampled_from([(), ("unsure",), ("discuss",), ("unsure", "discuss")])


@st.composite
def _fragments(draw: st.DrawFn, text: str) -> tuple[Fragment, ...]:
    borders = draw(
        st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True).map(sorted)
    )
    pairs = zip(borders[::2], borders[1::2], strict=False)
    return tuple(Fragment(start, end) for start, end in pairs)


@st.composite
def annotation_sets(draw: st.DrawFn, document: Document, author: str) -> AnnotationSet:
    """Draw labels of a document: sound references, otherwise anything."""
    numbers = st.integers(0, 4)
    mention_ids = [f"m-{n}" for n in range(draw(numbers))]
    entity_ids = [f"e-{n}" for n in range(draw(numbers))]
    frame_ids = [f"f-{n}" for n in range(draw(numbers))]
    some_mention = st.sampled_from(mention_ids) if mention_ids else st.none()
    fillers = st.sampled_from([*mention_ids, *frame_ids] or ["?"])
    tail = {"origin": _origins, "note": _text, "flags": _flags}
    frames = [
        draw(
            st.builds(
                Frame,
                st.just(frame_id),
                st.sampled_from(["Attack", "Saying", "Gone.Type"]),
                st.none() | some_mention,
                st.lists(
                    st.builds(Argument, st.sampled_from(["actor", "source", "content"]), fillers),
                    max_size=4 if mention_ids else 0,
                ).map(tuple),
                attributes=_attributes(("mode", *_FREE)),
                nested_in=st.none() | st.sampled_from(frame_ids),
                **tail,
            )
        )
        for frame_id in draw(st.permutations(frame_ids))
    ]
    mentions = [
        draw(
            st.builds(
                Mention,
                st.just(mention_id),
                st.sampled_from(["Actor", "Trigger", "Content"]),
                _fragments(document.text),
                attributes=_attributes(_FREE),
                entity=st.none() | st.sampled_from(entity_ids) if entity_ids else st.none(),
                **tail,
            )
        )
        for mention_id in draw(st.permutations(mention_ids))
    ]
    entities = [
        draw(
            st.builds(
                Entity,
                st.just(entity_id),
                st.just("Actor"),
                _text,
                attributes=_attributes(_FREE),
                registry=st.none() | st.just("actor:7"),
                **tail,
            )
        )
        for entity_id in draw(st.permutations(entity_ids))
    ]
    ends = st.sampled_from([*frame_ids, *entity_ids] or ["?"])
    relations = draw(
        st.lists(
            st.builds(
                Relation,
                st.uuids().map(str),
                st.just("before"),
                ends,
                ends,
                attributes=_attributes(_FREE),
                **tail,
            ),
            max_size=2 if frame_ids else 0,
        )
    )
    suggestion = (st.sampled_from(["s-m-1", "s-m-2"]), st.just("model:news@0.1.0"))
    changed = st.sampled_from([(), ("attribute:mention", "role:actor", "type")])
    decisions = st.one_of(
        st.builds(Decision, *suggestion, st.just("accepted"), changed),
        st.builds(Decision, *suggestion, st.just("rejected")),
    )
    return AnnotationSet(
        document_id=document.id,
        text_sha256=document.sha256,
        schema_id=SCHEMA.id,
        schema_version=draw(st.sampled_from(["1.1", "1.2"])),
        author=author,
        mentions=tuple(mentions),
        entities=tuple(entities),
        frames=tuple(frames),
        relations=tuple(relations),
        document_labels=draw(_attributes(("relevance", "sector"))),
        decisions=tuple(draw(st.lists(decisions, max_size=3))),
    )


DOCUMENTS = tuple(
    Document(
        f"doc-{n}",
        f"Title {n}",
        f"{n} Zoë 👩‍🚀 met عمر in Te\u0301st.\nHe said: “No 🇫🇷 <b>…</b>” {{{{x}}}}",
        "Wire",
        "https://example.org/",
        "2015-11-17",
        "en",
        {"desk": "war", "a": "é"},
    )
    for n in range(5)
)
AUTHORS = ("annotator:ann", "annotator:bea")


@st.composite
def submissions(draw: st.DrawFn, documents: tuple[Document, ...] = DOCUMENTS) -> Submission:
    """Draw what one of two people submitted for one of the documents."""
    document = draw(st.sampled_from(documents))
    author = draw(st.sampled_from(AUTHORS))
    labels = draw(annotation_sets(document, author))
    return Submission(document, labels, draw(st.integers(1, 99)), NOON)


def worked_example(document: Document = DOCUMENTS[0], author: str = AUTHORS[0]) -> Submission:
    """Return a small submission by hand: an event, a nested saying with a broken content."""
    labels = AnnotationSet(
        document.id,
        document.sha256,
        SCHEMA.id,
        SCHEMA.version,
        author,
        mentions=(
            Mention("m1", "Actor", (Fragment(2, 5),), {"mention": "named", "sector": ()}, "e1"),
            Mention("m2", "Trigger", (Fragment(10, 13),)),
            Mention(
                "m3",
                "Content",
                (Fragment(14, 18), Fragment(22, 27)),
                note="broken",
                flags=("discuss",),
            ),
            Mention("m4", "Actor", (Fragment(14, 18),), {"sector": ("GOV", "MIL")}, "e1"),
        ),
        entities=(Entity("e1", "Actor", "Zoë", {"living": True}, "actor:7"),),
        frames=(
            Frame("f1", "Saying", None, (Argument("source", "m1"), Argument("content", "m3"))),
            Frame(
                "f2",
                "Attack",
                "m2",
                (Argument("actor", "m1"), Argument("actor", "m4"), Argument("topic", "f3")),
                {"mode": ("drone",), "note": "own"},
                nested_in="f1",
                origin=Origin("model:news@0.1.0", True, 0.75),
            ),
            Frame("f3", "Attack", "m2"),
            Frame("f4", "Saying", "m2", (Argument("content", "m3"),), nested_in="f1"),
        ),
        relations=(Relation("r1", "before", "f2", "f3", {"weight": 0.5}),),
        document_labels={"relevance": "in"},
        decisions=(
            Decision("s-m-1", "model:news@0.1.0", "rejected"),
            Decision("s-m-2", "model:news@0.1.0", "accepted", ("attribute:mention", "extent")),
        ),
    )
    return Submission(document, labels, 3, NOON)
