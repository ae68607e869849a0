"""What can be wrong with annotations, said so that a person can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a problem is, worst first."""

    STRUCTURE = "structure"
    """Can never be right; never stored."""
    SCHEMA = "schema"
    """May be stored as a draft; blocks the submit."""
    WARNING = "warning"
    """Worth a look; blocks nothing."""


_RANK = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one item.

    Attributes:
        level: what it prevents.
        code: stable name of the rule, such as ``role-missing``.
        message: what was found and what is wanted, one sentence.
        item: id of the item, empty when it concerns the whole set.
        slot: the role, attribute or field of the item it concerns, or empty.
        kind: ``mention``, ``entity``, ``frame``, ``relation``, ``set`` or ``actor``.
        start: first code point of the item in the text; -1 where it has none.
    """

    level: Level
    code: str
    message: str
    item: str = ""
    slot: str = ""
    kind: str = "set"
    start: int = -1


def in_reading_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems worst first, then in text order, duplicates once.

    The result depends on the problems alone, not on the order they come in.
    """
    return tuple(
        sorted(
            set(problems),
            key=lambda p: (_RANK[p.level], p.start, p.kind, p.item, p.code, p.slot, p.message),
        )
    )
