"""What holds for every kind of edit on any base."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assigner.errors import InternalError
from assigner.i18n import Translator
from assigner.policy.yaml_io import parse_policy
from assigner.portfolio import Clients, Portfolio
from scenarios.base import Base, base_sha256
from scenarios.edits import EditRefused, apply_one
from scenarios.edits.invariants import check_facts
from tests.scenarios.edits.bases import EN, bases, edit, small
from tests.scenarios.edits.kinds import EXAMPLES, NOT_IDEMPOTENT

RU = Translator("ru")
ANY = st.sampled_from(sorted(EXAMPLES))


def applied(base: Base, kind: str) -> Base:
    """The base after the example of a kind; bases that it does not fit are left out."""
    try:
        return apply_one(base, edit(EXAMPLES[kind]), EN)
    except EditRefused:
        assume(False)
        raise


@given(bases(), ANY)
@settings(deadline=None)
def test_an_edit_leaves_the_base_alone_and_repeats(base: Base, kind: str) -> None:
    before = base_sha256(base)
    first, second = applied(base, kind), applied(base, kind)
    assert base_sha256(base) == before
    assert base_sha256(first) == base_sha256(second)
    assert first.as_of == base.as_of


@given(bases(), st.sampled_from(sorted(set(EXAMPLES) - NOT_IDEMPOTENT)))
@settings(deadline=None)
def test_most_edits_do_nothing_a_second_time(base: Base, kind: str) -> None:
    once = applied(base, kind)
    assert base_sha256(apply_one(once, edit(EXAMPLES[kind]), EN)) == base_sha256(once)


@given(bases(), ANY, ANY)
@settings(deadline=None)
def test_what_edits_leave_is_a_base_again(base: Base, first: str, second: str) -> None:
    after = applied(applied(base, first), second)
    check_facts(base.portfolio, after.portfolio)
    assert parse_policy(after.policy.model_dump(mode="json")) == after.policy
    assert after.case().portfolio.num_clients == base.portfolio.num_clients
    assert not any(
        getattr(after.portfolio.clients, name).flags.writeable
        for name in ("owner_idx", "potential", "pinned_idx")
    )


@given(bases(), ANY)
@settings(deadline=None)
def test_the_effect_is_told_in_both_languages(base: Base, kind: str) -> None:
    one = edit(EXAMPLES[kind])
    after = applied(base, kind)
    english, russian = one.sentence(base, after, EN), one.sentence(base, after, RU)
    assert english.endswith(".")
    assert russian.endswith(".")
    assert english != russian


@given(bases(), st.sampled_from(["grow", "share", "budget", "resegment", "manager_limits", "set"]))
@settings(deadline=None)
def test_edits_of_different_things_may_change_places(base: Base, kind: str) -> None:
    goals = "goals"
    one, other = applied(applied(base, kind), goals), applied(applied(base, goals), kind)
    assert base_sha256(one) == base_sha256(other)


def broken(facts: Portfolio, **columns: Any) -> Portfolio:
    clients: Clients = replace(facts.clients, **columns)
    return replace(facts, clients=clients)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"owner_idx": np.full(8, 9)}, "owner_idx"),
        ({"pinned_idx": np.full(8, -2)}, "pinned_idx"),
        ({"group_idx": np.full(8, 0)}, "group_idx"),
        ({"potential": np.full(8, np.nan)}, "potential"),
        ({"workload": np.full(8, -1.0)}, "workload"),
        ({"revenue_12m": np.zeros(7)}, "revenue_12m"),
        ({"client_id": np.array(["x"] * 8, dtype=object)}, "other clients"),
    ],
)
def test_facts_in_disorder_are_a_defect(columns: dict[str, Any], told: str) -> None:
    facts = small().portfolio
    check_facts(facts, facts)
    with pytest.raises(InternalError, match=told):
        check_facts(facts, broken(facts, **columns))


def test_other_managers_are_a_defect() -> None:
    facts = small().portfolio
    team = facts.managers
    other = replace(team, manager_id=team.manager_id[::-1].copy())
    twice = replace(team, manager_id=np.array(["m0"] * 4, dtype=object))
    for wrong in (other, twice, replace(team, fte=np.full(4, -1.0)), replace(team, eligible={"region": ()})):
        with pytest.raises(InternalError):
            check_facts(facts, replace(facts, managers=wrong))
