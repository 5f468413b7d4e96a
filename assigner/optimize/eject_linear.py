"""The relaxation of a part of a room, and the part as a mixed integer program (HiGHS through SciPy)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from ortools.sat.python import cp_model
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from assigner.optimize.eject_params import DiveParams
from assigner.optimize.eject_room import Part, Room
from assigner.portfolio import BoolArray, FloatArray, IntArray

SOLVED = 0
"""SciPy's status of a program that is solved."""


def cheapest(room: Room, part: Part, count: int) -> tuple[IntArray, IntArray]:
    """Managers and units (positions in the part) of the cheapest pairs of each unit at the part's prices."""
    place = np.ix_(part.managers, part.units)
    priced = room.cost[place] + part.price[part.managers, None] * room.load[place]
    last = min(count, len(part.managers)) - 1
    near = (priced <= np.partition(priced, last, axis=0)[last]) & np.isfinite(priced)
    manager, unit = np.nonzero(near & (room.load[place] <= room.limit[part.managers, None]))
    return manager, unit


def _program(
    room: Room, part: Part, manager: IntArray, unit: IntArray
) -> tuple[FloatArray, sparse.csr_array, sparse.csr_array]:
    """Costs, the matrix of the units and the matrix of the limits."""
    at = (part.managers[manager], part.units[unit])
    columns = np.arange(len(manager))
    units = sparse.csr_array((np.ones(len(columns)), (unit, columns)), shape=(len(part.units), len(columns)))
    loads = room.load[at].astype(np.float64)
    limits = sparse.csr_array((loads, (manager, columns)), shape=(len(part.managers), len(columns)))
    return room.cost[at], units, limits


def relax_part(
    room: Room, part: Part, params: DiveParams, seconds: float | None
) -> tuple[Part | None, float]:
    """The part with its LP's value and prices, None where that has no solution; and the work."""
    manager, unit = cheapest(room, part, params.pairs)
    work = params.work_of_lp(len(manager))
    if not len(part.units):
        return replace(part, value=0.0), work
    cost, units, limits = _program(room, part, manager, unit)
    result = linprog(
        cost,
        limits,
        room.limit[part.managers],
        units,
        np.ones(len(part.units)),
        bounds=(0, None),
        method="highs-ds",
        options={} if seconds is None else {"time_limit": max(0.05, seconds)},
    )
    if result.status != SOLVED:
        return None, work
    price = part.price.copy()
    price[part.managers] = np.maximum(0.0, -np.asarray(result.ineqlin.marginals))
    return replace(part, price=price, value=float(result.fun)), work


def solve_part(
    room: Room, part: Part, params: DiveParams, seconds: float | None
) -> tuple[IntArray | None, float]:
    """Manager of each unit of the part, None where none was found; and the work.

    `seconds` None: work is limited in place of time, by CP-SAT; HiGHS' heuristics heed no limit of nodes.
    """
    if not len(part.units):
        return part.units[:0], 0.0
    manager, unit = cheapest(room, part, len(part.managers))
    if seconds is None:
        on, work = _by_cpsat(room, part, (manager, unit), params)
    else:
        on, work = _by_highs(room, part, (manager, unit), params, seconds), seconds
    if on is None:
        return None, work
    sits = np.full(len(part.units), -1, dtype=np.int64)
    sits[unit[on]] = part.managers[manager[on]]
    return (sits if (sits >= 0).all() else None), work


def _by_highs(
    room: Room, part: Part, pairs: tuple[IntArray, IntArray], params: DiveParams, seconds: float
) -> BoolArray | None:
    """Mask of the pairs chosen by HiGHS."""
    cost, units, limits = _program(room, part, *pairs)
    rows = [LinearConstraint(units, 1, 1), LinearConstraint(limits, -np.inf, room.limit[part.managers])]
    options = {"time_limit": max(0.05, seconds), "mip_rel_gap": params.gap}
    result = milp(
        cost, integrality=np.ones(len(cost)), bounds=Bounds(0, 1), constraints=rows, options=options
    )
    return None if result.x is None else np.asarray(result.x > 0.5)


def _by_cpsat(
    room: Room, part: Part, pairs: tuple[IntArray, IntArray], params: DiveParams
) -> tuple[BoolArray | None, float]:
    """Mask of the pairs chosen by CP-SAT, which repeats; and the work."""
    manager, unit = pairs
    at = (part.managers[manager], part.units[unit])
    cost = room.cost[at] - room.cost[at].min()
    whole = np.rint(cost * (params.cost_steps / max(1e-300, float(cost.max())))).astype(np.int64)
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(len(whole))]
    for number in range(len(part.units)):
        model.add_exactly_one(chosen[k] for k in np.flatnonzero(unit == number).tolist())
    for number, who in enumerate(part.managers.tolist()):
        mine = np.flatnonzero(manager == number).tolist()
        model.add(
            sum(int(room.load[who, part.units[unit[k]]]) * chosen[k] for k in mine) <= int(room.limit[who])
        )
    model.minimize(sum(int(one) * var for one, var in zip(whole.tolist(), chosen, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = params.seconds
    status = solver.solve(model)
    work = 0.01 + float(solver.response_proto.deterministic_time)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, work
    return np.array([solver.boolean_value(var) for var in chosen]), work
