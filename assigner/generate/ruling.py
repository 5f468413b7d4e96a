"""A few rules of the house that never contradict each other, the evidence or the limits."""

from __future__ import annotations

import numpy as np
import pandas as pd

from assigner.evidence.model import State
from assigner.generate.base import Base
from assigner.generate.disputes import Disputes
from assigner.generate.team import Team
from assigner.generate.vocabulary import Vocabulary
from assigner.portfolio import IntArray, RuleKind

COLUMNS = ("kind", "a", "b", "reason")
_MOST_OF_A_KIND = 3
_CLIENTS_PER_RULE = 40  # a small company has fewer rules

Row = tuple[RuleKind, int, int]


def make_rules(rng: np.random.Generator, base: Base, team: Team, disputes: Disputes) -> list[Row]:
    """Rows (kind, client position, client or manager position), each client in one row at most.

    Only clients that nobody works, outside holdings and disputes: they bring no revenue, so no loss cap is at
    stake, and no lock holds them. Pins and bans go to managers without limits of their own.
    """
    wanted = min(_MOST_OF_A_KIND, len(base) // _CLIENTS_PER_RULE)
    idle = base.in_state(State.CLAIMED, State.FREE)
    idle = rng.permutation(idle[(base.group_idx[idle] < 0) & ~np.isin(idle, disputes.client)])
    unbound = _unbound(team)
    wanted = min(wanted, len(idle) // 6)
    if len(unbound) < 2:  # an apart or a ban must leave somebody else
        wanted = 0
    pairs, singles = (
        idle[: 4 * wanted].reshape(2, wanted, 2),
        idle[4 * wanted : 6 * wanted].reshape(2, wanted),
    )
    managers = rng.choice(unbound, (2, wanted)) if wanted else np.zeros((2, 0), dtype=np.int64)
    return [
        *((RuleKind.TOGETHER, int(a), int(b)) for a, b in pairs[0]),
        *((RuleKind.APART, int(a), int(b)) for a, b in pairs[1]),
        *((RuleKind.BAN, int(a), int(b)) for a, b in zip(singles[0], managers[0], strict=True)),
        *((RuleKind.PIN, int(a), int(b)) for a, b in zip(singles[1], managers[1], strict=True)),
    ]


def _unbound(team: Team) -> IntArray:
    """Managers who stay, without a list of regions and without a limit."""
    position = np.arange(len(team))
    return np.flatnonzero(team.stays & (position != team.restricted) & (position != team.limited)).astype(
        np.int32
    )


def rule_table(
    words: Vocabulary, rows: list[Row], client_id: list[str], manager_id: list[str]
) -> pd.DataFrame:
    """The rules with ids and reasons."""
    by_manager = (RuleKind.BAN, RuleKind.PIN)
    table = [
        (
            kind.value,
            client_id[a],
            (manager_id if kind in by_manager else client_id)[b],
            words.rule_reasons[kind],
        )
        for kind, a, b in rows
    ]
    return pd.DataFrame(table, columns=list(COLUMNS), dtype=object)
