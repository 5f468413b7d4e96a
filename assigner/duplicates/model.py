"""Cards that may be the same client."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from assigner.portfolio import BoolArray, FloatArray, IntArray


class Match(StrEnum):
    """What two cards have in common, or what speaks against them being one client."""

    SAME_TAX_ID = "same_tax_id"
    SIMILAR_TAX_ID = "similar_tax_id"  # one digit wrong or two swapped, and one of the ids is not valid
    SAME_PHONE = "same_phone"
    SAME_EMAIL = "same_email"
    SAME_DOMAIN = "same_domain"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    SAME_GROUP = "same_group"  # a holding: may be two firms of one owner
    OTHER_SEGMENT = "other_segment"  # the standard segments differ


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair of cards: positions (a before b in the table), score 0..1, reasons, and what speaks against.

    `name_similarity` is 0..1. `exact` means equal valid tax ids.
    """

    a_idx: int
    b_idx: int
    score: float
    reasons: tuple[Match, ...]
    name_similarity: float
    exact: bool


@dataclass(frozen=True, slots=True, eq=False)
class Duplicates:
    """All pairs worth a look, the highest score first; arrays of one length.

    `group` numbers the connected sets of cards: pairs with the same number belong together.
    """

    a_idx: IntArray
    b_idx: IntArray
    score: FloatArray
    name_similarity: FloatArray
    exact: BoolArray
    reasons: tuple[tuple[Match, ...], ...]
    group: IntArray

    def __len__(self) -> int:
        return len(self.a_idx)

    def __iter__(self) -> Iterator[Pair]:
        for n in range(len(self)):
            yield Pair(
                int(self.a_idx[n]),
                int(self.b_idx[n]),
                float(self.score[n]),
                self.reasons[n],
                float(self.name_similarity[n]),
                bool(self.exact[n]),
            )
