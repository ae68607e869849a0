"""Which articles go to whom: batches, and the rules by which they are handed out.

A batch is a pile of articles with a rule: how many people label each, who they
are, and whether they help themselves or are dealt their share. Times are UTC,
timezone-aware.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from labeler.core.errors import LabelerError

MOST_NAME = 200
MOST_PEOPLE_EACH = 100
MOST_PRIORITY = 99
MOST_ARTICLES = 1_000_000
MOST_HELD = 5
"""Articles somebody may have begun in a batch with a cap before they get no new ones."""

FIRST_BATCH = "all"
"""The id of the batch every project begins with, to which imports go."""


class Kind(StrEnum):
    """What an article is for in its batch. Those who label are not told."""

    ORDINARY = "ordinary"
    CALIBRATION = "calibration"
    """Goes to everybody, first."""
    CONTROL = "control"
    """Goes to everybody, now and then; how it is to be labelled is known."""


class BatchState(StrEnum):
    """Whether articles of a batch are handed out. What somebody has begun they may finish."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Dealing(StrEnum):
    """How people come by the articles of a batch."""

    FREE = "free"
    """Whoever is ready takes the next."""
    ASSIGNED = "assigned"
    """Everybody gets those they were dealt, and no others."""


class Order(StrEnum):
    """In which order the articles of a new batch come."""

    IMPORTED = "imported"
    NEWEST = "newest"
    """By the day they were published, latest first; those without one last."""
    SHORTEST = "shortest"
    SHUFFLED = "shuffled"
    """By the digest of their text: mixed, and the same every time."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a lead decides about a batch.

    Attributes:
        name: as lists show it.
        wanted: how many people label each article; ``None`` for everybody.
        dealing: whether people help themselves.
        people: logins of who may label it; none for everybody.
        priority: batches with a higher one come first.
        calibration: how many of the first articles go to everybody, whatever ``wanted``.
        control_every: one control article for about so many others; 0 for none.
        blind_share: the part of tasks without suggestions, 0 to 1.
    """

    name: str
    wanted: int | None = None
    dealing: Dealing = Dealing.FREE
    people: tuple[str, ...] = ()
    priority: int = 0
    calibration: int = 0
    control_every: int = 0
    blind_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Batch:
    """A pile of articles and its rule. ``revision`` grows with every change of it."""

    id: str
    project: str
    plan: Plan
    state: BatchState
    revision: int
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class BatchLine:
    """A batch in the list of them, with how far it is.

    Attributes:
        articles: how many it has.
        full: how many of them nobody else is wanted for.
        controls: how many of them are control articles.
        states: how many tasks on them are in each state (``draft``, ``submitted``, ``skipped``).
    """

    batch: Batch
    articles: int
    full: int
    controls: int
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """Somebody's place at an article they have not submitted.

    Attributes:
        revision: how often they saved; 0 where they only looked.
        expires_at: until when it is theirs alone; later, it goes to who comes next.
        assigned: dealt to them, so it waits for them however long.
    """

    task_id: str
    document_id: str
    title: str
    batch: str
    login: str
    revision: int
    opened_at: datetime
    saved_at: datetime | None
    expires_at: datetime
    assigned: bool


@dataclass(frozen=True, slots=True)
class QueuedArticle:
    """An article in the list of a batch.

    Attributes:
        taken: how many people have a place at it.
        people: who has opened it or was dealt it, each with the state of their
            task: ``draft``, ``submitted``, ``skipped``, or ``left`` for a draft
            whose place somebody else may have.
    """

    document_id: str
    title: str
    source: str
    kind: Kind
    wanted: int | None
    taken: int
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BatchChange:
    """Something that was done to a batch; ``login`` is empty where the server did it."""

    at: datetime
    login: str
    kind: str
    detail: Mapping[str, Any]


_CLOSED = {
    "full": "As many people as are wanted have this article now.",
    "assigned": "This article is for others.",
    "paused": "This article is not handed out at the moment.",
}


class PlaceTakenError(LabelerError):
    """As many people have the article as are wanted, or it is not theirs to open.

    Attributes:
        reason: ``full``, ``assigned`` (to others) or ``paused``.
        kept: the person's own last revision, where they had begun; 0 for none.
    """

    def __init__(self, document_id: str, reason: str, kept: int = 0) -> None:
        words = _CLOSED[reason]
        if kept:
            words += " What you saved is kept, and a lead can give the article back to you."
        super().__init__(words)
        self.document_id = document_id
        self.reason = reason
        self.kept = kept


