"""Hypothesis strategies: documents and annotation sets whose structure is valid.

Any schema's names may occur in them: they are for what treats all sets alike
(codec, store, difference), not for what a schema has a say in.
"""

from collections.abc import Sequence

from hypothesis import strategies as st

from labeler.core.annotation import (
    ATTRIBUTE_CHANGE,
    CHANGES,
    FLAGS,
    ROLE_CHANGE,
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

# What goes wrong where offsets, JSON or SQL are careless: two UTF-16 units, joined
# and combined characters, right to left, invisible ones, quotes, wildcards, markup.
_AWKWARD = [
    "🎉", "👩🏽‍🚀", "🇪🇨", "é", "e\u0301", "ﬁ", "ß", "İ", "שלום", "مرحبا", "\u200f", "\u00ad",
    "\u00a0", "\ufeff", "\u2028", "\n", "\t", "'", '"', "\\", "%", "_", "/", "<b>", "{{x}}", "…",
    "字",
]  # fmt: skip

# A lone surrogate is no text; PostgreSQL stores no NUL.
_character = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_piece = st.sampled_from(_AWKWARD) | st.text(_character, max_size=8)
_words = st.sampled_from(["", *_AWKWARD]) | st.text(_character, max_size=8)

names = st.sampled_from(_AWKWARD) | st.text(_character, min_size=1, max_size=8)
"""Names of types, roles, attributes and authors: any text that is not empty."""

ids = st.text("abzAZ019_.:@+-éЖ字", min_size=1, max_size=8)
"""Ids of documents and items."""


def texts(min_size: int = 0) -> st.SearchStrategy[str]:
    """Return texts of any script, of at least ``min_size`` code points."""
    pieces = st.lists(_piece, min_size=min_size, max_size=8)
    return pieces.map("".join).filter(lambda text: len(text) >= min_size)


def documents() -> st.SearchStrategy[Document]:
    """Return documents with a text of at least two code points."""
    return st.builds(
        Document,
        id=ids,
        title=texts(),
        text=texts(min_size=2),
        source=texts(),
        url=texts(),
        published_at=st.sampled_from(["", "2026-03-01", "2026-03-01T12:00:00+02:00"]),
        language=st.sampled_from(["en", "es-EC", "ar"]),
        meta=st.dictionaries(names, texts(), max_size=3),
    )


_values = st.one_of(
    _words,
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.lists(_words, max_size=3).map(tuple),
)
_attributes = st.dictionaries(names, _values, max_size=3)
_origins = st.one_of(
    st.just(Origin()), st.builds(Origin, names, st.booleans(), st.none() | st.floats(0, 1))
)
_flags = st.sets(st.sampled_from(FLAGS)).map(lambda chosen: tuple(f for f in FLAGS if f in chosen))
_changes = st.sets(
    st.sampled_from(CHANGES)
    | names.map(lambda name: ROLE_CHANGE + name)
    | names.map(lambda name: ATTRIBUTE_CHANGE + name),
    max_size=3,
).map(lambda names: tuple(sorted(names)))
_decisions = st.one_of(
    st.builds(Decision, ids, names, st.just("accepted"), _changes),
    st.builds(Decision, ids, names, st.just("rejected")),
)


@st.composite
def annotation_sets(
    draw: st.DrawFn,
    document: Document,
    schema: tuple[str, str] = ("news", "1.0"),
    author: str = "annotator:ana",
) -> AnnotationSet:
    """Return a set on the document: ids are unique, references lead somewhere, without cycles."""
    unused = draw(st.lists(ids, unique=True, max_size=12))
    counts = [draw(st.integers(0, 5)) for _ in range(3)]
    of_entities, of_mentions, of_frames = (
        tuple(unused.pop() for _ in range(min(count, len(unused)))) for count in counts
    )
    frames: list[Frame] = []
    for id_ in of_frames:
        frames.append(draw(_frames(id_, of_mentions, [frame.id for frame in frames])))
    return AnnotationSet(
        document.id,
        document.sha256,
        *schema,
        author,
        mentions=tuple(draw(_mentions(id_, document.text, of_entities)) for id_ in of_mentions),
        entities=tuple(draw(_entities(id_)) for id_ in of_entities),
        frames=tuple(frames),
        relations=draw(_relations(unused, of_frames, of_entities)),
        document_labels=draw(_attributes),
        decisions=tuple(draw(st.lists(_decisions, max_size=3))),
    )


@st.composite
def _mentions(draw: st.DrawFn, id_: str, text: str, of_entities: Sequence[str]) -> Mention:
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
    fragments = tuple(Fragment(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False))
    entity = draw(st.sampled_from([None, *of_entities]))
    return Mention(
        id_,
        draw(names),
        fragments,
        draw(_attributes),
        entity,
        draw(_origins),
        draw(_words),
        draw(_flags),
    )


@st.composite
def _entities(draw: st.DrawFn, id_: str) -> Entity:
    registry = draw(st.none() | ids)
    return Entity(
        id_,
        draw(names),
        draw(_words),
        draw(_attributes),
        registry,
        draw(_origins),
        draw(_words),
        draw(_flags),
    )


@st.composite
def _frames(draw: st.DrawFn, id_: str, of_mentions: Sequence[str], earlier: Sequence[str]) -> Frame:
    fillers = [*of_mentions, *earlier]
    arguments = draw(
        st.lists(st.builds(Argument, names, st.sampled_from(fillers)), max_size=4)
        if fillers
        else st.just([])
    )
    return Frame(
        id_,
        draw(names),
        draw(st.sampled_from([None, *of_mentions])),
        tuple(arguments),
        draw(_attributes),
        draw(st.sampled_from([None, *earlier])),
        draw(_origins),
        draw(_words),
        draw(_flags),
    )


@st.composite
def _relations(
    draw: st.DrawFn, unused: Sequence[str], of_frames: Sequence[str], of_entities: Sequence[str]
) -> tuple[Relation, ...]:
    pools = [pool for pool in (of_frames, of_entities) if pool]
    if not pools:
        return ()
    found = []
    for id_ in unused:
        ends = st.sampled_from(draw(st.sampled_from(pools)))
        found.append(
            Relation(
                id_,
                draw(names),
                draw(ends),
                draw(ends),
                draw(_attributes),
                draw(_origins),
                draw(_words),
                draw(_flags),
            )
        )
    return tuple(found)
