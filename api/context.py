"""What every service function gets: settings, database, files, the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from api.db import Database
from api.files import Files
from api.settings import Settings


def utc_now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Context:
    """One running service. `secret` signs sessions and webhooks; `now` is the clock, another one in tests."""

    settings: Settings
    db: Database
    files: Files
    secret: bytes = field(repr=False)
    now: Callable[[], datetime] = utc_now
