"""The routes of places: who holds which article, for leads and their scripts."""

from dataclasses import dataclass

from labeler.api.batch_bodies import (
    ControlAnswer,
    GivenAnswer,
    PlacesHeldAnswer,
    PlaceStateAnswer,
    held_json,
    place_json,
)
from labeler.api.batches import MOST_OFFSET, MOST_ROWS, PAGED
from labeler.api.bodies import ErrorAnswer
from labeler.api.calls import Answer, Call, Operation, Refusal, encode
from labeler.codec import ControlBody, GiveBody, NothingBody, read_body
from labeler.workflow.queueing import Queueing

_CONTROL = "/api/v1/documents/{id}/control"


@dataclass(frozen=True, slots=True)
class PlaceRoutes:
    """What leads can do with the places people have at articles, over HTTP."""

    queueing: Queueing

    def operations(self) -> tuple[Operation, ...]:
        """Return the routes with what OpenAPI says of them."""
        return (*self._of_places(), *self._of_controls())

    def _of_places(self) -> tuple[Operation, ...]:
        return (
            Operation(
                "GET",
                "/api/v1/places",
                self.places,
                "See who holds which article that is not submitted yet, latest first",
                {200: PlacesHeldAnswer},
                query={"batch": "id of the batch they are in", **PAGED},
            ),
            Operation(
                "POST",
                "/api/v1/places",
                self.give,
                "Give an article to somebody; it waits for them, whatever its number of people",
                {200: GivenAnswer},
                GiveBody,
                refusals={422: Refusal("nobody in the project has that login", ErrorAnswer)},
            ),
            Operation(
                "POST",
                "/api/v1/places/{id}/take-back",
                self.take_place_back,
                "Take an article somebody has begun from them; what they saved stays theirs",
                {200: PlaceStateAnswer},
                NothingBody,
                refusals={409: Refusal("it is submitted or skipped", ErrorAnswer)},
            ),
            Operation(
                "POST",
                "/api/v1/places/{id}/reopen",
                self.reopen_place,
                "Give somebody a task back that they submitted or skipped",
                {200: PlaceStateAnswer},
                NothingBody,
                refusals={
                    409: Refusal("it was skipped, and others have the article now", ErrorAnswer)
                },
            ),
        )

    def _of_controls(self) -> tuple[Operation, ...]:
        return (
            Operation(
                "PUT",
                _CONTROL,
                self.make_control,
                "Let an article go to everybody unseen; it is right as somebody submitted it",
                {200: ControlAnswer},
                ControlBody,
                refusals={409: Refusal("they have not submitted it", ErrorAnswer)},
            ),
            Operation(
                "DELETE",
                _CONTROL,
                self.end_control,
                "Make a control article an ordinary one again; what was measured stays",
                {200: ControlAnswer},
            ),
        )

    def places(self, call: Call) -> Answer:
        """See who holds which article."""
        rows, total = self.queueing.held(
            call.person.login,
            call.query.get("batch", ""),
            limit=call.whole_number("limit", 50, MOST_ROWS),
            offset=call.whole_number("offset", 0, MOST_OFFSET),
        )
        return Answer(200, encode({"rows": [held_json(row) for row in rows], "total": total}))

    def give(self, call: Call) -> Answer:
        """Give an article to somebody."""
        body = read_body(GiveBody, call.json())
        new = self.queueing.assign(call.person.login, body.document_id, body.login)
        return Answer(200, encode({"new": new}))

    def take_place_back(self, call: Call) -> Answer:
        """Take an article from somebody."""
        read_body(NothingBody, call.json())
        task = self.queueing.give_back(call.person.login, call.path["id"])
        return Answer(200, encode(place_json(task)))

    def reopen_place(self, call: Call) -> Answer:
        """Give somebody a finished task back."""
        read_body(NothingBody, call.json())
        task = self.queueing.reopen(call.person.login, call.path["id"])
        return Answer(200, encode(place_json(task)))

    def make_control(self, call: Call) -> Answer:
        """Make an article a control article."""
        body = read_body(ControlBody, call.json())
        document_id = call.path["id"]
        self.queueing.make_control(call.person.login, document_id, body.login)
        return Answer(200, encode({"document_id": document_id, "control": True}))

    def end_control(self, call: Call) -> Answer:
        """Make a control article an ordinary one again."""
        document_id = call.path["id"]
        self.queueing.end_control(call.person.login, document_id)
        return Answer(200, encode({"document_id": document_id, "control": False}))
