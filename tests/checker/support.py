"""A small base with everything switched off that a test does not ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from assigner.checker import check
from assigner.evidence.model import State
from assigner.policy import Policy
from assigner.portfolio import Clients, Managers, Rule
from assigner.verdict import Verdict
from tests import builders
from tests.strategies import Case

CLAIMED, PROVEN, ACTIVE, FREE = State.CLAIMED, State.PROVEN, State.ACTIVE, State.FREE


def rules(**parts: Any) -> Policy:
    """Default policy without loss cap, with these parts of the rules: `rules(loss_cap={"cap": 0.5})`."""
    return Policy.model_validate({"rules": {"loss_cap": {"enabled": False}} | parts})


def case(
    clients: Clients,
    managers: Managers,
    *,
    state: Sequence[State] | None = None,
    strength: Mapping[tuple[int, int], float] | None = None,
    lifted: Sequence[int] = (),
    rows: Sequence[Rule] = (),
    policy: Policy | None = None,
) -> Case:
    """A case; clients are claimed unless told otherwise."""
    facts = builders.portfolio(clients, managers, rules=rows)
    states = state or [CLAIMED] * len(clients)
    evidence = builders.evidence(facts, states, strength, lifted=lifted)
    return Case(facts, evidence, policy or rules())


def verdict(of: Case, assignment: Sequence[int]) -> Verdict:
    """The checker's answer."""
    return check(of.portfolio, of.evidence, of.policy, np.array(assignment, dtype=np.int32))


def broken(of: Case, assignment: Sequence[int]) -> list[str]:
    """Broken rules as text."""
    return [str(rule_break) for rule_break in verdict(of, assignment).breaks]
