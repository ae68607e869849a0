"""What is stored and sent is what was said, and what is not ours is refused whole."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import annotation_sets, documents

from labeler.codec import (
    dump_annotation_set,
    dumps_annotation_set,
    load_annotation_set,
    read_annotation_set,
)
from labeler.core.annotation import AnnotationSet, Decision, Mention
from labeler.core.document import Document, Fragment
from labeler.core.errors import ConversionError
from labeler.core.problems import Level, Problem

with_labels = documents().flatmap(lambda d: st.tuples(st.just(d), annotation_sets(d)))


@given(with_labels)
def test_a_set_survives_its_json_text(case: tuple[Document, AnnotationSet]):
    """Every item, value and order; and the text of equal sets is equal."""
    document, labels = case
    written = dumps_annotation_set(labels, document.text)
    assert load_annotation_set(written, document.text) == labels
    assert dumps_annotation_set(load_annotation_set(written, document.text), document.text) == (
        written
    )


@given(with_labels)
def test_json_goes_through_any_decoder(case: tuple[Document, AnnotationSet]):
    """What a client decodes and encodes again is the same set."""
    document, labels = case
    raw = json.loads(json.dumps(dump_annotation_set(labels, document.text)))
    assert read_annotation_set(raw, document.text) == labels


TEXT = "Zoë 🎉 met Bo."


def raw_set(**mention) -> dict:
    """Return a set with one mention, changed."""
    document = Document("d", "", TEXT)
    labels = AnnotationSet(
        "d", document.sha256, "s", "1", "annotator:a", (Mention("m", "A", (Fragment(4, 5),)),)
    )
    raw = dump_annotation_set(labels, TEXT)
    raw["mentions"][0] |= mention
    return raw


def test_offsets_are_code_points():
    """The party popper is one of them."""
    assert isinstance(read_annotation_set(raw_set(text="🎉"), TEXT), AnnotationSet)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": "met"}, "quote-mismatch"),
        ({"fragments": [[4, 6]]}, "quote-mismatch"),
        ({"fragments": [[4, 400]]}, "offset"),
        ({"fragments": [[5, 4]]}, "offset"),
        ({"fragments": [[-1, 4]]}, "offset"),
        ({"fragments": [[4, 5], [4, 5]]}, "offset"),
        ({"fragments": []}, "form"),
        ({"fragments": [[4.0, 5]]}, "form"),
        ({"colour": "red"}, "form"),
        ({"id": ""}, "form"),
        ({"id": "a b"}, "form"),
        ({"entity": 7}, "form"),
        ({"origin": {"by": "human", "score": 2}}, "form"),
        ({"flags": ["wrong"]}, "form"),
        ({"flags": ["discuss", "unsure"]}, "form"),
        ({"flags": ["unsure", "unsure"]}, "form"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_place(change, code):
    """The item is named, and nothing comes through."""
    found = read_annotation_set(raw_set(**change), TEXT)
    assert isinstance(found, tuple)
    (problem,) = found
    assert (problem.level, problem.code, problem.kind) == (Level.STRUCTURE, code, "mention")
    assert problem.item == (change.get("id", "m") or "")


def with_decision(**decision) -> AnnotationSet | tuple[Problem, ...]:
    """Return what comes of a set with one decision."""
    raw = raw_set() | {"decisions": [{"suggestion": "s", "by": "model:m@1"} | decision]}
    return read_annotation_set(raw, TEXT)


def test_what_was_changed_of_a_suggestion_is_told():
    """Fields by their names, roles and attributes marked as such."""
    changed = ["anchor", "attribute:tense", "extent", "role:target", "type"]
    found = with_decision(verdict="accepted", changed=changed)
    assert isinstance(found, AnnotationSet)
    assert found.decisions == (Decision("s", "model:m@1", "accepted", tuple(changed)),)


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ({"verdict": "accepted", "changed": ["type", "extent"]}, "sorted"),
        ({"verdict": "accepted", "changed": ["type", "type"]}, "each change once"),
        ({"verdict": "accepted", "changed": ["colour"]}, "cannot change 'colour'"),
        ({"verdict": "accepted", "changed": ["role:"]}, "cannot change 'role:'"),
        ({"verdict": "accepted", "changed": [7]}, "valid string"),
        ({"verdict": "rejected", "changed": ["type"]}, "only an accepted suggestion"),
    ],
)
def test_a_change_nobody_can_make_is_refused(decision, words):
    """A rejected suggestion was not changed, and names are those of what can change."""
    found = with_decision(**decision)
    assert isinstance(found, tuple)
    (problem,) = found
    assert (problem.level, problem.code) == (Level.STRUCTURE, "form")
    assert words in problem.message


def test_labels_stored_before_there_were_flags_still_read():
    """No flag and no change is meant."""
    raw = raw_set() | {"decisions": [{"suggestion": "s", "by": "m", "verdict": "accepted"}]}
    del raw["mentions"][0]["flags"]
    found = read_annotation_set(raw, TEXT)
    assert isinstance(found, AnnotationSet)
    assert found.mentions[0].flags == ()
    assert found.decisions[0].changed == ()


def test_all_problems_are_named_at_once():
    """Not only the first."""
    raw = raw_set(colour="red", note=3) | {"format": "labeler.annotation-set/0", "extra": 1}
    found = read_annotation_set(raw, TEXT)
    assert isinstance(found, tuple)
    assert len(found) == 4


def test_a_stored_set_that_does_not_fit_its_text_is_an_error():
    """Never silently something else."""
    with pytest.raises(ConversionError, match="reads"):
        load_annotation_set(json.dumps(raw_set(text="met")), TEXT)
