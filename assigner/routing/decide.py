"""Whose a new client is (model §12)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from assigner.disruption.similarity import NO_EXPERIENCE
from assigner.fairness.balance import ROUNDING
from assigner.portfolio import NOBODY, BoolArray, FloatArray
from assigner.routing.filling import attainable_rows
from assigner.routing.ledger import Ledger
from assigner.routing.matching import Found, find_known
from assigner.routing.model import Bar, CellShortfall, Code, Decision, NewClient
from assigner.routing.plan import RoutingPlan, label_of
from assigner.routing.reading import UNSEEN, Incoming


@dataclass(frozen=True, slots=True, eq=False)
class _Race:
    """How far everybody is behind: weighted mean of shares (M,), and cell by cell."""

    behind: FloatArray
    cells: FloatArray  # (k, M), in units of the measures
    shares: FloatArray  # (k,)


def decide(plan: RoutingPlan, ledger: Ledger, client: NewClient, *, closed: Collection[str] = ()) -> Decision:
    """Whose a new client is: a known one's manager, else who is furthest behind in its cells (model §12).

    `closed` are ids of managers who take nobody any more, since they left after the approval. Changes
    nothing: `Ledger.apply` books the decision. The ledger must be one of this plan.
    """
    if ledger.plan is not plan:
        raise ValueError("the ledger belongs to another plan")
    incoming = ledger.read(client)
    found = find_known(ledger, incoming)
    return _known(found, closed) if found else _new(plan, ledger, incoming, closed)


def _known(found: Found, closed: Collection[str]) -> Decision:
    """A known client stays whose it is; an excluded one is nobody's, and so is one of a closed manager."""
    match = found.match
    if match.manager_id is None or match.manager_id in closed:
        code = Code.EXCLUDED if match.manager_id is None else Code.CLOSED
        return Decision(manager_id=None, code=code, match=match, others=found.others)
    code = Code.EVIDENCE if match.by_evidence else Code.PLAN
    if match.routed is not None:
        code = Code.ROUTED_BEFORE
    return Decision(manager_id=match.manager_id, code=code, match=match, others=found.others)


def _new(plan: RoutingPlan, ledger: Ledger, incoming: Incoming, closed: Collection[str]) -> Decision:
    open_to, barred = _open(plan, ledger, incoming, closed)
    told = {"barred": barred, "assumed": incoming.assumed, "new_labels": incoming.new_labels}
    if not open_to.any():
        return Decision(manager_id=None, code=Code.NOBODY, **told)  # type: ignore[arg-type]
    race = _race(ledger, incoming)
    fit = similarities(plan, incoming)
    chosen, tied = _first(plan, race.behind, fit, open_to)
    rest = open_to & (np.arange(len(open_to)) != chosen)
    second = _first(plan, race.behind, fit, rest)[0] if rest.any() else NOBODY
    runner_up = second != NOBODY
    return Decision(
        manager_id=plan.words.manager_ids[chosen],
        code=Code.SHORTFALL if runner_up else Code.ONLY_CHOICE,
        shortfall=float(race.behind[chosen]),
        runner_up_id=plan.words.manager_ids[second] if runner_up else None,
        runner_up_shortfall=float(race.behind[second]) if runner_up else None,
        cells=_cells(plan, incoming, race, chosen, second),
        candidates=int(open_to.sum()),
        tied=tied,
        **told,  # type: ignore[arg-type]
    )


def _open(
    plan: RoutingPlan, ledger: Ledger, incoming: Incoming, closed: Collection[str]
) -> tuple[BoolArray, Mapping[Bar, int]]:
    """Managers who may have the client, and how many each rule keeps away: lists, scope, limits in turn."""
    team, listed, in_scope = plan.team, incoming.eligible, incoming.open_to
    taking = in_scope
    if closed:
        taking = in_scope & np.array([one not in closed for one in plan.words.manager_ids], dtype=bool)
    load = ledger.held + incoming.amounts[:, np.newaxis]
    full = (load > team.limit * (1 + ROUNDING)).any(axis=0)
    barred = {
        Bar.ELIGIBLE: int((~listed).sum()),
        Bar.SCOPE: int((listed & ~in_scope).sum()),
        Bar.CLOSED: int((in_scope & ~taking).sum()),
        Bar.MAX_LOAD: int((taking & full).sum()),
    }
    return taking & ~full, {bar: count for bar, count in barred.items() if count}


def _race(ledger: Ledger, incoming: Incoming) -> _Race:
    """Shortfalls in the cells, each divided by the mean share of its cell, weighted as the goals are."""
    target, fixed = ledger.grown(incoming)
    cells = attainable_rows(target, fixed) - ledger.load[incoming.rows]
    shares = target.sum(axis=1) / np.maximum(1, (target > 0).sum(axis=1))
    weights = incoming.weights / incoming.weights.sum()
    return _Race((weights / shares) @ cells, cells, shares)


def similarities(plan: RoutingPlan, incoming: Incoming) -> FloatArray:
    """Fit: sim of the client with every manager (M,), as in model §5; an unseen label is like nothing."""
    norm = plan.team.norm
    rows = [plan.offsets[name] + code for name, code in incoming.codes.items() if code != UNSEEN]
    dot = plan.team.profile[rows].sum(axis=0)
    length = norm * np.sqrt(max(1, len(incoming.codes)))
    cosine = np.divide(dot, length, out=np.full(len(norm), NO_EXPERIENCE), where=length > 0)
    capped: FloatArray = np.minimum(cosine, 1.0)
    return capped


def _first(plan: RoutingPlan, behind: FloatArray, fit: FloatArray, among: BoolArray) -> tuple[int, bool]:
    """Who is furthest behind, on ties who fits best, then the first id; and whether it was a tie."""
    ties = np.flatnonzero(among & (behind >= behind[among].max() - ROUNDING))
    best = ties[fit[ties] >= fit[ties].max() - ROUNDING]
    return int(best[np.argmin(plan.id_rank[best])]), len(ties) > 1


def _cells(
    plan: RoutingPlan, incoming: Incoming, race: _Race, chosen: int, second: int
) -> tuple[CellShortfall, ...]:
    """The cells of a decision, in the order of the goals."""
    found = []
    for n, row in enumerate(incoming.rows.tolist()):
        goal, code = plan.words.goals[plan.cells.goal[row]], int(plan.cells.code[row])
        before, counted = float(race.cells[n, chosen]), float(incoming.counted[n])
        cell = CellShortfall(
            measure=goal.measure.value,
            dimension=goal.dimension,
            value=label_of(plan, goal, code),
            weight=float(incoming.weights[n]),
            counted=counted,
            share=float(race.shares[n]),
            before=before,
            after=before - counted,
            runner_up=None if second == NOBODY else float(race.cells[n, second]),
        )
        found.append(cell)
    return tuple(found)
