"""Reads one XLS or Parquet file for `contained`: run as a script, it writes what it finds to standard output.

It imports nothing of the engine, so that it starts fast and its memory limit is the parser's. Output is a row
of pickles, each a pair (kind, content); the last one is ("end", None) or ("problem", (code, values)).
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

CHUNK_ROWS = 2_000


def limit(num_bytes: int, seconds: int) -> None:
    """Hold this process in bounds, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (num_bytes, num_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def send(kind: str, content: Any) -> None:
    """Write one pair."""
    pickle.dump((kind, content), sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


def sheets(path: str, _: str) -> Iterator[Any]:
    """Name and whether it is hidden, of every sheet of an old workbook."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with open(path, "rb") as stream:
        book = CalamineWorkbook.from_filelike(stream)
    yield [
        (sheet.name, sheet.visible != SheetVisibleEnum.Visible)
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    ]


def rows(path: str, sheet: str) -> Iterator[Any]:
    """First place with a value and merged cells of a sheet, then its rows in chunks."""
    from python_calamine import CalamineWorkbook

    with open(path, "rb") as stream:
        found = CalamineWorkbook.from_filelike(stream).get_sheet_by_name(sheet)
    yield found.start, found.merged_cell_ranges or []
    lines = found.iter_rows()
    while chunk := list(islice(lines, CHUNK_ROWS)):
        yield chunk


def parquet(path: str, _: str) -> Iterator[Any]:
    """Names of the columns, then chunks, each a list of cells per column."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    pa.set_memory_pool(pa.system_memory_pool())
    pa.set_cpu_count(1)
    with ParquetFile(path) as file:
        yield [str(name) for name in file.schema_arrow.names]
        for batch in file.iter_batches(batch_size=CHUNK_ROWS, use_threads=False):
            yield [column.to_pylist() for column in batch.columns]


ACTIONS: dict[str, Callable[[str, str], Iterator[Any]]] = {"sheets": sheets, "rows": rows, "parquet": parquet}


def problem(action: str, error: BaseException) -> tuple[str, dict[str, str]]:
    """Code and values of what went wrong."""
    if isinstance(error, ImportError):
        return "parquet-library-missing", {}
    if type(error).__name__ == "PasswordError":
        return "workbook-encrypted", {}
    code = "parquet-broken" if action == "parquet" else "workbook-broken"
    return code, {"reason": str(error)[:200] or type(error).__name__}


def main() -> None:
    """Run one action."""
    action, path, sheet, num_bytes, seconds = sys.argv[1:]
    limit(int(num_bytes), int(seconds))
    try:
        for content in ACTIONS[action](path, sheet):
            send("content", content)
    except BaseException as error:
        send("problem", problem(action, error))
    else:
        send("end", None)


if __name__ == "__main__":
    main()
