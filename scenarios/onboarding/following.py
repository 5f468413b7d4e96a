"""How far an onboarding is: which of its searches runs, what about, and where that one stands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from assigner.solution import OnProgress, Progress


class Searching(NamedTuple):
    """One search among `total` of them, counted from 0.

    `about` is what may be given: the name of a pool, "all" for all pools with their large clients; of a
    leaver "worked" or "rest". `day` is the day that clients change hands on, None for a leaver. `latest` is
    what the search tells of itself, None as it begins.
    """

    number: int
    total: int
    about: str
    day: date | None = None
    latest: Progress | None = None


OnSearch = Callable[[Searching], None]


def ignore_search(_: Searching) -> None:
    """Nobody follows."""


def begun(on_search: OnSearch, searching: Searching) -> OnProgress:
    """Tell that a search begins; what it tells of itself then goes the same way."""
    on_search(searching)

    def tell(progress: Progress, /) -> None:
        on_search(searching._replace(latest=progress))

    return tell
