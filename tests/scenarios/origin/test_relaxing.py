"""Ways out of a conflict, from plain data back into changes: each rule on a base of eight clients by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from assigner.errors import InputError
from assigner.portfolio import NOBODY, Rule, RuleKind
from assigner.problem.changes import KINDS
from scenarios.base import Base
from scenarios.origin.relaxing import relax
from tests.scenarios.edits.bases import EN, small

BAN = Rule(RuleKind.BAN, 0, 1)
APART = Rule(RuleKind.APART, 3, 4)


def loosened(base: Base, *changes: dict[str, Any]) -> Base:
    return relax(base, changes, EN)


def refused(base: Base, *changes: dict[str, Any]) -> list[tuple[str, str]]:
    """Place and value of everything that is wrong."""
    with pytest.raises(InputError) as caught:
        relax(base, changes, EN)
    return [(issue.column, issue.value) for issue in caught.value.issues]


def ruled(*rules: Rule) -> Base:
    base = small()
    return replace(base, portfolio=replace(base.portfolio, rules=rules))


def test_a_limit_of_the_policy_gets_another_number() -> None:
    base = small(
        rules={"loss_cap": {"enabled": True, "cap": 0.1}, "absorption": {"enabled": True, "clients": 2}}
    )
    found = loosened(
        base,
        {"rule": "loss-cap", "asked": 0.1, "to": 0.25},
        {"rule": "absorption", "asked": 2, "to": 3.0},
    )
    assert (found.policy.rules.loss_cap.cap, found.policy.rules.absorption.clients) == (0.25, 3)
    assert base.policy.rules.loss_cap.cap == 0.1  # the base that was given stays as it was


def test_a_budget_of_moves_is_one_of_clients_or_one_of_revenue() -> None:
    base = small(rules={"move_budget": {"enabled": True, "clients": 0.1, "revenue": 0.2}})
    clients = loosened(base, {"rule": "move-budget", "measure": "count", "asked": 0.1, "to": 0.3})
    revenue = loosened(base, {"rule": "move-budget", "measure": "revenue", "asked": 0.2, "to": 0.4})
    budgets = [one.policy.rules.move_budget for one in (clients, revenue)]
    assert [(one.clients, one.revenue) for one in budgets] == [(0.3, 0.2), (0.1, 0.4)]


def test_a_managers_own_limit_is_his_alone() -> None:
    found = loosened(small(), {"rule": "max-load", "measure": "count", "manager": "m1", "asked": 1, "to": 4})
    column = found.portfolio.managers.max_clients
    assert column[1] == 4
    assert np.isnan(column[[0, 2, 3]]).all()


def test_a_client_that_must_stay_is_pinned_to_another_manager() -> None:
    found = loosened(small(), {"rule": "keep", "client": "c0", "manager": "m2"})
    assert found.portfolio.clients.pinned_idx.tolist() == [2] + [NOBODY] * 7


def test_a_manager_may_serve_one_segment_more() -> None:
    base = small()
    managers = replace(base.portfolio.managers, eligible={"region": (frozenset({"North"}), None, None, None)})
    base = replace(base, portfolio=replace(base.portfolio, managers=managers))
    found = loosened(base, {"rule": "eligible", "manager": "m0", "dimension": "region", "value": "South"})
    assert found.portfolio.managers.eligible["region"] == (frozenset({"North", "South"}), None, None, None)


def test_rules_about_two_are_dropped_by_name() -> None:
    base = ruled(BAN, APART)
    assert loosened(base, {"rule": "banned", "client": "c0", "manager": "m1"}).portfolio.rules == (APART,)
    assert loosened(base, {"rule": "banned", "client": "c0", "manager": "m2"}).portfolio.rules == (BAN, APART)
    # An apart rule has no order: c4 and c3 are the same pair as c3 and c4.
    assert loosened(base, {"rule": "apart", "client": "c4", "other": "c3"}).portfolio.rules == (BAN,)


def test_a_client_leaves_its_holding_and_the_scope_is_switched_off() -> None:
    base = ruled(Rule(RuleKind.TOGETHER, 0, 1))
    assert loosened(base, {"rule": "together", "client": "c1"}).portfolio.rules == ()
    scoped = small(rules={"scope": {"enabled": True, "givers": ["m0"]}})
    assert not loosened(scoped, {"rule": "scope"}).policy.rules.scope.enabled


def test_everything_wrong_is_told_with_its_place() -> None:
    places = refused(
        small(),
        {"rule": "unheard-of"},
        {"rule": "keep", "client": "c99", "manager": "m9"},
        {"rule": "loss-cap"},
        {"rule": "eligible", "manager": "m0", "dimension": "moon", "value": "x"},
        {"rule": "max-load", "manager": "m0", "to": 3},
        {"rule": "banned", "client": "c0"},
    )
    assert places == [
        ("changes.0.rule", "unheard-of"),
        ("changes.1.manager", "m9"),
        ("changes.1.client", "c99"),
        ("changes.2.to", ""),
        ("changes.3.dimension", "moon"),
        ("changes.4.measure", ""),
        ("changes.5.manager", ""),
    ]


@pytest.mark.parametrize("to", [-0.1, float("nan"), float("inf"), True, "0.3"])
def test_a_limit_must_be_a_number_that_can_be_one(to: object) -> None:
    assert refused(small(), {"rule": "loss-cap", "asked": 0.1, "to": to}) == [("changes.0.to", "")]


def test_every_rule_that_ways_out_loosen_is_known() -> None:
    assert set(KINDS) == {
        *("max-load", "min-load", "loss-cap", "move-budget", "absorption"),
        *("keep", "eligible", "banned", "together", "apart", "scope"),
    }
