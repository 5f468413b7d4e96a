"""What is due on one day: fair shares, books, what newcomers miss and donors have too much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from assigner.portfolio import FloatArray, IntArray
from scenarios.onboarding.ground import Ground

CRUMB = 1e-9
"""A surplus below this part of the book is the noise of floats."""


@dataclass(frozen=True, slots=True, eq=False)
class Due:
    """Fair shares and books by potential, (managers,); the stand-in has neither a share nor a surplus."""

    fair: FloatArray
    book: FloatArray
    newcomers: IntArray
    tolerance: float

    @classmethod
    def of(cls, ground: Ground, day: date, holder: IntArray, tolerance: float) -> Due:
        """What is due on a day when `holder` has the clients."""
        return cls(ground.fair(day), ground.books(holder), ground.newcomers, tolerance)

    @property
    def missing(self) -> FloatArray:
        """What each newcomer misses of his target, (managers,)."""
        found = np.zeros(len(self.book))
        found[self.newcomers] = np.maximum(0.0, self.fair - self.book)[self.newcomers]
        return found

    @property
    def short(self) -> bool:
        """Whether a newcomer misses more than the tolerance."""
        return bool((self.missing > self.tolerance * self.fair).any())

    @property
    def surplus(self) -> FloatArray:
        """What everybody but newcomers and the stand-in has above a fair share, (managers,)."""
        found = self.book - self.fair
        found[found <= CRUMB * self.book] = 0.0
        found[self.newcomers], found[-1] = 0.0, 0.0
        return found
