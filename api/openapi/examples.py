"""An example for every body: what goes in, as it would be sent. A test holds them against the schemas."""

from __future__ import annotations

from typing import Any

_DATASET = "ds_01k2w8q4t9v6e1m3n5p7r0s2z4"
_TABLE = "client_id,name,manager_id,potential\nC1,Alpha,M1,1000\n"
_SCENARIO = {
    "name": "Hire one",
    "dataset_id": _DATASET,
    "edits": [{"kind": "hire", "manager": "N1", "name": "Nina Novak"}],
}

EXAMPLES: dict[str, Any] = {
    # access
    "sign_in": {"login": "anna", "password": "correct horse battery"},
    "change_password": {"current_password": "correct horse battery", "new_password": "battery horse staple"},
    "create_user": {"login": "anna", "password": "correct horse battery", "role": "head", "name": "Anna"},
    "replace_user": {"role": "head", "name": "Anna", "language": "ru", "disabled": False},
    "create_key": {"name": "CRM", "role": "crm", "expires_at": "2030-01-01T00:00:00Z"},
    "create_webhook": {
        "url": "https://crm.example/hooks/assigner",
        "events": ["dataset.ready", "proposal.live"],
    },
    "replace_webhook": {
        "url": "https://crm.example/hooks/assigner",
        "events": ["proposal.live"],
        "active": False,
    },
    # policies
    "create_policy": {"name": "Calm year", "document": {"rules": {"loss_cap": {"enabled": True}}}},
    "replace_policy": {"name": "Calm year", "document": {}},
    # datasets
    "create_dataset": {"clients": _TABLE, "name": "Spring", "tolerant": "true", "as_of": "2026-06-30"},
    "create_dataset_from_rows": {
        "clients": [
            {"client_id": "C1", "name": "Alpha", "manager_id": "M1", "potential": 1000},
            {"client_id": "C2", "name": "Beta", "manager_id": "M2", "potential": 500},
        ],
        "managers": [{"manager_id": "M1", "name": "Ann"}, {"manager_id": "M2", "name": "Boris"}],
    },
    "create_demo_dataset": {"name": "Demo", "clients": 200, "managers": 6, "seed": 1},
    "replace_dataset_mapping": {"mapping": {"clients": {"potential": "Budget 2026"}}},
    "decide_dataset": {"decisions": [{"kind": "merge", "a": "C00012", "b": "C00345", "reason": "one firm"}]},
    "draw_dataset_audit": {"confidence": 0.95, "margin": 0.1, "seed": 0, "max_calls": 100},
    "read_dataset_audit": {"sheet": "(a filled workbook)"},
    # proposals
    "create_proposal": {
        "dataset_id": _DATASET,
        "name": "Spring",
        "policy": {"rules": {"loss_cap": {"enabled": True}}},
        "config": {"time_limit": 60.0, "seed": 0},
        "edits": [],
    },
    "preflight_proposal": {"dataset_id": _DATASET, "config": {"time_limit": 60.0}},
    "relax_proposal": {"remedy": 0},
    "resolve_proposal": {"name": "Spring, second round", "most_changes": 20},
    "share_proposal": {"shared": True},
    "approve_proposal": {"settle_objections": True},
    "put_decisions": {
        "decisions": [
            {"client_id": "C00012", "verdict": "reject", "reason": "a tender runs until May"},
            {"client_id": "C00345", "verdict": "pin", "manager_id": "M02"},
        ]
    },
    "decide_where": {"where": {"from_id": "M01", "state": "dormant"}, "verdict": "accept"},
    "create_objection": {
        "client_id": "C00012",
        "text": "We met on 3 March and agreed on the order, see the minutes.",
    },
    "decide_objection": {"verdict": "uphold", "answer": "Right: it stays yours."},
    # routing
    "route_client": {
        "client": {
            "name": "Gamma",
            "tax_id": "7707083893",
            "phone": "8 (495) 123-45-67",
            "email": "info@gamma.example",
            "potential": 480000.0,
            "segments": {"region": "North"},
        }
    },
    # what-if
    "create_scenario": _SCENARIO,
    "replace_scenario": {**_SCENARIO, "name": "Hire Nina"},
    "create_study": {
        "kind": "scenarios",
        "name": "Hire or wait",
        "dataset_id": _DATASET,
        "scenarios": [{"catalogue": "hire-two"}, {"name": "Hire one", "edits": _SCENARIO["edits"]}],
        "effort": {"time_limit": 60.0},
    },
    "adopt_study": {"scenario": "Hire one", "name": "Spring with Nina"},
}
"""Bodies by operation."""
