"""The call that is being answered: its key, and a digest of everything that was asked."""

from __future__ import annotations

import hashlib
from collections.abc import MutableMapping
from contextvars import ContextVar
from typing import Any


class BodyDigest:
    """SHA-256 of a body that comes in pieces.

    The boundary of a multipart body, which every client invents anew, counts as one byte that is always the
    same.
    """

    def __init__(self, boundary: bytes = b"") -> None:
        self._sha = hashlib.sha256()
        self._boundary = boundary
        self._rest = b""

    def update(self, piece: bytes) -> None:
        """Take the next piece. Holds back what may be the beginning of a boundary."""
        if not self._boundary:
            self._sha.update(piece)
            return
        held = (self._rest + piece).replace(self._boundary, b"\0")
        ready = len(held) - (len(self._boundary) - 1)
        self._sha.update(held[: max(0, ready)])
        self._rest = held[max(0, ready) :]

    def hexdigest(self) -> str:
        """The digest of everything so far."""
        whole = self._sha.copy()
        whole.update(self._rest)
        return whole.hexdigest()


class Call:
    """One POST with an Idempotency-Key. `scope` is the ASGI scope: the router writes the route into it."""

    def __init__(self, key: str, scope: MutableMapping[str, Any], body: BodyDigest) -> None:
        self.key, self.body = key, body
        self.replayed = False
        self._scope = scope

    @property
    def operation(self) -> str | None:
        """The operation that the router found."""
        return getattr(self._scope.get("route"), "operation_id", None)

    def digest(self) -> str:
        """One hash over method, path, query and body."""
        head = (
            self._scope["method"],
            self._scope["path"],
            self._scope.get("query_string", b"").decode("latin-1"),
        )
        text = "\n".join((*head, self.body.hexdigest()))
        return hashlib.sha256(text.encode()).hexdigest()


CURRENT: ContextVar[Call | None] = ContextVar("call", default=None)
"""The call that this thread of work answers, None where no key was sent."""
