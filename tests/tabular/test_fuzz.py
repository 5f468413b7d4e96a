"""Whatever the bytes, reading ends with a portfolio or with a list of problems."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.errors import InputError, Severity
from assigner.tabular import Sources, read_portfolio
from assigner.tabular.cells import column_of
from assigner.tabular.vocabulary import vocabulary
from tests.tabular.books import HEADER, SHEET, book, ole_container, sheet_xml, text_row

CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "c1", "m1", "1,5", "1.234", "2026-01-01", "31.12.2025", "да", "-1", '"', "pin", "call", "\ud7ff"]
    ),
)


CELL_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=10)


def read_or_refuse(sources: Sources, *, tolerant: bool) -> None:
    """Read; a refusal must hold an error, an acceptance none."""
    try:
        facts = read_portfolio(sources, tolerant=tolerant)
    except InputError as error:
        refused = error
    else:
        assert all(issue.severity is Severity.WARNING for issue in facts.issues)
        assert len(set(facts.clients.client_id)) == facts.num_clients
        return
    assert any(issue.severity is Severity.ERROR for issue in refused.issues)
    assert str(refused)


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(
        [b"", b"PK\x03\x04", b"PAR1", b"\xff\xfe", b"\xef\xbb\xbf", b'{"', b"client_id,name\n", b"sep=;\n"]
    ),
    st.binary(max_size=400),
    st.booleans(),
)
def test_random_bytes(start: bytes, rest: bytes, tolerant: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clients.csv"
        path.write_bytes(start + rest)
        read_or_refuse(Sources(path, activities=path), tolerant=tolerant)


@st.composite
def tables(draw: st.DrawFn, name: str) -> str:
    """A table with known headers and cells of all kinds, delimited but not always rightly quoted."""
    known = vocabulary()
    optional = st.lists(st.sampled_from(sorted(known.headers[name])), max_size=5)
    headers = [*known.required[name], *draw(optional)]
    rows = draw(st.lists(st.lists(CELL, min_size=1, max_size=len(headers)), max_size=6))
    delimiter = draw(st.sampled_from([",", ";", "\t"]))
    return "\n".join(delimiter.join(row) for row in [headers, *rows])


@settings(deadline=None, max_examples=150)
@given(tables("clients"), tables("managers"), tables("activities"), tables("rules"), st.booleans())
def test_random_tables(clients: str, managers: str, activities: str, rules: str, tolerant: bool) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts = {"clients": clients, "managers": managers, "activities": activities, "rules": rules}
        for table, text in texts.items():
            (folder / f"{table}.csv").write_text(text, "utf-8")
        read_or_refuse(Sources(**{table: folder / f"{table}.csv" for table in texts}), tolerant=tolerant)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.booleans())
def test_random_bytes_in_a_workbook(content: bytes, in_a_cell: bool) -> None:
    sheet = sheet_xml(HEADER + text_row("1", "§", number=2)).encode().replace("§".encode(), content)
    with tempfile.TemporaryDirectory() as folder:
        path = book(Path(folder) / "book.xlsx", {SHEET: sheet if in_a_cell else content})
        read_or_refuse(Sources(path), tolerant=False)


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.lists(CELL_TEXT, min_size=3, max_size=3), max_size=6),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_tables_that_are_rightly_quoted_are_never_torn(
    cells: list[list[str]], delimiter: str, quoting: Any, ending: str
) -> None:
    rows = [[f"c{at}", *row] for at, row in enumerate(cells)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clients.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter=delimiter, quoting=quoting, lineterminator=ending)
            writer.writerows([["client_id", "name", "manager_id", "note"], ["c", "A", "m", ""], *rows])
        facts = read_portfolio(Sources(path))
    assert facts.clients.client_id.tolist() == ["c", *(row[0] for row in rows)]
    names = facts.clients.name.tolist()[1:]
    blank = column_of([row[1] for row in rows]) == ""
    assert [name for name, no in zip(names, blank, strict=True) if not no] == [
        row[1].strip() for row, no in zip(rows, blank, strict=True) if not no
    ]


def a_workbook(path: Path) -> bytes:
    """A sound workbook of some rows, as Excel writes it."""
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("clients")
        sheet.write_row(0, 0, ["client_id", "name", "manager_id", "potential"])
        for row in range(1, 40):
            sheet.write_row(row, 0, [f"c{row}", f"Client {row}", "m1", row])
        sheet.merge_range("C10:C12", "m2")
        sheet.set_column("D:D", None, None, {"hidden": True})
    return path.read_bytes()


def test_a_workbook_cut_anywhere_is_refused(tmp_path: Path) -> None:
    content = a_workbook(tmp_path / "whole.xlsx")
    path = tmp_path / "cut.xlsx"
    for length in range(0, len(content) - 1, 97):
        path.write_bytes(content[:length])
        read_or_refuse(Sources(path), tolerant=False)
        with pytest.raises(InputError):
            read_portfolio(Sources(path))


def test_flipped_bytes_in_a_workbook_do_no_harm(tmp_path: Path) -> None:
    content = a_workbook(tmp_path / "whole.xlsx")
    rng = np.random.default_rng(1)
    path = tmp_path / "flipped.xlsx"
    for _ in range(120):
        damaged = bytearray(content)
        for at in rng.integers(0, len(content), 3).tolist():
            damaged[at] ^= int(rng.integers(1, 256))
        path.write_bytes(bytes(damaged))
        read_or_refuse(Sources(path), tolerant=True)


@settings(deadline=None, max_examples=25)
@given(st.binary(max_size=120), st.integers(0, 4000))
def test_random_bytes_in_an_old_container(content: bytes, at: int) -> None:
    # the directory and the header only: a damaged sheet costs a process each time
    whole = bytearray(ole_container({"Anything": b"x"}))
    at %= len(whole)
    whole[at : at + len(content)] = content
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xls"
        path.write_bytes(bytes(whole))
        read_or_refuse(Sources(path), tolerant=False)


FORMULAS = ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://x")']


def test_what_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = [[f"c{at}", cell, "m"] for at, cell in enumerate(FORMULAS)]
        csv.writer(stream).writerows([["client_id", "name", "manager_id"], *rows])
    assert read_portfolio(Sources(path)).clients.name.tolist() == [cell.strip() for cell in FORMULAS]


def test_formulas_of_a_workbook_give_the_value_they_last_had(tmp_path: Path) -> None:
    path = tmp_path / "base.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("clients")
        sheet.write_row(0, 0, ["client_id", "name", "manager_id", "potential"])
        for row, (formula, value) in enumerate(
            [("=1+1", 2), ("=NA()", "#N/A"), ("=1/0", "#DIV/0!")], start=1
        ):
            sheet.write_row(row, 0, [f"c{row}", "A", "m"])
            sheet.write_formula(row, 3, formula, None, value)
    assert read_portfolio(Sources(path)).clients.potential.tolist() == [2, 0, 0]
