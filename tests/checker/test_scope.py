"""The rule scope, kept and broken, and the checker's view of it against the naive model (model §3)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.checker import check, locks
from assigner.errors import InputError
from assigner.portfolio import NOBODY, Rule, RuleKind
from tests import builders
from tests.checker.support import CLAIMED, FREE, PROVEN, broken, case, rules, verdict
from tests.checker.test_against_naive import assert_agrees
from tests.strategies import FEATURES, SCOPE, Case, cases, make_case, random_assignment

SEEDS = st.integers(0, 2**32 - 1)


def scope(**fields: Any) -> Any:
    """A policy with this scope."""
    return rules(scope=fields)


def test_only_givers_give() -> None:
    """m0 gives, m1 does not: c0 may go anywhere, c1 is locked to m1."""
    base = case(builders.clients([0, 1]), builders.managers(3), policy=scope(givers=["m0"]))
    assert broken(base, [2, 1]) == []
    assert broken(base, [1, 1]) == []
    assert broken(base, [2, 2]) == [
        "scope: Client 1 (c1) is given to Manager 2 (m2), "
        "but the clients of Manager 1 (m1) are not to change hands"
    ]
    assert verdict(base, [2, 1]).locked.tolist() == [False, True]


def test_only_receivers_receive() -> None:
    base = case(builders.clients([0, 1]), builders.managers(3), policy=scope(receivers=["m2"]))
    assert broken(base, [2, 2]) == []
    assert broken(base, [1, 1]) == [
        "scope: Client 0 (c0) is given to Manager 1 (m1), who is not to receive clients"
    ]


def test_who_has_no_manager_goes_to_a_receiver_and_where_none_may_have_it_to_anybody() -> None:
    """c0 is free, c1 a leaver's: both go to m2. c2 is free and in the South, which m2 does not serve."""
    clients = builders.clients([NOBODY, 1, NOBODY], region=["North", "North", "South"])
    team = builders.managers(3, leaving=[False, True, False], eligible={"region": [None, None, {"North"}]})
    base = case(clients, team, state=[FREE, CLAIMED, FREE], policy=scope(givers=["m0"], receivers=["m2"]))
    assert broken(base, [2, 2, 0]) == []
    assert [found.split(":")[0] for found in broken(base, [0, 0, 0])] == ["scope", "scope"]


def test_who_may_not_keep_a_client_gives_it_though_he_is_no_giver() -> None:
    """c0 lies outside the segments of m0, c1 is banned from him: both need a new manager, a receiver."""
    clients = builders.clients([0, 0, 0], region=["South", "North", "North"])
    team = builders.managers(3, eligible={"region": [{"North"}, None, None]})
    base = case(clients, team, rows=[Rule(RuleKind.BAN, 1, 0)], policy=scope(givers=["m1"], receivers=["m1"]))
    assert broken(base, [1, 1, 0]) == []
    assert [found.split(":")[0] for found in broken(base, [2, 1, 0])] == ["scope"]


def test_pins_and_keep_go_before_scope() -> None:
    """c0 is proven and stays with its giver; c1 is pinned to m1 and goes there, though m1 is no receiver."""
    base = case(
        builders.clients([0, 0], pinned=[NOBODY, 1]),
        builders.managers(3),
        state=[PROVEN, CLAIMED],
        policy=scope(givers=["m0"], receivers=["m2"]),
    )
    assert broken(base, [0, 1]) == []
    assert [found.split(":")[0] for found in broken(base, [2, 2])] == ["keep", "keep"]


def test_a_holding_moves_as_one_or_stays_with_the_part_that_scope_leaves() -> None:
    """g: c0 of the giver m0, c1 of m1, who gives nothing. c0 may not follow c1: m1 receives nothing either.

    h: c2 is locked to m1 by scope, c3 is free and follows it, although m1 is no receiver.
    """
    clients = builders.clients([0, 1, 1, NOBODY], groups=["g", "g", "h", "h"])
    base = case(
        clients,
        builders.managers(3),
        state=[CLAIMED, CLAIMED, CLAIMED, FREE],
        policy=scope(givers=["m0"], receivers=["m2"]),
    )
    held = locks(base.portfolio, base.evidence, base.policy)
    assert held.manager_idx.tolist() == [NOBODY, 1, 1, 1]
    assert held.in_scope.tolist() == [False, True, True, False]
    assert broken(base, [2, 1, 1, 1]) == []


def test_targets_are_those_of_the_whole_team() -> None:
    """Three clients of 10, three managers: everybody's fair share is 10 although m1 can receive nothing."""
    clients = builders.clients([0, 0, 0], potential=[10, 10, 10])
    base = case(clients, builders.managers(3), policy=scope(receivers=["m2"]))
    assert verdict(base, [0, 0, 2]).after.managers.target == pytest.approx([10, 10, 10])


def test_switched_off_it_binds_nobody() -> None:
    base = case(builders.clients([0]), builders.managers(2), policy=scope(givers=[], enabled=False))
    assert broken(base, [1]) == []
    assert not verdict(base, [1]).locked.any()


def test_unknown_ids_are_an_input_error() -> None:
    policy = scope(givers=["m0", "m7"], receivers=["petrova"])
    base = case(builders.clients([0]), builders.managers(2), policy=policy)
    with pytest.raises(InputError) as caught:
        verdict(base, [0])
    assert [(issue.column, issue.value) for issue in caught.value.issues] == [
        ("rules.scope.givers", "m7"),
        ("rules.scope.receivers", "petrova"),
    ]


@settings(max_examples=120, deadline=None)
@given(SEEDS, st.integers(1, 9), st.integers(1, 4), st.frozensets(st.sampled_from(FEATURES)), st.booleans())
def test_any_case_with_scope_agrees_with_the_naive_model(
    seed: int, clients: int, managers: int, more: frozenset[str], feasible: bool
) -> None:
    drawn = make_case(seed, clients, managers, features=more | {SCOPE}, feasible=feasible)
    assert_agrees(drawn, random_assignment(drawn.portfolio, seed))


@settings(max_examples=80, deadline=None)
@given(cases(max_clients=12, feasible=True, features=(*FEATURES, SCOPE)))
def test_a_plan_within_scope_breaks_nothing(drawn: Case) -> None:
    assert drawn.witness is not None
    assert check(drawn.portfolio, drawn.evidence, drawn.policy, drawn.witness).breaks == ()
    assert np.array_equal(drawn.witness == NOBODY, drawn.portfolio.clients.excluded)
