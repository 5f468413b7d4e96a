"""The base of an onboarding: the team with its newcomers, and a stand-in who holds what is nobody's.

The stand-in lets the engine leave free clients free for now: it is the last manager, and no plan that is
written ever names it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from assigner.checker import eligibility, locks
from assigner.engine import Case
from assigner.evidence.model import Evidence, State
from assigner.policy import Policy
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray, Portfolio, Rule, RuleKind
from assigner.weights import manager_weights
from scenarios.base import Base
from scenarios.edits.changing import add_managers, drop_rules, set_managers, with_clients
from scenarios.onboarding.calendar import end_of
from scenarios.onboarding.model import Newcomer, Pool

POOLS = {
    Pool.CLAIMED: State.CLAIMED,
    Pool.DORMANT: State.DORMANT,
    Pool.ACTIVE: State.ACTIVE,
}
"""The state that the clients of each pool are in."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Facts and evidence of the base with newcomers; n clients, m managers, the stand-in the last of them.

    `people` are the newcomers at the positions `newcomers`. `owner` says who has each client, the stand-in
    where nobody does who stays; `listed` what the table says, NOBODY for free ones; `entitled` who may have
    it. `pinned` are clients that a decision by name concerns, `group` is the number of a holding, NOBODY for
    a client alone.
    """

    base: Base
    evidence: Evidence
    people: tuple[Newcomer, ...]
    newcomers: IntArray
    owner: IntArray
    listed: IntArray
    served: BoolArray
    entitled: BoolArray
    pinned: BoolArray
    group: IntArray

    @property
    def nobody(self) -> int:
        """Position of the stand-in."""
        return len(self.base.portfolio.managers) - 1

    @property
    def potential(self) -> FloatArray:
        """What every client could bring, 0 for those that are not divided."""
        return np.where(self.served, self.base.portfolio.clients.potential, 0.0)

    def weights(self, day: date) -> FloatArray:
        """Weight of every manager on a day, 0 for the stand-in."""
        found = manager_weights(self.base.portfolio.managers, self.base.policy.managers, day)
        away = [
            at for at, one in zip(self.newcomers, self.people, strict=True) if one.returns and day < one.start
        ]
        found[[self.nobody, *away]] = 0.0
        return found

    def fair(self, day: date) -> FloatArray:
        """Fair share of the potential of all clients for each manager on a day (model §4, T).

        Newcomers count with their weight of that day, everybody else with that of the end of its month, so
        that a book is not too large again before the month is over.
        """
        weight = self.weights(end_of(day))
        weight[self.newcomers] = self.weights(day)[self.newcomers]
        return weighed_shares(self.potential, self.entitled, weight)

    def books(self, holder: IntArray) -> FloatArray:
        """Potential of each manager when `holder` has the clients."""
        return np.bincount(holder, weights=self.potential, minlength=self.nobody + 1).astype(np.float64)

    def pool(self, kind: Pool) -> BoolArray:
        """The clients of one pool, whoever owns them."""
        state, mine = self.evidence.state, self.owner != self.nobody
        unworked = np.isin(state, [State.FREE, State.CLAIMED, State.DORMANT])
        if kind is Pool.NOBODY:
            return np.asarray(self.served & ~mine & unworked)
        return np.asarray(self.served & mine & (state == POOLS[kind]))


def weighed_shares(amount: FloatArray, entitled: BoolArray, weight: FloatArray) -> FloatArray:
    """T(j): each client's amount shared by weight among those who may have it, (m,)."""
    claimed = entitled @ weight
    each = np.divide(amount, claimed, out=np.zeros(len(amount)), where=claimed > 0)
    return np.asarray((each @ entitled) * weight, dtype=np.float64)


