"""What changed between two annotation sets of one document."""

from dataclasses import dataclass

from labeler.core.annotation import AnnotationSet


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
