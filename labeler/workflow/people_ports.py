"""What the workflow of accounts asks of the store.

What is decided on what was read, such as whether the last admin may go, has
to be one transaction with what is done then. So the store hands out a book to
read and write in, open for one transaction.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from labeler.core.account_log import AccountChange
from labeler.core.people import Account, Link, Role, Session, Standing, Token, Visitor
from labeler.workflow.identity_ports import IdentityBook


class AccountBook(Protocol):
    """Accounts, roles, failed tries and the log of changes."""

    def account(self, project: str, login: str) -> Account | None:
        """Return a member of the project, ``None`` for anybody else."""

    def visitor(self, login: str) -> Visitor | None:
        """Return somebody with all their roles; ``None`` who is kept out or in no project."""

    def members(self, project: str) -> Sequence[Account]:
        """Return everybody who has a role in the project, by name."""

    def roles(self, login: str) -> Mapping[str, Role]:
        """Return the roles somebody has, by project."""

    def has_account(self, login: str) -> bool:
        """Say whether there is an account of that login, in whichever project."""

    def standing(self, login: str) -> Standing | None:
        """Return how far an account is; ``None`` where there is none of that login."""

    def password_hash(self, login: str) -> str:
        """Return how the account's password is kept; empty where there is none, or no account."""

    def put_account(self, login: str, name: str, now: datetime) -> None:
        """Make person and account where they are missing; the name is theirs from now on."""

    def set_password_hash(self, login: str, password_hash: str) -> None:
        """Keep another password; NotFoundError where there is no account."""

    def set_active(self, login: str, *, active: bool) -> None:
        """Let somebody sign in, or not any more; NotFoundError where there is no account."""

    def saw(self, login: str, now: datetime) -> None:
        """Note when somebody was last here; NotFoundError where there is no account."""

    def set_role(self, project: str, login: str, role: Role) -> None:
        """Give somebody who has an account a role in the project, in place of an earlier one."""

    def take_role(self, project: str, login: str) -> None:
        """Let somebody be in the project no longer; their account stays."""

    def failures(self, kind: str, digest: str) -> tuple[int, datetime] | None:
        """Return how many tries in a row failed, and when the last did; ``None`` for none."""

    def put_failures(self, kind: str, digest: str, tries: int, last_at: datetime) -> None:
        """Note how many tries in a row failed, and when the last did."""

    def forget_failures(self, kind: str, digest: str) -> None:
        """Start counting anew."""

    def forget_failures_before(self, moment: datetime) -> None:
        """Forget what failed last before a moment."""

    def note(self, project: str, change: AccountChange) -> None:
        """Append to the log of changes."""

    def changes(self, project: str) -> Sequence[AccountChange]:
        """Return all that was done to accounts of the project, oldest first."""


class AccessBook(Protocol):
    """Sessions, one-time links and tokens, each found by the digest of its secret."""

    def add_session(self, session: Session, digest: str) -> None:
        """Store a new session."""

    def session(self, digest: str) -> Session | None:
        """Return the session of a secret's digest, ``None`` where it was ended."""

    def session_named(self, session_id: str) -> Session | None:
        """Return the session of that id, ``None`` where it was ended."""

    def sessions(self, login: str) -> Sequence[Session]:
        """Return the sessions somebody has, the one used last first."""

    def saw_session(self, session_id: str, now: datetime) -> None:
        """Note when a session was last used."""

    def end_session(self, session_id: str, now: datetime) -> None:
        """End a session for good."""

    def end_sessions(self, login: str, now: datetime, but: str = "") -> None:
        """End all sessions of somebody, but for the one of the id ``but``."""

    def add_link(self, link: Link, digest: str) -> None:
        """Store a new link."""

    def link(self, digest: str) -> tuple[Link, bool] | None:
        """Return the link of a secret's digest and whether it was ended unused.

        Whatever project it was made in.
        """

    def links(self, project: str) -> Sequence[Link]:
        """Return the links that were neither used nor ended, newest first."""

    def use_link(self, link_id: str, now: datetime) -> None:
        """Mark a link as used."""

    def end_link(self, link_id: str, now: datetime) -> None:
        """End a link unused."""

    def end_links(self, login: str, now: datetime) -> None:
        """End all open links of somebody."""

    def end_admin_links(self, project: str, now: datetime) -> None:
        """End the open links that would make the first admin of the project."""

    def add_token(self, token: Token, digest: str) -> None:
        """Store a new token."""

    def token(self, digest: str) -> Token | None:
        """Return the token of a secret's digest, ``None`` where it was ended.

        Whatever project it is good in.
        """

    def token_named(self, project: str, token_id: str) -> Token | None:
        """Return the token of that id, ``None`` where it was ended."""

    def tokens(self, project: str, login: str) -> Sequence[Token]:
        """Return the tokens somebody has in the project, newest first."""

    def saw_token(self, token_id: str, now: datetime) -> None:
        """Note when a token was last used."""

    def count_access(self, project: str, now: datetime) -> Mapping[str, tuple[int, int]]:
        """Return how many sessions and tokens members have that still open the door, by login."""

    def end_token(self, token_id: str, now: datetime) -> None:
        """End a token for good."""

    def end_tokens(self, login: str, now: datetime, project: str | None = None) -> None:
        """End all tokens of somebody, in one project or in every one."""


class PeopleBook(AccountBook, AccessBook, IdentityBook, Protocol):
    """All that is kept about people, within one transaction."""


class PeopleStore(Protocol):
    """Hands out the book for one transaction; safe to share between threads."""

    def reading(self) -> AbstractContextManager[PeopleBook]:
        """Open the book to read in."""

    def changing(self) -> AbstractContextManager[PeopleBook]:
        """Open the book to change it, for one at a time.

        On leaving, all of it is on disk; an error undoes all of it.
        """
