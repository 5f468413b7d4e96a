"""Every division of a tiny base, judged by the independent checker alone: the optimum to compare with."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from assigner.checker import limits, relations
from assigner.checker.figures import Scale, weigh
from assigner.checker.ground import Ground, stand
from assigner.checker.words import Words
from assigner.i18n import Translator
from assigner.portfolio import NOBODY, FloatArray, IntArray
from tests.strategies import Case

RELATIONS = (
    relations.keep,
    relations.eligible,
    relations.banned,
    relations.together,
    relations.apart,
    relations.scope,
)
LIMITS = (limits.max_load, limits.min_load, limits.loss_cap, limits.move_budget, limits.absorption)


@dataclass(frozen=True, slots=True, eq=False)
class Divisions:
    """All divisions that keep every rule: one row per division with its levels and score.

    `levels` holds imbalance, disruption and fit; `broken` the rules that any other division broke.
    """

    assignments: IntArray  # (divisions, clients)
    levels: FloatArray  # (divisions, 3)
    score: FloatArray
    broken: frozenset[str]

    @property
    def optimum(self) -> float:
        """Smallest score."""
        return float(self.score.min())

    def lexicographic(self, order: Sequence[str], slack: Sequence[float]) -> list[float]:
        """Optimum of each level in its order among what the slack of the levels before leaves (model §6)."""
        names, left, optima = ("imbalance", "disruption", "fit"), np.ones(len(self.score), dtype=bool), []
        for name, room in zip(order, slack, strict=True):
            value = self.levels[:, names.index(name)]
            optima.append(float(value[left].min()))
            left &= value <= optima[-1] + room + 1e-9
        return optima


def broken_rules(ground: Ground, assigned: IntArray, words: Words) -> Iterator[str]:
    """Ids of the rules that a division breaks, cheap ones first."""
    for relation in RELATIONS:
        yield from (found.rule for found in relation(ground, assigned, words))
    for limit in LIMITS:
        yield from (found.rule for found in limit(ground.facts, assigned, words))


def divide(case: Case) -> Divisions:
    """Try every eligible manager for every client.

    Locks and eligibility are the checker's own; a client outside them would break keep or eligible.
    """
    ground = stand(case.portfolio, case.evidence, case.policy, Translator())
    words, scale = Words(Translator(), case.portfolio), Scale.of(ground)
    kept: list[IntArray] = []
    figures: list[tuple[float, float, float, float]] = []
    broken: set[str] = set()
    for managers in itertools.product(*_choices(ground)):
        assigned = np.array(managers, dtype=np.int32)
        rule = next(broken_rules(ground, assigned, words), None)
        if rule is None:
            after = weigh(scale, assigned)
            kept.append(assigned)
            figures.append((after.levels.imbalance, after.levels.disruption, after.levels.fit, after.score))
        else:
            broken.add(rule)
    table = np.array(figures).reshape(-1, 4)
    return Divisions(
        np.array(kept, dtype=np.int32).reshape(-1, case.portfolio.num_clients),
        table[:, :3],
        table[:, 3],
        frozenset(broken),
    )


def _choices(ground: Ground) -> list[list[int]]:
    """Managers worth trying for each client: the one it is locked to, else all eligible ones."""
    choices = []
    for i, locked in enumerate(ground.locks.manager_idx.tolist()):
        eligible = np.flatnonzero(ground.eligible.row(i)).tolist()
        choices.append([locked] if locked != NOBODY else eligible or [NOBODY])
    return choices
