"""SCIP (through OR-Tools' linear solver wrapper) on a mixed integer program: answer, bound, limits, cancel.

SCIP computes in floating point, so its word is not proof as it stands (docs/adr/0009). What its tolerances
can do to the dual bound: a tolerated infeasibility only makes its relaxations larger, which lowers the
bound; a reduced cost that is wrong by the dual tolerance can lift the value of a linear program by that
tolerance x the value of its variable (one pair per unit is 1). `allowance` takes the sum of that and float
noise off before the bound is believed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread

import numpy as np
from ortools.linear_solver import linear_solver_pb2, pywraplp
from scipy import sparse

from assigner.errors import InternalError
from assigner.optimize.clock import POLL_SECONDS, Clock
from assigner.optimize.mip import MipModel
from assigner.portfolio import FloatArray, IntArray

ENTRIES_PER_WORK = 1.0e6
"""Simplex iterations x constraints that count as one unit of work."""


FINE = 128.0
"""Costs and relative loads are given to SCIP in units of 1/128: its tolerances then are 128 times smaller.

Smaller tolerances than 1e-7 themselves can't be asked for: in trouble SCIP takes a thousandth of them, and
its LP solver complains on the terminal below 1e-10. A power of two, so that no figure is rounded.
"""


@dataclass(frozen=True, slots=True)
class ScipParams:
    """Tolerances of SCIP in its own units (see FINE), and the relative gap at which it stops."""

    feasibility: float = 1e-7
    dual: float = 1e-7
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class ScipLimits:
    """Wall seconds (None: never) and nodes of the tree (None: any number)."""

    seconds: float | None
    nodes: int | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class MipAnswer:
    """`chosen` is None where no answer was found; `bound` is of the energy (score without constant), safe."""

    chosen: IntArray | None
    bound: float
    complete: bool  # the tree is closed
    work: float


def solve_mip(model: MipModel, params: ScipParams, limits: ScipLimits, clock: Clock) -> MipAnswer:
    """Run SCIP from the model's present answer."""
    solver = pywraplp.Solver.CreateSolver("SCIP")
    proto, number = _proto(model)
    problem = solver.LoadModelFromProto(proto)
    if problem:
        raise InternalError(f"SCIP refuses the model: {problem}")
    variables = solver.variables()
    solver.SetHint(variables, (model.hint * _units(model)).tolist())
    solver.SetSolverSpecificParametersAsString(_parameters(params, limits))
    if limits.seconds is not None:
        solver.SetTimeLimit(max(50, int(1000 * limits.seconds)))
    with _interrupted_by(clock, solver):
        status = solver.Solve()
    found = status in (solver.OPTIMAL, solver.FEASIBLE)
    work = 0.01 + max(0, solver.iterations()) * number / ENTRIES_PER_WORK
    bound = solver.Objective().BestBound() / FINE if found else -np.inf
    safe = bound + model.constant - allowance(model, params, bound) if found else -np.inf
    values = np.array([v.solution_value() for v in variables[: len(model.pairs)]]) if found else None
    chosen = None if values is None else model.read(values)
    return MipAnswer(chosen, float(safe), status == solver.OPTIMAL, work)


def allowance(model: MipModel, params: ScipParams, bound: float) -> float:
    """What tolerances and float noise may have added to the solver's dual bound, in score points."""
    violations = (model.highest - model.lowest)[len(model.pairs) :]
    taken = len(model.mine) + FINE * float(violations.sum())
    return params.dual / FINE * taken + 1e-9 * max(1.0, abs(bound))


def _units(model: MipModel) -> FloatArray:
    """SCIP's units of each variable: pairs are pairs, violations are counted in 1/FINE."""
    units = np.full(len(model.cost), FINE)
    units[: len(model.pairs)] = 1.0
    return units


def _proto(model: MipModel) -> tuple[linear_solver_pb2.MPModelProto, int]:
    """The model as a message, and the number of its constraints."""
    proto, binaries = linear_solver_pb2.MPModelProto(), len(model.pairs)
    units = _units(model)
    figures = (model.lowest * units, model.highest * units, model.cost * FINE / units)
    columns = zip(*(x.tolist() for x in figures), strict=True)
    for number, (low, high, cost) in enumerate(columns):
        proto.variable.add(
            lower_bound=low, upper_bound=high, objective_coefficient=cost, is_integer=number < binaries
        )
    for lines in model.lines:
        scale = FINE if lines.fine else 1.0
        matrix = sparse.csr_array(lines.matrix @ sparse.diags_array(scale / units))
        matrix.sum_duplicates()
        spans = zip(matrix.indptr[:-1].tolist(), matrix.indptr[1:].tolist(), strict=True)
        limits = ((scale * lines.low).tolist(), (scale * lines.high).tolist())
        for (first, last), low, high in zip(spans, *limits, strict=True):
            proto.constraint.add(
                lower_bound=low,
                upper_bound=high,
                var_index=matrix.indices[first:last].tolist(),
                coefficient=matrix.data[first:last].tolist(),
            )
    return proto, len(proto.constraint)


def _parameters(params: ScipParams, limits: ScipLimits) -> str:
    """SCIP's own parameters; signals are the caller's.

    Without dual reductions: those of SCIP 10 cut off the optimum of a tiny case (docs/adr/0009).
    """
    chosen = {
        "numerics/feastol": params.feasibility,
        "numerics/dualfeastol": params.dual,
        "limits/gap": params.gap,
        "misc/catchctrlc": "FALSE",
        "misc/allowstrongdualreds": "FALSE",
        "misc/allowweakdualreds": "FALSE",
        "randomization/randomseedshift": limits.seed % 1_000_000,
    }
    if limits.nodes is not None:
        chosen["limits/totalnodes"] = limits.nodes
    return "".join(f"{name} = {value}\n" for name, value in chosen.items())


@contextmanager
def _interrupted_by(clock: Clock, solver: pywraplp.Solver) -> Iterator[None]:
    """Stop SCIP soon after the run is cancelled; its best answer is kept."""
    done = Event()

    def watch() -> None:
        while not done.wait(POLL_SECONDS):
            if clock.asked_to_stop():
                clock.cancelled = True
                solver.InterruptSolve()

    thread = Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
