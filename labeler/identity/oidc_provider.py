"""The authorization-code flow with a provider of OpenID Connect, by Authlib.

Authlib makes and checks state, nonce and PKCE, and checks the token's signature.
"""

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.starlette_client import OAuthError, StarletteIntegration
from authlib.integrations.starlette_client.apps import StarletteOAuth2App
from httpx2 import AsyncBaseTransport, HTTPError, InvalidURL
from joserfc.errors import JoseError
from starlette.requests import Request
from starlette.responses import Response

from labeler.core.external import ExternalIdentity, identity_problem
from labeler.identity.oidc_ports import Known, NotVouchedError, ProviderAwayError

_METADATA = "/.well-known/openid-configuration"
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
# Signed with a key only the provider has: neither unsigned nor with our own secret.
_SIGNED = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}
)
_BASIC, _POST = "client_secret_basic", "client_secret_post"
_SHOWN_BY = ("email", "preferred_username", "name", "sub")
_STOPPED = frozenset({"access_denied", "login_required", "interaction_required"})
_TIMEOUT_S = 10.0
_LEEWAY_S = 120
_MOST_SHOWN = 80
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenIdProvider:
    """One provider, as what it knows us.

    What it says of itself is read anew for each sign-in: keys are changed, and
    whoever is sent to a provider that is away sees a page we did not write.

    Attributes:
        callback: where it sends people back to.
        transport: how it is reached; the network where none is given.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    callback: str
    transport: AsyncBaseTransport | None = None

    async def leave_for(self, request: Request, *, again: bool) -> Response:
        """Return the way to the provider; ``again`` lets it ask also whom it knows already.

        Raises:
            ProviderAwayError: it does not answer, or says nothing we could use.
        """
        more = {"prompt": "login"} if again else {}
        client = await self._client()
        answer: Response = await client.authorize_redirect(request, self.callback, **more)
        answer.headers["cache-control"] = "no-store"
        return answer

    async def identify(self, request: Request) -> Known:
        """Return who has come back, after state, nonce, PKCE and the token were checked.

        Raises:
            NotVouchedError: one of them is wrong, was used, or the provider said no.
            ProviderAwayError: it does not answer.
        """
        wanted = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
        }
        client = await self._client()
        try:
            token = await client.authorize_access_token(
                request, claims_options=wanted, leeway=_LEEWAY_S
            )
        except (HTTPError, InvalidURL) as error:
            raise self._away(error) from error
        except OAuthError as error:
            stopped = error.error in _STOPPED
            raise self._not_vouched(error, stopped=stopped) from error
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise self._not_vouched(error) from error
        return self._known(token.get("userinfo") or {})

    def _known(self, claims: Mapping[str, Any]) -> Known:
        identity = ExternalIdentity(str(claims.get("iss", "")), str(claims.get("sub", "")))
        if problem := identity_problem(identity):
            raise NotVouchedError(problem)
        shown = next(str(claims[name]) for name in _SHOWN_BY if claims.get(name))
        return Known(identity, shown[:_MOST_SHOWN])

    async def _client(self) -> Any:  # noqa: ANN401 - Authlib is not typed
        """Return a client that knows the provider as it is now."""
        client = StarletteOAuth2App(
            StarletteIntegration("oidc"),
            "oidc",
            client_id=self.client_id,
            client_secret=self.client_secret,
            server_metadata_url=self.issuer.rstrip("/") + _METADATA,
            client_kwargs={
                "scope": "openid profile email",
                "code_challenge_method": "S256",
                "timeout": _TIMEOUT_S,
                "transport": self.transport,
            },
        )
        try:
            said = await client.load_server_metadata()
        except (HTTPError, InvalidURL, ValueError, TypeError) as error:
            raise self._away(error) from error
        if said.get("issuer") != self.issuer:
            raise self._away(f"it calls itself {said.get('issuer')!r}, not {self.issuer!r}")
        secure = "https://" if self.issuer.startswith("https://") else ("http://", "https://")
        wrong = [name for name in _ENDPOINTS if not str(said.get(name, "")).startswith(secure)]
        if wrong:
            raise self._away(f"it says nothing usable of its {', '.join(wrong)}")
        # Nothing else: Authlib takes more of it for options of the connection.
        algorithms = _SIGNED.intersection(said.get("id_token_signing_alg_values_supported") or ())
        client.server_metadata = {
            "issuer": self.issuer,
            "id_token_signing_alg_values_supported": sorted(algorithms) or ["RS256"],
            "_loaded_at": time.time(),
            **{name: said[name] for name in _ENDPOINTS},
        }
        takes = said.get("token_endpoint_auth_methods_supported") or [_BASIC]
        client.client_kwargs["token_endpoint_auth_method"] = _BASIC if _BASIC in takes else _POST
        return client

    def _away(self, why: object) -> ProviderAwayError:
        # For whoever runs the server; people get a page without it.
        _log.warning("the provider %s cannot be used: %.300r", self.issuer, why)
        return ProviderAwayError(f"the provider {self.issuer} cannot be used")

    @staticmethod
    def _not_vouched(why: Exception, *, stopped: bool = False) -> NotVouchedError:
        _log.warning("a sign-in was refused: %.300r", why)
        return NotVouchedError("a sign-in was refused", stopped=stopped)
