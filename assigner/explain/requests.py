"""Refuses questions about clients and managers that are not there."""

from __future__ import annotations

from assigner.errors import InputError, Issue, Severity
from assigner.portfolio import Portfolio


def require_client(portfolio: Portfolio, client_idx: int) -> None:
    """Raise InputError where there is no such client; a negative position is none."""
    if not 0 <= client_idx < portfolio.num_clients:
        raise _refusal("unknown_client", f"there is no client at position {client_idx}")


def require_served(portfolio: Portfolio, client_idx: int, manager_idx: int) -> None:
    """Raise InputError where there is no such client or manager, or nobody serves the client."""
    require_client(portfolio, client_idx)
    if not 0 <= manager_idx < portfolio.num_managers:
        raise _refusal("unknown_manager", f"there is no manager at position {manager_idx}")
    if portfolio.clients.excluded[client_idx]:
        name = str(portfolio.clients.client_id[client_idx])
        raise _refusal("client_excluded", f"client {name!r} is excluded: nobody serves it")


def _refusal(code: str, message: str) -> InputError:
    return InputError([Issue(Severity.ERROR, code, message)])
