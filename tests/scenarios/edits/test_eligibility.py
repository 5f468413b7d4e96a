"""Segments of managers, by hand."""

from __future__ import annotations

from typing import Any

from tests.scenarios.edits.bases import edited, reasons, said, small

REGION = {"kind": "eligibility", "dimension": "region"}


def lists(base: Any) -> list[list[str] | None]:
    found = base.portfolio.managers.eligible["region"]
    return [None if allowed is None else sorted(allowed) for allowed in found]


def test_lists_are_set_widened_narrowed_and_taken_away() -> None:
    north = edited(small(), {**REGION, "managers": ["m0", "m1"], "values": ["north"]})
    assert lists(north) == [["North"], ["North"], None, None]
    both = edited(north, {**REGION, "managers": ["m0"], "add": ["South"]})
    assert lists(both)[0] == ["North", "South"]
    south = edited(both, {**REGION, "managers": ["m0", "m2"], "remove": ["North"]})
    assert lists(south) == [["South"], ["North"], ["South"], None]
    assert lists(edited(south, {**REGION, "managers": ["m1"], "everything": True}))[1] is None


def test_the_sentence_counts_clients_that_they_may_have() -> None:
    # c0..c3 lie in the North, c4..c7 in the South: eight clients before, four after.
    assert said(small(), {**REGION, "managers": ["m0"], "values": ["North"]}) == (
        "Clients they may have: Manager 0 (m0) 8 before, 4 now."
    )


def test_unknown_values_and_empty_lists_are_refused() -> None:
    assert reasons(small(), {**REGION, "managers": ["m0"], "values": ["East"]}) == [
        ("edits.0.values", "East")
    ]
    assert reasons(small(), {**REGION, "managers": ["m0"], "remove": ["North", "South"]}) == [
        ("edits.0.remove", "")
    ]
    assert reasons(small(), {**REGION, "managers": ["m0"]}) == [("edits.0.values", "")]
    assert reasons(small(), {**REGION, "managers": ["m0"], "add": ["North"], "remove": ["North"]})
    assert reasons(small(), {**REGION, "dimension": "regoin", "managers": ["m0"], "everything": True}) == [
        ("edits.0.dimension", "regoin")
    ]


def test_a_narrower_list_does_not_leave_a_pin_behind() -> None:
    base = edited(small(), {"kind": "pin", "clients": ["c6"], "manager": "m0"})
    narrower = {**REGION, "managers": ["m0"], "values": ["North"]}
    assert reasons(base, narrower) == [("edits.0.clients", "Client 6 (c6) - Manager 0 (m0)")]
    edited(base, {"kind": "lift", "rule": "pin", "clients": ["c6"]}, narrower)


def test_teams_merge_into_what_any_of_them_may_serve() -> None:
    base = edited(
        small(),
        {**REGION, "managers": ["m0"], "values": ["North"]},
        {**REGION, "managers": ["m1"], "values": ["South"]},
        {**REGION, "managers": ["m2"], "values": ["North"]},
    )
    merge = {"kind": "merge_teams", "managers": ["m0", "m1"]}
    assert lists(edited(base, merge)) == [["North", "South"], ["North", "South"], ["North"], None]
    assert said(base, merge) == (
        "Clients they may have: Manager 0 (m0) 4 before, 8 now; Manager 1 (m1) 4 before, 8 now."
    )
    # m3 may serve all: so may whoever joins his team.
    assert lists(edited(base, {"kind": "merge_teams", "managers": ["m2", "m3"]}))[2:] == [None, None]


def test_only_the_lists_of_the_dimensions_named_are_joined() -> None:
    base = edited(
        small(),
        {**REGION, "managers": ["m0"], "values": ["North"]},
        {"kind": "resegment", "dimension": "size", "new": True, "value": "big", "clients": ["c7"]},
    )
    merge = {"kind": "merge_teams", "managers": ["m0", "m1"]}
    assert lists(edited(base, {**merge, "dimensions": ["size"]}))[0] == ["North"]
    assert reasons(base, {**merge, "dimensions": ["sise"]}) == [("edits.0.dimensions", "sise")]
