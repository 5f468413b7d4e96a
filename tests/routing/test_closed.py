"""Managers who take nobody any more, by hand."""

from __future__ import annotations

import pytest

from assigner.i18n import Translator
from assigner.routing import Bar, Code, Ledger, NewClient, decide, describe
from tests import builders
from tests.routing.bases import case, plan_of, route


def ledger_of_two() -> Ledger:
    """Potential 60 + 60 with m0, 50 + 30 with m1: a new client goes to m1, who is behind."""
    return Ledger(plan_of(case([0, 0, 1, 1], builders.managers(2), potential=[60, 60, 50, 30])))


def test_a_new_client_goes_past_a_closed_manager() -> None:
    ledger = ledger_of_two()
    new = NewClient(potential=30)
    assert decide(ledger.plan, ledger, new).manager_id == "m1"
    decision = decide(ledger.plan, ledger, new, closed=["m1"])
    assert (decision.manager_id, decision.code, decision.barred) == (
        "m0",
        Code.ONLY_CHOICE,
        {Bar.CLOSED: 1},
    )


def test_with_everybody_closed_a_new_client_is_nobodys() -> None:
    ledger = ledger_of_two()
    decision = decide(ledger.plan, ledger, NewClient(potential=30), closed=["m0", "m1"])
    assert (decision.manager_id, decision.code, decision.barred) == (None, Code.NOBODY, {Bar.CLOSED: 2})
    assert "2 managers who take nobody any more" in describe(decision, ledger.plan, Translator("en"))


@pytest.mark.parametrize(("known", "whose"), [("c0", "m0"), ("c2", None)])
def test_known_clients_of_a_closed_manager_wait_for_the_head(known: str, whose: str | None) -> None:
    ledger = ledger_of_two()
    before = ledger.digest()
    decision = route(ledger, NewClient(client_id=known), closed=["m1"])
    assert decision.manager_id == whose
    assert ledger.digest() == before or whose  # nobody's client is booked nowhere
    if whose is None:
        assert decision.code is Code.CLOSED
        words = describe(decision, ledger.plan, Translator("en"))
        assert (
            words
            == "Known as c2 by its id; its owner takes nobody any more: Manager 1 (m1). The head decides."
        )


def test_who_was_routed_to_a_manager_before_it_closed_waits_too() -> None:
    ledger = ledger_of_two()
    new = NewClient(potential=30, tax_id="7707083893")
    assert route(ledger, new).manager_id == "m1"
    again = route(ledger, new, closed=["m1"])
    assert (again.manager_id, again.code) == (None, Code.CLOSED)
    assert route(ledger, new).code is Code.ROUTED_BEFORE  # opened again
