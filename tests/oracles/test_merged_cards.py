"""Merged cards (model §1) and what §2 says of them: the engine against dicts and lists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assigner.duplicates.merge import merge_cards
from assigner.engine import Case, load_case, weigh_case
from assigner.errors import InputError
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Clients, RuleKind
from assigner.tabular import verify_again
from assigner.weights import manager_weights
from tests.builders import AS_OF
from tests.evidence.reference import Answer, Reference
from tests.oracles.merging import ContradictionError, Merged, merged_by_hand
from tests.oracles.plain import DIMENSIONS, WORDS, Plain, make_plain, pick, write_plain

POLICIES = {
    exact: Policy.model_validate(
        {"identity": {"merge_exact": exact}, "evidence": {"max_clients_per_phone": 2}}
    )
    for exact in (False, True)
}


@st.composite
def bases(draw: st.DrawFn, *, log: bool = True) -> Plain:
    """Up to nine cards and four managers, with merges, other rules and answers of an audit."""
    seed = draw(st.integers(0, 2**32 - 1))
    num_cards, num_managers = draw(st.integers(2, 9)), draw(st.integers(1, 4))
    base = make_plain(seed, num_cards, num_managers, log=log)
    decorate(base, np.random.default_rng([seed, 1]), draw(st.integers(0, 5)), draw(st.integers(0, 2)))
    return base


def decorate(base: Plain, chance: np.random.Generator, num_merges: int, num_rules: int) -> None:
    """Merges, mostly into earlier cards, a few rules of each other kind, and answers."""
    count, team = len(base.cards), len(base.managers)
    for _ in range(num_merges):
        pair = chance.choice(count, 2, replace=False).tolist()
        a, b = sorted(pair) if chance.random() < 0.8 else pair
        base.rules.append((RuleKind.MERGE, a, b))
    for _ in range(num_rules):
        kind = pick(chance, RuleKind.TOGETHER, RuleKind.APART, RuleKind.BAN, RuleKind.PIN)
        a, b = chance.choice(count, 2, replace=False).tolist()
        base.rules.append((kind, a, b % team if kind in (RuleKind.BAN, RuleKind.PIN) else b))
    for card in base.cards:
        card["pin"] = pick(chance, *[NOBODY] * 12, int(chance.integers(team)))
    for touch in (base.log or ())[: 3 * num_rules]:
        asked = {name: touch[name] for name in ("client", "manager")}
        until = pick(chance, None, "2026-05-30", "2026-03-01")
        base.answers.append(asked | {"answer": pick(chance, 0, 1, -1), "until": until})


def staying(base: Plain, policy: Policy) -> list[bool]:
    """Who has weight."""
    return [weight > 0 for weight in manager_weights(base.facts().managers, policy.managers, AS_OF).tolist()]


def reference(base: Plain, policy: Policy) -> Reference:
    """The walk through §2 on a base whose cards are clients."""
    walk = Reference(base.facts(), policy, AS_OF)
    walk.found = walk.answer()  # type: ignore[attr-defined]
    return walk


def points_of(policy: Policy) -> Any:
    """Points by (client, manager), as §2 counts them."""
    return lambda base: reference(base, policy).points


def by_hand(base: Plain, policy: Policy) -> Merged:
    """The oracle's answer."""
    exact = policy.identity.merge_exact
    return merged_by_hand(base, points_of(policy), exact=exact, stays=staying(base, policy))


def by_engine(base: Plain, policy: Policy) -> Case:
    """The engine's, in the order of `load_case`: merge, mark what the audit says, weigh."""
    merged = merge_cards(base.facts(), policy)
    return weigh_case(verify_again(merged, time_zone=policy.evidence.time_zone), policy, as_of=AS_OF)


def sound_before_merging(base: Plain) -> bool:
    """Whether rules and answers agree card by card: such contradictions are other errors."""
    alone = replace(base, rules=[rule for rule in base.rules if rule[0] is not RuleKind.MERGE])
    try:
        done = merged_by_hand(alone, lambda _: {}, exact=False, stays=[True] * len(base.managers))
    except ContradictionError:
        return False
    said = {(a["client"], a["manager"], a["until"], a["answer"]) for a in base.answers}
    one_each = len(said) == len({pair[:3] for pair in said})
    return one_each and done.members == [[n] for n in range(len(base.cards))]


def text_columns(clients: Clients) -> list[tuple[Any, ...]]:
    """The words of every client, with its segments and its holding."""
    groups = [clients.group_ids[g] if g >= 0 else "" for g in clients.group_idx.tolist()]
    segments = [
        [clients.dimensions[name].labels[c] for c in clients.dimensions[name].codes] for name in DIMENSIONS
    ]
    return list(
        zip(clients.name, groups, *segments, *(getattr(clients, name) for name in WORDS), strict=True)
    )


