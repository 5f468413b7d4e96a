"""Files made to do harm: each is small, or small for what it would become.

Run as a script with a folder, it offers every one of them to `assigner propose` and prints what happened.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet

from tests.tabular.books import (
    HEADER,
    SHEET,
    SKELETON,
    STRINGS,
    book,
    column_name,
    sheet_xml,
    text_row,
    xls,
    zeros_book,
)

_GIB = 1 << 30
_LAUGHS = '<!DOCTYPE lolz [<!ENTITY a0 "lol">' + "".join(
    f'<!ENTITY a{at + 1} "{f"&a{at};" * 10}">' for at in range(10)
)


def _says_its_size(folder: Path) -> Path:
    return zeros_book(folder / "honest.xlsx", 3 * _GIB, 3 * _GIB)


def _lies_about_its_size(folder: Path) -> Path:
    return zeros_book(folder / "lying.xlsx", 3 * _GIB, 1000)


def _one_endless_text(folder: Path) -> Path:
    return zeros_book(folder / "text.xlsx", _GIB, _GIB)


def _one_endless_comment(folder: Path) -> Path:
    rows = HEADER + "<!--" + "<c/> " * 8_000_000 + "-->"
    return book(folder / "comment.xlsx", {SHEET: sheet_xml(rows)})


def _million_columns(folder: Path) -> Path:
    cells = "".join(f'<c r="{column_name(at)}1"><v>1</v></c>' for at in range(1, 1_000_001))
    rows = f'<row r="1">{cells}</row><row r="900000"><c r="A900000"><v>1</v></c></row>'
    return book(folder / "columns.xlsx", {SHEET: sheet_xml(rows)})


def _cells_without_places(folder: Path) -> Path:
    cells = "<c><v>1</v></c>"
    rows = f"<row>{cells * 300_000}</row>" + f"<row>{cells}</row>" * 100_000
    return book(folder / "placeless.xlsx", {SHEET: sheet_xml(rows)})


def _far_corner(folder: Path) -> Path:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return book(folder / "far.xlsx", {SHEET: sheet_xml(HEADER + far)})


def _hidden_far_corner(folder: Path) -> Path:
    far = '<row r="1048576"><c x=">" r="XFD1048576"><v>1</v></c></row>'
    return book(folder / "hidden.xlsx", {SHEET: sheet_xml(HEADER + far)})


def _one_text_many_times(folder: Path) -> Path:
    strings = f"<sst><si><t>{'x' * 1_000_000}</t></si></sst>"
    rows = "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 5001))
    return book(folder / "repeated.xlsx", {SHEET: sheet_xml(rows), STRINGS: strings})


def _merged_without_end(folder: Path) -> Path:
    merges = '<mergeCell ref="A1:B2"/>' * 4_000_000
    return book(folder / "merged.xlsx", {SHEET: sheet_xml(HEADER, f"<mergeCells>{merges}</mergeCells>")})


def _billion_laughs(folder: Path) -> Path:
    sheet = _LAUGHS + "]>" + sheet_xml(HEADER + text_row("&a9;", "&a9;", number=2))
    return book(folder / "laughs.xlsx", {SHEET: sheet})


def _laughing_index(folder: Path) -> Path:
    laughing = _LAUGHS + "]>" + SKELETON["xl/workbook.xml"].replace("clients", "&a9;")
    return book(folder / "index.xlsx", {"xl/workbook.xml": laughing, SHEET: sheet_xml(HEADER)})


def _repeating_ods(folder: Path) -> Path:
    repeated = '<table:table-row table:number-rows-repeated="1048576"/>'
    return book(folder / "repeat.ods", {"content.xml": repeated, "mimetype": "application/vnd.oasis"})


def _boasting_xls(folder: Path) -> Path:
    path = folder / "boast.xls"
    path.write_bytes(xls([["client_id", "name"], ["1", "A"]], said_rows=0xFFFFFFF0))
    return path


def _million_blank_columns(folder: Path) -> Path:
    path = folder / "columns.csv"
    path.write_text("client_id,name" + "," * 1_000_000 + "\n1,A\n", "utf-8")
    return path


def _million_signs_in_a_cell(folder: Path) -> Path:
    path = folder / "cell.csv"
    path.write_text("client_id,name\n1," + "x" * 1_000_000 + "\n", "utf-8")
    return path


def _wide_lines(folder: Path) -> Path:
    path = folder / "wide.csv"
    path.write_text("client_id,name\n" + ("ab," * 340_000 + "\n") * 100, "utf-8")
    return path


def _endless_record(folder: Path) -> Path:
    path = folder / "record.csv"
    path.write_text("client_id,name\n" + '"a\n",' * 5_000_000, "utf-8")
    return path


def _deep_json(folder: Path) -> Path:
    path = folder / "deep.json"
    path.write_text('{"client_id": ' + "[" * 500_000 + "]" * 500_000 + "}", "utf-8")
    return path


def _large_json_array(folder: Path) -> Path:
    path = folder / "array.json"
    path.write_text("[\n" + "{},{},{},{},\n" * 4_000_000 + "{}]", "utf-8")
    return path


def _many_keys(folder: Path) -> Path:
    path = folder / "keys.jsonl"
    path.write_text("".join(f'{{"k{at}": 1}}\n' for at in range(100_000)), "utf-8")
    return path


def _repeating_parquet(folder: Path) -> Path:
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 2000, pa.int8()), pa.array(["x" * 1_000_000]))
    parquet.write_table(pa.table({"client_id": column, "name": column}), folder / "repeat.parquet")
    return folder / "repeat.parquet"


def _too_much_text(folder: Path) -> Path:
    """Not a bomb but a table that is simply too large: 21 million different cells."""
    path = folder / "large.csv"
    ends = ["", *(f"{column:x}," for column in range(20)), "z\n"]
    with path.open("w", encoding="utf-8") as stream:
        stream.write("client_id," + ",".join(f"n{at}" for at in range(19)) + ",name\n")
        stream.writelines(f"{row:x}-".join(ends) for row in range(1_000_000))
    return path


BOMBS: tuple[Callable[[Path], Path], ...] = (
    _says_its_size, _lies_about_its_size, _one_endless_text, _one_endless_comment, _million_columns,
    _cells_without_places, _far_corner, _hidden_far_corner, _one_text_many_times, _merged_without_end,
    _billion_laughs, _laughing_index, _repeating_ods, _boasting_xls, _million_blank_columns,
    _million_signs_in_a_cell, _wide_lines, _endless_record, _deep_json, _large_json_array, _many_keys,
    _repeating_parquet, _too_much_text,
)  # fmt: skip


def offer(file: Path, out: Path) -> int:
    """Exit code of `assigner propose` for a file."""
    from assigner.cli.main import app

    try:
        app(["propose", "--clients", str(file), "--out", str(out), "--time-limit", "1"])
    except SystemExit as stop:
        return int(stop.code or 0)
    return -1


def main() -> None:
    """Offer every bomb; the last line of the output is the result."""
    folder = Path(sys.argv[1])
    found = {}
    for make in BOMBS:
        file, out = make(folder), folder / "out"
        found[make.__name__] = (offer(file, out), out.exists())
        file.unlink()
    peaks = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps({"found": found, "peak_bytes": [peak << 10 for peak in peaks]}))


if __name__ == "__main__":
    main()
