"""What signing in with an identity from elsewhere asks of the store."""

from datetime import datetime
from typing import Protocol

from labeler.core.external import ExternalIdentity


class IdentityBook(Protocol):
    """Which account an identity opens; an account is opened by one at most."""

    def login_of(self, identity: ExternalIdentity) -> str:
        """Return whose account an identity opens; empty for nobody's."""

    def bind(self, login: str, identity: ExternalIdentity, now: datetime) -> None:
        """Let an identity that opens no other account open this one, and no other identity."""
