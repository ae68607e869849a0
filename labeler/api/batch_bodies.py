"""The JSON of the answers about batches and places at articles."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from labeler.api.bodies import ErrorAnswer
from labeler.codec import dump_batch
from labeler.core.queue import BatchChange, BatchLine, HeldPlace, QueuedArticle
from labeler.core.work import Task


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class BatchAnswer(_Answer):
    """A batch and its rule; ``revision`` goes into ``If-Match`` of the next change."""

    id: str
    name: str
    wanted: int | None
    dealing: Literal["free", "assigned"]
    people: list[str]
    priority: int
    calibration: int
    control_every: int
    blind_share: float
    state: Literal["open", "paused", "closed"]
    revision: int
    created_at: str
    created_by: str


class BatchLineAnswer(BatchAnswer):
    """A batch with how far it is.

    ``full`` is how many of its articles nobody else is wanted for; the tasks on
    them are counted by state.
    """

    articles: int
    full: int
    controls: int
    draft: int
    submitted: int
    skipped: int


class BatchesAnswer(_Answer):
    """All batches, in the order in which they are handed out."""

    batches: list[BatchLineAnswer]


class StaleBatchAnswer(ErrorAnswer):
    """Somebody else changed the batch first."""

    current: BatchAnswer


class FilledAnswer(_Answer):
    """How many articles were moved."""

    moved: int


class MovableAnswer(_Answer):
    """How many articles of a batch nobody has opened: so many can be moved."""

    articles: int


class DealtAnswer(_Answer):
    """How many places were dealt, and how many are left for the next call."""

    dealt: int
    left: int


class OccupantAnswer(_Answer):
    """Who has opened an article or was dealt it; ``left`` where others may have the place."""

    login: str
    state: Literal["draft", "submitted", "skipped", "left"]


class QueuedArticleAnswer(_Answer):
    """An article of a batch, with how many places at it are taken, and who has been at it."""

    document_id: str
    title: str
    source: str
    kind: Literal["ordinary", "calibration", "control"]
    wanted: int | None
    taken: int
    people: list[OccupantAnswer]


class QueuedArticlesAnswer(_Answer):
    """Some articles of a batch in the order in which they are handed out, of how many."""

    rows: list[QueuedArticleAnswer]
    total: int


class BatchChangeAnswer(_Answer):
    """Something that was done to a batch; ``login`` is empty where the server did it."""

    at: str
    login: str
    kind: str
    detail: dict[str, Any]


class BatchChangesAnswer(_Answer):
    """What was done to a batch, latest first."""

    changes: list[BatchChangeAnswer]


class PlaceHeldAnswer(_Answer):
    """Somebody's place at an article they have not submitted.

    It is theirs alone until ``expires_at``; one that was ``assigned`` waits for them.
    """

    task_id: str
    document_id: str
    title: str
    batch: str
    login: str
    revision: int
    opened_at: str
    saved_at: str | None
    expires_at: str
    assigned: bool


class PlacesHeldAnswer(_Answer):
    """Some of the places held now, latest first, of how many."""

    rows: list[PlaceHeldAnswer]
    total: int


class GivenAnswer(_Answer):
    """Whether the article was not theirs before."""

    new: bool


class PlaceStateAnswer(_Answer):
    """A place after something was done to it; ``holds`` is false where it was taken back."""

    task_id: str
    document_id: str
    login: str
    state: Literal["new", "draft", "submitted", "skipped"]
    revision: int
    holds: bool


class ControlAnswer(_Answer):
    """Whether an article is a control article now."""

    document_id: str
    control: bool


def batch_line_json(line: BatchLine) -> dict[str, Any]:
    """Return a :class:`BatchLineAnswer`."""
    return {
        **dump_batch(line.batch),
        "articles": line.articles,
        "full": line.full,
        "controls": line.controls,
        **{state: line.states.get(state, 0) for state in ("draft", "submitted", "skipped")},
    }


def queued_json(row: QueuedArticle) -> dict[str, Any]:
    """Return a :class:`QueuedArticleAnswer`."""
    return {
        "document_id": row.document_id,
        "title": row.title,
        "source": row.source,
        "kind": row.kind.value,
        "wanted": row.wanted,
        "taken": row.taken,
        "people": [{"login": login, "state": state} for login, state in row.people],
    }


def batch_change_json(change: BatchChange) -> dict[str, Any]:
    """Return a :class:`BatchChangeAnswer`."""
    return {
        "at": change.at.isoformat(),
        "login": change.login,
        "kind": change.kind,
        "detail": dict(change.detail),
    }


def held_json(place: HeldPlace) -> dict[str, Any]:
    """Return a :class:`PlaceHeldAnswer`."""
    return {
        "task_id": place.task_id,
        "document_id": place.document_id,
        "title": place.title,
        "batch": place.batch,
        "login": place.login,
        "revision": place.revision,
        "opened_at": place.opened_at.isoformat(),
        "saved_at": None if place.saved_at is None else place.saved_at.isoformat(),
        "expires_at": place.expires_at.isoformat(),
        "assigned": place.assigned,
    }


def place_json(task: Task) -> dict[str, Any]:
    """Return a :class:`PlaceStateAnswer`."""
    return {
        "task_id": task.id,
        "document_id": task.document_id,
        "login": task.login,
        "state": task.state.value,
        "revision": task.revision,
        "holds": task.holds,
    }
