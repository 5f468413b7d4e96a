"""Edits of the policy, by hand."""

from __future__ import annotations

from typing import Any

import pytest

from assigner.policy import Goal, Measure, Policy
from scenarios.edits.policy_change import policy_differences
from tests.scenarios.edits.bases import edited, reasons, said, small


def changed(edit: dict[str, Any], **policy: Any) -> dict[str, Any]:
    """New values by path."""
    base = small(**policy)
    return {
        path: new for path, (_, new) in policy_differences(base.policy, edited(base, edit).policy).items()
    }


@pytest.mark.parametrize(
    ("edit", "values"),
    [
        ({"kind": "set", "path": "rules.loss_cap.cap", "value": 0.1}, {"rules.loss_cap.cap": 0.1}),
        ({"kind": "set", "path": "rules.max_load", "value": {"count": 9}}, {"rules.max_load.count": 9}),
        ({"kind": "set", "path": "managers.ramp.0", "value": 0.5}, {"managers.ramp": [0.5, 0.5, 0.75, 1.0]}),
        ({"kind": "set", "path": "managers.ramp", "value": [1]}, {"managers.ramp": [1.0]}),
        ({"kind": "set", "path": "objective.mode", "value": "weighted"}, {}),
        (
            {"kind": "evidence", "values": {"active_days": 30, "points.call": 2}},
            {"evidence.active_days": 30, "evidence.points.call": 2},
        ),
        (
            {"kind": "keep", "states": ["proven", "active"], "open_deals": False},
            {"rules.keep.states": ["proven", "active"], "rules.keep.open_deals": False},
        ),
        ({"kind": "keep", "states": [], "pins": False}, {"rules.keep.states": [], "rules.keep.pins": False}),
        ({"kind": "keep", "enabled": False}, {"rules.keep.enabled": False}),
        (
            {"kind": "ramp", "steps": [0.5, 1], "step_months": 2},
            {"managers.ramp": [0.5, 1], "managers.ramp_step_months": 2},
        ),
        (
            {"kind": "mode", "mode": "lexicographic", "order": ["disruption", "imbalance", "fit"]},
            {"objective.mode": "lexicographic", "objective.order": ["disruption", "imbalance", "fit"]},
        ),
        (
            {"kind": "mode", "worst_off_first": True, "slack": {"fit": 1}},
            {"objective.worst_off_first": True, "objective.slack.fit": 1},
        ),
        (
            {"kind": "caps", "loss_cap": 0, "absorption": 5, "max_load": {"count": 9}, "lift": ["min_load"]},
            {
                "rules.loss_cap.cap": 0,
                "rules.absorption.clients": 5,
                "rules.max_load.count": 9,
                "rules.min_load.enabled": False,
            },
        ),
        ({"kind": "caps", "min_load": {"potential": 9.5}}, {"rules.min_load.potential": 9.5}),
        (
            {"kind": "budget", "clients": 0.1, "revenue": 0.2},
            {"rules.move_budget.clients": 0.1, "rules.move_budget.revenue": 0.2},
        ),
        ({"kind": "budget", "lift": True}, {"rules.move_budget.enabled": False}),
        ({"kind": "weight", "level": "fit", "weight": 0}, {"objective.weights.fit": 0}),
    ],
)
def test_an_edit_sets_these_values_and_no_others(edit: dict[str, Any], values: dict[str, Any]) -> None:
    assert changed(edit) == values


def test_what_is_given_is_switched_on() -> None:
    off = {"loss_cap": {"enabled": False}, "move_budget": {"enabled": False}}
    assert changed({"kind": "caps", "loss_cap": 0.3}, rules=off) == {
        "rules.loss_cap.enabled": True,
        "rules.loss_cap.cap": 0.3,
    }
    assert changed({"kind": "budget", "clients": 0.3}, rules=off)["rules.move_budget.enabled"] is True


