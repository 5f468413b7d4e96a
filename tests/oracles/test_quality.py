"""Odd cells (model §11): counts from the text of a table against the engine's findings in the file."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assigner.engine import load_case
from assigner.inspection import Inspection
from assigner.quality import Check
from assigner.survey import survey
from assigner.tabular import Sources
from tests.builders import AS_OF
from tests.oracles.judging import (
    SEGMENTS,
    Cells,
    completeness,
    contradictions,
    filled,
    implausible,
    missing_segments,
    shared_tax_ids,
)
from tests.oracles.merging import exact_key
from tests.oracles.plain import TAX_IDS, pick

SEEDS = (*range(6), 23, 26, 28)
"""In the last three a segment has exactly the 8 potentials that are enough for a median."""
OWNERS = ("m0", "m1", "m2", "m9", "")


def make_rows(seed: int) -> list[Cells]:
    """A messy clients table; some seeds leave columns out."""
    chance = np.random.default_rng([seed, 7])
    dropped = set(
        pick(chance, (), ("channel",), ("tier", "channel"), ("tier", "industry"), ("email", "phone"))
    )
    count = int(chance.integers(4, 60))
    rows = [
        {
            "client_id": f"c{n}",
            "name": f"Firma {n}",
            "manager_id": pick(chance, *OWNERS),
            "potential": pick(
                chance, "", "0", "5", "100", "100", "110", "90", "1900", "2000", "2001", "40000"
            ),
            "revenue_12m": pick(chance, "", "0", "4", "95", "300"),
            "region": pick(chance, "", "North", "South", "Ural"),
            "industry": pick(chance, "", "Retail", "Food"),
            "tier": pick(chance, "", "Alpha", "Beta"),
            "channel": pick(chance, "", "Web", "Shop"),
            "tax_id": pick(chance, "", "", *TAX_IDS),
            "phone": pick(chance, "", "+7 495 123-45-67", "+7 812 333-44-55"),
            "email": pick(chance, "", f"a{n}@firm{n}.ru"),
            "contact_name": pick(chance, "", "Иван Петров", "Анна Котова"),
            "excluded": pick(chance, "no", "no", "no", "yes"),
        }
        for n in range(count)
    ]
    return [{name: cell for name, cell in row.items() if name not in dropped} for row in rows]


def write(path: Path, rows: list[Cells]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(params=SEEDS)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[list[Cells], Inspection]:
    """A table and what the inspection of its file finds."""
    return inspected(request.param, tmp_path)


def inspected(seed: int, folder: Path) -> tuple[list[Cells], Inspection]:
    rows = make_rows(seed)
    team = [{"manager_id": f"m{j}", "name": f"Manager {j}"} for j in range(3)]
    sources = Sources(write(folder / "clients.csv", rows), write(folder / "managers.csv", team))
    return rows, survey(load_case(sources, as_of=AS_OF, tolerant=True))


def positions(found: Inspection, check: Check) -> dict[str, list[int]]:
    """Rows of the findings of one check, by column; a row counts as the user's program shows it."""
    result = {}
    for finding in found.quality.findings:
        if finding.check is check and finding.table == "clients":
            assert (finding.rows == finding.positions + 2).all()
            result[finding.column] = finding.positions.tolist()
    return result


def everywhere(found: Inspection, check: Check) -> list[int]:
    return sorted(n for rows in positions(found, check).values() for n in rows)


def compare(rows: list[Cells], found: Inspection) -> None:
    keys = [exact_key(row["tax_id"]) for row in rows]
    wrong = {"7707083894", "500100732250"}
    assert positions(found, Check.MISSING_SEGMENT) == missing_segments(rows)
    assert sorted(set(everywhere(found, Check.IMPLAUSIBLE_POTENTIAL))) == implausible(rows, 20)
    assert everywhere(found, Check.SHARED_TAX_ID) == shared_tax_ids(rows)
    assert everywhere(found, Check.INVALID_TAX_ID) == [
        n for n, row in enumerate(rows) if row["tax_id"] in wrong
    ]
    assert everywhere(found, Check.PADDED_TAX_ID) == [
        n for n, row in enumerate(rows) if row["tax_id"] == "105018196"
    ]
    assert everywhere(found, Check.UNKNOWN_OWNER) == [
        n for n, row in enumerate(rows) if row["manager_id"] == "m9"
    ]
    told = positions(found, Check.CONTRADICTORY_SEGMENT)
    assert {(keys[n], name) for name, lines in told.items() for n in lines} == contradictions(rows)
    assert everywhere(found, Check.EXCLUDED_BUT_ALIVE) == [
        n for n, row in enumerate(rows) if row["excluded"] == "yes" and filled(row, "revenue_12m")
    ]
    shares = completeness(rows)
    assert found.quality.completeness.tolist() == pytest.approx([float(share) for share in shares])
    assert everywhere(found, Check.INCOMPLETE_CARD) == [n for n, share in enumerate(shares) if share * 2 <= 1]
    assert_columns(rows, found)
    assert_managers(rows, found, shares)


def assert_columns(rows: list[Cells], found: Inspection) -> None:
    told = {column.meaning: column for column in found.quality.columns}
    assert {name for name in SEGMENTS if name in rows[0]} <= set(told)
    for name in set(told) & {*SEGMENTS, "tax_id", "contact_name", "manager_id"}:
        cells = [row[name] for row in rows]
        column = told[name]
        assert (column.num_rows, column.num_filled) == (len(rows), sum(map(bool, cells))), name
        assert column.num_distinct == len(set(cells) - {""}), name


def assert_managers(rows: list[Cells], found: Inspection, shares: list[Any]) -> None:
    ids = found.portfolio.managers.manager_id.tolist()
    people = found.quality.managers
    owned = Counter(row["manager_id"] for row in rows)
    assert people.cards.tolist() == [owned[each] for each in ids]
    for j, each in enumerate(ids):
        own = [share for row, share in zip(rows, shares, strict=True) if row["manager_id"] == each]
        if own:
            assert people.completeness[j] == pytest.approx(float(sum(own) / len(own)))
        for check, counts in people.findings.items():
            mine = [n for n in everywhere(found, check) if rows[n]["manager_id"] == each]
            assert counts[j] == len(mine), check


def test_findings_are_those_that_the_text_shows(made: tuple[list[Cells], Inspection]) -> None:
    compare(*made)
