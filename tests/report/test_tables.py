from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assigner.report.neutral import neutralise
from assigner.report.tables import write_assignment, write_moves
from assigner.report.view import PlanView, plan_view
from tests import builders
from tests.report import plans


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_assignment_of_the_tiny_plan_is_what_the_contract_says(tmp_path: Path) -> None:
    # c0 stays, c1 moves m0 -> m1, c2 was free (no strength), c3 is excluded and has no manager afterwards.
    plan = plans.tiny_plan()
    write_assignment(plan_view(plan, plans.reasons(plan)), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes().decode("utf-8") == (
        "client_id,previous_manager_id,manager_id,moved,state,disputed,strength,reason_code,reason,pain_money\r\n"
        "c0,m0,m0,0,proven,0,0.9,kept_proven,Proven: stays with the owner.,0.0\r\n"
        "c1,m0,m1,1,claimed,0,0.0,balance,Makes the books even.,12.25\r\n"
        "c2,,m2,0,free,0,,balance,Makes the books even.,12.25\r\n"
        "c3,m1,,0,excluded,0,0.0,balance,Makes the books even.,12.25\r\n"
    )


def test_moves_hold_moved_and_placed_clients_only(tmp_path: Path) -> None:
    plan = plans.tiny_plan()
    write_moves(plan_view(plan, plans.reasons(plan)), tmp_path / "m.csv")
    assert (tmp_path / "m.csv").read_bytes().decode("utf-8") == (
        "client_id,client_name,previous_manager_id,previous_manager,manager_id,manager,reason\r\n"
        "c1,Client 1,m0,Manager 0,m1,Manager 1,Makes the books even.\r\n"
        "c2,Client 2,,,m2,Manager 2,Makes the books even.\r\n"
    )


def test_numbers_read_back_to_the_same_value(tmp_path: Path) -> None:
    view = plans.random_view()
    view.proposal.evidence.owner_strength.flags.writeable = True
    view.proposal.evidence.owner_strength[:] = 1 / 3
    write_assignment(view, tmp_path / "a.csv")
    found = {row["strength"] for row in read(tmp_path / "a.csv")}
    assert {float(value) for value in found if value} == {1 / 3}


@given(name=st.text(max_size=12), reason=st.text(max_size=12), key=st.text(min_size=1, max_size=8))
def test_ids_round_trip_and_no_free_text_is_a_formula(name: str, reason: str, key: str) -> None:
    plan = plans.tiny_plan()
    names = plan.portfolio.clients.name.copy()
    names[1] = name
    ids = plan.portfolio.clients.client_id.copy()
    ids[1] = key
    base = replace(plan.portfolio.clients, name=names, client_id=ids)
    plan = replace(plan, portfolio=replace(plan.portfolio, clients=base))
    row = moves_of(plan_view(plan, plans.reasons(plan, ["", reason, "", ""])))[0]
    assert row["client_id"] == key
    for cell, text in ((row["client_name"], name), (row["reason"], reason)):
        assert cell in (text, f"'{text}")
        assert cell[:1] not in set("=+-@\t\r\n")
        assert cell.lstrip()[:1] not in set("=+-@")


def moves_of(view: PlanView) -> list[dict[str, str]]:
    """The moves table read back, without a disk in between."""

    class Memory:
        def open(self, *_: object, **__: object) -> io.StringIO:
            return stream

    class Kept(io.StringIO):
        def close(self) -> None:
            self.seek(0)

    stream = Kept(newline="")
    write_moves(view, Memory())  # type: ignore[arg-type]
    return list(csv.DictReader(stream))


def test_an_id_that_looks_like_a_formula_stays_as_it_is(tmp_path: Path) -> None:
    plan = plans.tiny_plan()
    ids = builders.text(["-5", "=1+1", "+7", "@x"])
    plan = replace(
        plan, portfolio=replace(plan.portfolio, clients=replace(plan.portfolio.clients, client_id=ids))
    )
    write_assignment(plan_view(plan, plans.reasons(plan)), tmp_path / "a.csv")
    assert [row["client_id"] for row in read(tmp_path / "a.csv")] == ["-5", "=1+1", "+7", "@x"]


def test_neutralise_leaves_ordinary_text_alone() -> None:
    assert [neutralise(text) for text in ("", "OOO Vektor", "3 = three")] == ["", "OOO Vektor", "3 = three"]
    assert neutralise("=cmd|' /C calc'!A0") == "'=cmd|' /C calc'!A0"
    assert neutralise("  -2+3") == "'  -2+3"


def test_managers_of_one_name_are_told_apart() -> None:
    plan = plans.tiny_plan()
    names = builders.text(["Anna", "Anna", ""])
    team = replace(plan.portfolio.managers, name=names)
    plan = replace(plan, portfolio=replace(plan.portfolio, managers=team))
    view = plan_view(plan, plans.reasons(plan))
    assert view.manager_names.tolist() == ["Anna (m0)", "Anna (m1)", "(m2)"]


def test_hundred_thousand_clients_are_written_fast(tmp_path: Path) -> None:
    view = plans.random_view(100_000, 50)
    write_assignment(view, tmp_path / "a.csv")
    assert len(read(tmp_path / "a.csv")) == 100_000
    assert np.count_nonzero(view.moved) > 0
