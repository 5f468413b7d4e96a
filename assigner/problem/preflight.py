"""Cheap proofs that the hard rules can't all hold, each with its rule and numbers (model §9)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assigner.portfolio import FloatArray, Portfolio
from assigner.problem.model import Problem

SLACK = 1e-9
"""Relative slack of a limit, as in the checker."""

UNITS = {
    "count": "clients",
    "workload": "hours a month",
    "potential": "of potential",
    "revenue": "of revenue",
}


def preflight(problem: Problem, portfolio: Portfolio) -> tuple[str, ...]:
    """Every limit that is broken whatever the optimiser does: proofs in words, empty when there are none."""
    least, most = _range(problem)
    return (*_single(problem, portfolio, least, most), *_together(problem, portfolio))


def _range(problem: Problem) -> tuple[FloatArray, FloatArray]:
    """Smallest and largest left-hand side of every limit that any choice of pairs could give."""
    side = problem.side
    least, most = np.zeros(len(side)), np.zeros(len(side))
    entry_pair = np.repeat(np.arange(problem.num_pairs), np.diff(side.start))
    entry_unit = problem.pair_unit[entry_pair]
    for row in range(len(side)):
        here = side.row == row
        values = np.zeros(problem.num_pairs)
        values[entry_pair[here]] = side.coef[here]
        touched = np.unique(entry_unit[here])
        low = np.minimum.reduceat(values, problem.pair_start[:-1])[touched] if problem.num_units else values
        high = np.maximum.reduceat(values, problem.pair_start[:-1])[touched] if problem.num_units else values
        least[row], most[row] = low.sum(), high.sum()
    return least, most


def _single(problem: Problem, portfolio: Portfolio, least: FloatArray, most: FloatArray) -> Iterator[str]:
    """Limits that one rule breaks alone, against what is locked or can't be placed elsewhere."""
    side = problem.side
    for row in range(len(side)):
        asked, scale = float(side.asked[row]), max(1.0, abs(float(side.asked[row])))
        if least[row] > side.limit[row] + SLACK * scale:
            reached = float(side.constant[row] + least[row])
            yield _sentence(problem, portfolio, row, asked, reached)


def _who(portfolio: Portfolio, manager: int) -> str:
    return f"{portfolio.managers.name[manager]} ({portfolio.managers.manager_id[manager]})"


def _sentence(problem: Problem, portfolio: Portfolio, row: int, asked: float, reached: float) -> str:
    side = problem.side
    rule, measure = side.rule[row], side.measure[row]
    unit, who = UNITS[measure], _who(portfolio, int(side.manager[row]))
    percent = f"{100 * abs(reached) / asked:.0f} %" if asked > 0 else "more than all"
    numbers = f"({abs(reached):,.6g} {unit}, limit {asked:,.6g})"
    if rule == "max-load":
        return (
            f"max-load: clients that only {who} can have are {percent} of the limit {numbers}; "
            f"raise it to {reached:,.6g}, or lift locks by pins"
        )
    if rule == "min-load":
        return (
            f"min-load: all that {who} could ever get is {percent} of the minimum {numbers}; "
            f"lower it to {-reached:,.6g}, or widen the manager's segments"
        )
    if rule == "loss-cap":
        return (
            f"loss-cap: {who} can keep at most {-reached:,.6g} of the revenue of today's own clients, the cap asks for "
            f"{asked:,.6g}; raise the cap, or lift bans"
        )
    if rule == "absorption":
        return (
            f"absorption: {who} must take at least {reached:,.6g} new clients (pins and clients nobody else may have), "
            f"the limit is {asked:,.6g}"
        )
    return (
        f"move-budget: {reached:,.6g} {unit} must move whatever is decided (clients of leavers, pins, bans), the budget is "
        f"{asked:,.6g}; raise it to at least {reached:,.6g}"
    )


def _together(problem: Problem, portfolio: Portfolio) -> Iterator[str]:
    """All managers' limits added up against what must be placed."""
    side, members = problem.side, np.diff(problem.member_start)
    for measure, size in (("count", float(members.sum())),):
        rows = [r for r in range(len(side)) if side.rule[r] == "max-load" and side.measure[r] == measure]
        limited = {int(side.manager[r]) for r in rows}
        if limited >= set(np.unique(problem.pair_manager).tolist()) and rows:
            room = float(np.maximum(0.0, side.limit[rows]).sum())
            if size > room * (1 + SLACK):
                yield (
                    f"max-load: {size:,.0f} movable clients must be placed, all managers together have room for {room:,.0f}; "
                    f"raise the limits by {size - room:,.0f} in all, or exclude clients"
                )
