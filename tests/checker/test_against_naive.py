"""The checker against a literal transcription of the model, and laws that any score must obey."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.checker import check, eligibility, locks
from assigner.portfolio import NOBODY, Clients, Managers, Portfolio, Rule, RuleKind
from assigner.verdict import PlanFigures
from tests.checker.naive import Naive, NaiveFigures
from tests.strategies import Case, cases, make_case, random_assignment

SEEDS = st.integers(0, 2**32 - 1)


def as_dict(assignment: Any) -> dict[int, int]:
    """{client: manager} of everybody who has one."""
    return {i: int(j) for i, j in enumerate(assignment) if j != NOBODY}


def assert_same(figures: PlanFigures, naive: NaiveFigures) -> None:
    """Levels, score, parts of imbalance and parts of pain agree to 1e-9."""
    mine = [
        figures.levels.imbalance,
        figures.mean_violation,
        figures.worst_violation,
        figures.levels.disruption,
        figures.levels.fit,
        figures.score,
        figures.revenue_at_risk,
        figures.commission_at_stake,
        figures.fixed_cost,
        figures.evidence_mismatch,
    ]
    theirs = [
        naive.imbalance,
        naive.mean_violation,
        naive.worst_violation,
        naive.disruption,
        naive.fit,
        naive.score,
        *naive.parts,
    ]
    assert mine == pytest.approx(theirs, rel=1e-9, abs=1e-9)


def assert_agrees(case: Case, assignment: Any) -> None:
    """Everything the checker says of an assignment is what the naive model says."""
    verdict = check(case.portfolio, case.evidence, case.policy, assignment)
    naive = Naive(case)
    assert_same(verdict.after, naive.figures(as_dict(assignment)))
    assert_same(verdict.before, naive.figures(naive.today()))
    assert {broken.rule for broken in verdict.breaks} == naive.breaks(as_dict(assignment))
    assert set(np.flatnonzero(verdict.locked)) == set(naive.locked)


@settings(max_examples=150, deadline=None)
@given(cases(max_clients=9), SEEDS)
def test_any_small_case_agrees(case: Case, seed: int) -> None:
    assert_agrees(case, random_assignment(case.portfolio, seed))


@pytest.mark.parametrize("seed", range(16))
def test_larger_cases_agree(seed: int) -> None:
    case = make_case(seed, 36, 6, feasible=seed % 2 == 0)
    drawn = random_assignment(case.portfolio, seed) if case.witness is None else case.witness
    assert_agrees(case, drawn)


@settings(max_examples=100, deadline=None)
@given(cases(max_clients=12, feasible=True))
def test_witness_keeps_every_rule(case: Case) -> None:
    assert case.witness is not None
    assert check(case.portfolio, case.evidence, case.policy, case.witness).breaks == ()


@settings(max_examples=60, deadline=None)
@given(cases(max_clients=9))
def test_eligibility_and_locks_agree(case: Case) -> None:
    naive, held = Naive(case), locks(case.portfolio, case.evidence, case.policy)
    allowed = eligibility(case.portfolio, case.evidence, case.policy)
    assert {i: list(np.flatnonzero(allowed[i])) for i in naive.all} == naive.entitled
    assert not allowed[case.portfolio.clients.excluded].any()
    assert as_dict(held.manager_idx) == naive.locked


@settings(max_examples=60, deadline=None)
@given(cases(max_clients=9), SEEDS)
def test_parts_of_pain_add_up_to_disruption(case: Case, seed: int) -> None:
    """Revenue at risk + commission + fixed + mismatch = sum of p = disruption x D / 100."""
    assignment = random_assignment(case.portfolio, seed)
    after = check(case.portfolio, case.evidence, case.policy, assignment).after
    parts = after.revenue_at_risk + after.commission_at_stake + after.fixed_cost + after.evidence_mismatch
    naive = Naive(case)
    total = sum(sum(naive.pain(i, j)) for i, j in as_dict(assignment).items())
    assert parts == pytest.approx(total, rel=1e-9, abs=1e-9)
    assert after.levels.disruption * naive.divisor / 100 == pytest.approx(
        parts if naive.divisor > 0 else 0.0, rel=1e-9, abs=1e-9
    )


@settings(max_examples=60, deadline=None)
@given(cases(max_clients=9), SEEDS, st.sampled_from([1e-3, 7.0, 1e6]))
def test_imbalance_does_not_depend_on_the_money_unit(case: Case, seed: int, unit: float) -> None:
    """Loads and targets scale alike, so every ratio and with it imbalance stays."""
    clients, assignment = case.portfolio.clients, random_assignment(case.portfolio, seed)
    scaled = replace(clients, potential=clients.potential * unit, revenue_12m=clients.revenue_12m * unit)
    facts = replace(case.portfolio, clients=scaled)
    before = check(case.portfolio, case.evidence, case.policy, assignment).after
    after = check(facts, case.evidence, case.policy, assignment).after
    assert after.levels.imbalance == pytest.approx(before.levels.imbalance, rel=1e-9, abs=1e-9)


# Renaming: the order of clients and managers in their tables says nothing


def reorder_clients(clients: Clients, order: Any) -> Clients:
    """The clients table with rows in another order."""
    columns = {
        name: getattr(clients, name)[order]
        for name in Clients.__slots__
        if isinstance(getattr(clients, name), np.ndarray)
    }
    dimensions = {name: replace(d, codes=d.codes[order]) for name, d in clients.dimensions.items()}
    return replace(clients, dimensions=dimensions, **columns)


def reorder_managers(managers: Managers, order: Any) -> Managers:
    """The managers table with rows in another order."""
    columns = {
        name: getattr(managers, name)[order]
        for name in Managers.__slots__
        if isinstance(getattr(managers, name), np.ndarray)
    }
    lists = {name: tuple(allowed[j] for j in order) for name, allowed in managers.eligible.items()}
    return replace(managers, eligible=lists, **columns)


def shuffled(case: Case, rng: np.random.Generator) -> tuple[Case, Any, Any]:
    """The same case with both tables in another order, and the two orders."""
    facts, evidence = case.portfolio, case.evidence
    client_order, manager_order = rng.permutation(facts.num_clients), rng.permutation(facts.num_managers)
    new_client = np.argsort(client_order).astype(np.int32)
    new_manager = np.append(np.argsort(manager_order), NOBODY).astype(np.int32)  # NOBODY stays NOBODY
    clients = reorder_clients(facts.clients, client_order)
    clients = replace(
        clients, owner_idx=new_manager[clients.owner_idx], pinned_idx=new_manager[clients.pinned_idx]
    )
    to_manager = (RuleKind.BAN, RuleKind.PIN)
    rules = tuple(
        Rule(
            r.kind,
            int(new_client[r.a_idx]),
            int((new_manager if r.kind in to_manager else new_client)[r.b_idx]),
        )
        for r in facts.rules
    )
    pairs = np.lexsort((new_manager[evidence.pair_manager], new_client[evidence.pair_client]))
    by_pair = [name for name in type(evidence).__slots__ if name.startswith("pair_") and name != "pair_start"]
    columns = {name: getattr(evidence, name)[pairs] for name in by_pair}
    columns["pair_client"] = new_client[columns["pair_client"]]
    columns["pair_manager"] = new_manager[columns["pair_manager"]]
    by_client = ("state", "owner_strength", "disputed", "lock_lifted")
    columns |= {name: getattr(evidence, name)[client_order] for name in by_client}
    columns["rival_idx"] = new_manager[evidence.rival_idx[client_order]]
    portfolio = Portfolio(clients, reorder_managers(facts.managers, manager_order), None, rules)
    return Case(portfolio, replace(evidence, **columns), case.policy), client_order, new_manager


@settings(max_examples=80, deadline=None)
@given(cases(max_clients=12), SEEDS)
def test_order_of_the_tables_does_not_matter(case: Case, seed: int) -> None:
    assignment = random_assignment(case.portfolio, seed)
    other, client_order, new_manager = shuffled(case, np.random.default_rng(seed))
    first = check(case.portfolio, case.evidence, case.policy, assignment)
    second = check(other.portfolio, other.evidence, other.policy, new_manager[assignment[client_order]])
    for mine, theirs in ((first.after, second.after), (first.before, second.before)):
        assert mine.score == pytest.approx(theirs.score, rel=1e-9, abs=1e-9)
        assert mine.worst_deviation == pytest.approx(theirs.worst_deviation, rel=1e-9, abs=1e-9)
        assert mine.kept_proven == theirs.kept_proven
    assert sorted(b.rule for b in first.breaks) == sorted(b.rule for b in second.breaks)
    assert np.array_equal(first.locked[client_order], second.locked)
