"""The whole inspection of a base, from tables or from facts made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assigner.engine import Case, load_case
from assigner.errors import InputError
from assigner.evidence import Standing, standings, weigh_evidence
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Kind, Portfolio, Rule, RuleKind
from assigner.survey import survey
from assigner.tabular import Sources
from tests import builders, shared_data


def facts(rules: list[Rule] | None = None) -> Portfolio:
    """c0 of m0 bought from both, c1 of m0 lies idle with an invalid INN, c2 is nobody's twin of c1."""
    base = builders.clients([0, 0, NOBODY], potential=[30, 20, 10], revenue=[5, 0, 0])
    base = replace(
        base,
        name=builders.text(["Alpha", "ООО Ромашка Сервис", "Ромашка Сервис, ООО"]),
        tax_id=builders.text(["7707083893", "7707083894", ""]),
        phone=builders.text(["", "+7 495 123-45-67", "8 (495) 123-45-67"]),
    )
    log = [{"client": 0, "manager": j, "at": f"2026-05-{10 + j}", "kind": Kind.TRANSACTION} for j in range(2)]
    return builders.portfolio(base, builders.managers(2), builders.activities(log), rules or [])


def case(portfolio: Portfolio, policy: Policy | None = None) -> Case:
    policy = policy or Policy()
    return Case(portfolio, weigh_evidence(portfolio, policy, as_of=builders.AS_OF), policy)


def test_everything_is_found_out_in_one_go() -> None:
    said: list[str] = []
    found = survey(case(facts()), on_step=said.append)
    assert [check.value for check in found.quality.managers.findings] != []
    assert {finding.check for finding in found.quality.findings} >= {"invalid_tax_id"}
    (pair,) = found.duplicates
    assert (pair.a_idx, pair.b_idx) == (1, 2)
    assert found.contested.tolist() == [0]
    assert [dispute.client_idx for dispute in found.disputes] == [0]
    assert found.capacity.idle.tolist() == [1, 2]
    assert found.today is not None
    assert found.today.managers.clients.tolist() == [2, 0]
    assert len(said) == 3


def test_rules_that_allow_no_division_are_only_a_remark() -> None:
    bans = [Rule(RuleKind.BAN, 1, j) for j in range(2)]
    found = survey(case(facts(bans)))
    assert found.today is None
    assert "c1" in found.remark


def test_classes_of_a_column_that_is_not_there_are_refused() -> None:
    policy = Policy.model_validate({"capacity": {"abc_dimension": "colour"}})
    with pytest.raises(InputError, match="colour"):
        survey(case(facts(), policy))


@pytest.mark.shared_data
def test_adventureworks_has_208_clients_with_evidence_of_several_managers() -> None:
    # 632 resellers were active, 208 of them were served by more than one rep; which of them are disputes
    # depends on the points of model §2, and every one says what it is.
    folder = shared_data.adventureworks()
    sources = Sources(**{name: folder / f"{name}.csv" for name in ("clients", "managers", "activities")})
    found = survey(load_case(sources, tolerant=True))
    assert len(found.contested) == 208
    said = standings(found.portfolio, found.evidence, found.policy, found.contested)
    disputed = {dispute.client_idx for dispute in found.disputes}
    by_standing = {
        i for i, standing in zip(found.contested.tolist(), said, strict=True) if standing == Standing.DISPUTED
    }
    assert by_standing == disputed & set(found.contested.tolist())
    assert 0 < len(by_standing) < 208
