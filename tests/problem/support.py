"""Problems of hand-made cases, and names for their parts."""

from __future__ import annotations

import numpy as np

from assigner.portfolio import IntArray
from assigner.problem import Problem, build_problem
from assigner.problem.preflight import preflight
from tests.strategies import Case


def problem(of: Case) -> Problem:
    """The problem of a case."""
    return build_problem(of.portfolio, of.evidence, of.policy)


def proofs(of: Case) -> tuple[str, ...]:
    """What the preflight says of a case."""
    return preflight(problem(of), of.portfolio)


def units(made: Problem) -> list[list[int]]:
    """Clients of every unit."""
    return [part.tolist() for part in np.split(made.member, made.member_start[1:-1])]


def choices(made: Problem) -> list[list[int]]:
    """Managers that each unit may have."""
    return [part.tolist() for part in np.split(made.pair_manager, made.pair_start[1:-1])]


def side_row(made: Problem, rule: str, manager: int = -1, measure: str = "") -> int:
    """Number of the one row of a rule (and manager, and measure)."""
    found = [
        row
        for row in range(len(made.side))
        if made.side.rule[row] == rule
        and made.side.manager[row] == manager
        and measure in ("", made.side.measure[row])
    ]
    assert len(found) == 1, f"{rule}: {found}"
    return found[0]


def coefficients(made: Problem, row: int) -> dict[tuple[int, int], float]:
    """Coefficients of a side row by (unit, manager)."""
    side, pair = made.side, np.repeat(np.arange(made.num_pairs), np.diff(made.side.start))
    here = np.flatnonzero(side.row == row)
    return {
        (int(made.pair_unit[pair[e]]), int(made.pair_manager[pair[e]])): float(side.coef[e]) for e in here
    }


def random_choice(made: Problem, rng: np.random.Generator) -> IntArray:
    """Any pair for every unit."""
    if made.num_units == 0:
        return np.zeros(0, dtype=np.int32)
    return (made.pair_start[:-1] + rng.integers(0, np.diff(made.pair_start))).astype(np.int32)
