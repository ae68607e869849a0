"""Where a request comes from and where it was meant to go."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from labeler.core.errors import LabelerError

_NAMES = frozenset({"localhost"})
_SECURE = frozenset({"https", "wss"})
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class NotLoopbackError(LabelerError, ValueError):
    """The local mode was asked to listen where others could reach it."""


def is_loopback(host: str) -> bool:
    """Say whether a host name or address means this machine."""
    bare = host.strip("[]").lower()
    if bare in _NAMES:
        return True
    try:
        return ipaddress.ip_address(bare).is_loopback
    except ValueError:
        return False


def require_loopback(host: str) -> None:
    """Refuse an address that others could reach.

    Raises:
        NotLoopbackError: the address is not a loopback one.
    """
    if not is_loopback(host):
        raise NotLoopbackError(
            f"one person without a password can only be served on this machine itself, "
            f"such as 127.0.0.1, not on {host!r}"
        )


def is_address(host: str) -> bool:
    """Say whether this is an address and not a name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def host_name(host: str) -> str:
    """Return the name or address in a ``Host`` header, without port; empty where it has none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class TrustedProxies:
    """The reverse proxies whose word counts: by whom and how a request came to them."""

    networks: tuple[_Network, ...] = ()

    @classmethod
    def read(cls, words: str) -> "TrustedProxies":
        """Return the proxies named by addresses and networks, with commas between them.

        Raises:
            ValueError: one of them is neither.
        """
        names = [word.strip() for word in words.split(",") if word.strip()]
        return cls(tuple(ipaddress.ip_network(name) for name in names))

    def trusts(self, address: str) -> bool:
        """Say whether an address is that of a trusted proxy."""
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self.networks)

    def client(self, scope: Scope, headers: Headers) -> str:
        """Return the address a request was sent from, as far as it can be believed."""
        peer = peer_address(scope)
        if not self.trusts(peer):
            return peer
        # From the right: what stands left of an address we do not trust, it may have made up.
        for hop in reversed(list(_hops(headers.getlist("x-forwarded-for")))):
            if not self.trusts(hop):
                return hop
        return peer

    def came_by_https(self, scope: Scope, headers: Headers) -> bool:
        """Say whether the browser spoke https, to us or to a trusted proxy."""
        if scope.get("scheme") in _SECURE:
            return True
        said = headers.get("x-forwarded-proto", "").strip().lower()
        return said in _SECURE and self.trusts(peer_address(scope))


def peer_address(scope: Scope) -> str:
    """Return the address at the other end of the connection; empty where it has none."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def _hops(values: Iterable[str]) -> Iterable[str]:
    for value in values:
        yield from (hop.strip() for hop in value.split(",") if hop.strip())
