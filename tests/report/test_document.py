from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from jsonschema import Draft202012Validator

from assigner.report.document import document, schema, write_document
from assigner.report.plain import plain_values
from assigner.report.view import plan_view
from tests.report import plans

CONTRACT_KEYS = (
    "status",
    "score",
    "bound",
    "gap",
    "gap_points",
    "levels",
    "worst_deviation",
    "mean_violation",
    "moved_clients",
    "moved_share",
    "rule_exceptions",
    "kept_proven",
    "proven_total",
    "revenue_at_risk",
    "commission_at_stake",
    "before",
    "managers",
    "cells",
    "certificate",
)


def properties(node: Any) -> list[tuple[str, dict[str, Any]]]:
    """All named properties of a schema, however deep."""
    if isinstance(node, list):
        return [found for item in node for found in properties(item)]
    if not isinstance(node, dict):
        return []
    own = list(node.get("properties", {}).items())
    return own + [found for value in node.values() for found in properties(value)]


def test_document_keeps_to_the_published_schema() -> None:
    validator = Draft202012Validator(schema())
    Draft202012Validator.check_schema(schema())
    assert list(validator.iter_errors(document(plans.random_view()))) == []


def test_every_property_of_the_schema_is_described() -> None:
    found = properties(schema())
    assert len(found) > 100
    assert [name for name, spec in found if not spec.get("description")] == []


def test_document_has_every_key_of_the_contract() -> None:
    found = document(plans.random_view())
    assert [key for key in CONTRACT_KEYS if key not in found] == []
    same = [key for key in found["before"] if key not in found]
    assert same == []


def test_managers_of_the_tiny_plan() -> None:
    # Target 30 each; m0: 50 -> 30, loses c1 (potential 20, revenue 4, rate 10 %).
    plan = plans.tiny_plan()
    first = document(plan_view(plan, plans.reasons(plan)))["managers"][0]
    assert first["manager_id"] == "m0"
    assert first["before"]["ratio"] == 50 / 30
    assert first["after"] == {
        "clients": 1,
        "potential": 30.0,
        "revenue": 10.0,
        "workload": 0.0,
        "commission": 1.0,
        "load": 30.0,
        "ratio": 1.0,
    }
    assert first["lost"] == {"clients": 1, "potential": 20.0, "revenue": 4.0, "commission": 0.4}
    assert [entry["value"] for entry in first["segments"]] == ["North"]
    assert (first["segments"][0]["clients_before"], first["segments"][0]["clients_after"]) == (2, 1)


def test_no_number_in_the_file_is_infinite(tmp_path: Path) -> None:
    plan = replace(plans.random_plan(), bound=-np.inf)
    write_document(plan_view(plan, plans.reasons(plan)), tmp_path / "p.json")
    text = (tmp_path / "p.json").read_text(encoding="utf-8")
    assert "Infinity" not in text
    assert "NaN" not in text
    assert json.loads(text)["bound"] is None


def test_equal_runs_differ_in_seconds_only(tmp_path: Path) -> None:
    plan = plans.random_plan()
    slower = replace(plan, certificate=replace(plan.certificate, seconds=99.0))
    first, second = (document(plan_view(each, plans.reasons(each))) for each in (plan, slower))
    assert json.dumps(first) != json.dumps(second)
    assert json.dumps(without_seconds(first)) == json.dumps(without_seconds(second))


def without_seconds(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_seconds(item) for key, item in value.items() if key != "seconds"}
    return [without_seconds(item) for item in value] if isinstance(value, list) else value


def test_plain_values_knows_numpy() -> None:
    found = plain_values({"a": np.int32(3), "b": (np.float64(0.1), np.nan), "c": np.bool_(True)})
    assert found == {"a": 3, "b": [0.1, None], "c": True}
    assert type(found["a"]) is int
