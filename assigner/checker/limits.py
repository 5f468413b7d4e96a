"""Rules that count: max-load, min-load, loss-cap, move-budget, absorption (model §3)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assigner.checker.facts import Facts
from assigner.checker.words import Words
from assigner.fairness.balance import ROUNDING
from assigner.policy import Measure
from assigner.policy.model import LoadRule
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray
from assigner.verdict import RuleBreak


def per_manager(
    facts: Facts, amount: FloatArray, assigned: IntArray, among: BoolArray | None = None
) -> FloatArray:
    """Sum of an amount over each manager's clients, (num_managers,)."""
    given = assigned != NOBODY if among is None else among & (assigned != NOBODY)
    return np.bincount(assigned[given], weights=amount[given], minlength=len(facts.weight)).astype(np.float64)


def load_limits(facts: Facts, rule: LoadRule, measure: Measure, own: bool) -> FloatArray:
    """Limit of each manager on a measure, NaN for none: his own where `own` and given, else the policy's."""
    general = rule.limit(measure)
    limits = np.full(len(facts.weight), np.nan if general is None else general)
    if own and rule.enabled:
        managers = facts.portfolio.managers
        table = {Measure.COUNT: managers.max_clients, Measure.WORKLOAD: managers.max_workload}
        given = table.get(measure, np.full(len(limits), np.nan))
        limits = np.where(np.isnan(given), limits, given)
    unknown = measure is Measure.WORKLOAD and facts.portfolio.clients.workload is None
    return np.where((facts.weight > 0) & (not unknown), limits, np.nan)


def max_load(facts: Facts, assigned: IntArray, words: Words) -> Iterator[RuleBreak]:
    """max-load: raw load <= the manager's limit, for every measure that has one."""
    for measure in Measure:
        load = per_manager(facts, facts.served(measure, assigned), assigned)
        limit = load_limits(facts, facts.policy.rules.max_load, measure, own=True)
        for j in np.flatnonzero(load > limit * (1 + ROUNDING)).tolist():
            text = words.tr.gettext(
                "{manager} would have {load}, the limit is {limit}",
                manager=words.manager(j),
                load=words.measured(measure, float(load[j])),
                limit=words.amount(float(limit[j])),
            )
            yield RuleBreak("max-load", text)


def min_load(facts: Facts, assigned: IntArray, words: Words) -> Iterator[RuleBreak]:
    """min-load: raw load >= the policy's limit, for every manager who stays."""
    for measure in Measure:
        load = per_manager(facts, facts.served(measure, assigned), assigned)
        limit = load_limits(facts, facts.policy.rules.min_load, measure, own=False)
        for j in np.flatnonzero(load < limit * (1 - ROUNDING)).tolist():
            text = words.tr.gettext(
                "{manager} would have {load}, the least is {limit}",
                manager=words.manager(j),
                load=words.measured(measure, float(load[j])),
                limit=words.amount(float(limit[j])),
            )
            yield RuleBreak("min-load", text)


def loss_base(facts: Facts) -> tuple[BoolArray, FloatArray]:
    """Clients in the base of the loss cap, and their revenue per manager (model §3).

    Own clients of today, without those that a ban or a pin to somebody else takes away.
    """
    among = facts.owner_stays & ~facts.owner_banned & ~facts.pinned_away
    return among, per_manager(facts, facts.portfolio.clients.revenue_12m, facts.today, among)


def loss_cap(facts: Facts, assigned: IntArray, words: Words) -> Iterator[RuleBreak]:
    """loss-cap: revenue kept of the base >= (1 - cap) x base; inactive without commission today."""
    rule = facts.policy.rules.loss_cap
    if not rule.enabled:
        return
    among, base = loss_base(facts)
    kept = per_manager(
        facts, facts.portfolio.clients.revenue_12m, assigned, among & (assigned == facts.owner)
    )
    short = (facts.rate * base > 0) & (kept < (1 - rule.cap) * base * (1 - ROUNDING))
    for j in np.flatnonzero(short).tolist():
        text = words.tr.gettext(
            "{manager} would lose {lost} of today's commission, the cap is {cap}",
            manager=words.manager(j),
            lost=words.percent(1 - float(kept[j] / base[j])),
            cap=words.percent(rule.cap),
        )
        yield RuleBreak("loss-cap", text)


def moved(facts: Facts, assigned: IntArray) -> BoolArray:
    """Clients that had an owner, staying or not, and have another now (model §8)."""
    gone: BoolArray = facts.owned & (assigned != NOBODY) & (assigned != facts.owner)
    return gone


def move_budget(facts: Facts, assigned: IntArray, words: Words) -> Iterator[RuleBreak]:
    """move-budget: moved clients, and their revenue, <= a share of what is owned."""
    rule = facts.policy.rules.move_budget
    gone = moved(facts, assigned)
    limits = ((Measure.COUNT, rule.clients), (Measure.REVENUE, rule.revenue))
    for measure, share in limits if rule.enabled else ():
        amount = facts.amounts(measure)
        total, owned = float(amount[gone].sum()), float(amount[facts.owned].sum())
        if share is not None and total > share * owned * (1 + ROUNDING):
            text = words.tr.gettext(
                "{moved} would move, the budget is {share} of {owned}",
                moved=words.measured(measure, total),
                share=words.percent(share),
                owned=words.measured(measure, owned),
            )
            yield RuleBreak("move-budget", text)


def absorption(facts: Facts, assigned: IntArray, words: Words) -> Iterator[RuleBreak]:
    """absorption: clients received that were not his <= n per manager, free ones too."""
    rule = facts.policy.rules.absorption
    if not rule.enabled or rule.clients is None:
        return
    received = per_manager(facts, np.ones(len(assigned)), assigned, assigned != facts.owner)
    for j in np.flatnonzero(received > rule.clients).tolist():
        text = words.tr.gettext(
            "{manager} would receive {received} new clients, the limit is {limit}",
            manager=words.manager(j),
            received=int(received[j]),
            limit=rule.clients,
        )
        yield RuleBreak("absorption", text)
