"""What holds of any base and decisions: they are kept or refused, and nothing else changes for nothing."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.engine import Case, propose, weigh_case
from assigner.errors import InputError, RulesConflict
from assigner.portfolio import NOBODY, IntArray
from scenarios.decisions import Decision, Resolved, Why, decided_case
from scenarios.decisions.model import Earlier
from tests import builders
from tests.scenarios.decisions.cases import SHORT, broken, say, solved
from tests.strategies import FEATURES, TRAVEL, make_case

FEATURE_SETS = (sorted(FEATURES), sorted({*FEATURES, *TRAVEL}), ["segments", "groups", "together", "apart"])
Drawn = tuple[Case, IntArray, tuple[Decision, ...]]


@st.composite
def decided(draw: st.DrawFn, verdicts: tuple[str, ...] = ("accept", "reject", "pin", "ban")) -> Drawn:
    """A random company with an answer of the engine, and some decisions about it, sensible or not."""
    made = make_case(
        draw(st.integers(0, 10_000)),
        draw(st.integers(5, 14)),
        draw(st.integers(2, 4)),
        features=draw(st.sampled_from(FEATURE_SETS)),
        feasible=True,
    )
    case = weigh_case(made.portfolio, made.policy, as_of=builders.AS_OF)
    try:
        before = propose(case, SHORT).assignment
    except (RulesConflict, InputError):  # the log of the company is another one than it was drawn for
        return case, np.full(made.portfolio.num_clients, NOBODY, dtype=np.int32), ()
    return case, before, tuple(_decisions(draw, case, before, verdicts))


def _decisions(draw: st.DrawFn, case: Case, before: IntArray, verdicts: tuple[str, ...]) -> list[Decision]:
    clients, owner = case.portfolio.clients, case.portfolio.clients.owner_idx
    served = np.flatnonzero(~clients.excluded).tolist()
    found = []
    for client in draw(st.lists(st.sampled_from(served), max_size=4, unique=True)):
        verdict = draw(st.sampled_from(verdicts))
        if verdict == "accept" and before[client] == owner[client]:
            continue
        named = draw(st.integers(0, case.portfolio.num_managers - 1)) if verdict in ("pin", "ban") else None
        found.append(say(verdict, client, named))
    return found


def _solved(drawn: Drawn) -> Resolved | None:
    """The new answer, None where the decisions are refused or can't all hold."""
    case, before, decisions = drawn
    if (before == NOBODY).all():
        return None
    try:
        return solved(case, before, *decisions, config=SHORT)
    except (InputError, RulesConflict):
        return None


@settings(max_examples=30, deadline=None)
@given(decided())
def test_every_decision_is_kept_and_every_change_has_its_reason(drawn: Drawn) -> None:
    case, before, decisions = drawn
    resolved = _solved(drawn)
    if resolved is None:
        return
    after = resolved.proposal.assignment
    assert not broken(case, before, decisions, after)
    assert resolved.proposal.verdict.ok
    assert len(resolved.changes) == int((after != before).sum())
    assert resolved.free.bound <= resolved.free.found <= resolved.after.score + 1e-9
    assert resolved.costs_at_most >= resolved.after.score - resolved.free.found - 1e-9
    if resolved.priced is not None:
        paid = resolved.after.score + resolved.price * resolved.count(Why.BALANCE)
        assert resolved.priced.found == paid or np.isclose(resolved.priced.found, paid, rtol=1e-6)
        if resolved.untouched is not None:
            assert paid <= resolved.untouched.score + 1e-6 * max(1.0, resolved.untouched.score)


@settings(max_examples=10, deadline=None)
@given(decided())
def test_solving_again_under_the_same_decisions_changes_nothing(drawn: Drawn) -> None:
    case, _, decisions = drawn
    resolved = _solved(drawn)
    if resolved is None:
        return
    assert solved(case, resolved.proposal.assignment, *decisions, config=SHORT).changes == ()


@settings(max_examples=10, deadline=None)
@given(decided(verdicts=("reject",)))
def test_nothing_decided_and_everything_accepted_change_nothing(drawn: Drawn) -> None:
    case, before, _ = drawn
    if (before == NOBODY).all():
        return
    owner = case.portfolio.clients.owner_idx
    moved = np.flatnonzero((before != owner) & (before != NOBODY)).tolist()
    everything = [say("accept", i) for i in moved]
    assert solved(case, before, config=SHORT).changes == ()
    assert solved(case, before, *everything, config=SHORT).changes == ()
    assert decided_case(case, Earlier.of(case, before), everything) is case
