"""The people of a project: who they are, what they may, and the tokens of their scripts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from labeler.core.account_log import AccountChange, ChangeKind
from labeler.core.errors import NotFoundError
from labeler.core.people import Account, PeopleRefusedError, Role, Scope, Token, Visitor
from labeler.workflow.account_rules import (
    digest_of,
    is_due,
    is_id,
    make_id,
    make_secret,
    refuse,
    tidy_name,
    written_name_problem,
)
from labeler.workflow.signing_in import SigningIn
from labeler.workflow.vouching import Vouching

MOST_TOKEN_DAYS = 366


class Accounts(SigningIn, Vouching):
    """All that people do with the accounts of one project; safe to share between threads.

    ``by`` is the login of who does it. Everything raises NotAllowedError where
    their role in the project does not cover it.
    """

    def members(self, by: str) -> Sequence[Account]:
        """Return everybody who is or was in the project, by name; for leads."""
        with self._store.reading() as book:
            self._demand(book, by, Role.LEAD)
            return book.members(self._project)

    def access(self, by: str) -> Mapping[str, tuple[int, int]]:
        """Return how many sessions and tokens people have, by login; none for who has neither.

        For admins. Sessions are the same in all projects of an installation.
        """
        now = self._clock()
        with self._store.reading() as book:
            self._demand(book, by, Role.ADMIN)
            return book.count_access(self._project, now)

    def changes(self, by: str) -> Sequence[AccountChange]:
        """Return all that was done to accounts of the project, oldest first; for admins."""
        with self._store.reading() as book:
            self._demand(book, by, Role.ADMIN)
            return book.changes(self._project)

    def set_role(self, by: str, login: str, role: Role) -> None:
        """Give somebody another role, at once; for admins. The last admin stays one.

        Raises:
            NotFoundError: nobody of that login is in the project.
            PeopleRefusedError: nobody would be admin any more.
        """
        now = self._clock()
        with self._store.changing() as book:
            self._demand(book, by, Role.ADMIN)
            whom = self._member(book, login)
            if whom.role is role:
                return
            self._demand_another_admin(book, login, self._project)
            book.set_role(self._project, login, role)
            self._note(
                book,
                now,
                by,
                ChangeKind.ROLE_SET,
                login,
                before=whom.role.value,
                after=role.value,
            )

    def remove(self, by: str, login: str) -> None:
        """Take somebody out of this project, at once; for admins. The last admin stays.

        Their tokens of the project end. Their work, their account and what they
        are in other projects stay; without any other they cannot sign in.

        Raises:
            NotFoundError: nobody of that login is in the project.
            PeopleRefusedError: nobody would be admin any more, or they are kept out.
        """
        now = self._clock()
        with self._store.changing() as book:
            self._demand(book, by, Role.ADMIN)
            whom = self._member(book, login)
            if not whom.active:
                # Nobody could let them in again, once they are in no project.
                raise PeopleRefusedError([f"{login} is kept out of all projects as it is"])
            self._demand_another_admin(book, login, self._project)
            book.take_role(self._project, login)
            book.end_tokens(login, now, self._project)
            if not book.roles(login):
                book.end_links(login, now)
            self._note(book, now, by, ChangeKind.REMOVED, login, role=whom.role.value)

    def set_active(self, by: str, login: str, active: bool) -> None:  # noqa: FBT001 - as asked
        """Let somebody in again, or keep them out from now on; for admins.

        Keeping out ends sessions, tokens and links at once. The last admin stays.

        Raises:
            NotFoundError: nobody of that login is in the project.
            PeopleRefusedError: nobody would be admin any more.
        """
        now = self._clock()
        with self._store.changing() as book:
            whom = self._demand_admin_over(book, by, login)
            if whom.active is active:
                return
            if not active:
                for project in book.roles(login):
                    self._demand_another_admin(book, login, project)
                book.end_sessions(login, now)
                book.end_tokens(login, now)
                book.end_links(login, now)
            book.set_active(login, active=active)
            self._note(
                book, now, by, ChangeKind.ACTIVE_SET, login, active="yes" if active else "no"
            )

    def create_token(
        self, by: str, name: str, scopes: Collection[Scope], days: int
    ) -> tuple[str, Token]:
        """Return the secret of a new token for oneself, and what lists show of it.

        Args:
            by: whose it is.
            name: what it is for.
            scopes: what it may be used for; ``MANAGE`` takes a lead.
            days: how long it lasts, 1 to 366.

        Raises:
            PeopleRefusedError: name, scopes or days cannot be; all of it is listed.
        """
        name = tidy_name(name)
        now = self._clock()
        with self._store.changing() as book:
            self._demand(book, by, Role.LEAD if Scope.MANAGE in scopes else Role.ANNOTATOR)
            refuse(
                [
                    written_name_problem(name),
                    "" if scopes else "a token is for something: read, label or manage",
                    ""
                    if 1 <= days <= MOST_TOKEN_DAYS
                    else f"a token lasts 1 to {MOST_TOKEN_DAYS} days",
                ]
            )
            secret = make_secret()
            token = Token(
                id=make_id("tok"),
                project=self._project,
                login=by,
                name=name,
                scopes=frozenset(scopes),
                created_at=now,
                expires_at=now + timedelta(days=days),
            )
            book.add_token(token, digest_of(secret))
            self._note(book, now, by, ChangeKind.TOKEN_CREATED, by, token=token.id, name=name)
        return secret, token

    def tokens(self, by: str, login: str) -> Sequence[Token]:
        """Return the tokens somebody has, newest first; for themselves and admins."""
        now = self._clock()
        with self._store.reading() as book:
            self._demand_self_or_admin(book, by, login)
            return tuple(t for t in book.tokens(self._project, login) if t.expires_at > now)

    def revoke_token(self, by: str, token_id: str) -> None:
        """Make a token useless at once; one's own, or as an admin.

        Raises:
            NotFoundError: there is no such token any more.
        """
        now = self._clock()
        with self._store.changing() as book:
            self._demand(book, by, Role.ANNOTATOR)
            token = book.token_named(self._project, token_id) if is_id(token_id) else None
            if token is None:
                raise NotFoundError("this token was revoked already")
            self._demand_self_or_admin(book, by, token.login)
            book.end_token(token.id, now)
            self._note(book, now, by, ChangeKind.TOKEN_REVOKED, token.login, token=token.id)

    def token(self, secret: str) -> tuple[Visitor, frozenset[Scope]] | None:
        """Return whose token it is and what for, and note that it was used.

        Whose it is has no role but that in the project the token is good in,
        whichever of the installation that is. ``None`` where it was revoked or
        expired, or its person may not come in there any more. It never allows
        more than their role does now.
        """
        now = self._clock()
        with self._store.reading() as book:
            token = book.token(digest_of(secret))
            visitor = None if token is None else self._visitor(book, token.login)
        if token is None or visitor is None:
            return None
        role = visitor.role_in(token.project)
        if role is None:
            return None
        if token.expires_at <= now:
            # For good: the clock may jump back.
            with self._store.changing() as book:
                book.end_token(token.id, now)
            return None
        if is_due(token.used_at, now):
            with self._store.changing() as book:
                book.saw_token(token.id, now)
        visitor = replace(visitor, roles={token.project: role})
        lead = role.covers(Role.LEAD)
        return visitor, token.scopes if lead else token.scopes - {Scope.MANAGE}
