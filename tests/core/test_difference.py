"""A difference names what one save did to the one before."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from stored import article, marked
from strategies import annotation_sets, documents

from labeler.core.annotation import Decision, Entity
from labeler.core.difference import Difference, find_difference

DOCUMENT = article(1)

pairs = documents().flatmap(
    lambda document: st.tuples(annotation_sets(document), annotation_sets(document))
)


def test_added_changed_and_removed_items_are_named():
    """Each id stands in the list of what happened to it, in order."""
    before = marked(DOCUMENT, 0, 4, 8)
    after = marked(DOCUMENT, 4, 8, 12, 16)
    after = replace(after, mentions=(replace(after.mentions[0], note="new"), *after.mentions[1:]))
    assert find_difference(before, after) == Difference(
        added=("m-12", "m-16"), changed=("m-4",), removed=("m-0",)
    )


def test_a_flag_is_a_change_and_what_was_changed_of_a_suggestion_too():
    """Nothing of what a save says is lost in the history."""
    before = marked(DOCUMENT, 0)
    flagged = replace(before, mentions=(replace(before.mentions[0], flags=("unsure",)),))
    assert find_difference(before, flagged) == Difference(changed=("m-0",))
    taken = [
        replace(before, decisions=(Decision("s-1", "model:x@1", "accepted", changed),))
        for changed in ((), ("type",))
    ]
    assert find_difference(*taken) == Difference(other=("decisions",))


def test_before_the_first_save_there_was_nothing():
    """All items of the first revision are added."""
    assert find_difference(None, marked(DOCUMENT, 0, 4)) == Difference(added=("m-0", "m-4"))


def test_an_item_of_another_kind_under_the_same_id_is_a_change():
    """An id that was a mention and is an entity is not the same item."""
    before = marked(DOCUMENT, 0)
    after = replace(marked(DOCUMENT), entities=(Entity("m-0", "Actor", ""),))
    assert find_difference(before, after).changed == ("m-0",)


def test_labels_of_the_document_and_decisions_count_too():
    """A save that changes no item can still change something."""
    before = marked(DOCUMENT, 0)
    after = replace(
        before,
        document_labels={"topic": "war"},
        decisions=(Decision("s-1", "model:x@1", "rejected"),),
    )
    assert find_difference(before, after) == Difference(other=("document_labels", "decisions"))


@settings(deadline=None, max_examples=50)
@given(pairs)
def test_a_difference_turned_round_swaps_added_and_removed(pair):
    """What is added one way is removed the other way."""
    there, back = find_difference(*pair), find_difference(*pair[::-1])
    assert (there.added, there.removed) == (back.removed, back.added)
    assert (there.changed, there.other) == (back.changed, back.other)


@settings(deadline=None, max_examples=50)
@given(pairs, st.randoms(use_true_random=False))
def test_the_order_of_items_does_not_count(pair, random):
    """The surface may send items in any order."""

    def shuffled(items):
        return tuple(random.sample(items, len(items)))

    before, after = pair
    mixed = replace(
        after,
        mentions=shuffled(after.mentions),
        frames=shuffled(after.frames),
        decisions=shuffled(after.decisions),
    )
    assert find_difference(before, mixed) == find_difference(before, after)
    assert find_difference(after, mixed) == Difference()
