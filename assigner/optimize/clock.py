"""One clock for all phases: wall time, work and the wish to stop."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from ortools.sat.python import cp_model

from assigner.solution import ShouldStop, SolverConfig

POLL_SECONDS = 0.1

LANDING = 0.99
"""Share of the time limit after which nothing new begins: the last slice ends within the limit."""


class Clock:
    """How much time and work is left; phases count `work` in units of about a second of one core."""

    def __init__(self, config: SolverConfig, should_stop: ShouldStop) -> None:
        self._config, self.asked_to_stop = config, should_stop
        self._begin = time.perf_counter()
        self.work = 0.0
        self.cancelled = False

    @property
    def seconds(self) -> float:
        """Wall seconds since the beginning."""
        return time.perf_counter() - self._begin

    @property
    def counts_work(self) -> bool:
        """Whether effort is limited by work, so that the answer repeats."""
        return self._config.work_limit is not None

    def seconds_left(self) -> float | None:
        """Wall seconds left, None without a time limit."""
        limit = self._config.time_limit
        return None if limit is None else max(0.0, LANDING * limit - self.seconds)

    def seconds_for(self, share: float) -> float | None:
        """A share of the wall seconds left; None where none are limited, or where only work may decide."""
        left = self.seconds_left()
        return None if left is None or self.counts_work else share * left

    def left(self) -> float:
        """Effort left: work units where work is limited, else seconds; infinite where nothing is."""
        if self._config.work_limit is not None:
            return max(0.0, self._config.work_limit - self.work)
        left = self.seconds_left()
        return float("inf") if left is None else left

    def spent(self) -> float:
        """Effort so far, in the same unit as `left`."""
        return self.work if self.counts_work else self.seconds

    def stop(self) -> bool:
        """Whether to stop now."""
        self.cancelled = self.cancelled or self.asked_to_stop()
        return self.cancelled or self.left() <= 0 or self.seconds_left() == 0

    @property
    def reason(self) -> str:
        """Why the clock stopped the run."""
        if self.cancelled:
            return "cancel"
        return "work limit" if self.counts_work and self.left() <= 0 else "time limit"

    @contextmanager
    def watching(self, solver: cp_model.CpSolver) -> Iterator[None]:
        """Stop CP-SAT soon after the run is cancelled; its best answer is kept."""
        done = Event()

        def watch() -> None:
            while not done.wait(POLL_SECONDS):
                if self.asked_to_stop():
                    self.cancelled = True
                    solver.stop_search()

        thread = Thread(target=watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()


class Lap:
    """A part of the effort that is left, as a fraction done: 0 at the beginning, 1 at the end."""

    def __init__(self, clock: Clock, effort: float) -> None:
        self._clock, self._begin, self._effort = clock, clock.spent(), max(effort, 1e-9)

    @property
    def done(self) -> float:
        """Fraction of the lap that is over."""
        return min(1.0, (self._clock.spent() - self._begin) / self._effort)
