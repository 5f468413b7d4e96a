"""Capacity, ABC, idle clients and look-alikes (model §11): the engine against sums by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.capacity import Capacity, class_letters, classify, measure_capacity
from assigner.evidence import State, weigh_evidence
from assigner.policy import Policy
from assigner.policy.model import CapacityPolicy
from assigner.portfolio import NOBODY, RuleKind
from assigner.weights import manager_weights
from tests import builders
from tests.builders import AS_OF
from tests.evidence.reference import Reference
from tests.oracles.measuring import abc_by_hand, capacity_by_hand, look_alikes_by_hand
from tests.oracles.plain import Plain, make_plain, pick

POLICY = Policy()
seeds = st.integers(0, 2**32 - 1)


@st.composite
def bases(draw: st.DrawFn) -> Plain:
    """Up to 20 clients with pins and bans, with or without a log; potentials that tie now and then."""
    seed, with_log = draw(seeds), draw(st.booleans())
    base = make_plain(seed, draw(st.integers(1, 20)), draw(st.integers(1, 4)), log=with_log)
    chance = np.random.default_rng([seed, 3])
    for n, card in enumerate(base.cards):
        card["pin"] = pick(chance, *[NOBODY] * 5, 0)
        if chance.random() < 0.3:
            base.rules.append((RuleKind.BAN, n, int(chance.integers(len(base.managers)))))
    return base


def measured(base: Plain) -> tuple[Capacity, list[State]]:
    """The engine's answer, and the states it stands on (another test compares those)."""
    facts = base.facts()
    evidence = weigh_evidence(facts, POLICY, as_of=AS_OF)
    return measure_capacity(facts, evidence, POLICY), [State(code) for code in evidence.state.tolist()]


@given(bases())
@settings(max_examples=80, deadline=None)
def test_held_worked_and_free(base: Plain) -> None:
    found, states = measured(base)
    cells = capacity_by_hand(base, states)
    told = {(table.dimension, label) for table in found.segments for label in table.labels}
    assert told == set(cells)
    for table in found.segments:
        for row, label in enumerate(table.labels):
            sums = cells[table.dimension, label]
            assert table.num_clients[row] == sums.get("clients", 0)
            assert table.capacity[row] == pytest.approx(sums.get("capacity", 0))
            assert table.free[row] == pytest.approx(sums.get("free", 0))
            for j in range(len(base.managers)):
                assert table.held[row, j] == pytest.approx(sums.get(f"held {j}", 0))
                assert table.worked[row, j] == pytest.approx(sums.get(f"worked {j}", 0))


@given(bases())
@settings(max_examples=80, deadline=None)
def test_what_nobody_works(base: Plain) -> None:
    found, states = measured(base)
    worked = {i for i, state in enumerate(states) if state in (State.PROVEN, State.ACTIVE, State.DORMANT)}
    if base.log is not None:
        walk = Reference(base.facts(), POLICY, AS_OF)
        walk.answer()
        pairs = [(i, j) for i in range(len(base.cards)) for j in range(len(base.managers))]
        worked |= {i for i, j in pairs if walk.proven(i, j) or walk.active(i, j)}
    idle = [i for i, state in enumerate(states) if state is not State.EXCLUDED and i not in worked]
    assert found.idle.tolist() == sorted(idle, key=lambda i: (-base.cards[i]["potential"], i))


@given(bases())
@settings(max_examples=100, deadline=None)
def test_look_alikes(base: Plain) -> None:
    found, states = measured(base)
    weights = manager_weights(base.facts().managers, POLICY.managers, AS_OF)
    for manager, listed in enumerate(found.look_alikes):
        best = look_alikes_by_hand(base, states, manager, stays=weights[manager] > 0)[:20]
        assert [each.client_idx for each in listed] == [client for _, _, client in best]
        assert [each.similarity for each in listed] == pytest.approx(
            [alike for alike, _, _ in best], abs=1e-8
        )


@given(seeds, st.integers(1, 40), st.sampled_from((("0.8", "0.95"), ("0.5", "0.5"), ("0", "1"))))
@settings(max_examples=120, deadline=None)
def test_abc_classes(seed: int, count: int, limits: tuple[str, str]) -> None:
    chance = np.random.default_rng(seed)
    most = pick(chance, 1, 5, 100, 10**9)
    amounts = chance.integers(0, most + 1, size=count).tolist()
    excluded = (chance.random(count) < 0.2).tolist()
    regions = [pick(chance, "", "N", "S") for _ in range(count)]
    clients = builders.clients([0] * count, potential=amounts, excluded=excluded, region=regions)
    held = [None if out else amount for amount, out in zip(amounts, excluded, strict=True)]
    for dimension, groups in (("total", [""] * count), ("region", regions)):
        policy = CapacityPolicy(abc_dimension=dimension, abc_a=float(limits[0]), abc_b=float(limits[1]))
        letters = class_letters(classify(clients, policy).codes)
        assert "".join(letter or "-" for letter in letters) == abc_by_hand(held, groups, *limits)
