"""The columns of clients made of several cards: what adds up, what is largest, what the main card says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from assigner.duplicates.joining import Joined
from assigner.portfolio import (
    NOBODY,
    UNKNOWN,
    Activities,
    Answers,
    Clients,
    DateArray,
    Dimension,
    FloatArray,
    IntArray,
    StrArray,
)


def combine_clients(cards: Clients, joined: Joined) -> Clients:
    """The clients that the cards make, in the order of their main cards (model §1, merged cards).

    The owner is that of the main card, else of the next card that has one, until the evidence is weighed.
    """
    main = joined.main_idx
    revenue = _sum(cards.revenue_12m, joined)
    group_idx, group_ids = _groups(cards, joined)
    excluded = np.bincount(joined.client_idx, weights=~cards.excluded, minlength=len(main)) == 0
    reason = _said(cards.excluded_reason, joined)
    place = joined.first(~(np.isnan(cards.lat) | np.isnan(cards.lon)))
    return replace(
        cards,
        client_id=cards.client_id[main],
        name=_said(cards.name, joined),
        owner_idx=cards.owner_idx[joined.first(cards.owner_idx != NOBODY)],
        potential=revenue if cards.potential_source == "revenue" else _largest(cards.potential, joined),
        revenue_12m=revenue,
        workload=None if cards.workload is None else _largest(cards.workload, joined),
        group_idx=group_idx,
        group_ids=group_ids,
        excluded=excluded,
        excluded_reason=np.where(excluded | ~joined.of_several, reason, ""),
        open_deal_amount=_sum(cards.open_deal_amount, joined),
        open_deal_close=_latest_close(cards, joined),
        pinned_idx=cards.pinned_idx[joined.first(cards.pinned_idx != NOBODY)],
        lat=cards.lat[place],
        lon=cards.lon[place],
        dimensions=_dimensions(cards.dimensions, joined),
        row=None if cards.row is None else cards.row[main],
        tax_id=_said(cards.tax_id, joined),
        phone=_said(cards.phone, joined),
        email=_said(cards.email, joined),
        contact_name=_said(cards.contact_name, joined),
    )


def move_activities(log: Activities | None, joined: Joined) -> Activities | None:
    """The log with the touches of every card at its client."""
    if log is None:
        return None
    return replace(log, client_idx=joined.client_idx[log.client_idx].astype(log.client_idx.dtype))


def move_answers(answers: Answers | None, joined: Joined) -> Answers | None:
    """The answers of an audit about every card as answers about its client."""
    if answers is None:
        return None
    return replace(answers, client_idx=joined.client_idx[answers.client_idx])


def _sum(values: FloatArray, joined: Joined) -> FloatArray:
    total = np.bincount(joined.client_idx, weights=values, minlength=joined.num_clients)
    return total.astype(np.float64)


def _largest(values: FloatArray, joined: Joined) -> FloatArray:
    found = values[joined.main_idx]
    np.maximum.at(found, joined.client_idx[joined.others], values[joined.others])
    return found


def _said(column: StrArray, joined: Joined) -> StrArray:
    """What the main card says, where it is blank the next card."""
    return column[joined.first(np.asarray(column != "", dtype=bool))]


def _latest_close(cards: Clients, joined: Joined) -> DateArray:
    """The latest close of the cards with an open deal; of all cards where none has one."""
    has_deal = cards.open_deal_amount > 0
    some_deal = np.bincount(joined.client_idx, weights=has_deal, minlength=joined.num_clients) > 0
    counts = has_deal | ~some_deal[joined.client_idx]
    days = np.where(counts, cards.open_deal_close, np.datetime64("NaT", "D"))
    latest = days[joined.main_idx]
    np.fmax.at(latest, joined.client_idx[joined.others], days[joined.others])
    return latest


def _groups(cards: Clients, joined: Joined) -> tuple[IntArray, tuple[str, ...]]:
    """Holdings of the clients, without holdings that nobody is left in."""
    group_idx = cards.group_idx[joined.first(cards.group_idx >= 0)]
    inside = np.flatnonzero(group_idx >= 0)
    used, number = np.unique(group_idx[inside], return_inverse=True)
    compact = group_idx.copy()
    compact[inside] = number
    return compact, tuple(cards.group_ids[group] for group in used.tolist())


def _dimensions(dimensions: Mapping[str, Dimension], joined: Joined) -> dict[str, Dimension]:
    return {name: _dimension(dimension, joined) for name, dimension in dimensions.items()}


def _dimension(dimension: Dimension, joined: Joined) -> Dimension:
    """Values of the clients, without values that no client has any more."""
    known = np.array([label != UNKNOWN for label in dimension.labels], dtype=bool)
    codes = dimension.codes[joined.first(known[dimension.codes])]
    used, compact = np.unique(codes, return_inverse=True)
    labels = tuple(dimension.labels[code] for code in used.tolist())
    return Dimension(dimension.name, labels, compact.astype(dimension.codes.dtype))
