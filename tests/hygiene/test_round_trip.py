"""No cell of a file that people open is run as a formula; ids and numbers come back as they went out.

Every writer of tables in the code is listed here: a new one fails until it is given a sample below.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from assigner.portfolio import Portfolio
from assigner.report import write_proposal
from assigner.tabular import read_assignment
from tests.hygiene.samples import ELSEWHERE, IDS, SAMPLES, ids_of, risky_plan
from tests.project.places import ROOT, modules

STARTS = tuple("=+-@＝＋－＠\t\r\n")
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")
PHONE = re.compile(r"\+\d[\d ()-]*")
"""What can be dialled may stay: a plus before digits and blanks is a number, not a formula that does harm."""


def cells_of(folder: Path) -> Iterator[tuple[str, object]]:
    """Place and value of every cell of every CSV and XLSX file in a folder."""
    for path in sorted(folder.rglob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for n, row in enumerate(csv.reader(stream), 1):
                yield from ((f"{path.name}:{n}", cell) for cell in row)
    for path in sorted(folder.rglob("*.xlsx")):
        yield from cells_of_workbook(path)


def cells_of_workbook(path: Path) -> Iterator[tuple[str, object]]:
    for sheet in load_workbook(path).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            place = f"{path.name}:{sheet.title}:{cell.coordinate}"
            assert cell.data_type != "f", place
            assert cell.hyperlink is None, place
            yield place, cell.value


def is_harmless(cell: object, ids: set[str]) -> bool:
    """Whether a cell can't be run: a number, an id as it came in, a phone, text that begins with no sign."""
    if not isinstance(cell, str) or cell in ids or NUMBER.fullmatch(cell) or PHONE.fullmatch(cell):
        return True
    return not cell.lstrip(" ").startswith(STARTS)


@pytest.mark.parametrize("write", dict.fromkeys(SAMPLES.values()))
def test_no_cell_is_run_and_every_id_is_found_again(
    write: Callable[[Path], Portfolio], tmp_path: Path
) -> None:
    ids = ids_of(write(tmp_path))
    cells = list(cells_of(tmp_path))
    assert [(place, cell) for place, cell in cells if not is_harmless(cell, ids)] == []
    assert len({cell for _, cell in cells if cell in ids}) > len(IDS)


def test_an_assignment_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    plan, reasons = risky_plan()
    write_proposal(plan, reasons, tmp_path / "out")
    again = read_assignment(tmp_path / "out" / "assignment.csv", plan.portfolio)
    serviceable = ~plan.portfolio.clients.excluded
    assert again[serviceable].tolist() == plan.assignment[serviceable].tolist()


def test_numbers_are_read_back_to_the_last_bit(tmp_path: Path) -> None:
    plan, reasons = risky_plan()
    odd = np.full(plan.portfolio.num_clients, 0.1) + np.arange(plan.portfolio.num_clients) * 1e9 / 7
    write_proposal(plan, replace(reasons, pain=odd), tmp_path / "out")
    with (tmp_path / "out" / "assignment.csv").open(encoding="utf-8", newline="") as stream:
        read = [float(row["pain_money"]) for row in csv.DictReader(stream)]
    assert read == odd.tolist()


def calls(path: Path) -> set[str]:
    """Names of all functions and methods that a module calls."""
    nodes = (node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    return {node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "") for node in nodes}


def writers() -> set[str]:
    """Modules that open a table for writing."""
    opening = {"writer", "DictWriter", "to_csv", "to_excel", "Workbook", "ExcelWriter", "new_book"}
    paths = [path for package in ("assigner", "scenarios", "api") for path in modules(package)]
    return {str(path.relative_to(ROOT)) for path in paths if calls(path) & opening}


def test_every_writer_of_tables_has_a_sample_here() -> None:
    assert writers() == {*SAMPLES, *ELSEWHERE}


def test_nobody_writes_cells_whose_type_is_guessed() -> None:
    # write_row guesses by the text, write_formula and write_url run it
    guessing = {
        "write_row",
        "write_column",
        "write_formula",
        "write_array_formula",
        "write_url",
        "write_rich_string",
    }
    paths = [path for package in ("assigner", "scenarios", "api") for path in modules(package)]
    assert {
        str(path.relative_to(ROOT)): calls(path) & guessing for path in paths if calls(path) & guessing
    } == {}
