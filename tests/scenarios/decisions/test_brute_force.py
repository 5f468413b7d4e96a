"""New answers against every division of tiny bases, judged by the independent checker alone."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from assigner.checker.ground import stand
from assigner.engine import Case
from assigner.errors import InputError, RulesConflict
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray
from scenarios.decisions import Decision, Earlier, Ruling, decided_case
from tests import strategies
from tests.optimize.brute import Divisions, divide
from tests.scenarios.decisions.cases import broken, random_case, say, solved

SEEDS = range(36)
PRICES = (0.0, 0.7, 30.0)


@cache
def every(seed: int) -> Divisions:
    case = random_case(seed)
    return divide(strategies.Case(case.portfolio, case.evidence, case.policy))


@cache
def drawn(seed: int) -> tuple[Case, IntArray, tuple[Decision, ...]] | None:
    """A case with any lawful answer and one to four decisions; None where there is no lawful answer."""
    case, rng = random_case(seed), np.random.default_rng(seed + 1000)
    lawful = every(seed).assignments
    if not len(lawful):
        return None
    before = lawful[int(rng.integers(len(lawful)))]
    owner, decisions = case.portfolio.clients.owner_idx, []
    for client in rng.choice(len(owner), int(rng.integers(1, 5)), replace=False).tolist():
        moves = before[client] != owner[client]
        verdict = str(rng.choice(["accept", "reject", "pin", "ban"] if moves else ["reject", "pin", "ban"]))
        named = int(rng.integers(3)) if verdict in ("pin", "ban") else None
        decisions.append(say(verdict, client, named))
    return case, before, tuple(decisions)


def forced(case: Case, before: IntArray) -> BoolArray:
    """Clients that the decided case, without holdings or apart rules, leaves nobody's choice to keep."""
    ground = stand(case.portfolio, case.evidence, case.policy, Translator())
    locked = ground.locks.manager_idx
    may = np.array([ground.eligible.row(i)[j] for i, j in enumerate(before)])
    return np.where(locked != NOBODY, True, ~may)


def priced_optimum(
    found: Divisions, ruled: Case, before: IntArray, decisions: tuple[Decision, ...], price: float
) -> float | None:
    """Least score + price x clients changed without having to, among divisions that hold accepted moves."""
    accepted = [int(one.client_id[1:]) for one in decisions if one.verdict is Ruling.ACCEPT]
    fits = (found.assignments[:, accepted] == before[accepted]).all(axis=1)
    if not fits.any():
        return None
    changes = ((found.assignments != before) & ~forced(ruled, before)).sum(axis=1)
    total: FloatArray = (found.score + price * changes)[fits]
    return float(total.min())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_new_answer_is_the_best_of_all_divisions_at_its_price(seed: int) -> None:
    given = drawn(seed)
    if given is None:
        return
    case, before, decisions = given
    price = PRICES[seed % len(PRICES)]
    try:
        ruled = decided_case(case, Earlier.of(case, before), decisions)
    except InputError:
        with pytest.raises(InputError):
            solved(case, before, *decisions, price=price)
        return
    found = divide(strategies.Case(ruled.portfolio, ruled.evidence, ruled.policy))
    best = priced_optimum(found, ruled, before, decisions, price)
    if best is None:
        with pytest.raises(RulesConflict):
            solved(case, before, *decisions, price=price)
        return
    resolved = solved(case, before, *decisions, price=price)
    after, near = resolved.proposal.assignment, 1e-6 * max(1.0, best)
    assert not broken(case, before, decisions, after)
    assert resolved.proposal.verdict.ok
    assert resolved.free.bound <= found.optimum + near
    assert resolved.free.found == pytest.approx(found.optimum, abs=near)
    if (found.assignments == before).all(axis=1).any():
        assert resolved.changes == ()
        assert resolved.priced is None
    else:
        assert resolved.priced is not None
        assert resolved.priced.found == pytest.approx(best, abs=near)
        assert resolved.priced.bound <= best + near


def test_the_sample_has_every_decision_and_every_end() -> None:
    """Enough answers, some conflicts, some decisions refused, some that change nothing."""
    given = [one for one in map(drawn, SEEDS) if one is not None]
    said = [decision.verdict for _, _, decisions in given for decision in decisions]
    assert all(said.count(verdict) >= 5 for verdict in Ruling)
    refused = 0
    for case, before, decisions in given:
        try:
            decided_case(case, Earlier.of(case, before), decisions)
        except InputError:
            refused += 1
    assert 3 <= refused <= len(given) / 2
