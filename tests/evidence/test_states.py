"""Active, proven and the states of clients (model §2, fourth paragraph)."""

from __future__ import annotations

import pytest

from assigner.evidence import Evidence, State
from assigner.portfolio import NOBODY, Kind
from tests import builders
from tests.evidence.cases import Touch, policy, sale, touch, weigh


def state(rows: list[Touch], *, owner: int = 0, revenue: float = 0.0, excluded: bool = False) -> State:
    return State(int(owned(rows, owner=owner, revenue=revenue, excluded=excluded).state[0]))


def owned(rows: list[Touch], *, owner: int = 0, revenue: float = 0.0, excluded: bool = False) -> Evidence:
    base = builders.clients([owner], revenue=[revenue], excluded=[excluded])
    return weigh(rows, base=base, team=builders.managers(3))


@pytest.mark.parametrize(
    ("rows", "active"),
    [
        ([touch(0, 0, 0), touch(0, 0, 90)], True),
        ([touch(0, 0, 0), touch(0, 0, 91)], False),
        ([touch(0, 0, 0)], False),
        # two touches, one day
        ([touch(0, 0, 5), touch(0, 0, 5, Kind.MEETING)], False),
        # the second one does not count
        ([touch(0, 0, 5), touch(0, 0, 6, contact_name="")], False),
        ([sale(0, 0, 180)], True),
        ([sale(0, 0, 181)], False),
        # a transaction is one of the two touches as well
        ([sale(0, 0, 90), touch(0, 0, 89)], True),
        # a future transaction and a refuted one do not count
        ([sale(0, 0, -1), touch(0, 0, 5)], False),
        ([sale(0, 0, 1, verified=0), touch(0, 0, 5)], False),
    ],
)
def test_active_means_two_days_of_touches_or_a_late_transaction(rows: list[Touch], active: bool) -> None:
    assert owned(rows, owner=NOBODY).pair_active.tolist() == [active]


@pytest.mark.parametrize(
    ("rows", "proven"),
    [
        ([sale(0, 0, 730)], True),
        ([sale(0, 0, 731)], False),
        ([touch(0, 0, 0, Kind.MEETING)], False),
    ],
)
def test_proven_means_a_transaction_within_two_years(rows: list[Touch], proven: bool) -> None:
    assert owned(rows, owner=NOBODY).pair_proven.tolist() == [proven]


def test_windows_come_from_the_policy() -> None:
    # capital goods: a transaction of 300 days ago keeps the pair active; of 800 days ago, proven
    rules = policy(active_transaction_days=365, proven_days=1000, active_touches=1, active_days=10)
    rows = [sale(0, 0, 300), sale(0, 1, 800), touch(0, 2, 10), touch(0, 3, 11)]
    evidence = weigh(rows, rules=rules)
    assert evidence.pair_active.tolist() == [True, False, True, False]
    assert evidence.pair_proven.tolist() == [True, True, False, False]


ACTIVE = [touch(0, 0, 5), touch(0, 0, 6)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([sale(0, 0, 10)], State.PROVEN),
        ([*ACTIVE, sale(0, 0, 700)], State.PROVEN),
        (ACTIVE, State.ACTIVE),
        ([sale(0, 0, 181)], State.DORMANT),
        ([sale(0, 0, 731)], State.CLAIMED),
        ([touch(0, 0, 5)], State.CLAIMED),
        ([], State.CLAIMED),
        # what a colleague does is not the owner's
        ([sale(0, 1, 10)], State.CLAIMED),
    ],
)
def test_states_of_an_owned_client(rows: list[Touch], expected: State) -> None:
    assert state(rows) == expected


def test_free_and_excluded() -> None:
    assert state([sale(0, 0, 10)], owner=NOBODY) == State.FREE
    assert state([], owner=NOBODY, revenue=9.0) == State.FREE
    assert state([sale(0, 0, 10)], excluded=True) == State.EXCLUDED
    assert state([], owner=NOBODY, excluded=True) == State.EXCLUDED


@pytest.mark.parametrize(
    ("rows", "revenue", "expected"),
    [
        # revenue proves the owner where the log shows no transaction at all
        ([], 1.0, State.DORMANT),
        (ACTIVE, 1.0, State.PROVEN),
        ([], 0.0, State.CLAIMED),
        # the sale of the revenue's 365 days was a colleague's
        ([sale(0, 1, 365)], 1.0, State.CLAIMED),
        ([*ACTIVE, sale(0, 1, 0)], 1.0, State.ACTIVE),
        # a colleague's sale before those days says nothing about them
        ([sale(0, 1, 366)], 1.0, State.DORMANT),
        # one of several sales is the owner's
        ([sale(0, 1, 10), sale(0, 0, 365)], 1.0, State.DORMANT),
        # the owner's own sale is too old for the revenue, but proves by itself
        ([sale(0, 1, 10), sale(0, 0, 366)], 1.0, State.DORMANT),
        ([sale(0, 1, 10), sale(0, 0, 731)], 1.0, State.CLAIMED),
        # future and refuted sales defeat nothing
        ([sale(0, 1, -1)], 1.0, State.DORMANT),
        ([sale(0, 1, 10, verified=0)], 1.0, State.DORMANT),
    ],
)
def test_revenue_proves_the_owner_unless_all_sales_were_others(
    rows: list[Touch], revenue: float, expected: State
) -> None:
    assert state(rows, revenue=revenue) == expected


def test_revenue_proves_the_pair_of_the_owner_and_no_other() -> None:
    # managers 0 (owner) and 1 have a call each
    evidence = owned([touch(0, 0, 5), touch(0, 1, 5)], revenue=1.0)
    assert evidence.pair_proven.tolist() == [True, False]


def test_strength_of_owners() -> None:
    # client 0: its owner 1 has a meeting of today, 1 - e^(-2/3); client 1: only manager 0, not its owner 1
    base = builders.clients([1, 1, NOBODY])
    rows = [touch(0, 1, 0, Kind.MEETING), touch(1, 0, 0), touch(2, 0, 0)]
    evidence = weigh(rows, base=base)
    assert evidence.owner_strength.tolist() == pytest.approx([0.4866, 0, 0], abs=5e-5)
