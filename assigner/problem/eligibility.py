"""E(i) of model §1: the managers whom every client may go to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.policy import Policy
from assigner.portfolio import BoolArray, IntArray, Portfolio, RuleKind
from assigner.problem.model import starts
from assigner.problem.options import Options

CLIENTS = 50_000
"""So many clients are set against all managers in one go."""


@dataclass(frozen=True, slots=True, eq=False)
class Bans:
    """Pairs that a ban forbids, sorted by client."""

    client: IntArray
    manager: IntArray

    def hit(self, chosen: IntArray) -> BoolArray:
        """Whether each client is banned from the manager chosen for it."""
        result = np.zeros(len(chosen), dtype=bool)
        result[self.client[chosen[self.client] == self.manager]] = True
        return result


@dataclass(frozen=True, slots=True, eq=False)
class _List:
    """What the lists over one dimension allow: `known` (labels, managers), and each client's label."""

    known: BoolArray
    codes: IntArray


def read_bans(portfolio: Portfolio, policy: Policy) -> Bans:
    """The bans in force."""
    rules = portfolio.rules if policy.rules.banned.enabled else ()
    pairs = sorted({(rule.a_idx, rule.b_idx) for rule in rules if rule.kind is RuleKind.BAN})
    table = np.array(pairs, dtype=np.int32).reshape(-1, 2)
    return Bans(table[:, 0], table[:, 1])


def find_eligible(
    portfolio: Portfolio, policy: Policy, receives: BoolArray, bans: Bans, kept: BoolArray
) -> Options:
    """E(i) of every client; `receives` marks managers with weight, `kept` who has the owner in any case."""
    lists = _lists(portfolio, policy)
    counts: list[IntArray] = []
    managers: list[IntArray] = []
    for first in range(0, portfolio.num_clients, CLIENTS):
        table = _table(portfolio, receives, lists, slice(first, first + CLIENTS))
        banned = slice(*np.searchsorted(bans.client, [first, first + CLIENTS]))
        table[bans.client[banned] - first, bans.manager[banned]] = False
        held = np.flatnonzero(kept[first : first + CLIENTS])
        table[held, portfolio.clients.owner_idx[first + held]] = True
        counts.append(table.sum(axis=1))
        managers.append(np.nonzero(table)[1].astype(np.int32))
    nobody = np.zeros(0, dtype=np.int32)
    return Options(starts(np.concatenate([nobody, *counts])), np.concatenate([nobody, *managers]))


def _table(portfolio: Portfolio, receives: BoolArray, lists: list[_List], rows: slice) -> BoolArray:
    """(clients, managers) of some clients: with weight, serviceable, and in every list."""
    table: BoolArray = ~portfolio.clients.excluded[rows, None] & receives
    for item in lists:
        table &= item.known[item.codes[rows]]
    return table


def _lists(portfolio: Portfolio, policy: Policy) -> list[_List]:
    """The managers' eligible_<dimension> lists over dimensions that the clients table has."""
    if not policy.rules.eligible.enabled:
        return []
    dimensions = portfolio.clients.dimensions
    return [
        _List(_known(dimensions[name].labels, lists), dimensions[name].codes)
        for name, lists in portfolio.managers.eligible.items()
        if name in dimensions
    ]


def _known(labels: tuple[str, ...], lists: tuple[frozenset[str] | None, ...]) -> BoolArray:
    code = {label: number for number, label in enumerate(labels)}
    known = np.zeros((len(labels), len(lists)), dtype=bool)
    for manager, allowed in enumerate(lists):
        if allowed is None:
            known[:, manager] = True
        else:
            known[[code[label] for label in allowed if label in code], manager] = True
    return known