@pytest.mark.parametrize(
    ("edit", "place"),
    [
        ({"kind": "set", "path": "rules.loss_cap.cpa", "value": 0.1}, "rules.loss_cap.cpa"),
        ({"kind": "set", "path": "rules.loss_cap.cap", "value": 2}, "rules.loss_cap.cap"),
        ({"kind": "set", "path": "rules.loss_cap.cap", "value": True}, "rules.loss_cap.cap"),
        ({"kind": "set", "path": "rules.loss_cap.cap.x", "value": 1}, "path"),
        ({"kind": "set", "path": "balance.goals.0.weight", "value": 1}, "path"),
        ({"kind": "set", "path": "managers.ramp.9", "value": 1}, "path"),
        ({"kind": "set", "path": "rule", "value": 1}, "rule"),
        ({"kind": "evidence", "values": {"time_zone": "Moskau"}}, "evidence.time_zone"),
        ({"kind": "evidence", "values": {"half_life_days": -1}}, "evidence.half_life_days"),
        ({"kind": "mode", "order": ["fit"]}, "objective.order"),
        ({"kind": "caps"}, "kind"),
        ({"kind": "caps", "loss_cap": 0.1, "lift": ["loss_cap"]}, "lift"),
        ({"kind": "budget", "revenue": 0, "lift": True}, "lift"),
        ({"kind": "keep"}, "kind"),
        ({"kind": "weight", "weight": 1}, "level"),
        ({"kind": "weight", "weight": 1, "level": "fit", "goal": "potential/total"}, "level"),
        ({"kind": "weight", "weight": 0, "goal": "potential/total"}, "balance.goals.0.weight"),
        ({"kind": "weight", "weight": 1, "goal": "potential/totl"}, "goal"),
        ({"kind": "tolerance", "tolerance": 1, "goal": "potential/tier"}, "goal"),
    ],
)
def test_what_does_not_fit_is_refused(edit: dict[str, Any], place: str) -> None:
    assert [where for where, _ in reasons(small(), edit)] == [f"edits.0.{place}"]


def test_clients_change_hands_only_between_some() -> None:
    # m0 owns c0..c2 with 60 together. Names become ids; what is not said stays as it is.
    scope = {"kind": "scope", "givers": ["Manager 0"]}
    assert changed(scope) == {"rules.scope.givers": ["m0"]}
    assert said(small(), scope) == (
        "Clients of Manager 0 (m0) may change hands (3 clients with a potential of 60), towards everybody."
    )
    both = edited(small(), scope, {"kind": "scope", "receivers": ["m3"]}).policy.rules.scope
    assert (both.givers, both.receivers) == (("m0",), ("m3",))
    off = {"kind": "scope", "lift": True}
    assert edited(small(), scope, off).policy.rules.scope.enabled is False
    assert edited(small(), scope, off, scope).policy.rules.scope.enabled is True
    assert said(edited(small(), scope), off) == (
        "Clients of everybody may change hands (6 clients with a potential of 210), towards everybody."
    )
    assert reasons(small(), {**scope, "receivers": ["m9"]}) == [("edits.0.receivers.0", "m9")]
    assert reasons(small(), {"kind": "scope"}) == [("edits.0.givers", "")]
    assert reasons(small(), {**scope, "lift": True}) == [("edits.0.givers", "")]


def goals(edit: dict[str, Any], **policy: Any) -> dict[str, tuple[float, float]]:
    """Tolerance and weight of every goal in force after an edit."""
    base = edited(small(**policy), edit)
    found = base.policy.balance.resolve(("region",), has_workload=True)
    return {goal.key: (goal.tolerance, goal.weight) for goal in found}


def test_all_tolerances_or_that_of_one_goal() -> None:
    # The default goals here: potential and workload in total, potential by region.
    everywhere = goals({"kind": "tolerance", "tolerance": 0.3})
    assert everywhere == dict.fromkeys(["potential/total", "workload/total", "potential/region"], (0.3, 1))
    one = goals({"kind": "tolerance", "tolerance": 0.3, "goal": "workload/total"})
    assert one == everywhere | {"potential/total": (0.05, 1), "potential/region": (0.15, 1)}
    own = {"goals": [{"measure": "count", "tolerance": 0.1}]}
    assert goals({"kind": "tolerance", "tolerance": 0.3}, balance=own) == {"count/total": (0.3, 1)}


def test_a_goal_weighs_more_beside_the_default_ones() -> None:
    edit = {"kind": "weight", "goal": "potential/region", "weight": 2.5}
    assert goals(edit)["potential/region"] == (0.15, 2.5)
    assert said(small(), edit) == "Goals: potential/region from 15% to 15% with weight 2.5."


