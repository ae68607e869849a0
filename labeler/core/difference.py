"""What changed between two annotation sets of one document."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from labeler.core.annotation import AnnotationSet, Entity, Frame, Item, Mention

Counts: TypeAlias = Mapping[str, Mapping[str, int]]
"""How many of each kind were ``added``, ``changed`` and ``removed``."""

FRAME = "frame:"
"""What stands before the type of a frame where changes are counted by kind."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids of the items that were added, changed and removed, each sorted.

    Attributes:
        other: parts that are no items but differ: ``document_labels`` and
            ``decisions``.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


def find_difference(before: AnnotationSet | None, after: AnnotationSet) -> Difference:
    """Return what ``after`` does to ``before``; ``None`` stands for an empty set.

    Only what items say counts, not the order they stand in.
    """
    old = {} if before is None else before.by_id
    new = after.by_id
    old_labels = {} if before is None else dict(before.document_labels)
    old_decisions = set() if before is None else set(before.decisions)
    other = []
    if old_labels != dict(after.document_labels):
        other.append("document_labels")
    if old_decisions != set(after.decisions):
        other.append("decisions")
    return Difference(
        added=tuple(sorted(new.keys() - old.keys())),
        changed=tuple(sorted(id_ for id_ in new.keys() & old.keys() if new[id_] != old[id_])),
        removed=tuple(sorted(old.keys() - new.keys())),
        other=tuple(other),
    )


def count_changes(before: AnnotationSet | None, after: AnnotationSet, found: Difference) -> Counts:
    """Return how many of each kind ``after`` adds to ``before``, changes and removes.

    ``found`` is their difference.

    Kinds are ``mention``, ``entity``, ``relation``, ``frame:`` and the frame's
    type, ``decision`` and ``document_label``.
    """
    old = {} if before is None else before.by_id
    decided = (set() if before is None else set(before.decisions), set(after.decisions))
    labels = (_pairs(before), _pairs(after))
    return {
        "added": Counter(
            [_kind(after.by_id[id_]) for id_ in found.added]
            + ["decision"] * len(decided[1] - decided[0])
            + ["document_label"] * len(labels[1].keys() - labels[0].keys())
        ),
        "changed": Counter(
            [_kind(after.by_id[id_]) for id_ in found.changed]
            + [
                "document_label"
                for k in labels[0].keys() & labels[1]
                if labels[0][k] != labels[1][k]
            ]
        ),
        "removed": Counter(
            [_kind(old[id_]) for id_ in found.removed]
            + ["decision"] * len(decided[0] - decided[1])
            + ["document_label"] * len(labels[0].keys() - labels[1].keys())
        ),
    }


def _pairs(labels: AnnotationSet | None) -> dict[str, object]:
    return {} if labels is None else dict(labels.document_labels)


def _kind(item: Item) -> str:
    match item:
        case Mention():
            return "mention"
        case Entity():
            return "entity"
        case Frame():
            return FRAME + item.type
        case _:
            return "relation"
