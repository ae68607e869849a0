"""Queries on the actors of a project and their history."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    case,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)

from labeler.codec import dump_facts, load_facts
from labeler.core.actor import (
    Actor,
    ActorChange,
    ActorFacts,
    ActorPage,
    StaleActorError,
    fold_name,
)
from labeler.core.errors import NotFoundError
from labeler.store.rows import by_code_point
from labeler.store.tables import actor_changes, actors, people

# Of so many that fit, sorting is quicker than looking for the best first.
_FEW = 20_000
_FACTS = ("name", "kind", "country", "sectors", "code", "aliases", "wikidata", "notes")


def create(connection: Connection, project: str, actor: Actor) -> None:
    """Store a new actor; NotFoundError where its maker is unknown."""
    _demand_person(connection, actor.created_by)
    connection.execute(
        insert(actors).values(
            project=project,
            id=actor.id,
            revision=actor.revision,
            created_at=actor.created_at,
            created_by=actor.created_by,
            updated_at=actor.updated_at,
            updated_by=actor.updated_by,
            **_values(actor.facts),
        )
    )
    _note(connection, project, actor, None)


def read(connection: Connection, project: str, actor_id: str) -> Actor:
    """Return an actor; NotFoundError where there is none."""
    return _find(connection, project, actor_id, lock=False)


def change(  # noqa: PLR0913, PLR0917 - as the port has it
    connection: Connection,
    project: str,
    actor_id: str,
    facts: ActorFacts,
    expected_revision: int,
    login: str,
    now: datetime,
) -> Actor:
    """Replace the facts; the same facts again change nothing.

    Raises StaleActorError, NotFoundError.
    """
    before = _find(connection, project, actor_id, lock=True)
    if before.facts == facts and expected_revision <= before.revision:
        return before
    if before.revision != expected_revision:
        raise StaleActorError(before)
    _demand_person(connection, login)
    after = replace(
        before, facts=facts, revision=before.revision + 1, updated_at=now, updated_by=login
    )
    connection.execute(
        update(actors)
        .where(actors.c.project == project, actors.c.id == actor_id)
        .values(revision=after.revision, updated_at=now, updated_by=login, **_values(facts))
    )
    _note(connection, project, after, before.facts)
    return after


def changes(connection: Connection, project: str, actor_id: str) -> tuple[ActorChange, ...]:
    """Return every change of an actor, oldest first; NotFoundError where there is none."""
    read(connection, project, actor_id)
    query = (
        select(actor_changes)
        .where(actor_changes.c.project == project, actor_changes.c.actor == actor_id)
        .order_by(actor_changes.c.revision)
    )
    return tuple(
        ActorChange(
            at=row.at,
            login=row.login,
            revision=row.revision,
            before=None if row.before is None else load_facts(row.before),
            after=load_facts(row.after),
        )
        for row in connection.execute(query)
    )


def search(connection: Connection, project: str, words: str, kind: str, limit: int) -> ActorPage:
    """Return actors that hold all of ``words``, best first; all of them where it is empty."""
    wanted: list[ColumnElement[bool]] = [actors.c.project == project]
    if kind:
        # A type and the types below it, as in schema patterns.
        wanted.append(
            or_(actors.c.kind == kind, actors.c.kind.startswith(kind + ".", autoescape=True))
        )
    folded = fold_name(words)
    if words.strip():
        if not folded:
            return ActorPage((), 0)
        wanted.append(and_(*(_holds(connection, word) for word in folded.split())))
    counted = select(func.count()).select_from(actors).where(*wanted)
    total = connection.execute(counted).scalar_one()
    if not total or not limit:
        return ActorPage((), total)
    if not folded:
        found = _first(connection, wanted, limit)
    elif total <= _FEW:
        found = _first(connection, wanted, limit, _rank(connection, folded))
    else:
        found = _first_by_rank(connection, wanted, limit, folded)
    return ActorPage(_all_of(connection, project, found), total)


def _fits(connection: Connection, folded: str) -> list[ColumnElement[bool]]:
    """Return how a row can fit, best first: a whole name, its beginning, a word's, inside."""
    fits = (f"\n{folded}\n", f"\n{folded}", f" {folded}", folded)
    return [_holds(connection, words) for words in fits]


def _rank(connection: Connection, folded: str) -> ColumnElement[int]:
    """Return how well a row fits, 0 best; last are those that hold the words apart."""
    fits = _fits(connection, folded)
    return case(*((fit, rank) for rank, fit in enumerate(fits)), else_=len(fits))


def _holds(connection: Connection, words: str) -> ColumnElement[bool]:
    # What is searched is folded already: LIKE would fold again, and take % for a pattern.
    found = func.instr if connection.dialect.name == "sqlite" else func.strpos
    return found(actors.c.searched, literal(words)) > 0


def _first(
    connection: Connection,
    wanted: Sequence[ColumnElement[bool]],
    limit: int,
    *before: ColumnElement[Any],
) -> list[str]:
    """Return the first ids in the order of ``before``, then by name."""
    # The order of ix_actors_search, so that what is in it needs no sorting and no row.
    names = (actors.c.searched, actors.c.kind, actors.c.id)
    order = (*before, *(by_code_point(connection, name) for name in names))
    query = select(actors.c.id).where(*wanted).order_by(*order).limit(limit)
    return list(connection.execute(query).scalars())


def _first_by_rank(
    connection: Connection, wanted: Sequence[ColumnElement[bool]], limit: int, folded: str
) -> list[str]:
    """Return what ordering by rank would: each look ends as soon as there are enough.

    Where a large part of the actors fits, sorting them all takes longest.
    """
    found: dict[str, None] = {}
    for fit in (*_fits(connection, folded), true()):
        if len(found) < limit:
            others = actors.c.id.not_in(list(found))
            found |= dict.fromkeys(_first(connection, (*wanted, fit, others), limit - len(found)))
    return list(found)


def _all_of(connection: Connection, project: str, ids: Sequence[str]) -> tuple[Actor, ...]:
    query = select(actors).where(actors.c.project == project, actors.c.id.in_(ids))
    by_id = {row.id: _read(row) for row in connection.execute(query)}
    return tuple(by_id[id_] for id_ in ids)


def _searched(facts: ActorFacts) -> str:
    names = (facts.name, *facts.aliases, facts.code, facts.wikidata)
    folded = dict.fromkeys(fold_name(name) for name in names)
    return "\n".join(("", *(name for name in folded if name), ""))


def _values(facts: ActorFacts) -> Mapping[str, Any]:
    return {**dump_facts(facts), "searched": _searched(facts)}


def _find(connection: Connection, project: str, actor_id: str, *, lock: bool) -> Actor:
    query = select(actors).where(actors.c.project == project, actors.c.id == actor_id)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFoundError(f"there is no actor {actor_id!r}")
    return _read(row)


def _read(row: Row[Any]) -> Actor:
    return Actor(
        id=row.id,
        facts=load_facts({name: getattr(row, name) for name in _FACTS}),
        revision=row.revision,
        created_at=row.created_at,
        created_by=row.created_by,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
    )


def _note(connection: Connection, project: str, actor: Actor, before: ActorFacts | None) -> None:
    connection.execute(
        insert(actor_changes).values(
            project=project,
            actor=actor.id,
            revision=actor.revision,
            at=actor.updated_at,
            login=actor.updated_by,
            before=None if before is None else dump_facts(before),
            after=dump_facts(actor.facts),
        )
    )


def _demand_person(connection: Connection, login: str) -> None:
    if connection.execute(select(people.c.login).where(people.c.login == login)).first() is None:
        raise NotFoundError(f"there is no person {login!r}")
