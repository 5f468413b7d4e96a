"""Dossiers: every touch of a pair with what became of it; its points are those of the evidence (model §2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from assigner.evidence import Discard, Dossier, KindTotal, LoggedTouch, dossiers, weigh_evidence
from assigner.evidence.dossier import dossier
from assigner.policy.model import Policy
from assigner.portfolio import Kind, Portfolio
from tests import builders
from tests.builders import AS_OF
from tests.evidence.cases import Touch, policy, sale, touch, without
from tests.evidence.strategies import policies, portfolios

FEW = settings(max_examples=40, deadline=None)


def facts_of(rows: list[Touch], num_clients: int = 1, num_managers: int = 2) -> Portfolio:
    log = replace(builders.activities(rows), row=np.arange(2, 2 + len(rows)))
    return builders.portfolio(
        builders.clients([0] * num_clients), builders.managers(num_managers), replace(log, has_time=True)
    )


def file_of(facts: Portfolio, manager: int = 0, rules: Policy | None = None) -> Dossier:
    """The dossier of a manager with client 0."""
    rules = rules or Policy()
    return dossier(facts, weigh_evidence(facts, rules, as_of=AS_OF), rules, 0, manager)


def test_every_touch_stands_there_the_newest_first() -> None:
    rows = [
        sale(0, 0, 365, amount=500),
        touch(0, 0, 180, Kind.MEETING, contact_email="ivan@alpha.example"),
        touch(0, 0, 0, summary="short"),
        touch(0, 0, 1, verified=1, summary="", contact_name=""),
        touch(0, 1, 0),
    ]
    found = file_of(facts_of(rows))
    # the call of today has a summary of 5 characters; that of yesterday, 1 x 2^(-1/180), was verified, so
    # nothing else is asked for; a meeting halves in 180 days: 1; a transaction in 365: 1.5
    phone = "+7 900 0000"
    assert [(t.kind, t.discarded, t.verified, t.row) for t in found.touches] == [
        (Kind.CALL, Discard.SHORT_SUMMARY, None, 4),
        (Kind.CALL, None, True, 5),
        (Kind.MEETING, None, None, 3),
        (Kind.TRANSACTION, None, None, 2),
    ]
    assert [t.points for t in found.touches] == pytest.approx([0, 2 ** (-1 / 180), 1, 1.5])
    assert [t.contact for t in found.touches] == [
        f"Ivan Petrov, buyer, {phone}002",
        f"buyer, {phone}003",
        f"Ivan Petrov, buyer, {phone}001, ivan@alpha.example",
        "",
    ]
    assert [t.summary for t in found.touches] == ["short", "", "talked about order number 1", ""]
    assert replace(found.touches[3], points=0.0) == LoggedTouch(
        date(2025, 6, 1), Kind.TRANSACTION, 500.0, "", "", 0.0, None, None, 2
    )
    points = {kind: total.points for kind, total in found.totals.items()}
    assert points == pytest.approx({Kind.TRANSACTION: 1.5, Kind.MEETING: 1, Kind.CALL: 2 ** (-1 / 180)})
    assert {kind: (total.logged, total.counted) for kind, total in found.totals.items()} == {
        Kind.TRANSACTION: (1, 1),
        Kind.MEETING: (1, 1),
        Kind.CALL: (2, 1),
    }


def test_the_day_is_that_of_the_time_zone() -> None:
    # 22:30 UTC of 30 May is 01:30 of 31 May in Moscow
    rows = [touch(0, 0, 0) | {"at": "2026-05-30T22:30:00"}]
    days = [
        file_of(facts_of(rows), rules=policy(time_zone=zone)).touches[0].day
        for zone in ("UTC", "Europe/Moscow")
    ]
    assert days == [date(2026, 5, 30), date(2026, 5, 31)]


def test_of_one_day_the_touch_that_counts_can_be_told_from_the_other() -> None:
    # at the same hour: the better touch first
    found = file_of(facts_of([touch(0, 0, 3), touch(0, 0, 3, Kind.MEETING)]))
    assert [(t.kind, t.discarded) for t in found.touches] == [
        (Kind.MEETING, None),
        (Kind.CALL, Discard.SAME_DAY),
    ]
    assert found.totals[Kind.CALL] == KindTotal(1, 0, 0.0)


def test_columns_that_the_export_does_not_have_are_left_out() -> None:
    facts = facts_of([touch(0, 0, 0)])
    assert facts.activities is not None
    bare = without(facts.activities, "contact_role", "contact_phone", "summary")
    (found,) = file_of(replace(facts, activities=replace(bare, row=None))).touches
    assert (found.contact, found.summary, found.row) == ("Ivan Petrov", "", None)


def test_pairs_come_back_in_the_order_asked_also_twice_and_without_touches() -> None:
    facts = facts_of([touch(0, 0, 0), touch(1, 1, 0), touch(1, 1, 5)], num_clients=3)
    evidence = weigh_evidence(facts, Policy(), as_of=AS_OF)
    pairs = [(1, 1), (2, 0), (0, 0), (1, 1)]
    found = dossiers(facts, evidence, Policy(), pairs)
    assert [(d.client_idx, d.manager_idx) for d in found] == pairs
    assert [len(d.touches) for d in found] == [2, 0, 1, 2]
    assert found[1] == Dossier(2, 0)
    assert dossiers(facts, evidence, Policy(), []) == ()


def test_without_a_log_there_are_no_papers() -> None:
    facts = builders.portfolio(builders.clients([0], revenue=[5.0]), builders.managers(1))
    assert file_of(facts) == Dossier(0, 0)


@FEW
@given(facts=portfolios(), rules=policies())
def test_the_points_of_a_dossier_are_those_of_the_evidence(facts: Portfolio, rules: Policy) -> None:
    evidence = weigh_evidence(facts, rules, as_of=AS_OF)
    pairs = [(i, j) for i in range(facts.num_clients) for j in range(facts.num_managers)]
    found = dossiers(facts, evidence, rules, pairs)
    table = dict(
        zip(zip(evidence.pair_client, evidence.pair_manager, strict=True), evidence.pair_points, strict=True)
    )
    assert {pair: d.points for pair, d in zip(pairs, found, strict=True) if d.points} == pytest.approx(table)
    # no row is lost, and reasons and counts are those of the evidence
    touches = [t for d in found for t in d.touches]
    assert facts.activities is not None
    assert len(touches) == len(facts.activities)
    assert sum(t.discarded is None for t in touches) == int((evidence.touch_discard < 0).sum())
    assert all(t.points == 0 for t in touches if t.discarded is not None)
    for d in found:
        assert [t.day for t in d.touches] == sorted((t.day for t in d.touches), reverse=True)
        assert sum(total.logged for total in d.totals.values()) == len(d.touches)
