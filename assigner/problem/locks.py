"""Who may have a client, and who must: eligibility, locks and holdings (model §1 and §3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.errors import InputError, Issue, Severity
from assigner.evidence.model import Evidence, State
from assigner.policy import Policy
from assigner.policy.model import KeepRule
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray, Portfolio, RuleKind
from assigner.ties import join_labels


@dataclass(frozen=True, slots=True, eq=False)
class Locks:
    """`eligible` (clients, managers), the manager a client is locked to (or NOBODY), its holding's number.

    `taken` marks clients that a pin or a ban takes from their owner: they are no loss to him (§3 loss-cap).
    """

    eligible: BoolArray
    locked_to: IntArray
    holding: IntArray  # (clients,), one number per holding; a client alone has a number of its own
    taken: BoolArray


def find_locks(
    portfolio: Portfolio, evidence: Evidence, policy: Policy, weight: FloatArray, value: FloatArray
) -> Locks:
    """Apply pins, bans, keep rule, open deals and holdings, in the order of model §3.

    Raises InputError for clients without any eligible manager and for pins to one who is not eligible.
    """
    served = ~portfolio.clients.excluded
    banned = _banned(portfolio, policy)
    eligible = _permitted(portfolio, policy) & ~banned & (weight > 0) & served[:, None]
    owner = portfolio.clients.owner_idx
    pin = np.where(served, _pins(portfolio, policy), NOBODY)
    pinned = pin != NOBODY
    kept = _kept(portfolio, evidence, policy, weight, banned) & served & (~pinned | (pin == owner))
    eligible[np.flatnonzero(kept), owner[kept]] = True
    locked_to = np.where(kept, owner, NOBODY).astype(np.int32)
    locked_to[pinned] = pin[pinned]
    _refuse_impossible(portfolio, eligible, pin, served)
    holding = _holdings(portfolio, policy)
    if policy.rules.together.enabled:
        _follow_locked(portfolio, value, holding, eligible, locked_to, served)
    taken = (pinned & (locked_to != owner)) | _row_true(banned, owner)
    return Locks(eligible, locked_to, holding, taken)


def _row_true(table: BoolArray, column: IntArray) -> BoolArray:
    """Entry of each row at its own column, False where the column is NOBODY."""
    rows = np.arange(len(table))
    return np.where(column != NOBODY, table[rows, np.maximum(column, 0)], False)


def _banned(portfolio: Portfolio, policy: Policy) -> BoolArray:
    banned = np.zeros((portfolio.num_clients, portfolio.num_managers), dtype=bool)
    if policy.rules.banned.enabled:
        for rule in portfolio.rules:
            if rule.kind is RuleKind.BAN:
                banned[rule.a_idx, rule.b_idx] = True
    return banned


def _permitted(portfolio: Portfolio, policy: Policy) -> BoolArray:
    """Whether the manager's eligible_<dimension> lists allow the client."""
    permitted = np.ones((portfolio.num_clients, portfolio.num_managers), dtype=bool)
    if not policy.rules.eligible.enabled:
        return permitted
    for name, lists in portfolio.managers.eligible.items():
        dimension = portfolio.clients.dimensions.get(name)
        if dimension is None:
            continue
        for manager_idx, allowed in enumerate(lists):
            if allowed is not None:
                known = np.array([label in allowed for label in dimension.labels])
                permitted[:, manager_idx] &= known[dimension.codes]
    return permitted


def _kept(
    portfolio: Portfolio, evidence: Evidence, policy: Policy, weight: FloatArray, banned: BoolArray
) -> BoolArray:
    """Clients locked to an owner who stays: by state, or by an open deal."""
    rule, clients = policy.rules.keep, portfolio.clients
    if not rule.enabled:
        return np.zeros(portfolio.num_clients, dtype=bool)
    owner = clients.owner_idx
    stays = (owner != NOBODY) & (weight[np.maximum(owner, 0)] > 0) & ~_row_true(banned, owner)
    by_state = np.isin(evidence.state, [State[name.upper()] for name in rule.states]) & ~evidence.lock_lifted
    return np.asarray(stays & (by_state | _frozen(portfolio, evidence, rule)), dtype=bool)


