"""What can be changed in the policy or the tables so that rules in conflict can hold (model §9)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assigner.policy import Measure, Policy
from assigner.portfolio import NOBODY, Clients, Managers, Portfolio, Rule, RuleKind

OWN_LIMITS = {Measure.COUNT.value: "max_clients", Measure.WORKLOAD.value: "max_workload"}
"""Measures for which a manager can have a limit of his own, and the column it stands in."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change that loosens a rule; which fields count depends on `rule`.

    Limits: `to` in place of `asked` (a share for loss-cap and move-budget); `manager` where it is the
    manager's own, NOBODY where the policy's. keep: pin `client` to `manager`. eligible: let `manager` serve
    `value` of `dimension`. banned: lift the ban of `client` and `manager`. together: take `client` out of its
    holding. apart: `client` and `other` need not be apart. scope: switch the rule off.
    """

    rule: str
    measure: str = ""
    manager: int = NOBODY
    client: int = NOBODY
    other: int = NOBODY
    dimension: str = ""
    value: str = ""
    asked: float = 0.0
    to: float = 0.0

    @property
    def size(self) -> float:
        """How far a limit is turned, relative to what was asked; 0 for changes by name."""
        return abs(self.to - self.asked) / max(abs(self.asked), abs(self.to), 1e-12)

    def document(self, portfolio: Portfolio) -> Mapping[str, Any]:
        """The change for programs: only the fields that count, with the ids of the tables."""
        clients, managers = portfolio.clients.client_id, portfolio.managers.manager_id
        named = {
            "measure": self.measure,
            "manager": str(managers[self.manager]) if self.manager != NOBODY else "",
            "client": str(clients[self.client]) if self.client != NOBODY else "",
            "other": str(clients[self.other]) if self.other != NOBODY else "",
            "dimension": self.dimension,
            "value": self.value,
        }
        figures = {"asked": self.asked, "to": self.to} if self.rule in LIMITS else {}
        return {"rule": self.rule} | {key: value for key, value in named.items() if value} | figures


def apply_changes(
    portfolio: Portfolio, policy: Policy, changes: Iterable[Change]
) -> tuple[Portfolio, Policy]:
    """Facts and policy with the changes made."""
    for change in changes:
        if change.rule in TABLE_CHANGES:
            portfolio = TABLE_CHANGES[change.rule](portfolio, change)
        elif change.rule == SCOPE:
            policy = _without_scope(policy)
        elif change.manager != NOBODY:
            portfolio = replace(portfolio, managers=_own_limit(portfolio.managers, change))
        else:
            policy = _limit(policy, change)
    return portfolio, policy


def _without_scope(policy: Policy) -> Policy:
    scope = policy.rules.scope.model_copy(update={"enabled": False})
    return policy.model_copy(update={"rules": policy.rules.model_copy(update={"scope": scope})})


def _own_limit(managers: Managers, change: Change) -> Managers:
    column = getattr(managers, OWN_LIMITS[change.measure]).copy()
    column[change.manager] = change.to
    return replace(managers, **{OWN_LIMITS[change.measure]: column})


def _limit(policy: Policy, change: Change) -> Policy:
    """The policy with another limit for everybody."""
    name, field = LIMITS[change.rule]
    if change.rule == "move-budget":
        field = "clients" if change.measure == Measure.COUNT.value else "revenue"
    value = int(change.to) if change.rule == "absorption" else change.to
    rule = getattr(policy.rules, name).model_copy(update={field or change.measure: value})
    return policy.model_copy(update={"rules": policy.rules.model_copy(update={name: rule})})


def _without(portfolio: Portfolio, drop: Callable[[Rule], bool]) -> Portfolio:
    return replace(portfolio, rules=tuple(rule for rule in portfolio.rules if not drop(rule)))


def _with_clients(portfolio: Portfolio, **columns: Any) -> Portfolio:
    clients: Clients = replace(portfolio.clients, **columns)
    return replace(portfolio, clients=clients)


def _pin(portfolio: Portfolio, change: Change) -> Portfolio:
    pinned = portfolio.clients.pinned_idx.copy()
    pinned[change.client] = change.manager
    rest = _without(portfolio, lambda r: r.kind is RuleKind.PIN and r.a_idx == change.client)
    return _with_clients(rest, pinned_idx=pinned)


def _serve(portfolio: Portfolio, change: Change) -> Portfolio:
    managers = portfolio.managers
    lists = list(managers.eligible[change.dimension])
    lists[change.manager] = (lists[change.manager] or frozenset()) | {change.value}
    eligible = dict(managers.eligible) | {change.dimension: tuple(lists)}
    return replace(portfolio, managers=replace(managers, eligible=eligible))


def _lift_ban(portfolio: Portfolio, change: Change) -> Portfolio:
    pair = (change.client, change.manager)
    return _without(portfolio, lambda r: r.kind is RuleKind.BAN and (r.a_idx, r.b_idx) == pair)


def _leave_holding(portfolio: Portfolio, change: Change) -> Portfolio:
    group = portfolio.clients.group_idx.copy()
    group[change.client] = NOBODY
    rest = _without(portfolio, lambda r: r.kind is RuleKind.TOGETHER and change.client in (r.a_idx, r.b_idx))
    return _with_clients(rest, group_idx=group.astype(np.int32))


def _drop_apart(portfolio: Portfolio, change: Change) -> Portfolio:
    pair = {change.client, change.other}
    return _without(portfolio, lambda r: r.kind is RuleKind.APART and {r.a_idx, r.b_idx} == pair)


TABLE_CHANGES: Mapping[str, Callable[[Portfolio, Change], Portfolio]] = {
    "keep": _pin,
    "eligible": _serve,
    "banned": _lift_ban,
    "together": _leave_holding,
    "apart": _drop_apart,
}
"""Rules about clients and managers by name, and how each is loosened."""

LIMITS = {
    "max-load": ("max_load", ""),
    "min-load": ("min_load", ""),
    "loss-cap": ("loss_cap", "cap"),
    "move-budget": ("move_budget", ""),
    "absorption": ("absorption", "clients"),
}
"""Rules that count: their part of the policy, and the field in it ("": named by the measure)."""

SCOPE = "scope"
"""The rule about who gives and who receives: it is loosened as a whole."""

KINDS = (*LIMITS, *TABLE_CHANGES, SCOPE)
"""Every rule that can be loosened."""
