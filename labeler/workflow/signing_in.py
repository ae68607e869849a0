"""Signing in and out, with back-off, and the sessions that come of it."""

import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from labeler.core.account_log import ChangeKind
from labeler.core.errors import NotFoundError
from labeler.core.people import Role, Session, SignInRefusedError, Visitor, password_problem
from labeler.workflow import passwords
from labeler.workflow.account_rules import (
    AccountRules,
    digest_of,
    is_due,
    is_id,
    refuse,
    tidy_login,
    tidy_name,
    written_name_problem,
)

_FREE_TRIES = {"login": 5, "address": 30}
_LONGEST_WAIT_S = 15 * 60
_FORGOTTEN_AFTER = timedelta(days=1)
# Neither says which of the two is wrong, nor whether there is such an account.
_WRONG = "login or password is wrong"
_trying = threading.BoundedSemaphore(4)


def wait_after(tries: int, free: int) -> int:
    """Return the seconds to wait after so many failed tries in a row.

    None for the first ``free - 1``; then 2, 4, 8 …, at most 15 minutes.
    """
    beyond = tries - free + 1
    if beyond < 1:
        return 0
    # 2^10 s are more than 15 minutes; without the bound a huge count makes a huge number.
    return min(1 << min(beyond, 10), _LONGEST_WAIT_S)


