"""Clients with evidence of several managers, and which of them model §2 calls disputed."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings

from assigner.evidence import (
    Standing,
    contested_clients,
    list_disputes,
    num_sides,
    sides_of,
    standings,
    weigh_evidence,
)
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY, Kind, Portfolio
from assigner.tabular import Sources, read_portfolio
from tests import builders
from tests.builders import AS_OF
from tests.evidence.cases import sale, touch
from tests.evidence.strategies import policies, portfolios
from tests.shared_data import adventureworks

FEW = settings(max_examples=40, deadline=None)


def example() -> Portfolio:
    """Managers 0, 1 stay, 2 leaves; one client for each standing.

    0: owner 0 and rival 1 meet on a par: disputed; 1: excluded; 2: nobody's; 3: the owner leaves; 4: the
    other one leaves; 5: a call of the rival beside four meetings of the owner; 6: one manager only.
    """
    base = builders.clients([0, 0, NOBODY, 2, 0, 0, 0], excluded=[i == 1 for i in range(7)])
    team = builders.managers(3, leaving=[False, False, True])
    meetings = [touch(i, 0, 0, Kind.MEETING) for i in range(7)]
    others = [touch(i, j, 0, Kind.MEETING) for i, j in ((0, 1), (1, 1), (2, 1), (3, 2), (4, 2))]
    more = [touch(5, 0, age, Kind.MEETING) for age in (1, 2, 3)] + [touch(5, 1, 0)]
    return builders.portfolio(base, team, builders.activities([*meetings, *others, *more]))


def test_why_a_contested_client_is_a_dispute_or_none() -> None:
    facts = example()
    evidence = weigh_evidence(facts, Policy(), as_of=AS_OF)
    assert num_sides(evidence).tolist() == [2, 2, 2, 2, 2, 2, 1]
    found = contested_clients(evidence)
    assert found.tolist() == [0, 1, 2, 3, 4, 5]
    assert standings(facts, evidence, Policy(), found).tolist() == [
        Standing.DISPUTED,
        Standing.EXCLUDED,
        Standing.FREE,
        Standing.OWNER_LEAVES,
        Standing.NO_RIVAL,
        Standing.WEAK_RIVALS,
    ]


def test_a_touch_that_does_not_count_contests_nothing() -> None:
    rows = [touch(0, 0, 0), touch(0, 1, 0, contact_name="")]
    facts = builders.portfolio(builders.clients([0]), builders.managers(2), builders.activities(rows))
    evidence = weigh_evidence(facts, Policy(), as_of=AS_OF)
    assert contested_clients(evidence).tolist() == []
    assert standings(facts, evidence, Policy(), contested_clients(evidence)).tolist() == []


def test_sides_come_with_the_most_points_first_and_who_does_not_stay() -> None:
    # a call 1, a meeting 2, a sale 3 points
    rows = [touch(1, 0, 0), touch(1, 1, 0, Kind.MEETING), sale(1, 2, 0)]
    team = builders.managers(3, leaving=[False, False, True])
    facts = builders.portfolio(builders.clients([0, 0]), team, builders.activities(rows))
    evidence = weigh_evidence(facts, Policy(), as_of=AS_OF)
    nobody, sides = sides_of(facts, evidence, Policy(), [0, 1])
    assert nobody == ()
    assert [(side.manager_idx, side.points, side.stays) for side in sides] == [
        (2, 3.0, False),
        (1, 2.0, True),
        (0, 1.0, True),
    ]
    (dispute,) = list_disputes(facts, evidence, Policy())
    assert (dispute.owner.manager_idx, dispute.rival.manager_idx) == (0, 1)
    assert [side.manager_idx for side in dispute.others] == [2]


@FEW
@given(facts=portfolios(), rules=policies())
def test_contested_means_two_sides_and_standings_agree_with_the_flag(facts: Portfolio, rules: Policy) -> None:
    evidence = weigh_evidence(facts, rules, as_of=AS_OF)
    clients = contested_clients(evidence)
    files = sides_of(facts, evidence, rules, clients)
    assert all(len(sides) > 1 for sides in files)
    words = standings(facts, evidence, rules, clients)
    disputed = words == Standing.DISPUTED
    assert disputed.tolist() == evidence.disputed[clients].tolist()
    for dispute in list_disputes(facts, evidence, rules):
        sides = [dispute.owner, dispute.rival, *dispute.others]
        with_evidence = [side for side in sides if side.num_touches]
        assert len({side.manager_idx for side in sides}) == len(sides)
        assert len(with_evidence) == int(num_sides(evidence)[dispute.client_idx])


@pytest.mark.shared_data
def test_adventureworks_has_208_clients_served_by_more_than_one_person() -> None:
    folder = adventureworks()
    tables = (folder / f"{name}.csv" for name in ("clients", "managers", "activities"))
    facts = read_portfolio(Sources(*tables))
    evidence = weigh_evidence(facts, Policy())
    # the data's own README: 632 clients have orders, 193 of them by two people, 15 by three
    assert Counter(num_sides(evidence).tolist()) == {0: 69, 1: 424, 2: 193, 3: 15}
    contested = contested_clients(evidence)
    assert len(contested) == 208
    # today's owner has no order of his own in 135 disputes more: one person alone has evidence there
    found = Counter(standings(facts, evidence, Policy(), contested).tolist())
    assert found == {Standing.DISPUTED: 152, Standing.WEAK_RIVALS: 56}
    disputes = list_disputes(facts, evidence, Policy())
    among = np.isin([dispute.client_idx for dispute in disputes], contested)
    assert (int(among.sum()), int((~among).sum())) == (152, 135)
    sides = Counter(dispute.recommendation.value for dispute in disputes)
    assert sides == {"rival": 281, "head": 6}
