from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.workbook.workbook import Workbook

from assigner.errors import InputError, Issue, Severity
from assigner.evidence.model import State
from assigner.report import write_proposal
from assigner.report.view import PlanView, plan_view
from assigner.report.workbook import sheet, write_workbook
from assigner.report.workbook.names import sheet_name
from tests import builders
from tests.report import plans

SHEETS = [
    *("Summary", "Balance", "Segments", "Segments by manager", "Who gives to whom", "Moves", "Disputes"),
    *("Files of the disputes", "Dead souls", "Data problems", "How to read this"),
]


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
    assert names[: len(SHEETS)] == [
        *("Сводка", "Баланс", "Сегменты", "Сегменты по менеджерам", "Кто кому отдаёт", "Переходы", "Споры"),
        *("Досье по спорам", "«Мёртвые души»", "Ошибки в данных", "Как это читать"),
    ]


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
    assert [(row[0], row[5], row[7]) for row in found[5:]] == [
        ("c1", "goes", "Manager 1"),
        ("c0", "stays", None),
    ]
    # Potential 30 + 20 today, 30 in the plan, a fair share is 90 / 3; commission 10% of 10 + 4, then of 10.
    assert [row[0] for row in found[1:3]] == [
        "Comes: 0. Goes: 1. Stays: 1.",
        "Share of potential: 167% → 100% of the fair share. "
        "Potential of the book: 50 → 30. Commission a year: 1.4 → 1.",
    ]
    page = book["Manager 0"]
    assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 2)
    assert page.print_title_rows == "$5:$5"
    assert page.print_area == "'Manager 0'!$A$1:$I$7"
    assert "Division of the client base" in str(page.HeaderFooter.oddFooter.center.text)


def test_of_a_long_book_the_largest_changes_are_printed(tmp_path: Path) -> None:
    book = opened(plans.random_view(400, 4), tmp_path)
    page = book["Manager 0"]
    assert page.print_area == "'Manager 0'!$A$1:$I$55"  # 5 rows of heading, 50 of the book
    words = [row[5] for row in rows(book, "Manager 0")[5:]]
    first_stays = words.index("stays")
    assert set(words[:first_stays]) == {"comes", "goes"}
    assert set(words[first_stays:]) == {"stays"}
    assert rows(book, "Manager 0")[3][0] == (
        "Changes stand first, the largest on top; the first 50 rows are printed."
    )


def test_segments_tell_what_is_worked_today_and_in_the_plan(tmp_path: Path) -> None:
    # North: c0 (30) is proven and stays, c1 (20) is claimed and goes to m1. South: c2 (40) is free.
    book = opened(tiny(), tmp_path)
    assert [row[:11] for row in rows(book, "Segments")[1:4]] == [
        ("in total", None, 3, 2, 90, 30, 20, 40, 30, 0, 60),
        ("region", "North", 2, 1, 50, 30, 20, 0, 30, 0, 20),
        ("region", "South", 1, 1, 40, 0, 0, 40, 0, 0, 40),
    ]
    assert [len(chart.series) for chart in book["Segments"]._charts] == [3, 3]  # type: ignore[attr-defined]
    assert rows(book, "Segments by manager")[1:] == [
        ("region", "North", "Manager 0", 2, 1, 0, 1, 50, 30),
        ("region", "North", "Manager 1", 0, 0, 1, 1, 0, 20),
        ("region", "South", "Manager 2", 0, 0, 1, 1, 0, 40),
    ]
    assert rows(book, "Who gives to whom")[1:] == [
        ("Manager 0", "Manager 1", 1),
        ("free clients", "Manager 2", 1),
    ]


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
    head, dispute = rows(book, "Disputes")
    told = dict(zip(head, dispute, strict=True))
    assert (told["Client"], told["Owner today"], told["Rival"]) == ("Client 0", "Manager 0", "Manager 2")
    assert (told["In the plan"], told["Decided"], told["Lock lifted"]) == ("Manager 0", "not yet", "yes")
    # Strength 0.9 is 3 x ln 10 = 6.9 points, 0.75 is 3 x ln 4 = 4.2; only the owner is proven.
    assert told["What the evidence says"] == (
        "Manager 0 6.9 points, Manager 2 4.2: 1.7 times as much; only Manager 0 is proven; "
        "recommended: Manager 0."
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


def test_a_full_disk_is_an_error_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("xlsxwriter.workbook.Workbook._store_workbook", full)
    with pytest.raises(OSError, match="No space left") as found:
        write_workbook(tiny(), "en", tmp_path / "p.xlsx")
    assert found.value.errno == errno.ENOSPC
    plan = plans.tiny_plan()
    with pytest.raises(InputError, match="can't be written: No space left on device"):
        write_proposal(plan, plans.reasons(plan), tmp_path / "out")
    assert list(tmp_path.glob("out*")) == []