class SigningIn(AccountRules):
    """How people get in and out: whoever is in a project of the installation, whichever it is."""

    def sign_in(self, login: str, password: str, *, client: str, address: str) -> str:
        """Return the secret of a new session.

        Raises:
            SignInRefusedError: wrong, no account, not active, or too many
                tries; the words tell nothing but the last apart.
        """
        login = tidy_login(login)
        kept = self._check_password(login, password, address)
        renewed = passwords.hash_password(password) if passwords.is_outdated(kept) else ""
        with self._store.changing() as book:
            # What was checked may have changed while it was.
            if self._visitor(book, login) is None or book.password_hash(login) != kept:
                raise SignInRefusedError(_WRONG)
            for kind, digest in _counted(login, address):
                book.forget_failures(kind, digest)
            if renewed:
                book.set_password_hash(login, renewed)
            return self._open_session(book, login, client, address)

    def sign_in_external(self, login: str, name: str, *, client: str, address: str) -> str:
        """Return the secret of a new session of somebody whom another service vouches for.

        The name that service has for them becomes theirs.

        Raises:
            SignInRefusedError: they have no account here, or it is not active.
        """
        login, name = tidy_login(login), tidy_name(name)
        with self._store.changing() as book:
            if self._visitor(book, login) is None:
                raise SignInRefusedError(f"{login} has no account here; ask a lead for one")
            if not written_name_problem(name):
                book.put_account(login, name, self._clock())
            return self._open_session(book, login, client, address)

    def who(self, secret: str) -> tuple[Visitor, Session] | None:
        """Return whose session a cookie is for, and note that they were here.

        ``None`` where it was ended or expired, or they may not come in any more.
        """
        now = self._clock()
        with self._store.reading() as book:
            session = book.session(digest_of(secret))
            visitor = None if session is None else self._visitor(book, session.login)
        if session is None or visitor is None:
            return None
        if session.expires_at <= now:
            # For good: the clock may jump back.
            with self._store.changing() as book:
                book.end_session(session.id, now)
            return None
        if is_due(session.seen_at, now):
            with self._store.changing() as book:
                book.saw_session(session.id, now)
                book.saw(visitor.login, now)
            session = replace(session, seen_at=now)
        return visitor, session

    def sign_out(self, secret: str) -> None:
        """End the session of a cookie; one that was ended already stays so."""
        with self._store.changing() as book:
            session = book.session(digest_of(secret))
            if session is not None:
                book.end_session(session.id, self._clock())

    def change_password(self, login: str, old: str, new: str, *, keep: str = "") -> None:
        """Give oneself another password and end one's sessions.

        Args:
            login: whose.
            old: the present password; wrong ones count as failed tries.
            new: the one to have from now on.
            keep: id of the session that asks, which stays.

        Raises:
            SignInRefusedError: the old password is wrong, or was too often.
            PeopleRefusedError: the new one cannot be one.
        """
        refuse([password_problem(new)])
        kept = self._check_password(login, old, "")
        hashed = passwords.hash_password(new)
        now = self._clock()
        with self._store.changing() as book:
            if self._visitor(book, login) is None or book.password_hash(login) != kept:
                raise SignInRefusedError(_WRONG)
            for kind, digest in _counted(login, ""):
                book.forget_failures(kind, digest)
            book.set_password_hash(login, hashed)
            book.end_sessions(login, now, but=keep)
            # Whoever has a link could choose yet another.
            book.end_links(login, now)
            log = self._log_of(book, login, self._project)
            self._note(book, now, login, ChangeKind.PASSWORD_CHANGED, login, log=log)

    def sessions(self, by: str, login: str) -> Sequence[Session]:
        """Return where somebody is signed in, the last used first; for themselves and admins."""
        now = self._clock()
        with self._store.reading() as book:
            self._demand_self_or_admin(book, by, login)
            return tuple(s for s in book.sessions(login) if s.expires_at > now)

    def end_session(self, by: str, session_id: str) -> None:
        """Sign a browser out at once; one's own, or as an admin.

        Raises:
            NotFoundError: there is no such session any more.
        """
        now = self._clock()
        with self._store.changing() as book:
            self._demand(book, by, Role.ANNOTATOR)
            session = book.session_named(session_id) if is_id(session_id) else None
            if session is None:
                raise NotFoundError("this session was ended already")
            self._demand_self_or_admin(book, by, session.login)
            book.end_session(session.id, now)
            self._note(
                book, now, by, ChangeKind.SESSION_ENDED, session.login, client=session.client
            )

    def _check_password(self, login: str, password: str, address: str) -> str:
        """Return the kept hash that the password is right for; count it as a failed try if not.

        Outside any transaction: it is meant to take long.
        """
        # Few at a time, each counted before the next begins: many sent at once
        # are no way around the waiting.
        with _trying:
            self._demand_may_try(login, address)
            with self._store.reading() as book:
                kept = book.password_hash(login) if self._visitor(book, login) else ""
            if passwords.is_right(password, kept):
                return kept
            raise SignInRefusedError(_WRONG, self._count_failure(login, address))

    def _demand_may_try(self, login: str, address: str) -> None:
        now = self._clock()
        ahead: list[tuple[str, str, int]] = []
        wait_s = 0.0
        with self._store.reading() as book:
            for kind, digest in _counted(login, address):
                tries, last_at = book.failures(kind, digest) or (0, now)
                since_s = (now - last_at).total_seconds()
                if since_s < 0:
                    ahead.append((kind, digest, tries))
                wait_s = max(wait_s, wait_after(tries, _FREE_TRIES[kind]) - max(since_s, 0.0))
        if ahead:
            # The clock jumped back. The wait starts now, or it would last until
            # the clock is where it was.
            with self._store.changing() as book:
                for kind, digest, tries in ahead:
                    book.put_failures(kind, digest, tries, now)
        if wait_s > 0:
            wait = math.ceil(wait_s)
            raise SignInRefusedError(f"too many wrong tries; the next one counts in {wait} s", wait)

    def _count_failure(self, login: str, address: str) -> int:
        """Return how long to wait now, in seconds."""
        now = self._clock()
        wait_s = 0
        with self._store.changing() as book:
            book.forget_failures_before(now - _FORGOTTEN_AFTER)
            for kind, digest in _counted(login, address):
                tries = (book.failures(kind, digest) or (0, now))[0] + 1
                book.put_failures(kind, digest, tries, now)
                wait_s = max(wait_s, wait_after(tries, _FREE_TRIES[kind]))
        return wait_s


def _counted(login: str, address: str) -> Iterator[tuple[str, str]]:
    """Yield under what failed tries are counted."""
    yield "login", digest_of(login)
    if address:
        yield "address", digest_of(address)
