"""Monolithic CP-SAT: the whole model in one piece, in integers, as its documentation suggests.

Loads and violations count in ten millionths of the attainable target; limits over whole numbers stay as they
are, others are rounded so that the limit holds.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from ortools.sat.python import cp_model

from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.problem import Problem
from benchmarks.solving.answers import Answer, Report
from benchmarks.solving.methods.whole import Whole, whole_model
from benchmarks.solving.records import Task

UNITS = 10_000_000
"""Integer units in a target: rounding loses some ten thousandths of a point of score, and sums stay far below
32 bits, above which the presolve of CP-SAT 9.15 is not to be trusted."""

FINEST = 1e10
"""Integer units in a point of score, fewer where a single client costs more than a hundred points."""

LARGEST_COST = 2.0**40
LARGEST = 2**40
"""Of loads and violations."""

LIMIT_UNITS = 1e7
"""Integer units in a limit that is no whole number."""

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)


class _Course(cp_model.CpSolverSolutionCallback):
    """Reports every answer."""

    def __init__(self, report: Report, scale: float, constant: float) -> None:
        super().__init__()
        self._report, self._scale, self._constant = report, scale, constant

    def on_solution_callback(self) -> None:
        score, bound = self.objective_value, self.best_objective_bound
        self._report(self.points(score), self.points(bound))

    def points(self, value: float) -> float:
        """Score points of an objective."""
        return value / self._scale + self._constant


def cp_sat(problem: Problem, task: Task, report: Report) -> Answer:
    """CP-SAT with the task's workers and nothing else set."""
    began = time.perf_counter()
    whole = whole_model(problem)
    scale = min(FINEST, LARGEST_COST / max(1e-9, float(whole.cost[: whole.num_pairs].max(initial=0.0))))
    model, x = build(whole, scale)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = task.workers
    solver.parameters.random_seed = task.seed
    solver.parameters.relative_gap_limit = task.target_gap
    solver.parameters.max_time_in_seconds = max(0.1, task.seconds - (time.perf_counter() - began))
    course = _Course(report, scale, whole.constant)
    solver.best_bound_callback = lambda bound: report(None, course.points(bound))
    status = solver.solve(model, course)
    stopped_by = solver.status_name(status).lower()
    if status not in FOUND:
        return Answer(None, None, stopped_by)
    bound = course.points(solver.best_objective_bound)
    return Answer(_chosen(problem, [solver.boolean_value(v) for v in x]), bound, stopped_by)


def build(whole: Whole, scale: float) -> tuple[cp_model.CpModel, Sequence[cp_model.IntVar]]:
    """The model with `scale` integer units in a point of score, and its x."""
    model = cp_model.CpModel()
    pairs, rows, top = whole.num_pairs, whole.num_rows, LARGEST
    x = [model.new_bool_var("") for _ in range(pairs)]
    loads = [model.new_int_var(-top, top, "") for _ in range(rows)]
    violations = [model.new_int_var(0, LARGEST, "") for _ in range(rows)]
    columns = [*x, *loads, *violations, model.new_int_var(0, LARGEST, "")]
    _constraints(model, whole, columns)
    unit = np.where(np.arange(whole.num_columns) < pairs, 1.0, 1.0 / UNITS)
    cost = np.rint(whole.cost * unit * scale).astype(np.int64)
    model.minimize(cp_model.LinearExpr.weighted_sum(columns, cost.tolist()))
    return model, x


def _constraints(model: cp_model.CpModel, whole: Whole, columns: Sequence[cp_model.IntVar]) -> None:
    """Every constraint in whole numbers."""
    order = np.lexsort((whole.column, whole.row))
    row, column, value = whole.row[order], whole.column[order], whole.value[order]
    ends = np.searchsorted(row, np.arange(len(whole.lower) + 1))
    for r in range(len(whole.lower)):
        part = slice(ends[r], ends[r + 1])
        sides = float(whole.lower[r]), float(whole.upper[r])
        if np.isinf(sides[0]):
            coef, low, high = limit_in_integers(value[part] * whole.scale[r], sides[1] * whole.scale[r])
        else:
            coef, low, high = _balance_in_integers(value[part], column[part] < whole.num_pairs, sides)
        terms = cp_model.LinearExpr.weighted_sum([columns[c] for c in column[part].tolist()], coef.tolist())
        model.add_linear_constraint(terms, low, high)


def limit_in_integers(coef: FloatArray, limit: float) -> tuple[IntArray, int, int]:
    """`coef <= limit` as it is where all coefficients are whole, else rounded so that the limit holds."""
    unit = 1.0
    if not np.allclose(coef, np.rint(coef), rtol=0, atol=1e-9):
        unit = LIMIT_UNITS / max(abs(limit), float(np.abs(coef).max()))
    whole = np.ceil(coef * unit - 1e-6).astype(np.int64)
    return whole, cp_model.INT_MIN, int(np.floor(limit * unit + 1e-6))


def _balance_in_integers(
    value: FloatArray, is_pair: BoolArray, sides: tuple[float, float]
) -> tuple[IntArray, int, int]:
    """Loads and sides in units of a target; "exactly one manager" as it is."""
    if is_pair.all():
        return np.rint(value).astype(np.int64), round(sides[0]), round(sides[1])
    coef = np.rint(value * np.where(is_pair, UNITS, 1)).clip(-LARGEST, LARGEST)
    high = cp_model.INT_MAX if np.isinf(sides[1]) else round(sides[1] * UNITS)
    return coef.astype(np.int64), round(sides[0] * UNITS), high


def _chosen(problem: Problem, taken: Sequence[bool]) -> IntArray:
    """The pair of every unit that is taken."""
    return np.flatnonzero(np.array(taken, dtype=bool)).astype(np.int32)
