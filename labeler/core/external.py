"""Who somebody is to an identity provider outside."""

from dataclasses import dataclass

_MOST_SUBJECT = 255
_MOST_ISSUER = 500


@dataclass(frozen=True, slots=True)
class ExternalIdentity:
    """Somebody as a provider of OpenID Connect knows them.

    Issuer and subject together are theirs alone and never change; names and
    mail addresses may pass to somebody else and are no part of this.

    Attributes:
        issuer: the provider, as its tokens name it.
        subject: the person, as the provider names them.
    """

    issuer: str
    subject: str


def identity_problem(identity: ExternalIdentity) -> str:
    """Return why an identity cannot be kept; empty when it can."""
    for name, text, most in (
        ("issuer", identity.issuer, _MOST_ISSUER),
        ("subject", identity.subject, _MOST_SUBJECT),
    ):
        if not (text and text.isascii() and text.isprintable() and len(text) <= most):
            return f"the {name} has to be 1 to {most} printable ASCII characters"
    return ""