def assert_columns(clients: Clients, done: Merged) -> None:
    cards = done.base.cards
    assert clients.client_id.tolist() == [f"c{own[0]}" for own in done.members]
    assert clients.owner_idx.tolist() == [card["owner"] for card in cards]
    assert clients.pinned_idx.tolist() == [card["pin"] for card in cards]
    assert clients.excluded.tolist() == [card["excluded"] for card in cards]
    numbers = {"potential": "potential", "revenue_12m": "revenue", "open_deal_amount": "deal"}
    for name, key in numbers.items():
        assert getattr(clients, name).tolist() == pytest.approx([card[key] for card in cards]), name
    loads = [card["workload"] for card in cards]
    assert (None if clients.workload is None else clients.workload.tolist()) == (
        None if None in loads else loads
    )
    for name in ("lat", "lon"):
        assert [None if np.isnan(x) else x for x in getattr(clients, name)] == [c[name] for c in cards], name
    words = ["name", "group", *DIMENSIONS, *WORDS]
    expected = [
        tuple("unknown" if w in DIMENSIONS and not card[w] else card[w] for w in words) for card in cards
    ]
    assert text_columns(clients) == expected
    closes = [
        str(day) if amount else None
        for day, amount in zip(clients.open_deal_close, clients.open_deal_amount, strict=True)
    ]
    assert [None if day == "NaT" else day for day in closes] == [
        card["close"] if card["deal"] else None for card in cards
    ]


def assert_history(case: Case, base: Plain, done: Merged) -> None:
    """Portfolio.merged names every card that went away, once, with what it said."""
    names = ("into_idx", "owner_idx", "potential", "revenue_12m", "open_deal_amount")
    said = {card.client_id: tuple(getattr(card, name) for name in names) for card in case.portfolio.merged}
    gone = [(own, n) for own, members in enumerate(done.members) for n in members[1:]]
    keys = ("owner", "potential", "revenue", "deal")
    assert said == {f"c{n}": (own, *(base.cards[n][key] for key in keys)) for own, n in gone}
    assert len(case.portfolio.merged) == len(gone)
    main = {c.client_id: (c.into_idx, c.owner_idx, c.revenue_12m) for c in case.portfolio.main_cards}
    assert main == {
        f"c{own[0]}": (client, base.cards[own[0]]["owner"], base.cards[own[0]]["revenue"])
        for client, own in enumerate(done.members)
        if len(own) > 1
    }
    left = sorted((rule.kind, rule.a_idx, rule.b_idx) for rule in case.portfolio.rules)
    assert sorted(set(left)) == sorted(set(done.base.rules))


def assert_evidence(case: Case, walk: Reference) -> None:
    found: Answer = walk.found  # type: ignore[attr-defined]
    evidence = case.evidence
    pairs = list(zip(evidence.pair_client.tolist(), evidence.pair_manager.tolist(), strict=True))
    assert dict(zip(pairs, evidence.pair_points.tolist(), strict=True)) == pytest.approx(found.points)
    assert evidence.pair_strength.tolist() == pytest.approx([walk.strength(pair) for pair in pairs])
    assert [bool(x) for x in evidence.pair_proven] == [found.proven[pair] for pair in pairs]
    assert [bool(x) for x in evidence.pair_active] == [found.active[pair] for pair in pairs]
    assert evidence.state.tolist() == found.state
    assert evidence.disputed.tolist() == [bool(rivals) for rivals in found.rivals]
    assert evidence.rival_idx.tolist() == found.rival
    assert evidence.lock_lifted.tolist() == found.lifted


def compare(base: Plain, policy: Policy) -> Merged | None:
    """Both ways through; the merged base, None where both refuse it."""
    try:
        done = by_hand(base, policy)
    except ContradictionError:
        with pytest.raises(InputError):
            by_engine(base, policy)
        return None
    assert_same(by_engine(base, policy), base, done, policy)
    return done


def assert_same(case: Case, base: Plain, done: Merged, policy: Policy) -> None:
    """Every column, the history of the cards, and the evidence."""
    assert_columns(case.portfolio.clients, done)
    assert_history(case, base, done)
    if base.log is not None:
        assert_evidence(case, reference(done.base, policy))


@given(bases(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_merged_cards_are_what_the_model_says(base: Plain, exact: bool) -> None:
    assume(sound_before_merging(base))
    compare(base, POLICIES[exact])


@given(bases(log=False), st.booleans())
@settings(max_examples=60, deadline=None)
def test_without_a_log_revenue_and_deals_decide(base: Plain, exact: bool) -> None:
    assume(sound_before_merging(base))
    compare(base, POLICIES[exact])


@pytest.mark.parametrize("seed", range(5))
def test_files_lead_to_the_same_clients(seed: int, tmp_path: Path) -> None:
    chance = np.random.default_rng([seed, 2])
    base = make_plain(seed, 9, 4)
    base.rules = [(RuleKind.MERGE, 0, int(chance.integers(1, 9))), (RuleKind.MERGE, 2, 7)]
    for row in base.managers:
        row |= {"listed": True, "regions": None}
    for card in base.cards:
        card |= {"lat": 55.0, "lon": 37.0, "region": card["region"] or "N", "tier": card["tier"] or "A"}
    asked = {(touch["client"], touch["manager"]): touch for touch in base.log or ()}
    base.answers = [
        {"client": pair[0], "manager": pair[1], "answer": n % 3 - 1, "until": ("2026-05-30", None)[n % 2]}
        for n, pair in enumerate(asked)
        if n < 5
    ]
    policy = POLICIES[bool(seed % 2)]
    sources = write_plain(base, tmp_path)
    try:
        done = by_hand(base, policy)
    except ContradictionError:
        with pytest.raises(InputError, match="are one client, but their answers"):
            load_case(sources, policy=policy, as_of=AS_OF)
    else:
        assert_same(load_case(sources, policy=policy, as_of=AS_OF), base, done, policy)
