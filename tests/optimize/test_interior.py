"""The interior point method proves what HiGHS proves, at every size and for every aim (model §7)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from assigner.optimize.bounding import RelaxationInfeasible, relax
from assigner.optimize.interior import InteriorParams
from assigner.optimize.relax import Relaxation, RelaxParams
from assigner.optimize.tables import Aim
from assigner.problem import Problem
from tests.optimize.support import problem_of, with_policy
from tests.optimize.test_bounds import relaxed
from tests.strategies import FEATURES, make_case

HIGHS = RelaxParams(max_rounds=20)
FINE = RelaxParams(small=0, max_rounds=20, gaps=(1e-3,), last_gap=1e-6)
"""Until value and bound of the LP agree to a millionth."""

AIMS = {
    "score": Aim(20.0, 1.0, 0.1),
    "imbalance alone": Aim(1.0, 0.0, 0.0),
    "disruption alone": Aim(0.0, 1.0, 0.0),
}


def base(seed: int, clients: int = 90, managers: int = 5) -> Problem:
    """A base with every feature, whose rules can be kept."""
    return problem_of(make_case(seed, clients, managers, features=sorted(FEATURES), feasible=True))


def both(problem: Problem, aim: Aim) -> tuple[Relaxation, Relaxation]:
    return relaxed(problem, aim, HIGHS), relaxed(problem, aim, FINE)


def agree(exact: Relaxation, ours: Relaxation) -> None:
    """The same LP: neither bound is above the other's LP value, and both are close to it."""
    noise = 1e-5 * max(1.0, abs(exact.master_value))
    assert ours.bound <= exact.master_value + noise
    assert ours.bound >= exact.bound - 10 * noise


@pytest.mark.parametrize("aim", AIMS.values(), ids=AIMS)
@pytest.mark.parametrize("seed", [2, 4, 6])
def test_it_agrees_with_highs(seed: int, aim: Aim) -> None:
    agree(*both(base(seed), aim))


@pytest.mark.parametrize("room", [1.05, 1.5])
@pytest.mark.parametrize("seed", [2, 4])
def test_it_agrees_with_highs_under_a_cap(seed: int, room: float) -> None:
    """Least disruption with the imbalance near its least: the cap costs something, so it was looked at."""
    problem = base(seed)
    least = relaxed(problem, AIMS["imbalance alone"], HIGHS).master_value
    free = relaxed(problem, AIMS["disruption alone"], HIGHS).bound
    exact, ours = both(problem, Aim(0.0, 1.0, 0.0, imbalance_cap=room * least))
    agree(exact, ours)
    assert ours.bound > free + 0.005


@pytest.mark.parametrize("seed", [2, 4])
def test_pairs_that_are_closed_get_no_share_and_a_higher_bound(seed: int) -> None:
    """Close the dearest third of the pairs that HiGHS does not use at all."""
    problem = base(seed)
    aim = Aim.weighted(problem)
    whole = relaxed(problem, aim, FINE)
    closed = whole.reduced > np.quantile(whole.reduced, 2 / 3)
    closed &= whole.fraction <= 0
    rest = relax(
        problem, aim, rng=np.random.default_rng(1), seconds_left=lambda: None, params=FINE, closed=closed
    )
    assert closed.any()
    assert not rest.fraction[closed].any()
    assert rest.bound >= whole.bound - 1e-4 * abs(whole.bound)


def test_shares_of_a_unit_add_up_to_one() -> None:
    problem = base(6)
    fraction = relaxed(problem, None, FINE).fraction
    assert fraction.min() >= 0
    assert np.add.reduceat(fraction, problem.pair_start[:-1]) == pytest.approx(np.ones(problem.num_units))


def test_the_same_seed_gives_the_same_prices() -> None:
    problem = base(4)
    one, other = (relaxed(problem, None, FINE) for _ in range(2))
    assert one.bound == other.bound
    assert np.array_equal(one.reduced, other.reduced)


@pytest.mark.parametrize("iterations", [1, 3, 8])
def test_a_run_that_is_cut_short_still_proves_a_lower_bound(iterations: int) -> None:
    problem = base(2)
    exact = relaxed(problem, None, HIGHS)
    short = replace(FINE, max_rounds=1, method=InteriorParams(most_iterations=iterations))
    assert relaxed(problem, None, short).bound <= exact.master_value + 1e-6 * abs(exact.master_value)


def test_limits_that_even_fractions_break_are_proven_to_conflict() -> None:
    """Every manager must have more than half of everything."""
    case = make_case(1, 40, 3, features=())
    most = 0.6 * float(case.portfolio.clients.potential.sum())
    with pytest.raises(RelaxationInfeasible):
        relaxed(problem_of(with_policy(case, "rules", min_load={"potential": most})), None, FINE)
