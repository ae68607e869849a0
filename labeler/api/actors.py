"""The routes of the registry of actors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from labeler.api.bodies import (
    ActorAnswer,
    ActorChangesAnswer,
    ActorConflictAnswer,
    ActorsAnswer,
    ProblemsAnswer,
    actor_change_json,
)
from labeler.api.calls import Answer, Call, Operation, Refusal, encode
from labeler.codec import ActorBody, dump_actor, read_body
from labeler.workflow.actors import Actors

_ACTOR = "/api/v1/actors/{id}"
_MOST_ROWS = 100
_WRONG: Mapping[int, Refusal] = {
    422: Refusal("the facts cannot be right; every problem is listed", ProblemsAnswer)
}
_CHANGED: Mapping[int, Refusal] = {
    412: Refusal("the actor was changed since that revision", ActorConflictAnswer)
}


@dataclass(frozen=True, slots=True)
class ActorRoutes:
    """What can be done with actors, over HTTP."""

    actors: Actors

    def operations(self) -> tuple[Operation, ...]:
        """Return the routes with what OpenAPI says of them."""
        return (
            Operation(
                "GET",
                "/api/v1/actors",
                self.search_actors,
                "Search the actors of the project",
                {200: ActorsAnswer},
                query={
                    "search": "words of a name, an alias, a code or a Wikidata item; "
                    "neither case nor accents count; best first",
                    "kind": "only actors of this entity type or a type below it",
                    "limit": f"rows to return, at most {_MOST_ROWS}; 20 by default",
                },
            ),
            Operation(
                "POST",
                "/api/v1/actors",
                self.create_actor,
                "Add an actor",
                {201: ActorAnswer},
                ActorBody,
                refusals=_WRONG,
            ),
            Operation("GET", _ACTOR, self.actor, "See an actor", {200: ActorAnswer}),
            Operation(
                "PUT",
                _ACTOR,
                self.change_actor,
                "Replace all facts of an actor",
                {200: ActorAnswer},
                ActorBody,
                if_match=True,
                refusals={**_CHANGED, **_WRONG},
            ),
            Operation(
                "GET",
                f"{_ACTOR}/changes",
                self.actor_changes,
                "See who changed an actor, and how",
                {200: ActorChangesAnswer},
            ),
        )

    def search_actors(self, call: Call) -> Answer:
        """Search the actors of the project."""
        found = self.actors.search(
            call.query.get("search", ""),
            kind=call.query.get("kind", ""),
            limit=call.whole_number("limit", 20, _MOST_ROWS),
        )
        rows = [dump_actor(actor) for actor in found.rows]
        return Answer(200, encode({"rows": rows, "total": found.total}))

    def create_actor(self, call: Call) -> Answer:
        """Add an actor."""
        made = self.actors.create(call.person.login, self._body(call).facts())
        return Answer(201, encode(dump_actor(made)), {"location": f"/api/v1/actors/{made.id}"})

    def actor(self, call: Call) -> Answer:
        """See an actor."""
        return Answer(200, encode(dump_actor(self.actors.get(call.path["id"]))))

    def change_actor(self, call: Call) -> Answer:
        """Replace all facts of an actor."""
        revision = call.revision()
        facts = self._body(call).facts()
        changed = self.actors.change(call.person.login, call.path["id"], facts, revision)
        return Answer(200, encode(dump_actor(changed)))

    def actor_changes(self, call: Call) -> Answer:
        """See who changed an actor, and how."""
        found: list[dict[str, Any]] = [
            actor_change_json(change) for change in self.actors.changes(call.path["id"])
        ]
        return Answer(200, encode({"changes": found}))

    @staticmethod
    def _body(call: Call) -> ActorBody:
        return read_body(ActorBody, call.json())
