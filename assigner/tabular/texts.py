"""What the reader can say of files and headers, and the form of all its texts (see `messages`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Text(NamedTuple):
    """Message, remedy, and the treatment that `--tolerant` applies (row-level problems only)."""

    message: str
    remedy: str = ""
    treatment: str = ""


ROW_DROPPED = "The row is dropped."
_SAVE_AGAIN = "Save the table again as CSV (UTF-8) or XLSX."
_SPLIT_FILE = "Split the table or remove what is not needed."

FILE_TEXTS: Mapping[str, Text] = {
    "file-missing": Text("The file does not exist", "Check the path."),
    "file-is-folder": Text("This is a folder, not a file", "Name the file inside it."),
    "file-unreadable": Text(
        "The file can't be opened: {reason}", "Check the rights and whether it is open elsewhere."
    ),
    "file-empty": Text("The file is empty", "Export the table again."),
    "file-too-large": Text("The file has {size} MB; at most {limit} MB are read", _SPLIT_FILE),
    "line-too-long": Text("A line is longer than {limit} kB: this is not a table", _SAVE_AGAIN),
    "binary-file": Text("The file is not a text table: it holds zero bytes", _SAVE_AGAIN),
    "foreign-file": Text("The file is not a table; its format is {what}", _SAVE_AGAIN),
    "bad-encoding": Text("The text can't be read as {encoding}", _SAVE_AGAIN),
    "encoding-guessed": Text(
        "The encoding is a guess: {encoding}", "Check the names; save as UTF-8 if they are wrong."
    ),
    "unclosed-quote": Text(
        "A quotation mark is opened here and never closed", "Close or double the quotation mark."
    ),
    "csv-broken": Text("The file can't be split into cells: {reason}", _SAVE_AGAIN),
    "ragged-row": Text(
        "The row has more cells ({cells}) than the header ({width})",
        "Quote the cell that holds the delimiter.",
        ROW_DROPPED,
    ),
    "short-row": Text("The row has fewer cells than the header; the rest is read as blank", "Check the row."),
    "bad-json": Text("The line is not a JSON object", "Write one object per line.", ROW_DROPPED),
    "workbook-encrypted": Text("The workbook is protected by a password", "Save it without a password."),
    "workbook-broken": Text("The workbook can't be read: {reason}", "Open it and save it again as XLSX."),
    "too-many-columns": Text("The table has {count} columns; at most {limit} are read", _SPLIT_FILE),
    "record-too-long": Text(
        "A row goes over more than {limit} lines: a quotation mark may be open", "Close the quotation mark."
    ),
    "too-much-data": Text(
        "The tables together need more than {limit} MB of memory",
        "Leave out columns and old rows that are not needed, or allow more megabytes by the environment variable ASSIGNER_TABLES_MB.",
    ),
    "parser-stopped": Text(
        "The file can't be read with {limit} MB of memory in reasonable time", _SAVE_AGAIN
    ),
    "json-array-too-large": Text("A JSON array may have at most {limit} MB", "Write one object per line."),
    "workbook-too-large": Text("The workbook unpacks to more than {limit}", _SPLIT_FILE),
    "sheet-missing": Text(
        "There is no sheet {sheet}; the workbook has: {sheets}", "Name one of these sheets."
    ),
    "sheet-unclear": Text(
        "It is not clear which sheet holds {table}; the workbook has: {sheets}",
        "Name the sheet {table} or add #Sheet to the path.",
    ),
    "parquet-library-missing": Text(
        "Parquet files need the optional package pyarrow", "Install assigner[parquet] or save as CSV."
    ),
    "parquet-broken": Text("The Parquet file can't be read: {reason}", _SAVE_AGAIN),
    "no-header": Text("The table has no header row", "Put the names of the columns into the first row."),
    "no-rows": Text("The table has a header but no rows", "Export the table again."),
    "title-rows": Text("The header was found in row {row}; the rows above are skipped"),
    "unit-in-title": Text(
        "Words above the header seem to name a unit; the numbers are read as they stand",
        "Write the unit into the headers of its columns: Potential, thousands.",
    ),
    "group-row": Text("Rows that only name a group are skipped: {count} (rows: {rows})"),
    "two-row-header": Text("The header takes two rows, which are read as one"),
    "total-row": Text("Totals are skipped: {count} (rows: {rows})"),
    "repeated-header": Text("Repeated headers are skipped: {count} (rows: {rows})"),
    "no-record": Text(
        "Signatures, notes and page numbers are skipped: {count} (rows: {rows})",
        "If they are clients or contacts, take the colon or the line to sign out of them.",
    ),
    "merged-cells": Text(
        "The value of a merged cell counts for each of its rows (cells filled: {count}, rows: {rows})",
        "Split the cells if a number is meant once only.",
    ),
    "hidden-rows": Text(
        "Hidden rows are read as well: {count} (rows: {rows})",
        "Show all rows, a filter may be on; delete those that are not meant.",
    ),
    "hidden-sheet": Text("The sheet {sheet} is hidden in the workbook", "Name the sheet that is meant."),
    "map-unreadable": Text(
        "The mapping file can't be read: {reason}", "Write it as YAML: table: {{column: header}}."
    ),
    "map-unknown-table": Text("The mapping names an unknown table", "Use one of: {tables}."),
    "map-unknown-column": Text("The mapping names an unknown column of {table}", "Use one of: {columns}."),
    "map-missing-header": Text(
        "The mapping wants the header {value} for {column}; found: {found}", "Use a header of the table."
    ),
    "map-header-twice": Text(
        "The mapping uses one header for several columns of {table}", "Use each header once."
    ),
    "missing-column": Text(
        "The required column {column} is missing; found: {found}",
        "Add the column, or name its header in the mapping file.",
    ),
    "missing-kind": Text(
        "The required column {column} is missing; found: {found}",
        "Add a column that says call, meeting, order and the like; if all rows are of one kind, call the "
        "file or the sheet after it, calls.csv for example.",
    ),
    "several-logs": Text(
        "Several sheets seem to hold activities: {names}; only the first is read",
        "Put their rows under one header, with a column kind that says which is which.",
    ),
    "ambiguous-header": Text("The headers {used} and {other} both mean {column_name}; {used} is used"),
    "unclear-header": Text("The header could mean {names}; it is not used", "Name it in the mapping file."),
    "fuzzy-header": Text(
        "The header is taken for {name}", "Rename it or use the mapping file if that is wrong."
    ),
    "looks-like-export": Text("The headers are those of an export of {program}; its words are understood"),
    "unfit-header": Text(
        "The header could mean {name}, but the cells do not fit; it is not used",
        "Name it in the mapping file if it means that.",
    ),
    "file-not-recognised": Text(
        "It is not clear which table this is; found: {found}",
        "Say it before the name: clients={name}, managers=..., activities=..., rules=...",
    ),
    "file-unclear": Text(
        "The headers fit several tables: {tables}", "Say which one before the name: {first}={name}"
    ),
    "table-twice": Text(
        "Both {name} and {other} look like the table {table}",
        "Leave one of them out, or say what each of them is: {table}={name}",
    ),
    "activities-twice": Text(
        "Both {name} and {other} hold activities",
        "Put their rows under one header in one file, with a column kind that says which is which; "
        "or leave one of them out.",
    ),
    "no-clients": Text("None of the files holds the clients", "Name the file that does: clients=FILE"),
    "unknown-table": Text("There is no table {value}", "Use one of: {tables}."),
    "ignored-columns": Text("Columns that are not used: {names}"),
}
