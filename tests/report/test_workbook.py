from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook.workbook import Workbook

from assigner.errors import Issue, Severity
from assigner.evidence.model import State
from assigner.report.view import PlanView, plan_view
from assigner.report.workbook import sheet, write_workbook
from assigner.report.workbook.names import sheet_name
from tests import builders
from tests.report import plans

SHEETS = ["Summary", "Balance", "Moves", "Disputes", "Dead souls", "Data problems"]


def opened(view: PlanView, folder: Path, language: str = "en") -> Workbook:
    write_workbook(view, language, folder / "p.xlsx")
    return openpyxl.load_workbook(folder / "p.xlsx")


def rows(book: Workbook, name: str) -> list[tuple[object, ...]]:
    return list(book[name].iter_rows(values_only=True))


def tiny() -> PlanView:
    plan = plans.tiny_plan()
    return plan_view(plan, plans.reasons(plan))


def test_sheets_stand_in_their_order_with_one_per_manager(tmp_path: Path) -> None:
    assert opened(tiny(), tmp_path).sheetnames == [*SHEETS, "Manager 0", "Manager 1", "Manager 2"]


def test_russian_sheets(tmp_path: Path) -> None:
    names = opened(tiny(), tmp_path, "ru").sheetnames
    assert names[:6] == ["Сводка", "Баланс", "Переходы", "Споры", "«Мёртвые души»", "Ошибки в данных"]


def test_summary_tells_the_certificate_in_words(tmp_path: Path) -> None:
    first = [row[0] for row in rows(opened(tiny(), tmp_path), "Summary")]
    assert "Proved: no plan can score better than 12.30; this one scores 12.50, 1.6% away." in first


def test_balance_has_native_charts_of_the_right_cells(tmp_path: Path) -> None:
    # m0 stands first: 2 clients before, 1 after; potential 50 before, target 30, 30 after.
    book = opened(tiny(), tmp_path)
    found = rows(book, "Balance")
    assert found[3][:9] == ("Manager 0", 1, 2, 1, 1, 0, 50, 30, 30)
    charts = book["Balance"]._charts  # type: ignore[attr-defined]
    assert [len(chart.series) for chart in charts] == [3, 2, 2]
    assert charts[0].series[1].val.numRef.f == "Balance!$H$4:$H$6"
    assert found[2][7] == "Target of potential"


def test_moves_are_listed_with_filter_and_frozen_head(tmp_path: Path) -> None:
    book = opened(tiny(), tmp_path)
    moves = book["Moves"]
    assert [row[0] for row in rows(book, "Moves")[1:]] == ["c2", "c1"]
    assert moves.freeze_panes == "C2"
    assert moves.auto_filter.ref == "A1:L3"
    assert rows(book, "Moves")[2][6:] == (
        "m0",
        "Manager 0",
        "m1",
        "Manager 1",
        12.25,
        "Makes the books even.",
    )


def test_a_managers_sheet_shows_what_comes_goes_and_stays_ready_to_print(tmp_path: Path) -> None:
    book = opened(tiny(), tmp_path)
    found = rows(book, "Manager 0")
    assert [(row[0], row[5], row[7]) for row in found[4:]] == [
        ("c1", "goes", "Manager 1"),
        ("c0", "stays", None),
    ]
    assert found[1][0] == "Comes: 0. Goes: 1. Stays: 1."
    page = book["Manager 0"]
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
    assert page.print_title_rows == "$4:$4"


def test_dead_souls_disputes_and_data_problems(tmp_path: Path) -> None:
    view = tiny()
    issue = Issue(Severity.WARNING, "x", "a blank segment", "fill it in", "clients.csv", 3, "region", "", 2)
    facts = replace(view.proposal.portfolio, issues=(issue,))
    evidence = builders.evidence(
        facts,
        [State(int(s)) for s in view.proposal.evidence.state],
        {(0, 0): 0.9, (0, 2): 0.75},
        disputed={0: 2},
        lifted=[0],
    )
    plan = replace(view.proposal, portfolio=facts, evidence=replace(evidence, discarded={"burst": 4}))
    book = opened(plan_view(plan, view.reasons), tmp_path)
    assert rows(book, "Dead souls")[1][0] == "c1"
    assert rows(book, "Disputes")[1] == (
        "c0",
        "Client 0",
        30,
        "Manager 0",
        0.9,
        "Manager 2",
        0.75,
        "Manager 0",
        "both proven: free to move",
    )
    assert rows(book, "Data problems")[1:] == [
        ("a blank segment", 2, "clients.csv, row 3, column region", None, "fill it in"),
        ("too many touches in one hour", 4, "logged touches that do not count", None, None),
    ]


def test_no_cell_is_a_formula_and_ids_stay_as_they_are(tmp_path: Path) -> None:
    plan = plans.tiny_plan()
    clients = replace(
        plan.portfolio.clients,
        client_id=builders.text(["-5", "=1+1", "@x", "007"]),
        name=builders.text(["=1+1", "+7 900", "http://x.example", "-"]),
    )
    team = replace(plan.portfolio.managers, name=builders.text(["=A1", "[x]:*?/\\", "History"]))
    plan = replace(plan, portfolio=replace(plan.portfolio, clients=clients, managers=team))
    book = opened(plan_view(plan, plans.reasons(plan, ["=x"] * 4)), tmp_path)
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert {cell.hyperlink for cell in cells} == {None}
    assert [row[:2] for row in rows(book, "Moves")[1:]] == [("@x", "http://x.example"), ("=1+1", "'+7 900")]
    assert rows(book, "Moves")[1][11] == "'=x"


def test_a_long_table_is_cut_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "MAX_ROWS", 10)
    found = rows(opened(plans.random_view(), tmp_path), "Moves")
    assert len(found) == 12
    assert str(found[-1][0]).startswith("Only the first 10 of")


def test_sheets_are_made_for_sixty_managers_at_most(tmp_path: Path) -> None:
    book = opened(plans.random_view(400, 63), tmp_path)
    assert len(book.sheetnames) == len(SHEETS) + 60 + 1
    assert "first 60 of 63 managers" in str(book["Other managers"]["A1"].value)


def test_equal_plans_give_equal_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_workbook(tiny(), "en", tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@given(st.lists(st.text(max_size=40), min_size=1, max_size=8))
def test_sheet_names_are_valid_and_unique(wanted: list[str]) -> None:
    taken: set[str] = set()
    names = [sheet_name(text, taken) for text in wanted]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.lower() != "history"


def test_sheet_names_keep_what_they_can() -> None:
    taken: set[str] = set()
    assert sheet_name("Anna: North/South", taken) == "Anna  North South"
    assert sheet_name("ANNA: north/south", taken) == "ANNA  north south (2)"
    assert len(sheet_name("x" * 50, taken)) == 31
