"""Small bases by hand for newcomers and leavers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import Kind, Portfolio
from assigner.solution import SolverConfig
from scenarios.base import Base
from scenarios.onboarding.asking import Wanted, newcomers_joined
from scenarios.onboarding.model import Newcomer, Onboarding, Terms
from scenarios.onboarding.schedule import plan_onboarding
from tests import builders
from tests.builders import AS_OF

EFFORT = SolverConfig(work_limit=6.0, time_limit=None)
START = date(2026, 7, 1)
AT_ONCE = {"managers": {"ramp": [1.0]}}
"""A policy without a ramp: the whole share on the first day."""

LONG_AGO = (AS_OF - timedelta(days=300)).isoformat()
LATELY = (AS_OF - timedelta(days=10)).isoformat()


def sold(client: int, manager: int, day: str = LATELY) -> dict[str, Any]:
    """A transaction."""
    return {"client": client, "manager": manager, "at": day, "kind": Kind.TRANSACTION}


def base_of(
    owner: Sequence[int],
    team: Any,
    log: Sequence[dict[str, Any]] = (),
    policy: dict[str, Any] | None = None,
    rules: Sequence[Any] = (),
    **columns: Any,
) -> Base:
    """A base; clients without a transaction in the log are claimed, or free."""
    clients = builders.clients(owner, **columns)
    facts: Portfolio = builders.portfolio(clients, team, builders.activities(list(log)), rules)
    return Base(facts, Policy.model_validate(AT_ONCE if policy is None else policy), AS_OF)


def planned(base: Base, *wanted: Wanted, terms: Terms | None = None) -> Onboarding:
    """The onboarding of some newcomers."""
    joined, newcomers = newcomers_joined(base, wanted or (Wanted("h", "Hire", START),), Translator())
    return plan_onboarding(joined, newcomers, terms or Terms(), EFFORT)


def newcomer(start: date, *, returns: bool = False) -> Newcomer:
    """Somebody who comes on a day."""
    return Newcomer("h", "Hire", start, 1.0, returns)
