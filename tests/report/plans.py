"""Proposals made by hand: plain sums stand in for the checker, so that the report is tested on its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assigner.evidence.model import Evidence, State
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Clients, IntArray, Managers, Portfolio
from assigner.proposal import Certificate, Proposal
from assigner.report import ClientReasons
from assigner.report.view import PlanView, plan_view
from assigner.solution import LevelCertificate, Phase
from assigner.verdict import CellTable, LeftOut, Levels, ManagerTable, PlanFigures, RuleException, Verdict
from assigner.weights import commission_rates, manager_weights
from tests import builders

GOALS = (("potential/total", "total", 0.05), ("potential/region", "region", 0.15))


def proposal(
    facts: Portfolio,
    evidence: Evidence,
    assignment: Sequence[int],
    *,
    score: float = 12.5,
    bound: float = 12.3,
    status: str = "feasible",
) -> Proposal:
    """A proposal with this assignment; loads and targets are true sums, score and levels are given."""
    after = np.array(assignment, dtype=np.int32)
    policy = Policy()
    verdict = Verdict(
        after=figures(facts, evidence, after, score),
        before=figures(facts, evidence, facts.clients.owner_idx, 60.0),
        breaks=(),
        exceptions=(RuleException("keep", "c0 is kept outside its manager's region", ("c0",)),),
        left_out=(LeftOut("too_small", "potential/region", "West", "West has 2 clients only"),),
        notes=("loss-cap is inactive for Manager 4",),
        locked=(evidence.state == State.PROVEN) & (after == facts.clients.owner_idx),
    )
    return Proposal(facts, evidence, policy, after, status, bound, verdict, certificate())


def certificate() -> Certificate:
    """A certificate of a short feasible run."""
    return Certificate(
        seed=7,
        workers=1,
        time_limit=30.0,
        work_limit=None,
        stopped_by="time limit",
        seconds=30.25,
        as_of=builders.AS_OF.isoformat(),
        input_sha256="ab" * 32,
        policy_sha256="cd" * 32,
        versions={"assigner": "0.1.0", "ortools": "9.15"},
        architecture="x86_64",
        phases=(Phase("relax", 2.5, None, 12.3, "root"), Phase("improve", 27.75, 12.5, 12.3)),
        levels=(LevelCertificate("imbalance", 1.0, 0.9),),
    )


def figures(facts: Portfolio, evidence: Evidence, holder: IntArray, score: float) -> PlanFigures:
    """Figures of one division: true counts, made-up levels."""
    clients = facts.clients
    owned = ~clients.excluded & (clients.owner_idx != NOBODY)
    moved = owned & (holder != clients.owner_idx)
    proven = owned & (evidence.state == State.PROVEN)
    table = manager_table(facts, holder)
    cells = cell_table(facts, holder)
    staying = table.target > 0
    return PlanFigures(
        score=score,
        levels=Levels(imbalance=score / 25, disruption=score / 6, fit=30.0),
        worst_deviation=float(np.max(np.abs(table.load[staying] / table.target[staying] - 1))),
        mean_violation=float(cells.violation.mean()),
        worst_violation=float(cells.violation.max()),
        moved_clients=int(moved.sum()),
        moved_share=float(moved.sum() / max(owned.sum(), 1)),
        kept_proven=int((proven & ~moved).sum()),
        proven_total=int(proven.sum()),
        revenue_at_risk=float(0.15 * clients.revenue_12m[moved].sum()),
        commission_at_stake=float(0.05 * clients.revenue_12m[moved].sum()),
        fixed_cost=10.0 * float(moved.sum()),
        evidence_mismatch=5.0,
        cells=cells,
        managers=table,
    )


def _sums(values: np.ndarray, holder: IntArray, clients: Clients, count: int) -> np.ndarray:
    mask = ~clients.excluded & (holder != NOBODY)
    return np.bincount(holder[mask], np.asarray(values, dtype=float)[mask], minlength=count)


def manager_table(facts: Portfolio, holder: IntArray) -> ManagerTable:
    """Raw sums per manager; the target is the share of the weight in the total potential."""
    clients, count = facts.clients, facts.num_managers
    weight = manager_weights(facts.managers, Policy().managers, builders.AS_OF)
    potential = _sums(clients.potential, holder, clients, count)
    revenue = _sums(clients.revenue_12m, holder, clients, count)
    workload = np.zeros(len(clients)) if clients.workload is None else clients.workload
    return ManagerTable(
        weight=weight,
        clients=_sums(np.ones(len(clients)), holder, clients, count).astype(np.int32),
        potential=potential,
        revenue=revenue,
        workload=_sums(workload, holder, clients, count),
        commission=revenue * commission_rates(facts.managers, Policy().managers),
        target=clients.potential[~clients.excluded].sum() * weight / weight.sum(),
        load=potential,
    )


def cell_table(facts: Portfolio, holder: IntArray) -> CellTable:
    """Cells of GOALS with everybody eligible everywhere; the attainable target is the ideal one."""
    clients, rows = facts.clients, []
    weight = manager_weights(facts.managers, Policy().managers, builders.AS_OF)
    for goal, name, tau in GOALS:
        dimension = clients.dimensions.get(name)
        for s, label in enumerate(dimension.labels) if dimension else ((0, ""),):
            inside = ~clients.excluded & ((dimension.codes == s) if dimension else True)
            potential = np.where(inside, clients.potential, 0.0)
            loads = _sums(potential, holder, clients, facts.num_managers)
            targets = potential.sum() * weight / weight.sum()
            rows += [
                (goal, name, label, j, loads[j], targets[j], tau)
                for j in np.flatnonzero(targets > 0).tolist()
            ]
    goal_keys, dims, values, who, load, target, tol = (np.array(column) for column in zip(*rows, strict=True))
    return CellTable(
        goal=goal_keys.astype(object),
        measure=np.full(len(rows), "potential", dtype=object),
        dimension=dims.astype(object),
        value=values.astype(object),
        manager_idx=who.astype(np.int32),
        load=load,
        target=target,
        attainable=target.copy(),
        tolerance_low=tol,
        tolerance_high=tol.copy(),
        violation=np.maximum(0.0, np.abs(load / target - 1) - tol),
    )


def reasons(plan: Proposal, text: Sequence[str] | None = None) -> ClientReasons:
    """Reasons in a few words."""
    owner = plan.portfolio.clients.owner_idx
    stays = owner == plan.assignment
    words = ["Proven: stays with the owner." if stay else "Makes the books even." for stay in stays]
    return ClientReasons(
        code=np.where(stays, "kept_proven", "balance").astype(object),
        text=builders.text(words if text is None else text),
        pain=np.where(stays, 0.0, 12.25),
    )


def random_plan(num_clients: int = 60, num_managers: int = 5, seed: int = 1) -> Proposal:
    """A lopsided random base; the last manager is nearly empty-handed, the plan evens it out."""
    rng = np.random.default_rng(seed)
    power = np.r_[np.linspace(3, 1, num_managers - 1), 0.3]
    owner = rng.choice(num_managers, num_clients, p=power / power.sum()).astype(np.int32)
    owner[rng.random(num_clients) < 0.08] = NOBODY
    facts = _random_facts(rng, owner, num_managers)
    drawn = rng.choice(4, num_clients, p=[0.4, 0.15, 0.15, 0.3])
    excluded = facts.clients.excluded
    state = np.where(excluded, State.EXCLUDED, np.where(owner == NOBODY, State.FREE, drawn))
    claimed = np.flatnonzero((state == State.DORMANT) & ~excluded)[:4]
    rivals = {int(i): int((owner[i] + 1) % num_managers) for i in claimed}
    strength = dict.fromkeys(rivals.items(), 0.45)
    evidence = builders.evidence(facts, [State(s) for s in state], strength, disputed=rivals)
    return proposal(facts, evidence, _even_out(facts, state).tolist())


def _random_facts(rng: np.random.Generator, owner: IntArray, num_managers: int) -> Portfolio:
    count = len(owner)
    base = builders.clients(
        owner.tolist(),
        potential=np.round(rng.lognormal(4, 0.6, count), 1).tolist(),
        revenue=np.round(rng.lognormal(3, 0.8, count), 1).tolist(),
        excluded=(rng.random(count) < 0.03).tolist(),
        region=rng.choice(["North", "South", "West"], count).tolist(),
        tier=rng.choice(["A", "B", "C", ""], count).tolist(),
    )
    return builders.portfolio(base, builders.managers(num_managers))


def _even_out(facts: Portfolio, state: np.ndarray) -> IntArray:
    """Greedy: what is not proven goes, largest first, to the lightest book."""
    clients: Clients = facts.clients
    plan = np.where(state == State.PROVEN, clients.owner_idx, NOBODY).astype(np.int32)
    load = _sums(clients.potential, plan, clients, facts.num_managers)
    for i in np.argsort(-clients.potential):
        if plan[i] == NOBODY and not clients.excluded[i]:
            plan[i] = int(np.argmin(load))
            load[plan[i]] += clients.potential[i]
    return plan


def random_view(num_clients: int = 60, num_managers: int = 5, seed: int = 1) -> PlanView:
    """The view of a random plan."""
    plan = random_plan(num_clients, num_managers, seed)
    return plan_view(plan, reasons(plan))


def tiny_plan() -> Proposal:
    """Four clients, three managers, small enough to check every figure by hand.

    c0 proven with m0 stays; c1 claimed by m0 goes to m1; c2 is free and goes to m2; c3 is excluded.
    Potentials 30, 20, 40, 9, revenue 10, 4, 0, 0.
    """
    base = builders.clients(
        [0, 0, NOBODY, 1],
        potential=[30, 20, 40, 9],
        revenue=[10, 4, 0, 0],
        excluded=[False, False, False, True],
        region=["North", "North", "South", "South"],
    )
    facts = builders.portfolio(base, _tiny_team())
    states = [State.PROVEN, State.CLAIMED, State.FREE, State.EXCLUDED]
    return proposal(facts, builders.evidence(facts, states), [0, 1, 2, NOBODY])


def _tiny_team() -> Managers:
    return builders.managers(3, rate=[0.1, 0.05, 0.05])
