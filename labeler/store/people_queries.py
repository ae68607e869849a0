"""Accounts, roles, failed tries and the log of changes, inside one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from labeler.core.account_log import AccountChange, ChangeKind
from labeler.core.errors import NotFoundError
from labeler.core.people import Account, Role, Standing, Visitor
from labeler.store.rows import insert_into
from labeler.store.tables import account_changes, accounts, memberships, people, sign_in_failures

# Built once: who somebody is is asked with every request.
_MEMBERS = (
    select(
        accounts.c.login,
        people.c.name,
        memberships.c.role,
        accounts.c.active,
        accounts.c.password_hash.is_not(None).label("has_password"),
        accounts.c.created_at,
        accounts.c.seen_at,
    )
    .join_from(memberships, accounts, memberships.c.login == accounts.c.login)
    .join(people, people.c.login == accounts.c.login)
    .where(memberships.c.project == bindparam("of_project"))
)
_MEMBER = _MEMBERS.where(accounts.c.login == bindparam("of_login"))
_VISITOR = (
    select(people.c.name, memberships.c.project, memberships.c.role)
    .join_from(memberships, accounts, memberships.c.login == accounts.c.login)
    .join(people, people.c.login == accounts.c.login)
    .where(accounts.c.login == bindparam("of_login"), accounts.c.active)
)


class AccountRows:
    """Queries on accounts; satisfies the part of ``PeopleBook`` that is about them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def account(self, project: str, login: str) -> Account | None:
        """Return a member of the project, ``None`` for anybody else."""
        asked = {"of_project": project, "of_login": login}
        row = self._connection.execute(_MEMBER, asked).first()
        return None if row is None else _read(row)

    def visitor(self, login: str) -> Visitor | None:
        """Return somebody with all their roles; ``None`` who is kept out or in no project."""
        rows = self._connection.execute(_VISITOR, {"of_login": login}).all()
        if not rows:
            return None
        return Visitor(login, rows[0].name, {row.project: Role(row.role) for row in rows})

    def members(self, project: str) -> tuple[Account, ...]:
        """Return everybody who has a role in the project, by name."""
        found = [_read(row) for row in self._connection.execute(_MEMBERS, {"of_project": project})]
        # Here, as databases differ in how they sort.
        return tuple(sorted(found, key=lambda account: (account.name.casefold(), account.login)))

    def roles(self, login: str) -> Mapping[str, Role]:
        """Return the roles somebody has, by project."""
        query = select(memberships.c.project, memberships.c.role).where(
            memberships.c.login == login
        )
        return {row.project: Role(row.role) for row in self._connection.execute(query)}

    def has_account(self, login: str) -> bool:
        """Say whether there is an account of that login, in whichever project."""
        query = select(accounts.c.login).where(accounts.c.login == login)
        return self._connection.execute(query).first() is not None

    def standing(self, login: str) -> Standing | None:
        """Return how far an account is; ``None`` where there is none of that login."""
        query = select(accounts.c.active, accounts.c.password_hash, accounts.c.seen_at).where(
            accounts.c.login == login
        )
        row = self._connection.execute(query).first()
        if row is None:
            return None
        if not row.active:
            return Standing.KEPT_OUT
        came = row.password_hash is not None or row.seen_at is not None
        return Standing.IN_USE if came else Standing.WAITING

    def password_hash(self, login: str) -> str:
        """Return how the account's password is kept; empty where there is none, or no account."""
        query = select(accounts.c.password_hash).where(accounts.c.login == login)
        return self._connection.execute(query).scalar() or ""

    def put_account(self, login: str, name: str, now: datetime) -> None:
        """Make person and account where they are missing; the name is theirs from now on."""
        self._connection.execute(
            insert_into(self._connection, people)
            .values(login=login, name=name, created_at=now)
            .on_conflict_do_update(index_elements=["login"], set_={"name": name})
        )
        self._connection.execute(
            insert_into(self._connection, accounts)
            .values(login=login, active=True, created_at=now)
            .on_conflict_do_nothing()
        )

    def set_password_hash(self, login: str, password_hash: str) -> None:
        """Keep another password."""
        self._change_account(login, password_hash=password_hash)

    def set_active(self, login: str, *, active: bool) -> None:
        """Let somebody sign in, or not any more."""
        self._change_account(login, active=active)

    def saw(self, login: str, now: datetime) -> None:
        """Note when somebody was last here."""
        self._change_account(login, seen_at=now)

    def set_role(self, project: str, login: str, role: Role) -> None:
        """Give somebody who has an account a role in the project, in place of an earlier one."""
        self._connection.execute(
            insert_into(self._connection, memberships)
            .values(project=project, login=login, role=role.value)
            .on_conflict_do_update(index_elements=["project", "login"], set_={"role": role.value})
        )

    def take_role(self, project: str, login: str) -> None:
        """Let somebody be in the project no longer; their account stays."""
        self._connection.execute(
            delete(memberships).where(
                memberships.c.project == project, memberships.c.login == login
            )
        )

    def failures(self, kind: str, digest: str) -> tuple[int, datetime] | None:
        """Return how many tries in a row failed, and when the last did; ``None`` for none."""
        query = select(sign_in_failures.c.tries, sign_in_failures.c.last_at).where(
            sign_in_failures.c.kind == kind, sign_in_failures.c.digest == digest
        )
        row = self._connection.execute(query).first()
        return None if row is None else (row[0], row[1])

    def put_failures(self, kind: str, digest: str, tries: int, last_at: datetime) -> None:
        """Note how many tries in a row failed, and when the last did."""
        noted = {"tries": tries, "last_at": last_at}
        self._connection.execute(
            insert_into(self._connection, sign_in_failures)
            .values(kind=kind, digest=digest, **noted)
            .on_conflict_do_update(index_elements=["kind", "digest"], set_=noted)
        )

    def forget_failures(self, kind: str, digest: str) -> None:
        """Start counting anew."""
        self._connection.execute(
            delete(sign_in_failures).where(
                sign_in_failures.c.kind == kind, sign_in_failures.c.digest == digest
            )
        )

    def forget_failures_before(self, moment: datetime) -> None:
        """Forget what failed last before a moment: whoever makes up logins fills no disk."""
        self._connection.execute(
            delete(sign_in_failures).where(sign_in_failures.c.last_at < moment)
        )

    def note(self, project: str, change: AccountChange) -> None:
        """Append to the log of changes."""
        self._connection.execute(
            insert(account_changes).values(
                project=project,
                at=change.at,
                login=change.login or None,
                kind=change.kind.value,
                whom=change.whom or None,
                detail=dict(change.detail),
            )
        )

    def changes(self, project: str) -> tuple[AccountChange, ...]:
        """Return all that was done to accounts of the project, oldest first."""
        query = (
            select(account_changes)
            .where(account_changes.c.project == project)
            .order_by(account_changes.c.seq)
        )
        return tuple(
            AccountChange(row.at, row.login or "", ChangeKind(row.kind), row.whom or "", row.detail)
            for row in self._connection.execute(query)
        )

    def _change_account(self, login: str, **values: object) -> None:
        changed = update(accounts).where(accounts.c.login == login).values(**values)
        if self._connection.execute(changed).rowcount == 0:
            raise NotFoundError(f"there is no account {login!r}")


def _read(row: Row[Any]) -> Account:
    return Account(
        login=row.login,
        name=row.name,
        role=Role(row.role),
        active=row.active,
        has_password=bool(row.has_password),
        created_at=row.created_at,
        seen_at=row.seen_at,
    )
