"""What the numbers of the policy are called in the tables of the sensitivity. Message ids, nothing else."""

from __future__ import annotations

TITLES = {
    "balance.total_tolerance": "tolerance of the total potential",
    "balance.workload_tolerance": "tolerance of the workload",
    "balance.segment_tolerance": "tolerance inside segments",
    "balance.goals": "tolerances of all goals",
    "balance.min_clients_per_manager": "clients per manager that a cell needs",
    "objective.weights.imbalance": "weight of imbalance",
    "objective.weights.disruption": "weight of disruption",
    "objective.weights.fit": "weight of fit",
    "rules.loss_cap.cap": "loss cap",
    "rules.keep.states": "states that lock a client",
    "evidence.half_life_days": "half-life of touches",
    "evidence.transaction_half_life_days": "half-life of transactions",
    "evidence.strength_scale": "points for a strong tie",
    "evidence.active_days": "days that keep a client active",
    "evidence.proven_days": "days that keep a client proven",
    "evidence.dispute_ratio": "share of points for a dispute",
    "disruption.kappa": "share of potential in the value",
    "disruption.risk": "risk of losing a moved client",
    "disruption.similarity_discount": "discount for a similar manager",
    "disruption.fixed_share": "fixed cost of a move",
    "managers.ramp_step_months": "months of one ramp step",
    "managers.commission_rate": "commission rate where none is given",
    "fit.distance_weight": "weight of distance in the fit",
}
