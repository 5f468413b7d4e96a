"""Small portfolios by hand: every column has a default, tests name only what matters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from assigner.evidence.model import Evidence, State
from assigner.portfolio import (
    NOBODY,
    UNKNOWN,
    Activities,
    Clients,
    Dimension,
    Kind,
    Managers,
    Portfolio,
    Rule,
)

AS_OF = date(2026, 6, 1)


def text(values: Sequence[str]) -> Any:
    """A column of strings."""
    return np.array(list(values), dtype=object)


def floats(values: Sequence[float] | None, count: int, default: float = 0.0) -> Any:
    """A column of numbers, `default` everywhere if none are given."""
    return np.full(count, default) if values is None else np.asarray(values, dtype=np.float64)


def days(values: Sequence[str | None] | None, count: int) -> Any:
    """A column of dates, NaT where None."""
    return np.array(list(values) if values else [None] * count, dtype="datetime64[D]")


def dimension(name: str, values: Sequence[str]) -> Dimension:
    """A segment dimension from one label per client; "" is the value unknown."""
    filled = [value or UNKNOWN for value in values]
    labels = tuple(sorted(set(filled)))
    return Dimension(name, labels, np.array([labels.index(value) for value in filled], dtype=np.int32))


def clients(
    owner: Sequence[int],
    *,
    potential: Sequence[float] | None = None,
    revenue: Sequence[float] | None = None,
    workload: Sequence[float] | None = None,
    groups: Sequence[str] | None = None,
    excluded: Sequence[bool] | None = None,
    deal_amount: Sequence[float] | None = None,
    deal_close: Sequence[str | None] | None = None,
    pinned: Sequence[int] | None = None,
    lat: Sequence[float] | None = None,
    lon: Sequence[float] | None = None,
    **segments: Sequence[str],
) -> Clients:
    """Clients c0, c1, ... with owners by manager position (-1: free) and potential 1 by default."""
    count = len(owner)
    group_names = tuple(sorted({name for name in groups or () if name}))
    return Clients(
        client_id=text([f"c{i}" for i in range(count)]),
        name=text([f"Client {i}" for i in range(count)]),
        owner_idx=np.array(owner, dtype=np.int32),
        potential=floats(potential, count, 1.0),
        revenue_12m=floats(revenue, count),
        workload=None if workload is None else floats(workload, count),
        group_idx=np.array(
            [group_names.index(name) if name else -1 for name in groups or [""] * count], dtype=np.int32
        ),
        group_ids=group_names,
        excluded=np.array(excluded or [False] * count, dtype=bool),
        excluded_reason=text([""] * count),
        open_deal_amount=floats(deal_amount, count),
        open_deal_close=days(deal_close, count),
        pinned_idx=np.array(pinned or [NOBODY] * count, dtype=np.int32),
        lat=floats(lat, count, np.nan),
        lon=floats(lon, count, np.nan),
        tax_id=text([""] * count),
        phone=text([""] * count),
        email=text([""] * count),
        contact_name=text([""] * count),
        dimensions={name: dimension(name, values) for name, values in segments.items()},
    )


def managers(
    count: int,
    *,
    fte: Sequence[float] | None = None,
    start: Sequence[str | None] | None = None,
    leaving: Sequence[bool] | None = None,
    rate: Sequence[float] | None = None,
    max_clients: Sequence[float] | None = None,
    max_workload: Sequence[float] | None = None,
    lat: Sequence[float] | None = None,
    lon: Sequence[float] | None = None,
    eligible: Mapping[str, Sequence[set[str] | None]] | None = None,
) -> Managers:
    """Managers m0, m1, ...: full time, staying, rate blank, no limits."""
    return Managers(
        manager_id=text([f"m{j}" for j in range(count)]),
        name=text([f"Manager {j}" for j in range(count)]),
        fte=floats(fte, count, 1.0),
        start_date=days(start, count),
        leaving=np.array(leaving or [False] * count, dtype=bool),
        commission_rate=floats(rate, count, np.nan),
        max_clients=floats(max_clients, count, np.nan),
        max_workload=floats(max_workload, count, np.nan),
        lat=floats(lat, count, np.nan),
        lon=floats(lon, count, np.nan),
        listed=np.ones(count, dtype=bool),
        eligible={
            name: tuple(None if allowed is None else frozenset(allowed) for allowed in lists)
            for name, lists in (eligible or {}).items()
        },
    )


def activities(rows: Sequence[Mapping[str, Any]]) -> Activities:
    """Activities from dicts with client, manager, at, kind and whatever else matters.

    A touch is credible unless the test says otherwise: contact, role, phone and a summary of its own.
    """
    count = len(rows)

    def column(name: str, default: str) -> Any:
        return text([str(row.get(name, default.format(n=n))) for n, row in enumerate(rows)])

    return Activities(
        activity_id=text([f"a{n}" for n in range(count)]),
        client_idx=np.array([row["client"] for row in rows], dtype=np.int32),
        manager_idx=np.array([row["manager"] for row in rows], dtype=np.int32),
        occurred_at=np.array([row["at"] for row in rows], dtype="datetime64[s]"),
        kind=np.array([row.get("kind", Kind.CALL) for row in rows], dtype=np.int8),
        amount=floats([float(row.get("amount", 0)) for row in rows], count),
        contact_name=column("contact_name", "Ivan Petrov"),
        contact_role=column("contact_role", "buyer"),
        contact_phone=column("contact_phone", "+7 900 {n:07d}"),
        contact_email=column("contact_email", ""),
        summary=column("summary", "talked about order number {n}"),
        outcome=None,
        verified=np.array([row.get("verified", -1) for row in rows], dtype=np.int8),
        has_time=any("T" in str(row["at"]) for row in rows),
    )


def portfolio(
    base: Clients,
    team: Managers,
    log: Activities | None = None,
    rules: Sequence[Rule] = (),
) -> Portfolio:
    """The whole portfolio."""
    return Portfolio(clients=base, managers=team, activities=log, rules=tuple(rules))


def evidence(
    facts: Portfolio,
    state: Sequence[State],
    strength: Mapping[tuple[int, int], float] | None = None,
    *,
    disputed: Mapping[int, int] | None = None,
    lifted: Sequence[int] = (),
    as_of: date = AS_OF,
) -> Evidence:
    """Evidence as a test wants it: a state per client and strengths of (client, manager) pairs.

    `disputed` maps a client to its rival. Without a strength of its own a proven or active client is 0.9.
    """
    worked = (State.PROVEN, State.ACTIVE)
    owner = facts.clients.owner_idx
    table = {(i, int(owner[i])): 0.9 for i, s in enumerate(state) if s in worked}
    table |= dict(strength or {})
    pairs = sorted(table)
    values = np.array([table[pair] for pair in pairs], dtype=np.float64)
    nat = np.full(len(pairs), np.datetime64("NaT"), dtype="datetime64[D]")
    rivals = np.full(facts.num_clients, NOBODY, dtype=np.int32)
    for client, rival in (disputed or {}).items():
        rivals[client] = rival
    return Evidence(
        as_of=as_of,
        num_managers=facts.num_managers,
        pair_client=np.array([i for i, _ in pairs], dtype=np.int32),
        pair_manager=np.array([j for _, j in pairs], dtype=np.int32),
        pair_points=-3 * np.log1p(-np.minimum(values, 0.999999)),
        pair_strength=values,
        pair_num_recent=np.zeros(len(pairs), dtype=np.int32),
        pair_last_touch=nat,
        pair_last_transaction=nat.copy(),
        pair_active=np.ones(len(pairs), dtype=bool),
        pair_proven=np.array([state[i] == State.PROVEN and owner[i] == j for i, j in pairs], dtype=bool),
        state=np.array(state, dtype=np.int8),
        owner_strength=np.array([table.get((i, int(owner[i])), 0.0) for i in range(facts.num_clients)]),
        disputed=rivals != NOBODY,
        rival_idx=rivals,
        lock_lifted=np.isin(np.arange(facts.num_clients), list(lifted)),
        touch_discard=np.zeros(0, dtype=np.int8),
    )
