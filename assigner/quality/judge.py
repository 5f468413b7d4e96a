"""All checks of a base, and their counts by column and by manager (model §11)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from assigner.evidence import Evidence
from assigner.identity.model import Identity
from assigner.policy import Policy
from assigner.portfolio import FloatArray, Portfolio
from assigner.quality.activities import check_activities
from assigner.quality.cards import check_cards
from assigner.quality.contacts import check_contacts
from assigner.quality.facts import Facts
from assigner.quality.filled import card_columns, filled_cells
from assigner.quality.junk import check_junk, junk_cells
from assigner.quality.model import Check, Finding, Quality
from assigner.quality.potential import check_potential
from assigner.quality.segments import check_segments
from assigner.quality.tallies import judge_columns, judge_managers, row_issues
from assigner.quality.tax_ids import check_tax_ids

_ORDER = {check: position for position, check in enumerate(Check)}


def judge_quality(portfolio: Portfolio, evidence: Evidence, identity: Identity, policy: Policy) -> Quality:
    """Find what is odd about a base that could be read; nothing of it changes a plan (model §11).

    `evidence` and `identity` must be those of this portfolio. Findings come in the order of `Check`, one for
    each kind and column, without empty ones; positions in the order of the table.
    """
    facts = Facts(portfolio, evidence, identity, policy)
    findings = tuple(sorted(filter(len, _findings(facts)), key=lambda found: _ORDER[found.check]))
    card = card_columns(portfolio, policy.quality)
    completeness = _completeness(portfolio, card)
    issues = row_issues(portfolio)
    return Quality(
        findings=findings,
        columns=judge_columns(portfolio, findings, issues),
        managers=judge_managers(portfolio, findings, issues, completeness),
        completeness=completeness,
        card=card,
    )


def _findings(facts: Facts) -> Iterator[Finding]:
    junk = junk_cells(facts)
    yield from check_segments(facts)
    yield from check_potential(facts)
    yield from check_tax_ids(facts, junk["tax_id"])
    yield from check_contacts(facts, junk)
    yield from check_cards(facts)
    yield from check_activities(facts)
    yield from check_junk(facts, junk)


def _completeness(portfolio: Portfolio, card: tuple[str, ...]) -> FloatArray:
    """Share of filled cells of each card; 1 where the table has no column of a card."""
    if not card:
        return np.ones(len(portfolio.clients))
    share: FloatArray = filled_cells(portfolio, card).mean(axis=1)
    return share
