"""What a leaver leaves: his clients, who may have them, and everybody's fair share without him."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assigner.checker import eligibility
from assigner.disruption import MoveCosts
from assigner.engine import Case
from assigner.errors import InputError, Issue, Severity
from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray, Portfolio, Rule, RuleKind
from assigner.weights import manager_weights
from scenarios.base import Base
from scenarios.edits import apply_edits, parse_edits
from scenarios.edits.changing import drop_rules, with_clients
from scenarios.onboarding.ground import weighed_shares


@dataclass(frozen=True, slots=True, eq=False)
class Will:
    """The base with the leaver as one, and what of it is divided; (clients,) and (managers,)."""

    case: Case
    leaver: int
    estate: BoolArray
    worked: BoolArray
    free: BoolArray
    weight: FloatArray
    entitled: BoolArray
    costs: MoveCosts

    @property
    def potential(self) -> FloatArray:
        """Potential of the clients in play, 0 for those that are nobody's."""
        clients = self.case.portfolio.clients
        return np.where(clients.excluded | self.free, 0.0, clients.potential)

    @property
    def fair(self) -> FloatArray:
        """Fair share of everything that somebody has."""
        return weighed_shares(self.potential, self.entitled, self.weight)

    def books(self, holder: IntArray) -> FloatArray:
        """Potential of each manager when `holder` has the clients."""
        inside = holder != NOBODY
        length = len(self.weight)
        return np.bincount(holder[inside], weights=self.potential[inside], minlength=length).astype(
            np.float64
        )


def read_will(base: Base, leaver_id: str, tr: Translator) -> Will:
    """What the leaver leaves. Raises InputError where he is unknown or has no clients."""
    left, _ = apply_edits(base, parse_edits([{"kind": "leave", "managers": [leaver_id]}], tr=tr), tr)
    case = left.case()
    case = replace(case, portfolio=_without_decisions(case, leaver_id))
    facts, owner = case.portfolio, case.portfolio.clients.owner_idx
    leaver = [str(name) for name in facts.managers.manager_id].index(leaver_id)
    weight = manager_weights(facts.managers, base.policy.managers, case.evidence.as_of)
    served = ~facts.clients.excluded
    estate = served & (owner == leaver)
    if not estate.any():
        raise InputError([_nothing(leaver_id, tr)])
    stays = (owner != NOBODY) & (weight[np.maximum(owner, 0)] > 0)
    return Will(
        case=case,
        leaver=leaver,
        estate=estate,
        worked=estate & np.isin(case.evidence.state, [State.PROVEN, State.ACTIVE]),
        free=served & ~stays & ~estate,
        weight=weight,
        entitled=eligibility(facts, case.evidence, case.policy),
        costs=MoveCosts.of(facts, case.evidence, case.policy),
    )


def _without_decisions(case: Case, leaver_id: str) -> Portfolio:
    """The facts without what would move anybody else's clients.

    That are pins elsewhere, bans of their owners, and clients that must be apart but are with one manager.
    """
    facts, owner = case.portfolio, case.portfolio.clients.owner_idx
    leaver = [str(name) for name in facts.managers.manager_id].index(leaver_id)

    def moves_another(rule: Rule) -> bool:
        holder = int(owner[rule.a_idx])
        if holder == leaver:
            return False
        if rule.kind is RuleKind.APART:
            return holder != NOBODY and holder == int(owner[rule.b_idx])
        return rule.kind is RuleKind.PIN or (rule.kind is RuleKind.BAN and holder == rule.b_idx)

    base = drop_rules(Base(facts, case.policy, case.evidence.as_of), moves_another)
    pinned = np.where(owner == leaver, facts.clients.pinned_idx, NOBODY).astype(np.int32)
    return with_clients(base, pinned_idx=pinned).portfolio


def _nothing(leaver_id: str, tr: Translator) -> Issue:
    message = tr.gettext("this manager has no clients that could be inherited")
    remedy = tr.gettext("give the id of a manager who has clients")
    return Issue(Severity.ERROR, "onboard_no_estate", message, remedy, column="--leaver", value=leaver_id)
