"""Who may do what: accounts, roles, sessions, one-time links, tokens.

Times are UTC, timezone-aware. Nothing here holds a password or a secret.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from labeler.core.errors import LabelerError

_LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
MOST_NAME = 500
LEAST_PASSWORD = 8
MOST_PASSWORD = 1000


class Role(StrEnum):
    """What somebody is in a project. Each may do all that the one before may."""

    ANNOTATOR = "annotator"
    LEAD = "lead"
    ADMIN = "admin"

    def covers(self, least: "Role") -> bool:
        """Say whether this role may do what ``least`` may."""
        order = list(Role)
        return order.index(self) >= order.index(least)


class Standing(StrEnum):
    """How far an account is, in whichever project."""

    WAITING = "waiting"
    """Its person was invited and has never come."""
    IN_USE = "in-use"
    KEPT_OUT = "kept-out"


class LinkKind(StrEnum):
    """What a one-time link is for."""

    ADMIN = "admin"
    """Makes the first admin of an installation."""
    INVITE = "invite"
    """Lets somebody in with the role the inviter chose."""
    RESET = "reset"
    """Lets somebody choose a new password."""


class Scope(StrEnum):
    """What an API token may be used for."""

    READ = "read"
    LABEL = "label"
    MANAGE = "manage"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in, and their role in a project.

    Attributes:
        login: lower case, never changes.
        name: as people write it, any characters.
        role: in the project asked about.
        active: whether they may sign in; their work stays either way.
        has_password: whether they chose one; others sign in elsewhere or wait for their link.
        seen_at: when they last did anything; ``None`` before the first time.
    """

    login: str
    name: str
    role: Role
    active: bool
    has_password: bool
    created_at: datetime
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who came in, with what they are in each project.

    Attributes:
        roles: by project; none for projects they are not in.
        everywhere: what they are in all other projects; ``None`` for nothing.
    """

    login: str
    name: str
    roles: Mapping[str, Role]
    everywhere: Role | None = None

    def role_in(self, project: str) -> Role | None:
        """Return what they are in a project; ``None`` where they are not in it."""
        return self.roles.get(project, self.everywhere)


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that is signed in. ``id`` names it in lists; it is not the secret in its cookie.

    Attributes:
        client: what the browser calls itself, shortened.
        address: from where it signed in.
    """

    id: str
    login: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    client: str
    address: str


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link; ``login`` is whose password it resets, or who is invited to join.

    It opens the account in every project; ``project`` is the one it was made in.
    """

    id: str
    project: str
    kind: LinkKind
    login: str
    name: str
    role: Role
    created_by: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """An API token as lists show it; its secret is shown once, when it is made.

    It is good in ``project`` only.
    """

    id: str
    project: str
    login: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class SignInRefusedError(LabelerError):
    """Nobody is signed in: wrong login or password, or too many tries.

    Which of login and password is wrong is not said.

    Attributes:
        wait_s: seconds until the next try counts; 0 where it may be made at once.
    """

    def __init__(self, message: str, wait_s: int = 0) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class LinkRefusedError(LabelerError):
    """A one-time link that is unknown, was used, or is too old.

    Attributes:
        reason: ``unknown``, ``used`` or ``expired``.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class NotAllowedError(LabelerError):
    """The person's role does not allow this."""


class PeopleRefusedError(LabelerError, ValueError):
    """An account, a name or a password that cannot be, or a last admin who cannot go.

    Attributes:
        problems: what is wrong, one line each.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = tuple(problems)


def login_problem(login: str) -> str:
    """Return what is wrong with a login; empty when it is right."""
    if _LOGIN.fullmatch(login):
        return ""
    return (
        "a login has 1 to 64 small letters a–z, digits, dots, hyphens and underscores, "
        "and begins and ends with a letter or digit"
    )


def name_problem(name: str) -> str:
    """Return what is wrong with a person's name; empty when it is right."""
    if not name.strip():
        return "a name is missing"
    if len(name) > MOST_NAME:
        return f"a name has at most {MOST_NAME} characters; this one has {len(name)}"
    return ""


def password_problem(password: str) -> str:
    """Return what is wrong with a new password; empty when it is right."""
    if len(password) < LEAST_PASSWORD:
        return f"a password has at least {LEAST_PASSWORD} characters"
    if len(password) > MOST_PASSWORD:
        return f"a password has at most {MOST_PASSWORD} characters"
    return ""
