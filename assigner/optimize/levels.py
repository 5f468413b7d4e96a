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
    old = problem.side
    pair = np.concatenate([np.repeat(np.arange(problem.num_pairs), np.diff(old.start)), np.flatnonzero(coef)])
    row = np.concatenate([old.row, np.full(np.count_nonzero(coef), len(old))])
    value = np.concatenate([old.coef, coef[coef != 0]])
    order = np.argsort(pair, kind="stable")
    side = SideRows(
        start=starts(np.bincount(pair, minlength=problem.num_pairs).astype(np.int32)),
        row=row[order].astype(np.int32),
        coef=value[order],
        limit=np.append(old.limit, cap - constant),
        rule=(*old.rule, f"level-{level}"),
        measure=(*old.measure, "percent"),
        manager=np.append(old.manager, NOBODY).astype(np.int32),
        constant=np.append(old.constant, constant),
        asked=np.append(old.asked, cap),
    )
    return replace(problem, side=side)
