"""Small bases with an earlier answer, and decisions in few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from assigner.engine import Case, weigh_case
from assigner.policy import Policy
from assigner.portfolio import NOBODY, IntArray, Rule
from assigner.solution import SolverConfig
from scenarios.decisions import Decision, Earlier, Resolved, Ruling, Surprise, resolve
from tests import builders

TO_PROOF = SolverConfig(time_limit=None, work_limit=4.0, target_gap=0.0)
SHORT = SolverConfig(time_limit=None, work_limit=0.4, target_gap=0.0)


def case_of(
    owner: Sequence[int],
    *,
    managers: int = 2,
    rules: Sequence[Rule] = (),
    policy: Policy | None = None,
    team: dict[str, Any] | None = None,
    **clients: Any,
) -> Case:
    """A case of clients c0, c1, ... and managers m0, m1, ...; potential 10 each where none is given."""
    clients.setdefault("potential", [10.0] * len(owner))
    base = builders.portfolio(
        builders.clients(owner, **clients), builders.managers(managers, **(team or {})), rules=tuple(rules)
    )
    return weigh_case(base, policy or Policy(), as_of=builders.AS_OF)


def random_case(seed: int) -> Case:
    """Six clients of three managers: uneven potentials, some proven, some free, one list, a limit or two."""
    rng = np.random.default_rng(seed)
    count = 6
    region = rng.choice(["north", "south"], count).tolist()
    lists = [None, {"north"}, None] if rng.random() < 0.5 else [None] * 3
    rules: dict[str, Any] = {"max_load": {"count": int(rng.integers(2, 4))}} if rng.random() < 0.6 else {}
    if rng.random() < 0.3:
        rules["move_budget"] = {"clients": 0.7}
    return case_of(
        rng.choice([-1, 0, 0, 0, 1, 2], count).tolist(),
        managers=3,
        policy=Policy.model_validate({"rules": rules}),
        team={"leaving": [False, False, bool(rng.random() < 0.2)], "eligible": {"region": lists}},
        potential=rng.uniform(5, 40, count).tolist(),
        revenue=np.where(rng.random(count) < 0.25, rng.uniform(1, 20, count), 0.0).tolist(),
        region=region,
    )


def plan(*managers: int) -> IntArray:
    """An assignment by manager positions."""
    return np.array(managers, dtype=np.int32)


def say(verdict: str, client: int | str, manager: int | None = None, reason: str = "") -> Decision:
    """A decision about a client, by position or id."""
    client_id = client if isinstance(client, str) else f"c{client}"
    return Decision(client_id, Ruling(verdict), None if manager is None else f"m{manager}", reason)


def solved(
    case: Case, before: IntArray, *decisions: Decision, config: SolverConfig = TO_PROOF, **surprise: Any
) -> Resolved:
    """The new answer; `price` and `most` as in Surprise."""
    return resolve(case, Earlier.of(case, before), decisions, config, surprise=Surprise(**surprise))


def broken(case: Case, before: IntArray, decisions: Sequence[Decision], after: IntArray) -> list[Decision]:
    """Decisions that an answer does not honour, read from the decisions themselves."""
    clients = [str(one) for one in case.portfolio.clients.client_id]
    managers = [str(one) for one in case.portfolio.managers.manager_id]
    wrong = []
    for one in decisions:
        i = clients.index(one.client_id)
        named = NOBODY if one.manager_id is None else managers.index(one.manager_id)
        goes = {
            Ruling.ACCEPT: int(before[i]),
            Ruling.REJECT: int(case.portfolio.clients.owner_idx[i]),
            Ruling.PIN: named,
        }
        fine = after[i] != named if one.verdict is Ruling.BAN else after[i] == goes[one.verdict]
        wrong += [] if fine else [one]
    return wrong
