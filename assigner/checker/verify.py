"""Is this division lawful, what is it worth, and does the optimiser agree (model §7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import numpy as np

from assigner.checker import limits, relations
from assigner.checker.figures import Scale, weigh, weigh_today
from assigner.checker.ground import Ground, stand
from assigner.checker.remarks import left_out, notes
from assigner.checker.words import Words
from assigner.errors import InternalError
from assigner.evidence.model import Evidence
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import NOBODY, IntArray, Portfolio
from assigner.verdict import Levels, RuleBreak, Verdict

_SHOWN = 3
"""So many broken rules an `InternalError` quotes."""


def check(
    portfolio: Portfolio,
    evidence: Evidence,
    policy: Policy,
    assignment: IntArray,
    *,
    tr: Translator | None = None,
) -> Verdict:
    """Rules, levels, score and figures of an assignment, recomputed from the facts (model §1-§8).

    `assignment` (num_clients,) holds manager positions, NOBODY for excluded clients. A serviceable client
    without a valid manager breaks `one-owner` and is nobody's load. Messages are in the language of `tr`,
    English by default. Raises `InputError` where the facts allow no division (a client without an eligible
    manager, an impossible pin) and `ValueError` for an assignment of another length.
    """
    if np.shape(assignment) != (portfolio.num_clients,):
        raise ValueError(f"assignment must have shape ({portfolio.num_clients},), not {np.shape(assignment)}")
    ground = stand(portfolio, evidence, policy, tr or Translator())
    words = Words(tr or Translator(), portfolio, travel=bool(ground.facts.travel))
    scale = Scale.of(ground)
    return Verdict(
        after=weigh(scale, served(ground, assignment)),
        before=weigh_today(scale),
        breaks=breaks(ground, assignment, words),
        exceptions=ground.exceptions,
        left_out=tuple(left_out(scale, words)),
        notes=tuple(notes(scale, words)),
        locked=ground.locks.locked,
    )


def served(ground: Ground, assignment: IntArray) -> IntArray:
    """The assignment with NOBODY where a client is excluded or its manager is none."""
    valid = ground.facts.serviceable & (assignment >= 0) & (assignment < len(ground.facts.weight))
    return np.where(valid, assignment, NOBODY).astype(np.int32)


def breaks(ground: Ground, assignment: IntArray, words: Words) -> tuple[RuleBreak, ...]:
    """Every rule that an assignment breaks."""
    unowned = relations.one_owner(ground, assignment, words)
    return (*unowned, *_breaks(ground, served(ground, assignment), words))


def _breaks(ground: Ground, assigned: IntArray, words: Words) -> Iterator[RuleBreak]:
    """Every broken rule but one-owner."""
    for relation in (
        relations.keep,
        relations.eligible,
        relations.banned,
        relations.together,
        relations.apart,
        relations.scope,
    ):
        yield from relation(ground, assigned, words)
    for limit in (
        limits.max_load,
        limits.min_load,
        limits.loss_cap,
        limits.move_budget,
        limits.absorption,
    ):
        yield from limit(ground.facts, assigned, words)


def compare(verdict: Verdict, *, score: float, levels: Levels | None = None, tolerance: float = 1e-6) -> None:
    """Raise `InternalError` where the verdict has broken rules, another score or other levels (model §7).

    Figures agree within tolerance x max(1, |figure|). Levels are compared where they are given.
    """
    if verdict.breaks:
        shown = "; ".join(str(broken) for broken in verdict.breaks[:_SHOWN])
        raise InternalError(f"the answer breaks {len(verdict.breaks)} rules: {shown}")
    _same("score", verdict.after.score, score, tolerance)
    for name, theirs in (asdict(levels) if levels is not None else {}).items():
        _same(name, getattr(verdict.after.levels, name), theirs, tolerance)


def _same(name: str, ours: float, theirs: float, tolerance: float) -> None:
    difference = abs(ours - theirs)
    if not difference <= tolerance * max(1.0, abs(theirs)):
        raise InternalError(
            f"the checker's {name} is {ours!r}, the optimiser's {theirs!r}: they differ by {difference:.3g}"
        )
