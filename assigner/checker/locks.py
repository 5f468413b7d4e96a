"""Who is locked to whom: keep, open deals, pins, and members that follow their group (model §3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assigner.checker.facts import Facts
from assigner.checker.scope import Opening
from assigner.checker.words import Words
from assigner.evidence.model import State
from assigner.fairness.eligible import Eligible
from assigner.portfolio import NOBODY, BoolArray, IntArray, RuleKind
from assigner.verdict import RuleException


@dataclass(frozen=True, slots=True, eq=False)
class Keeps:
    """Locks of single clients, (N,): `wanted` before bans and pins, `kept` to the owner after them."""

    wanted: BoolArray
    kept: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class Locks:
    """Locked clients and the manager each is locked to (`NOBODY` where not locked), (num_clients,).

    `follows` marks those locked only because their group is; `group` is the same number for clients that
    belong together, NOBODY for a client on its own. `in_scope` marks those that nothing but scope leaves
    where they are. `exceptions` lists what gave way to what.
    """

    locked: BoolArray
    manager_idx: IntArray
    follows: BoolArray
    group: IntArray
    in_scope: BoolArray
    exceptions: tuple[RuleException, ...] = ()


def keeps(facts: Facts) -> Keeps:
    """Clients locked to their owner by their state or an open deal (model §3 keep)."""
    rule, clients = facts.policy.rules.keep, facts.portfolio.clients
    nobody = np.zeros(len(clients), dtype=bool)
    if not rule.enabled:
        return Keeps(nobody, nobody)
    states = [State[name.upper()] for name in rule.states]
    wanted = np.isin(facts.evidence.state, states) & ~facts.evidence.lock_lifted
    if rule.open_deals:
        today = np.datetime64(facts.evidence.as_of, "D")
        wanted |= (clients.open_deal_amount > 0) & (clients.open_deal_close >= today)
    wanted &= facts.owner_stays
    return Keeps(wanted, wanted & ~facts.owner_banned & ~facts.pinned_away)


def groups(facts: Facts) -> IntArray:
    """Number of the group of every client, NOBODY for one on its own (model §3 together, transitive)."""
    num_clients = facts.portfolio.num_clients
    if not facts.policy.rules.together.enabled:
        return np.full(num_clients, NOBODY, dtype=np.int32)
    root = np.arange(num_clients)
    held = facts.serviceable & (facts.portfolio.clients.group_idx >= 0)
    _, first, inverse = np.unique(
        facts.portfolio.clients.group_idx[held], return_index=True, return_inverse=True
    )
    root[held] = np.flatnonzero(held)[first][inverse]
    for a, b in zip(*facts.rule_pairs(RuleKind.TOGETHER), strict=True):
        root_a, root_b = sorted((_top(root, int(a)), _top(root, int(b))))
        root[root_b] = root_a
    while not np.array_equal(root, root[root]):
        root = root[root]
    size = np.bincount(root, minlength=num_clients)
    return np.where(size[root] > 1, root, NOBODY).astype(np.int32)


def _top(root: np.ndarray[tuple[int], np.dtype[np.intp]], member: int) -> int:
    """Root of a member, halving the way for the next one."""
    while root[member] != member:
        root[member] = root[root[member]]
        member = int(root[member])
    return member


def lock(facts: Facts, kept: BoolArray, opening: Opening, words: Words) -> Locks:
    """All locks: pins beat keep, keep beats scope, and all of them beat together."""
    manager = np.where(kept, facts.owner, NOBODY)
    manager = np.where(facts.pinned != NOBODY, facts.pinned, manager).astype(np.int32)
    in_scope = opening.alone & (manager == NOBODY)
    manager = np.where(in_scope, facts.owner, manager).astype(np.int32)
    single, group = manager != NOBODY, groups(facts)
    exceptions: list[RuleException] = []
    for members in _groups_with_locks(group, single):
        followed, split = _follow(facts, members, manager, opening.follow)
        for client, leader in followed.items():
            manager[client] = leader
        if split:
            exceptions.append(_split(members, manager, words))
    locked = manager != NOBODY
    return Locks(locked, manager, locked & ~single, group, in_scope, tuple(exceptions))


def _groups_with_locks(group: IntArray, locked: BoolArray) -> Iterator[NDArray[np.intp]]:
    """Members of every group that has a locked one."""
    inside = np.flatnonzero(np.isin(group, np.unique(group[locked & (group != NOBODY)])))
    order = inside[np.argsort(group[inside], kind="stable")]
    borders = np.flatnonzero(np.diff(group[order])) + 1
    return (members for members in np.split(order, borders) if len(members))


def _follow(
    facts: Facts, members: NDArray[np.intp], manager: IntArray, may_follow: Eligible
) -> tuple[dict[int, int], bool]:
    """Whom each unlocked member follows, and whether the group is split.

    Leaders are the managers of the locked members, largest first: by value, potential, revenue, position.
    """
    clients = facts.portfolio.clients
    leading = sorted(
        (i for i in members.tolist() if manager[i] != NOBODY),
        key=lambda i: (-facts.value[i], -clients.potential[i], -clients.revenue_12m[i], i),
    )
    leaders = list(dict.fromkeys(int(manager[i]) for i in leading))
    free = [i for i in members.tolist() if manager[i] == NOBODY]
    choice = {i: next((j for j in leaders if may_follow.row(i)[j]), NOBODY) for i in free}
    followed = {i: j for i, j in choice.items() if j != NOBODY}
    return followed, len(leaders) > 1 or len(followed) < len(free)


def _split(members: NDArray[np.intp], manager: IntArray, words: Words) -> RuleException:
    """The exception of a group that can't have one manager."""
    held = sorted({int(j) for j in manager[members]})
    text = words.tr.gettext(
        "{clients} belong together but are locked to {managers}; the group is split",
        clients=words.clients(members.tolist()),
        managers=", ".join(words.manager(j) for j in held if j != NOBODY),
    )
    return RuleException("together", text, words.ids(members))
