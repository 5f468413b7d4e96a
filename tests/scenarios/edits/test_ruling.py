"""Pins, bans, ties and what lifts them, by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assigner.portfolio import RuleKind
from tests import builders
from tests.scenarios.edits.bases import edited, pairs, pinned, reasons, said, small

PIN = {"kind": "pin", "clients": ["c5"], "manager": "m0"}
BAN = {"kind": "ban", "clients": ["c5"], "manager": "m0"}
NORTH = {"kind": "eligibility", "managers": ["m0"], "dimension": "region", "values": ["North"]}


def test_a_pin_beats_an_earlier_one_and_keeps_its_reason() -> None:
    base = edited(small(), {**PIN, "clients": ["c5", "c6"]})
    after = edited(base, {**PIN, "manager": "m3", "reason": "the head said so"})
    assert pinned(after) == {"c5": "m3", "c6": "m0"}
    assert pairs(after, RuleKind.PIN) == [("c6", "m0"), ("c5", "m3")]
    assert after.portfolio.rules[-1].reason == "the head said so"


def test_pins_by_a_condition_are_counted() -> None:
    # Potentials of 50 and more: c4 (m1's), c5 (m2's), c6 and c7 (free), together 260.
    pin = {"kind": "pin", "where": {"potential_from": 50}, "manager": "m1"}
    assert pinned(edited(small(), pin)) == dict.fromkeys(["c4", "c5", "c6", "c7"], "m1")
    assert said(small(), pin) == (
        "Pinned to Manager 1 (m1): 4 clients with a potential of 260; in other books or free today: 3."
    )


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"segments": {"region": ["north"]}, "potential_below": 40}, ["c0", "c1", "c2"]),
        ({"owners": ["m1", "m2"]}, ["c3", "c4", "c5"]),
        ({"free": True}, ["c6", "c7"]),
        ({"free": False, "segments": {"region": ["South"]}}, ["c4", "c5"]),
        ({"revenue_from": 5, "revenue_below": 8}, ["c0"]),
    ],
)
def test_conditions_that_must_all_hold(where: dict[str, object], found: list[str]) -> None:
    assert list(pinned(edited(small(), {"kind": "pin", "where": where, "manager": "m3"}))) == found


def test_names_and_conditions_together_mean_those_of_the_names() -> None:
    pin = {"kind": "pin", "clients": ["c6", "Client 1"], "where": {"free": True}, "manager": "m3"}
    assert pinned(edited(small(), pin)) == {"c6": "m3"}


def test_a_pin_is_refused_where_the_manager_could_not_have_the_client() -> None:
    assert reasons(small(), {"kind": "leave", "managers": ["m0"]}, PIN) == [("edits.1.manager", "m0")]
    assert reasons(small(), NORTH, PIN) == [("edits.1.clients", "c5")]
    assert reasons(small(), BAN, PIN) == [("edits.1.clients", "c5")]
    assert reasons(small(), {**PIN, "clients": ["c55", "c1", "c1"], "manager": "m9"}) == [
        ("edits.0.clients.0", "c55"),
        ("edits.0.clients.2", "c1"),
        ("edits.0.manager", "m9"),
    ]


def test_the_own_book_may_be_pinned_outside_the_segments() -> None:
    edited(small(), {**NORTH, "values": ["South"]}, {**PIN, "clients": ["c0"]})


def test_excluded_clients_are_refused_by_name_and_skipped_by_condition() -> None:
    gone = {"kind": "exclude", "clients": ["c5"]}
    assert reasons(small(), gone, PIN) == [("edits.1.clients", "c5")]
    everything = {"kind": "pin", "where": {"potential_from": 60}, "manager": "m0"}
    assert list(pinned(edited(small(), gone, everything))) == ["c6", "c7"]


def test_nobody_meant_is_refused() -> None:
    assert reasons(small(), {"kind": "pin", "manager": "m0"}) == [("edits.0.clients", "")]
    nobody = {"kind": "pin", "manager": "m0", "where": {"potential_from": 1000}}
    assert reasons(small(), nobody) == [("edits.0.where", "")]
    strange = {"owners": ["m9"], "segments": {"region": ["East"], "size": ["L"]}}
    assert reasons(small(), {"kind": "pin", "manager": "m0", "where": strange}) == [
        ("edits.0.where.segments.region", "East"),
        ("edits.0.where.segments", "size"),
        ("edits.0.where.owners.0", "m9"),
    ]


def test_a_ban_stands_once_however_often_it_is_said() -> None:
    after = edited(small(), BAN, {**BAN, "clients": ["c5", "c0"]})
    assert pairs(after, RuleKind.BAN) == [("c5", "m0"), ("c0", "m0")]
    assert said(small(), {**BAN, "clients": ["c5", "c0"]}) == (
        "Banned from Manager 0 (m0): 2 clients with a potential of 70; in that book today: 1."
    )


def test_a_ban_of_a_pinned_client_is_refused() -> None:
    assert reasons(small(), PIN, BAN) == [("edits.1.clients", "c5")]
    edited(small(), {**PIN, "manager": "m1"}, BAN)


def test_clients_are_tied_to_the_first_of_them() -> None:
    # c1 (m0's), c3 (m1's) and c6 (free): 20 + 40 + 70, two owners today.
    tie = {"kind": "together", "clients": ["c6", "c1", "c3"]}
    assert pairs(edited(small(), tie), RuleKind.TOGETHER) == [("c1", "c3"), ("c1", "c6")]
    assert said(small(), tie) == (
        "With one manager from now on: 3 clients with a potential of 130; owners today: 2."
    )


def test_every_two_clients_are_kept_apart() -> None:
    # c0, c1 and c2 are all m0's: three pairs with one owner; with c3 none more.
    apart = {"kind": "apart", "clients": ["c0", "c1", "c2", "c3"]}
    assert len(pairs(edited(small(), apart), RuleKind.APART)) == 6
    assert said(small(), apart) == (
        "With different managers from now on: 4 clients with a potential of 100; "
        "pairs with one owner today: 3."
    )


def test_together_and_apart_contradict_each_other_also_through_others() -> None:
    ties = ({"kind": "together", "clients": ["c0", "c1"]}, {"kind": "together", "clients": ["c1", "c2"]})
    assert reasons(small(), *ties, {"kind": "apart", "clients": ["c0", "c2"]}) == [
        ("edits.2.clients", "c0, c2")
    ]
    apart = {"kind": "apart", "clients": ["c0", "c2"]}
    assert reasons(small(), apart, *ties) == [("edits.2.clients", "c0, c2")]


def test_too_many_clients_to_keep_apart_are_refused() -> None:
    # 101 clients would be 5,050 rules.
    facts = builders.portfolio(builders.clients([0] * 101), builders.managers(2))
    base = replace(small(), portfolio=facts)
    everybody = {"kind": "apart", "where": {"potential_from": 0}}
    assert reasons(base, everybody) == [("edits.0.clients", "101")]
    gone = {"kind": "exclude", "clients": ["c0"]}
    assert len(pairs(edited(base, gone, everybody), RuleKind.APART)) == 100 * 99 // 2


def test_clients_pinned_to_one_manager_are_not_kept_apart() -> None:
    pins = {**PIN, "clients": ["c5", "c6"]}
    assert reasons(small(), pins, {"kind": "apart", "clients": ["c5", "c6"]}) == [
        ("edits.1.clients", "c5, c6")
    ]


def test_one_client_is_neither_together_nor_apart() -> None:
    assert reasons(small(), {"kind": "together", "clients": ["c0"]}) == [("edits.0.clients", "c0")]
    assert reasons(small(), {"kind": "apart", "clients": ["c0"]}) == [("edits.0.clients", "c0")]


@pytest.mark.parametrize(
    ("rule", "made", "kind"),
    [
        ("pin", PIN, RuleKind.PIN),
        ("ban", BAN, RuleKind.BAN),
        ("together", {"kind": "together", "clients": ["c5", "c6"]}, RuleKind.TOGETHER),
        ("apart", {"kind": "apart", "clients": ["c4", "c5"]}, RuleKind.APART),
    ],
)
def test_every_rule_can_be_lifted(rule: str, made: dict[str, object], kind: RuleKind) -> None:
    lift = {"kind": "lift", "rule": rule, "clients": ["c5"]}
    after = edited(small(), made, lift)
    assert pairs(after, kind) == []
    assert pinned(after) == {}
    assert said(edited(small(), made), lift) == f"1 rule lifted ({rule})."
    assert reasons(after, lift) == [("edits.0.rule", rule)]


def test_only_what_is_about_the_manager_is_lifted() -> None:
    bans = (BAN, {**BAN, "manager": "m1"})
    lift = {"kind": "lift", "rule": "ban", "clients": ["c5"], "manager": "m0"}
    assert pairs(edited(small(), *bans, lift), RuleKind.BAN) == [("c5", "m1")]
    assert reasons(small(), PIN, {**lift, "rule": "pin", "manager": "m1"}) == [("edits.1.rule", "pin")]
    assert reasons(small(), {**lift, "rule": "apart"}) == [("edits.0.manager", "m0")]
