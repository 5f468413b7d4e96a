"""Formats, encodings and broken files."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from assigner.errors import InputError
from assigner.tabular import Limits, Sources, read_portfolio
from assigner.tabular.probe import MEMORY_SETTING
from tests.tabular.books import ole_container, xls
from tests.tabular.tables import CLIENTS, MANAGERS, codes, only, problems, read, write

RUSSIAN = "Код клиента;Название;Менеджер;Регион\n001;«Ромашка»;Иванов;Север\n002;Ёлка;Иванов;Юг\n"


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    facts = read(tmp_path, clients=RUSSIAN.encode(encoding))
    assert facts.clients.name.tolist() == ["«Ромашка»", "Ёлка"]
    assert ("encoding-guessed" in codes(facts.issues)) == (encoding == "cp1251")


def test_a_semicolon_file_in_cp1251_keeps_quotes_and_line_breaks(tmp_path: Path) -> None:
    header = "Код клиента;Название;Менеджер;Потенциал\n"
    rows = '1;"ООО ""Ромашка; и Ко""";Иванов;"1 234,50"\n2;"ул. Ленина\nдом 5";Иванов;2\n'
    facts = read(tmp_path, clients=(header + rows).encode("cp1251"))
    assert facts.clients.name.tolist() == ['ООО "Ромашка; и Ко"', "ул. Ленина\nдом 5"]
    assert facts.clients.potential.tolist() == [1234.5, 2]


def test_russian_words_far_below_the_first_ones_decide_the_encoding(tmp_path: Path) -> None:
    # 300 kB of ASCII come first: more than the head that is looked at to begin with
    rows = "".join(f"c{number};Name {number};m1;{'x' * 60}\n" for number in range(5000))
    clients = f"client_id;name;manager_id;note\n{rows}last;Ромашка и сыновья;m1;y\n"
    facts = read(tmp_path, clients=clients.encode("cp1251"), managers=MANAGERS)
    assert facts.clients.name[-1] == "Ромашка и сыновья"
    assert only(facts.issues, "encoding-guessed").message == "The encoding is a guess: cp1251"


