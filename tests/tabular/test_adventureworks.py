"""The AdventureWorks tables are read without a complaint that matters."""

from __future__ import annotations

import pytest

from assigner.tabular import Sources, read_portfolio
from tests.shared_data import adventureworks
from tests.tabular.tables import codes


@pytest.mark.shared_data
def test_adventureworks_is_read_as_its_facts_say() -> None:
    folder = adventureworks()
    facts = read_portfolio(
        Sources(folder / "clients.csv", folder / "managers.csv", folder / "activities.csv")
    )
    assert (facts.num_clients, facts.num_managers) == (701, 17)
    assert facts.activities is not None
    assert len(facts.activities) == 3616
    assert facts.activities.amount.sum() == pytest.approx(77_063_195.90, abs=0.05)
    assert facts.clients.revenue_12m.sum() == pytest.approx(34_833_528.22)
    assert facts.managers.commission_rate.max() == pytest.approx(0.02)
    assert list(facts.clients.dimensions) == [
        "region",
        "region_group",
        "country",
        "business_type",
        "specialty",
        "brands",
    ]
    assert set(codes(facts.issues)) == {"ignored-columns"}
