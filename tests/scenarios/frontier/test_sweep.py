"""The sweep against divisions counted by hand and against all divisions of small bases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import inf

import numpy as np
import pytest

from assigner.errors import AssignerError, InternalError, NoAnswer, RulesConflict
from assigner.policy import Policy
from scenarios.base import Base
from scenarios.batch import Ask
from scenarios.frontier.asking import epsilon_base, fairest_base
from scenarios.frontier.measuring import Judge, moved_capacity
from scenarios.frontier.model import Frontier
from scenarios.frontier.pareto import bound_at
from scenarios.frontier.sweep import sweep
from scenarios.results import RunResult
from tests import builders
from tests.scenarios.frontier.cases import TO_PROOF, lawful_plans, line_base, random_base, solve_here


def swept(base: Base, points: int = 12) -> Frontier:
    return sweep(base, TO_PROOF, points, solve_here)


def test_a_curve_worked_out_by_hand() -> None:
    # Each client is worth 0.1 x 10 = 1; nobody works it, so a move costs the fixed part alone,
    # 2 % x 1 x (0.15 + 0.05) = 0.004, of D = 6 x (0.2 + 0.004): k moves are 0.4 k / 1.224 % of disruption.
    # The fair share is 30, half of a client (5 / 30) is tolerated: with k moved the first manager is
    # (60 - 10 k) / 30 - 1 - 1/6 above, the second 1 - k / 3 - 1/6 below, both (5 - 2 k) / 6 of the share. The
    # mean and the worst of it add up to twice that: 5/3, 1, 1/3, 0.
    found = swept(line_base())
    wanted = [(0.4 * k / 1.224, imbalance) for k, imbalance in enumerate([500 / 3, 100, 100 / 3, 0])]
    assert [(one.disruption, one.imbalance) for one in found.answers] == [
        pytest.approx(w, abs=1e-6) for w in wanted
    ]
    assert [one.moved_clients for one in found.answers] == [0, 1, 2, 3]
    assert [one.moved_capacity for one in found.answers] == pytest.approx([0, 1 / 6, 2 / 6, 3 / 6])
    assert [one.fixed_cost for one in found.answers] == pytest.approx([0, 0.004, 0.008, 0.012])
    assert found.knee is not None  # 166.7, 100, 33.3, 0 over even steps: the last step gives half
    assert found.answers[found.knee].moved_clients == 2
    assert (found.today.disruption, found.today.imbalance) == pytest.approx((0, 500 / 3))


def test_the_bounds_of_that_curve_meet_its_answers() -> None:
    found = swept(line_base())
    for one in found.answers:
        assert bound_at(found.stairs, one.disruption - 1e-6) == pytest.approx(one.imbalance, abs=1e-5)
    assert bound_at(found.stairs, -0.01) == inf  # no plan is less painful than none


@pytest.mark.parametrize(("seed", "leaver"), [(0, False), (4, False), (2, True)])
def test_every_run_has_the_least_imbalance_of_all_divisions_within_its_cap(seed: int, leaver: bool) -> None:
    base = random_base(seed, leaver=leaver)
    plans = lawful_plans(base)
    found = swept(base, 7)
    for run in found.runs:
        surely, maybe = (
            min((imbalance for disruption, imbalance in plans if disruption <= run.cap + room), default=inf)
            for room in (0.0, 1e-6)  # a plan at the cap itself may count or not
        )
        assert maybe - 1e-5 <= run.answer.imbalance <= surely + 1e-5
        assert run.answer.disruption <= run.cap + 1e-6
    for disruption, imbalance in plans:
        assert imbalance >= bound_at(found.stairs, disruption) - 1e-5
    assert found.answers[0].disruption == pytest.approx(min(d for d, _ in plans), abs=1e-6)
    assert found.answers[-1].imbalance == pytest.approx(min(i for _, i in plans), abs=1e-6)


def test_the_fairest_end_has_the_least_disruption_of_its_imbalance() -> None:
    base = random_base(3)
    plans = lawful_plans(base)
    fairest = swept(base, 3).runs[1].answer
    least = min(disruption for disruption, imbalance in plans if imbalance <= fairest.imbalance + 1e-6)
    assert fairest.disruption == pytest.approx(least, abs=1e-6)


def test_a_sweep_repeats_and_spends_no_more_than_it_was_given() -> None:
    runs = [swept(random_base(1), 6) for _ in range(2)]
    assert runs[0].answers == runs[1].answers
    assert runs[0].stairs == runs[1].stairs
    assert [one.result.key for one in runs[0].runs] == [one.result.key for one in runs[1].runs]
    assert len(runs[0].runs) <= 6


def test_a_base_with_nothing_to_trade_has_a_curve_of_one_point() -> None:
    facts = builders.portfolio(builders.clients([0, 0, 1, 1]), builders.managers(2))
    found = swept(Base(facts, Policy(), builders.AS_OF))
    assert len(found.answers) == 1
    assert (found.answers[0].disruption, found.answers[0].imbalance, found.knee) == (0, 0, None)
    assert len(found.runs) == 2


def test_rules_that_conflict_end_the_sweep() -> None:
    policy = Policy.model_validate({"rules": {"max_load": {"count": 2}}})
    with pytest.raises(RulesConflict):
        swept(replace(line_base(), policy=policy))


def test_a_run_without_an_answer_is_told_and_left_out() -> None:
    def stubborn(asks: Sequence[Ask]) -> dict[str, RunResult | AssignerError]:
        found = solve_here([ask for ask in asks if "+" not in ask.name])
        return {ask.name: found.get(ask.name, NoAnswer("no time")) for ask in asks}

    found = sweep(line_base(), TO_PROOF, 6, stubborn)
    assert len(found.runs) == 2
    assert len(found.failed) == 4
    assert all(reason.endswith("points above the least disruption: no time") for reason in found.failed)


def test_an_answer_that_breaks_a_rule_is_refused() -> None:
    base = random_base(2)

    def cheating(asks: Sequence[Ask]) -> dict[str, RunResult | AssignerError]:
        found = solve_here(asks)
        return {
            name: replace(one, manager_id=("", *one.manager_id[1:]))
            for name, one in found.items()
            if isinstance(one, RunResult)
        }

    with pytest.raises(InternalError, match="one-owner"):
        sweep(base, TO_PROOF, 3, cheating)


def test_the_policies_of_the_sweep_keep_every_rule_and_goal() -> None:
    base = line_base()
    for made in (epsilon_base(base, 0.5), fairest_base(base)):
        assert made.portfolio is base.portfolio
        for part in ("rules", "balance", "disruption", "evidence", "managers", "travel"):
            assert getattr(made.policy, part) == getattr(base.policy, part)
    assert epsilon_base(base, 0.5).policy.objective.order[0] == "disruption"
    assert epsilon_base(base, 0.5).policy.objective.slack.disruption == 0.5
    assert epsilon_base(base, 0.5).policy.objective.slack.imbalance == 0


def test_moved_capacity_is_a_share_of_what_is_owned_and_serviceable() -> None:
    clients = builders.clients(
        [0, 0, 1, -1, 0], potential=[10, 20, 30, 40, 50], excluded=[False] * 4 + [True]
    )
    facts = builders.portfolio(clients, builders.managers(2))
    # Owned and serviceable: 10 + 20 + 30. The second client (20) changes hands, the free one is no loss.
    assert moved_capacity(facts, np.array([0, 1, 1, 0, -1])) == pytest.approx(20 / 60)
    nothing = builders.portfolio(builders.clients([0], potential=[0.0]), builders.managers(2))
    assert moved_capacity(nothing, np.array([1])) == 0


def test_today_is_measured_even_where_it_breaks_rules() -> None:
    facts = builders.portfolio(builders.clients([0, 0, 1, 1]), builders.managers(2, leaving=[False, True]))
    today = Judge(Base(facts, Policy(), builders.AS_OF)).today()
    assert (today.moved_clients, today.disruption) == (0, 0)
    assert today.imbalance > 0
