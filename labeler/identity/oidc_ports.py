"""What signing in through OpenID Connect asks of the provider, and of the accounts."""

from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from labeler.core.errors import LabelerError
from labeler.core.external import ExternalIdentity
from labeler.identity.ports import Entrance


class ProviderAwayError(LabelerError):
    """The provider cannot be reached, or answers with what makes no sense."""


class NotVouchedError(LabelerError):
    """Nobody came back from the provider, or somebody whose coming back proves nothing.

    Attributes:
        stopped: the provider, or the person there, said no.
    """

    def __init__(self, message: str, *, stopped: bool = False) -> None:
        super().__init__(message)
        self.stopped = stopped


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody the provider vouches for; ``shown`` is what they recognise themselves by."""

    identity: ExternalIdentity
    shown: str


class IdentityProvider(Protocol):
    """A provider of OpenID Connect. What is on its way is kept in ``request.session``."""

    async def leave_for(self, request: Request, *, again: bool) -> Response:
        """Return the way to the provider; ``again`` lets it ask also whom it knows already.

        Raises:
            ProviderAwayError: it does not answer.
        """

    async def identify(self, request: Request) -> Known:
        """Return who has come back.

        Raises:
            NotVouchedError: nobody who is proved to be who they say.
            ProviderAwayError: it does not answer.
        """


class BoundEntrance(Entrance, Protocol):
    """Sessions of people whose identity elsewhere is bound to an account. Everything blocks."""

    def sign_in_identity(self, identity: ExternalIdentity, *, client: str, address: str) -> str:
        """Return the secret of a new session; SignInRefusedError."""

    def use_link_as(  # noqa: PLR0913 - what a person fills in, and from where
        self,
        secret: str,
        identity: ExternalIdentity,
        *,
        login: str,
        name: str,
        client: str,
        address: str,
    ) -> str:
        """Return the secret of a new session; LinkRefusedError, PeopleRefusedError."""
