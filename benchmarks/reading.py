"""Seconds and peak memory of reading tables as large as they get: `python -m benchmarks.reading`.

The files are made first (not timed), then each is read by a process of its own, so that its peak is its own.
The clients have the columns of a 1C export with what people do to them: spaces in numbers, dates with points,
names with commas and quotation marks. Fails where a file took longer or more memory than promised.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xlsxwriter

from assigner.tabular import Sources, read_portfolio

LIMIT_MIB = 2048
NUM_MANAGERS = 300
CHUNK = 10_000
CLIENT_HEADERS: Sequence[str] = (
    "Код клиента", "Наименование", "Ответственный менеджер", "Потенциал", "Выручка за 12 месяцев",
    "Регион", "Отрасль", "Категория", "Канал продаж", "ИНН", "Телефон", "Email", "Контактное лицо", "Холдинг",
    "Сумма открытых сделок", "Дата закрытия сделки", "Исключён", "Причина исключения", "Широта", "Долгота",
)  # fmt: skip
ACTIVITY_HEADERS: Sequence[str] = (
    "activity_id", "client_id", "manager_id", "occurred_at", "kind", "amount", "contact_name", "contact_role",
    "contact_phone", "contact_email", "summary", "outcome", "verified",
)  # fmt: skip
KINDS = ("call", "meeting", "email", "order", "offer", "note")


@dataclass(frozen=True, slots=True)
class Case:
    """One file to read: the table it holds, its format, rows, and the seconds promised (None: no promise)."""

    table: str
    suffix: str
    rows: int
    seconds: float | None


CASES = (
    Case("clients", "csv", 250_000, 10.0),
    Case("clients", "xlsx", 250_000, 60.0),
    Case("activities", "csv", 1_000_000, None),
)


def client_rows(count: int, rng: np.random.Generator) -> Iterator[Sequence[str | float]]:
    """Rows of the clients table: numbers as text with spaces and commas, as 1C prints them."""
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        money = np.round(rng.lognormal(11, 1.2, size), 2).tolist()
        bounds = [[NUM_MANAGERS], [40], [25], [4], [5], [20_000], [50], [365], [10]]
        draws = rng.integers(0, bounds, (len(bounds), size))
        for at, (number, potential, draw) in enumerate(
            zip(range(start, start + size), money, draws.T.tolist(), strict=True)
        ):
            manager, region, industry, tier, channel, holding, deal, day, skip = draw
            yield (
                f"К-{number:07d}",
                f'ООО "Ромашка, {number % 90_001}"',
                f"m{manager}",
                f"{potential:,.2f}".replace(",", " ").replace(".", ","),
                round(potential * 0.4, 2),
                f"Регион {region}",
                f"Отрасль {industry}",
                "ABCD"[tier],
                f"Канал {channel}",
                f"{7_700_000_000 + number:010d}",
                f"+7 (9{at % 100:02d}) {number:07d}",
                f"buyer{number}@client{number}.example",
                f"Иванов Пётр {number % 50_000}",
                f"H{holding}" if holding < 10_000 else "",
                f"{deal * 1000}" if deal > 40 else "",
                f"{day % 28 + 1:02d}.{day % 12 + 1:02d}.2026" if deal > 40 else "",
                "да" if skip == 0 else "",
                "не наш клиент" if skip == 0 else "",
                round(55 + number % 1000 / 500, 5),
                round(37 + number % 997 / 500, 5),
            )


def activity_rows(count: int, num_clients: int, rng: np.random.Generator) -> Iterator[Sequence[str | float]]:
    """Rows of the activity log; half of the summaries are one's own."""
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        moments = np.datetime64("2024-06-01", "s") + rng.integers(0, 730 * 86400, size)
        bounds = [[num_clients], [NUM_MANAGERS], [len(KINDS)], [50_000], [20], [2]]
        draws = rng.integers(0, bounds, (6, size))
        texts = moments.astype(str).tolist()
        for number, moment, draw in zip(range(start, start + size), texts, draws.T.tolist(), strict=True):
            client, manager, kind, contact, role, own = draw
            yield (
                f"a{number}",
                f"К-{client:07d}",
                f"m{manager}",
                moment.replace("T", " "),
                KINDS[kind],
                contact / 4 if kind == 3 else "",
                f"Contact {contact}",
                f"Role {role}",
                f"+7 (900) {client:07d}",
                f"buyer{client}@client{client}.example",
                f"Talked about order {number}" if own else f"Stock phrase {contact % 500}",
                "",
                "",
            )


def _write_csv(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str | float]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(headers)
        writer.writerows(rows)


def _write_xlsx(path: Path, headers: Sequence[str], rows: Iterable[Sequence[str | float]]) -> None:
    """A workbook with shared strings, as Excel and 1C write it."""
    with xlsxwriter.Workbook(path, {"tmpdir": str(path.parent)}) as book:
        sheet = book.add_worksheet("Клиенты")
        sheet.write_row(0, 0, headers)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)


def _headers(case: Case) -> Sequence[str]:
    return CLIENT_HEADERS if case.table == "clients" else ACTIVITY_HEADERS


def make(case: Case, folder: Path, num_clients: int) -> Path:
    """The file of a case; the same every time."""
    rng = np.random.default_rng(1)
    path = folder / f"{case.table}.{case.suffix}"
    if case.table == "clients":
        rows = client_rows(case.rows, rng)
    else:
        rows = activity_rows(case.rows, num_clients, rng)
    (_write_xlsx if case.suffix == "xlsx" else _write_csv)(path, _headers(case), rows)
    return path


def read_one(path: Path) -> None:
    """Read one file in this process and print what it took as JSON; an activity log with its clients."""
    start = time.perf_counter()
    if path.stem == "activities":
        facts = read_portfolio(Sources(path.with_name("clients.csv"), activities=path))
    else:
        facts = read_portfolio(Sources(path))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = len(facts.activities) if facts.activities is not None else facts.num_clients
    print(json.dumps({"rows": rows, "seconds": seconds, "peak": peak}))


def measure(path: Path) -> dict[str, float]:
    """What reading a file took, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.reading", "--read", str(path)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def _row(case: Case, path: Path, found: dict[str, float]) -> tuple[str, bool]:
    ok = found["rows"] == case.rows and found["peak"] < LIMIT_MIB
    ok = ok and (case.seconds is None or found["seconds"] < case.seconds)
    limit = "-" if case.seconds is None else f"{case.seconds:.0f}"
    table = "activities, with the clients" if case.table == "activities" else case.table
    cells = (
        table,
        f"{case.rows} x {len(_headers(case))}",
        case.suffix.upper(),
        f"{path.stat().st_size / 1e6:.0f}",
        f"{found['seconds']:.1f}",
        limit,
        f"{found['peak']:.0f}",
        str(LIMIT_MIB),
        "yes" if ok else "NO",
    )
    return f"| {' | '.join(cells)} |", ok


def main() -> None:
    """Print the table; fail where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--scale", type=float, default=1.0, help="part of the rows, for a quick look")
    options = parser.parse_args()
    if options.read:
        read_one(options.read)
        return
    print("| table | rows x columns | format | MB | seconds | limit s | peak MiB | limit MiB | ok |")
    print("|---|---|---|---|---|---|---|---|---|")
    fine = True
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            sized = Case(case.table, case.suffix, int(case.rows * options.scale), case.seconds)
            path = make(sized, Path(folder), int(CASES[0].rows * options.scale))
            line, ok = _row(sized, path, measure(path))
            print(line, flush=True)
            fine &= ok
    if not fine:
        raise SystemExit("a limit was broken")


if __name__ == "__main__":
    main()
