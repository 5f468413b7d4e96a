"""The books of a day before the independent checker: the user's rules, and the terms of the onboarding."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from assigner.checker import check
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.policy.model import LossCap, ScopeRule
from assigner.portfolio import IntArray
from scenarios.base import Base
from scenarios.edits.changing import set_managers, with_managers
from scenarios.onboarding.ground import Ground, case_of
from scenarios.onboarding.model import Terms
from scenarios.onboarding.round import OF_A_DIVISION


def broken_rules(
    ground: Ground, day: date, holder: IntArray, terms: Terms, tr: Translator
) -> tuple[str, ...]:
    """Hard rules that the books of a day break and today's books do not.

    Weights are those of the day, the owners today's, so that losses and moves of all steps add up.
    """
    base = _on_day(ground, day)
    base = replace(base, policy=_terms_as_rules(ground, terms))
    case = case_of(ground, base)
    now, then = (
        check(case.portfolio, case.evidence, case.policy, np.where(ground.served, plan, -1), tr=tr)
        for plan in (ground.owner, holder)
    )
    known = set(map(str, now.breaks))
    return tuple(str(one) for one in then.breaks if str(one) not in known)


def _on_day(ground: Ground, day: date) -> Base:
    """The base with the weights of a day; who holds clients and has none yet keeps a crumb of weight."""
    weight = np.maximum(ground.weights(day), 1e-12)
    blank = {"start_date": np.datetime64("NaT", "D"), "leaving": False, "listed": True}
    base = set_managers(ground.base, range(len(weight)), **blank)
    return with_managers(base, fte=weight)


def _terms_as_rules(ground: Ground, terms: Terms) -> Policy:
    """The user's policy, with the scope and the loss cap of the onboarding; proven is kept in any case."""
    policy, rules = ground.base.policy, ground.base.policy.rules
    ids = ground.base.portfolio.managers.manager_id
    states = {"proven", *rules.keep.states} | (set() if terms.take_active else {"active"})
    off = {name: getattr(rules, name).model_copy(update={"enabled": False}) for name in OF_A_DIVISION}
    held = {
        "keep": rules.keep.model_copy(update={"enabled": True, "states": tuple(sorted(states))}),
        "scope": ScopeRule(receivers=tuple(str(ids[j]) for j in ground.newcomers)),
        "loss_cap": LossCap(cap=terms.loss_cap),
    }
    return policy.model_copy(update={"rules": rules.model_copy(update=off | held)})
