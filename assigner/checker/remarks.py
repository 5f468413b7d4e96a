"""What to know beside the figures: cells left out, indivisible clients, inactive rules (model §3, §4)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assigner.checker.figures import Scale, label
from assigner.checker.limits import loss_base
from assigner.checker.words import Words
from assigner.fairness.balance import ROUNDING
from assigner.policy import TOTAL, Measure
from assigner.verdict import LeftOut


def left_out(scale: Scale, words: Words) -> Iterator[LeftOut]:
    """Cell values too small to balance, then clients cut as more than one share of their cell."""
    balance = scale.balance
    for position, code in balance.too_small:
        goal, cells = balance.goals[position], balance.measured[position]
        value = label(scale.facts, goal, code)
        text = words.tr.gettext(
            "{cell} is too small to balance: {clients}, {managers}",
            cell=words.cell(goal.dimension, value),
            clients=words.measured(Measure.COUNT, int(cells.num_clients[code])),
            managers=words.tr.ngettext("{n} manager", "{n} managers", int(cells.num_eligible[code])),
        )
        yield LeftOut("too_small", goal.key, value, text)
    small = set(balance.too_small)
    for position, (goal, cells) in enumerate(zip(balance.goals, balance.measured, strict=True)):
        for row in cells.indivisible.tolist():
            code = int(cells.codes[row])
            if (position, code) not in small:
                value = label(scale.facts, goal, code)
                text = words.tr.gettext(
                    "{client} alone is {ratio} times the largest fair share of {cell}",
                    client=words.client(int(scale.rows[row])),
                    ratio=words.tr.number(float(cells.amount[row] / cells.share[code]), 1),
                    cell=words.cell(goal.dimension, value),
                )
                yield LeftOut("indivisible", goal.key, value, text)


def notes(scale: Scale, words: Words) -> Iterator[str]:
    """Managers without weight, goals and loss caps without effect, fixed clients beyond a manager's share."""
    facts = scale.facts
    yield from _idle_goals(scale, words)
    yield from _travel(scale, words)
    for j in np.flatnonzero(facts.weight <= 0).tolist():
        yield words.tr.gettext("{manager} has weight 0 and receives nothing", manager=words.manager(j))
    if facts.policy.rules.loss_cap.enabled:
        _, base = loss_base(facts)
        for j in np.flatnonzero((facts.weight > 0) & (facts.rate * base <= 0)).tolist():
            yield words.tr.gettext(
                "the loss cap is inactive for {manager}, who has no commission today",
                manager=words.manager(j),
            )
    yield from _overfull(scale, words)


def _idle_goals(scale: Scale, words: Words) -> Iterator[str]:
    """The policy's own goals over a dimension that the clients table does not have."""
    dimensions = scale.facts.portfolio.clients.dimensions
    for goal in scale.facts.policy.balance.goals or ():
        if goal.dimension != TOTAL and goal.dimension not in dimensions:
            yield words.tr.gettext(
                "the goal {goal} has no effect: clients have no dimension {dimension}; they have: {names}",
                goal=goal.key,
                dimension=goal.dimension,
                names=", ".join(dimensions) or "-",
            )


def _travel(scale: Scale, words: Words) -> Iterator[str]:
    """What travel adds to workload, and where it can't be counted (model §1)."""
    facts = scale.facts
    if facts.policy.travel.hours_per_km > 0 and not facts.travel:
        yield words.tr.gettext("travel is not counted: the clients have no workload")
    if not facts.travel:
        return
    yield words.tr.gettext(
        "workload includes travel: {hours} hours a month for each 100 km between client and manager",
        hours=words.amount(100 * facts.travel.hours_per_km),
    )
    clients, managers = facts.travel.unlocated
    clients, managers = clients & facts.serviceable, managers & (facts.weight > 0)
    if clients.any() or managers.any():
        yield words.tr.gettext(
            "no travel is counted where coordinates are missing: {clients}, {managers}",
            clients=words.measured(Measure.COUNT, int(clients.sum())),
            managers=words.tr.ngettext("{n} manager", "{n} managers", int(managers.sum())),
        )


def _overfull(scale: Scale, words: Words) -> Iterator[str]:
    """Managers whose fixed clients alone exceed their ideal target of a cell."""
    balance = scale.balance
    for k in np.flatnonzero(balance.attainable > balance.target * (1 + ROUNDING)).tolist():
        goal = balance.goals[balance.goal_idx[k]]
        yield words.tr.gettext(
            "{manager}: fixed clients alone are {ratio} times the fair share of {cell} ({measure})",
            manager=words.manager(int(balance.manager_idx[k])),
            ratio=words.tr.number(float(balance.attainable[k] / balance.target[k]), 1),
            cell=words.cell(goal.dimension, label(scale.facts, goal, int(balance.code[k]))),
            measure=words.tr.gettext(goal.measure.value),
        )