class PlanRefusedError(LabelerError, ValueError):
    """A plan that cannot be.

    Attributes:
        problems: what is wrong, one line each.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class StaleBatchError(LabelerError):
    """Somebody else changed the batch first."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(f"batch {batch.id!r} was changed first")
        self.batch = batch


def plan_problems(plan: Plan) -> tuple[str, ...]:
    """Return everything that is wrong with a plan."""
    people = len(set(plan.people))
    found = [
        (not plan.name.strip(), "a name is missing"),
        (
            len(plan.name) > MOST_NAME,
            f"a name has at most {MOST_NAME} characters; this one has {len(plan.name)}",
        ),
        (
            plan.wanted is not None and not 1 <= plan.wanted <= MOST_PEOPLE_EACH,
            f"an article goes to 1 to {MOST_PEOPLE_EACH} people, not {plan.wanted}",
        ),
        (
            plan.wanted is not None and 0 < people < plan.wanted,
            f"each article should go to {plan.wanted} people, and only {people} may label it",
        ),
        (
            plan.dealing is Dealing.ASSIGNED and not plan.people,
            "articles can be dealt only to people who are named",
        ),
        (
            plan.dealing is Dealing.ASSIGNED and plan.wanted is None,
            "articles that are dealt go to a number of people; name it",
        ),
        (
            abs(plan.priority) > MOST_PRIORITY,
            f"a priority lies between -{MOST_PRIORITY} and {MOST_PRIORITY}, not at {plan.priority}",
        ),
        (plan.calibration < 0, "the number of articles for everybody cannot be below 0"),
        (
            plan.calibration > MOST_ARTICLES,
            f"at most {MOST_ARTICLES:,} articles go to everybody, not {plan.calibration:,}",
        ),
        (plan.control_every < 0, "control articles come after a number of others, or never (0)"),
        (
            plan.control_every > MOST_ARTICLES,
            f"control articles come after at most {MOST_ARTICLES:,}, not {plan.control_every:,}",
        ),
        (plan.control_every == 1, "not every article can be a control article"),
        (
            not 0 <= plan.blind_share <= 1,
            f"the part without suggestions lies between 0 and 1, not at {plan.blind_share}",
        ),
    ]
    return tuple(words for wrong, words in found if wrong)


def is_blind(share: float, document_id: str, login: str) -> bool:
    """Say whether this person labels this article without suggestions; always the same answer.

    Over many articles and people the part that is blind comes close to ``share``.
    """
    return _chance("blind", document_id, login) < share


def is_control_due(every: int, batch: str, login: str, ordinary: int, controls: int) -> bool:
    """Say whether the next article of this person is a control article.

    There is one in every ``every`` articles, at a place nobody can tell beforehand.

    Args:
        every: as in the plan; 0 for never.
        batch: the batch's id.
        login: who is to get it.
        ordinary: how many other articles of the batch they have had.
        controls: how many control articles they have had.
    """
    if not every:
        return False
    # Of each group of `every` one is the control, so `every - 1` are not.
    within = int(_chance("control", batch, login, str(controls)) * every)
    return ordinary >= controls * (every - 1) + within


def deal(
    documents: Sequence[str],
    people: Sequence[str],
    wanted: int,
    taken: Mapping[str, Collection[str]],
    passed: Mapping[str, Collection[str]],
) -> dict[str, tuple[str, ...]]:
    """Return who newly gets which article, so that everybody ends up with about as many.

    Args:
        documents: in the order in which they are to be worked on.
        people: who may get them.
        wanted: how many people each article needs.
        taken: who has which article already, by document; they keep it.
        passed: who had it once and gave it up or skipped it; they do not get it again.

    Returns:
        The new people by document, only where there are some. Nobody gets an
        article twice; loads of people who may get anything differ by at most one
        as far as what they have already allows.
    """
    load = dict.fromkeys(people, 0)
    for have in taken.values():
        for login in have:
            if login in load:
                load[login] += 1
    rank = {login: number for number, login in enumerate(people)}
    dealt: dict[str, tuple[str, ...]] = {}
    for document in documents:
        have = set(taken.get(document, ()))
        never = have.union(passed.get(document, ()))
        free = sorted((p for p in load if p not in never), key=lambda p: (load[p], rank[p]))
        new = tuple(free[: max(0, wanted - len(have))])
        for login in new:
            load[login] += 1
        if new:
            dealt[document] = new
    return dealt


def _chance(*words: str) -> float:
    """Return a number from 0 up to 1 that looks random and depends on the words alone."""
    digest = sha256("\0".join(words).encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64
