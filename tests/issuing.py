"""A provider of OpenID Connect that tests steer: what it says, and what it gets wrong."""

import base64
import hashlib
import json
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

ISSUER = "https://login.example.org"
CLIENT = "labeler"
CLIENT_SECRET = "a-secret-that-only-the-two-know-of"  # noqa: S105 - of nobody
_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
_FORGED = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


@dataclass
class Issuer:
    """The provider, in memory; it checks what a provider has to check.

    Attributes:
        claims: what it says of whoever signs in, over what is right.
        signed: ``right``, ``forged`` (by another key of that name), ``ours``
            (with the secret of the client) or ``none``.
        metadata: what it says of itself, over what is right.
        away: it cannot be reached: ``all`` of it, or the path of one part.
    """

    claims: dict[str, object] = field(default_factory=dict)
    signed: str = "right"
    metadata: dict[str, object] = field(default_factory=dict)
    away: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    requests: int = 0

    @property
    def transport(self) -> httpx2.MockTransport:
        """The way to it."""
        return httpx2.MockTransport(self._answer)

    def visit(self, address: str, subject: str, **said: object) -> str:
        """Sign in there as a person does, and return where they are sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == CLIENT
        self.asked.append(asked)
        code = f"code-{len(self.asked)}"
        self.codes[code] = asked | {"sub": subject}
        self.claims = {"sub": subject} | said
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.requests += 1
        path = request.url.path
        if self.away in {"all", path}:
            raise httpx2.ConnectError("nobody there", request=request)
        if path == "/.well-known/openid-configuration":
            return httpx2.Response(200, json=self._said())
        if path == "/jwks":
            return httpx2.Response(200, json={"keys": [_KEY.as_dict(private=False)]})
        assert path == "/token"
        return self._token(request)

    def _said(self) -> dict[str, object]:
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        } | self.metadata

    def _token(self, request: httpx2.Request) -> httpx2.Response:
        sent = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        given = base64.b64encode(f"{CLIENT}:{CLIENT_SECRET}".encode()).decode()
        by_header = request.headers.get("authorization") == f"Basic {given}"
        asked = self.codes.pop(sent.get("code", ""), None)
        if not by_header and sent.get("client_secret") != CLIENT_SECRET:
            return httpx2.Response(401, json={"error": "invalid_client"})
        if asked is None or _challenge(sent.get("code_verifier", "")) != asked["code_challenge"]:
            return httpx2.Response(400, json={"error": "invalid_grant"})
        token = {"access_token": "x", "token_type": "Bearer", "id_token": self._id_token(asked)}
        return httpx2.Response(200, json=token)

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
        } | self.claims
        if self.signed == "none":
            parts = ({"alg": "none", "kid": "one"}, claims)
            return ".".join(_encoded(json.dumps(part).encode()) for part in parts) + "."
        if self.signed == "ours":
            secret = OctKey.import_key(CLIENT_SECRET)
            return jwt.encode({"alg": "HS256", "kid": "one"}, claims, secret, ["HS256"])
        key = _KEY if self.signed == "right" else _FORGED
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)


def _challenge(verifier: str) -> str:
    return _encoded(hashlib.sha256(verifier.encode()).digest())


def _encoded(given: bytes) -> str:
    return base64.urlsafe_b64encode(given).decode().rstrip("=")
