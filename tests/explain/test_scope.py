"""What is said of clients that the rule scope or a wider keep rule leaves where they are."""

from __future__ import annotations

from typing import Any

from assigner.evidence.model import State
from assigner.explain import explain_client, explain_clients, render_why_not, why_not
from assigner.policy import Policy
from assigner.portfolio import NOBODY
from tests import builders
from tests.explain.cases import propose

C, D, F = State.CLAIMED, State.DORMANT, State.FREE


def proposal(policy: dict[str, Any], state: State = C) -> Any:
    """c0 of m0 goes to m2, c1 of m1 stays, c2 is free and goes to m2."""
    facts = builders.portfolio(builders.clients([0, 1, NOBODY]), builders.managers(3))
    rules = {"loss_cap": {"enabled": False}} | policy
    known = builders.evidence(facts, [C, state, F])
    return propose(facts, known, [2, 1, 2], Policy.model_validate({"rules": rules}))


SCOPE = {"scope": {"givers": ["m0"], "receivers": ["m2"]}}


def test_the_code_and_the_sentence_name_the_scope() -> None:
    reasons = explain_clients(proposal(SCOPE))
    assert reasons.code.tolist() == ["moved_claimed", "kept_scope", "assigned_free"]
    assert reasons.text[1] == "Stays with Manager 1: the scope of this plan leaves it where it is."


def test_the_scope_binds_and_can_be_widened() -> None:
    story = explain_client(proposal(SCOPE), 1)
    assert (story.locked, story.binding_rule) == (True, "scope")
    assert story.levers == (
        "Name its owner among the givers in rules.scope, and one who may have it among the receivers.",
    )


def test_why_not_says_which_rule_would_break_and_how() -> None:
    answer = why_not(proposal(SCOPE), 1, 2)
    assert answer.verdict.endswith("It would break these rules: scope.")
    shown = render_why_not(answer)
    assert "the clients of Manager 1 (m1) are not to change hands" in shown
    towards = why_not(proposal(SCOPE), 0, 1)
    assert [found.message for found in towards.alone.breaks] == [
        "Client 0 (c0) is given to Manager 1 (m1), who is not to receive clients"
    ]


def test_dormant_clients_are_kept_where_the_policy_says_so() -> None:
    """Unlocked, the same client is told by the balance."""
    keep = {"keep": {"states": ["proven", "active", "dormant"]}}
    locked, loose = explain_clients(proposal(keep, D)), explain_clients(proposal({}, D))
    assert locked.code[1] == loose.code[1] == "kept_dormant"
    assert locked.text[1].endswith("and the policy keeps such clients.")
    assert "policy" not in loose.text[1]


def test_kept_dormant_clients_are_freed_by_a_ban_or_by_the_policy() -> None:
    keep = {"keep": {"states": ["proven", "active", "dormant", "claimed"]}}
    story = explain_client(proposal(keep, D), 1)
    assert story.binding_rule == "keep"
    assert "A ban of the owner, or a pin to somebody else." in story.levers
    assert explain_clients(proposal(keep)).code[1] == "kept_claimed"
