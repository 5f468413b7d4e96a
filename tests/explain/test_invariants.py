"""What holds for every proposal, lawful or not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assigner.checker import check
from assigner.errors import InputError
from assigner.explain import Reason, explain_clients, manager_changes
from assigner.explain.cells import goal_cells
from assigner.explain.grounds import lay_grounds
from assigner.portfolio import NOBODY
from assigner.proposal import Proposal
from tests.explain.cases import propose
from tests.strategies import Case, cases, random_assignment


def any_proposal(case: Case, seed: int) -> Proposal:
    """A random assignment of the case, rules or not; skips bases that nobody could divide."""
    assignment = random_assignment(case.portfolio, seed)
    try:
        check(case.portfolio, case.evidence, case.policy, assignment)
    except InputError:
        assume(False)
    return propose(case.portfolio, case.evidence, assignment.tolist(), case.policy)


@settings(max_examples=40, deadline=None)
@given(case=cases(), seed=st.integers(0, 999), language=st.sampled_from(["en", "ru"]))
def test_code_text_and_pain_fit_the_move(case: Case, seed: int, language: str) -> None:
    proposal = any_proposal(case, seed)
    reasons = explain_clients(proposal, language)
    owner, manager = case.portfolio.clients.owner_idx, proposal.assignment
    excluded = case.portfolio.clients.excluded
    for i, code in enumerate(reasons.code):
        assert code in set(Reason)
        part = "excluded" if excluded[i] else "assigned" if owner[i] == NOBODY else "moved"
        part = "kept" if part == "moved" and owner[i] == manager[i] else part
        assert code.split("_")[0] == part
        assert reasons.text[i].endswith(".")
        assert "{" not in reasons.text[i]
        assert ".." not in reasons.text[i]
    after = proposal.verdict.after
    parts = after.revenue_at_risk + after.commission_at_stake + after.fixed_cost + after.evidence_mismatch
    assert reasons.pain.sum() == pytest.approx(parts)
    assert np.all(reasons.pain[excluded] == 0)


@settings(max_examples=25, deadline=None)
@given(case=cases(feasible=True))
def test_locked_clients_have_reasons_that_lock(case: Case) -> None:
    assert case.witness is not None
    proposal = propose(case.portfolio, case.evidence, case.witness.tolist(), case.policy)
    codes = explain_clients(proposal).code
    locking = {"pinned", "pin", "proven", "active", "deal", "holding", "leaver", "ban", "ineligible"}
    for i in np.flatnonzero(proposal.verdict.locked):
        assert codes[i].split("_")[-1] in locking


@settings(max_examples=25, deadline=None)
@given(case=cases(), seed=st.integers(0, 999))
def test_cells_are_those_of_the_verdict(case: Case, seed: int) -> None:
    proposal = any_proposal(case, seed)
    grids = {cells.goal.key: cells for cells in goal_cells(lay_grounds(proposal))}
    before, after = proposal.verdict.before.cells, proposal.verdict.after.cells
    for row in range(len(after)):
        cells = grids[after.goal[row]]
        spot = cells.labels.index(after.value[row]), int(after.manager_idx[row])
        assert cells.before[spot] == before.load[row]
        assert cells.after[spot] == after.load[row]
        assert cells.attainable[spot] == after.attainable[row]


@settings(max_examples=25, deadline=None)
@given(case=cases(), seed=st.integers(0, 999))
def test_flows_add_up(case: Case, seed: int) -> None:
    proposal = any_proposal(case, seed)
    base = case.portfolio.clients
    changes = manager_changes(proposal)
    moved = ~base.excluded & (base.owner_idx != proposal.assignment)
    assert sum(change.gained.clients for change in changes) == int(moved.sum())
    assert sum(change.lost.clients for change in changes) == int((moved & (base.owner_idx != NOBODY)).sum())
    for change in changes:
        assert sum(part.flow.clients for part in change.lost_to) == change.lost.clients
        assert sum(part.flow.potential for part in change.gained_from) == pytest.approx(
            change.gained.potential
        )
