"""The JSON of the actors of a project."""

from collections.abc import Mapping
from typing import Any

from pydantic import StrictStr

from labeler.codec.models import Json
from labeler.core.actor import Actor, ActorFacts


class ActorBody(Json):
    """What people write down about an actor; what is left out is empty."""

    # Lengths and values are checked later, so that every problem comes at once.
    name: StrictStr = ""
    kind: StrictStr = ""
    country: StrictStr = ""
    sectors: tuple[StrictStr, ...] = ()
    code: StrictStr = ""
    aliases: tuple[StrictStr, ...] = ()
    wikidata: StrictStr = ""
    notes: StrictStr = ""

    def facts(self) -> ActorFacts:
        """Return what the body says."""
        return load_facts(self.model_dump())


def dump_facts(facts: ActorFacts) -> dict[str, Any]:
    """Return the facts as JSON has them."""
    return {
        "name": facts.name,
        "kind": facts.kind,
        "country": facts.country,
        "sectors": list(facts.sectors),
        "code": facts.code,
        "aliases": list(facts.aliases),
        "wikidata": facts.wikidata,
        "notes": facts.notes,
    }


def load_facts(found: Mapping[str, Any]) -> ActorFacts:
    """Return the facts of :func:`dump_facts`."""
    return ActorFacts(
        **{**found, "sectors": tuple(found["sectors"]), "aliases": tuple(found["aliases"])}
    )


def dump_actor(actor: Actor) -> dict[str, Any]:
    """Return an entry of the registry as JSON has it."""
    return {
        "id": actor.id,
        **dump_facts(actor.facts),
        "revision": actor.revision,
        "updated_at": actor.updated_at.isoformat(),
    }
