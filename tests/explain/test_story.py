"""The story of one client: evidence, lock, levers, and its plain text."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from assigner.errors import InputError
from assigner.evidence.model import Evidence, State
from assigner.explain import Holder, explain_client, manager_changes, render_story, why_not
from assigner.policy import Policy
from assigner.portfolio import NOBODY, Portfolio, Rule, RuleKind
from assigner.proposal import Proposal
from tests import builders
from tests.explain.cases import propose

P, A, D, C, F = State.PROVEN, State.ACTIVE, State.DORMANT, State.CLAIMED, State.FREE

KEEP_OFF = Policy.model_validate({"rules": {"keep": {"enabled": False}}})


def dated(known: Evidence, deals: dict[int, str]) -> Evidence:
    """The same evidence with a last transaction on some pairs, by position."""
    column = known.pair_last_transaction.copy()
    for spot, day in deals.items():
        column[spot] = np.datetime64(day)
    return replace(known, pair_last_transaction=column)


def one(
    state: State, *, owner: int = 0, to: int = 0, policy: Policy | None = None, **columns: Any
) -> Proposal:
    """Client c0 with this owner, manager after and state, beside c1, claimed by m1."""
    facts = builders.portfolio(builders.clients([owner, 1], **columns), builders.managers(2))
    return propose(facts, builders.evidence(facts, [state, C]), [to, 1], policy)


def test_holders_count_touches_that_count() -> None:
    # m0: a call and a meeting count, an e-mail of the same day does not; m1: one call.
    log = builders.activities(
        [
            {"client": 0, "manager": 0, "at": "2026-05-01"},
            {"client": 0, "manager": 0, "at": "2026-05-08"},
            {"client": 0, "manager": 0, "at": "2026-05-08"},
            {"client": 0, "manager": 1, "at": "2026-05-03"},
        ]
    )
    facts: Portfolio = builders.portfolio(builders.clients([0, 1]), builders.managers(2), log)
    known = builders.evidence(facts, [A, C], {(0, 0): 0.5, (0, 1): 0.3})
    known = replace(dated(known, {0: "2026-03-12"}), touch_discard=np.array([-1, -1, 9, -1], dtype=np.int8))
    story = explain_client(propose(facts, known, [0, 1]), 0)
    assert story.evidence == (
        Holder(0, "Manager 0", 2, 0, None, date(2026, 3, 12), 0.5),
        Holder(1, "Manager 1", 1, 0, None, None, 0.3),
    )


def test_an_owner_without_evidence_is_listed_all_the_same() -> None:
    story = explain_client(one(C), 0)
    assert story.evidence == (Holder(0, "Manager 0", 0, 0, None, None, 0.0),)


@pytest.mark.parametrize(
    ("proposal", "rule", "lever"),
    [
        (one(P), "keep", "The keep rule off in the policy."),
        (one(C, pinned=[0, -1]), "keep", "Take the pin away."),
        (
            one(C, deal_amount=[5.0, 0.0], deal_close=["2026-06-10", None]),
            "keep",
            "Free again after 10 Jun 2026, or as soon as the deal is closed.",
        ),
        (one(C), "", "A pin to another manager, or a ban of this one."),
        (one(C, to=1), "", "A pin to Manager 0 would keep it."),
        (one(C, to=1), "", "A new transaction by Manager 0 would lock it."),
        (
            one(D, to=1),
            "",
            "Credible contact by Manager 0 on 2 days within 90 days, or a new transaction, would lock it.",
        ),
        (one(P, to=1, policy=KEEP_OFF), "", "The keep rule on in the policy."),
        (one(F, owner=NOBODY, to=1), "", "A pin to another manager, or a ban of this one."),
    ],
)
def test_what_binds_and_what_would_change_it(proposal: Proposal, rule: str, lever: str) -> None:
    story = explain_client(proposal, 0)
    assert story.binding_rule == rule
    assert lever in story.levers
    assert story.locked == bool(rule)


def test_a_follower_is_freed_by_its_leader() -> None:
    base = builders.clients([0, 1], groups=["g", "g"])
    facts = builders.portfolio(base, builders.managers(2))
    story = explain_client(propose(facts, builders.evidence(facts, [P, C]), [0, 0]), 1)
    assert (story.code, story.binding_rule) == ("moved_holding", "together")
    assert story.levers == ("Unlock Client 0, or take the client out of the holding.",)


def test_an_only_choice_is_freed_by_a_ban_lifted() -> None:
    facts = builders.portfolio(
        builders.clients([0, 1]), builders.managers(2), rules=[Rule(RuleKind.BAN, 0, 1)]
    )
    story = explain_client(propose(facts, builders.evidence(facts, [C, C]), [0, 1]), 0)
    assert (story.binding_rule, story.options) == ("eligible", ())
    assert story.levers == ("Let more managers serve its segments, or lift a ban.",)


def test_a_lifted_lock_can_hold_again() -> None:
    facts = builders.portfolio(builders.clients([0, 1]), builders.managers(2))
    known = builders.evidence(facts, [P, C], {(0, 1): 0.9}, disputed={0: 1}, lifted=[0])
    story = explain_client(propose(facts, known, [1, 1]), 0)
    assert (story.code, story.disputed, story.rival_name) == ("moved_dispute", True, "Manager 1")
    assert (
        story.levers[0] == "The lock holds again once Manager 1 has less than 80% of the points of Manager 0."
    )


def test_a_transaction_runs_out() -> None:
    # Active for 180 days after a transaction: 12 March + 181 days = 9 September.
    facts = builders.portfolio(builders.clients([0, 1]), builders.managers(2))
    known = dated(builders.evidence(facts, [P, C]), {0: "2026-03-12"})
    story = explain_client(propose(facts, known, [0, 1]), 0)
    assert story.levers[0] == (
        "Without a new transaction by 9 Sep 2026 or credible contact within 90 days "
        "it goes dormant, unlocked."
    )


def test_an_excluded_client_has_a_short_story() -> None:
    proposal = one(State.EXCLUDED, to=NOBODY, excluded=[True, False])
    story = explain_client(proposal, 0)
    assert (story.state, story.manager_name, story.options, story.pain) == ("excluded", "", (), 0.0)


def test_a_position_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="position 2"):
        explain_client(one(C), 2)


def test_the_text_has_all_parts() -> None:
    proposal = one(C, to=1)
    text = render_story(explain_client(proposal, 0))
    head, reason, *rest = text.splitlines()
    assert head == "c0  Client 0"
    assert reason.startswith("Moves from Manager 0 to Manager 1: claimed only, no credible contact;")
    assert "State: claimed" in rest
    assert "  Manager 0: strength 0.00, 0 credible touches, last contact -, last transaction -" in rest
    assert "Other managers, exact effect of this single change:" in rest
    assert rest[-1].startswith("  Manager 0: score ")


def test_answers_turn_into_json() -> None:
    proposal = one(C, to=1)
    answers: tuple[Any, ...] = (
        explain_client(proposal, 0),
        why_not(proposal, 0, 0),
        *manager_changes(proposal),
    )
    for answer in answers:
        read = json.loads(json.dumps(asdict(answer), default=date.isoformat))
        assert read["client_idx" if "client_idx" in read else "manager_idx"] in (0, 1)


def test_the_russian_text_has_no_english_left() -> None:
    text = render_story(explain_client(one(C, to=1), 0, "ru"), "ru")
    assert "Состояние: числится" in text
    for word in ("State", "score", "touch", "strength", "Evidence", "target"):
        assert word not in text
