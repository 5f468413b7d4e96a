"""Small companies to solve many times, cheap enough for a test."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from assigner.engine import load_case
from assigner.generate import CompanySpec, generate_company, write_company
from assigner.policy import Policy
from assigner.portfolio import NOBODY, IntArray
from assigner.solution import SolverConfig
from assigner.tabular import Sources
from scenarios.base import Base, base_of
from scenarios.batch import Ask
from scenarios.results import RunResult

CONFIG = SolverConfig(work_limit=1.0, time_limit=None, target_gap=0.0)
CLOCKED = frozenset({"seconds"})
"""Fields that tell how long something took."""


@cache
def base(num_clients: int = 60, num_managers: int = 5) -> Base:
    """A generated company, read from its tables as a user's would be."""
    with TemporaryDirectory() as folder:
        made = generate_company(CompanySpec.for_size(num_clients, num_managers, seed=3))
        paths = {path.stem: path for path in write_company(made, Path(folder))}
        sources = Sources(paths["clients"], paths["managers"], paths["activities"], paths["rules"])
        return base_of(load_case(sources))


def with_policy(changes: dict[str, Any], of: Base | None = None) -> Base:
    """The base under another policy."""
    given = of or base()
    return Base(given.portfolio, Policy.model_validate(changes), given.as_of)


def impossible() -> Base:
    """The base with rules that can't all hold: nobody may have more than one client."""
    return with_policy({"rules": {"max_load": {"count": 1}}})


def asks(count: int, of: Base | None = None, config: SolverConfig = CONFIG) -> list[Ask]:
    """So many different scenarios of one base: each has a price of moving of its own."""
    weights = np.linspace(0.5, 2.0, count)
    return [
        Ask(f"s{n}", with_policy({"objective": {"weights": {"disruption": float(w)}}}, of), config)
        for n, w in enumerate(weights)
    ]


def planned(of: Base, result: RunResult) -> IntArray:
    """Who has whom by a result, as the checker wants it."""
    managers = [str(name) for name in of.portfolio.managers.manager_id]
    return np.array([managers.index(name) if name else NOBODY for name in result.manager_id], dtype=np.int32)


def answer(result: object) -> object:
    """What must be the same wherever a scenario is solved: everything but how long it took."""
    assert isinstance(result, RunResult), result
    return result.client_id, result.manager_id, result.previous_manager_id, _timeless(result.document)


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(part) for name, part in value.items() if name not in CLOCKED}
    if isinstance(value, list | tuple):
        return [_timeless(part) for part in value]
    return value
