"""What an explanation is made of: reason codes, stories of clients, effects of changes, flows of managers.

Only nouns; the other modules of the room make them. All parts but `Reasons` hold plain Python values, so
that they turn into JSON as they are. Money is a year's in the user's currency, levels and score in percent
(model §6).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assigner.portfolio import FloatArray, StrArray
from assigner.verdict import Levels, RuleBreak


class Reason(StrEnum):
    """Stable codes of why a client is where it is; docs/reasons.md says what each means."""

    EXCLUDED = "excluded"
    KEPT_PINNED = "kept_pinned"
    KEPT_PROVEN = "kept_proven"
    KEPT_ACTIVE = "kept_active"
    KEPT_OPEN_DEAL = "kept_open_deal"
    KEPT_SCOPE = "kept_scope"
    KEPT_HOLDING = "kept_holding"
    KEPT_ONLY_CHOICE = "kept_only_choice"
    KEPT_DISPUTED = "kept_disputed"
    KEPT_DORMANT = "kept_dormant"
    KEPT_CLAIMED = "kept_claimed"
    MOVED_PIN = "moved_pin"
    MOVED_LEAVER = "moved_leaver"
    MOVED_BAN = "moved_ban"
    MOVED_INELIGIBLE = "moved_ineligible"
    MOVED_HOLDING = "moved_holding"
    MOVED_DISPUTE = "moved_dispute"
    MOVED_APART = "moved_apart"
    MOVED_PROVEN = "moved_proven"
    MOVED_ACTIVE = "moved_active"
    MOVED_DORMANT = "moved_dormant"
    MOVED_CLAIMED = "moved_claimed"
    ASSIGNED_PIN = "assigned_pin"
    ASSIGNED_HOLDING = "assigned_holding"
    ASSIGNED_ONLY_CHOICE = "assigned_only_choice"
    ASSIGNED_WORKED = "assigned_worked"
    ASSIGNED_FREE = "assigned_free"


@dataclass(frozen=True, slots=True, eq=False)
class Reasons:
    """Why every client is where it is: code, sentence and p(i, x(i)) in money (model §5), each (N,)."""

    code: StrArray
    text: StrArray
    pain: FloatArray


@dataclass(frozen=True, slots=True)
class CellChange:
    """One balance cell of one manager before and after a change; `ratio` is load / attainable target.

    `travel` says that the loads are workload with travel in it.
    """

    goal: str
    dimension: str
    value: str
    manager_idx: int
    attainable: float
    load_before: float
    load_after: float
    violation_before: float
    violation_after: float
    travel: bool = False

    @property
    def ratio_before(self) -> float:
        """Load over attainable target, before."""
        return self.load_before / self.attainable

    @property
    def ratio_after(self) -> float:
        """Load over attainable target, after."""
        return self.load_after / self.attainable


@dataclass(frozen=True, slots=True)
class Pain:
    """The four parts of the sum of p (model §5), in money."""

    revenue_at_risk: float
    commission_at_stake: float
    fixed_cost: float
    evidence_mismatch: float

    @property
    def total(self) -> float:
        """The sum of p over all clients."""
        return self.revenue_at_risk + self.commission_at_stake + self.fixed_cost + self.evidence_mismatch


@dataclass(frozen=True, slots=True)
class Effect:
    """What giving some clients to a manager would do to the whole proposal, as the checker computes it.

    `cells` are all cells whose load changes, the most telling first.
    """

    client_idxs: tuple[int, ...]
    manager_idx: int
    score_before: float
    score_after: float
    levels_before: Levels
    levels_after: Levels
    pain_before: Pain
    pain_after: Pain
    breaks: tuple[RuleBreak, ...]
    cells: tuple[CellChange, ...]

    @property
    def score_delta(self) -> float:
        """How much the score would rise; above 0 is worse."""
        return self.score_after - self.score_before


@dataclass(frozen=True, slots=True)
class Holder:
    """The evidence of one manager with one client (model §2); `touches` counts the credible ones."""

    manager_idx: int
    name: str
    touches: int
    recent_days: int
    last_touch: date | None
    last_transaction: date | None
    strength: float


@dataclass(frozen=True, slots=True)
class ClientStory:
    """All there is to say of one client.

    `binding_rule` is the id of the hard rule that decides (`keep`, `together`, `eligible`, ...), "" where
    only the objective does. `levers` say in words what would change the answer. `options` are the exact
    effects of giving the client, with its holding where that rule binds, to other eligible managers: those
    that break no rule first, then the best score; empty for a client whose manager is fixed. `num_others`
    counts all such managers. `cards` are the ids of the cards that the client is made of, the main card
    first, and `claimants` the names of their owners; both are empty for a client of one card.
    """

    client_idx: int
    client_id: str
    name: str
    state: str
    disputed: bool
    rival_name: str
    owner_name: str
    manager_name: str
    code: str
    text: str
    pain: float
    locked: bool
    binding_rule: str
    binding_text: str
    evidence: tuple[Holder, ...]
    levers: tuple[str, ...]
    options: tuple[Effect, ...]
    num_others: int
    manager_names: tuple[str, ...]
    cards: tuple[str, ...] = ()
    claimants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What another manager for one client would mean, in exact figures and in one sentence.

    `alone` moves the client only; `together` moves it with the clients that the together rule ties to it,
    None where there are none.
    """

    client_idx: int
    client_name: str
    manager_idx: int
    alone: Effect
    together: Effect | None
    verdict: str
    manager_names: tuple[str, ...]
    client_names: tuple[str, ...]

    @property
    def effect(self) -> Effect:
        """The change that leaves the holding in one hand: the one the verdict speaks of."""
        return self.together or self.alone


@dataclass(frozen=True, slots=True)
class Flow:
    """Clients that changed hands, summed up; `commission` is at the rate of the manager in question."""

    clients: int = 0
    potential: float = 0.0
    revenue: float = 0.0
    commission: float = 0.0


@dataclass(frozen=True, slots=True)
class SegmentFlow:
    """What a manager lost and gained in one segment."""

    dimension: str
    value: str
    lost: Flow
    gained: Flow


@dataclass(frozen=True, slots=True)
class Exchange:
    """What went between a manager and one other; NOBODY and the name "" for clients that were free."""

    other_idx: int
    name: str
    flow: Flow


@dataclass(frozen=True, slots=True)
class ManagerChange:
    """What one manager lost and gained, in total, by segment, and to and from whom, the largest first."""

    manager_idx: int
    manager_id: str
    name: str
    lost: Flow
    gained: Flow
    segments: tuple[SegmentFlow, ...]
    lost_to: tuple[Exchange, ...]
    gained_from: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class TellingMove:
    """One move worth showing first; `value` as in model §5, `owner_name` "" where the client was free."""

    client_idx: int
    client_id: str
    client_name: str
    owner_name: str
    manager_name: str
    value: float
    code: str
    text: str
