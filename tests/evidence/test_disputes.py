"""Disputes: the flag, the rival, the lifted lock, and the files of both sides (model §2, last paragraph)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assigner.evidence import CaseFile, Evidence, Recommendation, State, list_disputes, weigh_evidence
from assigner.evidence.disputes import recommend
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY, Kind, Managers
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
