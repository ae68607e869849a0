"""What opens a door: sessions, one-time links and tokens, inside one transaction.

Each is found by the digest of its secret, and ended but never deleted.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, bindparam, func, insert, select, update

from labeler.core.people import Link, LinkKind, Role, Scope, Session, Token
from labeler.store.tables import api_tokens, memberships, one_time_links, people, sessions


class AccessRows:
    """Queries on what opens a door; satisfies that part of ``PeopleBook``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_session(self, session: Session, digest: str) -> None:
        """Store a new session."""
        self._connection.execute(
            insert(sessions).values(
                id=session.id,
                digest=digest,
                login=session.login,
                created_at=session.created_at,
                seen_at=session.seen_at,
                expires_at=session.expires_at,
                client=session.client,
                address=session.address,
            )
        )

    def session(self, digest: str) -> Session | None:
        """Return the session of a secret's digest, ``None`` where it was ended."""
        row = self._connection.execute(_SESSION, {"of_digest": digest}).first()
        return None if row is None else _read_session(row)

    def session_named(self, session_id: str) -> Session | None:
        """Return the session of that id, ``None`` where it was ended."""
        row = self._connection.execute(_open(sessions).where(sessions.c.id == session_id)).first()
        return None if row is None else _read_session(row)

    def sessions(self, login: str) -> tuple[Session, ...]:
        """Return the sessions somebody has, the one used last first."""
        query = (
            _open(sessions)
            .where(sessions.c.login == login)
            .order_by(sessions.c.seen_at.desc(), sessions.c.id)
        )
        return tuple(_read_session(row) for row in self._connection.execute(query))

    def saw_session(self, session_id: str, now: datetime) -> None:
        """Note when a session was last used."""
        self._connection.execute(
            update(sessions).where(sessions.c.id == session_id).values(seen_at=now)
        )

    def end_session(self, session_id: str, now: datetime) -> None:
        """End a session for good."""
        self._end(sessions, now, sessions.c.id == session_id)

    def end_sessions(self, login: str, now: datetime, but: str = "") -> None:
        """End all sessions of somebody, but for the one of the id ``but``."""
        self._end(sessions, now, sessions.c.login == login, sessions.c.id != but)

    def add_link(self, link: Link, digest: str) -> None:
        """Store a new link."""
        self._connection.execute(
            insert(one_time_links).values(
                id=link.id,
                digest=digest,
                project=link.project,
                kind=link.kind.value,
                login=link.login or None,
                role=link.role.value,
                created_at=link.created_at,
                created_by=link.created_by or None,
                expires_at=link.expires_at,
            )
        )

    def link(self, digest: str) -> tuple[Link, bool] | None:
        """Return the link of a secret's digest and whether it was ended unused."""
        query = _LINKS.where(one_time_links.c.digest == digest)
        row = self._connection.execute(query).first()
        return None if row is None else (_read_link(row), row.ended_at is not None)

    def links(self, project: str) -> tuple[Link, ...]:
        """Return the links that were neither used nor ended, newest first."""
        query = _LINKS.where(
            one_time_links.c.project == project,
            one_time_links.c.used_at.is_(None),
            one_time_links.c.ended_at.is_(None),
        ).order_by(one_time_links.c.created_at.desc(), one_time_links.c.id)
        return tuple(_read_link(row) for row in self._connection.execute(query))

    def use_link(self, link_id: str, now: datetime) -> None:
        """Mark a link as used."""
        self._connection.execute(
            update(one_time_links).where(one_time_links.c.id == link_id).values(used_at=now)
        )

    def end_link(self, link_id: str, now: datetime) -> None:
        """End a link unused."""
        self._end_links(now, one_time_links.c.id == link_id)

    def end_links(self, login: str, now: datetime) -> None:
        """End all open links of somebody."""
        self._end_links(now, one_time_links.c.login == login)

    def end_admin_links(self, project: str, now: datetime) -> None:
        """End the open links that would make the first admin of the project."""
        self._end_links(
            now,
            one_time_links.c.project == project,
            one_time_links.c.kind == LinkKind.ADMIN.value,
        )

    def add_token(self, token: Token, digest: str) -> None:
        """Store a new token."""
        self._connection.execute(
            insert(api_tokens).values(
                id=token.id,
                digest=digest,
                project=token.project,
                login=token.login,
                name=token.name,
                scopes=sorted(scope.value for scope in token.scopes),
                created_at=token.created_at,
                expires_at=token.expires_at,
            )
        )

    def token(self, digest: str) -> Token | None:
        """Return the token of a secret's digest, ``None`` where it was ended."""
        row = self._connection.execute(_TOKEN, {"of_digest": digest}).first()
        return None if row is None else _read_token(row)

    def token_named(self, project: str, token_id: str) -> Token | None:
        """Return the token of that id, ``None`` where it was ended."""
        row = self._connection.execute(_tokens(project).where(api_tokens.c.id == token_id)).first()
        return None if row is None else _read_token(row)

    def tokens(self, project: str, login: str) -> tuple[Token, ...]:
        """Return the tokens somebody has in the project, newest first."""
        query = (
            _tokens(project)
            .where(api_tokens.c.login == login)
            .order_by(api_tokens.c.created_at.desc(), api_tokens.c.id)
        )
        return tuple(_read_token(row) for row in self._connection.execute(query))

    def saw_token(self, token_id: str, now: datetime) -> None:
        """Note when a token was last used."""
        self._connection.execute(
            update(api_tokens).where(api_tokens.c.id == token_id).values(used_at=now)
        )

    def count_access(self, project: str, now: datetime) -> Mapping[str, tuple[int, int]]:
        """Return how many sessions and tokens members have that still open the door, by login."""
        members = select(memberships.c.login).where(memberships.c.project == project)
        signed_in = self._count(sessions, now, sessions.c.login.in_(members))
        tokens = self._count(api_tokens, now, api_tokens.c.project == project)
        return {login: (signed_in[login], tokens[login]) for login in signed_in | tokens}

    def end_token(self, token_id: str, now: datetime) -> None:
        """End a token for good."""
        self._end(api_tokens, now, api_tokens.c.id == token_id)

    def end_tokens(self, login: str, now: datetime, project: str | None = None) -> None:
        """End all tokens of somebody, in one project or in every one."""
        which = [] if project is None else [api_tokens.c.project == project]
        self._end(api_tokens, now, api_tokens.c.login == login, *which)

    def _count(self, table: Table, now: datetime, which: Any) -> Counter[str]:  # noqa: ANN401 - an SQL condition
        query = (
            select(table.c.login, func.count())
            .where(table.c.ended_at.is_(None), table.c.expires_at > now, which)
            .group_by(table.c.login)
        )
        return Counter({row[0]: row[1] for row in self._connection.execute(query)})

    def _end_links(self, now: datetime, *which: Any) -> None:  # noqa: ANN401 - SQL conditions
        self._end(one_time_links, now, one_time_links.c.used_at.is_(None), *which)

    def _end(self, table: Table, now: datetime, *which: Any) -> None:  # noqa: ANN401 - SQL conditions
        self._connection.execute(
            update(table).where(table.c.ended_at.is_(None), *which).values(ended_at=now)
        )


