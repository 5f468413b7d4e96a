"""Reads each table by itself and ties them together by their ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from assigner.portfolio import (
    Activities,
    Answers,
    BoolArray,
    Clients,
    ColumnMeaning,
    How,
    Managers,
    Portfolio,
    RuleKind,
)
from assigner.tabular.activities import link_activities, read_activities, warn_if_all_future
from assigner.tabular.audit import apply_answers, read_answers, warn_idle
from assigner.tabular.books import link_owners
from assigner.tabular.clients import link_pins, read_clients
from assigner.tabular.decisions import leave_out, link_denied, read_decisions
from assigner.tabular.dimensions import read_dimensions
from assigner.tabular.managers import read_eligible, read_managers
from assigner.tabular.meaning import meanings_of
from assigner.tabular.naming import KnownClients
from assigner.tabular.owners import KnownManagers
from assigner.tabular.problems import Problems, listing
from assigner.tabular.rules import Rules, check_apart, check_pins, link_rules, merge_pins, read_rule_kinds
from assigner.tabular.table import Columns, Match

RULE_TABLES = ("rules", "decisions")
FREE_TABLES = ("decisions", "audit")
"""Tables that may have columns of any other kind, for the people who fill them in."""


class Reading:
    """One reading: read each table by itself, then link the tables."""

    def __init__(
        self,
        loaded: Mapping[str, Columns | None],
        problems: Problems,
        time_zone: str,
        today: date,
        *,
        pins_hold: bool,
    ) -> None:
        self._problems, self._time_zone, self._today = problems, time_zone, today
        self._pins_hold = pins_hold
        self._loaded = dict(loaded)
        self._columns = dict(loaded)  # the rows that can be used
        self._found: dict[str, dict[int, Match]] = {}
        self._clients: Clients | None = None
        self._team: Managers | None = None
        self._log: Activities | None = None
        self._num_dateless = 0
        self._rule_kinds: dict[str, list[RuleKind]] = {}
        self._denied: Columns | None = None  # decisions of no to a merge
        self._left_out: Columns | None = None  # decisions that a client takes no part

    def read(self) -> None:
        """Read each usable table by itself; stop here where a table is not usable at all."""
        readers = {
            "clients": self._read_clients,
            "managers": self._read_managers,
            "activities": self._read_activities,
            "rules": self._read_rules,
            "decisions": self._read_decisions,
        }
        for name, columns in self._columns.items():
            if columns is not None and name in readers:
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
        warn_if_all_future(self._log, used, self._today, self._problems, time_zone=self._time_zone)
        return used

    def _read_rules(self, columns: Columns) -> Columns:
        self._rule_kinds["rules"], used = read_rule_kinds(columns, self._problems)
        return used

    def _read_decisions(self, columns: Columns) -> Columns:
        found = read_decisions(columns, self._problems)
        self._rule_kinds["decisions"] = found.kinds
        self._denied, self._left_out = found.denied, found.left_out
        return found.agreed

    def link(self) -> Portfolio:
        """Tie the tables together by their ids."""
        columns, clients = self._columns["clients"], self._clients
        if columns is None or clients is None:  # read() has raised
            raise AssertionError("clients were not read")
        owner_idx, team = link_owners(
            columns, clients.excluded, self._team, self._columns.get("managers"), self._problems
        )
        team, clients = self._link_dimensions(columns, clients, team)
        managers = KnownManagers(team, self._columns.get("managers"))
        rules = self._link_rules(KnownClients.of_clients(clients), managers)
        if self._left_out is not None:
            alone = KnownClients.of_clients(clients)
            clients = leave_out(clients, self._left_out, alone, rules, self._problems)
        pinned = link_pins(columns, managers, self._problems)
        pinned = merge_pins(rules, clients, pinned, team, self._problems)
        if self._pins_hold:
            check_pins(rules, columns, clients, pinned, team, self._problems)
        check_apart(rules, clients, self._problems)
        known = KnownClients.of_clients(clients, rules)
        log, dropped = self._link_activities(known, managers)
        log, answers = self._audited(log, known, managers, _may_be_merged(clients, rules))
        clients = replace(clients, owner_idx=owner_idx, pinned_idx=pinned)
        self._report_ignored()
        return Portfolio(
            clients,
            team,
            log,
            rules,
            dropped_activities=dropped,
            answers=answers,
            columns=self._meanings(),
            files={name: table.table.file for name, table in self._loaded.items() if table is not None},
            distinct=link_denied(self._denied, known, self._problems) if self._denied is not None else (),
        )

    def _link_dimensions(
        self, columns: Columns, clients: Clients, team: Managers
    ) -> tuple[Managers, Clients]:
        managers = self._columns.get("managers")
        wanted = set((managers.eligible or {}).values()) if managers is not None else set()
        dimensions, by_name, self._found["clients"] = read_dimensions(columns, wanted, self._problems)
        if managers is not None:
            team = read_eligible(managers, team, dimensions, by_name, self._problems)
            self._found["managers"] = _eligible_matches(managers, by_name)
        return team, replace(clients, dimensions=dimensions)

    def _link_rules(self, clients: KnownClients, team: KnownManagers) -> Rules:
        """The rules of both tables, as one."""
        found: Rules = ()
        for name in RULE_TABLES:
            columns = self._columns.get(name)
            if columns is not None:
                found += link_rules(self._rule_kinds[name], columns, clients, team, self._problems)
        return found

    def _link_activities(
        self, clients: KnownClients, team: KnownManagers
    ) -> tuple[Activities | None, dict[str, int]]:
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

    def _audited(
        self, log: Activities | None, clients: KnownClients, team: KnownManagers, merged: BoolArray
    ) -> tuple[Activities | None, Answers | None]:
        """The log with the answers of the audit table in it, and the answers.

        `merged` are clients that may be made of several cards.
        """
        columns = self._columns.get("audit")
        if columns is None:
            return log, None
        answers = read_answers(columns, clients, team, self._problems)
        if log is None:
            self._problems.error("audit-without-activities", file=columns.table.file)
            return None, answers
        log, used = apply_answers(log, answers, time_zone=self._time_zone)
        used |= merged[answers.client_idx]  # the touches may lie on another card
        warn_idle(answers, used, columns, self._problems)
        return log, answers

    def _meanings(self) -> tuple[ColumnMeaning, ...]:
        """What every column of every table was understood as."""
        return tuple(
            meaning
            for name, columns in self._loaded.items()
            if columns is not None
            for meaning in meanings_of(columns, self._found.get(name, {}))
        )

    def _report_ignored(self) -> None:
        """Columns of the other tables that are not used; those of clients are told with the dimensions."""
        for name, columns in self._columns.items():
            if columns is not None and columns.extra and name not in ("clients", *FREE_TABLES):
                headers = [columns.table.headers[at] for at in columns.extra]
                self._problems.warn(
                    "ignored-columns", file=columns.table.file, names=listing(headers), count=len(headers)
                )


def _may_be_merged(clients: Clients, rules: Rules) -> BoolArray:
    """Clients that a rule or an equal tax id may make one with another card."""
    shared = pd.Series(clients.tax_id).duplicated(keep=False).to_numpy() & (clients.tax_id != "")
    merges = [rule for rule in rules if rule.kind is RuleKind.MERGE]
    cards = [card for rule in merges for card in (rule.a_idx, rule.b_idx)]
    merged: BoolArray = np.asarray(shared, dtype=bool)
    merged[cards] = True
    return merged


def _eligible_matches(managers: Columns, by_name: Mapping[str, str]) -> dict[int, Match]:
    """The lists of eligible values with the names of the dimensions that they are about."""
    return {
        at: Match(f"eligible_{by_name[wanted]}", managers.matches[at].how)
        if wanted in by_name
        else Match("", How.IGNORED, 0.0)
        for at, wanted in (managers.eligible or {}).items()
    }
