"""Cheap proofs that the hard rules can't all hold, each with its rule and numbers (model §9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assigner.errors import RulesConflict
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, BoolArray, FloatArray, Portfolio
from assigner.problem.model import Problem, apart_from, weighted_count
from assigner.problem.texts import MEASURES, NEEDED, PROOFS, TOO_LITTLE_ROOM, TOO_MANY_APART, WHOLE_CLIENTS

SLACK = 1e-9
"""Relative slack of a limit, as in the checker."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One limit that can't hold: its rule, measure and manager, the limit asked for, and what would do."""

    rule: str
    measure: str
    manager: int  # NOBODY for the move budget
    asked: float
    needed: float


class LimitsConflict(RulesConflict):
    """The limits were found not to hold together; `findings` name those that must give way, perhaps none."""

    def __init__(self, findings: tuple[Finding, ...], rules: tuple[str, ...]) -> None:
        self.findings, self.rules = findings, rules
        named = [f"{item.rule}: {item.asked:g} -> {item.needed:g}" for item in findings]
        super().__init__(named or [f"{', '.join(rules)}: no division with whole clients"])


def preflight(problem: Problem, portfolio: Portfolio, tr: Translator | None = None) -> tuple[str, ...]:
    """Every limit that is broken whatever the optimiser does: proofs in words, empty when there are none."""
    tr = tr or Translator()
    return (*_single(problem, portfolio, tr), *_room(problem, tr), *_crowded(problem, portfolio, tr))


def describe(conflict: LimitsConflict, portfolio: Portfolio, tr: Translator) -> tuple[str, ...]:
    """The findings of the optimiser in words."""
    if not conflict.findings:
        return (tr.gettext(WHOLE_CLIENTS, rules=", ".join(conflict.rules)),)
    return tuple(tr.gettext(NEEDED[item.rule], **_values(portfolio, item, tr)) for item in conflict.findings)


def _values(portfolio: Portfolio, item: Finding, tr: Translator) -> dict[str, object]:
    share = abs(item.needed) / item.asked if item.asked > 0 else 0.0
    return {
        "who": _who(portfolio, item.manager),
        "measure": tr.gettext(MEASURES[item.measure]),
        "asked": tr.number(item.asked, _digits(item.asked)),
        "needed": tr.number(item.needed, _digits(item.needed)),
        "percent": tr.percent(share),
    }


def _digits(value: float) -> int:
    """Whole numbers as they are, others with two decimals."""
    return 0 if float(value).is_integer() else 2


def _who(portfolio: Portfolio, manager: int) -> str:
    if manager == NOBODY:
        return ""
    return f"{portfolio.managers.name[manager]} ({portfolio.managers.manager_id[manager]})"


def _least(problem: Problem) -> FloatArray:
    """Smallest left-hand side of every limit that any choice of pairs could give.

    A unit has one pair with each manager: where it has others too, it need not bring a positive amount to the
    limit of one manager. A limit over all managers looks at every pair of the unit.
    """
    side = problem.side
    width = np.repeat(np.diff(problem.pair_start), np.diff(problem.pair_start))
    entry_width = np.repeat(width, np.diff(side.start))
    brings = np.where(entry_width > 1, np.minimum(side.coef, 0.0), side.coef)
    least = weighted_count(side.row, brings, len(side))
    for row in np.flatnonzero(side.manager == NOBODY) if problem.num_units else ():
        least[row] = _sum_of_least(problem, side.row == row)
    return least


def _sum_of_least(problem: Problem, entries: BoolArray) -> float:
    """Sum over units of the least that some entries of the limits add up to in a pair of the unit."""
    if not problem.num_units:
        return 0.0
    pair = np.repeat(np.arange(problem.num_pairs, dtype=np.int32), np.diff(problem.side.start))
    coef = weighted_count(pair[entries], problem.side.coef[entries], problem.num_pairs)
    return float(np.minimum.reduceat(coef, problem.pair_start[:-1]).sum())


def _single(problem: Problem, portfolio: Portfolio, tr: Translator) -> Iterator[str]:
    """Limits that break alone, against what is locked or can't be placed elsewhere."""
    side, least = problem.side, _least(problem)
    slack = SLACK * np.maximum(1.0, np.abs(side.asked))
    for row in np.flatnonzero(least > side.limit + slack):
        rule, asked = side.rule[row], float(side.asked[row])
        reached = float(side.constant[row] + least[row])
        needed = -reached if rule in ("min-load", "loss-cap") else reached
        item = Finding(rule, side.measure[row], int(side.manager[row]), asked, needed)
        yield tr.gettext(PROOFS[rule], **_values(portfolio, item, tr))


def _room(problem: Problem, tr: Translator) -> Iterator[str]:
    """The limits of all managers added up, against what must be placed with somebody."""
    side = problem.side
    for rule, measure in dict.fromkeys(zip(side.rule, side.measure, strict=True)):
        rows = [r for r in range(len(side)) if (side.rule[r], side.measure[r]) == (rule, measure)]
        if rule in ("max-load", "absorption") and _covers(problem, rows):
            size = _sum_of_least(problem, np.isin(problem.side.row, rows))
            room = float(np.maximum(0.0, side.limit[rows]).sum())
            if size > room + SLACK * max(1.0, size):
                yield tr.gettext(
                    TOO_LITTLE_ROOM,
                    rule=rule,
                    measure=tr.gettext(MEASURES[measure]),
                    size=tr.number(size, _digits(size)),
                    room=tr.number(room, _digits(room)),
                    more=tr.number(size - room, _digits(size - room)),
                )


def _covers(problem: Problem, rows: list[int]) -> bool:
    """Whether every manager who can receive anything has one of these limits."""
    reached = np.flatnonzero(np.bincount(problem.pair_manager))
    return {int(problem.side.manager[r]) for r in rows} >= set(reached.tolist())


def _crowded(problem: Problem, portfolio: Portfolio, tr: Translator) -> Iterator[str]:
    """Units that must all be apart from each other, but have fewer managers between them than they are."""
    apart = apart_from(problem)
    told: set[int] = set()
    for unit in sorted(apart, key=lambda u: (-len(apart[u]), u)):
        clique = _clique(unit, apart)
        first, last = problem.pair_start[clique], problem.pair_start[[u + 1 for u in clique]]
        managers = {int(j) for a, b in zip(first, last, strict=True) for j in problem.pair_manager[a:b]}
        if len(clique) > len(managers) and told.isdisjoint(clique):
            told.update(clique)
            names = [
                str(portfolio.clients.client_id[problem.member[problem.member_start[u]]]) for u in clique
            ]
            yield tr.gettext(TOO_MANY_APART, clients=", ".join(names), n=len(clique), m=len(managers))


def _clique(unit: int, apart: dict[int, set[int]]) -> list[int]:
    """Units that are all apart from each other, grown greedily from one."""
    clique = [unit]
    for other in sorted(apart[unit], key=lambda u: (-len(apart[u]), u)):
        if all(other in apart[member] for member in clique):
            clique.append(other)
    return sorted(clique)
