"""The proven optimum where the workload depends on the manager, against every division (model §1 travel)."""

from __future__ import annotations

import numpy as np
import pytest

from tests.optimize.brute import divide
from tests.optimize.support import TO_PROOF, answer
from tests.strategies import FEATURES, TRAVEL, Case, make_case

SEEDS = range(0, 24, 2)


def travelling(seed: int) -> Case:
    """3 to 7 clients, 2 or 3 managers, workload with the way, some other features."""
    rng = np.random.default_rng(seed)
    more = [name for name in FEATURES if rng.random() < 0.3]
    clients, managers = int(rng.integers(3, 8)), int(rng.integers(2, 4))
    return make_case(seed, clients, managers, features=TRAVEL.union(more), feasible=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_proven_optimum_is_the_best_of_all_divisions(seed: int) -> None:
    case = travelling(seed)
    best = divide(case).optimum
    found = answer(case, TO_PROOF)
    assert found.status == "optimal"
    assert found.score == pytest.approx(best, rel=1e-6, abs=1e-6)
    assert found.bound <= best * (1 + 1e-9) + 1e-9
