from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from assigner.inspection import Inspection
from assigner.portfolio import Rule, RuleKind
from assigner.report.inspection.document import document, schema, summary_document, write_document
from assigner.report.inspection.view import inspection_view
from tests.report.inspection import cases
from tests.report.test_document import properties


def told(found: Inspection) -> dict[str, Any]:
    return document(inspection_view(found))


@pytest.mark.parametrize("with_today", [True, False])
def test_document_keeps_to_the_published_schema(with_today: bool) -> None:
    validator = Draft202012Validator(schema())
    Draft202012Validator.check_schema(schema())
    for found in (cases.tiny(with_today=with_today), cases.random_inspection()):
        assert list(validator.iter_errors(told(found))) == []


def test_every_property_of_the_schema_is_described() -> None:
    found = properties(schema())
    assert len(found) > 100
    assert [name for name, spec in found if not spec.get("description")] == []


def test_sizes_of_the_tiny_base() -> None:
    # c4 (9) is excluded, so 100 of potential are serviceable; c1 is the dead soul, c2 free, c0 disputed.
    base = told(cases.tiny())["base"]
    assert (base["clients"], base["managers"], base["activities"]) == (5, 3, 3)
    assert (base["potential"], base["revenue"]) == (100, 16)
    assert base["states"] == {
        "proven": 1,
        "active": 1,
        "dormant": 0,
        "claimed": 1,
        "free": 1,
        "excluded": 1,
    }
    assert (base["free_clients"], base["dead_souls"], base["contested_clients"]) == (1, 1, 1)
    assert (base["disputed_clients"], base["possible_duplicates"], base["findings"]) == (1, 1, 4)


def test_a_finding_names_row_client_manager_and_value() -> None:
    # Row of client i is i + 2; c2 is free, so nobody answers for its blank card.
    first, second = told(cases.tiny())["findings"]
    assert first["rows"][1] == {
        "row": 3,
        "client_id": "c1",
        "manager_id": "m0",
        "value": "=12",
        "detail": "",
    }
    assert [row["manager_id"] for row in second["rows"]] == ["m0", None]


def test_managers_answer_for_their_cards() -> None:
    # m0: two invalid tax ids and a blank card on two cards, completeness (1 + 0.5) / 2.
    first, _, third = told(cases.tiny())["managers"]
    assert (first["cards"], first["completeness"], first["problems"]) == (2, 0.75, 3)
    assert first["findings"] == {"invalid_tax_id": 2, "incomplete_card": 1}
    assert first["potential"]["proven"] == 30
    assert first["today"] == {"target": 100 / 3, "load": 50, "ratio": 1.5}
    assert (third["cards"], third["completeness"]) == (0, None)


def test_a_dispute_has_every_touch_of_both_sides() -> None:
    (dispute,) = told(cases.tiny())["disputes"]
    assert (dispute["client_id"], dispute["recommendation"]) == ("c0", "owner")
    owner, rival = dispute["owner"], dispute["rival"]
    assert (owner["manager_id"], rival["manager_id"]) == ("m0", "m1")
    assert [touch["kind"] for touch in owner["touches"]] == ["transaction"]
    assert [touch["discarded"] for touch in rival["touches"]] == ["short_summary", None]
    assert rival["touches"][0]["points"] == 0


def test_capacity_and_classes() -> None:
    # Worked 30 + 10, held 60, free 40; classes by thirds of the table, c4 has none.
    capacity = told(cases.tiny())["capacity"]
    (total,) = capacity["segments"][0]["values"]
    assert (total["capacity"], total["held"], total["worked"], total["free"]) == (100, 60, 40, 40)
    assert capacity["abc"]["clients"] == {"A": 2, "B": 2, "C": 0}
    assert [one["client_id"] for one in capacity["idle"]] == ["c2", "c1"]
    assert capacity["look_alikes"][0]["clients"][0] == {"client_id": "c2", "similarity": 0.8}


def test_pairs_that_somebody_said_no_to() -> None:
    found = cases.tiny()
    denied = Rule(RuleKind.MERGE, 1, 4, "branches", "d.xlsx", 3)
    whole = told(replace(found, portfolio=replace(found.portfolio, distinct=(denied,))))
    assert list(Draft202012Validator(schema()).iter_errors(whole)) == []
    assert whole["denied"] == [{"a": "c1", "b": "c4", "row": 3, "reason": "branches"}]
    assert whole["base"]["denied_pairs"] == 1


def test_a_base_that_allows_no_division_says_why() -> None:
    found = told(cases.tiny(with_today=False))
    assert (found["today"], found["remark"]) == (None, "c1 has no eligible manager")
    assert found["managers"][0]["today"] is None


def test_two_equal_runs_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        write_document(inspection_view(cases.random_inspection()), tmp_path / name)
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_the_summary_agrees_with_the_document() -> None:
    view = inspection_view(cases.tiny())
    summary, whole = summary_document(view), document(view)
    assert json.dumps(summary)
    assert {**summary["base"], "warnings": None} == {**whole["base"], "warnings": None}
    assert summary["findings"] == {"invalid_tax_id": 2, "incomplete_card": 2}
    assert summary["disputes"] == {"owner": 1, "rival": 0, "head": 0}
    assert summary["today"] == whole["today"]
