"""A proposal from tables to a folder and back: the same figures, whatever happened to the input since."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from assigner.engine import check_assignment, load_case, load_proposal, propose, save_proposal
from assigner.proposal import Proposal
from assigner.solution import SolverConfig
from assigner.tabular import Sources
from assigner.verdict import PlanFigures
from tests.engine.conftest import CONFIG, POLICY, Run, write_tables


def numbers(figures: PlanFigures) -> dict[str, float]:
    """The single figures of a plan."""
    plain = {name: getattr(figures, name) for name in PlanFigures.__slots__}
    single = {name: float(value) for name, value in plain.items() if isinstance(value, (int, float))}
    return single | asdict(figures.levels)


def assert_same(mine: Proposal, theirs: Proposal) -> None:
    """Assignment, figures before and after, bound, status, policy and certificate are equal."""
    assert np.array_equal(mine.assignment, theirs.assignment)
    assert (mine.status, mine.bound) == (theirs.status, theirs.bound)
    assert (mine.score, mine.gap) == (theirs.score, theirs.gap)
    for when in ("before", "after"):
        assert numbers(getattr(mine.verdict, when)) == numbers(getattr(theirs.verdict, when))
    assert mine.verdict.after.cells.violation.tolist() == theirs.verdict.after.cells.violation.tolist()
    assert mine.verdict.exceptions == theirs.verdict.exceptions
    assert mine.policy == theirs.policy
    assert mine.certificate == theirs.certificate
    assert mine.evidence.as_of == theirs.evidence.as_of
    assert mine.evidence.state.tolist() == theirs.evidence.state.tolist()


def test_what_was_saved_is_loaded_again(run: Run) -> None:
    loaded = load_proposal(run.out)
    assert loaded.verdict.ok
    assert_same(run.proposal, loaded)


def test_the_proposal_keeps_every_rule_and_its_figures_are_the_checkers(run: Run) -> None:
    verdict = check_assignment(run.case, run.proposal.assignment)
    assert verdict.ok
    assert verdict.after.score == run.proposal.score
    assert run.proposal.bound <= run.proposal.score
    assert run.proposal.certificate.input_sha256 == run.case.portfolio.input_sha256


def test_input_changed_after_the_run_does_not_matter(run: Run, tmp_path: Path) -> None:
    """The folder carries its own copy: the tables may be gone."""
    sources = write_tables(tmp_path / "tables", seed=4)
    proposal = propose(load_case(sources, policy=POLICY), CONFIG)
    save_proposal(proposal, tmp_path / "out", sources=sources)
    sources.clients.write_text("client_id,name\nx,y\n", "utf-8")
    assert sources.managers is not None
    sources.managers.unlink()
    shutil.move(tmp_path / "out", tmp_path / "elsewhere")
    assert_same(proposal, load_proposal(tmp_path / "elsewhere"))


def test_a_folder_saved_from_its_own_copy_is_the_same_again(run: Run, tmp_path: Path) -> None:
    """Saving twice gives the same bytes in every file that holds no clock."""
    save_proposal(run.proposal, tmp_path / "again", sources=run.sources)
    for name in ("inputs.zip", "assignment.csv", "moves.csv", "proposal.json"):
        assert (tmp_path / "again" / name).read_bytes() == (run.out / name).read_bytes()


def test_the_copy_does_not_depend_on_file_dates_or_places(run: Run, tmp_path: Path) -> None:
    """The same tables in another folder, written later: the same archive."""
    sources = write_tables(tmp_path / "moved")
    save_proposal(run.proposal, tmp_path / "out", sources=sources)
    assert (tmp_path / "out" / "inputs.zip").read_bytes() == (run.out / "inputs.zip").read_bytes()


def test_the_same_run_proposes_the_same_again(run: Run) -> None:
    again = propose(load_case(run.sources, policy=POLICY), CONFIG)
    assert np.array_equal(again.assignment, run.proposal.assignment)
    assert (again.score, again.bound) == (run.proposal.score, run.proposal.bound)


def test_as_of_and_tolerance_come_back(tmp_path: Path) -> None:
    """A bad number is read as blank; loaded without that the folder could not be read at all."""
    sources = write_tables(tmp_path / "tables")
    text = sources.clients.read_text("utf-8-sig").splitlines()
    column = text[0].split(",").index("potential")
    fields = text[1].split(",")
    text[1] = ",".join([*fields[:column], "many", *fields[column + 1 :]])
    sources.clients.write_text("\n".join(text) + "\n", "utf-8")
    as_of = load_case(write_tables(tmp_path / "clean")).evidence.as_of.replace(day=2)
    case = load_case(sources, as_of=as_of, tolerant=True)
    assert case.evidence.as_of == as_of
    proposal = propose(case, SolverConfig(work_limit=0.2, time_limit=None))
    save_proposal(proposal, tmp_path / "out", sources=sources, tolerant=True)
    assert_same(proposal, load_proposal(tmp_path / "out"))


def test_levels_come_back(run: Run, tmp_path: Path) -> None:
    policy = POLICY.model_copy(
        update={"objective": POLICY.objective.model_copy(update={"mode": "lexicographic"})}
    )
    proposal = propose(load_case(run.sources, policy=policy), CONFIG)
    assert [level.level for level in proposal.certificate.levels] == ["imbalance", "disruption", "fit"]
    save_proposal(proposal, tmp_path / "out", sources=run.sources)
    assert_same(proposal, load_proposal(tmp_path / "out"))


def test_without_a_log_and_without_managers(tmp_path: Path) -> None:
    """Only the clients table: managers are the owners, evidence falls back to revenue."""
    sources = Sources(write_tables(tmp_path / "tables").clients)
    proposal = propose(load_case(sources), SolverConfig(work_limit=0.2, time_limit=None))
    save_proposal(proposal, tmp_path / "out", sources=sources)
    loaded = load_proposal(tmp_path / "out")
    assert_same(proposal, loaded)
    assert not loaded.evidence.from_activities


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_language_of_the_files_changes_no_figure(run: Run, tmp_path: Path, language: str) -> None:
    save_proposal(run.proposal, tmp_path / "out", sources=run.sources, language=language)
    assert_same(run.proposal, load_proposal(tmp_path / "out"))
