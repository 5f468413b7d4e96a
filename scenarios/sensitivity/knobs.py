"""The numbers of a policy that are turned, one at a time, and how far: half and double unless said.

Ranges are what heads of sales argue about, not what the model allows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.portfolio import Portfolio

Turn = Callable[[Any], Any]
"""A value of the policy turned to one side; the same value where it can't be."""


def times(factor: float, most: float = float("inf")) -> Turn:
    """So many times the number, at most `most`; whole numbers stay whole and above 0."""

    def turned(value: Any) -> Any:
        product = min(value * factor, most)
        return max(1, round(product)) if isinstance(value, int) else product

    return turned


def to(wanted: Any) -> Turn:
    """Always the same value, whatever it is now."""
    return lambda _: wanted


def goals_times(factor: float) -> Turn:
    """Every goal with so many times its tolerance."""
    return lambda goals: tuple(
        goal.model_copy(update={"tolerance": goal.tolerance * factor}) for goal in goals
    )


HALF, DOUBLE = times(0.5), times(2.0)


@dataclass(frozen=True, slots=True)
class Knob:
    """One number: its place in the policy, its two turns, and what a base must have for it to matter."""

    path: str
    low: Turn = HALF
    high: Turn = DOUBLE
    needs: str = ""  # "activities", "workload", "coordinates"

    def value(self, policy: Policy) -> Any:
        """Its value now."""
        found: Any = policy
        for name in self.path.split("."):
            found = getattr(found, name)
        return found

    def turned(self, policy: Policy, turn: Turn) -> Policy | None:
        """The policy with this number turned, checked again; None where nothing changes."""
        now = self.value(policy)
        wanted = turn(now)
        return None if wanted == now else _with(policy, self.path.split("."), wanted)


KNOBS = (
    Knob("balance.total_tolerance"),
    Knob("balance.workload_tolerance", needs="workload"),
    Knob("balance.segment_tolerance"),
    Knob("balance.goals", goals_times(0.5), goals_times(2.0)),
    Knob("balance.min_clients_per_manager"),
    Knob("objective.weights.imbalance"),
    Knob("objective.weights.disruption"),
    Knob("objective.weights.fit"),
    Knob("rules.loss_cap.cap", times(0.5), times(1.5, most=1.0)),
    Knob("rules.keep.states", to(()), to(("proven", "active"))),
    Knob("evidence.half_life_days", needs="activities"),
    Knob("evidence.transaction_half_life_days", needs="activities"),
    Knob("evidence.strength_scale", needs="activities"),
    Knob("evidence.active_days", needs="activities"),
    Knob("evidence.proven_days", needs="activities"),
    Knob("evidence.dispute_ratio", times(0.75), times(1.25), needs="activities"),
    Knob("disruption.kappa"),
    Knob("disruption.risk", high=times(2.0, most=1.0)),
    Knob("disruption.similarity_discount", to(0.0), to(1.0)),
    Knob("disruption.fixed_share"),
    Knob("managers.ramp_step_months"),
    Knob("managers.commission_rate"),
    Knob("fit.distance_weight", to(0.0), to(0.5), needs="coordinates"),
)


def knobs_for(portfolio: Portfolio, policy: Policy) -> tuple[Knob, ...]:
    """The knobs that can matter for a base: no half-life without a log, no tolerance that goals replace."""
    clients = portfolio.clients
    has = {
        "": True,
        "activities": portfolio.activities is not None,
        "workload": clients.workload is not None,
        "coordinates": bool((clients.lat == clients.lat).any()),
    }
    replaced = _REPLACED_BY_GOALS if policy.balance.goals is not None else ("balance.goals",)
    return tuple(knob for knob in KNOBS if has[knob.needs] and knob.path not in replaced)


_REPLACED_BY_GOALS = (
    "balance.total_tolerance",
    "balance.workload_tolerance",
    "balance.segment_tolerance",
)


def chosen_knobs(names: Sequence[str], possible: Sequence[Knob], tr: Translator) -> tuple[Knob, ...]:
    """The knobs of these names, all of them where none is named. Raises InputError for unknown names."""
    known = {knob.path: knob for knob in possible}
    unknown = [name for name in dict.fromkeys(names) if name not in known]
    if unknown:
        message = tr.gettext("there is no such number to turn for this base")
        remedy = tr.gettext("Use one of: {names}.", names=", ".join(known))
        raise InputError(
            Issue(Severity.ERROR, "unknown_knob", message, remedy, column="--knob", value=name)
            for name in unknown
        )
    return tuple(known[name] for name in dict.fromkeys(names)) or tuple(possible)


def _with(policy: Policy, path: list[str], value: Any) -> Policy:
    """The policy with another value at a place, validated as a whole."""
    content = policy.model_dump()
    part = content
    for name in path[:-1]:
        part = part[name]
    part[path[-1]] = value
    return Policy.model_validate(content)
