"""The stages of an onboarding as figures: months, moves, donors, segments."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assigner.disruption.pain import pair_strengths
from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.policy.yaml_io import policy_sha256
from assigner.portfolio import NOBODY, BoolArray, IntArray
from scenarios.onboarding.checking import broken_rules
from scenarios.onboarding.due import Due
from scenarios.onboarding.giving import donors_of, slices_of
from scenarios.onboarding.ground import Ground
from scenarios.onboarding.model import Move, Newcomer, Onboarding, Pool, Step, Terms
from scenarios.onboarding.standings import Stage, left_to_take, standings_of


def told(
    ground: Ground,
    newcomers: tuple[Newcomer, ...],
    terms: Terms,
    stages: tuple[Stage, ...],
    *,
    seed: int,
    tr: Translator,
) -> Onboarding:
    """The whole answer in figures, each stage judged by the checker."""
    policy, last = ground.base.policy, stages[-1]
    proven = (ground.evidence.state == State.PROVEN) & (ground.owner != ground.nobody)
    return Onboarding(
        as_of=ground.base.as_of,
        input_sha256=ground.base.portfolio.input_sha256,
        policy_sha256=policy_sha256(policy),
        seed=seed,
        terms=terms,
        ramp=policy.managers.ramp,
        ramp_step_months=policy.managers.ramp_step_months,
        newcomers=newcomers,
        standings=standings_of(ground, terms, stages),
        steps=tuple(_steps(ground, terms, stages, tr)),
        moves=tuple(
            move for before, stage in _pairs(ground, stages) for move in _moves(ground, before, stage)
        ),
        donors=donors_of(ground, last, Due.of(ground, last.day, ground.owner, terms.tolerance).surplus),
        slices=slices_of(ground, last),
        proven_total=int(proven.sum()),
        proven_moved=int((proven & (last.holder != ground.owner)).sum()),
    )


def _pairs(ground: Ground, stages: tuple[Stage, ...]) -> Iterator[tuple[IntArray, Stage]]:
    """Each stage with the books before it."""
    holders = [ground.owner, *(stage.holder for stage in stages)]
    return zip(holders, stages, strict=False)


def _steps(ground: Ground, terms: Terms, stages: tuple[Stage, ...], tr: Translator) -> Iterator[Step]:
    for before, stage in _pairs(ground, stages):
        moved = stage.holder != before
        broken = broken_rules(ground, stage.day, stage.holder, terms, tr)
        left = tuple(left_to_take(ground, terms, stage))
        yield Step(stage.day, int(moved.sum()), float(ground.potential[moved].sum()), broken, left)


def _moves(ground: Ground, before: IntArray, stage: Stage) -> Iterator[Move]:
    """Who changes hands on one day, the largest first."""
    moved = np.flatnonzero(stage.holder != before)
    order = np.lexsort((moved, -ground.potential[moved]))
    clients, team = ground.base.portfolio.clients, ground.base.portfolio.managers
    ids, names = team.manager_id, team.name
    known = pair_strengths(ground.evidence, moved, stage.holder[moved]) > 0
    pools = {pool: ground.pool(pool) for pool in Pool}
    for n in order.tolist():
        i, owner = int(moved[n]), int(ground.listed[moved[n]])
        yield Move(
            day=stage.day,
            client_id=str(clients.client_id[i]),
            client_name=str(clients.name[i]),
            from_id="" if owner == NOBODY else str(ids[owner]),
            from_name="" if owner == NOBODY else str(names[owner]),
            to_id=str(ids[stage.holder[i]]),
            state=State(int(ground.evidence.state[i])).label,
            pool=_pool_of(pools, i),
            potential=float(ground.potential[i]),
            revenue=float(clients.revenue_12m[i]),
            known=bool(known[n]),
        )


def _pool_of(pools: dict[Pool, BoolArray], client: int) -> Pool:
    return next(pool for pool, inside in pools.items() if inside[client])
