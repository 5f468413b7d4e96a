"""Monolithic MIP: the whole model in one piece, by OR-Tools' HiGHS and SCIP (through MathOpt).

MathOpt has no callbacks for solutions of these solvers, so their course is read from the lines they log.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from assigner.portfolio import FloatArray, IntArray
from assigner.problem import Problem
from benchmarks.solving.answers import Answer, Report
from benchmarks.solving.methods.whole import Whole, whole_model
from benchmarks.solving.records import Task

HIGHS_LINE = re.compile(r"^ .* (?P<bound>\S+)\s+(?P<score>\S+)\s+\S+%?\s+\d+\s+\d+\s+\d+\s+\d+\s+[\d.]+s\s*$")
"""Columns of HiGHS: ... BestBound, BestSol, Gap | Cuts, InLp, Confl. | LpIters, Time."""

SCIP_LINE = re.compile(r"s\|.*\|\s*(?P<bound>[-+.\de]+|-*)\s*\|\s*(?P<score>[-+.\de]+|-*)\s*\|[^|]*\|?[^|]*$")
"""Columns of SCIP end with dualbound | primalbound | gap | compl."""

HUGE = 1e19
"""What solvers print where there is no answer or no bound yet."""


def highs(problem: Problem, task: Task, report: Report) -> Answer:
    """HiGHS; it takes as many threads as it likes, MathOpt has no say in it."""
    parameters = mathopt.SolveParameters(random_seed=task.seed)
    return _solve(problem, task, report, mathopt.SolverType.HIGHS, parameters, HIGHS_LINE)


def scip(problem: Problem, task: Task, report: Report) -> Answer:
    """SCIP with one thread: its concurrent mode races copies and was slower to a first answer."""
    parameters = mathopt.SolveParameters(random_seed=task.seed)
    return _solve(problem, task, report, mathopt.SolverType.GSCIP, parameters, SCIP_LINE)


def _solve(
    problem: Problem,
    task: Task,
    report: Report,
    solver: mathopt.SolverType,
    parameters: mathopt.SolveParameters,
    line: re.Pattern[str],
) -> Answer:
    began = time.perf_counter()
    whole = whole_model(problem)
    model = mathopt.Model.from_model_proto(to_proto(whole))
    parameters.relative_gap_tolerance = task.target_gap
    parameters.time_limit = timedelta(seconds=max(0.1, task.seconds - (time.perf_counter() - began)))

    def read(lines: Sequence[str]) -> None:
        for score, bound in course(lines, line):
            report(score, bound)

    result = mathopt.solve(model, solver, params=parameters, msg_cb=read)
    stopped_by = result.termination.reason.name.lower()
    chosen = _chosen(problem, result) if result.has_primal_feasible_solution() else None
    bound = result.termination.objective_bounds.dual_bound
    return Answer(chosen, bound if abs(bound) < HUGE else None, stopped_by)


def course(lines: Iterable[str], pattern: re.Pattern[str]) -> Iterable[tuple[float | None, float | None]]:
    """Score and bound of every line that tells them."""
    for line in lines:
        found = pattern.search(line)
        if found:
            yield _number(found["score"]), _number(found["bound"])


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < HUGE else None


def to_proto(whole: Whole) -> model_pb2.ModelProto:
    """The model as MathOpt reads it."""
    proto = model_pb2.ModelProto()
    columns = np.arange(whole.num_columns)
    is_pair = columns < whole.num_pairs
    is_load = ~is_pair & (columns < whole.num_pairs + whole.num_rows)
    proto.variables.ids.extend(columns.tolist())
    proto.variables.lower_bounds.extend(np.where(is_load, -np.inf, 0.0).tolist())
    proto.variables.upper_bounds.extend(np.where(is_pair, 1.0, np.inf).tolist())
    proto.variables.integers.extend(is_pair.tolist())
    proto.objective.offset = whole.constant
    costly = np.flatnonzero(whole.cost)
    proto.objective.linear_coefficients.ids.extend(costly.tolist())
    proto.objective.linear_coefficients.values.extend(whole.cost[costly].tolist())
    proto.linear_constraints.ids.extend(range(len(whole.lower)))
    proto.linear_constraints.lower_bounds.extend(whole.lower.tolist())
    proto.linear_constraints.upper_bounds.extend(whole.upper.tolist())
    _fill_matrix(proto, *_summed(whole))
    return proto


def _fill_matrix(proto: model_pb2.ModelProto, row: IntArray, column: IntArray, value: FloatArray) -> None:
    matrix = proto.linear_constraint_matrix
    matrix.row_ids.extend(row.tolist())
    matrix.column_ids.extend(column.tolist())
    matrix.coefficients.extend(value.tolist())


def _summed(whole: Whole) -> tuple[IntArray, IntArray, FloatArray]:
    """Entries by row, then column, each place once and none of them 0: MathOpt asks for that."""
    place = whole.row * whole.num_columns + whole.column
    places, where = np.unique(place, return_inverse=True)
    value = np.bincount(where, weights=whole.value, minlength=len(places))
    kept = value != 0
    return places[kept] // whole.num_columns, places[kept] % whole.num_columns, value[kept]


def _chosen(problem: Problem, result: mathopt.SolveResult) -> IntArray:
    """The pair of every unit with the largest x."""
    values = result.variable_values()
    x = np.zeros(problem.num_pairs)
    for variable, value in values.items():
        if variable.id < problem.num_pairs:
            x[variable.id] = value
    order = np.lexsort((-x, problem.pair_unit))
    return order[problem.pair_start[:-1]].astype(np.int32)
