"""The accounts of a project, with a clock that is told the time."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from argon2 import PasswordHasher
from stored import NOON, PROJECT, make_schema

from labeler.core.people import Role
from labeler.store import SqlStore
from labeler.workflow import passwords
from labeler.workflow.accounts import Accounts

PASSWORD = "correct horse"  # noqa: S105 - of people who do not exist
OTHER = "battery staple"
WEB = {"client": "Firefox", "address": "192.0.2.7"}


@dataclass
class Office:
    """Accounts with what tests steer and what they look at."""

    store: SqlStore
    now: object = NOON
    accounts: Accounts = field(init=False)

    def __post_init__(self):
        self.accounts = Accounts(self.store.people, PROJECT, lambda: self.now)

    def pass_time(self, **by: float):
        """Let the clock run on, or jump back."""
        self.now += timedelta(**by)

    def found(self, login: str = "root") -> str:
        """Make the first admin, and return the secret of their session."""
        link = self.accounts.first_admin_link()
        assert link is not None
        return self.accounts.use_link(
            link, login=login, name=login.title(), password=PASSWORD, **WEB
        )

    def join(self, login: str, role: Role = Role.ANNOTATOR) -> str:
        """Invite somebody and let them come, and return the secret of their session."""
        return self.come(self.accounts.invite("root", login, login.title(), role))

    def come(self, link: str, password: str = PASSWORD) -> str:
        """Use a link as it is meant."""
        return self.accounts.use_link(link, login="", name="", password=password, **WEB)

    def whose(self, session: str) -> tuple[str, str, Role | None]:
        """Return whose session it is: login, name and role in the project."""
        visitor, _ = self.accounts.who(session)
        return visitor.login, visitor.name, visitor.role_in(PROJECT)

    def elsewhere(self, project: str = "sports") -> Accounts:
        """Return the accounts of another project of the installation."""
        self.store.ensure_project(project, make_schema(), NOON)
        return Accounts(self.store.people, project, lambda: self.now)

    def sign_in(self, login: str, password: str = PASSWORD, address: str = "192.0.2.7") -> str:
        """Sign in from a browser."""
        return self.accounts.sign_in(login, password, client="Firefox", address=address)

    def restart(self):
        """Forget what is kept in memory only."""
        self.__post_init__()


def found_project(url: str) -> None:
    """Make a project that nobody has an account in, in an empty database."""
    with closing(SqlStore(url)) as store:
        store.upgrade()
        store.ensure_project(PROJECT, make_schema(), NOON)


@contextmanager
def open_office(url: str) -> Iterator[Office]:
    """Open the accounts of a project."""
    with closing(SqlStore(url)) as store:
        yield Office(store)


@contextmanager
def hashing_quickly() -> Iterator[None]:
    """Hash passwords as fast as can be; how well they are kept is a test of its own."""
    usual = passwords._hasher  # noqa: SLF001 - no setting: nobody should hash like this
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # noqa: SLF001 - as above
    passwords._nobody.cache_clear()  # noqa: SLF001 - its cost is another now
    yield
    passwords._hasher = usual  # noqa: SLF001 - as above
    passwords._nobody.cache_clear()  # noqa: SLF001 - as above
