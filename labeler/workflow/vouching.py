"""Signing in with an identity that a provider elsewhere vouches for.

A one-time link binds the identity to the account; from then on it opens it.
"""

from labeler.core.account_log import ChangeKind
from labeler.core.external import ExternalIdentity, identity_problem
from labeler.core.people import (
    LinkKind,
    PeopleRefusedError,
    Role,
    SignInRefusedError,
    login_problem,
)
from labeler.workflow.account_rules import refuse, tidy_login, tidy_name, written_name_problem
from labeler.workflow.joining import Joining
from labeler.workflow.people_ports import PeopleBook


class Vouching(Joining):
    """How people get in whom an identity provider has asked who they are."""

    def sign_in_identity(self, identity: ExternalIdentity, *, client: str, address: str) -> str:
        """Return the secret of a new session of whom the identity is bound to.

        Raises:
            SignInRefusedError: it opens no account here, or one that is kept out.
        """
        # No database needs to be asked for what it may not even take.
        if problem := identity_problem(identity):
            raise SignInRefusedError(problem)
        with self._store.changing() as book:
            visitor = self._visitor(book, book.login_of(identity))
            if visitor is None:
                raise SignInRefusedError("this identity opens no account here")
            return self._open_session(book, visitor.login, client, address)

    def use_link_as(  # noqa: PLR0913 - what the form behind a link asks
        self,
        secret: str,
        identity: ExternalIdentity,
        *,
        login: str,
        name: str,
        client: str,
        address: str,
    ) -> str:
        """Bind an identity to the account a link is for, and sign in: the session's secret.

        Another identity that opened the account opens it no longer, and all
        its sessions end.

        Args:
            secret: the link's.
            identity: of whoever uses it; one that opens no other account.
            login: counts for the first admin only.
            name: empty where it stays; for a link to a new identity it always does.
            client: what the browser calls itself.
            address: from where it comes.

        Raises:
            LinkRefusedError: the link is unknown, was used, or is too old.
            PeopleRefusedError: login, name or identity cannot be; all of it is listed.
        """
        link = self.look_at_link(secret)
        first = link.kind is LinkKind.ADMIN
        login = tidy_login(login) if first else link.login
        name = tidy_name(name)
        if link.kind is LinkKind.RESET or not (name or first):
            name = link.name
        refuse([login_problem(login), written_name_problem(name), identity_problem(identity)])
        with self._store.changing() as book:
            now = self._clock()
            self._demand_free(book, identity, login)
            self._end_for_use(book, secret, now)
            if first:
                self._make_first_admin(book, link.project, login, now)
            book.put_account(login, name, now)
            if first:
                book.set_role(link.project, login, Role.ADMIN)
            book.bind(login, identity, now)
            book.end_links(login, now)
            book.end_sessions(login, now)
            reset = link.kind is LinkKind.RESET
            kind = ChangeKind.IDENTITY_BOUND if reset else ChangeKind.JOINED
            log = self._log_of(book, login, link.project)
            self._note(book, now, login, kind, login, log=log, link=link.id, issuer=identity.issuer)
            return self._open_session(book, login, client, address)

    @staticmethod
    def _demand_free(book: PeopleBook, identity: ExternalIdentity, login: str) -> None:
        """Refuse an identity of somebody else: who is kept out could come back as another."""
        holder = book.login_of(identity)
        if holder not in {"", login}:
            raise PeopleRefusedError(
                [f"you have the account {holder} here already; nobody has two"]
            )
