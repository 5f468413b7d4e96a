"""Schedules of hand-sized bases: what is taken first, who gives, what the cap stops."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.errors import InputError
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Rule, RuleKind
from scenarios.base import Base
from scenarios.onboarding.asking import Wanted, newcomers_joined
from scenarios.onboarding.following import Searching
from scenarios.onboarding.ground import lay_ground
from scenarios.onboarding.losses import cap_left, lost_shares
from scenarios.onboarding.model import Onboarding, Pool, Shortfall, Terms
from scenarios.onboarding.schedule import plan_onboarding
from tests import builders
from tests.builders import AS_OF
from tests.scenarios.onboarding.cases import EFFORT, LONG_AGO, START, base_of, planned, sold
from tests.strategies import make_case


def taken(found: Onboarding) -> Counter[str]:
    """How many clients came from each manager."""
    return Counter(move.from_id for move in found.moves)


def test_free_clients_are_enough() -> None:
    """m0 and m1 have 10 of 1 each, 10 are free: a fair third is 10, all of it nobody's."""
    found = planned(base_of([0] * 10 + [1] * 10 + [NOBODY] * 10, builders.managers(2)))
    (month,) = found.standings
    assert month.target == pytest.approx(10)
    assert (month.reached, month.shortfall) == (10, Shortfall.NONE)
    assert taken(found) == {"": 10}
    assert found.donors == ()


def test_claimed_go_before_dormant() -> None:
    """m0 has 20: 10 dormant (sold 300 days ago), 10 claimed. Half is fair: the 10 claimed ones are enough."""
    log = [sold(i, 0, LONG_AGO) for i in range(10)]
    found = planned(base_of([0] * 20, builders.managers(1), log))
    assert {move.pool for move in found.moves} == {Pool.CLAIMED}
    assert found.standings[-1].reached == 10


def test_dormant_go_where_claimed_are_not_enough_and_proven_never() -> None:
    """m0 has 20: 12 proven and active, 5 dormant, 3 claimed. Half would be fair: 8 are all that may go."""
    log = [sold(i, 0) for i in range(12)] + [sold(i, 0, LONG_AGO) for i in range(12, 17)]
    found = planned(base_of([0] * 20, builders.managers(1), log))
    assert Counter(move.pool for move in found.moves) == {Pool.CLAIMED: 3, Pool.DORMANT: 5}
    assert (found.proven_total, found.proven_moved) == (12, 0)
    assert found.standings[-1].shortfall is Shortfall.USED_UP


def test_active_clients_go_only_if_asked() -> None:
    """Two calls on different days make a client active: 10 such clients, and half of them would be fair."""
    calls = [
        {"client": i, "manager": 0, "at": day} for i in range(10) for day in ("2026-05-20", "2026-05-21")
    ]
    base = base_of([0] * 10, builders.managers(1), calls)
    assert planned(base).moves == ()
    found = planned(base, terms=Terms(take_active=True))
    assert len(found.moves) == 5
    assert found.steps[0].broken == ()


def test_donors_give_in_proportion_to_what_they_have_too_much() -> None:
    """m0 has 40 of 1, m1 25, m2 15: with the hire 20 are fair, so m0 has 20 too much, m1 5, m2 nothing.

    The hire's 20 come from them as 20 to 5: 16 and 4.
    """
    found = planned(base_of([0] * 40 + [1] * 25 + [2] * 15, builders.managers(3)))
    assert taken(found) == {"m0": 16, "m1": 4}
    first, second = found.donors
    assert (first.surplus, second.surplus) == (20, 5)
    assert (
        (first.given_share, second.given_share) == (first.surplus_share, second.surplus_share) == (0.8, 0.2)
    )
    assert first.book_share == 0.4


def test_the_loss_cap_stops_and_says_so() -> None:
    """m0 has 10 dormant clients that bring 10 each: 20 % of it are two, though five would be fair."""
    log = [sold(i, 0, LONG_AGO) for i in range(10)]
    base = base_of([0] * 10, builders.managers(1), log, revenue=[10.0] * 10)
    found = planned(base, terms=Terms(loss_cap=0.2))
    assert len(found.moves) == 2
    assert found.donors[0].commission_share == 0.2
    assert found.standings[-1].shortfall is Shortfall.LOSS_CAP


