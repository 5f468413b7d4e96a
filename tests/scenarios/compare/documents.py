"""Answers by hand: documents with the keys of proposal.json that a comparison looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scenarios.compare import Column, Run

FIGURES = (
    "worst_deviation",
    "mean_violation",
    "worst_violation",
    "moved_clients",
    "moved_share",
    "kept_proven",
    "proven_total",
    "revenue_at_risk",
    "commission_at_stake",
    "fixed_cost",
    "evidence_mismatch",
)


def figures(imbalance: float = 0.0, **given: float) -> dict[str, Any]:
    """Figures of one division: zero but for those that are given."""
    levels = {"imbalance": imbalance, "disruption": given.pop("disruption", 0.0), "fit": 0.0}
    return {"score": 20 * imbalance, "levels": levels, **dict.fromkeys(FIGURES, 0), **given}


def document(
    imbalance: float = 0.0,
    *,
    before: float = 9.0,
    ratios: Mapping[str, float] | None = None,
    cells: Mapping[tuple[str, str, str], float] | None = None,
    **given: float,
) -> dict[str, Any]:
    """An answer with this imbalance; `ratios` by manager, `cells` by goal, value and manager."""
    return {
        **figures(imbalance, **given),
        "bound": 0.0,
        "gap": 0.0,
        "before": figures(before),
        "base": {"placed_clients": 0},
        "managers": [manager(name, ratio) for name, ratio in (ratios or {"m0": 1.0}).items()],
        "cells": [
            {"goal": goal, "value": value, "manager_id": name, "violation": size}
            for (goal, value, name), size in (cells or {}).items()
        ],
    }


def manager(name: str, ratio: float) -> dict[str, Any]:
    """A manager with this share of the fair load, and ten clients for each whole share."""
    book = {"clients": round(10 * ratio), "potential": 100 * ratio, "revenue": 0.0, "workload": 0.0}
    book |= {"commission": 0.0, "load": 100 * ratio, "ratio": ratio}
    nothing = {"clients": 0, "potential": 0.0, "revenue": 0.0, "commission": 0.0}
    named = {"manager_id": name, "name": f"Manager {name}"}
    return {**named, "before": book, "after": book, "gained": nothing, "lost": nothing}


def column(
    name: str,
    *documents: Mapping[str, Any],
    managers: Sequence[str] = (),
    today: Sequence[str] = (),
    **given: Any,
) -> Column:
    """A column with a run for each document, seeds from 0; clients c0, c1, ... by manager."""
    return Column(
        name=name,
        title=given.pop("title", name),
        runs=tuple(Run(seed, one) for seed, one in enumerate(documents)),
        client_id=tuple(f"c{n}" for n in range(len(managers))),
        manager_id=tuple(managers),
        previous_manager_id=tuple(today),
        **given,
    )
