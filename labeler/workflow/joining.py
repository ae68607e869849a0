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
    Standing,
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
            if self._admins(book, self._project):
                return None
            book.end_admin_links(self._project, now)
            return self._make_link(book, now, "", LinkKind.ADMIN, "", Role.ADMIN, self._project)

    def look_at_link(self, secret: str) -> Link:
        """Return what a link is for, without using it; whatever project it was made in.

        Raises:
            LinkRefusedError: it is unknown, was used, or is too old.
        """
        with self._store.reading() as book:
            found = book.link(digest_of(secret))
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
                self._make_first_admin(book, link.project, login, now)
            book.put_account(login, name, now)
            if first:
                book.set_role(link.project, login, Role.ADMIN)
            book.set_password_hash(login, hashed)
            book.end_links(login, now)
            book.end_sessions(login, now)
            book.forget_failures("login", digest_of(login))
            reset = link.kind is LinkKind.RESET
            kind = ChangeKind.PASSWORD_RESET if reset else ChangeKind.JOINED
            log = self._log_of(book, login, link.project)
            self._note(book, now, login, kind, login, log=log, link=link.id)
            return self._open_session(book, login, client, address)

    def invite(self, by: str, login: str, name: str, role: Role) -> str:
        """Make an account that waits for its person: the secret of the link to send them.

        Whoever has an account already, from another project, is in this one at
        once: name and way in stay theirs, and the secret is empty, as they need
        no link. Inviting somebody again who never came ends the earlier link.
        Leads invite annotators, admins anyone.

        Raises:
            NotAllowedError: the role of ``by`` does not cover this.
            PeopleRefusedError: they are in the project already or kept out, or
                login or name cannot be.
        """
        login, name = tidy_login(login), tidy_name(name)
        now = self._clock()
        with self._store.changing() as book:
            self._demand(book, by, Role.LEAD if role is Role.ANNOTATOR else Role.ADMIN)
            refuse([login_problem(login), written_name_problem(name)])
            if self._has_way_in(book, by, login):
                book.set_role(self._project, login, role)
                self._note(book, now, by, ChangeKind.ADDED, login, role=role.value)
                return ""
            book.put_account(login, name, now)
            book.set_role(self._project, login, role)
            book.end_links(login, now)
            return self._make_link(book, now, by, LinkKind.INVITE, login, role, self._project)

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
            return self._reset(book, now, by, whom, self._project)

    def rescue(self, login: str) -> str:
        """Return what ``reset`` does, for whoever runs the server: nobody has to be signed in.

        The way back in for an only admin who forgot their password, of whichever project.
        """
        now = self._clock()
        with self._store.changing() as book:
            if login_problem(login) or not (roles := book.roles(login)):
                raise NotFoundError(f"there is no account {login!r} in any project")
            project = self._project if self._project in roles else min(roles)
            whom = book.account(project, login)
            if whom is None:
                raise NotFoundError(f"there is no account {login!r} in any project")
            return self._reset(book, now, "", whom, project)

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

    def _reset(self, book: PeopleBook, now: datetime, by: str, whom: Account, project: str) -> str:
        if not whom.active:
            raise PeopleRefusedError([f"{whom.login} may not sign in; let them in first"])
        book.end_links(whom.login, now)
        return self._make_link(book, now, by, LinkKind.RESET, whom.login, whom.role, project)

    def _make_link(  # noqa: PLR0913, PLR0917 - one link is all of these
        self,
        book: PeopleBook,
        now: datetime,
        by: str,
        kind: LinkKind,
        login: str,
        role: Role,
        project: str,
    ) -> str:
        secret = make_secret()
        link = Link(
            id=make_id("lnk"),
            project=project,
            kind=kind,
            login=login,
            name="",
            role=role,
            created_by=by,
            created_at=now,
            expires_at=now + self._link_life,
        )
        book.add_link(link, digest_of(secret))
        detail = {"link": link.id, "of": kind.value, "role": role.value}
        self._note(book, now, by, ChangeKind.LINK_MADE, login, log=project, **detail)
        return secret

    def _end_for_use(self, book: PeopleBook, secret: str, now: datetime) -> None:
        """Use up a link; LinkRefusedError where it was since it was looked at."""
        found = book.link(digest_of(secret))
        if found is None or found[1]:
            raise _refusal("expired")
        if found[0].used_at is not None:
            raise _refusal("used")
        book.use_link(found[0].id, now)

    def _make_first_admin(self, book: PeopleBook, project: str, login: str, now: datetime) -> None:
        """Refuse a second first admin, and a login that has an account: it is somebody else's."""
        if self._admins(book, project):
            raise _refusal("expired")
        if book.has_account(login):
            raise PeopleRefusedError([f"there is an account {login} already; choose another login"])
        book.end_admin_links(project, now)

    def _has_way_in(self, book: PeopleBook, by: str, login: str) -> bool:
        """Say whether an invited login has an account that is to stay as it is.

        Refused is an account that is in the project already and in use or meant for
        more than ``by`` may give, and one that is kept out.
        """
        standing, roles = book.standing(login), book.roles(login)
        if self._project in roles:
            if standing is not Standing.WAITING:
                raise PeopleRefusedError([f"there is an account {login} already"])
            self._demand_may_invite_again(book, by, login)
            return False
        if standing is Standing.KEPT_OUT:
            raise PeopleRefusedError(
                [f"there is an account {login} already, which is kept out; ask an admin of theirs"]
            )
        # Nobody else can renew a link that somebody without a project still waits for.
        return standing is Standing.IN_USE or bool(roles)

    def _demand_may_invite_again(self, book: PeopleBook, by: str, login: str) -> None:
        roles = book.roles(login)
        if roles == {self._project: Role.ANNOTATOR}:
            return
        try:
            self._demand_admin_over(book, by, login)
        except NotAllowedError as error:
            if len(roles) > 1:
                raise NotAllowedError(
                    f"{login} is also in a project of which you are not an admin"
                ) from error
            raise NotAllowedError(f"{login} was invited by an admin already") from None


def _refusal(reason: str) -> LinkRefusedError:
    return LinkRefusedError(reason, _REFUSALS[reason])