def test_no_step_takes_more_than_the_cap_leaves() -> None:
    """The same with a ramp: what was lost in July counts in October, so two clients go in all."""
    log = [sold(i, 0, LONG_AGO) for i in range(10)]
    base = base_of([0] * 10, builders.managers(1), log, policy={}, revenue=[10.0] * 10)
    found = planned(base, terms=Terms(loss_cap=0.2))
    assert len(found.moves) == 2
    assert all(step.broken == () for step in found.steps)


def test_a_ramp_gives_a_quarter_in_each_quarter() -> None:
    """m0 has 60, m1 60: a hire's weight is 0.25, 0.5, 0.75, 1; of 120 that is 13.3, 24, 32.7 and 40."""
    found = planned(base_of([0] * 60 + [1] * 60, builders.managers(2), policy={}))
    at_ends = {month.month: month for month in found.standings}
    targets = [at_ends[date(year, m, 1)].target for year, m in ((2026, 7), (2026, 10), (2027, 1), (2027, 4))]
    assert targets == pytest.approx([120 * a / (2 + a) for a in (0.25, 0.5, 0.75, 1.0)])
    assert all(month.shortfall is Shortfall.NONE for month in found.standings)
    assert len(found.standings) == 10  # July to April


def test_nothing_is_given_twice_and_nobody_gets_anything_before_the_start() -> None:
    base = base_of([0] * 60 + [NOBODY] * 20, builders.managers(1), policy={})
    late = date(2026, 9, 15)
    found = planned(base, Wanted("a", "A", START), Wanted("b", "B", late))
    ids = [move.client_id for move in found.moves]
    assert len(ids) == len(set(ids))
    assert all(move.day >= late for move in found.moves if move.to_id == "b")
    before = [one for one in found.of("b") if one.month < date(2026, 9, 1)]
    assert [one.shortfall for one in before] == [Shortfall.NOT_HERE] * 2


def test_pinned_clients_and_open_deals_stay() -> None:
    """Of ten claimed clients four are pinned to m0 and four have a deal on the way: two may go."""
    columns: dict[str, Any] = {
        "pinned": [0] * 4 + [NOBODY] * 6,
        "deal_amount": [0.0] * 4 + [5.0] * 4 + [0.0] * 2,
        "deal_close": [None] * 4 + ["2026-12-01"] * 4 + [None] * 2,
    }
    found = planned(base_of([0] * 10, builders.managers(1), **columns))
    assert sorted(move.client_id for move in found.moves) == ["c8", "c9"]


def test_a_holding_goes_as_a_whole_or_not_at_all() -> None:
    """g: two claimed clients. h: one claimed, one proven, so that nothing of it goes."""
    base = base_of([0] * 4, builders.managers(1), [sold(3, 0)], groups=["g", "g", "h", "h"])
    found = planned(base)
    assert sorted(move.client_id for move in found.moves) == ["c0", "c1"]


def test_a_newcomer_gets_only_what_he_may_serve() -> None:
    base = base_of([0] * 10, builders.managers(1), region=["North"] * 4 + ["South"] * 6)
    found = planned(base, Wanted("h", "Hire", START, eligible={"region": ("North",)}))
    assert {move.client_id for move in found.moves} <= {"c0", "c1", "c2", "c3"}
    assert found.standings[0].target == 2  # half of the four that both may have


def test_a_leavers_unworked_clients_count_as_nobodys_and_his_proven_ones_stay_out() -> None:
    """m1 leaves 4 claimed and 2 proven clients; m0 has 4: the hire gets claimed ones of the leaver."""
    team = builders.managers(2, leaving=[False, True])
    found = planned(base_of([0] * 4 + [1] * 6, team, [sold(8, 1), sold(9, 1)]))
    assert {move.client_id for move in found.moves} == {"c4", "c5", "c6", "c7"}
    assert {(move.pool, move.from_id) for move in found.moves} == {(Pool.NOBODY, "m1")}


def test_who_returns_keeps_his_book_and_is_filled_up() -> None:
    """m1 is back from leave with 4 clients of his own; m0 has 16: a fair half is 10, so six come."""
    base = base_of([0] * 16 + [1] * 4, builders.managers(2, fte=[1.0, 0.0]))
    found = planned(base, Wanted("m1", start=START, returns=True))
    assert len(found.moves) == 6
    assert found.standings[-1].clients == 10


