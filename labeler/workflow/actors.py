"""The registry of actors: make, look up, change, search."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from labeler.core.actor import (
    Actor,
    ActorChange,
    ActorFacts,
    ActorPage,
    ActorRefusedError,
    StaleActorError,
    check,
    tidy,
)
from labeler.core.schema import Schema
from labeler.workflow.ports import ActorStore, Clock


@dataclass(frozen=True, slots=True)
class Actors:
    """What people do with the actors of one project. Everybody may read and change them."""

    store: ActorStore
    project: str
    schema: Schema
    clock: Clock

    def create(self, login: str, facts: ActorFacts) -> Actor:
        """Store a new actor under an id of its own; another one may have the same name.

        Raises:
            ActorRefusedError: something is wrong with the facts; all of it is listed.
        """
        now = self.clock()
        actor = Actor(
            id=f"act-{secrets.token_hex(8)}",
            facts=self._demand_right(facts),
            revision=1,
            created_at=now,
            created_by=login,
            updated_at=now,
            updated_by=login,
        )
        self.store.create_actor(self.project, actor)
        return actor

    def get(self, actor_id: str) -> Actor:
        """Return an actor; NotFoundError where there is none."""
        return self.store.actor(self.project, actor_id)

    def change(self, login: str, actor_id: str, facts: ActorFacts, expected_revision: int) -> Actor:
        """Replace all facts of an actor; the same facts again change nothing.

        Raises:
            ActorRefusedError: something is wrong with the facts; all of it is listed.
            StaleActorError: the last revision is not ``expected_revision``.
            NotFoundError: there is no such actor.
        """
        current = self.get(actor_id)
        # Revisions only grow. One that lies in the future must not come true in between.
        if expected_revision > current.revision:
            raise StaleActorError(current)
        right = self._demand_right(facts)
        return self.store.change_actor(
            self.project, actor_id, right, expected_revision, login, self.clock()
        )

    def changes(self, actor_id: str) -> Sequence[ActorChange]:
        """Return who changed an actor, when and how, oldest first.

        Raises:
            NotFoundError: there is no such actor.
        """
        return self.store.actor_changes(self.project, actor_id)

    def search(self, words: str, *, kind: str = "", limit: int = 20) -> ActorPage:
        """Return actors whose names, code or Wikidata item hold the words.

        Neither case nor marks on letters count. A whole name or alias comes
        first, then names that begin so, then words that do, then the rest;
        the last are those that hold the words apart.

        Args:
            words: all actors where it is empty, by name.
            kind: an entity type; the types below it are meant too.
            limit: entries to return at most.
        """
        return self.store.search_actors(self.project, words, kind=kind, limit=limit)

    def _demand_right(self, facts: ActorFacts) -> ActorFacts:
        tidied = tidy(facts)
        problems = check(tidied, self.schema)
        if problems:
            raise ActorRefusedError(problems)
        return tidied
