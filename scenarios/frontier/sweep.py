"""The sweep: both ends of the curve first, then caps between them where it bends."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from assigner.errors import AssignerError
from assigner.i18n import Translator
from assigner.solution import ShouldStop, SolverConfig, never_stop
from scenarios.base import Base, base_sha256
from scenarios.batch import Ask
from scenarios.frontier import asking
from scenarios.frontier.choosing import next_caps
from scenarios.frontier.knee import knee
from scenarios.frontier.measuring import Judge
from scenarios.frontier.model import Frontier, Run
from scenarios.frontier.pareto import best_within, refuse_contradictions, staircase, undominated
from scenarios.results import RunResult, start_of

TOGETHER = 4
"""Caps that are tried at once. The same on every machine, so that the curve does not depend on the slots."""

DIGITS = 6
"""Epsilon is rounded up to so many decimals: a plan in the very middle of a cell still counts."""

Solve = Callable[[Sequence[Ask]], Mapping[str, RunResult | AssignerError]]
"""Solves all of these and gives their answers by name: `scenarios.batch.solve_many` with its runner."""


def sweep(
    base: Base,
    config: SolverConfig,
    points: int,
    solve: Solve,
    *,
    should_stop: ShouldStop = never_stop,
    tr: Translator | None = None,
) -> Frontier:
    """The curve of a base with at most `points` solves, at least 2: both ends, then where it bends most.

    `config` is the effort of every single solve. With a work limit the curve is the same on every run and on
    any number of slots. Raises the error of an end without an answer (RulesConflict, NoAnswer), InternalError
    where the checker finds a broken rule or a bound contradicts an answer.
    """
    runs = _Sweep(base, config, solve, tr or Translator())
    runs.ends()
    left = points - 2
    while left > 0 and not should_stop():
        tried = runs.between(min(left, TOGETHER))
        if not tried:
            break
        left -= tried
    return runs.frontier()


@dataclass(eq=False)
class _Sweep:
    """Runs so far, the two ends first, and what runs next."""

    base: Base
    config: SolverConfig
    solve: Solve
    tr: Translator
    runs: list[Run] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    tried: set[float] = field(default_factory=set)  # epsilons

    def __post_init__(self) -> None:
        self.judge = Judge(self.base)

    def ends(self) -> None:
        """The least disruption and the least imbalance. Raises the error of a run without an answer."""
        wanted = {asking.LEAST_DISRUPTION: 0.0, asking.LEAST_IMBALANCE: None}
        found = self.solve([self._ask(name, epsilon) for name, epsilon in wanted.items()])
        for name, epsilon in wanted.items():
            result = found[name]
            if isinstance(result, AssignerError):
                raise result
            self._note(name, epsilon, result)

    def between(self, count: int) -> int:
        """Try up to `count` caps where the curve bends most; how many there were to try."""
        origin = self.runs[0].cap
        caps = next_caps(self._found(), count)
        epsilons = sorted({rounded_up(cap - origin) for cap in caps} - self.tried)
        names = {_name(epsilon): epsilon for epsilon in epsilons}
        found = self.solve([self._ask(name, epsilon) for name, epsilon in names.items()]) if names else {}
        for name, epsilon in names.items():
            self._take(name, epsilon, found[name])
        return len(names)

    def frontier(self) -> Frontier:
        """The curve of all runs. Raises InternalError where a bound contradicts an answer."""
        found = [run.answer for run in self.runs]
        stairs = staircase(bound for run in self.runs for bound in run.bounds)
        refuse_contradictions(found, stairs)
        answers = undominated(found)
        return Frontier(
            base_sha256=base_sha256(self.base),
            today=self.judge.today(),
            runs=tuple(self.runs),
            answers=answers,
            stairs=stairs,
            knee=knee([(one.disruption, one.imbalance) for one in answers]),
            config=self.config,
            worst_off_left_out=self.base.policy.objective.worst_off_first,
            failed=tuple(self.failed),
        )

    def _found(self) -> list[tuple[float, float]]:
        """The least imbalance found within each cap tried; the least that reaches the lowest is the last."""
        answers = undominated(run.answer for run in self.runs)
        last = answers[-1].disruption
        caps = {self.runs[0].cap + epsilon for epsilon in self.tried}
        return [(cap, best_within(answers, cap)) for cap in sorted({*(c for c in caps if c < last), last})]

    def _ask(self, name: str, epsilon: float | None) -> Ask:
        """A run, begun from the best answer so far that its cap allows."""
        if epsilon is None:
            return Ask(name, asking.fairest_base(self.base), self.config)
        near = self._neighbour(epsilon)
        start = None if near is None else start_of(self.base, near.result)
        return Ask(name, asking.epsilon_base(self.base, epsilon), self.config, start)

    def _neighbour(self, epsilon: float) -> Run | None:
        """The fairest run so far within the cap, the first of equals; none before the ends are known."""
        within = (run for run in self.runs if run.answer.disruption <= self.runs[0].cap + epsilon)
        return min(within, key=lambda run: run.answer.imbalance, default=None)

    def _take(self, name: str, epsilon: float, result: RunResult | AssignerError) -> None:
        """An answer joins the curve; a run without one is told, and its cap is not tried again."""
        self.tried.add(epsilon)
        if isinstance(result, AssignerError):
            points = self.tr.number(epsilon, 3)
            text = "{points} points above the least disruption: {reason}"
            self.failed.append(self.tr.gettext(text, points=points, reason=result))
        else:
            self._note(name, epsilon, result)

    def _note(self, name: str, epsilon: float | None, result: RunResult) -> None:
        """Judge an answer and keep what its certificate proves."""
        if epsilon is not None:
            self.tried.add(epsilon)
        cap = math.inf if epsilon is None else asking.levels(result.document)["disruption"][0] + epsilon
        bounds = tuple(asking.proven(result.document, epsilon))
        self.runs.append(Run(name, epsilon, cap, self.judge.answer(result), bounds, result))


def rounded_up(epsilon: float) -> float:
    """An epsilon with DIGITS decimals, never below what it was but for the last bits."""
    scale = 10.0**DIGITS
    return math.ceil(epsilon * scale - 1e-3) / scale


def _name(epsilon: float) -> str:
    return f"least disruption + {epsilon:.{DIGITS}f}"
