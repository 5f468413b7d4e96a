"""Why the hard limits of a problem can't all hold, by numbers alone (model §9).

Every limit may be turned at a price: the fewest limits, then the smallest amounts, for whole clients. What
would do in the terms of policy and tables is found in diagnose_case.py.
"""

from __future__ import annotations

import numpy as np

from assigner.optimize.clock import Clock
from assigner.optimize.diagnose_exact import ElasticAnswer, ElasticParams, cheapest
from assigner.portfolio import NOBODY
from assigner.problem.changes import Change
from assigner.problem.elastic import Elastic, Knob, readable, turn
from assigner.problem.model import Problem, weighted_count
from assigner.problem.preflight import Finding, LimitsConflict
from assigner.solution import SolverConfig, never_stop

SECONDS = 20.0
"""Wall seconds for a diagnosis."""

LOWER = ("min-load", "loss-cap")
"""Rules with a least amount: to loosen them is to lower it."""


def diagnose(problem: Problem, params: ElasticParams | None = None) -> LimitsConflict:
    """The conflict of the hard limits: what must give way, nothing where no limit is to blame alone."""
    clock = Clock(SolverConfig(time_limit=SECONDS), never_stop)
    rules = sorted(set(problem.side.rule) | ({"apart"} if len(problem.apart) else set()))
    for drop_apart in (False, True) if len(problem.apart) else (False,):
        elastic = of_problem(problem, drop_apart=drop_apart)
        answer = cheapest(elastic, clock, params or ElasticParams())
        if answer is not None:
            return LimitsConflict(_findings(elastic, answer), tuple(rules))
    return LimitsConflict((), tuple(rules))


def of_problem(problem: Problem, *, drop_apart: bool) -> Elastic:
    """The limits of a problem as knobs, one per row; apart rules can be dropped where asked for."""
    side = problem.side
    sizes = weighted_count(side.row, np.abs(side.coef), len(side))
    knobs = [_knob(problem, row, float(sizes[row])) for row in range(len(side))]
    place = np.cumsum([knob is not None for knob in knobs]) - 1
    first = problem.member[problem.member_start[:-1]]
    edges = [(a, b, k if drop_apart else NOBODY) for k, (a, b) in enumerate(problem.apart.tolist())]
    drops = [(Change("apart", client=int(first[a]), other=int(first[b])),) for a, b, _ in edges]
    return Elastic(
        num_managers=problem.num_managers,
        piece_start=problem.member_start,
        client=problem.member,
        pair_start=problem.pair_start,
        manager=problem.pair_manager,
        need_pair=np.zeros(0, dtype=np.int32),
        need_option=np.zeros(0, dtype=np.int32),
        options=tuple(drops) if drop_apart else (),
        row=side.row,
        row_pair=np.repeat(np.arange(problem.num_pairs, dtype=np.int32), np.diff(side.start)),
        coef=side.coef,
        limit=side.limit,
        row_scale=np.maximum(1.0, np.abs(side.asked)),
        row_knob=np.array([p if k else NOBODY for p, k in zip(place, knobs, strict=True)], dtype=np.int32),
        row_gain=np.ones(len(side)),
        knobs=tuple(knob for knob in knobs if knob is not None),
        edges=tuple(edges),
    )


def _knob(problem: Problem, row: int, size: float) -> Knob | None:
    """The limit of a row, turned up to where every choice of pairs keeps it."""
    side = problem.side
    rule, measure, asked = side.rule[row], side.measure[row], float(side.asked[row])
    if rule not in (*LOWER, "max-load", "absorption", "move-budget"):
        return None
    step = 1.0 if measure == "count" else readable(abs(asked) or size)
    end = 0.0 if rule in LOWER else max(asked, float(side.constant[row]) + size)
    return turn(rule, measure, int(side.manager[row]), asked, step, end, max(1.0, abs(asked)))


def _findings(elastic: Elastic, answer: ElasticAnswer) -> tuple[Finding, ...]:
    """Limits that must give way, largest relative amount first."""
    turned = [(elastic.knobs[k], int(answer.steps[k])) for k in np.flatnonzero(answer.steps)]
    turned.sort(key=lambda item: -abs(item[0].value(item[1]) - item[0].asked) / item[0].scale)
    return tuple(
        Finding(knob.rule, knob.measure, knob.manager, knob.asked, knob.value(steps))
        for knob, steps in turned
    )
