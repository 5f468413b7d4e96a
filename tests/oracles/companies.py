"""Made-up companies as files, and planted mistakes on top."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from assigner.generate import CompanySpec, generate_company, write_company

AS_OF = "2026-05-20"
"""Before the newest touches of the company, so that some lie in the future."""

PLANTED = {
    3: ("manager_id", "M77"),
    5: ("potential", "abc"),
    7: ("region", ""),
    9: ("phone", "123"),
    11: ("email", "a@@b"),
    13: ("potential", "900000000000"),
    15: ("tax_id", "7707083894"),
}
"""What is put into which line of the clients table."""


def messy_company(folder: Path, language: Any, num_clients: int = 150) -> Path:
    """A company of six managers with second cards and planted mistakes; its folder."""
    spec = CompanySpec.for_size(num_clients, 5, 4, language, num_duplicates=20)
    made = generate_company(spec)
    write_company(made, folder, headers=language)
    order = list(made.clients.columns)
    table = read_table(folder / "clients.csv")
    for line, (column, value) in PLANTED.items():
        table[line][order.index(column)] = value
    with (folder / "clients.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";" if language == "ru" else ",").writerows(table)
    return folder


def read_table(path: Path) -> list[list[str]]:
    """All lines of a CSV file, the header first."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        return list(csv.reader(stream, delimiter=";" if ";" in first else ","))
