"""How far a study is, told to whoever watches the job: plain values, the same for every kind.

Seconds are left out: each of many solves counts its own, and together they would be no course of one.
"""

from __future__ import annotations

from typing import Any

from assigner.solution import Progress
from scenarios.onboarding.following import Searching
from scenarios.runner import JobContext, JobEvent


class Board:
    """Hears of solves as `solve_many` tells of them and passes on the latest; `total` is how many come."""

    def __init__(self, context: JobContext, total: int = 0) -> None:
        self.total = total
        self._context = context
        self._ended: set[str] = set()

    def __call__(self, name: str, event: JobEvent) -> None:
        """Take what happened to the solve of a name."""
        if event.state.is_final:
            self._ended.add(name)
        latest = event.progress if isinstance(event.progress, Progress) else None
        self.show("solving" if latest is None else latest.phase, name, latest)

    def search(self, one: Searching) -> None:
        """Take which search of an onboarding runs, and where it stands."""
        day = None if one.day is None else one.day.isoformat()
        phase = "searching" if one.latest is None else one.latest.phase
        self._tell(phase, one.latest, about=one.about, day=day, done=one.number, total=one.total)

    def show(self, phase: str, name: str = "", latest: Progress | None = None) -> None:
        """Tell the phase, the solve in it, and where that one stands."""
        self._tell(phase, latest, name=name, done=len(self._ended), total=self.total)

    def _tell(self, phase: str, latest: Progress | None, **where: Any) -> None:
        figures = {key: getattr(latest, key, None) for key in ("score", "bound", "gap")}
        self._context.tell({"phase": phase, **where, **figures})
