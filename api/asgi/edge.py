"""What stands at the edge: who really calls, and whether the Host header makes sense."""

from __future__ import annotations

import ipaddress
import re

from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import ApiError
from api.handlers import answer

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")


def networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks, by comma. Raises ValueError for anything else."""
    return tuple(ipaddress.ip_network(one.strip(), strict=False) for one in text.split(",") if one.strip())


class Edge:
    """The middleware. Forwarding headers are believed only from `trusted` proxies."""

    def __init__(self, app: ASGIApp, trusted: tuple[Network, ...]) -> None:
        self._app, self._trusted = app, trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request whose Host makes sense, as coming from the address that really sent it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        if scope["type"] == "http" and not (len(hosts) == 1 and _HOST.fullmatch(hosts[0])):
            refused = ApiError("Send one Host header, with a name or an address in it.")
            await answer(refused.document())(scope, receive, send)
            return
        self._forwarded(scope)
        await self._app(scope, receive, send)

    def _forwarded(self, scope: Scope) -> None:
        client = scope.get("client")
        if client is None or not self._trusts(client[0]):
            return
        for name, value in scope["headers"]:
            if name == b"x-forwarded-proto" and value in (b"http", b"https"):
                web = scope["type"] == "http"
                scope["scheme"] = value.decode() if web else value.decode().replace("http", "ws")
            elif name == b"x-forwarded-for":
                scope["client"] = (self._caller(value.decode("latin-1"), client[0]), 0)

    def _caller(self, chain: str, proxy: str) -> str:
        """The last address that no proxy of ours wrote down about another proxy of ours."""
        for one in reversed([part.strip() for part in chain.split(",")]):
            if not _is_address(one):
                return proxy
            if not self._trusts(one):
                return one
        return proxy

    def _trusts(self, address: str) -> bool:
        return _is_address(address) and any(ipaddress.ip_address(address) in net for net in self._trusted)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
