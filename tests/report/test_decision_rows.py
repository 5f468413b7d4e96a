"""Proposed decisions: pins that can be read back as rules, blank where the head must choose."""

from __future__ import annotations

from typing import Any

import pytest

from assigner.evidence import list_disputes, weigh_evidence
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Kind, Portfolio, Rule, RuleKind
from assigner.report.decision_rows import DecisionRow, decided_clients, decision_rows
from tests import builders
from tests.builders import AS_OF
from tests.evidence.cases import Touch, sale, touch

# points of today: a meeting 2, a call 1, a sale 3
RIVAL_LEADS = [touch(0, 0, 0), touch(0, 1, 0, Kind.MEETING)]
ON_A_PAR = [touch(0, 0, 0, Kind.MEETING), touch(0, 1, 0, Kind.MEETING)]
OWNER_PROVEN = [sale(0, 0, 0), touch(0, 1, 0, Kind.MEETING), touch(0, 1, 1)]


def facts_of(
    rows: list[Touch], *, rules: list[Rule] | None = None, eligible: Any = None, **columns: Any
) -> Portfolio:
    """One client of manager 0 in North, and manager 1."""
    base = builders.clients([0], region=["North"], **columns)
    team = builders.managers(2, eligible=eligible)
    return builders.portfolio(base, team, builders.activities(rows), rules=rules or [])


def row_of(facts: Portfolio, policy: Policy | None = None, language: str = "en") -> DecisionRow:
    policy = policy or Policy()
    evidence = weigh_evidence(facts, policy, as_of=AS_OF)
    disputes = list_disputes(facts, evidence, policy)
    (row,) = decision_rows(Translator(language), facts, evidence, policy, disputes)
    return row


def test_a_clear_case_is_proposed_as_a_pin() -> None:
    assert row_of(facts_of(RIVAL_LEADS)) == DecisionRow(
        kind=RuleKind.PIN,
        a="c0",
        b="m1",
        reason="Manager 1 2.0 points, Manager 0 1.0: 2.0 times as much; recommended: Manager 1.",
        client="Client 0",
        decided=False,
    )


def test_where_the_head_decides_the_manager_is_left_blank() -> None:
    row = row_of(facts_of(ON_A_PAR), language="ru")
    assert (row.b, row.decided) == ("", False)
    assert row.reason == (
        "Manager 0 — 2,0 балла, Manager 1 — 2,0: примерно поровну; явного перевеса нет: решает руководитель."
    )


def test_a_dispute_that_is_pinned_decided_clients() -> None:
    by_column = facts_of(RIVAL_LEADS, pinned=[0])
    by_rule = facts_of(RIVAL_LEADS, rules=[Rule(RuleKind.PIN, 0, 0)])
    said = "Manager 1 2.0 points, Manager 0 1.0: 2.0 times as much; recommended: Manager 1"
    for facts in (by_column, by_rule):
        assert decided_clients(facts)[0]
        row = row_of(facts)
        assert (row.b, row.reason, row.decided) == ("m0", f"{said}; decided: pinned to Manager 0.", True)
    assert not decided_clients(facts_of(RIVAL_LEADS, pinned=[NOBODY]))[0]


@pytest.mark.parametrize(
    ("language", "decided"), [("en", "decided: pinned to Manager 0"), ("ru", "решено: закреплён (Manager 0)")]
)
def test_a_decision_keeps_the_reason_it_was_given(language: str, decided: str) -> None:
    def again(reason: str) -> str:
        facts = facts_of(RIVAL_LEADS, rules=[Rule(RuleKind.PIN, 0, 0, reason)])
        return row_of(facts, language=language).reason

    told = again("Old acquaintance.")
    assert told == f"Old acquaintance; {decided}."
    assert again(told) == told


def test_who_may_not_have_the_client_is_not_proposed() -> None:
    # a pin to a manager outside his segments, or banned, would be an input error (model §1)
    outside = facts_of(RIVAL_LEADS, eligible={"region": [None, {"South"}]})
    banned = facts_of(RIVAL_LEADS, rules=[Rule(RuleKind.BAN, 0, 1)])
    for facts in (outside, banned):
        row = row_of(facts)
        assert row.b == ""
        assert row.reason.endswith(
            "recommended: Manager 1. But segments or a ban keep Manager 1 from this client: the head decides."
        )
    off = Policy.model_validate({"rules": {"eligible": {"enabled": False}}})
    assert row_of(outside, off).b == "m1"


def test_an_owner_whose_lock_holds_may_keep_what_lies_outside_his_segments() -> None:
    # the owner alone is proven and has the points (3 to 2.996), so the client is locked to him
    elsewhere = {"region": [{"South"}, None]}
    assert row_of(facts_of(OWNER_PROVEN, eligible=elsewhere)).b == "m0"
    loose = Policy.model_validate({"rules": {"keep": {"enabled": False}}})
    assert row_of(facts_of(OWNER_PROVEN, eligible=elsewhere), loose).b == ""
    banned = facts_of(OWNER_PROVEN, eligible=elsewhere, rules=[Rule(RuleKind.BAN, 0, 0)])
    assert row_of(banned).b == ""


def test_an_open_deal_holds_the_owner_too() -> None:
    # without a keep state: the policy locks nobody by state, the deal is due today
    policy = Policy.model_validate({"rules": {"keep": {"states": []}}})
    elsewhere = {"region": [{"South"}, None]}
    due = facts_of(OWNER_PROVEN, eligible=elsewhere, deal_amount=[5.0], deal_close=[AS_OF.isoformat()])
    over = facts_of(OWNER_PROVEN, eligible=elsewhere, deal_amount=[5.0], deal_close=["2026-05-31"])
    assert row_of(due, policy).b == "m0"
    assert row_of(over, policy).b == ""
