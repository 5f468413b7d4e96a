"""Clients with evidence of several managers, and which of them are no dispute, and why (model §2)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import numpy as np

from assigner.evidence.casefiles import CaseFile, CaseFiles
from assigner.evidence.model import Evidence
from assigner.policy.model import Policy
from assigner.portfolio import NOBODY, BoolArray, IntArray, Portfolio, StrArray
from assigner.weights import manager_weights


class Standing(StrEnum):
    """What a contested client is: disputed, or the first reason that it is not (model §2)."""

    DISPUTED = "disputed"
    EXCLUDED = "excluded"
    FREE = "free"  # nobody owns it, so nobody disputes it
    OWNER_LEAVES = "owner_leaves"  # it is given away in any case
    NO_RIVAL = "no_rival"  # nobody else with evidence stays
    WEAK_RIVALS = "weak_rivals"  # too few points beside the owner's, or too little strength


def num_sides(evidence: Evidence) -> IntArray:
    """How many managers have evidence with each client, (num_clients,)."""
    return np.bincount(evidence.pair_client, minlength=len(evidence.state)).astype(np.int32)


def contested_clients(evidence: Evidence) -> IntArray:
    """Clients with evidence of more than one manager, staying or not, in the order of the table."""
    return np.flatnonzero(num_sides(evidence) > 1).astype(np.int32)


def sides_of(
    portfolio: Portfolio, evidence: Evidence, policy: Policy, clients: Iterable[int]
) -> tuple[tuple[CaseFile, ...], ...]:
    """For each of these clients the files of everybody with evidence, the most points first."""
    files = CaseFiles(portfolio, evidence, policy)
    return tuple(files.of_client(int(client)) for client in clients)


def standings(portfolio: Portfolio, evidence: Evidence, policy: Policy, clients: IntArray) -> StrArray:
    """The `Standing` of each of these clients, one value per client given."""
    facts, owner = portfolio.clients, portfolio.clients.owner_idx
    stays = manager_weights(portfolio.managers, policy.managers, evidence.as_of) > 0
    cases = {
        Standing.DISPUTED: evidence.disputed,
        Standing.EXCLUDED: facts.excluded,
        Standing.FREE: owner == NOBODY,
        Standing.OWNER_LEAVES: ~stays[owner],
        Standing.NO_RIVAL: ~_has_rival(evidence, owner, stays),
    }
    found = np.select([mask[clients] for mask in cases.values()], list(range(len(cases))), default=len(cases))
    words: StrArray = np.array([*cases, Standing.WEAK_RIVALS], dtype=object)[found]
    return words


def _has_rival(evidence: Evidence, owner: IntArray, stays: BoolArray) -> BoolArray:
    """Clients with evidence of somebody who stays and is not the owner."""
    rival = stays[evidence.pair_manager] & (evidence.pair_manager != owner[evidence.pair_client])
    found = np.zeros(len(owner), dtype=bool)
    found[evidence.pair_client[rival]] = True
    return found
