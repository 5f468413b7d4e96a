"""Whole cards: an owner nobody knows, half of it blank, excluded although it lives."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assigner.portfolio import BoolArray, StrArray
from assigner.quality.facts import Facts, blanks
from assigner.quality.filled import card_columns, filled_cells
from assigner.quality.model import Check, Finding

MIN_CARD = 4
"""Columns a card must have before it can be called incomplete: of two, one blank cell says little."""


def check_cards(facts: Facts) -> Iterator[Finding]:
    """Unknown owners, incomplete cards, excluded clients that are alive."""
    yield _unknown_owners(facts)
    yield _incomplete(facts)
    yield _excluded_but_alive(facts)


def _unknown_owners(facts: Facts) -> Finding:
    """Cards whose owner the managers table does not list."""
    team, owner = facts.portfolio.managers, facts.clients.owner_idx
    strange = np.append(~team.listed, False)[owner]  # NOBODY, -1, is the entry at the end
    ids = np.append(team.manager_id, "")[owner]
    return facts.client_finding(Check.UNKNOWN_OWNER, "manager_id", strange, ids)


def _incomplete(facts: Facts) -> Finding:
    """Cards of which half or more is blank; the detail names the blank columns."""
    card = card_columns(facts.portfolio, facts.policy.quality)
    filled = filled_cells(facts.portfolio, card)
    half = (len(card) >= MIN_CARD) & (2 * filled.sum(axis=1) <= len(card))
    headers = [facts.portfolio.header("clients", meaning) for meaning in card]
    details = blanks(len(filled))
    details[half] = _names_of_blanks(filled[half], headers)
    return facts.client_finding(Check.INCOMPLETE_CARD, "", half, blanks(len(filled)), details)


def _names_of_blanks(filled: BoolArray, headers: list[str]) -> StrArray:
    """The headers of each row's blank cells; few patterns fill many rows."""
    patterns, codes = np.unique(filled, axis=0, return_inverse=True)
    names = [", ".join(np.array(headers, dtype=object)[~row].tolist()) for row in patterns]
    return np.array(names, dtype=object)[codes.ravel()]


def _excluded_but_alive(facts: Facts) -> Finding:
    """Excluded cards with revenue, an open deal, or a manager who works them; the detail says which."""
    clients, evidence = facts.clients, facts.evidence
    worked = np.zeros(len(clients), dtype=bool)
    worked[evidence.pair_client[evidence.pair_active]] = True
    open_deal = (clients.open_deal_amount > 0) & (
        clients.open_deal_close >= np.datetime64(evidence.as_of, "D")
    )
    signs = [clients.revenue_12m > 0, open_deal, worked & evidence.from_activities]
    details = np.select(signs, ["revenue", "deal", "worked"], default="").astype(object)
    alive = clients.excluded & np.asarray(details != "", dtype=bool)
    reasons = clients.excluded_reason
    return facts.client_finding(Check.EXCLUDED_BUT_ALIVE, "excluded", alive, reasons, details)
