"""What each agreement and difference is worth, in bits: one bit doubles the odds of being one client.

Set by judgement of what a head of sales would take for proof (docs/duplicates.md), not learned from made-up
data. 2 bits are a score of 0.8, the policy's default for what is listed.
"""

from __future__ import annotations

import numpy as np

from assigner.duplicates.naming import Relation
from assigner.duplicates.tax_ids import TaxIds

TAX_IDS = {
    TaxIds.SILENT: 0.0,
    TaxIds.EXACT: 12.0,
    TaxIds.EQUAL: 8.0,
    TaxIds.EQUAL_WRONG: 4.0,
    TaxIds.NEAR: 5.0,
    TaxIds.UNLIKE: -2.0,
    TaxIds.OTHER: -6.0,
    TaxIds.TWO_FIRMS: -99.0,
}

NAMES = {
    Relation.UNKNOWN: -3.0,
    Relation.SAME: 4.0,
    Relation.SPELLED: 0.0,  # by similarity, below
    Relation.FAMILY: -6.5,  # sisters share phone and domain more often than not
    Relation.NUMBERED: -8.0,
}
SIMILARITY = ((0.6, -7.0), (0.7, -4.0), (0.8, -1.0), (0.85, 1.0), (0.9, 2.4), (0.95, 3.2), (1.0, 3.8))
"""Similarity of names with other words or typing mistakes -> bits, straight lines between."""

OTHER_FORM = -1.0  # ООО and АО
OTHER_KIND_OF_OWNER = -2.0  # a sole trader and a company

PHONE, OTHER_PHONE = 4.0, -1.2
EMAIL, PUBLIC_EMAIL = 4.0, 5.0
DOMAIN, OTHER_DOMAIN = 2.5, -1.0
CROWD = 1.5
"""Every doubling of the cards that share a phone, an e-mail or a domain takes that away."""

SEGMENTS = {"region": (1.0, -1.5), "industry": (0.5, -0.4)}
"""Dimension -> bits where it agrees (less for a value that most clients have), and where it differs."""

SAME_GROUP = -2.0
EXACT_AT_LEAST = 0.9
"""Score below which an equal valid tax id never falls."""

Bits = np.ndarray[tuple[int], np.dtype[np.float64]]


def score_of(bits: Bits) -> Bits:
    """Bits into a score of 0..1: odds of 2^bits to 1."""
    return np.asarray(1 / (1 + np.exp2(-bits)), dtype=np.float64)
