"""Requests a second, by caller."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from time import monotonic


class Rates:
    """A sliding window of one second, from the counts of this second and of the one before.

    Those of the second before count for the part of it that the window still covers, as if they had come
    evenly. Holds the callers of two seconds and no more. For one thread, the event loop's: libraries that
    serve several threads took a twentieth of a routing request.
    """

    def __init__(self, most: int, clock: Callable[[], float] = monotonic) -> None:
        self._most, self._clock = most, clock
        self._second = 0
        self._counts: Counter[str] = Counter()
        self._before: Counter[str] = Counter()

    def allows(self, caller: str) -> bool:
        """Count a request of this caller, unless there were too many."""
        now = self._clock()
        self._turn(int(now))
        if self._before[caller] * (1 - now % 1) + self._counts[caller] >= self._most:
            return False
        self._counts[caller] += 1
        return True

    def _turn(self, second: int) -> None:
        if second != self._second:
            self._before = self._counts if second == self._second + 1 else Counter()
            self._counts, self._second = Counter(), second
