"""Solves the base, then with every knob turned to both sides; all plans are measured by one yardstick."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from assigner.engine import check_assignment
from assigner.errors import AssignerError
from assigner.policy import Policy
from assigner.portfolio import IntArray
from assigner.solution import SolverConfig
from scenarios.base import Base, base_sha256
from scenarios.batch import Ask
from scenarios.frontier.measuring import answer_of, assignment_of
from scenarios.results import RunResult, start_of
from scenarios.sensitivity.knobs import Knob, Turn
from scenarios.sensitivity.model import Plan, Sensitivity, Side, Swing

Found = Mapping[str, RunResult | AssignerError]
Solve = Callable[[Sequence[Ask]], Found]
"""Solves all of these and gives their answers by name: `scenarios.batch.solve_many` with its runner."""

BASE, SEED = "base", "seed"


def turn_knobs(
    base: Base, config: SolverConfig, knobs: Sequence[Knob], solve: Solve, *, seeds: int = 2
) -> Sensitivity:
    """How much the plan of a base hangs on each of these numbers.

    `seeds` are further seeds with which the base is solved again, to know the noise. All runs but the first
    begin from the base's plan. Raises the error of the base where it has no answer; a turned policy without
    one is told in its side.
    """
    first = solve([Ask(BASE, base, config)])[BASE]
    if isinstance(first, AssignerError):
        raise first
    start = start_of(base, first)
    asks = [
        Ask(f"{SEED} {n}", base, replace(config, seed=config.seed + n), start) for n in range(1, seeds + 1)
    ]
    turned = [(name, policy) for knob in knobs for name, policy in _turned(base.policy, knob)]
    asks += [Ask(name, replace(base, policy=policy), config, start) for name, policy in turned]
    found = solve(asks) if asks else {}
    return _measured(base, config, knobs, first, found)


def num_turns(policy: Policy, knobs: Sequence[Knob]) -> int:
    """How many solves the knobs take."""
    return sum(len(_turned(policy, knob)) for knob in knobs)


def _turned(policy: Policy, knob: Knob) -> list[tuple[str, Policy]]:
    """Name and policy of both sides, where the knob can be turned to them."""
    sides = {_low(knob): knob.turned(policy, knob.low), _high(knob): knob.turned(policy, knob.high)}
    return [(name, turned) for name, turned in sides.items() if turned is not None]


def _low(knob: Knob) -> str:
    return f"{knob.path} low"


def _high(knob: Knob) -> str:
    return f"{knob.path} high"


def _measured(
    base: Base, config: SolverConfig, knobs: Sequence[Knob], first: RunResult, found: Found
) -> Sensitivity:
    yardstick = _Yardstick(base, first)
    swings = [
        Swing(
            knob.path,
            knob.value(base.policy),
            yardstick.side(knob, knob.low, found.get(_low(knob))),
            yardstick.side(knob, knob.high, found.get(_high(knob))),
        )
        for knob in knobs
    ]
    again = [one for name, one in found.items() if name.startswith(f"{SEED} ")]
    return Sensitivity(
        base_sha256=base_sha256(base),
        clients=int((~base.portfolio.clients.excluded).sum()),
        plan=yardstick.plan(first),
        seeds=tuple(yardstick.plan(one) for one in again if isinstance(one, RunResult)),
        swings=tuple(sorted(swings, key=lambda swing: -swing.elsewhere)),
        config=config,
    )


class _Yardstick:
    """Measures plans under the base's own policy and against the base's own plan."""

    def __init__(self, base: Base, first: RunResult) -> None:
        self.policy = base.policy
        self.case = base.case()
        self.first: IntArray = assignment_of(self.case.portfolio, first)

    def plan(self, result: RunResult) -> Plan:
        """A result in figures."""
        assignment = assignment_of(self.case.portfolio, result)
        verdict = check_assignment(self.case, assignment)
        return Plan(
            answer=answer_of(self.case.portfolio, assignment, verdict.after),
            elsewhere=int(np.count_nonzero(assignment != self.first)),
            breaks=len(verdict.breaks),
            key=result.key,
        )

    def side(self, knob: Knob, turn: Turn, result: RunResult | AssignerError | None) -> Side | None:
        """One side of a knob; None where it was not tried."""
        if result is None:
            return None
        value = turn(knob.value(self.policy))
        if isinstance(result, AssignerError):
            return Side(value, None, str(result))
        return Side(value, self.plan(result))
