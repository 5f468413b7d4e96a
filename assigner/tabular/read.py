"""Reads all tables of one run into a `Portfolio`, or tells everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from assigner.evidence.ages import run_date
from assigner.i18n import Translator
from assigner.portfolio import Portfolio, StrArray
from assigner.tabular.files import load_table, sheets_of, workbook_tables
from assigner.tabular.headers import match_headers
from assigner.tabular.linking import Reading
from assigner.tabular.matching import Known
from assigner.tabular.probe import LIMITS, Limits
from assigner.tabular.problems import Problems, listing
from assigner.tabular.records import only_records
from assigner.tabular.required import kind_of_title, missing_columns
from assigner.tabular.sources import TABLES, Overrides, Sources, input_sha256, read_mapping, split_sheet
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import fold, vocabulary
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
    loaded = load_columns(_with_sheets(sources, limits, problems), overrides, problems, limits)
    _split_clients(loaded, overrides, problems)
    reading = Reading(loaded, problems, time_zone, today or run_date(time_zone), pins_hold=pins_hold)
    reading.read()
    portfolio = reading.link()
    problems.raise_if_failed()
    return replace(portfolio, issues=problems.summarised(), input_sha256=input_sha256(sources))


def _with_sheets(sources: Sources, limits: Limits, problems: Problems) -> Sources:
    """The sources, with tables that have no file taken from the sheets of the clients' workbook."""
    given = sources.paths()
    missing = tuple(table for table in TABLES if table not in given)
    if not missing:
        return sources
    found = workbook_tables(given["clients"], missing, limits)
    if "activities" in found:
        _warn_other_logs(given["clients"], found, limits, problems)
    return replace(sources, **found)


def _warn_other_logs(book: Path, found: Mapping[str, Path], limits: Limits, problems: Problems) -> None:
    """Tell of sheets beside the activities that are called like a log too: they are not read."""
    file, clients = split_sheet(book)
    taken = {clients, *(split_sheet(path)[1] for path in found.values())}
    free = [sheet.name for sheet in sheets_of(file, limits) if not sheet.hidden and sheet.name not in taken]
    names = vocabulary().sheets["activities"]
    others = [name for name in free if fold(name) in names or kind_of_title(name) is not None]
    if others:
        first = str(split_sheet(found["activities"])[1])
        problems.warn("several-logs", file=str(found["activities"]), names=listing([first, *others]))


def load_columns(
    sources: Sources, overrides: Overrides, problems: Problems, limits: Limits
) -> dict[str, Columns | None]:
    """Every given table with its headers understood; None, and reported, where it can't be used."""
    loaded: dict[str, Columns | None] = {}
    for name, path in sources.paths().items():
        mapped = overrides.get(name, {})
        table = load_table(path, name, mapped, problems, limits)
        columns = None
        if table is not None:
            columns = match_headers(table, mapped, problems, known=_known(loaded))
            columns = only_records(columns, problems)
        loaded[name] = columns if columns is not None and _is_usable(columns) else None
    return loaded


def _known(loaded: Mapping[str, Columns | None]) -> Known:
    """The ids and names of the tables read so far, by the columns of other tables that should hold them."""
    clients, managers = loaded.get("clients"), loaded.get("managers")
    known: dict[str, tuple[StrArray, ...]] = {}
    if clients is not None:
        known["client_id"] = known["a"] = clients.text("client_id"), clients.text("name")
    if managers is not None:
        known["manager_id"] = managers.text("manager_id"), managers.text("name")
    return known


def _is_usable(columns: Columns) -> bool:
    return not missing_columns(columns.table, columns.at)


def _split_clients(loaded: dict[str, Columns | None], overrides: Overrides, problems: Problems) -> None:
    """Where the clients' sheet is one of touches and no other table holds them, make two tables of it."""
    clients = loaded.get("clients")
    if clients is None or "activities" in loaded:
        return
    parts = split_big_sheet(clients, overrides.get("activities", {}), problems)
    if parts is not None:
        loaded["clients"], log = parts
        loaded["activities"] = log if _is_usable(log) else None
