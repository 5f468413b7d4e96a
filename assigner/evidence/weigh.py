"""From the activity log to the evidence on every pair and client (model §2)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from assigner.evidence.ages import ages_in_days, days_of_ages, default_as_of, run_date, touch_days
from assigner.evidence.credibility import discard_counts, judge_touches, missing_columns
from assigner.evidence.model import Evidence
from assigner.evidence.pairs import PairTable, count_touches, strength_of
from assigner.evidence.relationships import (
    Contest,
    StateArray,
    active_pairs,
    client_states,
    find_contest,
    owner_by_revenue,
    value_of_owner,
)
from assigner.evidence.trust import trust_owners
from assigner.policy.model import Policy
from assigner.portfolio import Activities, BoolArray, DateArray, FloatArray, Portfolio
from assigner.weights import manager_weights


def weigh_evidence(
    portfolio: Portfolio, policy: Policy, *, as_of: date | None = None, today: date | None = None
) -> Evidence:
    """Weigh what the log proves about every client-manager pair and every client (model §2).

    `as_of` is the reference date, used as it is; by default min(today, day after the newest activity that is
    not in the future). `today` defaults to the real date in the policy's time zone. Without an activities
    table the owners are trusted for revenue and open deals. The result depends on its arguments only.
    """
    today = today or run_date(policy.evidence.time_zone)
    log = portfolio.activities
    if log is None:
        return trust_owners(portfolio, policy, as_of or today)
    days = touch_days(log, policy.evidence.time_zone)
    return _weigh_log(portfolio, policy, log, days, as_of or default_as_of(days, today))


def _weigh_log(
    portfolio: Portfolio, policy: Policy, log: Activities, days: DateArray, as_of: date
) -> Evidence:
    """The evidence of a log whose touches fell on these days."""
    clients, rules = portfolio.clients, policy.evidence
    ages = ages_in_days(days, as_of)
    fates = judge_touches(log, ages, clients.group_idx, rules)
    pairs, fates = count_touches(log, ages, fates, portfolio.num_managers, rules)
    ties = _relate(portfolio, policy, pairs, as_of)
    discarded, by_manager = discard_counts(fates, log.manager_idx, portfolio.num_managers)
    return Evidence(
        as_of=as_of,
        num_managers=portfolio.num_managers,
        pair_client=pairs.client,
        pair_manager=pairs.manager,
        pair_points=pairs.points,
        pair_strength=ties.strength,
        pair_num_recent=pairs.num_recent,
        pair_last_touch=days_of_ages(pairs.touch_age, as_of),
        pair_last_transaction=days_of_ages(pairs.transaction_age, as_of),
        pair_active=ties.active,
        pair_proven=ties.proven,
        state=ties.state,
        owner_strength=ties.owner_strength,
        disputed=ties.contest.disputed,
        rival_idx=ties.contest.rival_idx,
        lock_lifted=ties.contest.lock_lifted,
        touch_discard=fates,
        discarded=dict(Counter(discarded) + Counter(portfolio.dropped_activities)),
        discarded_by_manager=by_manager,
        relaxed=missing_columns(log),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Ties:
    """What pairs amount to: strength, active and proven by pair; state and owner's strength by client."""

    strength: FloatArray
    active: BoolArray
    proven: BoolArray
    state: StateArray
    owner_strength: FloatArray
    contest: Contest


def _relate(portfolio: Portfolio, policy: Policy, pairs: PairTable, as_of: date) -> _Ties:
    """Strengths, states and disputes from the pairs."""
    clients, rules = portfolio.clients, policy.evidence
    spots = pairs.find(clients.owner_idx)
    strength = strength_of(pairs.points, rules)
    active = active_pairs(pairs, rules)
    proven = pairs.transaction_age <= rules.proven_days
    owner_proven = value_of_owner(spots, proven, False) | owner_by_revenue(clients, pairs, spots, rules)
    proven[spots[spots >= 0]] = owner_proven[spots >= 0]
    state = client_states(clients, value_of_owner(spots, active, False), owner_proven)
    contest = find_contest(
        clients,
        pairs,
        strength=strength,
        owner_points=value_of_owner(spots, pairs.points, 0.0),
        proven=proven,
        state=state,
        stays=manager_weights(portfolio.managers, policy.managers, as_of) > 0,
        policy=rules,
    )
    return _Ties(strength, active, proven, state, value_of_owner(spots, strength, 0.0), contest)
