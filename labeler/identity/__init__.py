"""Who is this: the one door every request comes through.

A middleware decides who a request is from and tells both sides the same: the
API through ``request.state.person``, Streamlit through the trusted header that
becomes ``st.user``. That header is stripped from every incoming request first,
so nobody can name themselves.

``local``: one person on this machine, no password. ``accounts``: people sign in
with a password on pages of our own. ``oidc``: a provider of OpenID Connect asks
them once. ``proxy``: a reverse proxy has asked them.
"""

from labeler.identity.accounts import AccountsIdentity
from labeler.identity.addresses import (
    NotLoopbackError,
    TrustedProxies,
    is_loopback,
    require_loopback,
)
from labeler.identity.common import (
    CSRF_HEADER,
    SESSION_COOKIE,
    USER_HEADER,
    Gate,
    Person,
    named,
    read_secret,
)
from labeler.identity.local import LOCAL_PERSON, LOCAL_VISITOR, LocalIdentity
from labeler.identity.oidc import OidcRoutes
from labeler.identity.oidc_ports import IdentityProvider
from labeler.identity.paths import CALLBACK
from labeler.identity.proxy import ProxyIdentity
from labeler.identity.routes import SignInRoutes, style_route

__all__ = [
    "CALLBACK",
    "CSRF_HEADER",
    "LOCAL_PERSON",
    "LOCAL_VISITOR",
    "SESSION_COOKIE",
    "USER_HEADER",
    "AccountsIdentity",
    "Gate",
    "IdentityProvider",
    "LocalIdentity",
    "NotLoopbackError",
    "OidcRoutes",
    "Person",
    "ProxyIdentity",
    "SignInRoutes",
    "TrustedProxies",
    "is_loopback",
    "named",
    "read_secret",
    "require_loopback",
    "style_route",
]
