"""Pairs that the rule scope closes, and who is locked by it: hand-sized cases (model §3)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assigner.errors import InputError, RulesConflict
from assigner.portfolio import NOBODY
from assigner.problem import build_problem
from assigner.problem.preflight import preflight
from tests import builders
from tests.checker.support import CLAIMED, FREE, PROVEN, case, rules
from tests.problem.support import choices, problem, units
from tests.problem.test_cross_check import assert_agrees
from tests.strategies import FEATURES, SCOPE, Case, cases, make_case


def scope(**fields: Any) -> Any:
    """A policy with this scope."""
    return rules(scope=fields)


def test_pairs_outside_the_scope_do_not_exist() -> None:
    """Givers m0, receivers m2. c0 of m0: m0 or m2; c1 of m1: locked; c2 is free: m2 alone, and not locked."""
    base = case(
        builders.clients([0, 1, NOBODY]),
        builders.managers(3),
        state=[CLAIMED, CLAIMED, FREE],
        policy=scope(givers=["m0"], receivers=["m2"]),
    )
    made = problem(base)
    assert made.fixed_manager.tolist() == [NOBODY, 1, NOBODY]
    assert units(made) == [[0], [2]]
    assert choices(made) == [[0, 2], [2]]


def test_a_giver_keeps_what_no_receiver_may_have() -> None:
    """c1 lies in the South; the one receiver serves the North: it is locked to its giver."""
    clients = builders.clients([0, 0], region=["North", "South"])
    team = builders.managers(3, eligible={"region": [None, None, {"North"}]})
    made = problem(case(clients, team, policy=scope(receivers=["m2"])))
    assert made.fixed_manager.tolist() == [NOBODY, 0]


def test_a_holding_takes_the_managers_open_to_all_its_members() -> None:
    """c0 of m0 and c1 of m1, both givers: together they can only go to the receiver m2."""
    base = case(
        builders.clients([0, 1], groups=["g", "g"]), builders.managers(3), policy=scope(receivers=["m2"])
    )
    assert choices(problem(base)) == [[2]]


def test_a_holding_without_a_common_open_manager_is_a_conflict() -> None:
    """As above, but c1 is of the North and m2 serves the South only; m3 has the North: nobody has both."""
    clients = builders.clients([0, 1], groups=["g", "g"], region=["South", "North"])
    team = builders.managers(4, eligible={"region": [None, None, {"South"}, {"North"}]})
    base = case(clients, team, policy=scope(receivers=["m2", "m3"]))
    with pytest.raises(RulesConflict, match="together: no manager is eligible for all of c0, c1"):
        problem(base)


def test_a_free_member_follows_a_proven_one_whom_scope_does_not_name() -> None:
    base = case(
        builders.clients([1, NOBODY], groups=["g", "g"]),
        builders.managers(3),
        state=[PROVEN, FREE],
        policy=scope(givers=["m0"], receivers=["m2"]),
    )
    assert problem(base).fixed_manager.tolist() == [1, 1]


def test_unknown_ids_are_refused() -> None:
    base = case(builders.clients([0]), builders.managers(2), policy=scope(receivers=["m9"]))
    with pytest.raises(InputError, match=r"rules\.scope\.receivers names m9"):
        problem(base)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 2**32 - 1),
    st.integers(1, 40),
    st.integers(1, 6),
    st.frozensets(st.sampled_from(FEATURES)),
    st.booleans(),
)
def test_any_choice_is_worth_what_the_checker_says(
    seed: int, clients: int, managers: int, more: frozenset[str], feasible: bool
) -> None:
    drawn = make_case(seed, clients, managers, features=more | {SCOPE}, feasible=feasible)
    try:
        made = build_problem(drawn.portfolio, drawn.evidence, drawn.policy)
    except RulesConflict:
        assume(False)
    assert_agrees(drawn, made, seed)


@settings(max_examples=60, deadline=None)
@given(cases(max_clients=40, max_managers=6, feasible=True, features=(*FEATURES, SCOPE)))
def test_a_plan_within_scope_stays_possible(drawn: Case) -> None:
    made = problem(drawn)
    assert preflight(made, drawn.portfolio) == ()
    assert drawn.witness is not None
    locked = made.fixed_manager != NOBODY
    assert np.array_equal(made.fixed_manager[locked], drawn.witness[locked])
    pairs = set(zip(made.pair_unit.tolist(), made.pair_manager.tolist(), strict=True))
    first = made.member[made.member_start[:-1]]
    assert {(u, int(drawn.witness[i])) for u, i in enumerate(first.tolist())} <= pairs
