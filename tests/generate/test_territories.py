"""Companies whose clients lie in territories with a few managers each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.engine import Case, load_case
from assigner.errors import InputError
from assigner.generate import Company, CompanySpec, generate_company, write_company
from assigner.generate.write import Headers
from assigner.problem import build_problem
from assigner.problem.preflight import preflight
from assigner.tabular import Sources
from tests.problem.support import choices

SPEC = CompanySpec.for_size(600, 10, 3, eligible_each=3)


def served(made: Company) -> dict[str, set[str]]:
    """Managers who stay, by territory."""
    staying = made.managers[made.managers["leaving"] == ""]
    lists = staying.set_index("manager_id")["eligible_territory"].str.split(";")
    return {str(name): set(part.index) for name, part in lists.explode().groupby(lists.explode())}


def case_of(made: Company, folder: Path, headers: Headers = "en") -> Case:
    write_company(made, folder, headers=headers)
    return load_case(Sources(*(folder / f"{name}.csv" for name in made.tables)))


def test_every_territory_has_as_many_managers_as_asked_and_every_manager_as_many_territories() -> None:
    made = generate_company(SPEC)
    assert {len(managers) for managers in served(made).values()} == {3}
    assert set(made.clients["territory"]) <= set(served(made))
    staying = made.managers[made.managers["leaving"] == ""]
    assert {len(text.split(";")) for text in staying["eligible_territory"]} == {3}
    assert "eligible_region" not in made.managers


def test_the_territories_hang_together() -> None:
    """From any manager to any other by way of shared territories."""
    managers = list(served(generate_company(SPEC)).values())
    reached, before = managers[0], set[str]()
    while reached != before:
        before = reached
        reached = before.union(*(group for group in managers if group & before))
    assert reached == set.union(*managers)


def test_owners_who_stay_serve_the_territories_of_their_clients_outside_holdings() -> None:
    made = generate_company(SPEC)
    groups, staying = served(made), set.union(*served(made).values())
    alone = made.clients[(made.clients["group_id"] == "") & made.clients["manager_id"].isin(staying)]
    ruled = set(made.rules["a"]) | set(made.rules["b"])
    for row in alone[~alone["client_id"].isin(ruled)].itertuples():
        assert row.manager_id in groups[str(row.territory)]
    holdings = made.clients[made.clients["group_id"] != ""].groupby("group_id")["territory"]
    assert set(holdings.nunique()) == {1}


@pytest.mark.parametrize("headers", ["en", "ru"])
def test_the_lists_are_understood(tmp_path: Path, headers: Headers) -> None:
    case = case_of(generate_company(SPEC), tmp_path, headers)
    made = build_problem(case.portfolio, case.evidence, case.policy)
    sizes = np.array([len(managers) for managers in choices(made)])
    assert sizes.max() == 3
    assert np.mean(sizes == 3) > 0.95  # the rest are bans and owners outside
    assert preflight(made, case.portfolio) == ()


def test_all_else_stays_as_it_is_without_territories() -> None:
    plain = generate_company(replace(SPEC, eligible_each=None))
    made = generate_company(SPEC)
    words = ["client_id", "name", "manager_id", "region", "potential", "tax_id"]
    pd.testing.assert_frame_equal(made.clients[words], plain.clients[words])
    assert "territory" not in plain.clients


def test_the_clients_are_the_same_with_and_without_a_log() -> None:
    made, bare = generate_company(SPEC), generate_company(replace(SPEC, activities=False))
    assert made.activities is not None
    assert bare.activities is None
    pd.testing.assert_frame_equal(made.clients, bare.clients)


@settings(max_examples=15, deadline=None)
@given(
    num_clients=st.integers(1, 200),
    num_managers=st.integers(1, 7),
    seed=st.integers(0, 2**32),
    each=st.integers(2, 9),
)
def test_small_companies_become_problems(
    tmp_path_factory: pytest.TempPathFactory, num_clients: int, num_managers: int, seed: int, each: int
) -> None:
    spec = CompanySpec.for_size(num_clients, num_managers, seed, eligible_each=each)
    case = case_of(generate_company(spec), tmp_path_factory.mktemp("company"))
    assert preflight(build_problem(case.portfolio, case.evidence, case.policy), case.portfolio) == ()


def test_a_single_manager_for_each_client_is_refused() -> None:
    with pytest.raises(InputError, match="eligible managers"):
        CompanySpec(eligible_each=1)
