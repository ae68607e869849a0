"""Which account an identity elsewhere opens, inside one transaction."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from labeler.core.external import ExternalIdentity
from labeler.store.tables import external_identities


class IdentityRows:
    """Queries on identities; satisfies ``IdentityBook``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def login_of(self, identity: ExternalIdentity) -> str:
        """Return whose account an identity opens; empty for nobody's."""
        query = select(external_identities.c.login).where(
            external_identities.c.issuer == identity.issuer,
            external_identities.c.subject == identity.subject,
        )
        return self._connection.execute(query).scalar() or ""

    def bind(self, login: str, identity: ExternalIdentity, now: datetime) -> None:
        """Let an identity that opens no other account open this one, and no other identity."""
        self._connection.execute(
            delete(external_identities).where(external_identities.c.login == login)
        )
        self._connection.execute(
            insert(external_identities).values(
                issuer=identity.issuer, subject=identity.subject, login=login, bound_at=now
            )
        )
