from __future__ import annotations

from pathlib import Path

import pytest

from assigner.errors import InputError
from assigner.report import FILE_NAMES, ClientReasons, write_proposal
from assigner.report.view import plan_view
from tests import builders
from tests.report import plans


def test_all_files_of_the_contract_are_written(tmp_path: Path) -> None:
    plan = plans.random_plan()
    written = write_proposal(plan, plans.reasons(plan), tmp_path / "out", language="ru")
    assert tuple(path.name for path in written) == FILE_NAMES
    assert all(path.stat().st_size > 0 for path in written)


def test_results_are_not_overwritten_without_force(tmp_path: Path) -> None:
    plan = plans.tiny_plan()
    write_proposal(plan, plans.reasons(plan), tmp_path)
    with pytest.raises(InputError, match="not empty"):
        write_proposal(plan, plans.reasons(plan), tmp_path)
    assert len(write_proposal(plan, plans.reasons(plan), tmp_path, force=True)) == len(FILE_NAMES)


def test_an_unknown_language_writes_nothing(tmp_path: Path) -> None:
    plan = plans.tiny_plan()
    with pytest.raises(ValueError, match="language"):
        write_proposal(plan, plans.reasons(plan), tmp_path / "out", language="xx")
    assert list(tmp_path.iterdir()) == []


def test_equal_plans_give_equal_files(tmp_path: Path) -> None:
    plan = plans.random_plan()
    first, second = (write_proposal(plan, plans.reasons(plan), tmp_path / name) for name in "ab")
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_reasons_must_be_those_of_the_clients() -> None:
    short = ClientReasons(builders.text(["x"]), builders.text(["x"]), builders.floats([0.0], 1))
    with pytest.raises(ValueError, match="one entry per client"):
        plan_view(plans.tiny_plan(), short)
