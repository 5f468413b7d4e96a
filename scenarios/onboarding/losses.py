"""What donors have given away of their commission, and what the loss cap leaves them to give."""

from __future__ import annotations

import numpy as np

from assigner.portfolio import BoolArray, FloatArray, IntArray
from assigner.weights import commission_rates
from scenarios.onboarding.ground import Ground

ENOUGH = 0.25
"""Who has less than this part of the cap left gives nothing more: his rest would bind all the others."""


def lost_shares(ground: Ground, holder: IntArray) -> FloatArray:
    """Share of today's commission that each manager has given away, (managers,); 0 for who has none."""
    today, lost = _revenues(ground, holder)
    return np.divide(lost, today, out=np.zeros(len(lost)), where=today > 0)


def cap_left(ground: Ground, holder: IntArray, cap: float) -> tuple[BoolArray, float]:
    """Who may still give, (managers,), and the cap of the next search on what they have left.

    The engine's cap counts from what is left. Nobody loses more than `cap` of today's in all where the next
    search takes at most (cap x today - lost) / (today - lost); the least of these holds for all givers.
    """
    today, lost = _revenues(ground, holder)
    left = np.divide(cap * today - lost, today - lost, out=np.full(len(today), cap), where=today - lost > 0)
    may = left >= ENOUGH * cap
    return may, float(left[may & (today > 0)].min(initial=cap))


def _revenues(ground: Ground, holder: IntArray) -> tuple[FloatArray, FloatArray]:
    """Revenue of today's book, and of what is gone of it, of managers who are paid by it."""
    facts, length = ground.base.portfolio, ground.nobody + 1
    paid = commission_rates(facts.managers, ground.base.policy.managers) > 0
    paid[ground.nobody] = False
    revenue, gone = np.where(ground.served, facts.clients.revenue_12m, 0.0), holder != ground.owner
    today = np.bincount(ground.owner, weights=revenue, minlength=length)
    lost = np.bincount(ground.owner[gone], weights=revenue[gone], minlength=length)
    return np.where(paid, today, 0.0), np.where(paid, lost, 0.0)
