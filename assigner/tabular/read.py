"""Reads all tables of one run into a `Portfolio`, or tells everything that is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assigner.evidence.ages import run_date
from assigner.i18n import Translator
from assigner.portfolio import Portfolio
from assigner.tabular.files import load_table, workbook_tables
from assigner.tabular.headers import match_headers
from assigner.tabular.linking import Reading
from assigner.tabular.probe import LIMITS, Limits
from assigner.tabular.problems import Problems
from assigner.tabular.records import only_records
from assigner.tabular.sources import TABLES, Overrides, Sources, input_sha256, read_mapping
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import vocabulary
from assigner.tabular.wide import split_big_sheet


def read_portfolio(
    sources: Sources,
    *,
    tolerant: bool = False,
    time_zone: str = "UTC",
    tr: Translator | None = None,
    limits: Limits = LIMITS,
    today: date | None = None,
    pins_hold: bool = True,
) -> Portfolio:
    """Read and check the tables of one run.

    Files may be CSV, TSV, XLSX, Parquet or JSON lines. Row numbers in issues are those the user's
    program shows, but in CSV files records are counted, so a cell with line breaks is one row. With
    `tolerant`, row-level errors become warnings with the stated treatment (a bad value is blank, a bad
    row dropped); times without a zone of their own are in `time_zone` (the policy's); `tr` gives the
    language of the messages; `today` is the day of the run there, by default the clock's;
    `pins_hold` says whether the policy applies pins, so that impossible ones are errors.

    Raises:
        InputError: with all problems at once, each with file, row, column, value and remedy as far as
        they exist.
    """
    problems = Problems(tolerant=tolerant, tr=tr)
    overrides = read_mapping(sources.mapping, problems)
    loaded = load_columns(_with_sheets(sources, limits), overrides, problems, limits)
    _split_clients(loaded, overrides, problems)
    reading = Reading(loaded, problems, time_zone, today or run_date(time_zone), pins_hold=pins_hold)
    reading.read()
    portfolio = reading.link()
    problems.raise_if_failed()
    return replace(portfolio, issues=problems.summarised(), input_sha256=input_sha256(sources))


def _with_sheets(sources: Sources, limits: Limits) -> Sources:
    """The sources, with tables that have no file taken from the sheets of the clients' workbook."""
    given = sources.paths()
    missing = tuple(table for table in TABLES if table not in given)
    return replace(sources, **workbook_tables(given["clients"], missing, limits)) if missing else sources


def load_columns(
    sources: Sources, overrides: Overrides, problems: Problems, limits: Limits
) -> dict[str, Columns | None]:
    """Every given table with its headers understood; None, and reported, where it can't be used."""
    loaded: dict[str, Columns | None] = {}
    for name, path in sources.paths().items():
        mapped = overrides.get(name, {})
        table = load_table(path, name, mapped, problems, limits)
        columns = (
            only_records(match_headers(table, mapped, problems), problems) if table is not None else None
        )
        loaded[name] = columns if columns is not None and _is_usable(columns) else None
    return loaded


def _is_usable(columns: Columns) -> bool:
    return all(columns.has(column) for column in vocabulary().required[columns.table.name])


def _split_clients(loaded: dict[str, Columns | None], overrides: Overrides, problems: Problems) -> None:
    """Where the clients' sheet is one of touches and no other table holds them, make two tables of it."""
    clients = loaded.get("clients")
    if clients is None or "activities" in loaded:
        return
    parts = split_big_sheet(clients, overrides.get("activities", {}), problems)
    if parts is not None:
        loaded["clients"], log = parts
        loaded["activities"] = log if _is_usable(log) else None
