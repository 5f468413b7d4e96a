"""Exactly the planted problems are told: none missed, none invented; from a workbook and from CSV files.

The workbook is what people keep: Russian headers under a merged title, a blank row, merged regions, a
hidden column, amounts in words, Excel's dates and numbers, a total at the end, log and team on other sheets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assigner.duplicates import find_duplicates
from assigner.evidence import weigh_evidence
from assigner.identity import identify
from assigner.policy import Policy
from assigner.portfolio import Portfolio
from assigner.quality import Check, Quality, judge_quality
from assigner.tabular import Sources, read_portfolio
from tests.hygiene import honest
from tests.hygiene.honest import HEADERS
from tests.hygiene.planted import HEADER_ROW, Planted, Told, plant
from tests.hygiene.writing import write_csv_files, write_workbook

AS_OF = date(2026, 6, 1)
INFORMATION = {"title-rows", "total-row", "merged-cells"}
"""Issues that tell how a file was understood and name no problem; a test of their own demands them."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A base as it was read, and what was found."""

    facts: Portfolio
    quality: Quality
    duplicates: set[frozenset[str]]


def inspected(sources: Sources) -> Inspected:
    policy = Policy()
    facts = read_portfolio(sources, tolerant=True)
    identity = identify(facts.clients)
    quality = judge_quality(facts, weigh_evidence(facts, policy, as_of=AS_OF), identity, policy)
    ids = facts.clients.client_id
    pairs = find_duplicates(facts.clients, identity, policy)
    return Inspected(facts, quality, {frozenset({str(ids[p.a_idx]), str(ids[p.b_idx])}) for p in pairs})


def workbook(base: Planted, folder: Path) -> Sources:
    return Sources(write_workbook(base, folder / "base.xlsx"))


def csv_files(base: Planted, folder: Path) -> Sources:
    return Sources(**write_csv_files(base, folder))


FORMS = pytest.mark.parametrize("write", [workbook, csv_files])
Write = Callable[[Planted, Path], Sources]


def findings(found: Inspected) -> set[Told]:
    return {
        (one.check.value, one.table, int(row), one.column)
        for one in found.quality.findings
        for row in one.rows
    }


def issues(found: Inspected) -> set[Told]:
    tables = {file: table for table, file in found.facts.files.items()}
    told = (issue for issue in found.facts.issues if issue.code not in INFORMATION)
    return {(issue.code, tables.get(issue.file, issue.file), issue.row, issue.column) for issue in told}


@FORMS
def test_exactly_the_planted_problems_are_told(write: Write, tmp_path: Path) -> None:
    base = plant()
    found = inspected(write(base, tmp_path))
    assert findings(found) == base.findings
    assert issues(found) == base.issues | encoding_of(write)
    assert found.duplicates == base.duplicates


@FORMS
def test_what_only_looks_odd_is_read_as_it_was_meant(write: Write, tmp_path: Path) -> None:
    base = plant()
    facts = inspected(write(base, tmp_path)).facts
    clients, team, log = facts.clients, facts.managers, facts.activities
    # amounts in five spellings; those that were planted are not honest.amount
    changed = {6, 9, 15, 16, 18}
    potential = [honest.amount(n) for n in range(48)]
    assert [n for n in range(48) if clients.potential[n] != potential[n]] == sorted(changed)
    assert clients.potential[15] == 940_000_000
    region = clients.dimensions["region"]
    labels = [region.labels[code] for code in region.codes]
    assert [n for n in range(48) if labels[n] != honest.REGIONS[n]] == [20, 22]
    # 15.10.2026 by day, month, year; 46280 is Excel's number of 15 September 2026
    closes = ["2026-09-15", "2026-10-15", "2026-09-15", "2026-08-01"]
    assert clients.open_deal_close[37:41].astype(str).tolist() == closes
    assert clients.open_deal_amount[37:41].tolist() == [1234.5] * 4
    assert np.flatnonzero(clients.excluded).tolist() == [19]
    assert team.fte.tolist() == [1, 0.5, 1, 1, 1]  # the last one is the owner nobody lists
    assert team.commission_rate[:3].tolist() == [0.05, 0.04, 0.05]
    assert team.leaving.tolist() == [False, False, False, True, False]
    assert log is not None
    assert len(log) == len(base.tables["activities"]) - 2  # without the one of no date and of no client


@FORMS
def test_every_finding_has_somebody_to_ask(write: Write, tmp_path: Path) -> None:
    base = plant()
    quality = inspected(write(base, tmp_path)).quality
    # card n belongs to manager n % 4 unless it was planted otherwise; here the two of nobody known
    assert quality.managers.findings[Check.UNKNOWN_OWNER].tolist() == [0, 0, 0, 0, 2]
    assert quality.managers.findings[Check.INVALID_TAX_ID].tolist() == [1, 0, 0, 0, 0]  # card 4
    assert quality.managers.findings[Check.SHARED_TAX_ID].tolist() == [1, 2, 1, 0, 0]  # cards 5, 6, 8, 9
    assert quality.managers.findings[Check.FUTURE_ACTIVITY].tolist() == [1, 0, 0, 0, 0]  # of client 24
    # the amount of card 35 and the date of card 36; the second row of a client is nobody's
    assert quality.managers.issues.tolist() == [1, 0, 0, 1, 0]


@FORMS
def test_what_was_skipped_or_filled_in_is_told(write: Write, tmp_path: Path) -> None:
    base = plant()
    facts = inspected(write(base, tmp_path)).facts
    tables = {file: table for table, file in facts.files.items()}
    told = {
        (issue.code, tables[issue.file], issue.row) for issue in facts.issues if issue.code in INFORMATION
    }
    titles = {("title-rows", table, HEADER_ROW) for table in HEADERS}
    total = base.row("clients", len(base.tables["clients"]))
    merged = {("merged-cells", "clients", HEADER_ROW + 2)} if write is workbook else set()
    assert told == titles | {("total-row", "clients", total)} | merged


def test_a_hidden_column_is_used_and_said_to_be_hidden(tmp_path: Path) -> None:
    facts = inspected(workbook(plant(), tmp_path)).facts
    hidden = [column.header for column in facts.columns if column.hidden]
    assert hidden == ["Канал продаж"]
    assert facts.clients.dimensions["channel"].labels == ("Дилерский", "Прямой")


def test_quotes_line_breaks_and_delimiters_inside_cells_of_csv_are_text(tmp_path: Path) -> None:
    facts = inspected(csv_files(plant(), tmp_path)).facts
    assert facts.clients.name[0] == 'ООО\n"Гидропривод"'
    assert facts.activities is not None
    assert facts.activities.summary is not None
    assert all("; срок поставки" in summary for summary in facts.activities.summary)


def encoding_of(write: Write) -> set[Told]:
    """A file in cp1251 does not say so; that this was guessed is told for each."""
    return {("encoding-guessed", table, None, "") for table in HEADERS} if write is csv_files else set()
