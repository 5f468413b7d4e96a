"""Decisions on disputes, by hand."""

from __future__ import annotations

from dataclasses import replace

from assigner.portfolio import Kind
from scenarios.base import Base
from tests import builders
from tests.scenarios.edits.bases import edited, owners, pinned, reasons, said, small

DECIDE = {"kind": "decide_dispute"}


def disputed() -> Base:
    """m1 has as much as m0 with c0 and sold there, too; m2 sold to c4 of m1; m3 called c0 once."""
    base = small()
    rows = [
        {"client": 0, "manager": 0, "at": "2026-05-01", "kind": Kind.TRANSACTION},
        {"client": 0, "manager": 1, "at": "2026-05-01", "kind": Kind.TRANSACTION},
        {"client": 0, "manager": 3, "at": "2026-05-01"},
        {"client": 4, "manager": 1, "at": "2026-05-01", "kind": Kind.MEETING},
        {"client": 4, "manager": 2, "at": "2026-05-01", "kind": Kind.TRANSACTION},
    ]
    facts = replace(base.portfolio, activities=builders.activities(rows))
    return replace(base, portfolio=facts)


def test_a_decision_pins_the_client_to_one_of_its_sides() -> None:
    decide = {**DECIDE, "decisions": [{"client": "c0", "manager": "m1"}], "reason": "agreed"}
    after = edited(disputed(), decide)
    assert pinned(after) == {"c0": "m1"}
    assert owners(after) == owners(disputed())
    assert after.portfolio.rules[-1].reason == "agreed"
    assert said(disputed(), decide) == (
        "Disputes decided: 1 client with a potential of 10; against the owner: 1; still open: 1."
    )


def test_the_rest_as_the_evidence_recommends() -> None:
    # c4: only m2 sold there, and has more points, so he is recommended. c0: equal, left to the head.
    assert pinned(edited(disputed(), {**DECIDE, "recommended": True})) == {"c4": "m2"}
    both = {**DECIDE, "recommended": True, "decisions": [{"client": "c0", "manager": "m3"}]}
    assert pinned(edited(disputed(), both)) == {"c0": "m3", "c4": "m2"}


def test_an_earlier_pin_and_a_ban_go_before_a_recommendation() -> None:
    recommended = {**DECIDE, "recommended": True}
    pin = {"kind": "pin", "clients": ["c4"], "manager": "m1"}
    assert pinned(edited(disputed(), pin, recommended)) == {"c4": "m1"}
    ban = {"kind": "ban", "clients": ["c4"], "manager": "m2"}
    assert pinned(edited(disputed(), ban, recommended)) == {}


def test_decisions_on_what_is_no_dispute_are_refused() -> None:
    decisions = [
        {"client": "c1", "manager": "m1"},
        {"client": "c0", "manager": "m2"},
        {"client": "c0", "manager": "m0"},
        {"client": "c9", "manager": "m9"},
    ]
    assert reasons(disputed(), {**DECIDE, "decisions": decisions}) == [
        ("edits.0.decisions.0.client", "c1"),
        ("edits.0.decisions.1.manager", "m2"),
        ("edits.0.decisions.2.client", "c0"),
        ("edits.0.decisions.3.client", "c9"),
        ("edits.0.decisions.3.manager", "m9"),
    ]
    assert reasons(disputed(), DECIDE) == [("edits.0.decisions", "")]


def test_a_decision_against_a_ban_is_refused() -> None:
    ban = {"kind": "ban", "clients": ["c0"], "manager": "m1"}
    decide = {**DECIDE, "decisions": [{"client": "c0", "manager": "m1"}]}
    assert reasons(disputed(), ban, decide) == [("edits.1.decisions.0.client", "c0")]
