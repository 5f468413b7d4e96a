"""Excluding, growing and re-segmenting clients, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenarios.base import Base
from tests import builders
from tests.scenarios.edits.bases import edited, pinned, reasons, said, small

NORTH = {"segments": {"region": ["North"]}}


def segments(base: Base, dimension: str = "region") -> list[str]:
    found = base.portfolio.clients.dimensions[dimension]
    return [found.labels[code] for code in found.codes]


def test_excluded_clients_stay_in_the_table() -> None:
    # c0..c2 with potentials below 40: 10 + 20 + 30.
    exclude = {"kind": "exclude", "where": {"potential_below": 40}, "reason": "too small"}
    after = edited(small(), exclude)
    assert after.portfolio.clients.excluded.tolist() == [True] * 3 + [False] * 5
    assert after.portfolio.clients.excluded_reason[0] == "too small"
    assert said(small(), exclude) == "Excluded: 3 clients with a potential of 60."


def test_an_earlier_reason_stands() -> None:
    after = edited(
        small(),
        {"kind": "exclude", "clients": ["c0"], "reason": "first"},
        {"kind": "exclude", "clients": ["c0", "c1"], "reason": "second"},
    )
    assert after.portfolio.clients.excluded_reason.tolist()[:2] == ["first", "second"]


def test_a_segment_grows() -> None:
    # The North has 10 + 20 + 30 + 40 = 100 of 360 potential and all 13 of revenue: 50 and 6.5 more.
    grow = {"kind": "grow", "where": NORTH, "factor": 1.5, "measures": ["potential", "revenue"]}
    after = edited(small(), grow)
    assert after.portfolio.clients.potential.tolist() == [15, 30, 45, 60, 50, 60, 70, 80]
    assert after.portfolio.clients.revenue_12m.tolist()[:4] == [7.5, 0, 0, 12]
    assert said(small(), grow) == (
        "4 clients times 1.50; of the whole base potential from 360 to 410; revenue from 13 to 19.50."
    )


def test_a_potential_that_stands_for_revenue_grows_with_it() -> None:
    base = small()
    clients = replace(base.portfolio.clients, potential_source="revenue")
    base = replace(base, portfolio=replace(base.portfolio, clients=clients))
    after = edited(base, {"kind": "grow", "clients": ["c0"], "factor": 2, "measures": ["revenue"]})
    assert (after.portfolio.clients.potential[0], after.portfolio.clients.revenue_12m[0]) == (20, 10)


def test_growth_adds_up_in_any_order() -> None:
    twice = {"kind": "grow", "clients": ["c0"], "factor": 2}
    half = {"kind": "grow", "where": NORTH, "factor": 0.5}
    one, other = edited(small(), twice, half), edited(small(), half, twice)
    assert one.portfolio.clients.potential.tolist() == other.portfolio.clients.potential.tolist()


def test_growth_of_what_is_not_there_or_beyond_all_bounds_is_refused() -> None:
    bare = replace(small().portfolio, clients=builders.clients([0], potential=[1e14]))
    base = replace(small(), portfolio=replace(bare, activities=None))
    hours = {"kind": "grow", "clients": ["c0"], "factor": 2, "measures": ["workload"]}
    assert reasons(base, hours) == [("edits.0.measures", "workload")]
    assert reasons(base, {"kind": "grow", "clients": ["c0"], "factor": 100}) == [("edits.0.factor", "100")]


def test_clients_get_another_value_as_others_write_it() -> None:
    move = {"kind": "resegment", "dimension": "region", "value": " south", "where": {"potential_below": 30}}
    assert segments(edited(small(), move)) == ["South"] * 2 + ["North"] * 2 + ["South"] * 4
    # The South had 50 + 60 + 70 + 80 and gets 10 + 20.
    assert said(small(), move) == (
        "region: 2 clients moved to South, which now has 6 clients with a potential of 290."
    )


def test_a_new_dimension_has_the_value_and_unknown() -> None:
    band = {
        "kind": "resegment",
        "dimension": "size",
        "new": True,
        "value": "big",
        "where": {"potential_from": 60},
    }
    after = edited(small(), band)
    assert segments(after, "size") == ["unknown"] * 5 + ["big"] * 3
    rest = {"kind": "resegment", "dimension": "size", "value": "small", "where": {"potential_below": 60}}
    assert after.portfolio.clients.dimensions["size"].labels == ("big", "unknown")
    assert edited(after, rest).portfolio.clients.dimensions["size"].labels == ("big", "small")
    assert said(small(), band) == (
        "size: 3 clients moved to big, which now has 3 clients with a potential of 210."
    )


def test_a_dimension_is_new_only_where_that_is_said() -> None:
    move = {"kind": "resegment", "dimension": "regoin", "value": "East", "clients": ["c0"]}
    assert reasons(small(), move) == [("edits.0.dimension", "regoin")]
    assert reasons(small(), {**move, "dimension": "total", "new": True}) == [("edits.0.dimension", "total")]


def test_later_edits_see_the_segments_of_earlier_ones() -> None:
    east = {"kind": "resegment", "dimension": "region", "value": "East", "clients": ["c0"]}
    only = {"kind": "eligibility", "managers": ["m3"], "dimension": "region", "values": ["East"]}
    edited(small(), east, only)
    assert reasons(small(), only, east) == [("edits.0.values", "East")]


def test_a_pinned_client_is_not_moved_out_of_the_segments() -> None:
    base = edited(
        small(),
        {"kind": "eligibility", "managers": ["m3"], "dimension": "region", "values": ["North"]},
        {"kind": "pin", "clients": ["c0"], "manager": "m3"},
    )
    move = {"kind": "resegment", "dimension": "region", "value": "South", "where": NORTH}
    assert reasons(base, move) == [("edits.0.clients", "Client 0 (c0) - Manager 3 (m3)")]
    assert pinned(base) == {"c0": "m3"}


@pytest.mark.parametrize("lifted", [["c0"], ["c0", "c1"]])
def test_a_client_leaves_its_holding(lifted: list[str]) -> None:
    clients: Any = builders.clients([0, 0, 1], groups=["H", "H", "H"])
    base = replace(small(), portfolio=builders.portfolio(clients, builders.managers(2)))
    after = edited(base, {"kind": "lift", "rule": "together", "clients": lifted})
    assert np.count_nonzero(after.portfolio.clients.group_idx >= 0) == 3 - len(lifted)
