"""An onboarding as edits, so that a proposal can be made of it in which nothing else moves.

What the plan moves is pinned, what somebody keeps is kept, and what nobody keeps today stays out of the
division. Rules made for one division of all are lifted, as the onboarding itself leaves them out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from assigner.portfolio import NOBODY, RuleKind
from scenarios.base import Base
from scenarios.edits.standing import weights
from scenarios.onboarding.model import Newcomer

Edit = dict[str, Any]
Gift = tuple[str, str]
"""Ids of a client and of who gets it."""

STATES = ("proven", "active", "dormant", "claimed")


def as_edits(base: Base, people: Sequence[Edit], gifts: Iterable[Gift], loss_cap: float) -> list[Edit]:
    """The edits of a plan on its base: `people` come or leave, then exactly these clients change hands.

    `loss_cap` is the share of a commission that the plan may cost.
    """
    plan = dict(gifts)
    team = set(plan.values())
    leavers = {name for one in people if one["kind"] == "leave" for name in one["managers"]}
    rest = _nobodys(base, plan, leavers)
    return [
        *_lifted(base),
        *people,
        *([{"kind": "exclude", "clients": _ids(base, rest)}] if rest else []),
        *_pins(plan, team),
        {"kind": "keep", "enabled": True, "states": list(STATES), "pins": True},
        {"kind": "caps", "loss_cap": loss_cap, "lift": ["absorption", "max_load", "min_load"]},
        {"kind": "set", "path": "rules.move_budget", "value": _budget(base, plan, rest)},
    ]


def joining(newcomers: Sequence[Newcomer], asked: Iterable[Any], start: str | None) -> list[Edit]:
    """The edits that bring newcomers into the team; with `start` their ramp begins on that day."""
    lists = {one.manager_id: {key: list(values) for key, values in one.eligible.items()} for one in asked}
    return [_joining(one, lists[one.manager_id], start) for one in newcomers]


def _joining(one: Newcomer, eligible: dict[str, list[str]], start: str | None) -> Edit:
    if one.returns:
        return {"kind": "return_from_leave", "manager": one.manager_id, "share": one.share}
    hired: Edit = {"kind": "hire", "manager": one.manager_id, "name": one.name, "share": one.share}
    return hired | {"eligible": eligible} | ({} if start is None else {"start_date": start})


def _lifted(base: Base) -> Iterator[Edit]:
    """Without decisions that would move other clients: pins, bans of owners, rivals with one owner."""
    clients, rules = base.portfolio.clients, base.portfolio.rules
    owner = clients.owner_idx
    pinned = set(np.flatnonzero(clients.pinned_idx != NOBODY).tolist())
    pinned |= {rule.a_idx for rule in rules if rule.kind is RuleKind.PIN}
    banned = {r.a_idx for r in rules if r.kind is RuleKind.BAN and owner[r.a_idx] == r.b_idx}
    rivals = {r.a_idx for r in rules if r.kind is RuleKind.APART and owner[r.a_idx] == owner[r.b_idx]}
    for rule, found in (("pin", pinned), ("ban", banned), ("apart", rivals)):
        if found:
            yield {"kind": "lift", "rule": rule, "clients": _ids(base, found)}


def _nobodys(base: Base, plan: dict[str, str], leavers: set[str]) -> list[int]:
    """Clients of nobody who stays, as far as the plan gives them to nobody."""
    clients, ids = base.portfolio.clients, base.portfolio.managers.manager_id
    stays = (weights(base) > 0) & ~np.isin(ids.astype(str), sorted(leavers))
    kept = (clients.owner_idx != NOBODY) & stays[np.maximum(clients.owner_idx, 0)]
    given = np.isin(clients.client_id.astype(str), sorted(plan))
    return [int(at) for at in np.flatnonzero(~kept & ~given & ~clients.excluded)]


def _pins(plan: dict[str, str], team: set[str]) -> Iterator[Edit]:
    for manager in sorted(team):
        yield {"kind": "pin", "manager": manager, "clients": [one for one in plan if plan[one] == manager]}


def _budget(base: Base, plan: dict[str, str], out: Sequence[int]) -> Edit:
    """As many moves as the plan has: what a dispute or a ban sets free stays where it is."""
    clients = base.portfolio.clients
    owned = (clients.owner_idx != NOBODY) & ~clients.excluded
    owned[list(out)] = False
    moved = owned & np.isin(clients.client_id.astype(str), sorted(plan))
    return {"enabled": True, "clients": int(moved.sum()) / max(1, int(owned.sum())), "revenue": None}


def _ids(base: Base, positions: Iterable[int]) -> list[str]:
    return [str(base.portfolio.clients.client_id[at]) for at in sorted(positions)]