def _open(table: Table) -> Select[Any]:
    return select(table).where(table.c.ended_at.is_(None))


# Built once: one of them is asked with every request.
_SESSION = _open(sessions).where(sessions.c.digest == bindparam("of_digest"))
_TOKEN = _open(api_tokens).where(api_tokens.c.digest == bindparam("of_digest"))

_LINKS = select(one_time_links, people.c.name).outerjoin_from(
    one_time_links, people, people.c.login == one_time_links.c.login
)


def _tokens(project: str) -> Select[Any]:
    return _open(api_tokens).where(api_tokens.c.project == project)


def _read_session(row: Row[Any]) -> Session:
    return Session(
        id=row.id,
        login=row.login,
        created_at=row.created_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
        client=row.client,
        address=row.address,
    )


def _read_link(row: Row[Any]) -> Link:
    return Link(
        id=row.id,
        project=row.project,
        kind=LinkKind(row.kind),
        login=row.login or "",
        name=row.name or "",
        role=Role(row.role),
        created_by=row.created_by or "",
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )


def _read_token(row: Row[Any]) -> Token:
    return Token(
        id=row.id,
        project=row.project,
        login=row.login,
        name=row.name,
        scopes=frozenset(Scope(scope) for scope in row.scopes),
        created_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
    )
