"""Projects: each with its schema, articles, guidelines, people and settings.

Times are UTC, timezone-aware.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from labeler.core.errors import LabelerError
from labeler.core.people import Role

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")
MOST_NAME = 200
MOST_GUIDELINES = 200_000
LEAST_LEASE_S, MOST_LEASE_S = 60, 86_400


class ProjectState(StrEnum):
    """Whether people work in a project."""

    ACTIVE = "active"
    ARCHIVED = "archived"
    """All of it can be read, nothing changed but its people."""
    TRASHED = "trashed"
    """As good as not there, but for its admins, who may restore it."""


class ProjectChange(StrEnum):
    """What was done to a project."""

    CREATED = "created"
    COPIED = "copied"
    RENAMED = "renamed"
    GUIDELINES = "guidelines"
    SCHEMA = "schema"
    SETTINGS = "settings"
    ARCHIVED = "archived"
    REOPENED = "reopened"
    TRASHED = "trashed"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Project:
    """A project and what it can choose.

    Attributes:
        id: in addresses and folders; never changes and is never used again.
        name: as people call it.
        guidelines: how to label in this project, Markdown; empty for none.
        schema_text: the schema file; ``None`` where it is that of the settings.
        suggest: whether labels are suggested, where the settings allow it.
        lease_s: seconds for which an article is kept for one person; ``None`` for
            that of the settings.
        revision: grows with every change.
    """

    id: str
    name: str
    state: ProjectState
    created_at: datetime
    schema_id: str
    schema_version: str
    guidelines: str = ""
    schema_text: str | None = None
    suggest: bool = True
    lease_s: int | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project as a list shows it, with the role of who looks.

    Attributes:
        articles: how many it has, without those in the trash.
        people: how many are in it.
        submitted: how many sets of labels are handed in.
    """

    project: Project
    role: Role
    articles: int
    people: int
    submitted: int


@dataclass(frozen=True, slots=True)
class ProjectNote:
    """One thing that was done to a project, by whom, and what else is known of it."""

    at: datetime
    login: str
    kind: ProjectChange
    detail: Mapping[str, Any]


class ProjectClosedError(LabelerError):
    """The project is archived or in the trash: nothing in it can be changed.

    Attributes:
        state: which of the two.
    """

    def __init__(self, project: str, state: ProjectState) -> None:
        words = "is archived" if state is ProjectState.ARCHIVED else "lies in the trash"
        super().__init__(
            f"This project {words}: it can be read, but not changed, until an admin opens it again."
        )
        self.project = project
        self.state = state


class ProjectRefusedError(LabelerError, ValueError):
    """A project that cannot be so.

    Attributes:
        problems: what is wrong, one line each.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


class StaleProjectError(LabelerError):
    """Somebody else changed the project first; ``current`` is how it is now."""

    def __init__(self, current: Project) -> None:
        super().__init__("Somebody else changed this project since you loaded it.")
        self.current = current


def propose_id(name: str) -> str:
    """Return an id that a project of this name could have; empty where none comes of it."""
    return _NOT_IN_AN_ID.sub("-", name.casefold()).strip("-")[:40].strip("-")


def project_id_problem(project: str) -> str:
    """Return what is wrong with an id; empty when it is right."""
    if _ID.fullmatch(project):
        return ""
    return (
        "an id has 1 to 40 small letters a–z, digits and hyphens, "
        "and begins and ends with a letter or digit"
    )


def project_problems(project: Project) -> tuple[str, ...]:
    """Return what is wrong with what a project chose, one line each."""
    found = []
    if not project.name.strip() or not project.name.isprintable():
        found.append("a name is missing, or holds line breaks or other control characters")
    if len(project.name) > MOST_NAME:
        found.append(f"a name has at most {MOST_NAME} characters; this has {len(project.name)}")
    if len(project.guidelines) > MOST_GUIDELINES:
        found.append(
            f"guidelines have at most {MOST_GUIDELINES:,} characters; "
            f"these have {len(project.guidelines):,}"
        )
    if project.lease_s is not None and not LEAST_LEASE_S <= project.lease_s <= MOST_LEASE_S:
        found.append(
            f"an article is kept for {LEAST_LEASE_S} to {MOST_LEASE_S:,} seconds, "
            f"not {project.lease_s:,}"
        )
    return tuple(found)
