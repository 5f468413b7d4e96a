"""The rule scope: who gives clients, who receives them, and what that leaves open (model §3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.errors import InputError, Issue, Severity
from assigner.policy import Policy
from assigner.policy.model import ScopeRule
from assigner.portfolio import NOBODY, BoolArray, IntArray, Portfolio
from assigner.problem.model import weighted_count
from assigner.problem.options import Options


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """What scope leaves open of E(i); `gives` and `receives` are (managers,), the others (clients,).

    `settled` marks clients whose owner is in E(i): they may stay. The others need a new manager: a receiver
    where `reached` says that E(i) has one, else anybody.
    """

    gives: BoolArray
    receives: BoolArray
    owner: IntArray
    settled: BoolArray
    reached: BoolArray

    def allows(self, client: IntArray, manager: IntArray) -> BoolArray:
        """Whether scope leaves each pair open; both arrays of one shape, or shapes that broadcast."""
        owner, taken = self.owner[client], self.receives[manager]
        stays_or_goes = (manager == owner) | (self.gives[owner] & taken)
        return np.asarray(np.where(self.settled[client], stays_or_goes, taken | ~self.reached[client]))

    def open_options(self, eligible: Options) -> BoolArray:
        """Which options are open, in the order of the options."""
        found = np.empty(len(eligible), dtype=bool)
        for block in eligible.blocks():
            found[block.here] = self.allows(block.row, block.manager)
        return found


def read_scope(portfolio: Portfolio, policy: Policy, eligible: Options) -> Scope | None:
    """The rule in force, None where it restricts nothing. Raises InputError for ids of no manager."""
    rule = policy.rules.scope
    if not rule.restricts:
        return None
    _refuse_unknown(portfolio, rule)
    managers, owner = portfolio.managers.manager_id, portfolio.clients.owner_idx
    receives = _named(managers, rule.receivers)
    everybody = np.arange(len(owner), dtype=np.int32)
    settled = (owner != NOBODY) & eligible.has(everybody, owner)
    return Scope(_named(managers, rule.givers), receives, owner, settled, _reached(eligible, receives))


def _named(managers: np.ndarray[tuple[int], np.dtype[np.object_]], ids: tuple[str, ...] | None) -> BoolArray:
    """Which managers a list names, all where there is no list."""
    if ids is None:
        return np.ones(len(managers), dtype=bool)
    return np.isin(managers.astype(str), list(ids))


def _reached(eligible: Options, receives: BoolArray) -> BoolArray:
    """Clients that some receiver may have."""
    count = np.zeros(len(eligible.start) - 1)
    for block in eligible.blocks():
        local, taken = block.row - block.rows.start, receives[block.manager].astype(np.float64)
        count[block.rows] = weighted_count(local, taken, len(count[block.rows]))
    return count > 0


def _refuse_unknown(portfolio: Portfolio, rule: ScopeRule) -> None:
    known = set(map(str, portfolio.managers.manager_id))
    issues = [
        Issue(
            Severity.ERROR,
            "scope-unknown-manager",
            f"rules.scope.{field} names {name}, but no manager has this id",
            "correct the id, or take it out of the list",
            file="policy",
            column=f"rules.scope.{field}",
            value=name,
        )
        for field in ("givers", "receivers")
        for name in getattr(rule, field) or ()
        if name not in known
    ]
    if issues:
        raise InputError(issues)
