"""Every reason code on a base of a few clients, and the page that documents them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assigner.evidence.model import State
from assigner.explain import Reason, explain_clients
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Rule, RuleKind
from tests import builders
from tests.explain.cases import propose

P, A, D, C, F = State.PROVEN, State.ACTIVE, State.DORMANT, State.CLAIMED, State.FREE
KEEP_OFF = Policy.model_validate({"rules": {"keep": {"enabled": False}}})
KEEP_ACTIVE = Policy.model_validate({"rules": {"keep": {"states": ["proven", "active"]}}})


def codes(
    owner: Sequence[int],
    assignment: Sequence[int],
    state: Sequence[State],
    *,
    rules: Sequence[Rule] = (),
    policy: Policy | None = None,
    team: dict[str, Any] | None = None,
    known: dict[str, Any] | None = None,
    **columns: Any,
) -> list[str]:
    """Reason codes of clients with these owners, managers after and states; two managers."""
    facts = builders.portfolio(
        builders.clients(owner, **columns), builders.managers(2, **team or {}), rules=rules
    )
    proposal = propose(facts, builders.evidence(facts, state, **known or {}), assignment, policy)
    return [str(code) for code in explain_clients(proposal).code]


@pytest.mark.parametrize(
    ("state", "kept", "moved"),
    [
        (P, "kept_proven", "moved_proven"),
        (A, "kept_active", "moved_active"),
        (D, "kept_dormant", "moved_dormant"),
        (C, "kept_claimed", "moved_claimed"),
    ],
)
def test_the_state_decides_where_no_rule_does(state: State, kept: str, moved: str) -> None:
    # Both clients of m0; c0 stays, c1 goes to m1. The keep rule is off, nothing else binds.
    assert codes([0, 0], [0, 1], [state, state], policy=KEEP_OFF) == [kept, moved]


def test_a_free_client_is_assigned() -> None:
    # m1 has evidence with c1 only.
    known = {"strength": {(1, 1): 0.4}}
    assert codes([NOBODY, NOBODY], [0, 1], [F, F], known=known) == ["assigned_free", "assigned_worked"]


def test_an_excluded_client_says_so() -> None:
    states = [State.EXCLUDED, C]
    assert codes([0, 0], [NOBODY, 0], states, excluded=[True, False])[0] == "excluded"


def test_pins_beat_every_other_ground() -> None:
    # c0 proven and pinned to its owner, c1 pinned away, c2 free and pinned.
    found = codes([0, 0, NOBODY], [0, 1, 1], [P, P, F], pinned=[0, 1, 1])
    assert found == ["kept_pinned", "moved_pin", "assigned_pin"]


def test_keep_rule_beats_an_open_deal() -> None:
    # c0 proven with a deal, c1 claimed with a deal that closes after 1 June 2026, c2 with one that is over.
    deals: dict[str, Any] = {
        "deal_amount": [5.0, 5.0, 5.0],
        "deal_close": ["2026-06-10", "2026-06-10", "2026-05-10"],
    }
    found = codes([0, 0, 0], [0, 0, 0], [P, C, C], **deals)
    assert found == ["kept_proven", "kept_open_deal", "kept_claimed"]


def test_active_clients_are_locked_where_the_policy_says_so() -> None:
    # The deal is the weaker ground, so the state is named.
    deals: dict[str, Any] = {"deal_amount": [5.0], "deal_close": ["2026-06-10"]}
    assert codes([0], [0], [A], policy=KEEP_ACTIVE, **deals) == ["kept_active"]


def test_a_leaver_loses_everything_even_what_is_proven() -> None:
    assert codes([0, 0], [1, 1], [P, C], team={"leaving": [True, False]}) == ["moved_leaver"] * 2


def test_a_ban_from_the_owner_moves_a_proven_client() -> None:
    rules = [Rule(RuleKind.BAN, 0, 0)]
    assert codes([0, 0], [1, 0], [P, P], rules=rules) == ["moved_ban", "kept_proven"]


def test_segment_lists_move_and_leave_no_choice() -> None:
    # m0 may serve North only, m1 South only. c0: m0's, South -> m1. c1: m0's, North stays. c2: free, South.
    team = {"eligible": {"region": [{"North"}, {"South"}]}}
    found = codes([0, 0, NOBODY], [1, 0, 1], [C, C, F], team=team, region=["South", "North", "South"])
    assert found == ["moved_ineligible", "kept_only_choice", "assigned_only_choice"]


def test_a_holding_follows_its_largest_locked_client() -> None:
    # c0 is small but proven with m0: it leads. c1 (m0, larger), c2 (m1) and c3 (free) follow it.
    found = codes(
        [0, 0, 1, NOBODY],
        [0, 0, 0, 0],
        [P, C, C, F],
        groups=["g"] * 4,
        potential=[1.0, 50.0, 9.0, 9.0],
    )
    assert found == ["kept_proven", "kept_holding", "moved_holding", "assigned_holding"]


def test_a_movable_holding_is_led_by_its_largest_client() -> None:
    # Nobody is locked: c1 is the largest and carries the reason, c0 follows.
    found = codes([0, 0], [1, 1], [C, D], groups=["g", "g"], potential=[1.0, 2.0])
    assert found == ["moved_holding", "moved_dormant"]


def test_disputes() -> None:
    # c0 and c1: lock lifted by m1; c0 stays, c1 moves. c2: claimed, disputed by m1 and goes to m1.
    # c3: proven and disputed, but the rival has no proof, so the lock holds.
    known = {"disputed": {0: 1, 1: 1, 2: 1, 3: 1}, "lifted": [0, 1]}
    found = codes([0, 0, 0, 0], [0, 1, 1, 0], [P, P, C, P], known=known)
    assert found == ["kept_disputed", "moved_dispute", "moved_dispute", "kept_proven"]


def test_competitors_of_one_owner_are_parted() -> None:
    # c0 and c1 belong to m0 and must be apart: c0 is proven and stays, c1 has to go.
    rules = [Rule(RuleKind.APART, 0, 1)]
    assert codes([0, 0], [0, 1], [P, C], rules=rules) == ["kept_proven", "moved_apart"]


def test_every_code_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reasons.md").read_text(encoding="utf-8")
    documented = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]
    assert documented == [reason.value for reason in Reason]
