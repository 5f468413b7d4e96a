"""What is odd about a base (model §11, docs/quality.md), counted row by row from the text of the table."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from statistics import median

from tests.oracles.merging import exact_key

Cells = dict[str, str]
SEGMENTS = ("region", "industry", "tier", "channel")
CARD = ("manager_id", "potential", "tax_id", "phone", "email", "contact_name", *SEGMENTS)


def number(text: str) -> float:
    """A blank number is 0 (model §1)."""
    return float(text or 0)


def filled(row: Cells, column: str) -> bool:
    """Whether a cell says something; a number that is 0 counts as blank."""
    return number(row[column]) != 0 if column in ("potential", "revenue_12m") else row[column] != ""


def completeness(rows: list[Cells]) -> list[Fraction]:
    """Share of filled cells of every card among the card's columns that the table has."""
    columns = [column for column in CARD if column in rows[0]]
    return [Fraction(sum(filled(row, column) for column in columns), len(columns)) for row in rows]


def missing_segments(rows: list[Cells]) -> dict[str, list[int]]:
    """Rows with a blank standard segment, by column."""
    found = {name: [n for n, row in enumerate(rows) if not row[name]] for name in SEGMENTS if name in rows[0]}
    return {name: lines for name, lines in found.items() if lines}


def implausible(rows: list[Cells], factor: float) -> list[int]:
    """Potentials far from the median of their tier, else industry, else base; or below the revenue."""
    name = next((name for name in ("tier", "industry") if name in rows[0]), None)
    found = []
    for n, row in enumerate(rows):
        potential = number(row["potential"])
        peers = [
            number(other["potential"]) for other in rows if name is None or other[name] == row[name] != ""
        ]
        peers = [each for each in peers if each > 0]
        middle = median(peers) if len(peers) >= 8 else None
        odd = middle is not None and (potential > factor * middle or potential * factor < middle)
        if potential > 0 and (odd or potential < number(row["revenue_12m"])):
            found.append(n)
    return found


def contradictions(rows: list[Cells]) -> set[tuple[str, str]]:
    """Valid tax ids and segments in which their cards differ."""
    keys = [exact_key(row["tax_id"]) for row in rows]
    found = set()
    for key in {key for key in keys if key}:
        own = [row for row, each in zip(rows, keys, strict=True) if each == key]
        for name in SEGMENTS:
            if len({row[name] for row in own if row.get(name)}) > 1:
                found.add((key, name))
    return found


def shared_tax_ids(rows: list[Cells]) -> list[int]:
    """Cards whose valid tax id stands on another card too."""
    keys = [exact_key(row["tax_id"]) for row in rows]
    counts = Counter(keys)
    return [n for n, key in enumerate(keys) if key and counts[key] > 1]
