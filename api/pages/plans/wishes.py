"""A policy as a few questions in plain words, and back: only what was answered differently is changed."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass, fields
from typing import Any

Policy = dict[str, Any]

STEPS = 3
"""The slider goes so many steps to either side of the default."""
BASE_WEIGHT, FACTOR = 20.0, 3.0
"""Points per per cent of imbalance at the middle of the slider, and how much a step changes them."""

KEEP_STATES = ("proven", "active", "dormant", "claimed")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the form shows. Shares are in per cent; None stands for no limit."""

    keep: tuple[str, ...]
    open_deals: bool
    fairness: int
    """From -3 (calm: few moves) to 3 (fair: even books)."""
    tolerance: float
    segment_tolerance: float
    loss_cap: float | None
    move_budget: float | None
    absorption: int | None
    worst_off_first: bool


def wishes_of(policy: Policy) -> Wishes:
    """What a policy says, as answers to the questions."""
    rules, balance = policy["rules"], policy["balance"]
    keep, cap, budget = rules["keep"], rules["loss_cap"], rules["move_budget"]
    absorption = rules["absorption"]
    return Wishes(
        keep=tuple(state for state in KEEP_STATES if keep["enabled"] and state in keep["states"]),
        open_deals=keep["enabled"] and keep["open_deals"],
        fairness=step_of(policy["objective"]["weights"]["imbalance"]),
        tolerance=_percent(balance["total_tolerance"]) or 0.0,
        segment_tolerance=_percent(balance["segment_tolerance"]) or 0.0,
        loss_cap=_percent(cap["cap"]) if cap["enabled"] else None,
        move_budget=_percent(budget["clients"]) if budget["enabled"] else None,
        absorption=absorption["clients"] if absorption["enabled"] else None,
        worst_off_first=policy["objective"]["worst_off_first"],
    )


def changed_policy(policy: Policy, wanted: Wishes) -> Policy:
    """The policy with what was answered differently; everything else stays as it was."""
    shown, made = wishes_of(policy), copy.deepcopy(policy)
    rules, balance = made["rules"], made["balance"]
    if (wanted.keep, wanted.open_deals) != (shown.keep, shown.open_deals):
        rules["keep"] |= {"enabled": True, "states": list(wanted.keep), "open_deals": wanted.open_deals}
    for field in fields(Wishes):
        value = getattr(wanted, field.name)
        if value == getattr(shown, field.name):
            continue
        if field.name == "fairness":
            made["objective"]["weights"]["imbalance"] = weight_of(value)
        elif field.name == "worst_off_first":
            made["objective"]["worst_off_first"] = value
        elif field.name in ("tolerance", "segment_tolerance"):
            balance["total_tolerance" if field.name == "tolerance" else "segment_tolerance"] = value / 100
        elif field.name in LIMITS:
            _limit(rules, field.name, value)
    return made


LIMITS = {"loss_cap": "cap", "move_budget": "clients", "absorption": "clients"}
"""Rules with a limit, and where it stands in them."""


def _limit(rules: Policy, name: str, value: float | None) -> None:
    if value is None:
        rules[name]["enabled"] = False
    else:
        rules[name] |= {"enabled": True, LIMITS[name]: value if name == "absorption" else value / 100}


def weight_of(step: int) -> float:
    """Points per per cent of imbalance at a step of the slider."""
    weight: float = BASE_WEIGHT * FACTOR**step
    return round(weight, 2)


def step_of(weight: float) -> int:
    """The step that comes nearest to a weight."""
    if weight <= 0:
        return -STEPS
    return max(-STEPS, min(STEPS, round(math.log(weight / BASE_WEIGHT, FACTOR))))


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 6)
