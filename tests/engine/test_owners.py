"""Who owns a merged client: the claimant with the most evidence (model §1, merged cards)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from assigner import engine
from assigner.duplicates.merge import merge_cards
from assigner.engine import Case, weigh_case
from assigner.evidence import Recommendation, State, list_disputes, weigh_evidence
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Clients, Kind, Managers, Portfolio, Rule, RuleKind
from tests import builders
from tests.builders import AS_OF

POLICY = Policy()
ANN, BOB, EVE = 0, 1, 2


def weighed(
    base: Clients,
    merges: Sequence[tuple[int, int]],
    touches: Sequence[Mapping[str, Any]] | None = (),
    team: Managers | None = None,
) -> Case:
    """The case of a base with these merges and touches; None: no log at all."""
    rules = [Rule(RuleKind.MERGE, a, b) for a, b in merges]
    log = None if touches is None else builders.activities(touches)
    portfolio = builders.portfolio(base, team or builders.managers(3), log, rules)
    return weigh_case(merge_cards(portfolio, POLICY), POLICY, as_of=AS_OF)


def touch(client: int, manager: int, kind: Kind, day: str = "2026-05-31") -> dict[str, Any]:
    """A touch, by default on the day before the evidence is weighed."""
    return {"client": client, "manager": manager, "at": day, "kind": kind}


def owner(case: Case) -> int:
    """Owner of the first client."""
    return int(case.portfolio.clients.owner_idx[0])


def test_points_decide_before_revenue() -> None:
    # c0 of Ann takes c1 of Bob. Ann: one call on her own card, 1 point. Bob: a meeting, 2 points. Both decay
    # alike (one day). Bob owns the client although revenue and deal stand on Ann's card.
    base = builders.clients(
        [ANN, BOB], revenue=[900, 0], deal_amount=[50, 0], deal_close=["2026-09-01", None]
    )
    case = weighed(base, [(0, 1)], [touch(0, ANN, Kind.CALL), touch(1, BOB, Kind.MEETING)])
    assert owner(case) == BOB


def test_points_on_any_card_of_the_client_count() -> None:
    # Ann has one call on her card and one, on another day, on Bob's; Bob one call: 2 points against 1.
    touches = [
        touch(0, ANN, Kind.CALL),
        touch(1, ANN, Kind.CALL, "2026-05-30"),
        touch(1, BOB, Kind.CALL),
    ]
    assert owner(weighed(builders.clients([BOB, ANN]), [(0, 1)], touches)) == ANN


def test_who_has_evidence_but_no_card_is_no_claimant() -> None:
    # Eve sold to the client (3 points) and owns no card of it: she is a rival in a dispute, not the owner.
    # Strength 1 - exp(-3 * 2^(-1/365) / 3) = 0.63 >= 0.3, and 3 points are more than 0.8 of Ann's 1.
    case = weighed(
        builders.clients([ANN, BOB]), [(0, 1)], [touch(1, EVE, Kind.TRANSACTION), touch(0, ANN, Kind.CALL)]
    )
    assert owner(case) == ANN
    [dispute] = list_disputes(case.portfolio, case.evidence)
    assert (dispute.owner.manager_idx, dispute.rival.manager_idx) == (ANN, EVE)
    assert dispute.recommendation is Recommendation.RIVAL


@pytest.mark.parametrize("log", [(), None])
def test_without_points_revenue_of_the_own_cards_decides(log: tuple[()] | None) -> None:
    # Bob's two cards bring 6 + 5 = 11, Ann's main card 10.
    base = builders.clients([ANN, BOB, BOB], revenue=[10, 6, 5])
    touches = None if log is None else [touch(3, EVE, Kind.CALL)]
    base = builders.clients([ANN, BOB, BOB, EVE], revenue=[10, 6, 5, 0]) if touches else base
    assert owner(weighed(base, [(0, 1), (0, 2)], touches)) == BOB


def test_then_open_deals_then_the_main_card_then_the_order_of_the_table() -> None:
    deals = builders.clients([ANN, BOB], revenue=[10, 10], deal_amount=[1, 2], deal_close=["2026-09-01"] * 2)
    assert owner(weighed(deals, [(0, 1)], None)) == BOB
    # The main card is the second one in the table: its owner goes before him of the first.
    assert owner(weighed(builders.clients([ANN, BOB]), [(1, 0)], None)) == BOB
    # Nobody owns the main card; Bob's card stands before Ann's.
    assert owner(weighed(builders.clients([NOBODY, BOB, ANN]), [(0, 1), (0, 2)], None)) == BOB


def test_who_leaves_comes_last() -> None:
    # Ann leaves: Bob owns the client although she sold to it. Where all claimants leave, points decide again.
    sale = [touch(0, ANN, Kind.TRANSACTION), touch(1, BOB, Kind.EMAIL)]
    base = builders.clients([ANN, BOB])
    one = builders.managers(3, leaving=[True, False, False])
    assert owner(weighed(base, [(0, 1)], sale, one)) == BOB
    both = builders.managers(3, leaving=[True, True, False])
    assert owner(weighed(base, [(0, 1)], sale, both)) == ANN
    # Bob has not started yet on the day of the evidence: he does not stay either.
    later = builders.managers(3, start=[None, "2026-07-01", None])
    assert owner(weighed(base, [(0, 1)], [touch(1, BOB, Kind.MEETING)], later)) == ANN


def test_cards_of_nobody_make_a_free_client() -> None:
    case = weighed(builders.clients([NOBODY, NOBODY]), [(0, 1)], [touch(0, EVE, Kind.CALL)])
    assert owner(case) == NOBODY
    assert case.evidence.state.tolist() == [State.FREE]


def test_the_state_is_that_of_the_owner_whom_the_evidence_chose() -> None:
    # Bob sold to c1 the day before, Ann has done nothing: Bob's, proven and active, and no dispute. Weighed
    # with Ann, who owns the main card, it would be claimed and disputed.
    case = weighed(builders.clients([ANN, BOB]), [(0, 1)], [touch(1, BOB, Kind.TRANSACTION)])
    assert owner(case) == BOB
    assert case.evidence.state.tolist() == [State.PROVEN]
    assert not case.evidence.disputed.any()


def test_two_claimants_with_proven_work_are_both_in_the_evidence_and_in_dispute() -> None:
    # Ann sold 10 days ago: 3 * 2^(-10/365) = 2.944 points; Bob 30 days ago: 3 * 2^(-30/365) = 2.834.
    # 2.834 >= 0.8 * 2.944 = 2.355, Bob's strength is 0.61: disputed, and as he is proven the lock is lifted.
    touches = [
        touch(0, ANN, Kind.TRANSACTION, "2026-05-22"),
        touch(1, BOB, Kind.TRANSACTION, "2026-05-02"),
    ]
    case = weighed(builders.clients([BOB, ANN]), [(0, 1)], touches)
    assert owner(case) == ANN
    assert case.evidence.pair_proven.tolist() == [True, True]
    assert case.evidence.pair_points.tolist() == pytest.approx([2.9436, 2.8338], abs=1e-4)
    assert case.evidence.lock_lifted.tolist() == [True]
    [dispute] = list_disputes(case.portfolio, case.evidence)
    assert (dispute.owner.manager_idx, dispute.rival.manager_idx) == (ANN, BOB)
    assert dispute.recommendation is Recommendation.HEAD


def test_touches_on_several_cards_of_one_client_are_one_day_and_one_phone() -> None:
    # Ann called c0 and c1 on one day: of one client, so one call counts. The phone on six cards of three
    # clients (0-3, 4, 5) is not on more than five clients, so that it does not count as padding.
    shared = [touch(i, ANN, Kind.CALL) | {"contact_phone": "1234567"} for i in range(6)]
    alone = weighed(builders.clients([ANN] * 6), [], shared)
    assert alone.evidence.discarded == {"shared_phone": 6}
    case = weighed(builders.clients([ANN] * 6), [(0, 1), (0, 2), (0, 3)], shared)
    assert case.evidence.discarded == {"same_day": 3}


def test_the_evidence_is_weighed_once_more_only_where_an_owner_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Portfolio] = []

    def counting(portfolio: Portfolio, *args: Any, **options: Any) -> Any:
        seen.append(portfolio)
        return weigh_evidence(portfolio, *args, **options)

    monkeypatch.setattr(engine, "weigh_evidence", counting)
    weighed(builders.clients([ANN, BOB]), [(0, 1)], [touch(1, ANN, Kind.CALL)])
    assert len(seen) == 1
    case = weighed(builders.clients([ANN, BOB]), [(0, 1)], [touch(1, BOB, Kind.CALL)])
    assert len(seen) == 3
    assert seen[-1] is case.portfolio
