"""An example of every kind of edit that applies to the bases of these tests."""

from __future__ import annotations

from typing import Any

NORTH = {"segments": {"region": ["North"]}}

EXAMPLES: dict[str, dict[str, Any]] = {
    str(example["kind"]): example
    for example in (
        {
            "kind": "hire",
            "manager": "new",
            "count": 2,
            "share": 0.8,
            "start_date": "2026-03-01",
            "like": "m0",
        },
        {"kind": "leave", "managers": ["m1"]},
        {"kind": "return_from_leave", "manager": "m3", "start_date": None},
        {"kind": "share", "managers": ["m0", "m1"], "share": 0.5},
        {"kind": "ramp", "steps": [0.5, 1]},
        {"kind": "manager_limits", "managers": ["m0"], "max_clients": 3},
        {"kind": "eligibility", "managers": ["m0"], "dimension": "region", "values": ["North"]},
        {"kind": "merge_teams", "managers": ["m1", "m2"]},
        {"kind": "split_book", "manager": "m0", "to": ["m0", "m1", "m2"], "dimension": "region"},
        {"kind": "release_dead_souls", "managers": ["m0", "m1"], "idle_days": 30},
        {"kind": "decide_dispute", "recommended": True},
        {"kind": "pin", "where": {"potential_from": 10, "segments": {"region": ["North"]}}, "manager": "m1"},
        {"kind": "ban", "where": NORTH, "manager": "m2"},
        {"kind": "together", "clients": ["c0", "c1"]},
        {"kind": "apart", "clients": ["c1", "c2"]},
        {"kind": "lift", "rule": "ban", "where": NORTH},
        {"kind": "exclude", "where": {"potential_below": 20}, "reason": "small"},
        {"kind": "grow", "where": NORTH, "factor": 2, "measures": ["potential", "revenue", "workload"]},
        {
            "kind": "resegment",
            "dimension": "size",
            "value": "S",
            "new": True,
            "where": {"potential_below": 50},
        },
        {"kind": "goals", "goals": [{"measure": "count", "tolerance": 0.1}]},
        {"kind": "tolerance", "tolerance": 0.2, "goal": "potential/region"},
        {"kind": "weight", "weight": 2, "goal": "potential/total"},
        {"kind": "mode", "mode": "lexicographic"},
        {"kind": "keep", "states": ["proven", "active"]},
        {"kind": "evidence", "values": {"active_days": 30}},
        {"kind": "caps", "loss_cap": 0.5, "absorption": 9},
        {"kind": "budget", "clients": 0.9},
        {"kind": "scope", "receivers": ["m1", "m2"]},
        {"kind": "set", "path": "disruption.risk", "value": 0.3},
    )
}

AGAIN_REFUSED = {"hire", "lift", "split_book"}
"""A second time there is nothing to do for them, or they would do it to the result of the first."""

NOT_IDEMPOTENT = AGAIN_REFUSED | {"grow"}
"""Applied twice they are not the same as applied once."""
