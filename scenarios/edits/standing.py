"""What holds in a base: who has weight, who may have whom, who is pinned, tied or locked."""

from __future__ import annotations

import numpy as np

from assigner.checker import Locks, locks
from assigner.engine import Case
from assigner.errors import InputError
from assigner.evidence.disputes import pins_of
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray, RuleKind
from assigner.ties import join_labels
from assigner.weights import manager_weights
from scenarios.base import Base, base_of
from scenarios.edits.base import EditRefused


def weights(base: Base) -> FloatArray:
    """Weight a(j) of every manager on the day of the base (model §1)."""
    return manager_weights(base.portfolio.managers, base.policy.managers, base.as_of)


def book(base: Base, managers: list[int]) -> BoolArray:
    """The clients in play that these managers own, (num_clients,)."""
    clients = base.portfolio.clients
    return np.isin(clients.owner_idx, managers) & ~clients.excluded


def pins(base: Base) -> IntArray:
    """Manager that each client in play is pinned to, NOBODY for none; none where pins don't count."""
    clients, keep = base.portfolio.clients, base.policy.rules.keep
    counts = keep.enabled and keep.pins
    return np.where(~clients.excluded & counts, pins_of(base.portfolio), NOBODY).astype(np.int32)


def may_have(base: Base, manager: int) -> BoolArray:
    """The clients that a manager may have by weight, lists and bans (model §1), (num_clients,)."""
    clients, rules = base.portfolio.clients, base.policy.rules
    allowed: BoolArray = ~clients.excluded & (weights(base)[manager] > 0)
    for name, lists in base.portfolio.managers.eligible.items():
        values, dimension = lists[manager], clients.dimensions.get(name)
        if rules.eligible.enabled and values is not None and dimension is not None:
            allowed &= np.array([label in values for label in dimension.labels], dtype=bool)[dimension.codes]
    if rules.banned.enabled:
        allowed[banned(base, manager)] = False
    return allowed


def banned(base: Base, manager: int) -> list[int]:
    """The clients that are banned from a manager."""
    bans = (rule for rule in base.portfolio.rules if rule.kind is RuleKind.BAN)
    return [rule.a_idx for rule in bans if rule.b_idx == manager]


def astray(base: Base) -> IntArray:
    """Clients pinned to somebody else than their owner who may not have them."""
    pinned = pins(base)
    wrong = np.zeros(len(pinned), dtype=bool)
    for manager in np.unique(pinned[pinned != NOBODY]).tolist():
        wrong |= (pinned == manager) & ~may_have(base, manager)
    gone = weights(base)[base.portfolio.clients.owner_idx] <= 0
    return np.flatnonzero(wrong & ((pinned != base.portfolio.clients.owner_idx) | gone)).astype(np.int32)


def components(base: Base) -> IntArray:
    """Number of every client, the same for clients in play that must have one manager (model §3)."""
    clients = base.portfolio.clients
    alone = np.arange(len(clients), dtype=np.int32) + len(clients.group_ids)
    label = np.where((clients.group_idx >= 0) & ~clients.excluded, clients.group_idx, alone)
    ties = [(r.a_idx, r.b_idx) for r in base.portfolio.rules if r.kind is RuleKind.TOGETHER]
    in_play = [pair for pair in ties if not clients.excluded[list(pair)].any()]
    return join_labels(label, ((int(label[a]), int(label[b])) for a, b in in_play))


def settled(base: Base) -> Base:
    """The base with clients of several cards at the claimant with the most evidence (model §1)."""
    return base_of(base.case()) if base.portfolio.merged else base


def all_locks(case: Case, tr: Translator) -> Locks:
    """Who is locked to whom. Raises EditRefused where the base as it is can't be divided at all."""
    try:
        return locks(case.portfolio, case.evidence, case.policy, tr=tr)
    except InputError as error:
        raise EditRefused(error.issues) from None
