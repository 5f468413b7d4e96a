"""Open deals: which clients are about to buy, for how much, and when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assigner.evidence.model import State
from assigner.generate.base import Base
from assigner.generate.spec import CompanySpec
from assigner.generate.vocabulary import Vocabulary
from assigner.portfolio import DateArray, FloatArray

_DEAL_SHARE = 0.15  # of the clients in work


@dataclass(frozen=True, slots=True, eq=False)
class Deals:
    """Amount (NaN where there is no deal) and expected close (NaT) per client."""

    amount: FloatArray
    close: DateArray


def make_deals(rng: np.random.Generator, spec: CompanySpec, words: Vocabulary, base: Base) -> Deals:
    """Draw deals that close 10 to 150 days after `as_of`."""
    count, step = len(base), words.potential_step
    has_deal = np.isin(base.state, (State.PROVEN, State.ACTIVE)) & (rng.random(count) < _DEAL_SHARE)
    amount = np.maximum(np.round(base.potential * rng.uniform(0.1, 0.5, count) / step), 1) * step
    close = np.datetime64(spec.as_of, "D") + rng.integers(10, 151, count).astype("timedelta64[D]")
    return Deals(
        amount=np.where(has_deal, amount, np.nan),
        close=np.where(has_deal, close, np.datetime64("NaT", "D")),
    )
