"""Honest bases stay clean: a false alarm costs more trust than a miss."""

from __future__ import annotations

from pathlib import Path

import pytest

from assigner.evidence import weigh_evidence
from assigner.generate import CompanySpec, generate_company
from assigner.generate.spec import Language
from assigner.identity import identify
from assigner.policy import Policy
from assigner.portfolio import Portfolio
from assigner.quality import Check, Quality, judge_quality
from assigner.tabular import Sources, read_portfolio
from tests.shared_data import adventureworks


def judged(facts: Portfolio) -> Quality:
    policy = Policy()
    return judge_quality(facts, weigh_evidence(facts, policy), identify(facts.clients), policy)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_made_up_company_has_next_to_nothing(language: Language, tmp_path: Path) -> None:
    # Potential is lognormal with sigma 1: below a twentieth of its tier's median is less than one card in a
    # thousand. All else the generator writes properly, blanks of unworked clients included.
    company = generate_company(CompanySpec(seed=3, language=language))
    for name, table in company.tables.items():
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    paths = {name: tmp_path / f"{name}.csv" for name in company.tables}
    quality = judged(read_portfolio(Sources(**paths)))
    assert {one.check for one in quality.findings} <= {Check.IMPLAUSIBLE_POTENTIAL}
    assert quality.count(Check.IMPLAUSIBLE_POTENTIAL) <= 2


@pytest.mark.shared_data
def test_adventureworks_has_a_hundred_potentials_below_the_revenue() -> None:
    folder = adventureworks()
    facts = read_portfolio(
        Sources(folder / "clients.csv", folder / "managers.csv", folder / "activities.csv")
    )
    quality = judged(facts)
    (only,) = quality.findings
    assert only.check is Check.IMPLAUSIBLE_POTENTIAL
    assert len(only) == (facts.clients.potential < facts.clients.revenue_12m).sum() == 100
    assert all(str(detail).startswith("revenue ") for detail in only.details)
