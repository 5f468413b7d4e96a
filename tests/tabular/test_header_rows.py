"""Headers in two rows, titles, and merged cells of workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from assigner.portfolio import Portfolio
from assigner.tabular import Sources, read_portfolio
from assigner.tabular.header_rows import header_at
from tests.tabular.tables import codes, only, read


def filled(rows: Sequence[Sequence[object]], *merged: str) -> tuple[openpyxl.Workbook, Worksheet]:
    """A workbook with one sheet of clients."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Клиенты"
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    return book, sheet


def read_book(book: openpyxl.Workbook, folder: Path) -> Portfolio:
    book.save(folder / "base.xlsx")
    return read_portfolio(Sources(folder / "base.xlsx"))


@pytest.mark.parametrize(
    ("rows", "at", "names"),
    [
        # one row, and blank cells at its end
        ([["id", "name", ""], ["1", "A", ""]], 0, ("id", "name")),
        # the group word stands over two columns of its own; their names are unique and stay as they are
        (
            [["id", "name", "money", ""], ["", "", "potential", "revenue"]],
            0,
            ("id", "name", "potential", "revenue"),
        ),
        # a unit in the group word belongs to both
        (
            [["id", "name", "money, тыс. руб.", ""], ["", "", "plan", "fact, млн"]],
            0,
            ("id", "name", "plan, тыс.", "fact, млн"),
        ),
        # both groups have a column "plan": the group word tells them apart
        (
            [["id", "calls", "", "money", ""], ["", "plan", "fact", "plan", "done"]],
            0,
            ("id", "calls plan", "fact", "money plan", "done"),
        ),
        # the header was found by its lower row; the upper one names the column that has no name below
        ([["key", "", "money", ""], ["", "name", "plan", "fact"]], 1, ("key", "name", "plan", "fact")),
        # a title is no group word
        ([["Report of May", "", ""], ["id", "name", "sum"]], 1, ("id", "name", "sum")),
        # a data row under a header without a name for its last column is no header
        ([["id", "name", ""], ["1", "A", "x"]], 0, ("id", "name")),
        # nor is one with a number in it
        ([["id", "name", "money", ""], ["", "", "12", "x"]], 0, ("id", "name", "money")),
    ],
)  # fmt: skip
def test_headers_of_one_and_two_rows(rows: list[list[str]], at: int, names: tuple[str, ...]) -> None:
    assert header_at(rows, at).names == names


def test_merged_cells_say_how_far_a_group_word_reaches() -> None:
    rows = [["id", "name", "money", "", ""], ["", "", "plan", "fact", "loose"]]
    assert header_at(rows, 0).names == ("id", "name", "plan", "fact", "loose")
    # merged over two columns only: the last column has a name of its own, so the row below is data
    assert header_at(rows, 0, {0: {2: 3}}).names == ("id", "name", "money")


def test_a_sheet_as_1c_prints_it(tmp_path: Path) -> None:
    book, _ = filled(
        [
            ["Ведомость по контрагентам", None, None, None, None],
            ["Период: май 2026", None, None, None, None],
            ["Контрагент", None, "Менеджер", "Продажи", None],
            ["Код", "Наименование", None, "Потенциал", "Выручка за 12 месяцев"],
            ["000-1", "Ромашка", "Иванов", "1 000,50", 200],
            ["000-2", "Ёлка", None, 2000, 300],
            ["000-3", "Сосна", "Петров", 10, 5],
            ["Итого", None, None, 3010.5, 505],
        ],
        "A1:E1", "A3:B3", "C3:C4", "D3:E3", "C5:C6",
    )  # fmt: skip
    facts = read_book(book, tmp_path)
    assert facts.clients.client_id.tolist() == ["000-1", "000-2", "000-3"]
    assert facts.clients.potential.tolist() == [1000.5, 2000, 10]
    assert facts.clients.revenue_12m.tolist() == [200, 300, 5]
    # Иванов stands in a cell merged over the first two rows
    assert [facts.managers.manager_id[at] for at in facts.clients.owner_idx] == ["Иванов", "Иванов", "Петров"]
    assert only(facts.issues, "title-rows").row == 3
    assert only(facts.issues, "two-row-header").row == 3
    merged = only(facts.issues, "merged-cells")
    assert (merged.row, merged.column, merged.count) == (6, "Менеджер", 1)
    assert only(facts.issues, "total-row").row == 8


def test_blank_rows_above_and_columns_to_the_left_do_not_shift_anything(tmp_path: Path) -> None:
    book, sheet = filled([])
    for row, cells in (
        (3, ("client_id", "name", "manager_id")),
        (4, ("c1", "A", "m")),
        (7, ("c2", "B", "x")),
    ):
        for column, cell in enumerate(cells, start=2):
            sheet.cell(row, column, cell)
    sheet.merge_cells("D4:D5")
    facts = read_book(book, tmp_path)
    assert facts.clients.name.tolist() == ["A", "B"]
    assert facts.clients.row is None or facts.clients.row.tolist() == [4, 7]
    assert "merged-cells" not in codes(facts.issues)  # row 5 holds nothing else: there is nothing to fill


def test_what_is_hidden_is_read_and_told(tmp_path: Path) -> None:
    book, sheet = filled(
        [["client_id", "name", "manager_id", "potential"]] + [[f"c{at}", "A", "m", at] for at in range(5)]
    )
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["D"].hidden = True
    facts = read_book(book, tmp_path)
    assert facts.clients.potential.tolist() == [0, 1, 2, 3, 4]
    hidden = only(facts.issues, "hidden-rows")
    assert (hidden.row, hidden.count) == (3, 2)
    assert "rows: 3, 5" in hidden.message
    assert [meaning.header for meaning in facts.columns if meaning.hidden] == ["potential"]


def test_a_hidden_sheet_is_not_taken_while_a_visible_one_fits(tmp_path: Path) -> None:
    book, sheet = filled([["client_id", "name", "manager_id"], ["c1", "A", "m"]])
    old = book.create_sheet("Clients", 0)
    old.append(["client_id", "name", "manager_id"])
    old.append(["old", "Z", "m"])
    old.sheet_state = "hidden"
    assert read_book(book, tmp_path).clients.client_id.tolist() == ["c1"]
    sheet.title = "Лист1"
    facts = read_book(book, tmp_path)
    assert facts.clients.client_id.tolist() == ["old"]  # the name fits, and that is told
    assert "'Clients'" in only(facts.issues, "hidden-sheet").message


def test_text_files_have_headers_in_two_rows_too(tmp_path: Path) -> None:
    clients = (
        "Код;Наименование;Менеджер;План;;Факт;\n;;;Потенциал;шт;Выручка за 12 месяцев;шт\n1;A;m;5;1;4;1\n"
    )
    facts = read(tmp_path, clients=clients)
    assert facts.clients.potential.tolist() == [5]
    assert facts.clients.revenue_12m.tolist() == [4]


def test_the_unit_of_a_group_word_scales_and_that_of_a_title_is_told(tmp_path: Path) -> None:
    clients = (
        "Ед. изм.: тыс. руб.;;;;\nКод;Наименование;Менеджер;Показатели, тыс. руб.;\n;;;Потенциал;План\n"
        "1;A;m;5;2\n"
    )
    facts = read(tmp_path, clients=clients)
    assert facts.clients.potential.tolist() == [5000]
    scaled = only(facts.issues, "header-unit")
    assert (scaled.column, scaled.value) == ("Потенциал, тыс.", "5")
    assert only(facts.issues, "unit-in-title").value == "Ед. изм.: тыс. руб."
