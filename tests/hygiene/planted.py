"""The honest base with problems planted into it, and the exact list of what must be told about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.hygiene import honest
from tests.hygiene.honest import HEADERS, Row

HEADER_ROW = 3
"""A merged title, a blank row, then the header: the same in every sheet and file of clients."""

BLANK_AFTER = 30
"""A blank row stands after so many cards."""

Told = tuple[str, str, int | None, str]
"""Kind of finding or code of an issue, table, row as the user's program counts it, header of the column."""


@dataclass
class Planted:
    """Tables with planted problems, and what is expected to be told: nothing less and nothing more."""

    tables: dict[str, list[Row]]
    findings: set[Told] = field(default_factory=set)
    issues: set[Told] = field(default_factory=set)
    duplicates: set[frozenset[str]] = field(default_factory=set)

    def row(self, table: str, n: int) -> int:
        """Row of entry n as the user's program counts it."""
        return HEADER_ROW + 1 + n + (table == "clients" and n >= BLANK_AFTER)

    def put(self, n: int, column: str, value: Any, *checks: str, table: str = "clients") -> None:
        """Write a value into a cell, for which these findings are expected."""
        self.tables[table][n][column] = value
        for check in checks:
            self.find(check, n, column, table)

    def find(self, check: str, n: int, column: str, table: str = "clients") -> None:
        """Expect a finding; column "" is the whole card."""
        self.findings.add((check, table, self.row(table, n), HEADERS[table].get(column, "")))

    def issue(self, code: str, n: int | None, column: str = "", table: str = "clients") -> None:
        """Expect an issue of the reading."""
        row = None if n is None else self.row(table, n)
        self.issues.add((code, table, row, HEADERS[table].get(column, column)))


def plant() -> Planted:
    """The base with everything planted. Cards that are not named here stay honest."""
    cards = [honest.card(n) for n in range(48)]
    base = Planted({"clients": cards, "managers": honest.managers(), "activities": honest.activities()})
    for step in (_segments, _identities, _duplicates, _contacts, _potentials, _cards, _cells, _log):
        step(base)
    return base


def _segments(base: Planted) -> None:
    base.put(1, "industry", "", "missing_segment")
    base.issue("blank-segment", 1, "industry")  # told once for the column, with the first row
    base.put(20, "region", "Центр/Юг", "contradictory_segment")
    base.put(22, "region", "Цнетр", "similar_segment")


def _identities(base: Planted) -> None:
    valid = honest.inn(27_406_211)
    assert valid.startswith("0")
    base.put(3, "tax_id", int(valid), "padded_tax_id")  # Excel took it for a number
    wrong = base.tables["clients"][4]["tax_id"]
    base.put(4, "tax_id", wrong[:-1] + str((int(wrong[-1]) + 1) % 10), "invalid_tax_id")


def _duplicates(base: Planted) -> None:
    """Card 6 is card 5 under another spelling; 9 is 8, and they differ in channel and owner."""
    for first, second, name in ((5, 6, "ООО Автогранит"), (8, 9, "РЫБКОМБИНАТ")):
        base.put(second, "name", name)
        for n in (first, second):
            base.put(n, "tax_id", base.tables["clients"][first]["tax_id"], "shared_tax_id")
        for column in ("industry", "tier", "channel", "region"):
            base.put(second, column, base.tables["clients"][first][column])
        base.put(second, "potential", base.tables["clients"][first]["potential"])
        base.put(second, "revenue_12m", "")
        base.duplicates.add(frozenset(base.tables["clients"][n]["client_id"] for n in (first, second)))
    base.put(9, "channel", "Дилерский", "contradictory_segment")
    base.put(8, "channel", "Прямой", "contradictory_segment")


def _contacts(base: Planted) -> None:
    base.put(10, "phone", "+7 495 12-34", "invalid_phone")
    base.put(11, "email", "office.hlebodar.ru", "invalid_email")
    base.put(12, "contact_name", "тест", "junk_value")
    base.put(13, "phone", "1234567", "junk_value")


def _potentials(base: Planted) -> None:
    base.put(15, "potential", "940 млн руб.", "implausible_potential")  # tier A: about a million is usual
    base.put(16, "potential", 300_000, "implausible_potential")  # less than it buys
    base.put(16, "revenue_12m", "312 345,60 руб.")


def _cards(base: Planted) -> None:
    for n in (17, 33):
        base.put(n, "manager_id", "М9", "unknown_owner")
    base.issue("unlisted-owner", 17, "manager_id")
    for column in ("potential", "tax_id", "phone", "email", "contact_name"):
        base.put(18, column, "")  # 5 of the 10 columns of a card
    base.find("incomplete_card", 18, "")
    base.issue("blank-potential", 18, "potential")
    base.put(19, "excluded", "истина", "excluded_but_alive")
    base.put(19, "revenue_12m", 10_000)


def _cells(base: Planted) -> None:
    """Cells that can't be read, and ones that look odd but can."""
    base.put(35, "revenue_12m", "много")
    base.issue("bad-number", 35, "revenue_12m")
    base.put(36, "open_deal_amount", 50_000)
    base.put(36, "open_deal_close", "скоро")
    base.issue("bad-date", 36, "open_deal_close")
    # Excel's day 46280 is 15 September 2026: 46023 is 1 January 2026, and 257 days later
    deals = (datetime(2026, 9, 15), "15.10.2026", 46_280, "2026-08-01")  # noqa: DTZ001
    for n, close in zip(range(37, 41), deals, strict=True):
        base.put(n, "open_deal_amount", "1 234,50 руб.")
        base.put(n, "open_deal_close", close)
    base.tables["clients"].append(honest.card(47) | {"client_id": "К041", "name": "ООО «Повтор»"})
    base.issue("duplicate-id", 48, "client_id")


def _log(base: Planted) -> None:
    log = base.tables["activities"]
    log.append(honest.touch(24, datetime(2026, 7, 15, 10, 0)))  # noqa: DTZ001
    base.find("future_activity", len(log) - 1, "occurred_at", "activities")
    log.append(honest.touch(25, "вчера"))
    base.issue("activity-without-date", len(log) - 1, "occurred_at", "activities")
    log.append(honest.touch(26, datetime(2026, 5, 5, 12, 0)) | {"client_id": "К999"})  # noqa: DTZ001
    base.issue("unknown-activity-client", len(log) - 1, "client_id", "activities")
