"""An inheritance as figures: each client with its heir, each heir with his book."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assigner.checker import locks
from assigner.disruption.pain import pair_strengths
from assigner.evidence.disputes import pins_of
from assigner.evidence.model import State
from assigner.policy.yaml_io import policy_sha256
from assigner.portfolio import NOBODY, BoolArray, IntArray
from scenarios.onboarding.estate import Bequest, Estate, Heir
from scenarios.onboarding.will import Will


def told(will: Will, heir: IntArray, broken: tuple[str, ...], *, seed: int) -> Estate:
    """The whole answer in figures; worked clients and heirs with most of them come first."""
    facts, bequests = will.case.portfolio, tuple(_bequests(will, heir))
    return Estate(
        as_of=will.case.evidence.as_of,
        input_sha256=facts.input_sha256,
        policy_sha256=policy_sha256(will.case.policy),
        seed=seed,
        leaver_id=str(facts.managers.manager_id[will.leaver]),
        leaver_name=str(facts.managers.name[will.leaver]),
        bequests=bequests,
        heirs=_heirs(will, heir, bequests),
        left_free=int(will.free.sum()),
        broken=broken,
    )


def _bequests(will: Will, heir: IntArray) -> Iterator[Bequest]:
    facts, evidence = will.case.portfolio, will.case.evidence
    clients = np.flatnonzero(will.estate)
    order = np.lexsort((clients, -will.costs.value[clients], evidence.state[clients]))
    held, pinned = _tied(will), pins_of(facts) != NOBODY
    for i in clients[order].tolist():
        j = int(heir[i])
        similar = _similarities(will, i)
        mine = float(will.costs.fit.similarity(np.array([i]), np.array([j]))[0])
        yield Bequest(
            client_id=str(facts.clients.client_id[i]),
            client_name=str(facts.clients.name[i]),
            state=State(int(evidence.state[i])).label,
            to_id=str(facts.managers.manager_id[j]),
            potential=float(facts.clients.potential[i]),
            revenue=float(facts.clients.revenue_12m[i]),
            similarity=mine,
            best_similarity=float(similar.max()),
            mean_similarity=float(similar.mean()),
            rank=1 + int((similar > mine + 1e-9).sum()),
            choices=len(similar),
            experienced=bool(will.costs.fit.norm[j] > 0),
            known=bool(pair_strengths(evidence, np.array([i]), np.array([j]))[0] > 0),
            holding=bool(held[i]),
            pinned=bool(pinned[i]),
        )


def _similarities(will: Will, client: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Similarity of those who may have a client and have proven ones; of all where nobody has any."""
    able = will.entitled[client]
    managers = np.flatnonzero(able & (will.costs.fit.norm > 0))
    if not len(managers):
        managers = np.flatnonzero(able)
    return will.costs.fit.similarity(np.full(len(managers), client), managers)


def _tied(will: Will) -> BoolArray:
    """Clients of holdings of several members."""
    case = will.case
    return np.asarray(locks(case.portfolio, case.evidence, case.policy).group != NOBODY)


def _heirs(will: Will, heir: IntArray, bequests: tuple[Bequest, ...]) -> tuple[Heir, ...]:
    """All managers who stay, those who inherit most potential first."""
    team, owner = will.case.portfolio.managers, will.case.portfolio.clients.owner_idx
    before, after = (
        will.books(np.where(will.estate, NOBODY, owner)),
        will.books(np.where(will.estate, heir, owner)),
    )
    found = []
    for j in np.flatnonzero(will.weight > 0).tolist():
        mine = [one for one in bequests if one.to_id == str(team.manager_id[j])]
        worked = [one.similarity for one in mine if one.worked]
        found.append(
            Heir(
                manager_id=str(team.manager_id[j]),
                name=str(team.name[j]),
                clients=len(mine),
                worked=len(worked),
                potential=sum(one.potential for one in mine),
                revenue=sum(one.revenue for one in mine),
                before=float(before[j]),
                after=float(after[j]),
                fair=float(will.fair[j]),
                similarity=sum(worked) / len(worked) if worked else 0.0,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.potential, one.manager_id)))
