"""Audits (model §10): the engine against claims by hand, sizes by trying, intervals in 40 digits."""

from __future__ import annotations

import copy
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.audit import Answer, calls_needed, draw_audit, estimate, list_claims, state_changes, wilson
from assigner.evidence import State, weigh_evidence
from assigner.policy import Policy
from assigner.portfolio import Kind
from tests.builders import AS_OF
from tests.evidence.reference import Reference
from tests.oracles.auditing import (
    Pair,
    calls_by_trying,
    claims_by_hand,
    fair_allotments,
    interval,
    margin_at_half,
    whole_by_hand,
)
from tests.oracles.merging import mark_by_hand
from tests.oracles.plain import Plain, make_plain

POLICY = Policy()
SAID = {Answer.CONFIRMED: 1, Answer.REFUTED: 0, Answer.UNREACHED: -1}
seeds = st.integers(0, 2**32 - 1)


def walk_of(base: Plain) -> Reference:
    return Reference(base.facts(), POLICY, AS_OF)


def answers_for(pairs: list[Pair], seed: int) -> dict[Pair, Answer]:
    """An answer or none for each claim."""
    words = [*Answer, Answer.CONFIRMED, Answer.REFUTED]
    drawn = np.random.default_rng(seed).integers(len(words), size=len(pairs))
    return {pair: words[word] for pair, word in zip(pairs, drawn.tolist(), strict=True)}


@given(seeds, st.integers(1, 9), st.integers(1, 4))
@settings(max_examples=100, deadline=None)
def test_claims_are_the_touches_that_count(seed: int, num_cards: int, num_managers: int) -> None:
    facts = make_plain(seed, num_cards, num_managers).facts()
    walk = Reference(facts, POLICY, AS_OF)
    expected = claims_by_hand(walk, walk.answer().fates)
    claims = list_claims(facts, weigh_evidence(facts, POLICY, as_of=AS_OF))
    found = {(c.client_idx, c.manager_idx): (c.stratum, c.num_touches, c.last_touch) for c in claims}
    assert found == expected
    assert list(found) == sorted(expected, key=lambda pair: (pair[1], pair[0]))
    assert len(claims) == len(found)


@given(st.integers(1, 400), st.floats(0.01, 0.45), st.sampled_from((0.8, 0.9, 0.95, 0.99)))
@settings(max_examples=80, deadline=None)
def test_the_sample_is_the_smallest_that_is_enough(claims: int, margin: float, confidence: float) -> None:
    assert calls_needed(claims, margin, confidence) == calls_by_trying(claims, margin, confidence)


@given(st.data(), st.integers(1, 300), st.sampled_from((0.8, 0.95, 0.99)))
@settings(max_examples=150, deadline=None)
def test_the_interval_is_wilsons(data: st.DataObject, claims: int, confidence: float) -> None:
    answered = data.draw(st.integers(0, claims))
    false = data.draw(st.integers(0, answered))
    found = wilson(false, answered, claims, confidence)
    low, high = interval(false, answered, claims, confidence)
    assert (found.low, found.high) == pytest.approx((float(low), float(high)), abs=1e-12)


@given(seeds, st.integers(5, 40), st.integers(1, 3), st.sampled_from((0.05, 0.15, 0.3)), st.booleans())
@settings(max_examples=60, deadline=None)
def test_the_draw_is_in_proportion(seed: int, cards: int, team: int, margin: float, capped: bool) -> None:
    facts = make_plain(seed, cards, team).facts()
    evidence = weigh_evidence(facts, POLICY, as_of=AS_OF)
    limit = 3 if capped else None
    draw = draw_audit(facts, evidence, margin=margin, confidence=0.9, seed=seed, max_calls=limit)
    claims = list_claims(facts, evidence)
    assert len(set(draw.claims)) == len(draw.claims)
    assert set(draw.claims) <= set(claims)
    assert {plan.manager_idx for plan in draw.plans} == {claim.manager_idx for claim in claims}
    for plan in draw.plans:
        own = Counter(claim.stratum for claim in claims if claim.manager_idx == plan.manager_idx)
        drawn = Counter(claim.stratum for claim in draw.claims if claim.manager_idx == plan.manager_idx)
        wanted = calls_by_trying(own.total(), margin, 0.9)
        assert (plan.num_claims, plan.num_calls) == (own.total(), min(wanted, limit or wanted))
        assert plan.margin == pytest.approx(float(margin_at_half(plan.num_calls, own.total(), 0.9)))
        assert fair_allotments(plan.num_calls, list(own.values()), [drawn[stratum] for stratum in own])