def _frozen(portfolio: Portfolio, evidence: Evidence, rule: KeepRule) -> BoolArray:
    """Clients with an open deal that is not past its expected close."""
    clients = portfolio.clients
    open_deal = (clients.open_deal_amount > 0) & (clients.open_deal_close >= np.datetime64(evidence.as_of))
    return open_deal if rule.open_deals else np.zeros_like(open_deal)


def _pins(portfolio: Portfolio, policy: Policy) -> IntArray:
    """Manager each client is pinned to by its column or a pin row, NOBODY for the others."""
    rule, pin = policy.rules.keep, portfolio.clients.pinned_idx.copy()
    for row in portfolio.rules:
        if row.kind is RuleKind.PIN:
            pin[row.a_idx] = row.b_idx
    return pin if rule.enabled and rule.pins else np.full_like(pin, NOBODY)


def _refuse_impossible(portfolio: Portfolio, eligible: BoolArray, pin: IntArray, served: BoolArray) -> None:
    clients, managers = portfolio.clients, portfolio.managers
    issues = [
        Issue(
            Severity.ERROR,
            "no-eligible-manager",
            f"client {clients.client_id[i]} ({clients.name[i]}) has no eligible manager",
            "widen a manager's eligible_<dimension> list, lift a ban, or exclude the client",
            file="clients",
            value=str(clients.client_id[i]),
        )
        for i in np.flatnonzero(served & ~eligible.any(axis=1))
    ]
    wrong = np.flatnonzero((pin != NOBODY) & ~_row_true(eligible, pin))
    issues += [
        Issue(
            Severity.ERROR,
            "pin-not-eligible",
            f"client {clients.client_id[i]} is pinned to {managers.name[pin[i]]}, who is not eligible "
            "for it (segments, ban, or no weight)",
            "remove the pin, or make the manager eligible",
            file="clients",
            column="pinned_manager_id",
            value=str(managers.manager_id[pin[i]]),
        )
        for i in wrong
    ]
    if issues:
        raise InputError(issues)


def _holdings(portfolio: Portfolio, policy: Policy) -> IntArray:
    """One number per holding: the group column and together rules, joined transitively."""
    count, group = portfolio.num_clients, portfolio.clients.group_idx
    alone = np.arange(count, dtype=np.int32) + len(portfolio.clients.group_ids)
    if not policy.rules.together.enabled:
        return alone
    label = np.where(group >= 0, group, alone).astype(np.int32)
    excluded = portfolio.clients.excluded
    ties = [rule for rule in portfolio.rules if rule.kind is RuleKind.TOGETHER]
    served = [rule for rule in ties if not (excluded[rule.a_idx] or excluded[rule.b_idx])]
    return join_labels(label, ((int(label[rule.a_idx]), int(label[rule.b_idx])) for rule in served))


def _follow_locked(
    portfolio: Portfolio,
    value: FloatArray,
    holding: IntArray,
    eligible: BoolArray,
    locked_to: IntArray,
    served: BoolArray,
) -> None:
    """Lock the free members of holdings to the manager of the largest locked member they may follow."""
    clients = portfolio.clients
    locked = np.flatnonzero((locked_to != NOBODY) & served)
    loose = np.flatnonzero((locked_to == NOBODY) & served & np.isin(holding, holding[locked]))
    if not len(loose):
        return
    anchors = locked[np.isin(holding[locked], holding[loose])]
    size_order = np.lexsort(
        (anchors, -clients.revenue_12m[anchors], -clients.potential[anchors], -value[anchors])
    )
    leaders: dict[int, list[int]] = {}
    for i in anchors[size_order]:
        leaders.setdefault(int(holding[i]), []).append(int(locked_to[i]))
    for i in loose:
        allowed = (j for j in leaders[int(holding[i])] if eligible[i, j])
        locked_to[i] = next(allowed, NOBODY)
