"""Which pairs are claims (model §10)."""

from __future__ import annotations

from datetime import date
from typing import Any

from assigner.audit import list_claims
from assigner.audit.model import Claim
from assigner.evidence import weigh_evidence
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY, Kind
from tests import builders
from tests.audit.cases import base, weigh
from tests.builders import AS_OF
from tests.evidence.cases import sale, touch


def claims(rows: list[dict[str, Any]], owner: list[int]) -> tuple[Claim, ...]:
    facts = base(rows, owner)
    return list_claims(facts, weigh(facts))


def test_claims_are_sorted_and_know_their_strata() -> None:
    # client 1 has two calls of its owner within 90 days: active; client 0 has one: claimed; m1 owns none
    rows = [touch(1, 0, 3), touch(1, 0, 9), touch(0, 0, 30), touch(1, 1, 5, Kind.MEETING)]
    assert claims(rows, [0, 0]) == (
        Claim(0, 0, "claimed", 1, date(2026, 5, 2)),
        Claim(1, 0, "active", 2, date(2026, 5, 29)),
        Claim(1, 1, "other", 1, date(2026, 5, 27)),
    )


def test_transactions_prove_themselves() -> None:
    # only a sale: no claim; a sale and a call on another day: the call is one
    found = claims([sale(0, 0, 5), sale(1, 0, 5), touch(1, 0, 8)], [0, 0])
    assert found == (Claim(1, 0, "proven", 1, date(2026, 5, 24)),)


def test_touches_that_do_not_count_claim_nothing() -> None:
    rows = [
        touch(0, 0, 5, summary="short"),
        touch(1, 0, -1),  # in the future
        touch(2, 0, 5, verified=0),
        touch(3, 0, 5, verified=1),  # counts, but there is nothing left to ask
    ]
    assert claims(rows, [0] * 4) == ()


def test_new_touches_of_a_verified_pair_are_a_claim_again() -> None:
    rows = [touch(0, 0, 40, verified=1), touch(0, 0, 5)]
    assert claims(rows, [0]) == (Claim(0, 0, "active", 1, date(2026, 5, 27)),)


def test_the_last_touch_is_a_day_of_the_time_zone() -> None:
    # 22:00 UTC on 20 May is 21 May in Moscow
    facts = base([touch(0, 0, 0) | {"at": "2026-05-20T22:00:00"}], [NOBODY])
    policy = Policy.model_validate({"evidence": {"time_zone": "Europe/Moscow"}})
    evidence = weigh_evidence(facts, policy, as_of=AS_OF)
    (claim,) = list_claims(facts, evidence, time_zone="Europe/Moscow")
    assert (claim.stratum, claim.last_touch) == ("other", date(2026, 5, 21))


def test_without_a_log_nobody_claims_anything() -> None:
    facts = builders.portfolio(builders.clients([0], revenue=[5.0]), builders.managers(1))
    assert list_claims(facts, weigh(facts)) == ()
    empty = base([], [0])
    assert list_claims(empty, weigh(empty)) == ()
