"""The nouns of the drift watch: what differs, what each course would bring, the rule and its advice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assigner.portfolio import IntArray
from assigner.verdict import PlanFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftRule:
    """When to leave a plan alone, to repair it, to plan again. Imbalance is in percent points (model §4).

    The advice is *leave* where everybody but a share `unserved` of the clients has a manager, no hard rule is
    broken, and one of three holds: at most `drifted` of the potential is not as planned and nobody came or
    left; today's imbalance is at most `worse` above the promised one; a new plan would gain less than
    `worth`. Else it is the repair with the smallest of the `budgets` (shares of the owned clients that may
    move) that brings at least `enough` of what a new plan would gain; without one it is a new plan, for which
    rules must give way first where they can't all hold on today's base. Bases that share less than
    `least_shared` of the smaller one are not compared at all.
    """

    drifted: float = 0.01
    unserved: float = 0.01
    worse: float = 1.0
    worth: float = 1.0
    enough: float = 0.6
    budgets: tuple[float, ...] = (0.01, 0.02, 0.05)
    least_shared: float = 0.5


class Fate(StrEnum):
    """What became of a client since the plan."""

    AS_PLANNED = "as_planned"
    NOT_CARRIED_OUT = "not_carried_out"  # the plan moves it, it still sits with its old owner
    ELSEWHERE = "elsewhere"  # with somebody that is neither its old owner nor its planned one, or nobody
    NEW = "new"  # the plan does not know it
    GONE = "gone"  # the plan has it, the base no longer


@dataclass(frozen=True, slots=True)
class ClientDrift:
    """One client that is not as planned. Manager ids are "" for nobody, potentials None where not known."""

    client_id: str
    name: str
    fate: Fate
    previous_manager_id: str  # before the plan
    planned_manager_id: str
    manager_id: str  # today
    potential_then: float | None
    potential: float | None


@dataclass(frozen=True, slots=True)
class PotentialDrift:
    """A client whose potential is another one today."""

    client_id: str
    name: str
    then: float
    now: float


@dataclass(frozen=True, slots=True)
class ManagerDrift:
    """A manager whose weight (model §1) is another one today; 0 for who is not there."""

    manager_id: str
    name: str
    weight_then: float
    weight: float

    @property
    def kind(self) -> str:
        """`come`, `left` or `share`."""
        if self.weight_then == 0:
            return "come"
        return "left" if self.weight == 0 else "share"


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that is not as planned. Clients are the served ones; `unserved` have no manager who stays.

    `drifted_share` is the potential of all clients not as planned and all changes of potential, over the
    larger of both bases' potentials (clients count one each where there is none).
    """

    clients: tuple[ClientDrift, ...]
    potentials: tuple[PotentialDrift, ...]
    managers: tuple[ManagerDrift, ...]
    clients_then: int
    clients_today: int
    shared: int
    planned_moves: int
    done_moves: int
    unserved: int
    drifted_share: float

    def count(self, fate: Fate) -> int:
        """Clients of one fate."""
        return sum(client.fate is fate for client in self.clients)


class CourseKind(StrEnum):
    """Divisions of the base that are compared."""

    PROMISED = "promised"
    TODAY = "today"
    REPAIR = "repair"
    REPLAN = "replan"


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One division and its figures by the checker; `figures` is None where rules or time allowed no answer.

    `moved_capacity` is the potential of the clients that change hands over that of all owned ones. `budget`
    is the share of clients that a repair may move; `reasons` say why there is no answer, `remedies` what
    would do. `bound` is a proven lower bound of the score, None where nothing was searched.
    """

    kind: CourseKind
    figures: PlanFigures | None
    moved_capacity: float = 0.0
    budget: float | None = None
    bound: float | None = None
    assignment: IntArray | None = None
    reasons: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()

    @property
    def imbalance(self) -> float:
        """Percent points (model §4), infinite without an answer."""
        return float("inf") if self.figures is None else self.figures.levels.imbalance


class AdviceKind(StrEnum):
    """What to do."""

    LEAVE = "leave"
    REPAIR = "repair"
    REPLAN = "replan"


class Because(StrEnum):
    """The clause of the rule that decided."""

    AS_PLANNED = "as_planned"
    STILL_FAIR = "still_fair"
    NO_GAIN = "no_gain"
    REPAIR_IS_ENOUGH = "repair_is_enough"
    REPAIR_IS_NOT_ENOUGH = "repair_is_not_enough"
    RULES_CONFLICT = "rules_conflict"  # no division of today's base keeps all the rules


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do and which clause of the rule says so; `budget` goes with a repair.

    `forced` where too many clients have no manager or a hard rule is broken: leaving was not open.
    """

    kind: AdviceKind
    because: Because
    forced: bool
    budget: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Drift:
    """The whole finding. `broken` are the hard rules that today's division breaks, in words."""

    plan_as_of: date
    as_of: date
    plan_sha256: str
    input_sha256: str
    policy_sha256: str
    rule: DriftRule
    differences: Differences
    broken: tuple[str, ...]
    promised: Course
    today: Course
    repairs: tuple[Course, ...]
    replan: Course
    advice: Advice

    @property
    def courses(self) -> tuple[Course, ...]:
        """All divisions compared: promised, today, repairs by budget, the new plan."""
        return (self.promised, self.today, *self.repairs, self.replan)
