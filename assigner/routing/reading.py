"""A new client as the plan sees it: its keys, its cells, what it counts there, and who may have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assigner.fairness.balance import ROUNDING
from assigner.policy import TOTAL, Measure
from assigner.portfolio import NOBODY, UNKNOWN, BoolArray, FloatArray, IntArray
from assigner.routing.keys import Card, read_card
from assigner.routing.model import NewClient
from assigner.routing.plan import MEASURES, RoutingPlan
from assigner.tabular.words import fold_spaces

UNSEEN = -1
"""Code of a label that the base does not have: no cell, but part of the totals."""


@dataclass(frozen=True, slots=True, eq=False)
class Incoming:
    """A new client in numbers.

    `amounts` are raw, by measure in the order of `MEASURES` (4,); `assumed` says which of them stand in for
    blanks. `rows` are its balanced cells (k,), `counted` what it counts there, `weights` those of their
    goals. `eligible` are the managers of E (M,), `open_to` those of them that scope leaves, `claim` the part
    of each in what it brings along.
    """

    card: Card
    codes: Mapping[str, int]
    blank: frozenset[str]
    new_labels: Mapping[str, str]
    amounts: FloatArray
    assumed: Mapping[str, float]
    rows: IntArray
    counted: FloatArray
    weights: FloatArray
    eligible: BoolArray
    open_to: BoolArray
    claim: FloatArray

    def known_code(self, dimension: str) -> int:
        """Code of a label that says something; -1 for a blank, an unseen label, a dimension of no use."""
        return NOBODY if dimension in self.blank else self.codes.get(dimension, NOBODY)


def read_client(plan: RoutingPlan, client: NewClient) -> Incoming:
    """The client in numbers. Blank labels are the value unknown; spelling of labels is folded."""
    labels = {name: _label(client, name) for name in plan.words.labels}
    codes = {name: plan.codes[name].get(fold_spaces(label), UNSEEN) for name, label in labels.items()}
    amounts, assumed = _amounts(plan, client)
    rows, weights = _rows(plan, codes)
    eligible = _eligible(plan, labels)
    received, pull = eligible & plan.team.receives, eligible * plan.team.weight
    return Incoming(
        card=card_of(plan, client),
        codes=codes,
        blank=frozenset(name for name, label in labels.items() if label == UNKNOWN),
        new_labels=_new_labels(plan, client, labels, codes),
        amounts=np.array([amounts[measure] for measure in MEASURES]),
        assumed=assumed,
        rows=rows,
        counted=_counted(plan, rows, amounts),
        weights=weights,
        eligible=eligible,
        open_to=received if received.any() else eligible,  # model §3: without a receiver anybody eligible
        claim=pull / max(float(pull.sum()), np.finfo(float).tiny),
    )


def card_of(plan: RoutingPlan, client: NewClient) -> Card:
    """What the client can be known again by."""
    ids = (client.client_id,) if client.client_id.strip() else ()
    return read_card(
        client.name,
        client.tax_id,
        client.phone,
        client.email,
        client_ids=ids,
        country=plan.words.country,
    )


def _label(client: NewClient, dimension: str) -> str:
    return " ".join(client.segments.get(dimension, "").split()) or UNKNOWN


def _new_labels(
    plan: RoutingPlan, client: NewClient, labels: Mapping[str, str], codes: Mapping[str, int]
) -> dict[str, str]:
    """Labels, and dimensions, that the plan does not have; a blank is no news."""
    unseen = {
        name: labels[name] for name, code in codes.items() if code == UNSEEN and labels[name] != UNKNOWN
    }
    beside = {name: label for name, label in client.segments.items() if name not in labels and label.strip()}
    return unseen | beside


def _amounts(plan: RoutingPlan, client: NewClient) -> tuple[dict[Measure, float], dict[str, float]]:
    """Raw amounts, and those among them that were assumed (model §12).

    Blank or 0 is the median of the base: a client that counts nothing would leave every shortfall as it is,
    and all of its kind would go to one manager. A potential that stands for something else in the base is
    not compared with what the CRM calls potential.
    """
    given = {
        Measure.POTENTIAL: client.potential,
        Measure.REVENUE: client.revenue,
        Measure.WORKLOAD: client.workload,
        Measure.COUNT: 1.0,
    }
    if plan.words.potential_source != "potential":
        given[Measure.POTENTIAL] = client.revenue if plan.words.potential_source == "revenue" else 1.0
    typical = plan.words.typical
    amounts = {measure: given[measure] or typical[measure] for measure in MEASURES}
    known = {measure for measure in MEASURES if given[measure]}
    assumed = {measure.value: typical[measure] for measure in MEASURES if measure not in known}
    return amounts, {name: amount for name, amount in assumed.items() if amount > 0}


def _rows(plan: RoutingPlan, codes: Mapping[str, int]) -> tuple[IntArray, FloatArray]:
    """Balanced cells of the client and the weights of their goals; the spare cell where there is none."""
    found = [
        (row, goal.weight)
        for n, goal in enumerate(plan.words.goals[:-1])
        if (row := plan.rows.get((n, 0 if goal.dimension == TOTAL else codes[goal.dimension]), NOBODY))
        != NOBODY
    ] or [(len(plan.cells.goal) - 1, 1.0)]
    return np.array([row for row, _ in found], np.int64), np.array([weight for _, weight in found])


def _counted(plan: RoutingPlan, rows: IntArray, amounts: Mapping[Measure, float]) -> FloatArray:
    """What it counts in each of these cells: m' = min(m, share of the cell) (model §4)."""
    goals = plan.words.goals
    raw = np.array([amounts[goals[goal].measure] for goal in plan.cells.goal[rows].tolist()])
    share = plan.cells.share[rows]
    return np.where(raw > share * (1 + ROUNDING), share, raw)


def _eligible(plan: RoutingPlan, labels: Mapping[str, str]) -> BoolArray:
    """E of a new client: managers whose lists hold its labels (model §1)."""
    eligible = np.ones(plan.num_managers, dtype=bool)
    for name, allowed in plan.allowed.items():
        eligible &= allowed.get(fold_spaces(labels[name]), allowed[""])
    return eligible
