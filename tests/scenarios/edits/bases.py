"""Bases by hand and at random for tests of edits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import strategies as st

from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Kind, Portfolio, Rule, RuleKind
from scenarios.base import Base
from scenarios.edits import EditBase, EditRefused, apply_edits, parse_edits
from tests import builders

EN = Translator("en")
TEAM = 4
REGIONS = ("North", "South")


def small(**policy: Any) -> Base:
    """Eight clients, four managers, a log; potentials 10, 20, ..., 80.

    m0 owns c0..c2, m1 owns c3 and c4, m2 owns c5, m3 owns nobody; c6 and c7 are free. c0..c3 lie in the
    North, the others in the South. m0 sold to c0 and talks with c1 every week; m1 sold to c3. Nobody works
    c2, c4 and c5.
    """
    clients = builders.clients(
        [0, 0, 0, 1, 1, 2, NOBODY, NOBODY],
        potential=[10, 20, 30, 40, 50, 60, 70, 80],
        revenue=[5, 0, 0, 8, 0, 0, 0, 0],
        workload=[1, 2, 3, 4, 5, 6, 7, 8],
        region=["North"] * 4 + ["South"] * 4,
    )
    log = [
        {"client": 0, "manager": 0, "at": "2026-05-01", "kind": Kind.TRANSACTION},
        {"client": 1, "manager": 0, "at": "2026-05-10"},
        {"client": 1, "manager": 0, "at": "2026-05-20"},
        {"client": 3, "manager": 1, "at": "2026-05-01", "kind": Kind.TRANSACTION},
    ]
    facts = builders.portfolio(clients, builders.managers(TEAM), builders.activities(log))
    return Base(facts, Policy.model_validate(policy), builders.AS_OF)


def done(base: Base, *edits: dict[str, Any]) -> tuple[Base, tuple[str, ...]]:
    """The base after edits given as plain data, and their sentences."""
    return apply_edits(base, parse_edits(edits), EN)


def edited(base: Base, *edits: dict[str, Any]) -> Base:
    """The base after edits given as plain data."""
    return done(base, *edits)[0]


def said(base: Base, edit: dict[str, Any]) -> str:
    """The sentence of one edit."""
    return done(base, edit)[1][0]


def reasons(base: Base, *edits: dict[str, Any]) -> list[tuple[str, str]]:
    """Place and value of everything for which edits are refused."""
    with pytest.raises(EditRefused) as refusal:
        done(base, *edits)
    assert refusal.value.exit_code == 2
    assert all(issue.remedy for issue in refusal.value.issues)
    return [(issue.column, issue.value) for issue in refusal.value.issues]


def names(base: Base, positions: Sequence[int]) -> list[str]:
    """Ids of managers, "" for nobody."""
    ids = base.portfolio.managers.manager_id
    return ["" if at == NOBODY else str(ids[at]) for at in positions]


def owners(base: Base) -> list[str]:
    """Ids of the owners, "" for nobody."""
    return names(base, base.portfolio.clients.owner_idx.tolist())


def pinned(base: Base) -> dict[str, str]:
    """Manager by client of every pin."""
    clients = base.portfolio.clients
    held = names(base, clients.pinned_idx.tolist())
    return {str(client): name for client, name in zip(clients.client_id, held, strict=True) if name}


def pairs(base: Base, kind: RuleKind) -> list[tuple[str, str]]:
    """Both sides of every rule of a kind, by id."""
    clients, managers = base.portfolio.clients.client_id, base.portfolio.managers.manager_id
    other = managers if kind in (RuleKind.BAN, RuleKind.PIN) else clients
    found = (rule for rule in base.portfolio.rules if rule.kind is kind)
    return [(str(clients[rule.a_idx]), str(other[rule.b_idx])) for rule in found]


def edit(data: dict[str, Any]) -> EditBase:
    """One edit of plain data."""
    return parse_edits([data])[0]


@st.composite
def bases(draw: st.DrawFn) -> Base:
    """Up to twelve clients with segments, a holding, a log, bans, pins, a leaver and lists."""
    count = draw(st.integers(4, 12))
    who = st.integers(NOBODY, TEAM - 1)
    column = st.lists(st.integers(0, 100), min_size=count, max_size=count)
    clients = builders.clients(
        draw(st.lists(who, min_size=count, max_size=count)),
        potential=draw(column),
        revenue=draw(column),
        workload=draw(column),
        groups=draw(st.lists(st.sampled_from(["", "", "", "H"]), min_size=count, max_size=count)),
        excluded=[draw(st.booleans()) if n == count - 1 else False for n in range(count)],
        region=draw(st.lists(st.sampled_from(REGIONS), min_size=count - 2, max_size=count - 2))
        + list(REGIONS),
    )
    lists = [None, None, *draw(st.lists(st.sampled_from([None, {"North"}]), min_size=2, max_size=2))]
    team = builders.managers(
        TEAM, leaving=[False, False, False, draw(st.booleans())], eligible={"region": lists}
    )
    facts = builders.portfolio(clients, team, draw(st.none() | _logs(count)), draw(_bans(count)))
    return Base(facts, Policy(), builders.AS_OF)


@st.composite
def _logs(draw: st.DrawFn, count: int) -> Any:
    touch = st.fixed_dictionaries(
        {
            "client": st.integers(0, count - 1),
            "manager": st.integers(0, TEAM - 1),
            "at": st.sampled_from(["2026-05-01", "2026-05-20", "2025-09-01", "2024-12-01"]),
            "kind": st.sampled_from([Kind.CALL, Kind.MEETING, Kind.TRANSACTION]),
        }
    )
    return builders.activities(draw(st.lists(touch, max_size=12)))


@st.composite
def _bans(draw: st.DrawFn, count: int) -> list[Rule]:
    """Bans from m2, so that everybody has m0 and m1 left."""
    return [Rule(RuleKind.BAN, one, 2) for one in draw(st.sets(st.integers(0, count - 1), max_size=2))]


def plain_pairs(facts: Portfolio) -> list[str]:
    """The ids of two clients in play."""
    return [str(facts.clients.client_id[n]) for n in (0, 1)]