def test_unicode_text_of_excel_is_read(tmp_path: Path) -> None:
    facts = read(tmp_path, clients=RUSSIAN.replace(";", "\t").encode("utf-16"))
    assert facts.clients.name.tolist() == ["«Ромашка»", "Ёлка"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_is_recognised(tmp_path: Path, delimiter: str) -> None:
    facts = read(tmp_path, clients=CLIENTS.replace(",", delimiter), managers=MANAGERS)
    assert facts.clients.potential.tolist() == [10, 20, 30]


def test_excel_separator_line_is_obeyed(tmp_path: Path) -> None:
    facts = read(tmp_path, clients="sep=;\nclient_id;name;manager_id\nc1;A;\n", managers=MANAGERS)
    assert facts.clients.client_id.tolist() == ["c1"]
    assert "title-rows" not in codes(facts.issues)


def test_quoted_line_breaks_keep_records_whole_and_counted(tmp_path: Path) -> None:
    clients = 'client_id,name,potential\nc1,"two\nlines, one ""client""",5\nc2,B,bad\n'
    found = problems(tmp_path, clients=clients, managers=MANAGERS)
    assert [
        (issue.code, issue.row, issue.column, issue.value) for issue in found if issue.severity == "error"
    ] == [("bad-number", 3, "potential", "bad")]


def test_a_quotation_mark_left_open_is_an_error(tmp_path: Path) -> None:
    issue = only(problems(tmp_path, clients=CLIENTS + 'c4,"Delta,m1,4\nc5,E,m1,5\n'), "unclosed-quote")
    assert issue.row == 5


def test_rows_too_long_are_errors_and_rows_too_short_are_filled(tmp_path: Path) -> None:
    clients = CLIENTS + "c4,D,m1,4,5\nc5,E\nc6,F,m1,6,,\n\n"
    issue = only(problems(tmp_path, clients=clients), "ragged-row")
    assert (issue.row, issue.value) == (5, "c4 | D | m1 | 4 | 5")
    facts = read(tmp_path, clients=clients, tolerant=True)
    assert facts.clients.client_id.tolist() == ["c1", "c2", "c3", "c5", "c6"]
    assert only(facts.issues, "short-row").row == 6


def test_a_workbook_gives_all_its_tables(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "base.xlsx",
        Клиенты=[
            ["client_id", "name", "manager_id", "potential", "open_deal_close"],
            [123, "A", "m1", 10.5, date(2026, 1, 2)],
            ["00123", "B", "m2", "1 234,5", 45356],
            [None, None, None, None, None],
            ["7", "C", "m1", 1.234, "05.03.2024"],
        ],
        managers=[["manager_id", "name"], ["m1", "Ann"], ["m2", "Bob"]],
        Касания=[
            ["client_id", "manager_id", "occurred_at", "kind"],
            [123, "m1", datetime(2026, 1, 2, 3, 4, 5), "звонок"],  # noqa: DTZ001 - Excel knows no zones
        ],
        Правила=[["вид", "a", "b"], ["запрет", "00123", "m1"]],
    )
    facts = read_portfolio(Sources(path))
    assert facts.clients.client_id.tolist() == ["123", "00123", "7"]
    assert facts.clients.potential.tolist() == [10.5, 1234.5, 1.234]
    assert facts.clients.open_deal_close.astype(str).tolist() == ["2026-01-02", "2024-03-05", "2024-03-05"]
    assert facts.managers.name.tolist() == ["Ann", "Bob"]
    assert facts.activities is not None
    assert facts.activities.occurred_at.astype(str).tolist() == ["2026-01-02T03:04:05"]
    assert len(facts.rules) == 1


def test_rows_of_a_sheet_are_those_excel_shows(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "base.xlsx",
        clients=[[None], ["client_id", "name", "potential"], ["c1", "A", 1], [None], ["c2", "B", "x"]],
        managers=[["manager_id", "name"], ["m1", "Ann"]],
    )
    with pytest.raises(InputError) as caught:
        read_portfolio(Sources(path))
    assert only(caught.value.issues, "bad-number").row == 5


def test_a_sheet_can_be_named_and_a_wrong_one_lists_all(tmp_path: Path) -> None:
    clients: list[list[object]] = [["client_id", "name", "manager_id"], ["c1", "A", "m1"]]
    path = workbook(tmp_path / "base.xlsx", First=clients, Second=[["x"], ["y"]])
    assert read_portfolio(Sources(Path(f"{path}#First"))).num_clients == 1
    for source, code in ((Path(f"{path}#Third"), "sheet-missing"), (path, "sheet-unclear")):
        with pytest.raises(InputError) as caught:
            read_portfolio(Sources(source))
        assert "First, Second" in only(caught.value.issues, code).message


def test_json_lines_and_parquet_are_read(tmp_path: Path) -> None:
    rows = [
        {"client_id": "001", "name": "A", "manager_id": "m", "potential": 1.5},
        {"client_id": 2, "name": "B"},
    ]
    lines = tmp_path / "clients.jsonl"
    lines.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    array = tmp_path / "clients.json"
    array.write_text(json.dumps(rows, indent=1), "utf-8")
    parquet = tmp_path / "clients.parquet"
    pd.DataFrame(
        {"client_id": ["001", "2"], "name": ["A", "B"], "manager_id": ["m", None], "potential": [1.5, np.nan]}
    ).to_parquet(parquet)
    for path in (lines, array, parquet):
        facts = read_portfolio(Sources(path))
        assert facts.clients.client_id.tolist() == ["001", "2"]
        assert facts.clients.potential.tolist() == [1.5, 0]
        assert facts.clients.owner_idx.tolist() == [0, -1]


def test_parquet_without_its_library_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert codes(problems(tmp_path, clients=b"PAR1....")) == ["parquet-library-missing"]


def test_a_bad_json_line_is_one_row(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"client_id": "1", "name": "A", "manager_id": "m"}\n[1]\n{"client_id"\n', "utf-8")
    with pytest.raises(InputError) as caught:
        read_portfolio(Sources(path))
    assert [(issue.code, issue.row) for issue in caught.value.issues if issue.severity == "error"] == [
        ("bad-json", 2),
        ("bad-json", 3),
    ]
    assert read_portfolio(Sources(path), tolerant=True).num_clients == 1


def test_a_workbook_with_a_password_says_so(tmp_path: Path) -> None:
    content = ole_container({"EncryptionInfo": b"", "EncryptedPackage": bytes(64)})
    assert codes(problems(tmp_path, clients=content)) == ["workbook-encrypted"]


def test_an_old_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "base.xls"
    rows: list[list[str | float]] = [
        ["Отчёт", ""],
        ["Код клиента", "Название", "Менеджер", "Потенциал"],
        ["007", "Ёлка", "Иванов", 1.5],
    ]
    path.write_bytes(xls(rows))
    facts = read_portfolio(Sources(path))
    assert facts.clients.client_id.tolist() == ["007"]
    assert facts.clients.name.tolist() == ["Ёлка"]
    assert facts.clients.potential.tolist() == [1.5]


def broken_xls() -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def broken_zip() -> bytes:
    return b"PK\x03\x04" + bytes(range(256))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b" \n\n", "file-empty"),
        (b"client_id,name\n", "no-rows"),
        (b"client_id,name\x00\n1,2\n", "binary-file"),
        (b"%PDF-1.7 ...", "foreign-file"),
        (broken_xls(), "workbook-broken"),
        (broken_zip(), "workbook-broken"),
        (b"PAR1 no parquet", "parquet-broken"),
        (b"\xff\xfec\x00l\x00\x00\xd8\n", "bad-encoding"),
        (b'client_id,name\n1,"' + b"x" * 200_000 + b'"\n', "csv-broken"),
    ],
)
def test_a_bad_file_is_told_in_words(tmp_path: Path, content: bytes, code: str) -> None:
    found = problems(tmp_path, clients=content)
    assert code in codes(found)
    assert all(issue.file.endswith("clients.csv") for issue in found)


