"""Who may have a client, and who must: eligibility, locks and holdings (model §1 and §3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.errors import InputError, Issue, Severity
from assigner.evidence.model import Evidence, State
from assigner.policy import Policy
from assigner.policy.model import KeepRule
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray, Portfolio, RuleKind
from assigner.problem.eligibility import find_eligible, read_bans
from assigner.problem.options import Options
from assigner.problem.scope import Scope, read_scope
from assigner.ties import join_labels


@dataclass(frozen=True, slots=True, eq=False)
class Locks:
    """Who is eligible for each client, the manager it is locked to (or NOBODY), its holding's number.

    `taken` marks clients that a pin or a ban takes from their owner: they are no loss to him (§3 loss-cap).
    `scope` is that rule, `open` the options it leaves open; both are None where it restricts nothing.
    """

    eligible: Options
    locked_to: IntArray
    holding: IntArray  # (clients,), one number per holding; a client alone has a number of its own
    taken: BoolArray
    scope: Scope | None = None
    open: BoolArray | None = None

    @property
    def fixed_to(self) -> IntArray:
        """Manager of each fixed client: locked, or with one open manager (model §3)."""
        fixed = self.locked_to.copy()
        single = np.flatnonzero((open_counts(self.eligible, self.open) == 1) & (self.locked_to == NOBODY))
        _, option = self.eligible.entries(single)
        fixed[single] = self.eligible.manager[option if self.open is None else option[self.open[option]]]
        return fixed


def open_counts(eligible: Options, open_to: BoolArray | None) -> IntArray:
    """Number of open managers of every client."""
    if open_to is None:
        return eligible.counts
    before = np.concatenate([[0], np.cumsum(open_to)])
    return np.diff(before[eligible.start])


def find_locks(
    portfolio: Portfolio, evidence: Evidence, policy: Policy, weight: FloatArray, value: FloatArray
) -> Locks:
    """Apply pins, bans, keep rule, open deals, scope and holdings, in the order of model §3.

    Raises InputError for clients without any eligible manager, for pins to one who is not eligible, and where
    scope names unknown managers.
    """
    served = ~portfolio.clients.excluded
    bans = read_bans(portfolio, policy)
    owner = portfolio.clients.owner_idx
    own_banned = bans.hit(owner)
    pin = np.where(served, _pins(portfolio, policy), NOBODY)
    pinned = pin != NOBODY
    kept = _kept(portfolio, evidence, policy, weight, own_banned) & served & (~pinned | (pin == owner))
    eligible = find_eligible(portfolio, policy, weight > 0, bans, kept)
    locked_to = np.where(kept, owner, NOBODY).astype(np.int32)
    locked_to[pinned] = pin[pinned]
    _refuse_impossible(portfolio, eligible, pin, served)
    scope = read_scope(portfolio, policy, eligible)
    open_to = None if scope is None else scope.open_options(eligible)
    if scope is not None:
        left_alone = scope.settled & (open_counts(eligible, open_to) == 1) & (locked_to == NOBODY)
        locked_to[left_alone] = owner[left_alone]
    holding = _holdings(portfolio, policy)
    if policy.rules.together.enabled:
        _follow_locked(portfolio, value, holding, eligible, scope, locked_to, served)
    taken = (pinned & (pin != owner)) | own_banned
    return Locks(eligible, locked_to, holding, taken, scope, open_to)


def _kept(
    portfolio: Portfolio, evidence: Evidence, policy: Policy, weight: FloatArray, own_banned: BoolArray
) -> BoolArray:
    """Clients locked to an owner who stays: by state, or by an open deal."""
    rule, clients = policy.rules.keep, portfolio.clients
    if not rule.enabled:
        return np.zeros(portfolio.num_clients, dtype=bool)
    owner = clients.owner_idx
    stays = (owner != NOBODY) & (weight[np.maximum(owner, 0)] > 0) & ~own_banned
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


def _refuse_impossible(portfolio: Portfolio, eligible: Options, pin: IntArray, served: BoolArray) -> None:
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
        for i in np.flatnonzero(served & (eligible.counts == 0))
    ]
    wrong = np.flatnonzero(pin != NOBODY)
    wrong = wrong[~eligible.has(wrong, pin[wrong])]
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
    eligible: Options,
    scope: Scope | None,
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
    leaders: dict[int, dict[int, None]] = {}
    for label, manager in zip(holding[anchors[size_order]], locked_to[anchors[size_order]], strict=True):
        leaders.setdefault(int(label), {})[int(manager)] = None
    for i in loose.tolist():
        managers = _may_follow(i, eligible, scope)
        locked_to[i] = next((j for j in leaders[int(holding[i])] if j in managers), NOBODY)


def _may_follow(client: int, eligible: Options, scope: Scope | None) -> list[int]:
    """Managers to whom a client may follow its holding: E(i); within scope where its owner may keep it."""
    managers = eligible.managers_of(client)
    if scope is None or not scope.settled[client]:
        return managers
    return [j for j in managers if scope.allows(np.array(client), np.array(j))]
