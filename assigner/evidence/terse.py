"""Managers whose logged contacts fail for what is missing, not for what looks padded.

The rules on credibility (model §2) can't tell a busy honest seller with notes of ten letters from a hollow
record. Nobody's state is changed here; whoever reads the report learns that asking is the right next step.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from assigner.evidence.ages import ages_in_days, touch_days
from assigner.evidence.credibility import REASONS, padded_touches
from assigner.evidence.model import Discard, Evidence, State
from assigner.evidence.weigh import weigh_evidence
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY, Activities, BoolArray, IntArray, Kind, Portfolio

THIN = (
    Discard.NO_CONTACT_NAME,
    Discard.NO_CONTACT_ROLE,
    Discard.NO_PHONE_OR_EMAIL,
    Discard.SHORT_SUMMARY,
)
"""Reasons that say something is missing."""

FEWEST = 20
MOST_PADDED = 0.05
_THIN_CODES = [REASONS.index(reason) for reason in THIN]


@dataclass(frozen=True, slots=True)
class TerseWriter:
    """A manager most of whose contacts do not count for something missing, without a sign of padding.

    `num_thin` of `num_contacts` (touches that are no transactions); `reason` is the most frequent one;
    `num_clients` of the manager's clients would count as worked (proven or active) if these were believed.
    """

    manager_idx: int
    num_contacts: int
    num_thin: int
    reason: Discard
    num_clients: int


def terse_writers(portfolio: Portfolio, evidence: Evidence, policy: Policy) -> tuple[TerseWriter, ...]:
    """Who writes little, most contacts first.

    A manager is one when at least half and no fewer than 20 of the contacts lack something, at most one in
    20 looks padded, and believing them would make a difference. Empty without an activities table.
    """
    log = portfolio.activities
    if log is None:
        return ()
    ages = ages_in_days(touch_days(log, policy.evidence.time_zone), evidence.as_of)
    contact = (log.kind != Kind.TRANSACTION) & (ages >= 0)
    padded = padded_touches(log, ages, portfolio.clients.group_idx, policy.evidence)
    thin = contact & np.isin(evidence.touch_discard, _THIN_CODES) & ~padded
    contacts, thins, pads = (_by_manager(log, mask, portfolio) for mask in (contact, thin, contact & padded))
    chosen = (thins >= np.maximum(FEWEST, contacts / 2)) & (pads <= MOST_PADDED * contacts)
    if not chosen.any():
        return ()
    gained = _gained(portfolio, evidence, policy, thin & chosen[log.manager_idx])
    found = [
        TerseWriter(j, int(contacts[j]), int(thins[j]), _main_reason(evidence, log, thin, j), int(gained[j]))
        for j in np.flatnonzero(chosen & (gained > 0)).tolist()
    ]
    return tuple(sorted(found, key=lambda writer: (-writer.num_thin, writer.manager_idx)))


def _by_manager(log: Activities, mask: BoolArray, portfolio: Portfolio) -> IntArray:
    """Number of touches of each manager where `mask`."""
    return np.bincount(log.manager_idx[mask], minlength=portfolio.num_managers)


def _main_reason(evidence: Evidence, log: Activities, thin: BoolArray, manager_idx: int) -> Discard:
    codes = evidence.touch_discard[thin & (log.manager_idx == manager_idx)]
    return REASONS[int(np.bincount(codes).argmax())]


def _gained(portfolio: Portfolio, evidence: Evidence, policy: Policy, believed: BoolArray) -> IntArray:
    """Clients of each manager that would count as worked if these touches were believed, and do not now."""
    log = portfolio.activities
    if log is None:
        raise ValueError("there is no log to believe")
    verified = np.where(believed, np.int8(1), log.verified)
    other = weigh_evidence(
        replace(portfolio, activities=replace(log, verified=verified)), policy, as_of=evidence.as_of
    )
    worked = np.isin(other.state, (State.PROVEN, State.ACTIVE))
    owner = portfolio.clients.owner_idx
    new = worked & ~np.isin(evidence.state, (State.PROVEN, State.ACTIVE)) & (owner != NOBODY)
    return np.bincount(owner[new], minlength=portfolio.num_managers)
