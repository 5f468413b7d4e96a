"""Tax ids that are wrong, were repaired, or stand on several cards."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from assigner.identity.model import Identity, Validity
from assigner.portfolio import BoolArray, IntArray, StrArray
from assigner.quality.facts import Facts, blanks
from assigner.quality.model import Check, Finding


def tax_id_codes(identity: Identity) -> IntArray:
    """One number per valid tax id, -1 where a card has none."""
    usable = np.isin(identity.tax_id_validity, (Validity.VALID, Validity.PADDED))
    codes = np.full(len(identity), -1, dtype=np.int32)
    codes[usable] = pd.factorize(identity.tax_id[usable])[0]
    return codes


def check_tax_ids(facts: Facts, junk: BoolArray) -> Iterator[Finding]:
    """Invalid ids, ids with their zeros put back, ids on several cards; not where the cell is junk."""
    identity, texts = facts.identity, facts.clients.tax_id
    invalid = (identity.tax_id_validity == Validity.INVALID) & ~junk
    yield facts.client_finding(Check.INVALID_TAX_ID, "tax_id", invalid, texts)
    padded = (identity.tax_id_validity == Validity.PADDED) & ~junk
    yield facts.client_finding(Check.PADDED_TAX_ID, "tax_id", padded, texts, identity.tax_id)
    codes = np.where(junk, -1, tax_id_codes(identity))
    others = other_cards(codes, facts.clients.client_id)
    shared = np.asarray(others != "", dtype=bool)
    yield facts.client_finding(Check.SHARED_TAX_ID, "tax_id", shared, texts, others)


def other_cards(codes: IntArray, client_id: StrArray) -> StrArray:
    """Per card the id of another one with the same code, the first in the table; "" where it is alone."""
    others = blanks(len(codes))
    at = np.flatnonzero(codes >= 0)
    order = at[np.argsort(codes[at], kind="stable")]
    if not len(order):
        return others
    _, start, size = np.unique(codes[order], return_index=True, return_counts=True)
    first = np.repeat(order[start], size)
    second = np.repeat(order[np.minimum(start + 1, len(order) - 1)], size)
    other = np.where(order == first, second, first)
    others[order] = np.where(np.repeat(size > 1, size), client_id[other], "")
    return others
