"""Short words for evidence tests: touches by age, a policy by its evidence fields, the weighing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from assigner.evidence import Discard, Evidence, weigh_evidence
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY, Activities, Clients, Kind, Managers
from tests import builders
from tests.builders import AS_OF

Touch = dict[str, Any]


def touch(client: int, manager: int, age: int, kind: Kind = Kind.CALL, **more: Any) -> Touch:
    """A credible touch at ten o'clock UTC, so many days before AS_OF."""
    day = AS_OF - timedelta(days=age)
    return {"client": client, "manager": manager, "at": f"{day.isoformat()}T10:00:00", "kind": kind, **more}


def sale(client: int, manager: int, age: int, **more: Any) -> Touch:
    """A transaction with nothing else written down."""
    bare = {"contact_name": "", "contact_role": "", "contact_phone": "", "contact_email": "", "summary": ""}
    return touch(client, manager, age, Kind.TRANSACTION, **bare, **more)


def policy(**evidence: Any) -> Policy:
    """The default policy but for these evidence fields."""
    return Policy.model_validate({"evidence": evidence})


def weigh(
    rows: Sequence[Mapping[str, Any]],
    *,
    base: Clients | None = None,
    team: Managers | None = None,
    rules: Policy | None = None,
) -> Evidence:
    """Weigh these touches on AS_OF; by default over just enough clients of nobody and managers."""
    base = base or builders.clients([NOBODY] * (1 + max((row["client"] for row in rows), default=0)))
    team = team or builders.managers(1 + max((row["manager"] for row in rows), default=0))
    facts = builders.portfolio(base, team, builders.activities(rows))
    return weigh_evidence(facts, rules or Policy(), as_of=AS_OF, today=AS_OF)


def without(log: Activities, *columns: str) -> Activities:
    """The log of an export that does not have these columns."""
    gone: dict[str, Any] = dict.fromkeys(columns)
    return replace(log, **gone)


def fates(evidence: Evidence) -> list[str]:
    """What became of each touch: "counted" or its reason."""
    reasons = tuple(Discard)
    return ["counted" if code < 0 else reasons[code].value for code in evidence.touch_discard.tolist()]
