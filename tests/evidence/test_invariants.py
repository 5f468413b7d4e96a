"""What holds for every log (model §2)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.evidence import Discard, Evidence, State, list_disputes, summarise_evidence, weigh_evidence
from assigner.evidence.casefiles import counted_touches
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY, Activities, Kind, Portfolio
from tests import builders
from tests.builders import AS_OF
from tests.evidence.cases import touch
from tests.evidence.strategies import policies, portfolios

FEW = settings(max_examples=40, deadline=None)


def weigh(facts: Portfolio, policy: Policy) -> Evidence:
    return weigh_evidence(facts, policy, as_of=AS_OF)


def log_of(facts: Portfolio) -> Activities:
    assert facts.activities is not None
    return facts.activities


def take_rows(log: Activities, rows: Any, **changed: Any) -> Activities:
    """The log with its rows in another order, and some columns replaced."""
    columns: dict[str, Any] = {
        name: getattr(log, name)[rows]
        for name in Activities.__dataclass_fields__
        if isinstance(getattr(log, name), np.ndarray)
    }
    return replace(log, **(columns | changed))


def pair_table(evidence: Evidence, managers: Any = None, clients: Any = None) -> dict[Any, Any]:
    """Points, strength, recent touches, active, proven by pair, under new names where given."""
    pairs = zip(evidence.pair_client.tolist(), evidence.pair_manager.tolist(), strict=True)
    values = zip(
        evidence.pair_points.tolist(), evidence.pair_strength.tolist(), evidence.pair_num_recent.tolist(),
        evidence.pair_active.tolist(), evidence.pair_proven.tolist(),
        evidence.pair_last_touch.tolist(), evidence.pair_last_transaction.tolist(), strict=True,
    )  # fmt: skip
    renamed = [
        (i if clients is None else int(clients[i]), j if managers is None else int(managers[j]))
        for i, j in pairs
    ]
    return dict(zip(renamed, values, strict=True))


@FEW
@given(facts=portfolios(), policy=policies())
def test_strength_lies_between_zero_and_one_and_pairs_are_sorted(facts: Portfolio, policy: Policy) -> None:
    evidence = weigh(facts, policy)
    assert ((evidence.pair_strength >= 0) & (evidence.pair_strength <= 1)).all()
    assert ((evidence.owner_strength >= 0) & (evidence.owner_strength <= 1)).all()
    pairs = list(pair_table(evidence))
    assert pairs == sorted(set(pairs))


@FEW
@given(facts=portfolios(), policy=policies())
def test_every_touch_has_exactly_one_fate(facts: Portfolio, policy: Policy) -> None:
    evidence = weigh(facts, policy)
    counted = int((evidence.touch_discard < 0).sum())
    assert counted + sum(evidence.discarded.values()) == len(log_of(facts))
    assert counted_touches(facts, evidence).sum() == counted
    codes = Counter(tuple(Discard)[code].value for code in evidence.touch_discard.tolist() if code >= 0)
    assert codes == evidence.discarded
    by_manager = {name: int(counts.sum()) for name, counts in evidence.discarded_by_manager.items()}
    assert by_manager == evidence.discarded


@FEW
@given(facts=portfolios(), policy=policies(), data=st.data())
def test_the_order_of_rows_does_not_matter(facts: Portfolio, policy: Policy, data: st.DataObject) -> None:
    log = log_of(facts)
    order = np.array(data.draw(st.permutations(range(len(log)))), dtype=np.intp)
    shuffled = replace(facts, activities=take_rows(log, order))
    first, second = weigh(facts, policy), weigh(shuffled, policy)
    # to the last bit: sums run in a fixed order
    assert pair_table(first) == pair_table(second)
    for name in ("state", "owner_strength", "disputed", "rival_idx", "lock_lifted"):
        assert getattr(first, name).tolist() == getattr(second, name).tolist()
    assert first.discarded == second.discarded


@FEW
@given(facts=portfolios(), policy=policies(), data=st.data())
def test_new_names_for_clients_and_managers_only_rename_the_result(
    facts: Portfolio, policy: Policy, data: st.DataObject
) -> None:
    log, base, team = log_of(facts), facts.clients, facts.managers
    new_client = np.array(data.draw(st.permutations(range(len(base)))), dtype=np.int32)
    new_manager = np.array(data.draw(st.permutations(range(len(team)))), dtype=np.int32)
    old_client, old_manager = np.argsort(new_client), np.argsort(new_manager)
    owner = base.owner_idx[old_client]
    clients = replace(
        base,
        owner_idx=np.where(owner == NOBODY, NOBODY, new_manager[owner]).astype(np.int32),
        revenue_12m=base.revenue_12m[old_client],
        group_idx=base.group_idx[old_client],
        excluded=base.excluded[old_client],
    )
    renamed = Portfolio(
        clients=clients,
        managers=replace(team, leaving=team.leaving[old_manager]),
        activities=replace(
            log, client_idx=new_client[log.client_idx], manager_idx=new_manager[log.manager_idx]
        ),
    )
    first, second = weigh(facts, policy), weigh(renamed, policy)
    assert pair_table(first, new_manager, new_client) == pair_table(second)
    assert first.touch_discard.tolist() == second.touch_discard.tolist()
    for name in ("state", "owner_strength", "disputed", "lock_lifted"):
        assert getattr(first, name).tolist() == getattr(second, name)[new_client].tolist()


@FEW
@given(facts=portfolios(), policy=policies(), data=st.data())
def test_one_more_credible_touch_never_lowers_the_points(
    facts: Portfolio, policy: Policy, data: st.DataObject
) -> None:
    # with words, phone and hour of its own, so that it breaks no rule and harms no other touch
    client = data.draw(st.integers(0, facts.num_clients - 1))
    manager = data.draw(st.integers(0, facts.num_managers - 1))
    row = touch(
        client, manager, data.draw(st.sampled_from((0, 1, 50, 90, 400))), data.draw(st.sampled_from(Kind)),
        contact_phone="+1 555 0", summary="words that nobody else has used",
    )  # fmt: skip
    row["at"] = row["at"].replace("T10:00:00", "T15:30:00")
    log, one = log_of(facts), builders.activities([row])
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(log, name), getattr(one, name)])
        for name in Activities.__dataclass_fields__
        if isinstance(getattr(log, name), np.ndarray)
    }
    before = weigh(facts, policy)
    after = weigh(replace(facts, activities=replace(log, **joined)), policy)
    old = before.pair(client, manager)
    points_before = 0.0 if old == NOBODY else before.pair_points[old]
    assert after.pair_points[after.pair(client, manager)] >= points_before
    assert after.strength(client, manager) >= before.strength(client, manager)


@FEW
@given(facts=portfolios(), policy=policies())
def test_disputes_and_figures_follow_from_the_evidence(facts: Portfolio, policy: Policy) -> None:
    evidence = weigh(facts, policy)
    disputes = list_disputes(facts, evidence)
    assert [d.client_idx for d in disputes] == np.flatnonzero(evidence.disputed).tolist()
    assert all(d.owner.manager_idx == facts.clients.owner_idx[d.client_idx] for d in disputes)
    assert all(d.margin <= 1 / policy.evidence.dispute_ratio + 1e-12 for d in disputes)
    assert not (evidence.lock_lifted & (evidence.state != State.PROVEN)).any()
    summary = summarise_evidence(facts, evidence)
    assert (summary.clients.sum(axis=0) + summary.unowned).tolist() == np.bincount(
        evidence.state, minlength=len(State)
    ).tolist()
    assert summary.discarded.sum() == (evidence.touch_discard >= 0).sum()
