"""Where a message may go: public addresses, unless the operator allows others.

A name is resolved once, and the connection goes to the very address that was looked at: a name that changes
its mind in between (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Refused(Exception):  # noqa: N818 - it says what happened
    """The address may not be called; the text says why, without the address."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect (`address`, `port`), and what to ask for there."""

    tls: bool
    host: str
    port: int
    path: str
    address: str = ""

    @property
    def host_header(self) -> str:
        """The Host header: the port is left out where it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS["https" if self.tls else "http"] else f"{host}:{self.port}"


def parse(url: str, *, private: bool) -> Target:
    """Take an address apart. Raises Refused for what can't or may not be called; resolves nothing."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise Refused("it is not a web address") from None
    if parts.scheme not in _PORTS or not host or not url.isascii() or not url.isprintable() or " " in url:
        raise Refused("it is not a web address")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Refused("it must hold no user, no password and no fragment")
    if parts.scheme == "http" and not private:
        raise Refused("it must begin with https://")
    if not private and (host == "localhost" or not _literal_is_public(host)):
        raise Refused("it is a private address")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme == "https", host, port or _PORTS[parts.scheme], path)


Resolve = Callable[[str, int], list[str]]


def resolved(url: str, *, private: bool, resolve: Resolve | None = None) -> Target:
    """The target with the one address to connect to. Raises Refused where any address of it is private."""
    target = parse(url, private=private)
    addresses = (resolve or _resolve)(target.host, target.port)
    if not addresses:
        raise Refused("the name has no address")
    if not private and not all(is_public(ipaddress.ip_address(one)) for one in addresses):
        raise Refused("it is a private address")
    return Target(target.tls, target.host, target.port, target.path, addresses[0])


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address.teredo is not None:
            inner = address.teredo[1]
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _literal_is_public(host: str) -> bool:
    try:
        return is_public(ipaddress.ip_address(host))
    except ValueError:
        return True  # a name: looked at when it is resolved


def _resolve(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(entry[4][0]).partition("%")[0] for entry in found]
