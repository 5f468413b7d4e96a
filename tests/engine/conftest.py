"""One generated company, solved and saved once for the whole room."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from assigner.engine import Case, load_case, propose, save_proposal
from assigner.generate import CompanySpec, generate_company, write_company
from assigner.policy import Policy
from assigner.proposal import Proposal
from assigner.solution import SolverConfig
from assigner.tabular import Sources

CONFIG = SolverConfig(work_limit=0.5, time_limit=None, target_gap=0.0)
POLICY = Policy.model_validate({"rules": {"move_budget": {"clients": 0.6}}, "fit": {"distance_weight": 0.1}})


def write_tables(folder: Path, seed: int = 3) -> Sources:
    """Tables of a company of 80 clients and 6 managers."""
    made = generate_company(CompanySpec.for_size(80, 6, seed))
    paths = {path.stem: path for path in write_company(made, folder)}
    return Sources(paths["clients"], paths["managers"], paths["activities"], paths["rules"])


@dataclass(frozen=True)
class Run:
    """A whole run: where the tables are, what was proposed, where it was saved."""

    sources: Sources
    case: Case
    proposal: Proposal
    out: Path


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Solved and saved; tests that change files take a copy of the folder."""
    folder = tmp_path_factory.mktemp("engine")
    sources = write_tables(folder / "tables")
    case = load_case(sources, policy=POLICY)
    proposal = propose(case, CONFIG)
    save_proposal(proposal, folder / "out", sources=sources)
    return Run(sources, case, proposal, folder / "out")
