"""Ringing up clients to learn how much of a log is true: claims, samples, answers, estimates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Answer(StrEnum):
    """What the client said when rung up."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNREACHED = "unreached"  # or left blank: counts as not asked


@dataclass(frozen=True, slots=True)
class Claim:
    """One client that a manager's log says was contacted: what a call can confirm or refute.

    Only pairs with touches that count and are no transactions make a claim: transactions prove themselves.
    """

    client_idx: int
    manager_idx: int
    stratum: str  # claims are drawn from each stratum of a manager in proportion
    num_touches: int
    last_touch: date


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimated share with its confidence interval, all 0..1; without any answer 0..1 around 0.5."""

    share: float
    low: float
    high: float
    confidence: float


@dataclass(frozen=True, slots=True)
class ManagerPlan:
    """How many claims of one manager to ring up, of how many, and how wide the interval may get at worst."""

    manager_idx: int
    num_claims: int
    num_calls: int
    margin: float  # half the width of the interval in the worst case, 0..1


@dataclass(frozen=True, slots=True)
class Draw:
    """A drawn sample: plans by manager and the claims to ring up, in the order of the call sheet."""

    plans: tuple[ManagerPlan, ...]
    claims: tuple[Claim, ...]
    seed: int
    confidence: float
    as_of: date


@dataclass(frozen=True, slots=True)
class ManagerEstimate:
    """What the answers say about one manager's log: the share of false claims."""

    manager_idx: int
    num_claims: int
    num_confirmed: int
    num_refuted: int
    num_unreached: int
    false_share: Interval


@dataclass(frozen=True, slots=True)
class StateChange:
    """A client whose state, dispute or strength the audit changed."""

    client_idx: int
    manager_idx: int  # whose claim was answered
    answer: Answer
    state_before: str
    state_after: str
    strength_before: float  # of the audited manager
    strength_after: float
    disputed_before: bool = False
    disputed_after: bool = False
