"""What holds for any base: counts add up, the order of rows says nothing, blank tables are no fault."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.portfolio import NOBODY, Clients, Dimension, IntArray, Portfolio
from assigner.quality import Check, Quality
from tests import builders
from tests.quality.bases import cards, judge, portfolio

REGIONS = ["", "North", "South", "North/South", "Nroth"]
TAX_IDS = ["", "7707083893", "7736050003", "274062111", "7707083894", "1234567890"]
PHONES = ["", "+7 495 123-45-67", "+7 495 123", "1234567"]
NAMES = ["test", "Alpha", "Beta LLC", "x"]


@st.composite
def bases(draw: st.DrawFn) -> Portfolio:
    """Up to 30 cards with every kind of fault, owned by two managers (one unlisted) or nobody."""
    count = draw(st.integers(1, 30))

    def column(values: list[Any]) -> list[Any]:
        return draw(st.lists(st.sampled_from(values), min_size=count, max_size=count))

    base = cards(
        column([0, 1, NOBODY]),
        potential=column([0.0, 1.0, 10.0, 1e6]),
        revenue=column([0.0, 5.0]),
        excluded=column([False, False, True]),
        name=column(NAMES),
        tax_id=column(TAX_IDS),
        phone=column(PHONES),
        contact_name=column(["", "Anna", "нет имени"]),
        region=column(REGIONS),
        tier=column(["", "A"]),
    )
    facts = portfolio(base)
    return replace(facts, managers=replace(facts.managers, listed=np.array([True, False])))


def shuffled(facts: Portfolio, order: IntArray) -> Portfolio:
    """The same cards in another order of the table."""
    clients = facts.clients
    arrays: dict[str, Any] = {
        spec.name: value[order]
        for spec in fields(Clients)
        if isinstance(value := getattr(clients, spec.name), np.ndarray)
    }
    dimensions = {
        name: Dimension(name, one.labels, one.codes[order]) for name, one in clients.dimensions.items()
    }
    return replace(facts, clients=replace(clients, **arrays, dimensions=dimensions))


def told(quality: Quality, facts: Portfolio) -> Counter[tuple[Check, str, str, str]]:
    """Kind, column, card and value of everything found; the other card of a tax id may be another one."""
    ids = facts.clients.client_id
    return Counter(
        (one.check, one.column, str(ids[at]), str(value))
        for one in quality.findings
        for at, value in zip(one.positions, one.values, strict=True)
    )


@settings(max_examples=40, deadline=None)
@given(bases())
def test_counts_by_manager_and_nobody_add_up_to_the_findings(facts: Portfolio) -> None:
    quality = judge(facts)
    for check in Check:
        found = [one for one in quality.findings if one.check is check]
        nobodys = sum(int((one.manager_idx == NOBODY).sum()) for one in found)
        assert quality.managers.findings[check].sum() + nobodys == quality.count(check)
    assert all(len(one) for one in quality.findings)


@settings(max_examples=40, deadline=None)
@given(bases(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_says_nothing(facts: Portfolio, random: Any) -> None:
    order = np.array(random.sample(range(facts.num_clients), facts.num_clients), dtype=np.int32)
    again = shuffled(facts, order)
    first, second = judge(facts), judge(again)
    assert told(first, facts) == told(second, again)
    assert first.columns == second.columns
    assert first.managers.total.tolist() == second.managers.total.tolist()
    assert first.completeness[order].tolist() == second.completeness.tolist()


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from([0, 1, NOBODY]), max_size=8), st.booleans())
def test_blank_tables_are_no_fault(owner: list[int], with_log: bool) -> None:
    # ids, owners and the default potential are all there is: nothing can be wrong with them
    log = builders.activities([]) if with_log else None
    quality = judge(portfolio(builders.clients(owner), log))
    assert quality.findings == ()
    assert len(quality.completeness) == len(owner)
