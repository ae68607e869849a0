"""Who may do what over HTTP: every operation, in one table.

The promises are kept by ``labeler.workflow``, which checks them again where
they depend on what is asked for; here stands what can be said beforehand.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from labeler.api.calls import Person, RefusedError
from labeler.core.people import Role, Scope


class Whose(StrEnum):
    """Whose things an operation reaches."""

    OWN = "own"
    """One's own; another person's are as good as not there."""
    PROJECT = "project"
    """What all people of the project share."""
    TOLD = "told"
    """Threads on one's own work and those that mention one; others are as good as not there."""
    NOBODYS = "nobody's"
    """What is told to anybody, signed in or not."""


@dataclass(frozen=True, slots=True)
class Access:
    """What an operation asks of the person, and of the token of a script."""

    least: Role
    scope: Scope
    whose: Whose


NO_PROJECT = "There is no such project, or it is not open to you."
_READS = Access(Role.ANNOTATOR, Scope.READ, Whose.PROJECT)
_READS_OWN = Access(Role.ANNOTATOR, Scope.READ, Whose.OWN)
_LABELS = Access(Role.ANNOTATOR, Scope.LABEL, Whose.OWN)
_NAMES_ACTORS = Access(Role.ANNOTATOR, Scope.LABEL, Whose.PROJECT)
_READS_TOLD = Access(Role.ANNOTATOR, Scope.READ, Whose.TOLD)
_TALKS = Access(Role.ANNOTATOR, Scope.LABEL, Whose.TOLD)
_LEADS = Access(Role.LEAD, Scope.READ, Whose.PROJECT)
_MANAGES = Access(Role.LEAD, Scope.MANAGE, Whose.PROJECT)
_OPEN = Access(Role.ANNOTATOR, Scope.READ, Whose.NOBODYS)

ACCESS: Mapping[tuple[str, str], Access] = {
    ("GET", "/healthz"): _OPEN,
    ("GET", "/readyz"): _OPEN,
    ("GET", "/api/v1/openapi.json"): _OPEN,
    ("GET", "/api/v1/projects"): _READS_OWN,
    ("GET", "/api/v1/session"): _READS_OWN,
    ("GET", "/api/v1/schema"): _READS,
    ("GET", "/api/v1/documents"): _READS_OWN,
    ("GET", "/api/v1/documents/{id}"): _READS,
    ("POST", "/api/v1/tasks/next"): _LABELS,
    ("POST", "/api/v1/tasks/open"): _LABELS,
    ("GET", "/api/v1/tasks/{id}"): _READS_OWN,
    ("PUT", "/api/v1/tasks/{id}/annotations"): _LABELS,
    ("POST", "/api/v1/tasks/{id}/submit"): _LABELS,
    ("POST", "/api/v1/tasks/{id}/lease"): _LABELS,
    ("POST", "/api/v1/tasks/{id}/skip"): _LABELS,
    ("POST", "/api/v1/tasks/{id}/reopen"): _LABELS,
    ("GET", "/api/v1/tasks/{id}/revisions"): _READS_OWN,
    ("GET", "/api/v1/tasks/{id}/revisions/{number}"): _READS_OWN,
    ("GET", "/api/v1/actors"): _READS,
    ("POST", "/api/v1/actors"): _NAMES_ACTORS,
    ("GET", "/api/v1/actors/{id}"): _READS,
    ("PUT", "/api/v1/actors/{id}"): _NAMES_ACTORS,
    ("GET", "/api/v1/actors/{id}/changes"): _READS,
    ("GET", "/api/v1/concordance"): _READS,
    # Leads see everybody's by the same routes: the workflow decides.
    ("GET", "/api/v1/progress"): _READS_OWN,
    ("GET", "/api/v1/history"): _READS_OWN,
    ("GET", "/api/v1/history/tasks/{id}/revisions"): _READS_OWN,
    ("GET", "/api/v1/history/tasks/{id}/revisions/{number}"): _READS_OWN,
    ("POST", "/api/v1/history/tasks/{id}/revisions/{number}/bring-back"): _LABELS,
    ("GET", "/api/v1/documents/{id}/threads"): _READS_TOLD,
    ("POST", "/api/v1/threads"): _TALKS,
    ("GET", "/api/v1/threads/{id}"): _READS_TOLD,
    ("POST", "/api/v1/threads/{id}/messages"): _TALKS,
    ("POST", "/api/v1/threads/{id}/resolve"): _TALKS,
    ("POST", "/api/v1/threads/{id}/reopen"): _TALKS,
    ("POST", "/api/v1/messages/{id}/take-back"): _LABELS,
    ("GET", "/api/v1/inbox"): _READS_OWN,
    ("POST", "/api/v1/inbox/read"): _LABELS,
    ("GET", "/api/v1/people"): _READS,
    ("GET", "/api/v1/trash"): _LEADS,
    ("POST", "/api/v1/documents/{id}/trash"): _MANAGES,
    ("POST", "/api/v1/documents/{id}/restore"): _MANAGES,
    ("POST", "/api/v1/tasks/{id}/trash"): _MANAGES,
    ("POST", "/api/v1/tasks/{id}/restore"): _MANAGES,
    ("GET", "/api/v1/batches"): _LEADS,
    ("POST", "/api/v1/batches"): _MANAGES,
    ("GET", "/api/v1/batches/{id}"): _LEADS,
    ("PATCH", "/api/v1/batches/{id}"): _MANAGES,
    ("GET", "/api/v1/batches/{id}/changes"): _LEADS,
    ("POST", "/api/v1/batches/{id}/deal"): _MANAGES,
    ("GET", "/api/v1/batches/{id}/articles"): _LEADS,
    ("POST", "/api/v1/batches/{id}/articles"): _MANAGES,
    ("GET", "/api/v1/batches/{id}/movable"): _LEADS,
    ("POST", "/api/v1/batches/{id}/bring-forward"): _MANAGES,
    ("GET", "/api/v1/places"): _LEADS,
    ("POST", "/api/v1/places"): _MANAGES,
    ("POST", "/api/v1/places/{id}/take-back"): _MANAGES,
    ("POST", "/api/v1/places/{id}/reopen"): _MANAGES,
    ("PUT", "/api/v1/documents/{id}/control"): _MANAGES,
    ("DELETE", "/api/v1/documents/{id}/control"): _MANAGES,
}
"""By method and path."""


def require(access: Access, person: Person, scopes: Collection[Scope] | None) -> None:
    """Refuse what the person's role, or the scopes of their token, do not cover.

    Args:
        access: what the operation asks for.
        person: who is asking.
        scopes: of the token; ``None`` in a browser, which may do all that the role may.

    Raises:
        RefusedError: 403, with what is missing; 404 to who is not in the project.
    """
    if not person.role:
        raise RefusedError(404, "not-found", NO_PROJECT)
    if not Role(person.role).covers(access.least):
        message = f"This is for {_a(access.least.value)} of the project; you are {_a(person.role)}."
        raise RefusedError(403, "not-allowed", message)
    if scopes is not None and access.scope not in scopes:
        message = f"This token may not do that: it lacks the scope {access.scope.value!r}."
        raise RefusedError(403, "not-allowed", message)


def _a(role: str) -> str:
    return f"{'an' if role[:1] in 'aeiou' else 'a'} {role}"