def test_missing_files_and_folders_are_told_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_portfolio(Sources(tmp_path / "none.csv", tmp_path, rules=tmp_path / "no.csv"))
    assert codes(caught.value.issues) == ["file-missing", "file-is-folder", "file-missing"]


def test_sizes_are_limited_before_anything_is_parsed(tmp_path: Path) -> None:
    sources = write(tmp_path, clients="client_id,name\n" + "x" * 5000 + "\n")
    for limits, code in (
        (Limits(max_file_bytes=1000), "file-too-large"),
        (Limits(max_line_bytes=4000), "line-too-long"),
    ):
        with pytest.raises(InputError) as caught:
            read_portfolio(sources, limits=limits)
        assert codes(caught.value.issues) == [code]


def test_a_workbook_that_unpacks_too_far_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "base.xlsx", clients=[["client_id", "name"], ["c1", "A"]])
    for limits, code in (
        (Limits(max_unpacked_bytes=100), "workbook-too-large"),
        (Limits(max_held_bytes=1000), "too-much-data"),
    ):
        with pytest.raises(InputError) as caught:
            read_portfolio(Sources(path), limits=limits)
        assert codes(caught.value.issues) == [code]


@pytest.mark.parametrize(("setting", "held"), [("", 1200), ("much", 1200), ("100", 1200), ("6000", 6000)])
def test_the_setting_widens_the_limits_and_never_narrows_them(setting: str, held: int) -> None:
    asked = "import assigner.tabular.probe as p; print(p.LIMITS.max_held_bytes >> 20)"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env=os.environ | {MEMORY_SETTING: setting},
        capture_output=True,
        check=True,
    )
    assert int(done.stdout) == held


def test_a_cell_at_the_far_corner_is_refused_and_not_unrolled(tmp_path: Path) -> None:
    path = workbook(tmp_path / "plain.xlsx", clients=[["client_id", "name"], ["c1", "A"]])
    packed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(packed, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace(b'r="B2"', b'r="XFD1048576"'))
    (tmp_path / "far.xlsx").write_bytes(packed.getvalue())
    with pytest.raises(InputError) as caught:
        read_portfolio(Sources(tmp_path / "far.xlsx"))
    assert codes(caught.value.issues) == ["too-much-data"]


def test_the_hash_depends_on_every_byte_and_on_which_table_it_is(tmp_path: Path) -> None:
    plain = read(tmp_path, managers=MANAGERS).input_sha256
    assert plain == read(tmp_path, managers=MANAGERS).input_sha256
    others = {
        read(tmp_path, clients=CLIENTS + "\n", managers=MANAGERS).input_sha256,
        read(tmp_path, managers=MANAGERS + "\n").input_sha256,
        read(tmp_path).input_sha256,
    }
    assert len(others | {plain}) == 4
