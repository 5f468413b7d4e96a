"""Facts, evidence and policy -> Elastic: every hard rule as something that can be given up (model §9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from assigner.evidence.model import Evidence
from assigner.policy import Policy
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray, Portfolio, RuleKind
from assigner.problem.build import build_problem
from assigner.problem.changes import SCOPE, Change
from assigner.problem.elastic import Elastic, Option, as_array
from assigner.problem.knobs import Rows, read_rows
from assigner.problem.locks import find_locks
from assigner.problem.model import Problem, starts
from assigner.problem.pain import client_values
from assigner.problem.scope import Scope
from assigner.weights import manager_weights

NAMED = ("keep", "eligible", "together", "apart", "banned", SCOPE)
"""Rules about clients by name: without them every client may go to every manager who stays."""


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """Who may have whom and why not: n served clients, m managers who stay, both by position in the tables.

    `locked` is the manager a client is locked to, or NOBODY; `anchor` says that the lock is its own, not its
    holding's or that of scope. `missing` are, for each dimension with lists, the pairs that a list forbids,
    `closed` those that scope does.
    """

    portfolio: Portfolio
    full: Problem  # without the rules about clients by name
    client: IntArray
    team: IntArray
    locked: IntArray
    anchor: BoolArray
    holding: IntArray
    taken: BoolArray
    missing: dict[str, BoolArray]
    banned: BoolArray
    closed: BoolArray

    @classmethod
    def of(cls, portfolio: Portfolio, evidence: Evidence, policy: Policy) -> Base:
        """Raises InputError where `build_problem` does."""
        loose = _without_rules(policy, NAMED, goals=False)
        full = build_problem(portfolio, evidence, loose)
        weight = manager_weights(portfolio.managers, policy.managers, evidence.as_of)
        value = client_values(portfolio, policy)
        locks = find_locks(portfolio, evidence, policy, weight, value)
        bare = _without_rules(policy, ("together", SCOPE))
        alone = find_locks(portfolio, evidence, bare, weight, value)
        client, team = full.member, np.flatnonzero(weight > 0).astype(np.int32)
        return cls(
            portfolio,
            full,
            client,
            team,
            locks.locked_to[client],
            alone.locked_to[client] != NOBODY,
            locks.holding[client],
            locks.taken[client],
            _missing(portfolio, policy, client, team),
            _banned(portfolio, policy, client, team),
            _closed(locks.scope, client, team),
        )


def _without_rules(policy: Policy, names: Iterable[str], *, goals: bool = True) -> Policy:
    """The policy with some rules switched off, and perhaps without goals of balance."""
    off = {name: getattr(policy.rules, name).model_copy(update={"enabled": False}) for name in names}
    changed: dict[str, object] = {"rules": policy.rules.model_copy(update=off)}
    if not goals:
        changed["balance"] = policy.balance.model_copy(update={"goals": ()})
    return policy.model_copy(update=changed)


def _missing(portfolio: Portfolio, policy: Policy, client: IntArray, team: IntArray) -> dict[str, BoolArray]:
    found: dict[str, BoolArray] = {}
    for name, lists in portfolio.managers.eligible.items() if policy.rules.eligible.enabled else ():
        dimension = portfolio.clients.dimensions.get(name)
        if dimension is not None:
            allowed = [lists[j] for j in team.tolist()]
            known = np.array([[a is None or label in a for a in allowed] for label in dimension.labels])
            found[name] = ~known.reshape(len(dimension.labels), len(team))[dimension.codes[client]]
    return found


def _banned(portfolio: Portfolio, policy: Policy, client: IntArray, team: IntArray) -> BoolArray:
    banned = np.zeros((portfolio.num_clients, portfolio.num_managers), dtype=bool)
    for rule in portfolio.rules if policy.rules.banned.enabled else ():
        if rule.kind is RuleKind.BAN:
            banned[rule.a_idx, rule.b_idx] = True
    return np.asarray(banned[np.ix_(client, team)])


def _closed(scope: Scope | None, client: IntArray, team: IntArray) -> BoolArray:
    """(clients, managers) pairs that scope forbids."""
    if scope is None:
        return np.zeros((len(client), len(team)), dtype=bool)
    return ~scope.allows(client[:, None], team[None, :])


@dataclass(slots=True)
class Catalogue:
    """Options by what they are about, numbered as they come."""

    options: list[Option] = field(default_factory=list)
    number: dict[Option, int] = field(default_factory=dict)

    def of(self, *changes: Change) -> int:
        """Number of the option with these changes."""
        if changes not in self.number:
            self.number[changes] = len(self.options)
            self.options.append(changes)
        return self.number[changes]


class ElasticBuilder:
    """One elastic problem: `kinds` are the rules that may be given up."""

    def __init__(self, base: Base, policy: Policy, kinds: Collection[str]) -> None:
        self.base, self.policy, self.kinds = base, policy, frozenset(kinds)
        self.split = "together" in self.kinds
        self.catalogue = Catalogue()
        self.order, self.piece_start, self.piece_of = self._pieces()

    def _pieces(self) -> tuple[IntArray, IntArray, IntArray]:
        """Positions of clients by piece, where each piece starts, the piece of each client."""
        base, count = self.base, len(self.base.client)
        key = np.arange(count, dtype=np.int64)
        if not self.split:
            key = base.holding.astype(np.int64) * (base.full.num_managers + 1) + base.locked + 1
        _, piece = np.unique(key, return_inverse=True)
        order = np.argsort(piece, kind="stable").astype(np.int32)
        return order, starts(np.bincount(piece).astype(np.int32)), piece.astype(np.int32)

    def build(self) -> Elastic | None:
        """The elastic problem; None where some piece has no manager even so."""
        ties, cores = self._ties()
        open_to = self._open_to()
        if not open_to.any(axis=1).all():
            return None
        pieces, at = np.nonzero(open_to)
        needs = list(self._needs(pieces, at))
        edges = tuple(self._edges())
        counts = np.concatenate([open_to.sum(axis=1), np.full(cores, len(self.base.team))])
        rows = read_rows(self.base, self.policy, self.kinds)
        row, pair, coef = self._entries(rows, pieces, at)
        return Elastic(
            num_managers=self.base.full.num_managers,
            piece_start=np.append(self.piece_start, np.repeat(self.piece_start[-1], cores)).astype(np.int32),
            client=self.base.client[self.order],
            pair_start=starts(counts.astype(np.int32)),
            manager=np.concatenate([self.base.team[at], np.tile(self.base.team, cores)]).astype(np.int32),
            need_pair=as_array([pair for pair, _ in needs]),
            need_option=as_array([option for _, option in needs]),
            options=tuple(self.catalogue.options),
            row=row,
            row_pair=pair,
            coef=coef,
            limit=rows.limit,
            row_scale=rows.scale,
            row_knob=rows.knob,
            row_gain=rows.gain,
            knobs=rows.knobs,
            edges=edges,
            ties=ties,
        )

    def _fold(self, mask: BoolArray) -> BoolArray:
        """Whether a mask (clients, managers) holds for any client of each piece."""
        return np.asarray(np.logical_or.reduceat(mask[self.order], self.piece_start[:-1], axis=0))

    def _away(self) -> BoolArray:
        """(clients, managers) whether a manager is not the one the client is locked to."""
        return np.asarray(self.base.team != self.base.locked[:, None])

    def _open_to(self) -> BoolArray:
        """(pieces, managers) pairs that are free, or that options allow."""
        base, away = self.base, self._away()
        never = np.zeros_like(away)
        if "keep" not in self.kinds:
            never |= away & base.anchor[:, None]
        if "eligible" not in self.kinds:
            for missing in base.missing.values():
                never |= missing & away
        if "banned" not in self.kinds:
            never |= base.banned & away
        if SCOPE not in self.kinds:
            never |= base.closed & away
        return np.asarray(~self._fold(never))

    def _needs(self, pieces: IntArray, at: IntArray) -> Iterator[tuple[int, int]]:
        """(pair, option) for every pair that needs one."""
        base, away = self.base, self._away()
        bad = base.anchor[:, None] & away
        for missing in base.missing.values():
            bad |= missing & away
        bad |= (base.banned | base.closed) & away
        hard = self._fold(bad)[pieces, at]
        for pair in np.flatnonzero(hard).tolist():
            yield from ((pair, option) for option in self._options(int(pieces[pair]), int(at[pair])))

    def _options(self, piece: int, k: int) -> Iterator[int]:
        """Options that a piece needs for the k-th manager of the team."""
        base, manager = self.base, int(self.base.team[k])
        members = self.order[self.piece_start[piece] : self.piece_start[piece + 1]]
        away = members[base.locked[members] != manager]
        held = [i for i in away.tolist() if base.anchor[i]]
        if held:
            pins = [Change("keep", client=int(base.client[i]), manager=manager) for i in held]
            yield self.catalogue.of(*pins)
        for i in away.tolist():
            for name, missing in base.missing.items():
                if missing[i, k]:
                    dimension = base.portfolio.clients.dimensions[name]
                    value = dimension.labels[dimension.codes[base.client[i]]]
                    yield self.catalogue.of(
                        Change("eligible", manager=manager, dimension=name, value=str(value))
                    )
            if base.banned[i, k]:
                yield self.catalogue.of(Change("banned", client=int(base.client[i]), manager=manager))
            if base.closed[i, k]:
                yield self.catalogue.of(Change(SCOPE))

    def _ties(self) -> tuple[tuple[tuple[int, int, int], ...], int]:
        """(piece, core, option): a client of a holding goes where its core goes unless it is taken out.

        The core of clients that follow a locked one is that one, of others a piece without clients; the
        number of such pieces comes second.
        """
        base, pieces = self.base, len(self.piece_start) - 1
        if not self.split:
            return (), 0
        leaders = {(int(base.holding[i]), int(base.locked[i])): i for i in np.flatnonzero(base.anchor)[::-1]}
        loose = np.flatnonzero(~base.anchor)
        keys = [(int(base.holding[i]), int(base.locked[i])) for i in loose]
        sizes = Counter(key for key in keys if key[1] == NOBODY)
        cores = {key: pieces + k for k, key in enumerate(k for k, n in sizes.items() if n > 1)}
        cores |= {key: int(self.piece_of[i]) for key, i in leaders.items()}
        ties = [
            (
                int(self.piece_of[i]),
                cores[key],
                self.catalogue.of(Change("together", client=int(base.client[i]))),
            )
            for i, key in zip(loose.tolist(), keys, strict=True)
            if key in cores
        ]
        return tuple(ties), sum(n > 1 for n in sizes.values())

    def _edges(self) -> Iterator[tuple[int, int, int]]:
        """Pieces to keep apart; all rules between the same two are dropped together."""
        place = np.full(self.base.portfolio.num_clients, NOBODY)
        place[self.base.client] = self.piece_of
        between: dict[tuple[int, int], list[Change]] = {}
        for rule in self.base.portfolio.rules if self.policy.rules.apart.enabled else ():
            a, b = int(place[rule.a_idx]), int(place[rule.b_idx]) if rule.kind is RuleKind.APART else NOBODY
            if a != NOBODY and b != NOBODY:
                drop = Change("apart", client=rule.a_idx, other=rule.b_idx)
                between.setdefault((min(a, b), max(a, b)), []).append(drop)
        for (a, b), drops in between.items():
            option = self.catalogue.of(*dict.fromkeys(drops)) if "apart" in self.kinds else NOBODY
            yield a, b, option

    def _entries(self, rows: Rows, pieces: IntArray, at: IntArray) -> tuple[IntArray, IntArray, FloatArray]:
        """Row entries by piece pair, from those by client and manager."""
        m = len(self.base.team)
        pair_of = np.full((len(self.piece_start) - 1, m), NOBODY, dtype=np.int64)
        pair_of[pieces, at] = np.arange(len(pieces))
        pair = pair_of[self.piece_of[rows.client], rows.at]
        held = pair != NOBODY
        key = rows.row[held].astype(np.int64) * max(1, len(pieces)) + pair[held]
        unique, where = np.unique(key, return_inverse=True)
        coef = np.bincount(where, weights=rows.coef[held], minlength=len(unique)).astype(np.float64)
        row, pair = np.divmod(unique, max(1, len(pieces)))
        return row.astype(np.int32), pair.astype(np.int32), coef


def build_elastic(base: Base, policy: Policy, kinds: Collection[str]) -> Elastic | None:
    """The rules of a base, `kinds` of which may be given up; None where some piece has no manager even so."""
    return ElasticBuilder(base, policy, kinds).build()
