"""The address guard: which addresses a feed, a page or a person may make us connect to.

It is asked where the socket is made, after every name was resolved and every redirect followed, so that literals in any
spelling, redirects and names that change their answer are all covered. It is not a firewall for anything else.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Network = IPv4Network | IPv6Network

WEB_PORTS = frozenset((80, 443))

# IANA's special-purpose registries, said outright where `is_global` differs between Python versions or lets pass what
# leads back inside: shared and benchmarking space, relays, tunnels and translators that embed an IPv4 address.
_NEVER = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/32",
        "2002::/16",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
        "ff00::/8",
    )
)


class AddressRefused(OSError):
    """The address lies where nothing a feed names may lead; the text names no address, so that all of a host agree."""


@dataclass(frozen=True, slots=True)
class AddressGuard:
    """Global addresses on ports 80 and 443, and the exceptions somebody set.

    `allow_networks` opens whole networks on every port, `allow_origins` single (address, port) pairs; "localhost"
    there means the loopback addresses.
    """

    allow_networks: tuple[Network, ...] = ()
    allow_origins: tuple[tuple[str, int], ...] = ()

    def allows(self, address: str, port: int) -> bool:
        """Say whether a socket may connect to `address`, a literal as the resolver gives it, at `port`."""
        ip = _plain(address)
        if ip is None:
            return False
        if any(ip in network for network in self.allow_networks) or self._is_origin(ip, port):
            return True
        return port in WEB_PORTS and ip.is_global and not any(ip in network for network in _NEVER)

    def open_socket(self, addr_info: tuple[Any, ...]) -> socket.socket:
        """Return an unconnected socket for a getaddrinfo row; aiohttp's connector calls this for every attempt.

        Raises:
            AddressRefused: the row's address or port is not allowed.
        """
        family, kind, protocol, _, address = addr_info
        if not self.allows(str(address[0]), int(address[1])):
            raise AddressRefused("the address is not a public web address")
        return socket.socket(family=family, type=kind, proto=protocol)

    def _is_origin(self, ip: IPv4Address | IPv6Address, port: int) -> bool:
        return any(
            port == allowed_port and (str(ip) == host or (host == "localhost" and ip.is_loopback))
            for host, allowed_port in self.allow_origins
        )


def is_disguised(host: str) -> bool:
    """Say whether `host` is an IPv4 address in a spelling only an attacker uses: 2130706433, 0x7f.1, 0177.0.0.1.

    By the WHATWG's rule a host whose last label is a number is an address, and only dotted decimals are honest.
    """
    last = host.rstrip(".").rpartition(".")[2].lower()
    if not (last.isdecimal() or last.startswith("0x")):
        return False
    try:
        ip_address(host)
    except ValueError:
        return True
    return False


def _plain(address: str) -> IPv4Address | IPv6Address | None:
    """Return the address without zone, an IPv4 address unwrapped from its IPv6 form, or None where it is none."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    return ip
