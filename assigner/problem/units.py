"""Movable clients in one-piece units, the managers of each, and rules that keep units apart (model §3)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assigner.errors import RulesConflict
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray, Portfolio, RuleKind
from assigner.problem.locks import Locks
from assigner.problem.model import block_entries, starts
from assigner.problem.options import Options
from assigner.problem.words import Words


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Members by unit, the managers of each unit as `pairs`, and what every pair is made of.

    Pair p gives the clients `client[e]`, e in `entry_start[p]:entry_start[p + 1]`, to its manager;
    `option[e]` is where client and manager stand among the options of all clients.
    """

    member_start: IntArray
    member: IntArray
    pairs: Options
    entry_start: IntArray
    client: IntArray
    option: IntArray

    def __len__(self) -> int:
        return len(self.member_start) - 1

    @property
    def entry_pair(self) -> IntArray:
        """Pair of every entry."""
        return np.repeat(np.arange(len(self.pairs), dtype=np.int32), np.diff(self.entry_start))

    @property
    def entry_manager(self) -> IntArray:
        """Manager of every entry."""
        return np.repeat(self.pairs.manager, np.diff(self.entry_start))

    def sum(self, entries: FloatArray) -> FloatArray:
        """Sum of what the entries of each pair bring."""
        total, width = entries[self.entry_start[:-1]], np.diff(self.entry_start)
        several = np.flatnonzero(width > 1)
        if len(several):
            _, entry = block_entries(self.entry_start, several)
            total[several] = np.add.reduceat(entries[entry], starts(width[several])[:-1])
        return total

    def of_clients(self, num_clients: int) -> IntArray:
        """Unit of every client, NOBODY for a client that is no member of any."""
        unit = np.full(num_clients, NOBODY, dtype=np.int32)
        unit[self.member] = np.repeat(np.arange(len(self)), np.diff(self.member_start))
        return unit

    def without(self, unit: IntArray, manager: IntArray) -> Units:
        """The units when some of them may not have some managers."""
        pair = self.pairs.find(unit, manager)
        keep = np.ones(len(self.pairs), dtype=bool)
        keep[pair[pair != NOBODY]] = False
        if keep.all():
            return self
        entry = np.repeat(keep, np.diff(self.entry_start))
        return replace(
            self,
            pairs=_pick(self.pairs, keep),
            entry_start=starts(np.diff(self.entry_start)[keep]),
            client=self.client[entry],
            option=self.option[entry],
        )


def build_units(portfolio: Portfolio, policy: Policy, locks: Locks, tr: Translator) -> tuple[Units, IntArray]:
    """Contract holdings to units and take away what apart rules against locked clients forbid.

    Raises RulesConflict for units that nobody may have, and for clients that must be apart and can't.
    """
    units = _contract(portfolio, locks)
    words = Words(portfolio, tr, units.member_start, units.member)
    split = [words.no_common_manager(u) for u in np.flatnonzero(units.pairs.counts == 0).tolist()]
    edges, lost, clashes = _keep_apart(portfolio, policy, locks, units, words)
    units = units.without(lost[:, 0], lost[:, 1])
    stuck = np.flatnonzero(units.pairs.counts == 0).tolist() if not split else []
    problems = [*split, *clashes, *(words.nobody_left(u) for u in stuck)]
    if problems:
        raise RulesConflict(problems)
    return units, edges


def _contract(portfolio: Portfolio, locks: Locks) -> Units:
    """Units of all movable clients; a unit has the managers that all of its members have."""
    loose = np.flatnonzero((locks.locked_to == NOBODY) & ~portfolio.clients.excluded)
    _, unit = np.unique(locks.holding[loose], return_inverse=True)
    order = np.argsort(unit, kind="stable")
    member = loose[order].astype(np.int32)
    member_start = starts(np.bincount(unit)) if len(unit) else starts([])
    return _common(locks, member_start, member, portfolio.num_managers)


def _common(locks: Locks, member_start: IntArray, member: IntArray, num_managers: int) -> Units:
    """The open options of all members by unit and manager, without managers that a member may not have."""
    size, eligible = np.diff(member_start), locks.eligible
    option, unit = _options_by_unit(locks, member, np.repeat(np.arange(len(size), dtype=np.int32), size))
    several = np.flatnonzero(size[unit] > 1)
    key = unit[several].astype(np.int64) * num_managers + eligible.manager[option[several]]
    option[several] = option[several[np.argsort(key, kind="stable")]]
    manager = eligible.manager[option]
    new = np.ones(len(option), dtype=bool)
    new[1:] = (unit[1:] != unit[:-1]) | (manager[1:] != manager[:-1])
    first = np.flatnonzero(new)
    count = np.diff(np.append(first, len(option)))
    common = count == size[unit[first]]
    kept = np.repeat(common, count)
    return Units(
        member_start,
        member,
        Options(starts(np.bincount(unit[first[common]], minlength=len(size))), manager[first[common]]),
        starts(count[common]),
        _client_of(eligible, option[kept]),
        option[kept],
    )


def _options_by_unit(locks: Locks, member: IntArray, unit: IntArray) -> tuple[IntArray, IntArray]:
    """The open options of all members, and the unit of each."""
    position, option = locks.eligible.entries(member)
    if locks.open is not None:
        position, option = position[locks.open[option]], option[locks.open[option]]
    return option.astype(np.int32), unit[position]


def _client_of(eligible: Options, option: IntArray) -> IntArray:
    return eligible.row[option]


def _pick(pairs: Options, keep: BoolArray) -> Options:
    counts = np.bincount(pairs.row[keep], minlength=len(pairs.start) - 1)
    return Options(starts(counts), pairs.manager[keep])


def _keep_apart(
    portfolio: Portfolio, policy: Policy, locks: Locks, units: Units, words: Words
) -> tuple[IntArray, IntArray, list[str]]:
    """Pairs of units to keep apart; (unit, manager) that locked clients forbid; rules that can't hold."""
    edges, lost, clashes = set(), [], []
    unit_of = units.of_clients(portfolio.num_clients)
    for rule in portfolio.rules if policy.rules.apart.enabled else ():
        if rule.kind is not RuleKind.APART or portfolio.clients.excluded[[rule.a_idx, rule.b_idx]].any():
            continue
        a, b = int(unit_of[rule.a_idx]), int(unit_of[rule.b_idx])
        manager_a, manager_b = int(locks.locked_to[rule.a_idx]), int(locks.locked_to[rule.b_idx])
        if (a == b) and (manager_a == manager_b):
            clashes.append(words.clash(rule.a_idx, rule.b_idx, manager_a))
        elif a != NOBODY and b != NOBODY:
            edges.add((min(a, b), max(a, b)))
        elif a != NOBODY:
            lost.append((a, manager_b))
        elif b != NOBODY:
            lost.append((b, manager_a))
    return _table(sorted(edges)), _table(lost), clashes


def _table(pairs: list[tuple[int, int]]) -> IntArray:
    return np.array(pairs, dtype=np.int32).reshape(-1, 2)
