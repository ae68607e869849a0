"""What all steps about people stand on: who may, secrets, and what may be written."""

import hashlib
import secrets
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from labeler.core.account_log import AccountChange, ChangeKind
from labeler.core.errors import NotFoundError
from labeler.core.people import (
    Account,
    NotAllowedError,
    PeopleRefusedError,
    Role,
    Session,
    Visitor,
    login_problem,
    name_problem,
)
from labeler.workflow.people_ports import PeopleBook, PeopleStore
from labeler.workflow.ports import Clock

_MOST_CLIENT = 200
_MOST_ADDRESS = 100


def make_secret() -> str:
    """Return a new secret: 32 random bytes that fit into an address or a cookie."""
    return secrets.token_urlsafe(32)


def make_id(prefix: str) -> str:
    """Return an id for lists; it opens nothing."""
    return f"{prefix}-{secrets.token_hex(8)}"


def is_id(text: str) -> bool:
    """Say whether a text could be an id at all; a database may take no other."""
    return text.isascii() and text.isprintable()


def digest_of(secret: str) -> str:
    """Return what the database keeps of a secret.

    Plain SHA-256: there is nothing to guess in 32 random bytes.
    """
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def tidy_login(login: str) -> str:
    """Return a login as it is kept, of one as people type it."""
    return login.strip().lower()


def tidy_name(name: str) -> str:
    """Return a name as it is kept: composed, without blanks around it."""
    return unicodedata.normalize("NFC", name).strip()


def written_name_problem(name: str) -> str:
    """Return what is wrong with a name, also for a database and a line; empty when it is right."""
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in name):
        return "a name cannot hold line breaks or other control characters"
    return name_problem(name)


def refuse(problems: Iterable[str]) -> None:
    """Raise PeopleRefusedError where there are any problems; empty ones are none."""
    if found := [problem for problem in problems if problem]:
        raise PeopleRefusedError(found)


def is_due(noted: datetime | None, now: datetime) -> bool:
    """Say whether a moment that is noted at most once a minute should be noted again."""
    # A noted moment that lies ahead is from before the clock jumped back.
    return noted is None or not timedelta() <= now - noted < timedelta(minutes=1)


def _shortened(text: str, most: int) -> str:
    kept = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(sign for sign in kept if sign.isprintable())[:most]


class AccountRules:
    """The people of one project, and what may be done to whom by whom."""

    def __init__(
        self,
        store: PeopleStore,
        project: str,
        clock: Clock,
        *,
        session_days: int = 30,
        link_days: int = 7,
    ) -> None:
        self._store = store
        self._project = project
        self._clock = clock
        self._session_life = timedelta(days=session_days)
        self._link_life = timedelta(days=link_days)

    def _demand(self, book: PeopleBook, by: str, least: Role) -> Account:
        """Return who acts; NotAllowedError where their role does not cover ``least``."""
        actor = self._account(book, by)
        if actor is None or not actor.active or not actor.role.covers(least):
            raise NotAllowedError(f"this takes the role {least} in the project")
        return actor

    def _demand_self_or_admin(self, book: PeopleBook, by: str, login: str) -> None:
        self._demand(book, by, Role.ANNOTATOR)
        if by != login:
            self._demand_admin_over(book, by, login)

    def _demand_admin_over(self, book: PeopleBook, by: str, login: str) -> Account:
        """Return the account acted upon, of which ``by`` has to be an admin.

        How somebody signs in is the same in all projects, so it takes an
        admin of every project they are in.
        """
        self._demand(book, by, Role.ADMIN)
        whom = self._member(book, login)
        own = book.roles(by)
        if any(own.get(project) is not Role.ADMIN for project in book.roles(login)):
            raise NotAllowedError(f"{login} is also in a project of which you are not an admin")
        return whom

    def _account(self, book: PeopleBook, login: str) -> Account | None:
        """Return a member of the project, ``None`` for anybody else, whatever the login."""
        # No database needs to be asked for what it may not even take.
        return None if login_problem(login) else book.account(self._project, login)

    def _visitor(self, book: PeopleBook, login: str) -> Visitor | None:
        """Return who may sign in under a login, in whichever project they are."""
        return None if login_problem(login) else book.visitor(login)

    def _member(self, book: PeopleBook, login: str) -> Account:
        """Return a member of the project; NotFoundError for anybody else."""
        found = self._account(book, login)
        if found is None:
            raise NotFoundError(f"there is no account {login!r} in this project")
        return found

    @staticmethod
    def _admins(book: PeopleBook, project: str) -> list[Account]:
        """Return the admins who are able to act: those who were invited and never came are not."""
        return [
            account
            for account in book.members(project)
            if account.role is Role.ADMIN
            and account.active
            and (account.has_password or account.seen_at is not None)
        ]

    def _demand_another_admin(self, book: PeopleBook, login: str, project: str) -> None:
        admins = self._admins(book, project)
        if [admin.login for admin in admins] == [login]:
            of = "" if project == self._project else " of another project they are in"
            raise PeopleRefusedError(
                [f"{login} is the last admin{of}; make somebody else one first"]
            )

    def _log_of(self, book: PeopleBook, login: str, project: str) -> str:
        """Return in which log stands what somebody did to their own account.

        It is that of ``project``, or of another they are in where they are not in it.
        """
        roles = book.roles(login)
        return project if project in roles or not roles else min(roles)

    def _note(  # noqa: PLR0913 - one entry is all of these
        self,
        book: PeopleBook,
        now: datetime,
        by: str,
        kind: ChangeKind,
        whom: str,
        *,
        log: str | None = None,
        **detail: str,
    ) -> None:
        """Append to the log of a project; of this one where ``log`` names no other."""
        book.note(log or self._project, AccountChange(now, by, kind, whom, detail))

    def _open_session(self, book: PeopleBook, login: str, client: str, address: str) -> str:
        """Sign somebody in, and return the secret for their cookie."""
        now = self._clock()
        secret = make_secret()
        session = Session(
            id=make_id("ses"),
            login=login,
            created_at=now,
            seen_at=now,
            expires_at=now + self._session_life,
            client=_shortened(client, _MOST_CLIENT),
            address=_shortened(address, _MOST_ADDRESS),
        )
        book.add_session(session, digest_of(secret))
        book.saw(login, now)
        return secret
