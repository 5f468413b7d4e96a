"""Disputes: the flag, the rival, the lifted lock, and the files of both sides (model §2, last paragraph)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assigner.evidence import (
    CaseFile,
    Dispute,
    Evidence,
    Recommendation,
    State,
    list_disputes,
    tips,
    weigh_evidence,
)
from assigner.evidence.disputes import margin_of, pins_of, recommend
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY, Kind, Managers, Rule, RuleKind
from tests import builders
from tests.builders import AS_OF
from tests.evidence.cases import Touch, policy, sale, touch, weigh


def contest(
    rows: list[Touch],
    *,
    owner: int = 0,
    revenue: float = 0.0,
    team: Managers | None = None,
    rules: Policy | None = None,
) -> Evidence:
    base = builders.clients([owner], revenue=[revenue])
    return weigh(rows, base=base, team=team or builders.managers(4), rules=rules)


# today: meeting 2 points, call 1, e-mail 0.5; strength of 1 point 1 - e^(-1/3) = 0.283, of 1.5 points 0.393
OWNER_HALF = [touch(0, 0, 0, Kind.MEETING), touch(0, 0, 180)]  # 2 + 0.5 = 2.5 points


def test_a_rival_with_four_fifths_of_the_points_disputes() -> None:
    # 2.0 = 0.8 x 2.5
    evidence = contest([*OWNER_HALF, touch(0, 1, 0, Kind.MEETING)])
    assert evidence.disputed.tolist() == [True]
    assert evidence.rival_idx.tolist() == [1]


def test_a_rival_with_less_does_not() -> None:
    # a meeting of yesterday: 2 x 2^(-1/180) = 1.992 < 2.0
    evidence = contest([*OWNER_HALF, touch(0, 1, 1, Kind.MEETING)])
    assert evidence.disputed.tolist() == [False]
    assert evidence.rival_idx.tolist() == [NOBODY]


def test_the_rival_needs_a_strength_of_his_own() -> None:
    # the owner has nothing; one call is 0.283 < 0.3; 1.5 points are 0.393
    assert not contest([touch(0, 1, 0)]).disputed[0]
    assert contest([touch(0, 1, 0, Kind.PROPOSAL)]).disputed[0]


def test_strength_at_the_limit_is_enough() -> None:
    # strength of one call of today, taken as the limit itself
    limit = float(weigh([touch(0, 0, 0)]).pair_strength[0])
    assert contest([touch(0, 1, 0)], rules=policy(dispute_strength=limit)).disputed[0]
    above = policy(dispute_strength=limit + 1e-9)
    assert not contest([touch(0, 1, 0)], rules=above).disputed[0]


def test_the_ratio_comes_from_the_policy() -> None:
    rows = [*OWNER_HALF, touch(0, 1, 0, Kind.MEETING)]
    assert not contest(rows, rules=policy(dispute_ratio=0.81)).disputed[0]


def test_the_rival_with_the_most_points_is_named_the_first_on_ties() -> None:
    rows = [touch(0, 1, 0, Kind.MEETING), touch(0, 2, 0, Kind.TRANSACTION), touch(0, 3, 0, Kind.TRANSACTION)]
    assert contest(rows).rival_idx.tolist() == [2]


@pytest.mark.parametrize("leaver", [0, 1])
def test_both_sides_must_stay(leaver: int) -> None:
    team = builders.managers(2, leaving=[j == leaver for j in range(2)])
    assert not contest([touch(0, 1, 0, Kind.MEETING)], team=team).disputed[0]


def test_a_side_who_starts_later_or_works_no_hours_does_not_stay() -> None:
    rows = [touch(0, 1, 0, Kind.MEETING)]
    assert not contest(rows, team=builders.managers(2, start=[None, "2026-06-02"])).disputed[0]
    assert not contest(rows, team=builders.managers(2, fte=[1, 0])).disputed[0]
    assert contest(rows, team=builders.managers(2, start=[None, "2026-06-01"])).disputed[0]


def test_free_and_excluded_clients_are_not_disputed() -> None:
    assert not contest([touch(0, 1, 0, Kind.MEETING)], owner=NOBODY).disputed[0]
    base = builders.clients([0], excluded=[True])
    rows = [touch(0, 1, 0, Kind.MEETING)]
    assert not weigh(rows, base=base, team=builders.managers(2)).disputed[0]


PROVEN_OWNER = [sale(0, 0, 10)]  # 3 x 2^(-10/365) = 2.944 points
MEETINGS = [touch(0, 1, 0, Kind.MEETING), touch(0, 1, 1, Kind.MEETING)]  # 3.992 points, no sale


def test_a_proven_rival_lifts_the_lock() -> None:
    evidence = contest([*PROVEN_OWNER, sale(0, 1, 5)])
    assert evidence.state.tolist() == [State.PROVEN]
    assert evidence.disputed.tolist() == [True]
    assert evidence.lock_lifted.tolist() == [True]


def test_a_rival_without_a_sale_leaves_the_lock() -> None:
    evidence = contest([*PROVEN_OWNER, *MEETINGS])
    assert evidence.disputed.tolist() == [True]
    assert evidence.lock_lifted.tolist() == [False]


@pytest.mark.parametrize(("age", "lifted"), [(730, True), (731, False)])
def test_the_sale_of_the_rival_is_within_two_years(age: int, lifted: bool) -> None:
    assert contest([*PROVEN_OWNER, *MEETINGS, sale(0, 1, age)]).lock_lifted.tolist() == [lifted]


def test_some_rival_of_the_dispute_is_enough() -> None:
    # manager 1 has the most points and is named; manager 2 has the sale
    evidence = contest([*PROVEN_OWNER, *MEETINGS, sale(0, 2, 5)])
    assert evidence.rival_idx.tolist() == [1]
    assert evidence.lock_lifted.tolist() == [True]


def test_a_sale_of_somebody_outside_the_dispute_is_not() -> None:
    # manager 2 sold 700 days ago, 3 x 2^(-700/365) = 0.79 points: proven, but no rival
    evidence = contest([*PROVEN_OWNER, *MEETINGS, sale(0, 2, 700)])
    assert evidence.pair_proven.tolist() == [True, False, True]
    assert evidence.lock_lifted.tolist() == [False]


def test_only_a_proven_client_has_a_lock_to_lift() -> None:
    evidence = contest([sale(0, 1, 5)])
    assert evidence.state.tolist() == [State.CLAIMED]
    assert evidence.disputed.tolist() == [True]
    assert evidence.lock_lifted.tolist() == [False]


def test_both_files_side_by_side() -> None:
    # client 1: the owner 0 sold 10 days ago and called today; manager 2 sold 5 days ago, one line is bad
    base = builders.clients([0, 0])
    rows = [
        touch(0, 0, 0),
        sale(1, 0, 10),
        touch(1, 0, 0),
        sale(1, 2, 5),
        touch(1, 2, 5),
        touch(1, 2, 6, contact_name=""),
        touch(1, 2, 7),
    ]
    facts = builders.portfolio(base, builders.managers(3), builders.activities(rows))
    evidence = weigh_evidence(facts, Policy(), as_of=AS_OF)
    (dispute,) = list_disputes(facts, evidence)
    owner_points = 3 * 2 ** (-10 / 365) + 1
    rival_points = 3 * 2 ** (-5 / 365) + 2 ** (-7 / 180)
    assert dispute.client_idx == 1
    assert (dispute.owner.manager_idx, dispute.rival.manager_idx) == (0, 2)
    assert dispute.owner.points == pytest.approx(owner_points)
    assert dispute.rival.points == pytest.approx(rival_points)
    assert dispute.owner.strength == evidence.strength(1, 0)
    assert (dispute.owner.num_touches, dispute.rival.num_touches) == (2, 2)
    assert (dispute.owner.last_touch, dispute.rival.last_touch) == (AS_OF, AS_OF - timedelta(days=5))
    assert dispute.owner.last_transaction == date(2026, 5, 22)
    assert dispute.rival.last_transaction == date(2026, 5, 27)
    assert dispute.owner.proven
    assert dispute.rival.proven
    assert dispute.margin == pytest.approx(owner_points / rival_points)
    # both sold, and the points are close: the head decides
    assert dispute.recommendation == Recommendation.HEAD
    assert dispute.lock_lifted


def test_an_owner_without_touches_has_an_empty_file() -> None:
    base = builders.clients([0], revenue=[5.0])
    facts = builders.portfolio(base, builders.managers(2), builders.activities(MEETINGS))
    (dispute,) = list_disputes(facts, weigh_evidence(facts, Policy(), as_of=AS_OF))
    # no touch at all, but the year's revenue proves him; the rival has all the points
    assert dispute.owner == CaseFile(0, 0.0, 0.0, 0, None, None, proven=True)
    assert dispute.margin == 0.0
    assert dispute.recommendation == Recommendation.HEAD


def test_a_dispute_over_nothing_has_margin_one() -> None:
    # a policy in which calls are worth nothing and any strength will do
    rules = policy(points={"call": 0}, dispute_strength=0)
    facts = builders.portfolio(
        builders.clients([0]), builders.managers(2), builders.activities([touch(0, 1, 0)])
    )
    (dispute,) = list_disputes(facts, weigh_evidence(facts, rules, as_of=AS_OF))
    assert dispute.margin == 1.0
    assert dispute.recommendation == Recommendation.HEAD


def test_no_disputes_no_rows() -> None:
    facts = builders.portfolio(builders.clients([0]), builders.managers(1))
    assert list_disputes(facts, weigh_evidence(facts, Policy(), as_of=AS_OF)) == ()


def case(points: float, *, proven: bool) -> CaseFile:
    return CaseFile(0, points, 0.5, 1, None, None, proven)


@pytest.mark.parametrize(
    ("owner", "rival", "expected"),
    [
        # one side proven: it wins unless it has fewer points
        (case(2.0, proven=True), case(2.0, proven=False), "owner"),
        (case(1.9, proven=True), case(2.0, proven=False), "head"),
        (case(2.0, proven=False), case(2.0, proven=True), "rival"),
        (case(2.1, proven=False), case(2.0, proven=True), "head"),
        # equal proof: 4 / 5 = 0.8 is a clear lead of the rival, 5 / 4 of the owner; between them nobody's
        (case(4.0, proven=True), case(5.0, proven=True), "rival"),
        (case(4.1, proven=False), case(5.0, proven=False), "head"),
        (case(5.0, proven=False), case(4.0, proven=False), "owner"),
        (case(4.9, proven=True), case(4.0, proven=True), "head"),
    ],
)
def test_what_the_evidence_recommends(owner: CaseFile, rival: CaseFile, expected: str) -> None:
    assert recommend(owner, rival) == expected


def test_who_is_recommended() -> None:
    owner, rival = case(5.0, proven=False), case(4.0, proven=False)
    sides = {Recommendation.OWNER: owner, Recommendation.RIVAL: rival, Recommendation.HEAD: None}
    for recommendation, side in sides.items():
        assert Dispute(0, owner, rival, 1.25, recommendation, False).recommended is side


def test_everybody_else_with_evidence_is_listed_who_leaves_too() -> None:
    # points of today: 0 and 1 a meeting each, 2 an e-mail, 3 a call, 4 nothing
    rows = [
        touch(0, 0, 0, Kind.MEETING),
        touch(0, 1, 0, Kind.MEETING),
        touch(0, 2, 0, Kind.EMAIL),
        touch(0, 3, 0),
    ]
    team = builders.managers(5, leaving=[False, False, True, False, False])
    facts = builders.portfolio(builders.clients([0]), team, builders.activities(rows))
    (dispute,) = list_disputes(facts, weigh_evidence(facts, Policy(), as_of=AS_OF), Policy())
    assert [(side.manager_idx, side.points, side.stays) for side in dispute.others] == [
        (3, 1.0, True),
        (2, 0.5, False),
    ]


def test_who_stays_is_what_the_policy_says() -> None:
    # manager 2 started this month: with a ramp from 0 he has no weight yet
    rows = [touch(0, j, 0, Kind.MEETING) for j in (0, 1)] + [touch(0, 2, 0)]
    team = builders.managers(3, start=[None, None, "2026-06-01"])
    facts = builders.portfolio(builders.clients([0]), team, builders.activities(rows))
    evidence = weigh_evidence(facts, Policy(), as_of=AS_OF)
    slow = Policy.model_validate({"managers": {"ramp": [0, 1]}})
    assert [d.others[0].stays for d in list_disputes(facts, evidence)] == [True]
    assert [d.others[0].stays for d in list_disputes(facts, evidence, slow)] == [False]


def tips_of(owner: CaseFile, rival: CaseFile) -> list[tuple[int, str, int, str]]:
    """What would tip a dispute, under the default points: a meeting 2, a transaction 3."""
    dispute = Dispute(0, owner, rival, margin_of(owner, rival), recommend(owner, rival), False)
    found = tips(dispute, Policy().evidence)
    return [(tip.manager_idx, tip.kind.name.lower(), tip.number, tip.then.value) for tip in found]


def test_what_tips_a_clear_lead() -> None:
    # rival 7.3 to 2.1, nobody proven. One meeting makes the owner 4.1 of 7.3 (0.56), two 6.1 (0.836 > 0.8).
    # One sale proves the owner, but against the points (5.1 of 7.3).
    owner, rival = case(2.1, proven=False), replace(case(7.3, proven=False), manager_idx=1)
    assert recommend(owner, rival) == Recommendation.RIVAL
    assert tips_of(owner, rival) == [(0, "meeting", 2, "head"), (0, "transaction", 1, "head")]


def test_what_tips_a_close_call() -> None:
    # 4.1 to 5.0, both proven. The owner at 6.1: 5.0 is 0.82 of it; at 8.1 there is no dispute any more, and
    # with a sale, at 7.1, there is none either (5 < 5.68). The rival at 7.0: 4.1 is 0.59 of it.
    owner, rival = case(4.1, proven=True), replace(case(5.0, proven=True), manager_idx=1)
    assert tips_of(owner, rival) == [
        (0, "meeting", 2, "owner"),
        (0, "transaction", 1, "owner"),
        (1, "meeting", 1, "rival"),
        (1, "transaction", 1, "rival"),
    ]


def test_what_would_take_more_than_nine_touches_is_no_advice() -> None:
    # 9 meetings make 18 points of 100; 9 sales are proof and 27 points, which leaves the rival his clear lead
    owner, rival = case(0.0, proven=False), replace(case(100.0, proven=True), manager_idx=1)
    assert tips_of(owner, rival) == []


def test_touches_worth_nothing_tip_nothing() -> None:
    owner, rival = case(2.1, proven=False), case(7.3, proven=False)
    dispute = Dispute(0, owner, rival, margin_of(owner, rival), recommend(owner, rival), False)
    found = tips(dispute, policy(points={"meeting": 0}).evidence)
    assert [tip.kind for tip in found] == [Kind.TRANSACTION]


def test_a_pin_of_either_table_is_a_decision() -> None:
    base = builders.clients([0, 0, 0], pinned=[1, NOBODY, NOBODY])
    facts = builders.portfolio(base, builders.managers(2), rules=[Rule(RuleKind.PIN, 2, 0)])
    assert pins_of(facts).tolist() == [1, NOBODY, 0]
    assert facts.clients.pinned_idx.tolist() == [1, NOBODY, NOBODY]
