"""How many of the planted duplicates are found, and how many of the found were planted."""

from __future__ import annotations

import pytest

from assigner.duplicates import find_duplicates
from assigner.generate import CompanySpec, generate_company
from assigner.generate.spec import Language
from assigner.identity import identify
from assigner.policy import Policy
from tests.duplicates.cases import clients_of, planted_pairs


@pytest.mark.parametrize("language", ["ru", "en"])
def test_planted_duplicates_are_found_and_others_are_not(language: Language) -> None:
    # Required on 20,000 clients: precision 0.97, recall 0.90 (benchmarks/duplicates.py). One pair in a small
    # base weighs more, so the floors are a little lower here.
    spec = CompanySpec(num_clients=2000, num_duplicates=200, language=language, activities=False, seed=11)
    made = generate_company(spec)
    clients = clients_of(made)
    duplicates = find_duplicates(clients, identify(clients), Policy())
    found = {(clients.client_id[pair.a_idx], clients.client_id[pair.b_idx]) for pair in duplicates}
    planted = planted_pairs(made)
    assert len(found & planted) / len(found) >= 0.96
    assert len(found & planted) / len(planted) >= 0.9


def test_a_base_without_planted_duplicates_has_none() -> None:
    made = generate_company(CompanySpec(num_clients=3000, activities=False, language="ru"))
    clients = clients_of(made)
    assert len(find_duplicates(clients, identify(clients), Policy())) == 0
