"""Which logged touches are believed, and why the others are not (model §2)."""

from __future__ import annotations

import numpy as np

from assigner.evidence.ages import AgeArray, with_clock
from assigner.evidence.gaming import burst, copied_summary, households, shared_phone
from assigner.evidence.model import Discard
from assigner.evidence.text import is_blank, text_lengths
from assigner.policy.model import EvidencePolicy
from assigner.portfolio import Activities, BoolArray, IntArray, Kind

DiscardArray = np.ndarray[tuple[int], np.dtype[np.int8]]

COUNTED = -1
"""Fate of a touch that counts."""

REASONS = tuple(Discard)
SAME_DAY = REASONS.index(Discard.SAME_DAY)

CONTACT_COLUMNS = ("contact_name", "contact_role", "contact_phone", "contact_email", "summary")
"""Columns that the rules on credibility ask for."""


def missing_columns(log: Activities) -> tuple[str, ...]:
    """The credibility columns that the export does not have at all, so that they can't be asked for."""
    return tuple(name for name in CONTACT_COLUMNS if getattr(log, name) is None)


def judge_touches(
    log: Activities, ages: AgeArray, group_idx: IntArray, policy: EvidencePolicy
) -> DiscardArray:
    """Position in `Discard` of the first reason against each touch, COUNTED where there is none.

    Transactions and what an audit verified are exempt from the rules on credibility and gaming; nothing is
    exempt from an audit that refuted it. The same-day rule compares touches that passed, so it comes later.
    """
    exempt = (log.kind == Kind.TRANSACTION) | (log.verified == 1)
    against = {Discard.FUTURE: ages < 0, Discard.REFUTED: log.verified == 0}
    against |= {reason: mask & ~exempt for reason, mask in _incredible(log, policy).items()}
    against |= {reason: mask & ~exempt for reason, mask in _gamed(log, ages, group_idx, policy).items()}
    fates: DiscardArray = np.full(len(log), COUNTED, dtype=np.int8)
    for position, reason in reversed(list(enumerate(REASONS))):
        if reason in against:
            fates[against[reason]] = position
    return fates


def _incredible(log: Activities, policy: EvidencePolicy) -> dict[Discard, BoolArray]:
    """What is missing in each touch, for the columns that exist."""
    missing: dict[Discard, BoolArray] = {}
    if log.contact_name is not None:
        missing[Discard.NO_CONTACT_NAME] = is_blank(log.contact_name)
    if log.contact_role is not None:
        missing[Discard.NO_CONTACT_ROLE] = is_blank(log.contact_role)
    ways = [is_blank(way) for way in (log.contact_phone, log.contact_email) if way is not None]
    if ways:
        missing[Discard.NO_PHONE_OR_EMAIL] = np.logical_and.reduce(ways)
    if log.summary is not None:
        missing[Discard.SHORT_SUMMARY] = text_lengths(log.summary) < policy.min_summary_chars
    return missing


def padded_touches(log: Activities, ages: AgeArray, group_idx: IntArray, policy: EvidencePolicy) -> BoolArray:
    """Whether a gaming rule speaks against each touch, whatever else is missing in it."""
    padded = np.zeros(len(log), dtype=bool)
    for mask in _gamed(log, ages, group_idx, policy).values():
        padded |= mask
    return padded


def _gamed(
    log: Activities, ages: AgeArray, group_idx: IntArray, policy: EvidencePolicy
) -> dict[Discard, BoolArray]:
    """The gaming rules over all touches that are neither transactions nor in the future."""
    rows = np.flatnonzero((log.kind != Kind.TRANSACTION) & (ages >= 0))
    manager, client = log.manager_idx[rows], log.client_idx[rows]
    found: dict[Discard, BoolArray] = {}
    if log.summary is not None:
        limit = policy.max_clients_per_summary
        found[Discard.COPIED_SUMMARY] = copied_summary(manager, client, log.summary[rows], limit)
    if log.contact_phone is not None:
        household = households(group_idx)[client]
        limit = policy.max_clients_per_phone
        found[Discard.SHARED_PHONE] = shared_phone(manager, household, log.contact_phone[rows], limit)
    against = {reason: _spread(mask, rows, len(log)) for reason, mask in found.items()}
    return against | {Discard.BURST: _rushed(log, rows, policy)}


def _rushed(log: Activities, rows: np.ndarray, policy: EvidencePolicy) -> BoolArray:
    """The burst rule over those of the rows that have a time of day."""
    timed = rows[with_clock(log, policy.time_zone)[rows]]
    found = burst(log.manager_idx[timed], log.occurred_at[timed], policy.max_touches_per_hour)
    return _spread(found, timed, len(log))


def _spread(mask: BoolArray, rows: np.ndarray, length: int) -> BoolArray:
    """A mask over some rows as a mask over all."""
    whole = np.zeros(length, dtype=bool)
    whole[rows] = mask
    return whole


def discard_counts(
    fates: DiscardArray, manager: IntArray, num_managers: int
) -> tuple[dict[str, int], dict[str, IntArray]]:
    """Discarded touches by reason, in total and per manager; only reasons that occur."""
    rows = fates != COUNTED
    cell = fates[rows].astype(np.int64) * num_managers + manager[rows]
    table = np.bincount(cell, minlength=len(REASONS) * num_managers).reshape(len(REASONS), num_managers)
    by_manager = {
        reason.value: counts.astype(np.int32)
        for reason, counts in zip(REASONS, table, strict=True)
        if counts.any()
    }
    return {name: int(counts.sum()) for name, counts in by_manager.items()}, by_manager
