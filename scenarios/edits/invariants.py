"""What every edit must leave in order; that it does not is a defect of the edit, not of its user."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np

from assigner.errors import InternalError
from assigner.portfolio import NOBODY, Clients, Managers, Portfolio, RuleKind

_AMOUNTS = ("potential", "revenue_12m", "workload", "open_deal_amount")


def check_facts(before: Portfolio, after: Portfolio) -> None:
    """Raise InternalError where facts don't fit together, or clients or managers are not those of before."""
    found = [*_ids(before, after), *_clients(after.clients, len(after.managers)), *_managers(after.managers)]
    found += _rules(after)
    if found:
        raise InternalError(f"an edit left the facts in disorder: {', '.join(found)}")


def _ids(before: Portfolio, after: Portfolio) -> Iterator[str]:
    if not np.array_equal(before.clients.client_id, after.clients.client_id):
        yield "other clients"
    known = len(before.managers)
    if not np.array_equal(before.managers.manager_id, after.managers.manager_id[:known]):
        yield "other managers"
    if len(set(after.managers.manager_id.tolist())) < len(after.managers):
        yield "a manager id twice"


def _clients(clients: Clients, num_managers: int) -> Iterator[str]:
    yield from _lengths(clients, len(clients))
    for name in ("owner_idx", "pinned_idx"):
        if not _within(getattr(clients, name), NOBODY, num_managers):
            yield name
    if not _within(clients.group_idx, -1, len(clients.group_ids)):
        yield "group_idx"
    for name in _AMOUNTS:
        column = getattr(clients, name)
        if column is not None and not (np.isfinite(column).all() and (column >= 0).all()):
            yield name
    for name, dimension in clients.dimensions.items():
        if len(dimension.codes) != len(clients) or not _within(dimension.codes, 0, len(dimension.labels)):
            yield f"dimension {name}"


def _managers(managers: Managers) -> Iterator[str]:
    yield from _lengths(managers, len(managers))
    if not (np.isfinite(managers.fte).all() and (managers.fte >= 0).all()):
        yield "fte"
    for name, lists in managers.eligible.items():
        if len(lists) != len(managers):
            yield f"eligible {name}"


def _rules(portfolio: Portfolio) -> Iterator[str]:
    for rule in portfolio.rules:
        to_manager = rule.kind in (RuleKind.BAN, RuleKind.PIN)
        most = len(portfolio.managers) if to_manager else len(portfolio.clients)
        if not (0 <= rule.a_idx < len(portfolio.clients) and 0 <= rule.b_idx < most):
            yield f"rule {rule.kind}"


def _lengths(table: Any, count: int) -> Iterator[str]:
    for spec in fields(table):
        value = getattr(table, spec.name)
        if isinstance(value, np.ndarray) and len(value) != count:
            yield spec.name


def _within(column: Any, first: int, end: int) -> bool:
    return bool(((column >= first) & (column < end)).all())
