"""What managers lost and gained, and which moves are shown first."""

from __future__ import annotations

from assigner.evidence.model import State
from assigner.explain import Exchange, Flow, SegmentFlow, explain_clients, manager_changes, telling_moves
from assigner.portfolio import NOBODY
from assigner.proposal import Proposal
from tests import builders
from tests.explain.cases import propose

C, D, F, X = State.CLAIMED, State.DORMANT, State.FREE, State.EXCLUDED


def swap() -> Proposal:
    """m0 gives c0 and c1 (North) to m1 and gets c2 (South) from m1 and c3 (North), which was free.

    c4 stays with m1, c5 is excluded. Rates 50 % and 25 %.
    """
    base = builders.clients(
        [0, 0, 1, NOBODY, 1, 0],
        potential=[10.0, 20.0, 40.0, 5.0, 7.0, 100.0],
        revenue=[1.0, 2.0, 4.0, 0.0, 9.0, 100.0],
        excluded=[False] * 5 + [True],
        region=["North", "North", "South", "North", "South", "North"],
    )
    facts = builders.portfolio(base, builders.managers(2, rate=[0.5, 0.25]))
    known = builders.evidence(facts, [C, D, C, F, C, X])
    return propose(facts, known, [1, 1, 0, 0, 1, NOBODY])


def test_lost_and_gained() -> None:
    # Revenue 3 lost and 4 gained, at 50 % of m0 and 25 % of m1.
    first, second = manager_changes(swap())
    assert first.lost == Flow(2, 30.0, 3.0, 1.5)
    assert first.gained == Flow(2, 45.0, 4.0, 2.0)
    assert second.lost == Flow(1, 40.0, 4.0, 1.0)
    assert second.gained == Flow(2, 30.0, 3.0, 0.75)


def test_by_segment_and_to_whom() -> None:
    first = manager_changes(swap())[0]
    assert first.segments == (
        SegmentFlow("region", "North", Flow(2, 30.0, 3.0, 1.5), Flow(1, 5.0, 0.0, 0.0)),
        SegmentFlow("region", "South", Flow(), Flow(1, 40.0, 4.0, 2.0)),
    )
    assert first.lost_to == (Exchange(1, "Manager 1", Flow(2, 30.0, 3.0, 1.5)),)
    assert [(exchange.name, exchange.flow.clients) for exchange in first.gained_from] == [
        ("Manager 1", 1),
        ("", 1),
    ]


def test_what_one_loses_others_gain() -> None:
    changes = manager_changes(swap())
    lost = sum(change.lost.potential for change in changes)
    gained = sum(change.gained.potential for change in changes)
    assert gained - lost == 5.0  # c3 was nobody's


def test_the_largest_move_first_then_another_reason() -> None:
    # Values: revenue + 0.1 x potential: c0 2, c1 4, c2 8, c3 0.5 (free). c2 (claimed) is the largest,
    # c1 (dormant) the next with a new code, then c0; the free one comes last.
    proposal = swap()
    reasons = explain_clients(proposal)
    moves = telling_moves(proposal, reasons, 4)
    assert [move.client_id for move in moves] == ["c2", "c1", "c0", "c3"]
    assert [move.code for move in moves[:2]] == ["moved_claimed", "moved_dormant"]
    assert (moves[0].owner_name, moves[0].manager_name, moves[0].value) == ("Manager 1", "Manager 0", 8.0)
    assert (moves[3].owner_name, moves[3].text) == ("", str(reasons.text[3]))


def test_no_more_moves_than_there_are() -> None:
    proposal = swap()
    assert len(telling_moves(proposal, explain_clients(proposal), 9)) == 4
