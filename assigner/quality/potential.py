"""Potentials that can hardly be true (model §11)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from assigner.portfolio import UNKNOWN, Clients, FloatArray, IntArray
from assigner.quality.facts import Facts, number_texts
from assigner.quality.model import Check, Finding

MIN_CLIENTS = 8
"""Positive potentials a segment must have to tell what is usual in it (model §11)."""


def check_potential(facts: Facts) -> Iterator[Finding]:
    """Potentials far from the median of their segment, or below the revenue of 12 months (model §11).

    Only those the table states: a blank or 0 says nothing. The detail is "above", "below" or "revenue" with
    the median or the revenue.
    """
    clients = facts.clients
    if clients.potential_source != "potential":
        return
    median, factor = segment_medians(clients), facts.policy.quality.outlier_factor
    given = clients.potential > 0
    details = np.full(len(clients), "", dtype=object)
    for word, bad, standard in (
        ("above", clients.potential > factor * median, median),
        ("below", clients.potential * factor < median, median),
        ("revenue", clients.potential < clients.revenue_12m, clients.revenue_12m),
    ):
        at = np.flatnonzero(bad & given)
        details[at] = [f"{word} {text}" for text in number_texts(standard[at])]
    bad = np.asarray(details != "", dtype=bool)
    values = np.full(len(clients), "", dtype=object)
    values[bad] = number_texts(clients.potential[bad])
    yield facts.client_finding(Check.IMPLAUSIBLE_POTENTIAL, "potential", bad, values, details)


def segment_medians(clients: Clients) -> FloatArray:
    """Median of the positive potentials of each client's segment, NaN where too few have one.

    Segments are tiers, else industries, else the base is one (model §11); who has no value is in none.
    """
    codes = _segments(clients)
    potential = pd.Series(clients.potential)[(codes >= 0) & (clients.potential > 0)]
    groups = potential.groupby(codes[potential.index])
    median = groups.median().where(groups.size() >= MIN_CLIENTS)
    return np.asarray(median.reindex(codes), dtype=np.float64)


def _segments(clients: Clients) -> IntArray:
    name = next((name for name in ("tier", "industry") if name in clients.dimensions), None)
    if name is None:
        return np.zeros(len(clients), dtype=np.int32)
    dimension = clients.dimensions[name]
    unknown = dimension.labels.index(UNKNOWN) if UNKNOWN in dimension.labels else -1
    return np.where(dimension.codes == unknown, -1, dimension.codes)
