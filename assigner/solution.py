"""What goes into a solve beside the facts and the policy, and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from assigner.levels import Levels
from assigner.portfolio import IntArray


@dataclass(frozen=True, slots=True, kw_only=True)
class SolverConfig:
    """Time, effort, seed and workers of one solve.

    `time_limit` is wall seconds for the whole solve. `work_limit` is effort in work units (roughly a second
    of one core each); with it and one worker the answer repeats byte for byte, and no clock is looked at
    unless a time limit is given too. The solve also stops when the certified gap is at most `target_gap`.
    """

    time_limit: float | None = 60.0
    work_limit: float | None = None
    seed: int = 0
    workers: int = 1
    target_gap: float = 0.001


@dataclass(frozen=True, slots=True)
class Progress:
    """One line of progress; `score` and `bound` are None until known."""

    phase: str
    seconds: float
    score: float | None = None
    bound: float | None = None

    @property
    def gap(self) -> float | None:
        """Certified relative gap (model §7), None until both sides are known."""
        if self.score is None or self.bound is None:
            return None
        return max(0.0, self.score - self.bound) / max(abs(self.score), 1e-9)


class OnProgress(Protocol):
    """Called now and then during a solve; must return quickly."""

    def __call__(self, progress: Progress, /) -> None:
        """Take one line of progress."""


ShouldStop = Callable[[], bool]
"""Asked now and then during a solve; True makes it stop with the best answer so far."""


OnBest = Callable[[Callable[[], IntArray]], None]
"""Called whenever a better answer is found, with a function that gives its assignment (as in Solution)."""


def ignore_best(answer: Callable[[], IntArray], /) -> None:
    """Callback for better answers that does nothing."""


def ignore_progress(progress: Progress, /) -> None:
    """Progress callback that does nothing."""


def never_stop() -> bool:
    """Stop test that never stops."""
    return False


@dataclass(frozen=True, slots=True)
class Phase:
    """What one phase of a solve did: seconds it took, score and bound after it."""

    name: str
    seconds: float
    score: float | None
    bound: float | None
    detail: str = ""
    level: str = ""  # lexicographic mode: the level it worked on


@dataclass(frozen=True, slots=True)
class LevelCertificate:
    """Value and proven lower bound of one level: `worst_off` first, the others in lexicographic mode."""

    level: str
    value: float
    bound: float


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The optimiser's answer: `assignment[i]` is a manager index, NOBODY for an excluded client."""

    assignment: IntArray
    score: float
    bound: float
    status: str  # "optimal" or "feasible"
    stopped_by: str  # "proof", "target gap", "time limit", "work limit", "cancel"
    seconds: float
    reached: Levels  # the three levels of the answer, in percent
    phases: tuple[Phase, ...] = ()
    levels: tuple[LevelCertificate, ...] = field(default_factory=tuple)
    guarantees: tuple[float, ...] = ()  # worst-off first: share of each manager that is promised, NaN: none
