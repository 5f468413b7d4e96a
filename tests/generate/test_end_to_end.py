"""From files to a verdict: what was planted is found, and today's owners could stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from assigner.checker import check, eligibility, locks
from assigner.evidence import Evidence, State, weigh_evidence
from assigner.generate import Company, CompanySpec, generate_company, write_company
from assigner.generate.spec import Language
from assigner.policy import Policy
from assigner.portfolio import NOBODY, IntArray, Portfolio, RuleKind
from assigner.tabular import Sources, read_portfolio


def read_back(made: Company, folder: Path, headers: Language = "en") -> Portfolio:
    paths = {path.stem: path for path in write_company(made, folder, headers=headers)}
    return read_portfolio(
        Sources(
            clients=paths["clients"],
            managers=paths["managers"],
            activities=paths.get("activities"),
            rules=paths["rules"],
        )
    )


def clients_in(facts: Portfolio, found: Evidence, state: State) -> set[str]:
    return set(facts.clients.client_id[found.state == state])


def planted(made: Company, name: str) -> set[str]:
    return {row["client"] if isinstance(row, dict) else row for row in made.truth[name]}


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize(("seed", "num_duplicates"), [(1, 0), (2, 0), (3, 60)])
def test_the_engine_finds_exactly_what_was_planted(
    tmp_path: Path, language: Language, seed: int, num_duplicates: int
) -> None:
    made = generate_company(CompanySpec(seed=seed, language=language, num_duplicates=num_duplicates))
    facts = read_back(made, tmp_path, headers=language)
    assert not facts.issues
    assert not facts.dropped_activities
    found = weigh_evidence(facts, Policy())
    assert found.as_of.isoformat() == made.truth["as_of"]
    assert clients_in(facts, found, State.CLAIMED) == planted(made, "dead_souls")
    for state in (State.PROVEN, State.ACTIVE, State.DORMANT, State.FREE, State.EXCLUDED):
        assert clients_in(facts, found, state) == planted(made, state.label)
    disputed = np.flatnonzero(found.disputed)
    rivals = zip(
        facts.clients.client_id[disputed], facts.managers.manager_id[found.rival_idx[disputed]], strict=True
    )
    assert set(rivals) == {(row["client"], row["rival"]) for row in made.truth["disputes"]}
    lifted = {row["client"] for row in made.truth["disputes"] if row["rival_sells"]}
    assert set(facts.clients.client_id[found.lock_lifted]) == lifted


def stay_as_you_are(facts: Portfolio, found: Evidence, policy: Policy) -> IntArray:
    """Everybody keeps what he can, the rest goes to a manager without limits.

    Members of a holding that are not locked follow the first of them where they all may; a ban or an apart
    rule sends its client to another manager without limits.
    """
    free_hands = np.flatnonzero(np.isnan(facts.managers.max_clients) & ~facts.managers.leaving)
    allowed, held = eligibility(facts, found, policy), locks(facts, found, policy)
    free_hands = free_hands[allowed[~facts.clients.excluded][:, free_hands].mean(axis=0) > 0.9]
    owner = facts.clients.owner_idx
    stays = (owner != NOBODY) & allowed[np.arange(len(owner)), owner]
    plan = np.where(stays, owner, free_hands[0])
    for group in np.unique(held.group[held.group != NOBODY]):
        members = np.flatnonzero((held.group == group) & ~held.locked)
        wanted = plan[members[:1]]
        plan[members] = wanted if allowed[np.ix_(members, wanted)].all() else free_hands[0]
    plan = np.where(held.locked, held.manager_idx, plan)
    for rule in facts.rules:
        if rule.kind == RuleKind.APART and plan[rule.a_idx] == plan[rule.b_idx]:
            plan[rule.a_idx] = next(j for j in free_hands if j != plan[rule.b_idx])
        if rule.kind == RuleKind.BAN and plan[rule.a_idx] == rule.b_idx:
            plan[rule.a_idx] = next(j for j in free_hands if j != rule.b_idx)
    return np.where(facts.clients.excluded, NOBODY, plan).astype(np.int32)


@pytest.mark.parametrize("activities", [True, False], ids=["log", "no-log"])
@pytest.mark.parametrize(("num_clients", "num_managers"), [(1, 1), (12, 2), (60, 4), (150, 6), (1200, 20)])
def test_the_default_policy_has_an_answer(
    tmp_path: Path, num_clients: int, num_managers: int, activities: bool
) -> None:
    for seed in range(2):
        spec = CompanySpec.for_size(num_clients, num_managers, seed)
        facts = read_back(generate_company(spec), tmp_path / str(seed))
        if not activities:
            facts = replace(facts, activities=None)
        found = weigh_evidence(facts, Policy(), as_of=spec.as_of)
        verdict = check(facts, found, Policy(), stay_as_you_are(facts, found, Policy()))
        assert verdict.breaks == ()
