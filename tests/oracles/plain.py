"""A base as plain dicts and lists: what an oracle reads, and the same base as the engine's nouns.

Clients and managers are named by their position; NOBODY (-1) is no manager, None a blank number or date.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from assigner.portfolio import NOBODY, Answers, Kind, Portfolio, Rule, RuleKind
from assigner.tabular import Sources
from tests import builders
from tests.builders import AS_OF

Row = dict[str, Any]
DIMENSIONS = ("region", "tier")
WORDS = ("tax_id", "phone", "email", "contact_name", "excluded_reason")


@dataclass(slots=True)
class Plain:
    """Cards, managers, touches (None: no table), rules as (kind, a, b), answers of an audit."""

    cards: list[Row]
    managers: list[Row]
    log: list[Row] | None
    rules: list[tuple[RuleKind, int, int]] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    potential_source: str = "potential"

    def facts(self) -> Portfolio:
        """The same base as a portfolio."""
        return Portfolio(
            clients=_clients(self),
            managers=_managers(self.managers),
            activities=None if self.log is None else replace(builders.activities(self.log), has_time=True),
            rules=tuple(Rule(kind, a, b) for kind, a, b in self.rules),
            answers=_answers(self.answers) if self.answers else None,
        )


def _clients(base: Plain) -> Any:
    def column(name: str) -> list[Any]:
        return [card[name] for card in base.cards]

    loads = column("workload")
    clients = builders.clients(
        column("owner"),
        potential=column("potential"),
        revenue=column("revenue"),
        workload=None if None in loads else loads,
        groups=column("group"),
        excluded=column("excluded"),
        deal_amount=column("deal"),
        deal_close=column("close"),
        pinned=column("pin"),
        lat=[np.nan if value is None else value for value in column("lat")],
        lon=[np.nan if value is None else value for value in column("lon")],
        **{name: column(name) for name in DIMENSIONS},
    )
    words = {name: builders.text(column(name)) for name in (*WORDS, "name")}
    return replace(clients, **words, potential_source=base.potential_source)


def _managers(team: list[Row]) -> Any:
    table = builders.managers(
        len(team),
        fte=[row["fte"] for row in team],
        start=[row["start"] for row in team],
        leaving=[row["leaving"] for row in team],
        eligible={"region": [row["regions"] for row in team]}
        if any(row["regions"] is not None for row in team)
        else {},
    )
    return replace(table, listed=np.array([row["listed"] for row in team], dtype=bool))


def _answers(rows: list[Row]) -> Answers:
    return Answers(
        client_idx=np.array([row["client"] for row in rows], dtype=np.int32),
        manager_idx=np.array([row["manager"] for row in rows], dtype=np.int32),
        answer=np.array([row["answer"] for row in rows], dtype=np.int32),
        until=builders.days([row["until"] for row in rows], len(rows)),
        rows=np.arange(2, 2 + len(rows), dtype=np.int32),
    )


def make_plain(seed: int, num_cards: int, num_managers: int, *, log: bool = True) -> Plain:
    """A base of one kind of mess after the other, drawn by a seed."""
    chance = np.random.default_rng(seed)
    team = [_manager(chance) for _ in range(num_managers)]
    base = Plain(
        cards=[_card(chance, n, num_managers) for n in range(num_cards)],
        managers=team,
        log=[_touch(chance, n, num_cards, num_managers) for n in range(chance.integers(0, 5 * num_cards))]
        if log
        else None,
    )
    if chance.random() < 0.3:
        for card in base.cards:
            card["workload"] = None
    _potentials(base, chance)
    return base


def _potentials(base: Plain, chance: np.random.Generator) -> None:
    """Now and then a table without a potential column: revenue, or 1 for everybody."""
    base.potential_source = str(chance.choice(["potential", "potential", "revenue", "count"]))
    for card in base.cards:
        if base.potential_source != "potential":
            card["potential"] = card["revenue"] if base.potential_source == "revenue" else 1.0
        if base.potential_source == "count":
            card["revenue"] = 0.0


def pick(chance: np.random.Generator, *values: Any) -> Any:
    """One of the values as it is (a generator's own choice makes NumPy scalars of them)."""
    return values[int(chance.integers(len(values)))]


def _manager(chance: np.random.Generator) -> Row:
    return {
        "fte": pick(chance, 1.0, 1.0, 1.0, 0.5, 0.0),
        "start": pick(chance, None, None, None, "2026-03-10", "2026-07-01"),
        "leaving": pick(chance, False, False, False, False, True),
        "listed": pick(chance, True, True, True, True, False),
        "regions": pick(chance, None, None, {"N"}, {"N", "S", "unknown"}),
    }


def _card(chance: np.random.Generator, n: int, num_managers: int) -> Row:
    owners = (NOBODY, *range(num_managers), *range(num_managers))
    return {
        "name": f"Client {n}",
        "owner": pick(chance, *owners),
        "potential": pick(chance, 0.0, 100.0, 7.5, float(chance.integers(1, 1000))),
        "revenue": pick(chance, 0.0, 0.0, 50.0, float(chance.integers(1, 100))),
        "workload": pick(chance, 0.0, 2.5, 8.0),
        "region": pick(chance, "", "N", "S"),
        "tier": pick(chance, "", "A", "B", "C"),
        "group": pick(chance, "", "", "", "g", "h"),
        "excluded": pick(chance, False, False, False, False, True),
        "excluded_reason": pick(chance, "", "", "closed", "bankrupt"),
        "deal": pick(chance, 0.0, 0.0, 40.0, 15.0),
        "close": pick(chance, None, "2026-05-31", "2026-06-01", "2026-09-09"),
        "pin": NOBODY,
        "lat": pick(chance, None, 55.0, 60.5),
        "lon": pick(chance, None, 37.0, 30.5),
        "tax_id": pick(chance, "", "", *TAX_IDS),
        "phone": pick(chance, "", "+7 495 1", "+7 812 2"),
        "email": pick(chance, "", "a@b.example"),
        "contact_name": pick(chance, "", "Ivan", "Anna"),
    }


TAX_IDS = (
    "7707083893", "77 07-083893", "7736050003", "7707083894",
    "0105018196", "105018196", "500100732259", "500100732250", "DE129273398",
)  # fmt: skip
"""Two spellings of a valid INN, another one, a wrong one, one with a zero and without it, a person's, a wrong
one of a person, a foreign id."""


def _touch(chance: np.random.Generator, n: int, num_cards: int, num_managers: int) -> Row:
    age = pick(chance, -1, 0, 1, 30, 60, 89, 90, 91, 180, 181, 365, 366, 730, 731)
    second = pick(chance, 0, 3600, 40_000, 86_399)
    return {
        "client": int(chance.integers(num_cards)),
        "manager": int(chance.integers(num_managers)),
        "at": str(np.datetime64(AS_OF - timedelta(days=age), "s") + second),
        "kind": pick(chance, *Kind, Kind.CALL, Kind.MEETING, Kind.TRANSACTION),
        "verified": pick(chance, -1, -1, -1, -1, -1, -1, 0, 1),
        "contact_name": pick(chance, *["Ivan"] * 8, ""),
        "contact_phone": pick(chance, *[f"+7 900 {n:05d}"] * 4, "8 800 1", "8 800 2"),
        "summary": pick(chance, *[f"talked about order number {n}"] * 4, "monthly call as usual", "hm"),
    }


def day_of(touch: Row) -> date:
    """The day of a touch; all of these bases keep UTC."""
    return date.fromisoformat(touch["at"][:10])


HEADERS = {
    "owner": "manager_id", "revenue": "revenue_12m", "group": "group_id", "deal": "open_deal_amount",
    "close": "open_deal_close",
}  # fmt: skip
"""Columns of the clients table whose names differ from those used here; all others are the same."""


def write_plain(base: Plain, folder: Path) -> Sources:
    """The tables of a base whose managers are all listed and whose rules are all merges, as CSV."""
    clients = [{"client_id": f"c{n}"} | _cells(card, base) for n, card in enumerate(base.cards)]
    team = [
        {"manager_id": f"m{n}", "name": f"Manager {n}"}
        | {"fte": row["fte"], "start_date": row["start"], "leaving": "yes" if row["leaving"] else "no"}
        for n, row in enumerate(base.managers)
    ]
    people = {"client": "c", "manager": "m"}
    rules = [{"kind": kind.value, "a": f"c{a}", "b": f"c{b}"} for kind, a, b in base.rules]
    said = {-1: "", 0: "refuted", 1: "confirmed"}
    log = [
        {f"{who}_id": f"{sign}{touch[who]}" for who, sign in people.items()} | _touch_cells(touch)
        for touch in base.log or ()
    ]
    answers = [
        {f"{who}_id": f"{sign}{row[who]}" for who, sign in people.items()}
        | {"answer": said[row["answer"]], "until": row["until"]}
        for row in base.answers
    ]
    tables = {"clients": clients, "managers": team, "activities": log, "rules": rules, "audit": answers}
    return Sources(**{name: _write(folder / f"{name}.csv", rows) for name, rows in tables.items() if rows})


def _touch_cells(touch: Row) -> Row:
    kind = "order" if touch["kind"] is Kind.TRANSACTION else touch["kind"].name.lower()
    verified = {-1: "", 0: "no", 1: "yes"}[touch["verified"]]
    words = {name: touch[name] for name in ("contact_name", "contact_phone", "summary")}
    return {"occurred_at": touch["at"], "kind": kind, "verified": verified, "contact_role": "buyer"} | words


def _cells(card: Row, base: Plain) -> Row:
    """One card as the clients table has it."""
    left_out = {"pin"} | ({"potential"} if base.potential_source != "potential" else set())
    left_out |= {"revenue"} if base.potential_source == "count" else set()
    left_out |= {"workload"} if card["workload"] is None else set()
    cells = {HEADERS.get(name, name): value for name, value in card.items() if name not in left_out}
    owner = "" if card["owner"] == NOBODY else f"m{card['owner']}"
    return cells | {"manager_id": owner, "excluded": "yes" if card["excluded"] else "no"}


def _write(path: Path, rows: list[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path
