"""Getting people in: the first admin, invitations, and new passwords, by one-time links."""

from collections.abc import Sequence
from datetime import datetime

from labeler.core.account_log import ChangeKind
from labeler.core.errors import NotFoundError
from labeler.core.people import (
    Account,
    Link,
    LinkKind,
    LinkRefusedError,
    NotAllowedError,
    PeopleRefusedError,
    Role,
    login_problem,
    password_problem,
)
from labeler.workflow import passwords
from labeler.workflow.account_rules import (
    AccountRules,
    digest_of,
    make_id,
    make_secret,
    refuse,
    tidy_login,
    tidy_name,
    written_name_problem,
)
from labeler.workflow.people_ports import PeopleBook

_REFUSALS = {
    "unknown": "there is no such link; was all of it copied?",
    "used": "this link was used already; sign in instead",
    "expired": "this link is no longer valid; ask for a new one",
}


class Joining(AccountRules):
    """How people come to have an account and a password."""

    def first_admin_link(self) -> str | None:
        """Return the secret of a link that makes an admin, ``None`` where one can act.

        Earlier links of this kind end.
        """
        now = self._clock()
        with self._store.changing() as book:
            if self._admins(book):
                return None
            book.end_admin_links(self._project, now)
            return self._make_link(book, now, "", LinkKind.ADMIN, "", Role.ADMIN)

    def look_at_link(self, secret: str) -> Link:
        """Return what a link is for, without using it.

        Raises:
            LinkRefusedError: it is unknown, was used, or is too old.
        """
        with self._store.reading() as book:
            found = book.link(self._project, digest_of(secret))
        if found is None:
            raise _refusal("unknown")
        link, ended = found
        if link.used_at is not None:
            raise _refusal("used")
        if not ended and link.expires_at <= self._clock():
            ended = True
            # For good: the clock may jump back.
            with self._store.changing() as book:
                book.end_link(link.id, self._clock())
        if ended:
            raise _refusal("expired")
        return link

    def use_link(  # noqa: PLR0913 - what the form behind a link asks
        self, secret: str, *, login: str, name: str, password: str, client: str, address: str
    ) -> str:
        """Give somebody their password, end the link and sign them in: the session's secret.

        Args:
            secret: the link's.
            login: counts for the first admin only.
            name: empty where it stays; for a new password it always does.
            password: to have from now on. All other sessions of theirs end.
            client: what the browser calls itself.
            address: from where it comes.

        Raises:
            LinkRefusedError: the link is unknown, was used, or is too old.
            PeopleRefusedError: login, name or password cannot be; all of it is listed.
        """
        link = self.look_at_link(secret)
        first = link.kind is LinkKind.ADMIN
        login = tidy_login(login) if first else link.login
        name = tidy_name(name)
        if link.kind is LinkKind.RESET or not (name or first):
            name = link.name
        refuse([login_problem(login), written_name_problem(name), password_problem(password)])
        hashed = passwords.hash_password(password)
        with self._store.changing() as book:
            now = self._clock()
            self._end_for_use(book, secret, now)
            if first:
                self._make_first_admin(book, login, now)
            book.put_account(login, name, now)
            if first:
                book.set_role(self._project, login, Role.ADMIN)
            book.set_password_hash(login, hashed)
            book.end_links(login, now)
            book.end_sessions(login, now)
            book.forget_failures("login", digest_of(login))
            reset = link.kind is LinkKind.RESET
            kind = ChangeKind.PASSWORD_RESET if reset else ChangeKind.JOINED
            self._note(book, now, login, kind, login, link=link.id)
            return self._open_session(book, login, client, address)

    def invite(self, by: str, login: str, name: str, role: Role) -> str:
        """Make an account that waits for its person: the secret of the link to send them.

        Inviting somebody again who never came ends the earlier link. Leads
        invite annotators, admins anyone.

        Raises:
            NotAllowedError: the role of ``by`` does not cover this.
            PeopleRefusedError: the account is in use, or login or name cannot be.
        """
        login, name = tidy_login(login), tidy_name(name)
        now = self._clock()
        with self._store.changing() as book:
            self._demand(book, by, Role.LEAD if role is Role.ANNOTATOR else Role.ADMIN)
            refuse([login_problem(login), written_name_problem(name)])
            if book.has_account(login):
                self._demand_waiting(book, by, login)
            book.put_account(login, name, now)
            book.set_role(self._project, login, role)
            book.end_links(login, now)
            return self._make_link(book, now, by, LinkKind.INVITE, login, role)

    def reset(self, by: str, login: str) -> str:
        """Return the secret of a link to a new password; the present one counts until it is used.

        Earlier links of that person end. For admins.

        Raises:
            NotFoundError: nobody of that login is in the project.
            PeopleRefusedError: they may not sign in at all.
        """
        now = self._clock()
        with self._store.changing() as book:
            whom = self._demand_admin_over(book, by, login)
            return self._reset(book, now, by, whom)

    def rescue(self, login: str) -> str:
        """Return what ``reset`` does, for whoever runs the server: nobody has to be signed in.

        The way back in for an only admin who forgot their password.
        """
        now = self._clock()
        with self._store.changing() as book:
            return self._reset(book, now, "", self._member(book, login))

    def links(self, by: str) -> Sequence[Link]:
        """Return the links that can still be used, newest first; for leads."""
        now = self._clock()
        with self._store.reading() as book:
            self._demand(book, by, Role.LEAD)
            return tuple(link for link in book.links(self._project) if link.expires_at > now)

    def withdraw_link(self, by: str, link_id: str) -> None:
        """Make a link useless; for leads.

        Raises:
            NotFoundError: there is no such link, or it was used or withdrawn.
        """
        now = self._clock()
        with self._store.changing() as book:
            self._demand(book, by, Role.LEAD)
            for link in book.links(self._project):
                if link.id == link_id:
                    book.end_link(link_id, now)
                    self._note(book, now, by, ChangeKind.LINK_WITHDRAWN, link.login, link=link_id)
                    return
            raise NotFoundError("this link was used or withdrawn already")

    def _reset(self, book: PeopleBook, now: datetime, by: str, whom: Account) -> str:
        if not whom.active:
            raise PeopleRefusedError([f"{whom.login} may not sign in; let them in first"])
        book.end_links(whom.login, now)
        return self._make_link(book, now, by, LinkKind.RESET, whom.login, whom.role)

    def _make_link(  # noqa: PLR0913, PLR0917 - one link is all of these
        self, book: PeopleBook, now: datetime, by: str, kind: LinkKind, login: str, role: Role
    ) -> str:
        secret = make_secret()
        link = Link(
            id=make_id("lnk"),
            kind=kind,
            login=login,
            name="",
            role=role,
            created_by=by,
            created_at=now,
            expires_at=now + self._link_life,
        )
        book.add_link(self._project, link, digest_of(secret))
        self._note(
            book, now, by, ChangeKind.LINK_MADE, login, link=link.id, of=kind.value, role=role.value
        )
        return secret

    def _end_for_use(self, book: PeopleBook, secret: str, now: datetime) -> None:
        """Use up a link; LinkRefusedError where it was since it was looked at."""
        found = book.link(self._project, digest_of(secret))
        if found is None or found[1]:
            raise _refusal("expired")
        if found[0].used_at is not None:
            raise _refusal("used")
        book.use_link(found[0].id, now)

    def _make_first_admin(self, book: PeopleBook, login: str, now: datetime) -> None:
        """Refuse a second first admin, and a login that has an account: it is somebody else's."""
        if self._admins(book):
            raise _refusal("expired")
        if book.has_account(login):
            raise PeopleRefusedError([f"there is an account {login} already; choose another login"])
        book.end_admin_links(self._project, now)

    def _demand_waiting(self, book: PeopleBook, by: str, login: str) -> None:
        """Refuse an account that is in use, or was meant for more than ``by`` may give."""
        account = self._account(book, login)
        if account is None or account.has_password or account.seen_at or not account.active:
            raise PeopleRefusedError([f"there is an account {login} already"])
        roles = book.roles(login)
        if account.role is not Role.ANNOTATOR or len(roles) > 1:
            try:
                self._demand_admin_over(book, by, login)
            except NotAllowedError:
                raise NotAllowedError(f"{login} was invited by an admin already") from None


def _refusal(reason: str) -> LinkRefusedError:
    return LinkRefusedError(reason, _REFUSALS[reason])