def test_who_returns_has_his_whole_share_on_the_day_he_is_back() -> None:
    """With the default ramp a hire would have a quarter; m1, back on 15 August, has all from then on."""
    base = base_of([0] * 20, builders.managers(2, fte=[1.0, 0.0]), policy={})
    joined, newcomers = newcomers_joined(
        base, (Wanted("m1", start=date(2026, 8, 15), returns=True),), Translator()
    )
    ground = lay_ground(joined, newcomers, date(2026, 8, 15))
    assert [float(ground.weights(date(2026, 8, day))[1]) for day in (14, 15)] == [0.0, 1.0]
    assert [one.weight for one in planned(base, Wanted("m1", start=START, returns=True)).standings] == [1.0]


def test_bans_of_owners_and_pins_elsewhere_wait_for_the_next_division() -> None:
    """c0 is banned from m0, c1 is pinned to m1: neither is this plan's matter, and both stay."""
    rules = [Rule(RuleKind.BAN, 0, 0), Rule(RuleKind.PIN, 1, 1)]
    found = planned(base_of([0] * 20 + [1] * 10, builders.managers(2), rules=rules))
    assert "c1" not in {move.client_id for move in found.moves}
    assert all(step.broken == () for step in found.steps)


def test_unknown_segments_and_ids_in_use_are_refused_all_at_once() -> None:
    base = base_of([0] * 4, builders.managers(1), region=["North"] * 4)
    wanted = (
        Wanted("m0", start=START),
        Wanted("h", start=START, eligible={"region": ("Moon",)}),
        Wanted("i", start=date(2020, 1, 1)),
    )
    with pytest.raises(InputError) as caught:
        newcomers_joined(base, wanted, Translator())
    assert len(caught.value.issues) == 3


def test_the_cap_that_is_left_adds_up() -> None:
    """m0 lost 10 of 100 under a cap of 20 %: 10 of the 90 left, a ninth. m1 lost 19: too little."""
    log = [sold(i, i // 10, LONG_AGO) for i in range(20)]
    revenue = [10.0] * 10 + [19.0] + [9.0] * 9
    base = base_of([0] * 10 + [1] * 10, builders.managers(2), log, revenue=revenue)
    joined, newcomers = newcomers_joined(base, (Wanted("h", start=START),), Translator())
    ground = lay_ground(joined, newcomers, START)
    holder = ground.owner.copy()
    holder[[0, 10]] = ground.newcomers[0]
    may, cap = cap_left(ground, holder, 0.2)
    assert lost_shares(ground, holder)[:2] == pytest.approx([0.1, 0.19])
    assert may[:2].tolist() == [True, False]
    assert cap == pytest.approx(1 / 9)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(12, 40), st.booleans())
def test_any_company_keeps_what_was_promised(seed: int, clients: int, take_active: bool) -> None:
    """Random companies with every rule: proven stay, losses stay under the cap, the checker agrees."""
    drawn = make_case(seed, clients, 4, feasible=True)
    base = Base(drawn.portfolio, Policy(), AS_OF)
    joined, newcomers = newcomers_joined(base, (Wanted("h", start=START),), Translator())
    found = plan_onboarding(joined, newcomers, Terms(loss_cap=0.1, take_active=take_active), EFFORT)
    assert found.proven_moved == 0
    assert all(one.commission_share <= 0.1 + 1e-9 for one in found.donors)
    assert all(step.broken == () for step in found.steps)
    assert {move.to_id for move in found.moves} <= {"h"}
    assert len({move.client_id for move in found.moves}) == len(found.moves)
    assert found.standings[-1].reached == pytest.approx(sum(move.potential for move in found.moves))


def test_whoever_follows_hears_of_every_search_and_where_it_stands() -> None:
    """A hire at once; m0 has 20 clients of 1, and 10 are fair: one is more than a twentieth of that.

    So each counts as large: no pool alone gives it, and only the last of four tiers has what to search in.
    """
    heard: list[Searching] = []
    log = [sold(i, 0, LONG_AGO) for i in range(10)]
    base = base_of([0] * 20, builders.managers(1), log)
    joined, newcomers = newcomers_joined(base, (Wanted("h", "Hire", START),), Translator())
    plan_onboarding(joined, newcomers, Terms(), EFFORT, on_search=heard.append)
    opened = [(one.number, one.total, one.about, one.day) for one in heard if one.latest is None]
    tiers = ("nobody", "claimed", "dormant", "all")
    assert opened == [(n, 4, about, START) for n, about in enumerate(tiers)]
    assert {one.about for one in heard if one.latest is not None} == {"all"}
