"""The time limit begins where the user's clock does: building the problem counts."""

from __future__ import annotations

from typing import Any

import pytest

from assigner.engine import propose
from assigner.optimize import solve
from assigner.problem.model import Problem
from assigner.solution import Solution, SolverConfig
from tests.engine.conftest import CONFIG, Run


def limit_of_the_search(
    run: Run, monkeypatch: pytest.MonkeyPatch, config: SolverConfig, seconds: float
) -> float | None:
    """The time limit that reaches the search when building took so many seconds."""
    asked: list[float | None] = []
    ticks = iter([100.0, 100.0 + seconds])

    def search(problem: Problem, given: SolverConfig, **_: Any) -> Solution:
        asked.append(given.time_limit)
        return solve(problem, CONFIG)

    monkeypatch.setattr("assigner.engine.monotonic", lambda: next(ticks))
    monkeypatch.setattr("assigner.engine.solve", search)
    certificate = propose(run.case, config).certificate
    assert certificate.time_limit == config.time_limit
    return asked[0]


def test_building_counts(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert limit_of_the_search(run, monkeypatch, SolverConfig(time_limit=20.0), 3.0) == pytest.approx(17.0)


def test_a_tenth_is_left_at_least(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert limit_of_the_search(run, monkeypatch, SolverConfig(time_limit=20.0), 25.0) == pytest.approx(2.0)


def test_no_limit_stays_none(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert limit_of_the_search(run, monkeypatch, CONFIG, 25.0) is None
