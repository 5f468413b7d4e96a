"""Lexicographic mode: one level after the other, each held within its slack afterwards (model §6)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assigner.optimize.tables import Aim, evaluate
from assigner.portfolio import NOBODY, FloatArray, IntArray
from assigner.problem.model import Problem, SideRows, starts


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """The problem with the levels held so far as limits, and the aim of the stage."""

    problem: Problem
    aim: Aim

    def hold(self, level: str, value: float) -> Stage:
        """Keep a level within its slack of the value reached."""
        cap = value + getattr(self.problem.objective.slack, level)
        if level == "imbalance":
            return Stage(self.problem, replace(self.aim, imbalance_cap=cap))
        return Stage(hold_level(self.problem, level, cap), self.aim)


def stages(before: Stage, level: str) -> Stage:
    """The stage that minimises `level` under the limits of the stages before."""
    aim = Aim(0.0, 0.0, 0.0, before.aim.imbalance_cap)
    return Stage(before.problem, replace(aim, **{level: 1.0}))


def level_value(problem: Problem, chosen: IntArray, level: str) -> float:
    """Value of one level in percent."""
    return float(getattr(evaluate(problem, chosen), level))


def hold_level(problem: Problem, level: str, cap: float) -> Problem:
    """The problem with one more hard limit: a linear level stays at or below `cap`."""
    coef: FloatArray = problem.pair_disruption if level == "disruption" else problem.pair_unfit
    constant = problem.const_disruption if level == "disruption" else problem.const_unfit
    pair = np.flatnonzero(coef).astype(np.int32)
    return add_limits(
        problem,
        MoreLimits(
            pair=pair,
            row=np.zeros(len(pair), dtype=np.int32),
            coef=coef[pair],
            rule=f"level-{level}",
            measure="percent",
            manager=np.array([NOBODY], dtype=np.int32),
            constant=np.array([constant]),
            asked=np.array([cap]),
        ),
    )


@dataclass(frozen=True, slots=True, eq=False)
class MoreLimits:
    """Further rows `constant + sum of coef x chosen pairs <= sign x asked`; `lower` rows have sign -1.

    Entries are (pair, row, coef), each pair at most once in a row; the other arrays are by row.
    """

    pair: IntArray
    row: IntArray
    coef: FloatArray
    rule: str
    measure: str
    manager: IntArray
    constant: FloatArray
    asked: FloatArray
    lower: bool = False


def add_limits(problem: Problem, more: MoreLimits) -> Problem:
    """The problem with more hard limits."""
    old, count = problem.side, len(more.asked)
    pair = np.concatenate([np.repeat(np.arange(problem.num_pairs), np.diff(old.start)), more.pair])
    order = np.argsort(pair, kind="stable")
    limit = -more.asked if more.lower else more.asked
    side = SideRows(
        start=starts(np.bincount(pair, minlength=problem.num_pairs).astype(np.int32)),
        row=np.concatenate([old.row, more.row + len(old)])[order].astype(np.int32),
        coef=np.concatenate([old.coef, more.coef])[order],
        limit=np.append(old.limit, limit - more.constant),
        rule=(*old.rule, *[more.rule] * count),
        measure=(*old.measure, *[more.measure] * count),
        manager=np.append(old.manager, more.manager).astype(np.int32),
        constant=np.append(old.constant, more.constant),
        asked=np.append(old.asked, more.asked),
    )
    return replace(problem, side=side)
