"""Callers recognised a moment ago, so that a busy key is not looked up two hundred times a second.

What another process revokes is believed here for at most `SECONDS`; what this process revokes, no longer.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from api.security.actor import Actor

SECONDS = 5
MOST = 10_000
"""Entries; beyond that all are forgotten and looked up again."""


class Memory:
    """Actors by the hash of their key, or the name of their session."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Actor, datetime]] = {}
        self._lock = threading.Lock()
        self._round = 0

    @property
    def round(self) -> int:
        """Grows whenever something is forgotten: ask before looking up, give it to `keep`."""
        return self._round

    def find(self, name: str, now: datetime) -> Actor | None:
        """Who was recognised by this token lately."""
        actor, until = self._known.get(name, (None, now))
        return actor if now < until else None

    def keep(self, name: str, actor: Actor, now: datetime, ends: datetime | None, seen_round: int) -> None:
        """Remember somebody, at most until `ends`, and only if nothing was revoked since `seen_round`."""
        until = now + timedelta(seconds=SECONDS)
        with self._lock:
            if seen_round != self._round:
                return
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[name] = (actor, until if ends is None else min(until, ends))

    def forget(self) -> None:
        """Look everybody up again: something was revoked or changed."""
        with self._lock:
            self._round += 1
            self._known.clear()
