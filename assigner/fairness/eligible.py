"""Who may have which client, without a mask of clients x managers (model §1, E(i)).

Lists allow the same managers to all clients of the same segment values, so that a million clients have few
different sets E(i). Each distinct set is kept once, as a *kind*; n clients, K kinds, M managers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assigner.portfolio import BoolArray, FloatArray, IntArray

Positions = NDArray[np.integer]
"""Positions of clients or managers, any integer type."""

_CHUNK = 8192


@dataclass(frozen=True, slots=True, eq=False)
class Eligible:
    """The managers of client i are those of its kind: `kinds[kind[i]]`, (n,) into (K, M)."""

    kind: IntArray
    kinds: BoolArray

    @classmethod
    def of_mask(cls, mask: BoolArray) -> Eligible:
        """The same from a mask (n, M)."""
        packed = np.packbits(mask, axis=1)
        rows = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
        _, first, kind = np.unique(rows, return_index=True, return_inverse=True)
        return cls(kind.astype(np.int32), mask[first])

    def mask(self) -> BoolArray:
        """E(i) as a mask (n, M): large."""
        return self.kinds[self.kind]

    def row(self, client: int) -> BoolArray:
        """Managers of one client, (M,)."""
        mine: BoolArray = self.kinds[self.kind[client]]
        return mine

    def of(self, clients: Positions) -> Eligible:
        """The same for some of the clients, in this order."""
        return Eligible(self.kind[clients], self.kinds)

    def holds(self, clients: Positions, managers: Positions) -> BoolArray:
        """Whether each client may go to the manager at the same place."""
        found: BoolArray = self.kinds[self.kind[clients], managers]
        return found

    @property
    def count(self) -> IntArray:
        """How many managers each client may go to, (n,)."""
        return np.asarray(self.kinds.sum(axis=1)[self.kind], dtype=np.int32)

    @property
    def first(self) -> IntArray:
        """The first manager of each client, (n,); 0 where there is none."""
        return np.asarray(self.kinds.argmax(axis=1)[self.kind], dtype=np.int32)

    def narrowed(self, codes: IntArray, open_to: BoolArray) -> Eligible:
        """Without the managers that a client's value rules out; `open_to[code]` is (M,) for each value."""
        width = len(open_to)
        pairs, kind = np.unique(self.kind.astype(np.int64) * width + codes, return_inverse=True)
        return Eligible(kind.astype(np.int32), self.kinds[pairs // width] & open_to[pairs % width])

    def changed(self, clients: Positions, managers: Positions, allowed: bool) -> Eligible:
        """With these pairs allowed or forbidden."""
        touched, row = np.unique(clients, return_inverse=True)
        if not len(touched):
            return self
        mask = self.kinds[self.kind[touched]]
        mask[row, managers] = allowed
        own = Eligible.of_mask(mask)
        kind = self.kind.copy()
        kind[touched] = own.kind + len(self.kinds)
        return Eligible(kind, np.concatenate([self.kinds, own.kinds]))


@dataclass(frozen=True, slots=True, eq=False)
class Entitled:
    """Who may have which client, and the weights a (M,)."""

    eligible: Eligible
    weight: FloatArray

    def targets(self, amount: FloatArray, codes: IntArray, width: int) -> tuple[FloatArray, IntArray]:
        """T (C, M) of the values of a dimension, and how many managers may have any client of each (C,).

        T(c,j) = a(j) x sum over i in c with j in E(i) of m(i) / (sum of a over E(i)) (model §4), summed over
        the kinds of each value. Nobody claims a client whose E(i) is empty.
        """
        kinds, count = self.eligible.kinds, len(self.eligible.kinds)
        spots, group = np.unique(codes.astype(np.int64) * count + self.eligible.kind, return_inverse=True)
        code, kind = spots // max(1, count), spots % max(1, count)
        claimed = np.bincount(group, weights=amount, minlength=len(spots)) * self._claim()[kind]
        target, seen = np.zeros((width, len(self.weight))), np.zeros((width, len(self.weight)), dtype=bool)
        for first in range(0, len(spots), _CHUNK):
            part = slice(first, first + _CHUNK)
            values, starts = np.unique(code[part], return_index=True)
            mask = kinds[kind[part]]
            target[values] += np.add.reduceat(mask * claimed[part, np.newaxis], starts, axis=0)
            seen[values] |= np.logical_or.reduceat(mask, starts, axis=0)
        return target * self.weight, seen.sum(axis=1).astype(np.int32)

    def _claim(self) -> FloatArray:
        """1 / sum of a over E(i) by kind, (K,): what a unit of weight may claim; 0 where E(i) is empty."""
        held = np.zeros(len(self.eligible.kinds))
        for first in range(0, len(held), _CHUNK):
            part = slice(first, first + _CHUNK)
            held[part] = self.eligible.kinds[part] @ self.weight
        return np.divide(1.0, held, out=np.zeros(len(held)), where=held > 0)
