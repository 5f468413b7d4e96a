"""A CRM-shaped example of a real size: everything is read, everything is written, the plan is better."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.runs import FILES, assigner, document, names_in, rows
from tests.shared_data import adventureworks


@pytest.mark.shared_data
def test_adventureworks_becomes_more_even_and_proven_clients_stay(tmp_path: Path) -> None:
    data, out = adventureworks(), tmp_path / "out"
    given = [
        part for name in ("clients", "managers", "activities") for part in (f"--{name}", data / f"{name}.csv")
    ]
    done = assigner("propose", *given, "--out", out, "--time-limit", 5)
    assert done.exit_code == 0, done.output
    assert names_in(out) == FILES
    plan = document(out)
    assert plan["worst_deviation"] < plan["before"]["worst_deviation"]
    assert plan["mean_violation"] < plan["before"]["mean_violation"]
    assert plan["kept_proven"] == plan["proven_total"] > 0
    proven = [row for row in rows(out / "assignment.csv") if row["state"] == "proven"]
    left = [row for row in proven if row["moved"] == "1"]
    assert {row["reason_code"] for row in left} <= {"moved_dispute"}
    checked = assigner("check", *given, "--assignment", out / "assignment.csv", "--json")
    assert json.loads(checked.stdout)["agrees"] is True
