"""How much each donor gives and each newcomer gets: in proportion to surplus, before any client is chosen."""

from __future__ import annotations

import numpy as np

from assigner.portfolio import BoolArray, FloatArray
from scenarios.onboarding.ground import weighed_shares

ROUNDS = 200
"""Turns of the weights; a few are enough where few lists bind."""

CRUMB = 1e-12
"""Weight of who is to have nothing, as a part of the team's: too little for a cell (model §4)."""


def aims(
    book: FloatArray, missing: FloatArray, surplus: FloatArray, room: FloatArray, given: FloatArray
) -> FloatArray:
    """The books to aim at: the stand-in, who is last, gives first, then donors in proportion to `surplus`.

    `room` is what each could give, `given` what he gave already: it counts towards his part. All are
    potential, (managers,). Where all rooms are too small every newcomer gets the same part of what he
    misses.
    """
    need = float(missing.sum())
    gives = np.zeros(len(book))
    gives[-1] = min(float(room[-1]), need)
    given = np.maximum(0.0, given)
    most = np.minimum(room, np.maximum(0.0, surplus - given))
    gives[:-1] = _in_proportion(need - gives[-1], surplus[:-1], given[:-1], most[:-1])
    return np.asarray(book - gives + missing * min(1.0, float(gives.sum()) / need), dtype=np.float64)


def _in_proportion(need: float, surplus: FloatArray, given: FloatArray, room: FloatArray) -> FloatArray:
    """min(room, level x surplus - given), with the level at which that adds up to the need."""
    if room.sum() <= need:
        return room
    low, high = 0.0, 1.0
    for _ in range(100):
        level = (low + high) / 2
        gives = np.clip(level * surplus - given, 0.0, room)
        low, high = (level, high) if gives.sum() < need else (low, level)
    return np.asarray(np.clip(high * surplus - given, 0.0, room))


def weights_for(book: FloatArray, amount: FloatArray, entitled: BoolArray) -> FloatArray:
    """Weights under which the fair shares of all clients are these books, as near as the lists allow.

    The engine divides by weights: this lets it aim at a book that is not fair yet but planned. Scaling by
    turns (iterative proportional fitting); who is to have nothing keeps a crumb, so that he stays.
    """
    crumb = CRUMB * max(1.0, float(book.max()))
    weight = np.maximum(book, crumb)
    for _ in range(ROUNDS):
        share = weighed_shares(amount, entitled, weight)
        turn = np.divide(book, share, out=np.ones_like(book), where=(share > 0) & (book > crumb))
        weight = np.maximum(weight * turn, crumb)
        if np.abs(turn - 1).max() < 1e-6:
            break
    return np.asarray(np.maximum(weight / weight.max(), CRUMB), dtype=np.float64)
