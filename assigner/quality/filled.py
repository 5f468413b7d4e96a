"""Which cells of the clients table are filled, column by column."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from assigner.policy.model import QualityPolicy
from assigner.portfolio import (
    NOBODY,
    STANDARD_DIMENSIONS,
    UNKNOWN,
    BoolArray,
    Clients,
    Portfolio,
    StrArray,
)
from assigner.quality.facts import CLIENTS

_TEXTS = ("client_id", "excluded_reason", "tax_id", "phone", "email", "contact_name")
_NUMBERS = ("potential", "revenue_12m", "open_deal_amount")
_PLACES = ("lat", "lon")
_IDS = {"manager_id": "owner_idx", "pinned_manager_id": "pinned_idx", "group_id": "group_idx"}
CANONICAL = (
    *("client_id", "name", "manager_id", "potential", "revenue_12m", "workload", "group_id"),
    *("excluded", "excluded_reason", "open_deal_amount", "open_deal_close", "pinned_manager_id"),
    *("lat", "lon", "tax_id", "phone", "email", "contact_name"),
)
"""Columns of clients beside the dimensions, in the order of docs/files.md."""


def client_columns(portfolio: Portfolio) -> tuple[str, ...]:
    """Meanings of the columns that the clients table has, in its order.

    Facts that come from no file have those columns in which anything is filled, and their dimensions.
    """
    told = tuple(column.meaning for column in portfolio.columns if column.table == CLIENTS and column.meaning)
    if told:
        return tuple(dict.fromkeys(told))
    used = [meaning for meaning in CANONICAL if is_filled(portfolio.clients, meaning).any()]
    return (*used, *portfolio.clients.dimensions)


def card_columns(portfolio: Portfolio, policy: QualityPolicy) -> tuple[str, ...]:
    """Columns that make a card complete (model §11): the policy's and the standard segments it has."""
    present = set(client_columns(portfolio))
    return tuple(name for name in (*policy.card, *STANDARD_DIMENSIONS) if name in present)


def filled_cells(portfolio: Portfolio, card: Sequence[str]) -> BoolArray:
    """Whether each cell of the card is filled, shape (N, columns)."""
    columns = [is_filled(portfolio.clients, meaning) for meaning in card]
    return np.stack(columns, axis=1) if columns else np.zeros((len(portfolio.clients), 0), dtype=bool)


def is_filled(clients: Clients, meaning: str) -> BoolArray:
    """Whether each client has something in a column.

    A number that is 0 says as little as a blank (model §1), nor does a name that repeats the id.
    """
    if meaning in clients.dimensions:
        return np.asarray(_labels(clients, meaning) != UNKNOWN, dtype=bool)
    if meaning in _IDS:
        return np.asarray(getattr(clients, _IDS[meaning]) != NOBODY, dtype=bool)
    if meaning in _TEXTS:
        return np.asarray(getattr(clients, meaning) != "", dtype=bool)
    if meaning == "name":
        return np.asarray((clients.name != "") & (clients.name != clients.client_id), dtype=bool)
    return _is_number_given(clients, meaning)


def _is_number_given(clients: Clients, meaning: str) -> BoolArray:
    """The same for columns of numbers, dates and yes or no."""
    if meaning == "potential" and clients.potential_source != "potential":
        return np.zeros(len(clients), dtype=bool)
    if meaning == "open_deal_close":
        return ~np.isnat(clients.open_deal_close)
    values = getattr(clients, meaning, None)
    if values is None:
        return np.zeros(len(clients), dtype=bool)
    return ~np.isnan(values) if meaning in _PLACES else np.asarray(values != 0, dtype=bool)


def num_distinct(clients: Clients, meaning: str, filled: BoolArray) -> int:
    """Different values among the filled cells of a column."""
    if meaning in clients.dimensions:
        return len(np.unique(clients.dimensions[meaning].codes[filled]))
    values = getattr(clients, _IDS.get(meaning, meaning), None)
    return 0 if values is None else len(pd.unique(values[filled]))


def _labels(clients: Clients, meaning: str) -> StrArray:
    dimension = clients.dimensions[meaning]
    return np.array(dimension.labels, dtype=object)[dimension.codes]
