"""Who writes little and may be honest: a hint, never a change of state."""

from __future__ import annotations

import pytest

from assigner.evidence import Discard, TerseWriter, terse_writers, weigh_evidence
from assigner.policy.model import Policy
from assigner.portfolio import Kind, Portfolio
from tests import builders
from tests.builders import AS_OF
from tests.evidence.cases import Touch, touch


def _base(touches: list[Touch], num_clients: int) -> Portfolio:
    """All clients are manager 0's; manager 1 owns nothing."""
    return builders.portfolio(
        builders.clients([0] * num_clients), builders.managers(2), builders.activities(touches)
    )


def _terse(touches: list[Touch], num_clients: int = 12) -> tuple[TerseWriter, ...]:
    portfolio = _base(touches, num_clients)
    evidence = weigh_evidence(portfolio, Policy(), as_of=AS_OF, today=AS_OF)
    return terse_writers(portfolio, evidence, Policy())


def _short(client: int, age: int, words: str = "price ok") -> Touch:
    """A call with everything but a long note; the note and the phone are the client's own."""
    return touch(client, 0, age, summary=f"{words} {client}", contact_phone=f"+7 495 000-00-{client:02d}")


def test_a_seller_of_few_words_is_named_with_what_believing_him_would_mean() -> None:
    # 12 clients with 2 calls each on different days within 90 days: 24 contacts, notes of 10 letters at most.
    # All lack the 15 characters. Believed, all 12 clients have two credible touches: active.
    touches = [_short(client, age) for client in range(12) for age in (5, 20)]
    assert _terse(touches) == (TerseWriter(0, 24, 24, Discard.SHORT_SUMMARY, 12),)


def test_a_padded_log_is_no_seller_of_few_words() -> None:
    # The same note on 12 clients is a copy, too short or not: nothing is left that is only short.
    touches = [
        touch(client, 0, age, summary="call", contact_phone=f"+7 495 000-00-{client:02d}")
        for client in range(12)
        for age in (5, 20)
    ]
    assert _terse(touches) == ()


@pytest.mark.parametrize(("num_clients", "named"), [(9, False), (10, True)])
def test_a_handful_of_short_notes_is_no_habit(num_clients: int, named: bool) -> None:
    # Two calls each: 9 clients make 18 contacts, below the 20 that make a habit; 10 make 20.
    touches = [_short(client, age) for client in range(num_clients) for age in (5, 20)]
    assert bool(_terse(touches)) is named


def test_short_notes_about_clients_worked_anyway_change_nothing() -> None:
    # Two long notes on each client make it active already: believing the short ones gains nobody.
    touches = [_short(client, age) for client in range(12) for age in (5, 20)]
    touches += [
        touch(client, 0, age, summary=f"talked about order number {client}-{age}")
        for client in range(12)
        for age in (6, 21)
    ]
    assert _terse(touches) == ()


def test_without_a_log_nobody_writes_little() -> None:
    portfolio = builders.portfolio(builders.clients([0]), builders.managers(1), None)
    evidence = weigh_evidence(portfolio, Policy(), as_of=AS_OF)
    assert terse_writers(portfolio, evidence, Policy()) == ()


def test_transactions_are_no_contacts() -> None:
    # 30 bare sales prove themselves; they are neither thin nor contacts.
    sales = [touch(client % 12, 0, client, Kind.TRANSACTION, summary="") for client in range(1, 31)]
    assert _terse(sales) == ()
