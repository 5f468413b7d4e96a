from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook

from assigner.inspection import Inspection
from assigner.report.inspection.view import inspection_view
from assigner.report.inspection.workbook import write_workbook
from tests.report.inspection import cases

SHEETS = [
    "Summary",
    "Managers",
    "Odd cells",
    "Columns",
    "Possible duplicates",
    "Disputes",
    "Files of the disputes",
    "Several managers",
    "Dead souls",
    "Nobody works them",
    "Look-alikes",
    "Segments",
    "Data problems",
]


def opened(found: Inspection, folder: Path, language: str = "en") -> Workbook:
    write_workbook(inspection_view(found), language, folder / "i.xlsx")
    return openpyxl.load_workbook(folder / "i.xlsx")


def rows(book: Workbook, name: str) -> list[tuple[object, ...]]:
    return list(book[name].iter_rows(values_only=True))


def test_sheets_have_filters_frozen_heads_and_print_on_one_page_width(tmp_path: Path) -> None:
    book = opened(cases.random_inspection(), tmp_path)
    assert book.sheetnames == SHEETS
    for sheet in book.worksheets[1:]:
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.freeze_panes == "C2"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.print_title_rows == "$1:$1"


def test_every_row_of_every_finding_is_listed(tmp_path: Path) -> None:
    found = cases.random_inspection(300, 6)
    listed = rows(opened(found, tmp_path), "Odd cells")
    assert len(listed) - 1 == sum(len(finding) for finding in found.quality.findings)


def test_free_text_is_neutralised_and_ids_are_not_touched(tmp_path: Path) -> None:
    book = opened(cases.tiny(), tmp_path)
    first = rows(book, "Odd cells")[2]
    assert first[3:8] == (3, "c1", "'=Beta()", "Manager 0", "'=12")
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not any(cell.data_type == "f" for cell in cells)
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert "'=cmd()|x" in texts
    assert not any(text.startswith("=") for text in texts)


def test_managers_with_their_problems_by_kind(tmp_path: Path) -> None:
    head, first, *_ = rows(opened(cases.tiny(), tmp_path), "Managers")
    told = dict(zip(head, first, strict=True))
    assert (told["Id"], told["Clients"], told["proven"], told["claimed"]) == ("m0", 2, 1, 1)
    assert (told["Invalid tax id"], told["Half of the card is blank"], told["Problems"]) == (2, 1, 3)


def test_segments_add_up(tmp_path: Path) -> None:
    table = rows(opened(cases.tiny(), tmp_path), "Segments")[1:]
    total = [row for row in table if row[0] == "in total"]
    assert {row[1] for row in total} == {"The whole base"}
    assert [(row[2], row[4], row[5]) for row in total] == [
        ("Manager 0", 50, 30),
        ("Manager 1", 10, 10),
        ("free", 40, 0),
    ]


def test_files_of_a_dispute_say_what_counts(tmp_path: Path) -> None:
    table = rows(opened(cases.tiny(), tmp_path), "Files of the disputes")[1:]
    assert [(row[2], row[5], row[8]) for row in table] == [
        ("owner", "transaction", "counts"),
        ("rival", "call", "summary too short"),
        ("rival", "meeting", "counts"),
    ]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_columns_are_wide_enough_for_their_heads(tmp_path: Path, language: str) -> None:
    # Heads wrap at blanks, so the longest word of a head must fit.
    for sheet in opened(cases.tiny(), tmp_path, language).worksheets[1:]:
        for n, cell in enumerate(sheet[1], start=1):
            longest = max(map(len, str(cell.value).replace("-", " ").split()))
            assert sheet.column_dimensions[get_column_letter(n)].width >= longest * 0.85, cell.value
