"""The evidence by manager."""

from __future__ import annotations

from assigner.evidence import Discard, State, summarise_evidence, weigh_evidence
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY, Kind
from tests import builders
from tests.builders import AS_OF
from tests.evidence.cases import sale, touch

# manager 0 owns 0 (proven), 1 (claimed) and 2 (claimed, disputed by manager 1); manager 1 owns 3 (excluded);
# client 4 is free, client 5 free and excluded
FACTS = builders.portfolio(
    builders.clients(
        [0, 0, 0, 1, NOBODY, NOBODY],
        potential=[1, 2, 4, 8, 16, 32],
        excluded=[False, False, False, True, False, True],
    ),
    builders.managers(3),
    builders.activities(
        [
            sale(0, 0, 10),
            touch(1, 0, 10, summary="hi"),
            touch(1, 0, 11, summary="hi"),
            touch(2, 1, 10, Kind.MEETING),
            touch(2, 1, 10),
        ]
    ),
)
SUMMARY = summarise_evidence(FACTS, weigh_evidence(FACTS, Policy(), as_of=AS_OF))


def test_clients_by_manager_and_state() -> None:
    #                                 proven active dormant claimed free excluded
    assert SUMMARY.clients.tolist() == [[1, 0, 0, 2, 0, 0], [0, 0, 0, 0, 0, 1], [0] * 6]
    assert SUMMARY.unowned.tolist() == [0, 0, 0, 0, 1, 1]


def test_potential_by_manager_and_state() -> None:
    assert SUMMARY.potential.tolist() == [[1, 0, 0, 6, 0, 0], [0, 0, 0, 0, 0, 8], [0] * 6]
    assert SUMMARY.unowned_potential.tolist() == [0, 0, 0, 0, 16, 32]


def test_dead_souls_are_the_claimed_clients() -> None:
    assert SUMMARY.dead_souls.tolist() == [2, 0, 0]
    assert SUMMARY.dead_souls_potential.tolist() == [6, 0, 0]


def test_disputes_stand_with_the_owner() -> None:
    assert SUMMARY.disputed.tolist() == [1, 0, 0]


def test_discarded_touches_by_manager_and_reason() -> None:
    columns = {reason: SUMMARY.discarded[:, n].tolist() for n, reason in enumerate(Discard)}
    assert columns.pop(Discard.SHORT_SUMMARY) == [2, 0, 0]
    assert columns.pop(Discard.SAME_DAY) == [0, 1, 0]
    assert set(map(tuple, columns.values())) == {(0, 0, 0)}


def test_everybody_counts_once() -> None:
    assert SUMMARY.clients.sum() + SUMMARY.unowned.sum() == FACTS.num_clients
    assert SUMMARY.clients.shape == (3, len(State))
