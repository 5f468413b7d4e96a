"""What every service function gets: settings, database, files, the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from api.db import Database
from api.files import Files
from api.security.memory import Memory
from api.settings import Settings


def utc_now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Context:
    """One running service. `secret` signs sessions and webhooks; `now` is the clock, another one in tests.

    `memory` holds who was recognised a moment ago.
    """

    settings: Settings
    db: Database
    files: Files
    secret: bytes = field(repr=False)
    now: Callable[[], datetime] = utc_now
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)
