"""What a bound may cost: time where time is limited, work, and the wish to stop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


class Budget:
    """Counts work; no clock is asked where `seconds_left` gives None."""

    def __init__(
        self, seconds_left: Callable[[], float | None], stop: Callable[[], bool], work_left: float = np.inf
    ) -> None:
        self.seconds_left, self._stop, self._work_left = seconds_left, stop, work_left
        self.spent = 0.0
        self._before = seconds_left()
        self._slice = 0.0

    def spend(self, work: float) -> None:
        """Count work, and how long it took."""
        self.spent += work
        now = self.seconds_left()
        if now is not None and self._before is not None:
            self._slice = max(0.0, self._before - now)
        self._before = now

    def go_on(self) -> bool:
        """Whether a slice as long as the last one still fits, with as much again to finish."""
        left = self.seconds_left()
        late = left is not None and left <= 2 * self._slice
        return not late and self.spent < self._work_left and not self._stop()

    def another(self, before: float | None) -> bool:
        """Whether a round as long as the one begun at `before` would leave half of what is left."""
        after = self.seconds_left()
        if before is not None and after is not None and before - after > 0.5 * after:
            return False
        return self.spent < self._work_left and not self._stop()
