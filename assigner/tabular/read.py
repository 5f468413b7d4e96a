"""Reads all tables of one run into a `Portfolio`, or tells everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assigner.i18n import Translator
from assigner.portfolio import Activities, Clients, Managers, Portfolio, RuleKind
from assigner.tabular.activities import link_activities, read_activities
from assigner.tabular.clients import link_pins, read_clients
from assigner.tabular.dimensions import read_dimensions
from assigner.tabular.files import load_table, workbook_tables
from assigner.tabular.headers import match_headers
from assigner.tabular.managers import link_owners, read_eligible, read_managers
from assigner.tabular.probe import LIMITS, Limits
from assigner.tabular.problems import Problems, listing
from assigner.tabular.rules import RuleRows, check_apart, link_rules, merge_pins, read_rule_kinds
from assigner.tabular.sources import TABLES, Overrides, Sources, input_sha256, read_mapping
from assigner.tabular.table import Columns
from assigner.tabular.vocabulary import vocabulary


def read_portfolio(
    sources: Sources,
    *,
    tolerant: bool = False,
    time_zone: str = "UTC",
    tr: Translator | None = None,
    limits: Limits = LIMITS,
) -> Portfolio:
    """Read and check the tables of one run.

    Files may be CSV, TSV, XLSX, Parquet or JSON lines. Row numbers in issues are those the user's
    program shows, but in CSV files records are counted, so a cell with line breaks is one row. With
    `tolerant`, row-level errors become warnings with the stated treatment (a bad value is blank, a bad
    row dropped); times without a zone of their own are in `time_zone` (the policy's); `tr` gives the
    language of the messages.

    Raises:
        InputError: with all problems at once, each with file, row, column, value and remedy as far as
        they exist.
    """
    problems = Problems(tolerant=tolerant, tr=tr)
    reading = _Reading(problems, time_zone)
    reading.load(_with_sheets(sources, limits), read_mapping(sources.mapping, problems), limits)
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
        columns = match_headers(table, mapped, problems) if table is not None else None
        usable = columns is not None and all(columns.has(column) for column in vocabulary().required[name])
        loaded[name] = columns if usable else None
    return loaded


class _Reading:
    """One reading: load the files, read each table by itself, then link the tables."""

    def __init__(self, problems: Problems, time_zone: str) -> None:
        self._problems, self._time_zone = problems, time_zone
        self._columns: dict[str, Columns | None] = {}
        self._clients: Clients | None = None
        self._team: Managers | None = None
        self._log: Activities | None = None
        self._num_dateless = 0
        self._rule_kinds: list[RuleKind] = []

    def load(self, sources: Sources, overrides: Overrides, limits: Limits) -> None:
        self._columns = load_columns(sources, overrides, self._problems, limits)

    def read(self) -> None:
        """Read each usable table by itself; stop here where a table is not usable at all."""
        readers = {
            "clients": self._read_clients,
            "managers": self._read_managers,
            "activities": self._read_activities,
            "rules": self._read_rules,
        }
        for name, columns in self._columns.items():
            if columns is not None:
                self._columns[name] = readers[name](columns)
        if any(columns is None for columns in self._columns.values()):
            self._problems.raise_if_failed()

    def _read_clients(self, columns: Columns) -> Columns:
        self._clients, used = read_clients(columns, self._problems)
        return used

    def _read_managers(self, columns: Columns) -> Columns:
        self._team, used = read_managers(columns, self._problems)
        return used

    def _read_activities(self, columns: Columns) -> Columns:
        self._log, used = read_activities(columns, self._problems, time_zone=self._time_zone)
        self._num_dateless = len(columns) - len(used)
        return used

    def _read_rules(self, columns: Columns) -> Columns:
        self._rule_kinds, used = read_rule_kinds(columns, self._problems)
        return used

    def link(self) -> Portfolio:
        """Tie the tables together by their ids."""
        columns, clients = self._columns["clients"], self._clients
        if columns is None or clients is None:  # read() has raised
            raise AssertionError("clients were not read")
        owner_idx, team = link_owners(columns, self._team, self._problems)
        team, clients = self._link_dimensions(columns, clients, team)
        rules = self._link_rules(clients, team)
        pinned = link_pins(columns, team, self._problems)
        pinned = merge_pins(rules, clients, pinned, team, self._problems)
        check_apart(rules, clients, self._problems)
        log, dropped = self._link_activities(clients, team)
        clients = replace(clients, owner_idx=owner_idx, pinned_idx=pinned)
        self._report_ignored()
        return Portfolio(clients, team, log, rules.rules, dropped_activities=dropped)

    def _link_dimensions(
        self, columns: Columns, clients: Clients, team: Managers
    ) -> tuple[Managers, Clients]:
        managers = self._columns.get("managers")
        wanted = set((managers.eligible or {}).values()) if managers is not None else set()
        dimensions, by_name = read_dimensions(columns, wanted, self._problems)
        if managers is not None:
            team = read_eligible(managers, team, dimensions, by_name, self._problems)
        return team, replace(clients, dimensions=dimensions)

    def _link_rules(self, clients: Clients, team: Managers) -> RuleRows:
        columns = self._columns.get("rules")
        if columns is None:
            return RuleRows()
        return link_rules(self._rule_kinds, columns, clients, team, self._problems)

    def _link_activities(
        self, clients: Clients, team: Managers
    ) -> tuple[Activities | None, Mapping[str, int]]:
        columns = self._columns.get("activities")
        if columns is None or self._log is None:
            return None, {}
        log, dropped = link_activities(self._log, columns, clients, team, self._problems)
        if self._num_dateless:
            dropped["no_date"] = self._num_dateless
        if not len(log) and (len(columns) or self._problems.tolerant):
            # a log that fits nothing would pass for one in which nobody works
            self._problems.error("no-activity-left", file=columns.table.file, count=sum(dropped.values()))
        return log, dropped

    def _report_ignored(self) -> None:
        """Columns of the other tables that are not used; those of clients are told with the dimensions."""
        for name, columns in self._columns.items():
            if name != "clients" and columns is not None and columns.extra:
                headers = [columns.table.headers[at] for at in columns.extra]
                self._problems.warn(
                    "ignored-columns", file=columns.table.file, names=listing(headers), count=len(headers)
                )
