"""The JSON of batches, and the bodies with which leads change the queue."""

from dataclasses import fields, replace
from typing import Annotated, Any

from pydantic import Field, StrictInt, StrictStr

from labeler.codec.models import Id, Json
from labeler.core.queue import Batch, BatchState, Dealing, Order, Plan

# Lengths and ranges are checked later, so that every problem comes at once.
_Text = Annotated[StrictStr, Field(pattern=r"^[^\x00]*$")]
_Share = Annotated[float, Field(strict=True)]
_SETTINGS = tuple(field.name for field in fields(Plan))


class _Settings(Json):
    wanted: StrictInt | None = None
    dealing: Dealing = Dealing.FREE
    people: Annotated[tuple[_Text, ...], Field(max_length=1_000)] = ()
    priority: StrictInt = 0
    calibration: StrictInt = 0
    control_every: StrictInt = 0
    blind_share: _Share = 0.0

    def changes(self) -> dict[str, Any]:
        """Return the settings that were given."""
        given = {name: getattr(self, name) for name in self.model_fields_set if name in _SETTINGS}
        if "people" in given:
            # Whoever is named twice is dealt no more than others.
            given["people"] = tuple(dict.fromkeys(given["people"]))
        return given


class NewBatchBody(_Settings):
    """Make a batch. ``wanted`` is how many people label each article; null for everybody."""

    name: _Text

    def plan(self) -> Plan:
        """Return the plan of the new batch."""
        return Plan(**self.changes())


class ChangeBatchBody(_Settings):
    """Change a batch: what is left out stays. ``state`` opens, pauses or closes it."""

    name: _Text = ""
    state: BatchState | None = None

    def plan(self, before: Plan) -> Plan:
        """Return the plan with what was given changed."""
        return replace(before, **self.changes())


class FillBody(Json):
    """Move articles nobody has opened from another batch; ``most`` null for all that fit."""

    of: Id
    search: _Text = ""
    most: Annotated[StrictInt, Field(ge=1)] | None = None
    order: Order = Order.IMPORTED


class DealBody(Json):
    """Deal at most so many places; the answer says how many are left."""

    most: Annotated[StrictInt, Field(ge=1, le=2_000)] = 500


class ForwardBody(Json):
    """Put articles before all others of their batch, in this order."""

    articles: Annotated[tuple[Id, ...], Field(min_length=1, max_length=1_000)]


class GiveBody(Json):
    """Give an article to somebody."""

    document_id: Id
    login: _Text


class ControlBody(Json):
    """Make an article a control article, right as this person submitted it."""

    login: _Text


class NothingBody(Json):
    """There is nothing to say."""


def dump_batch(batch: Batch) -> dict[str, Any]:
    """Return a batch as JSON has it."""
    plan = {name: getattr(batch.plan, name) for name in _SETTINGS}
    return {
        "id": batch.id,
        **plan,
        "dealing": batch.plan.dealing.value,
        "people": list(batch.plan.people),
        "state": batch.state.value,
        "revision": batch.revision,
        "created_at": batch.created_at.isoformat(),
        "created_by": batch.created_by,
    }
