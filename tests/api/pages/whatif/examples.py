"""One edit of every kind, with all kinds of fields in them."""

from __future__ import annotations

from typing import Any

NORTH = {"segments": {"region": ["North", "East"]}, "owners": ["M01"], "free": False, "potential_from": 10.5}

EXAMPLES: dict[str, dict[str, Any]] = {
    "hire": {
        "manager": "N1",
        "name": "Nina",
        "count": 2,
        "share": 0.5,
        "start_date": "2026-09-01",
        "like": "M01",
        "eligible": {"region": ["North", "East"], "tier": ["A"]},
        "commission_rate": 0.05,
        "max_clients": 40,
        "max_workload": 160.0,
    },
    "leave": {"managers": ["M01", "M02"]},
    "return_from_leave": {"manager": "M03", "share": 0.8, "start_date": "2026-07-01"},
    "share": {"managers": ["M01"], "share": 0.0, "no_ramp": True},
    "ramp": {"steps": [0.25, 0.5, 1.0], "step_months": 2},
    "manager_limits": {"managers": ["M01"], "max_clients": 30.0, "lift": ["max_workload"]},
    "eligibility": {"managers": ["M01"], "dimension": "region", "add": ["North"], "remove": ["East"]},
    "merge_teams": {"managers": ["M01", "M02"], "dimensions": ["region"]},
    "split_book": {
        "manager": "M01",
        "to": ["M02", "M03"],
        "dimension": "region",
        "values": {"M02": ["North"], "M03": ["East", "West"]},
    },
    "release_dead_souls": {"managers": ["M01"], "idle_days": 90},
    "decide_dispute": {"decisions": [{"client": "C1", "manager": "M02"}], "recommended": True},
    "pin": {"clients": ["C1"], "manager": "M01", "reason": "asked for"},
    "ban": {"where": NORTH, "manager": "M01"},
    "together": {"clients": ["C1", "C2"]},
    "apart": {"clients": ["C1", "C2"], "reason": "rivals"},
    "lift": {"where": {"free": True}, "rule": "pin", "manager": "M01"},
    "exclude": {"where": {"revenue_below": 100.0, "revenue_from": 1.0, "potential_below": 9.0}},
    "grow": {"where": NORTH, "factor": 1.2, "measures": ["potential", "workload"]},
    "resegment": {"clients": ["C1"], "dimension": "region", "value": "Coast", "new": True},
    "goals": {
        "goals": [
            {"measure": "potential", "dimension": "total", "tolerance": 0.05, "weight": 1.0},
            {"measure": "count", "dimension": "region", "tolerance": 0.2, "weight": 0.5},
        ]
    },
    "tolerance": {"tolerance": 0.02, "goal": "potential/region"},
    "weight": {"weight": 50.0, "level": "imbalance"},
    "mode": {
        "mode": "lexicographic",
        "order": ["disruption", "imbalance", "fit"],
        "worst_off_first": False,
        "slack": {"disruption": 0.5, "worst_off": 1.0},
    },
    "keep": {"enabled": True, "states": ["proven", "active"], "pins": False},
    "evidence": {"values": {"active_days": 365, "points.call": 2.5}},
    "caps": {"loss_cap": 0.1, "absorption": 5, "max_load": {"count": 60.0}, "lift": ["min_load"]},
    "budget": {"clients": 0.1, "revenue": 0.2},
    "scope": {"givers": ["M01"], "receivers": ["M02", "M03"]},
    "set": {"path": "rules.loss_cap.cap", "value": 0.1},
}
