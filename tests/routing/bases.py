"""Small plans by hand: clients with cells to be known by, ready for routing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from assigner.evidence.model import State
from assigner.policy import Goal, Measure, Policy
from assigner.policy.model import BalancePolicy
from assigner.portfolio import NOBODY, Managers, Rule
from assigner.routing import Decision, Ledger, NewClient, Routed, RoutingPlan, decide, routing_plan
from tests import builders
from tests.strategies import Case

POTENTIAL = Policy(balance=BalancePolicy(goals=(Goal(measure=Measure.POTENTIAL, tolerance=0.05),)))
"""One goal: potential in total."""

CELLS = ("name", "tax_id", "phone", "email")


def case(
    owner: Sequence[int],
    team: Managers,
    *,
    policy: Policy = POTENTIAL,
    state: Sequence[State] | None = None,
    strength: Mapping[tuple[int, int], float] | None = None,
    rules: Sequence[Rule] = (),
    **columns: Any,
) -> Case:
    """A case with claimed clients unless the test says otherwise; `columns` as in `builders.clients`.

    `name`, `tax_id`, `phone` and `email` map positions of clients to cells.
    """
    cells = {name: columns.pop(name, {}) for name in CELLS}
    base = builders.clients(owner, **columns)
    texts = {name: [str(value) for value in getattr(base, name)] for name in CELLS}
    for name, given in cells.items():
        for i, value in given.items():
            texts[name][i] = value
    base = replace(base, **{name: builders.text(values) for name, values in texts.items()})
    facts = builders.portfolio(base, team, rules=rules)
    default = [State.EXCLUDED if out else State.CLAIMED for out in base.excluded]
    default = [
        State.FREE if o == NOBODY and s == State.CLAIMED else s for o, s in zip(owner, default, strict=True)
    ]
    evidence = builders.evidence(facts, state or default, strength)
    return Case(facts, evidence, policy)


def plan_of(found: Case, assignment: Sequence[int] | None = None) -> RoutingPlan:
    """The plan of a case, by default with today's owners."""
    given = found.portfolio.clients.owner_idx if assignment is None else np.array(assignment, dtype=np.int32)
    return routing_plan(found, given)


def route(ledger: Ledger, client: NewClient, *, closed: Sequence[str] = ()) -> Decision:
    """Decide and book."""
    decision = decide(ledger.plan, ledger, client, closed=closed)
    ledger.apply(Routed(client=client, decision=decision))
    return decision
