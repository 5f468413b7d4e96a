"""Which numbers are turned, and how far."""

from __future__ import annotations

from datetime import date

import pytest

from assigner.errors import InputError
from assigner.i18n import Translator
from assigner.policy import Goal, Measure, Policy
from assigner.policy.model import BalancePolicy
from scenarios.sensitivity.knobs import KNOBS, chosen_knobs, knobs_for, times
from scenarios.sensitivity.texts import TITLES
from tests import builders

BARE = builders.portfolio(builders.clients([0, 1]), builders.managers(2))
KNOB = {knob.path: knob for knob in KNOBS}


def turned(path: str, policy: Policy | None = None) -> list[object]:
    """The values of both turns; None where nothing changes."""
    knob, policy = KNOB[path], policy or Policy()
    made = [knob.turned(policy, turn) for turn in (knob.low, knob.high)]
    return [None if one is None else knob.value(one) for one in made]


def test_numbers_are_halved_and_doubled_unless_something_else_fits() -> None:
    assert turned("balance.total_tolerance") == [0.025, 0.1]
    assert turned("rules.loss_cap.cap") == pytest.approx([0.1, 0.3])
    assert turned("evidence.dispute_ratio") == pytest.approx([0.6, 1.0])
    assert turned("rules.keep.states") == [(), ("proven", "active")]
    assert turned("disruption.similarity_discount") == [0.0, 1.0]


def test_whole_numbers_stay_whole_and_above_zero() -> None:
    assert turned("managers.ramp_step_months") == [2, 6]  # 1.5 is rounded to the even 2
    assert turned("evidence.active_days") == [45, 180]
    assert times(0.1)(1) == 1


def test_a_share_is_never_turned_above_one() -> None:
    policy = Policy.model_validate({"disruption": {"risk": 0.7}, "rules": {"loss_cap": {"cap": 1.0}}})
    assert turned("disruption.risk", policy) == [0.35, 1.0]
    assert turned("rules.loss_cap.cap", policy) == [0.5, None]  # at the end already


def test_what_is_zero_can_not_be_turned() -> None:
    policy = Policy.model_validate({"disruption": {"kappa": 0}})
    assert turned("disruption.kappa", policy) == [None, None]
    assert turned("fit.distance_weight") == [None, 0.5]


def test_a_turn_changes_its_number_and_nothing_else() -> None:
    for knob in KNOBS:
        if knob.path == "balance.goals":
            continue
        for turn in (knob.low, knob.high):
            made = knob.turned(Policy(), turn)
            if made is not None:
                back = knob.turned(made, lambda _, knob=knob: knob.value(Policy()))  # type: ignore[misc]
                assert back == Policy()


def test_own_goals_have_their_tolerances_turned_together() -> None:
    goals = (
        Goal(measure=Measure.COUNT, tolerance=0.2),
        Goal(measure=Measure.POTENTIAL, tolerance=0.1, weight=3),
    )
    policy = Policy(balance=BalancePolicy(goals=goals))
    made = KNOB["balance.goals"].turned(policy, KNOB["balance.goals"].high)
    assert made is not None
    assert [(g.tolerance, g.weight) for g in made.balance.goals or ()] == [(0.4, 1), (0.2, 3)]
    paths = {knob.path for knob in knobs_for(BARE, policy)}
    assert "balance.goals" in paths
    assert not paths & {"balance.total_tolerance", "balance.segment_tolerance"}


def test_only_knobs_that_can_matter_are_offered() -> None:
    bare = {knob.path for knob in knobs_for(BARE, Policy())}
    assert not any(path.startswith("evidence.") for path in bare)
    assert not bare & {"balance.workload_tolerance", "fit.distance_weight", "balance.goals"}
    log = builders.activities([{"client": 0, "manager": 0, "at": date(2026, 5, 1)}])
    rich = builders.portfolio(
        builders.clients([0, 1], workload=[1, 2], lat=[55, 56], lon=[37, 38]), builders.managers(2), log
    )
    paths = {knob.path for knob in knobs_for(rich, Policy())}
    assert {"evidence.half_life_days", "balance.workload_tolerance", "fit.distance_weight"} <= paths


def test_knobs_are_chosen_by_name_and_all_unknown_ones_are_told() -> None:
    possible, tr = knobs_for(BARE, Policy()), Translator()
    names = ["objective.weights.fit", "rules.loss_cap.cap", "objective.weights.fit"]
    assert [knob.path for knob in chosen_knobs(names, possible, tr)] == names[:2]
    assert chosen_knobs([], possible, tr) == possible
    with pytest.raises(InputError) as caught:
        chosen_knobs(["rules.loss", "rules.loss_cap.cap", "x"], possible, tr)
    assert [issue.value for issue in caught.value.issues] == ["rules.loss", "x"]
    assert "rules.loss_cap.cap" in caught.value.issues[0].remedy


def test_every_knob_has_a_name_for_people() -> None:
    assert set(TITLES) == set(KNOB)
