"""What is balanced, how closely, and what counts most."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from assigner.i18n import Translator
from assigner.policy import TOTAL, Goal
from assigner.policy.parts import NonNegative
from scenarios.base import Base
from scenarios.edits.base import EditBase, refused
from scenarios.edits.finding import Finder
from scenarios.edits.policy_change import changed_policy, policy_sentence
from scenarios.edits.words import Words

DEFAULTS = ("total_tolerance", "workload_tolerance", "segment_tolerance")
"""Tolerances of the goals that hold where the policy names none of its own."""


class ChangeTolerance(EditBase):
    """How far from its target a cell may be at no cost."""

    kind: Literal["tolerance"] = "tolerance"
    tolerance: NonNegative = Field(description="deviation as a share: 0.05 is 5 %")
    goal: str = Field("", description="goal, as potential/region or potential/total; blank: all goals")

    def apply(self, base: Base, tr: Translator) -> Base:
        """The base with other goals. Refuses a goal that is not in force."""
        if self.goal:
            return _with_goal(base, self.goal, {"tolerance": self.tolerance}, tr)
        if base.policy.balance.goals is None:
            changes = {f"balance.{name}": self.tolerance for name in DEFAULTS}
            return changed_policy(base, changes, tr)
        goals = [goal.model_copy(update={"tolerance": self.tolerance}) for goal in base.policy.balance.goals]
        return changed_policy(base, {"balance.goals": _plain(goals)}, tr)

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """Every goal that changed."""
        return _goals_sentence(before, after, tr)


class ChangeWeight(EditBase):
    """How much a level counts in the score, or a goal among the goals."""

    kind: Literal["weight"] = "weight"
    weight: NonNegative = Field(description="level: points of score per per cent; goal: more than 0")
    level: Literal["imbalance", "disruption", "fit"] | None = Field(
        None, description="imbalance, disruption or fit"
    )
    goal: str = Field("", description="instead of a level: a goal, as potential/region or potential/total")

    def apply(self, base: Base, tr: Translator) -> Base:
        """The base with another weight. Refuses a goal that is not in force."""
        if (self.level is None) == (not self.goal):
            message = tr.gettext("it is not clear whose weight is meant")
            raise refused(
                tr, ("level", self.level or "", message, tr.gettext("give either `level` or `goal`"))
            )
        if self.level is not None:
            return changed_policy(base, {f"objective.weights.{self.level}": self.weight}, tr)
        return _with_goal(base, self.goal, {"weight": self.weight}, tr)

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """From what to what."""
        return policy_sentence(before, after, tr) if self.level else _goals_sentence(before, after, tr)


class SetGoals(EditBase):
    """Other goals: exactly these are balanced."""

    kind: Literal["goals"] = "goals"
    goals: tuple[Goal, ...] | None = Field(
        description="measure, dimension, tolerance and weight of each; null: the default goals"
    )

    def apply(self, base: Base, tr: Translator) -> Base:
        """The base with these goals. Refuses unknown dimensions, and goals given twice."""
        find = Finder(base, tr)
        for n, goal in enumerate(self.goals or ()):
            if goal.dimension != TOTAL:
                find.dimension(f"goals.{n}.dimension", goal.dimension)
        find.done()
        goals = None if self.goals is None else _plain(self.goals)
        return changed_policy(base, {"balance.goals": goals}, tr)

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """Every goal that changed."""
        return _goals_sentence(before, after, tr)


def goals_of(base: Base) -> tuple[Goal, ...]:
    """The goals in force."""
    clients = base.portfolio.clients
    return base.policy.balance.resolve(tuple(clients.dimensions), clients.workload is not None)


def _with_goal(base: Base, key: str, update: dict[str, Any], tr: Translator) -> Base:
    """The base with one goal changed; default goals become goals of its own."""
    goals = {goal.key: goal for goal in goals_of(base)}
    if key not in goals:
        remedy = Finder(base, tr).suggest(key, goals)
        raise refused(tr, ("goal", key, tr.gettext("there is no such goal"), remedy))
    goals[key] = goals[key].model_copy(update=update)
    return changed_policy(base, {"balance.goals": _plain(goals.values())}, tr)


def _plain(goals: Any) -> list[dict[str, Any]]:
    return [goal.model_dump(mode="json") for goal in goals]


def _goals_sentence(before: Base, after: Base, tr: Translator) -> str:
    old, new = ({goal.key: goal for goal in goals_of(base)} for base in (before, after))
    changes = [
        tr.gettext(
            "{name} from {before} to {after}", name=key, before=_told(old.get(key), tr), after=_told(goal, tr)
        )
        for key, goal in new.items()
        if goal != old.get(key)
    ]
    changes += [tr.gettext("{name} is no goal any more", name=key) for key in old if key not in new]
    if not changes:
        return tr.gettext("The policy says so already.")
    return tr.gettext("Goals: {changes}.", changes=Words(after, tr).changes(changes))


def _told(goal: Goal | None, tr: Translator) -> str:
    if goal is None:
        return tr.gettext("not balanced")
    tolerance = tr.percent(goal.tolerance, 0 if round(100 * goal.tolerance, 1) % 1 == 0 else 1)
    if goal.weight == 1:
        return tolerance
    return tr.gettext("{tolerance} with weight {weight}", tolerance=tolerance, weight=f"{goal.weight:g}")