@given(seeds, st.integers(1, 40), st.integers(1, 4), st.sampled_from((0.8, 0.95)))
@settings(max_examples=80, deadline=None)
def test_estimates_are_whole_claims(seed: int, cards: int, team: int, confidence: float) -> None:
    facts = make_plain(seed, cards, team).facts()
    claims = list_claims(facts, weigh_evidence(facts, POLICY, as_of=AS_OF))
    answers = answers_for([(c.client_idx, c.manager_idx) for c in claims], seed)
    found = {one.manager_idx: one for one in estimate(claims, answers, confidence=confidence)}
    assert set(found) == {manager for _, manager in answers}
    for manager, one in found.items():
        said = Counter(answer for pair, answer in answers.items() if pair[1] == manager)
        counts = (one.num_claims, one.num_confirmed, one.num_refuted, one.num_unreached)
        assert counts == (
            said.total(),
            *(said[a] for a in (Answer.CONFIRMED, Answer.REFUTED, Answer.UNREACHED)),
        )
        share = (one.false_share.share, one.false_share.low, one.false_share.high)
        told = said[Answer.CONFIRMED] + said[Answer.REFUTED]
        expected = whole_by_hand(said[Answer.REFUTED], told, said.total(), confidence)
        assert share == pytest.approx(tuple(map(float, expected)), abs=1e-12)


@given(seeds, st.integers(1, 9), st.integers(1, 4))
@settings(max_examples=80, deadline=None)
def test_answers_change_what_they_should(seed: int, num_cards: int, num_managers: int) -> None:
    base = make_plain(seed, num_cards, num_managers)
    pairs = sorted({(t["client"], t["manager"]) for t in base.log or () if t["kind"] is not Kind.TRANSACTION})
    answers = answers_for(pairs, seed)
    told = copy.deepcopy(base)
    told.answers = [
        {"client": i, "manager": j, "answer": SAID[answer], "until": None}
        for (i, j), answer in answers.items()
    ]
    mark_by_hand(told)
    walks = [walk_of(base), walk_of(told)]
    before, after = (weigh_evidence(walk.facts, POLICY, as_of=AS_OF) for walk in walks)
    one, two = (walk.answer() for walk in walks)
    asked = [pair for pair, answer in answers.items() if answer is not Answer.UNREACHED]
    expected: dict[Pair, object] = {}
    for i, j in sorted(asked, key=lambda pair: (pair[1], pair[0])):
        was = (one.state[i], bool(one.rivals[i]), walks[0].strength((i, j)))
        now = (two.state[i], bool(two.rivals[i]), walks[1].strength((i, j)))
        if was[:2] != now[:2] or was[2] != pytest.approx(now[2], abs=1e-12):
            expected[i, j] = (answers[i, j], was, now)
    changes = state_changes(before, after, answers)
    found: dict[Pair, object] = {
        (c.client_idx, c.manager_idx): (
            c.answer,
            (State[c.state_before.upper()], c.disputed_before, pytest.approx(c.strength_before)),
            (State[c.state_after.upper()], c.disputed_after, pytest.approx(c.strength_after)),
        )
        for c in changes
    }
    assert found == expected
    assert list(found) == list(expected)
