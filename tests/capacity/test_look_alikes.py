"""Look-alikes: who is like a manager's proven clients, and who is never listed (model §11)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.capacity import Admission
from assigner.capacity.look_alikes import find_look_alikes, largest_first
from assigner.checker.ground import eligibility
from assigner.disruption import Fit, client_values
from assigner.errors import InputError
from assigner.evidence import Evidence
from assigner.evidence.model import State
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Portfolio, Rule, RuleKind
from tests import builders
from tests.strategies import Case, cases

P, A, D, C, F, X = State.PROVEN, State.ACTIVE, State.DORMANT, State.CLAIMED, State.FREE, State.EXCLUDED


def alike(facts: Portfolio, known: Evidence, **capacity: int) -> list[list[int]]:
    """The clients listed for each manager."""
    policy = Policy.model_validate({"capacity": capacity})
    return [[entry.client_idx for entry in found] for found in find_look_alikes(facts, known, policy)]


def north_man() -> tuple[Portfolio, Evidence]:
    """Manager 0 proved c0 in North, manager 1 nobody; c1..c3 free or claimed by 1, in North, South, North."""
    base = builders.clients(
        [0, 1, NOBODY, NOBODY], potential=[1, 2, 9, 3], region=["North", "North", "South", "North"]
    )
    facts = builders.portfolio(base, builders.managers(2))
    return facts, builders.evidence(facts, [P, C, F, F])


def test_the_most_similar_first_then_the_largest() -> None:
    facts, known = north_man()
    # North is the whole book of manager 0: similarity 1 for c1 and c3, 0 for c2; manager 1 has no book
    first, second = find_look_alikes(facts, known, Policy())
    assert [(entry.client_idx, entry.similarity) for entry in first] == [(3, 1.0), (1, 1.0), (2, 0.0)]
    assert second == ()


def test_the_policy_says_how_many() -> None:
    facts, known = north_man()
    assert alike(facts, known, look_alikes=1) == [[3], []]
    assert alike(facts, known, look_alikes=0) == [[], []]


@pytest.mark.parametrize("state", [P, A, D, X])
def test_who_is_worked_or_was_proven_is_no_look_alike(state: State) -> None:
    base = builders.clients([0, 1], excluded=[False, state == X], region=["North", "North"])
    facts = builders.portfolio(base, builders.managers(2))
    assert alike(facts, builders.evidence(facts, [P, state]))[0] == []


def test_own_dead_souls_pinned_and_banned_clients_are_not_listed() -> None:
    # c1 his own dead soul, c2 pinned by its column, c3 by a rule, c4 banned, c5 banned from manager 1 only
    base = builders.clients(
        [0, 0, NOBODY, NOBODY, NOBODY, NOBODY],
        pinned=[NOBODY, NOBODY, 0, NOBODY, NOBODY, NOBODY],
        region=["North"] * 6,
    )
    rules = [Rule(RuleKind.PIN, 3, 0), Rule(RuleKind.BAN, 4, 0), Rule(RuleKind.BAN, 5, 1)]
    facts = builders.portfolio(base, builders.managers(2), rules=rules)
    assert alike(facts, builders.evidence(facts, [P, C, F, F, F, F])) == [[5], []]


def test_lists_of_segments_bind_and_can_be_switched_off() -> None:
    facts, known = north_man()
    team = builders.managers(2, eligible={"region": [{"North"}, None], "planet": [{"Mars"}, None]})
    facts = builders.portfolio(facts.clients, team)
    assert alike(facts, known) == [[3, 1], []]
    off = Policy.model_validate({"rules": {"eligible": {"enabled": False}}})
    assert [entry.client_idx for entry in find_look_alikes(facts, known, off)[0]] == [3, 1, 2]


def test_a_leaver_gets_no_list_but_his_dead_souls_are_listed() -> None:
    base = builders.clients([0, 1, 1], region=["North"] * 3)
    facts = builders.portfolio(base, builders.managers(2, leaving=[False, True]))
    assert alike(facts, builders.evidence(facts, [P, C, P])) == [[1], []]


def test_without_segments_nobody_is_like_anybody() -> None:
    facts = builders.portfolio(builders.clients([0, NOBODY]), builders.managers(1))
    assert alike(facts, builders.evidence(facts, [P, F])) == [[]]


@given(
    values=st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=12),
    most=st.integers(0, 12),
)
def test_largest_first_is_a_stable_sort_cut_off(values: list[float], most: int) -> None:
    found = largest_first(np.array(values, dtype=np.float64), most)
    assert found.tolist() == sorted(range(len(values)), key=lambda k: -values[k])[:most]


@settings(max_examples=60, deadline=None)
@given(case=cases(max_clients=9))
def test_admission_is_what_the_checker_admits_but_for_kept_clients(case: Case) -> None:
    facts, known = case.portfolio, case.evidence
    try:
        checked = eligibility(facts, known, case.policy)
    except InputError:
        return  # somebody has nobody to go to: there is nothing to compare
    admission = Admission.of(facts, known, case.policy)
    for manager in range(facts.num_managers):
        added = checked[:, manager] & ~admission.clients_of(manager)
        assert not (admission.clients_of(manager) & ~checked[:, manager]).any()
        assert (facts.clients.owner_idx[added] == manager).all()


@settings(max_examples=60, deadline=None)
@given(case=cases(max_clients=9), most=st.integers(0, 4))
def test_lists_against_one_client_after_the_other(case: Case, most: int) -> None:
    facts, known = case.portfolio, case.evidence
    clients = facts.clients
    policy = case.policy.model_copy(
        update={"capacity": case.policy.capacity.model_copy(update={"look_alikes": most})}
    )
    worked = (known.state == P) & (clients.owner_idx != NOBODY) & ~clients.excluded
    fit = Fit.of(facts, policy.fit, client_values(clients, policy.disruption), worked)
    pinned = {rule.a_idx for rule in facts.rules if rule.kind is RuleKind.PIN}
    pinned |= set(np.flatnonzero(clients.pinned_idx != NOBODY).tolist())
    admission = Admission.of(facts, known, policy)
    for manager, found in enumerate(find_look_alikes(facts, known, policy)):
        wanted = []
        for i in range(facts.num_clients) if admission.weight[manager] > 0 and fit.norm[manager] > 0 else ():
            loose = known.state[i] in (F, C) and i not in pinned and clients.owner_idx[i] != manager
            if loose and admission.clients_of(manager)[i]:
                similarity = float(fit.similarity(np.array([i]), np.array([manager]))[0])
                wanted.append((-round(similarity, 9), -clients.potential[i], i))
        assert [entry.client_idx for entry in found] == [entry[2] for entry in sorted(wanted)[:most]]
