"""The way from tables to the case that an answer stands on, and back from its file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assigner.errors import InputError
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import NOBODY, RuleKind
from scenarios.decisions import Decision, Ruling
from scenarios.origin import RELAX, Origin
from scenarios.origin.model import decision_of
from tests.scenarios.edits.bases import EN, small

STEPS = (
    {"kind": "hire", "manager": "n1", "name": "Nina"},
    {"kind": RELAX, "changes": [{"rule": "keep", "client": "c1", "manager": "m2"}]},
)
DECISIONS = (
    Decision("c0", Ruling.REJECT, None, "знает их"),
    Decision("c3", Ruling.PIN, "m2"),
    Decision("c4", Ruling.BAN, "m0"),
    Decision("c6", Ruling.ACCEPT),
)


def test_without_steps_and_decisions_the_case_is_that_of_the_tables() -> None:
    tables = small().case()
    origin = Origin(Policy())
    assert origin.edited(tables, EN) is tables
    assert origin.decided(tables, EN) is tables


def test_steps_are_made_on_the_tables() -> None:
    edited = Origin(Policy(), STEPS).edited(small().case(), EN)
    assert edited.portfolio.managers.manager_id.tolist()[-1] == "n1"
    assert edited.portfolio.clients.pinned_idx[1] == 2


def test_decisions_become_rules_but_for_accepted_moves() -> None:
    """c0 stays with m0 by a pin, c3 is pinned to m2, m0 is banned from c4; accepting c6 is no rule."""
    tables = small().case()
    decided = Origin(Policy(), (), DECISIONS).decided(tables, EN).portfolio
    assert decided.clients.pinned_idx.tolist() == [0, NOBODY, NOBODY, 2, *[NOBODY] * 4]
    bans = [(rule.a_idx, rule.b_idx) for rule in decided.rules if rule.kind is RuleKind.BAN]
    assert bans == [(4, 0)]
    accepted = Origin(Policy(), (), DECISIONS[3:])
    assert accepted.decided(tables, EN) is tables


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    policy = Policy.model_validate({"rules": {"loss_cap": {"enabled": True, "cap": 0.1}}})
    origin = Origin(policy, STEPS, DECISIONS)
    origin.write(tmp_path / "origin.json")
    assert Origin.read(tmp_path / "origin.json") == origin
    assert "знает их" in (tmp_path / "origin.json").read_text("utf-8")


def test_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "origin.json"
    Origin(Policy()).write(path)
    document = json.loads(path.read_text("utf-8")) | {"format": "assigner-origin/99"}
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(ValueError, match="assigner-origin/99"):
        Origin.read(path)


def test_a_blank_manager_of_a_decision_is_none() -> None:
    plain = {"client_id": "c0", "verdict": "reject", "manager_id": "", "reason": "r"}
    assert decision_of(plain) == Decision("c0", Ruling.REJECT, None, "r")
    assert decision_of({"client_id": "c1", "verdict": "ban", "manager_id": "m1"}).manager_id == "m1"


def test_refusals_are_in_the_readers_language() -> None:
    steps = ({"kind": RELAX, "changes": [{"rule": "keep", "client": "c0", "manager": "x"}]},)
    with pytest.raises(InputError, match="такого менеджера нет"):
        Origin(Policy(), steps).edited(small().case(), Translator("ru"))