def test_goals_are_replaced_and_the_last_edit_of_them_holds() -> None:
    new = {"kind": "goals", "goals": [{"measure": "count", "dimension": "region", "tolerance": 0.125}]}
    after = edited(small(), {"kind": "tolerance", "tolerance": 0.3, "goal": "potential/total"}, new)
    assert after.policy.balance.goals == (Goal(measure=Measure.COUNT, dimension="region", tolerance=0.125),)
    assert edited(after, {"kind": "goals", "goals": None}).policy == Policy()
    assert said(small(), new) == (
        "Goals: count/region from not balanced to 12.5%; potential/total is no goal any more; "
        "workload/total is no goal any more; potential/region is no goal any more."
    )


def test_goals_over_nothing_and_goals_twice_are_refused() -> None:
    goal = {"measure": "count", "dimension": "regoin", "tolerance": 0.1}
    assert reasons(small(), {"kind": "goals", "goals": [goal]}) == [("edits.0.goals.0.dimension", "regoin")]
    total = {"measure": "count", "tolerance": 0.1}
    assert [where for where, _ in reasons(small(), {"kind": "goals", "goals": [total, total]})] == [
        "edits.0.balance"
    ]


def test_goals_that_hold_already_are_told_so() -> None:
    assert said(small(), {"kind": "goals", "goals": None}) == "The policy says so already."


def test_a_new_dimension_can_be_balanced() -> None:
    band = {"kind": "resegment", "dimension": "size", "new": True, "value": "big", "clients": ["c7"]}
    goal = {"kind": "goals", "goals": [{"measure": "count", "dimension": "size", "tolerance": 0.1}]}
    edited(small(), band, goal)
    assert reasons(small(), goal, band) == [("edits.0.goals.0.dimension", "size")]


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (
            {"kind": "caps", "loss_cap": 0.1, "max_load": {"count": 4}},
            "Policy: rules.max_load.count from not set to 4; rules.loss_cap.cap from 0.2 to 0.1.",
        ),
        # Six clients are owned, with 13 of revenue; half of them, a tenth of it.
        (
            {"kind": "budget", "clients": 0.5, "revenue": 0.1},
            "Policy: rules.move_budget.clients from not set to 0.5; "
            "rules.move_budget.revenue from not set to 0.1. "
            "At most 3 of 6 owned clients may move. At most 1.30 of 13 of revenue may move.",
        ),
        # c0 and c3 are proven, c1 active.
        (
            {"kind": "keep", "states": ["proven", "active"]},
            "Policy: rules.keep.states from [proven] to [proven, active]. "
            "Clients kept by their state: 2 before, 3 now.",
        ),
        # Five days before the 1st of June nobody was called: c1 is not active any more, but sales count on.
        (
            {"kind": "evidence", "values": {"active_days": 5}},
            "Policy: evidence.active_days from 90 to 5. "
            "Clients by state: active from 1 to 0; claimed from 3 to 4.",
        ),
        (
            {"kind": "evidence", "values": {"points.other": 1}},
            "Policy: evidence.points.other from 0.25 to 1. Clients by state: none changes.",
        ),
        ({"kind": "set", "path": "fit.distance_weight", "value": 0}, "The policy says so already."),
    ],
)
def test_the_effect_is_told_in_numbers(edit: dict[str, Any], sentence: str) -> None:
    assert said(small(), edit) == sentence


def test_a_steeper_ramp_adds_weight() -> None:
    # One month after the start: 25 % by default, 50 % now.
    base = edited(small(), {"kind": "share", "managers": ["m0"], "start_date": "2026-05-01"})
    assert said(base, {"kind": "ramp", "steps": [0.5, 1]}) == (
        "Policy: managers.ramp from [0.25, 0.5, 0.75, 1] to [0.5, 1]. "
        "The weight of the team goes from 3.25 to 3.50."
    )


def test_pins_that_are_switched_off_hold_nobody_back() -> None:
    # Without pins c6 may be pinned to a manager whose segments change; switched on again it would be astray.
    pin = {"kind": "pin", "clients": ["c6"], "manager": "m0"}
    north = {"kind": "eligibility", "managers": ["m0"], "dimension": "region", "values": ["North"]}
    base = edited(small(), pin, {"kind": "keep", "pins": False}, north)
    assert reasons(base, {"kind": "keep", "pins": True}) == [
        ("edits.0.clients", "Client 6 (c6) - Manager 0 (m0)")
    ]
