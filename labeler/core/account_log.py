"""What was done to accounts, as the log of them keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChangeKind(StrEnum):
    """What somebody did to an account."""

    LINK_MADE = "link-made"
    LINK_WITHDRAWN = "link-withdrawn"
    JOINED = "joined"
    """Used the first admin's link or an invitation."""
    ADDED = "added"
    """Became a member of the project with the account they had."""
    REMOVED = "removed"
    """Is in the project no longer; the account stays."""
    PASSWORD_RESET = "password-reset"  # noqa: S105 - a kind of change
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - a kind of change
    IDENTITY_BOUND = "identity-bound"
    """Took another identity to sign in with, in the place of the former one."""
    ROLE_SET = "role-set"
    ACTIVE_SET = "active-set"
    SESSION_ENDED = "session-ended"
    TOKEN_CREATED = "token-created"  # noqa: S105 - a kind of change
    TOKEN_REVOKED = "token-revoked"  # noqa: S105 - a kind of change


@dataclass(frozen=True, slots=True)
class AccountChange:
    """One thing that was done to an account.

    Attributes:
        login: who did it; empty where the server itself did.
        whom: whose account; empty where there is none yet.
        detail: what the kind needs, such as the role before and after. Never a secret.
    """

    at: datetime
    login: str
    kind: ChangeKind
    whom: str
    detail: Mapping[str, str]
