"""What the evidence says of every client-manager pair and of every client (model §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import IntEnum, StrEnum

import numpy as np

from assigner.portfolio import NOBODY, BoolArray, DateArray, FloatArray, IntArray


class State(IntEnum):
    """State of the relationship of a client with its owner (model §2)."""

    PROVEN = 0
    ACTIVE = 1
    DORMANT = 2
    CLAIMED = 3
    FREE = 4
    EXCLUDED = 5

    @property
    def label(self) -> str:
        """The word used in files: `proven`, `claimed`, ..."""
        return self.name.lower()


class Discard(StrEnum):
    """Why a logged touch does not count. A touch gets the first reason that applies, in this order."""

    FUTURE = "future"
    REFUTED = "refuted"
    NO_CONTACT_NAME = "no_contact_name"
    NO_CONTACT_ROLE = "no_contact_role"
    NO_PHONE_OR_EMAIL = "no_phone_or_email"
    SHORT_SUMMARY = "short_summary"
    COPIED_SUMMARY = "copied_summary"
    SHARED_PHONE = "shared_phone"
    BURST = "burst"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Evidence per pair (arrays of length P, sorted by client, then manager) and per client (length N).

    A pair is listed when it has at least one touch that counts (or, without an activities table, when the
    owner is taken on trust for revenue or an open deal). `pair_points` are decayed points, `pair_strength`
    is 1 - exp(-points / scale) in 0..1. `pair_num_recent` counts touches on different days within the
    activity window. `rival_idx` is the strongest disputing manager of a disputed client, else NOBODY.
    `lock_lifted` marks proven clients whose lock a proven rival lifts. `touch_discard` holds, per row of
    the activities table, -1 for a touch that counts, else the position of its reason in `Discard`.
    """

    as_of: date
    num_managers: int
    pair_client: IntArray
    pair_manager: IntArray
    pair_points: FloatArray
    pair_strength: FloatArray
    pair_num_recent: IntArray
    pair_last_touch: DateArray  # datetime64[D], NaT where none
    pair_last_transaction: DateArray
    pair_active: BoolArray
    pair_proven: BoolArray
    state: np.ndarray[tuple[int], np.dtype[np.int8]]
    owner_strength: FloatArray
    disputed: BoolArray
    rival_idx: IntArray
    lock_lifted: BoolArray
    touch_discard: np.ndarray[tuple[int], np.dtype[np.int8]]
    discarded: Mapping[str, int] = field(default_factory=dict)
    discarded_by_manager: Mapping[str, IntArray] = field(default_factory=dict)
    relaxed: tuple[str, ...] = ()  # evidence columns the export does not have at all
    from_activities: bool = True

    def __post_init__(self) -> None:
        for spec in fields(self):
            value = getattr(self, spec.name)
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    @property
    def pair_start(self) -> IntArray:
        """Where each client's pairs begin: those of client i are `pair_start[i]:pair_start[i + 1]`."""
        return np.searchsorted(self.pair_client, np.arange(len(self.state) + 1)).astype(np.int32)

    def pair(self, client_idx: int, manager_idx: int) -> int:
        """Position of a pair, or NOBODY where the manager has no evidence with this client."""
        first, last = np.searchsorted(self.pair_client, [client_idx, client_idx + 1])
        spot = first + int(np.searchsorted(self.pair_manager[first:last], manager_idx))
        found = spot < last and self.pair_manager[spot] == manager_idx
        return int(spot) if found else NOBODY

    def strength(self, client_idx: int, manager_idx: int) -> float:
        """Strength of one pair, 0 where there is no evidence."""
        spot = self.pair(client_idx, manager_idx)
        return 0.0 if spot == NOBODY else float(self.pair_strength[spot])