def lay_ground(base: Base, newcomers: tuple[Newcomer, ...], first: date) -> Ground:
    """The ground of a base with the newcomers in its team. Raises InputError where it can't be divided."""
    case = base.case()
    settled = Base(case.portfolio, base.policy, case.evidence.as_of)
    ids = [str(name) for name in settled.portfolio.managers.manager_id]
    coming = np.array([ids.index(one.manager_id) for one in newcomers], dtype=np.int32)
    with_stand_in = _with_stand_in(settled)
    nobody = len(ids)
    stays = manager_weights(settled.portfolio.managers, base.policy.managers, first) > 0
    stays[coming] = True
    owner = settled.portfolio.clients.owner_idx
    held = (owner != NOBODY) & stays[np.maximum(owner, 0)]
    holder = np.where(held, owner, nobody).astype(np.int32)
    evidence = replace(case.evidence, num_managers=nobody + 1)
    everybody = _everybody(with_stand_in, coming)
    known = locks(everybody.portfolio, evidence, _lists_only(base.policy))
    return Ground(
        base=with_clients(with_stand_in, owner_idx=holder),
        evidence=evidence,
        people=newcomers,
        newcomers=coming,
        owner=holder,
        listed=owner,
        served=~settled.portfolio.clients.excluded,
        entitled=eligibility(everybody.portfolio, evidence, _lists_only(base.policy)),
        pinned=_pinned(settled.portfolio, base.policy) | _in_conflict(settled.portfolio, holder, nobody),
        group=known.group,
    )


def _with_stand_in(base: Base) -> Base:
    """One more manager, whose id nobody else has."""
    taken, name = set(map(str, base.portfolio.managers.manager_id)), "nobody"
    while name in taken:
        name = f"({name})"
    blank = np.array([np.nan])
    return add_managers(
        base,
        1,
        manager_id=np.array([name], dtype=object),
        name=np.array([name], dtype=object),
        fte=np.ones(1),
        start_date=np.array(["NaT"], dtype="datetime64[D]"),
        leaving=np.zeros(1, dtype=bool),
        commission_rate=np.zeros(1),
        max_clients=blank,
        max_workload=blank,
        lat=blank,
        lon=blank,
        listed=np.ones(1, dtype=bool),
    )


def _everybody(base: Base, coming: IntArray) -> Base:
    """The base on a day on which all newcomers have started, for who may have whom."""
    back = set_managers(base, coming.tolist(), leaving=False, listed=True)
    return set_managers(back, range(len(base.portfolio.managers)), start_date=np.datetime64("NaT", "D"))


def _lists_only(policy: Policy) -> Policy:
    """The policy without locks and scope: lists and bans alone say who may have whom."""
    off = {
        name: getattr(policy.rules, name).model_copy(update={"enabled": False}) for name in ("keep", "scope")
    }
    return policy.model_copy(update={"rules": policy.rules.model_copy(update=off)})


def _pinned(portfolio: Portfolio, policy: Policy) -> BoolArray:
    """Clients that somebody decided on by name: an onboarding leaves them alone."""
    found = portfolio.clients.pinned_idx != NOBODY
    for rule in portfolio.rules:
        if rule.kind is RuleKind.PIN:
            found[rule.a_idx] = True
    keep = policy.rules.keep
    return found if keep.enabled and keep.pins else np.zeros_like(found)


def _in_conflict(portfolio: Portfolio, holder: IntArray, nobody: int) -> BoolArray:
    """Clients that must be apart and are with one manager today; of two that are nobody's the second only."""
    found = np.zeros(len(holder), dtype=bool)
    for rule in portfolio.rules:
        if rule.kind is RuleKind.APART and holder[rule.a_idx] == holder[rule.b_idx]:
            found[rule.b_idx] = True
            found[rule.a_idx] |= holder[rule.a_idx] != nobody
    return found


def without_decisions(base: Base) -> Base:
    """The base without what would move other clients today: that is for the next division of all.

    Without pins, without bans of today's owners, and without rules that keep clients of one owner apart.
    """
    owner = base.portfolio.clients.owner_idx

    def is_open(rule: Rule) -> bool:
        if rule.kind is RuleKind.BAN:
            return int(owner[rule.a_idx]) == rule.b_idx
        apart = rule.kind is RuleKind.APART and owner[rule.a_idx] == owner[rule.b_idx]
        return rule.kind is RuleKind.PIN or bool(apart)

    loose = drop_rules(base, is_open)
    return with_clients(loose, pinned_idx=np.full(len(owner), NOBODY, dtype=np.int32))


def case_of(ground: Ground, base: Base) -> Case:
    """A case of a changed base with the evidence of the ground: nobody's clients keep their states."""
    return Case(base.portfolio, ground.evidence, base.policy)
