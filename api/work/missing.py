"""Which evidence a client's owner lacks, as codes; `api.services.datasets.texts` has the words."""

from __future__ import annotations

from typing import Any

import numpy as np

from assigner.evidence import Discard, State
from assigner.portfolio import NOBODY
from assigner.report.view import Facts

NO_LOG, NO_TOUCH, OLD, NO_SALE = "no_log", "no_touch", "only_old_touches", "no_transaction"
Counts = np.ndarray[Any, np.dtype[np.int64]]
MOST = 4
"""So many reasons are told, the most frequent first."""

_REASONS = tuple(reason.value for reason in Discard)


def missing_evidence(case: Facts) -> list[str]:
    """One text of codes by ";" for each client; "" where it is proven, free or excluded."""
    state = case.evidence.state
    counts, logged = _owners_touches(case)
    has_log = case.portfolio.activities is not None
    codes = [""] * len(state)
    for n in np.flatnonzero(np.isin(state, (State.ACTIVE, State.DORMANT, State.CLAIMED))).tolist():
        found = [] if state[n] == State.ACTIVE else _contact(counts[n], int(logged[n]), has_log)
        proof = [] if state[n] == State.DORMANT else [NO_SALE]
        codes[n] = ";".join([*found, *proof])
    return codes


def _contact(discarded: Counts, logged: int, has_log: bool) -> list[str]:
    """Why nothing shows that the owner works the client now."""
    if not has_log:
        return [NO_LOG]
    if not logged:
        return [NO_TOUCH]
    order = np.argsort(-discarded, kind="stable")[:MOST].tolist()
    reasons = [_REASONS[at] for at in order if discarded[at]]
    return [*reasons, *([OLD] if logged > discarded.sum() else [])]


def _owners_touches(
    case: Facts,
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Touches of the owner that don't count, by client and reason, and all that he logged, by client."""
    log, num = case.portfolio.activities, case.portfolio.num_clients
    if log is None:
        return np.zeros((num, len(_REASONS)), np.int64), np.zeros(num, np.int64)
    owner = case.portfolio.clients.owner_idx
    own = (log.manager_idx == owner[log.client_idx]) & (owner[log.client_idx] != NOBODY)
    fate = case.evidence.touch_discard
    out = own & (fate >= 0)
    cell = log.client_idx[out].astype(np.int64) * len(_REASONS) + fate[out]
    counts = np.bincount(cell, minlength=num * len(_REASONS)).reshape(num, len(_REASONS))
    return counts, np.bincount(log.client_idx[own], minlength=num)
