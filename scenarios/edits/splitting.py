"""Who gets which part of a book: whole pieces, the largest first, to whoever has the least for his share."""

from __future__ import annotations

import numpy as np

from assigner.portfolio import NOBODY, BoolArray, FloatArray, IntArray


def split_evenly(piece: IntArray, amount: FloatArray, allowed: BoolArray, share: FloatArray) -> IntArray:
    """Position of the receiver of each client, NOBODY where nobody may have it or all of its piece.

    `piece` numbers the clients that stay in one piece, `amount` is what is divided, `allowed` (clients,
    receivers) who may have which client, `share` > 0 how large a part each receiver should get. The largest
    piece goes first, to the receiver who then has the smallest amount for his share; on ties by
    the order given.
    """
    receiver = np.full(len(piece), NOBODY, dtype=np.int32)
    possible = np.flatnonzero(allowed.any(axis=1))
    _, first, number = np.unique(piece[possible], return_index=True, return_inverse=True)
    total = np.bincount(number, weights=amount[possible], minlength=len(first)).astype(np.float64)
    open_to = np.ones((len(first), len(share)), dtype=bool)
    np.logical_and.at(open_to, number, allowed[possible])
    receiver[possible] = _give_away(first, total, open_to, share)[number]
    return receiver


def _give_away(first: IntArray, total: FloatArray, open_to: BoolArray, share: FloatArray) -> IntArray:
    """Receiver of each piece. Of pieces without an amount everybody gets as many for his share."""
    receiver = np.full(len(total), NOBODY, dtype=np.int32)
    load, count = np.zeros(len(share)), np.zeros(len(share))
    for at in sorted(range(len(total)), key=lambda at: (-total[at], first[at])):
        options = np.flatnonzero(open_to[at]).tolist()
        if options:
            ranks = {one: ((load[one] + total[at]) / share[one], count[one] / share[one]) for one in options}
            receiver[at] = min(options, key=lambda one: (ranks[one], one))
            load[receiver[at]] += total[at]
            count[receiver[at]] += 1
    return receiver
