"""Numbers and switches of the policy: any of them, what counts as work, who is kept, the ramp, the mode."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from pydantic import Field, JsonValue

from assigner.evidence.model import State
from assigner.i18n import Translator
from assigner.policy.parts import NonNegative, Share
from scenarios.base import Base
from scenarios.edits.base import EditBase, refused
from scenarios.edits.policy_change import changed_policy, policy_sentence
from scenarios.edits.standing import weights
from scenarios.edits.words import Words, joined

STATES = {
    State.PROVEN: "proven",
    State.ACTIVE: "active",
    State.DORMANT: "dormant",
    State.CLAIMED: "claimed",
    State.FREE: "free",
    State.EXCLUDED: "excluded",
}


class SetValue(EditBase):
    """Any number or rule of the policy, by its path."""

    kind: Literal["set"] = "set"
    path: str = Field(min_length=1, description="the place in the policy, as `rules.loss_cap.cap`")
    value: JsonValue = Field(description="the value; a part with keys replaces the whole part")

    def apply(self, base: Base, tr: Translator) -> Base:
        """The base with the value in its policy. Refuses unknown places and values that don't fit."""
        return changed_policy(base, {self.path: self.value}, tr)

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """From what to what."""
        return policy_sentence(before, after, tr)


class PolicyEdit(EditBase):
    """An edit that sets some values of the policy."""

    def changes(self) -> dict[str, Any]:
        """Value by dotted path; empty where the edit says nothing."""
        raise NotImplementedError

    def apply(self, base: Base, tr: Translator) -> Base:
        """The base with the values in its policy. Refuses an edit that says nothing."""
        changes = self.changes()
        if not changes:
            remedy = tr.gettext("give at least one of: {names}", names=", ".join(self._names()))
            raise refused(tr, ("kind", "", tr.gettext("nothing is changed"), remedy))
        return changed_policy(base, changes, tr)

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """From what to what."""
        return policy_sentence(before, after, tr)

    def given(self, part: str, *names: str) -> dict[str, Any]:
        """The fields that are given, under the same names in a part of the policy."""
        values = self.model_dump(mode="json", include=set(names))
        return {f"{part}.{name}": values[name] for name in names if values[name] is not None}

    def _names(self) -> list[str]:
        return [name for name in type(self).model_fields if name != "kind"]


class EvidenceRules(PolicyEdit):
    """Other rules of evidence: which touches are believed and what they are worth."""

    kind: Literal["evidence"] = "evidence"
    values: Mapping[str, JsonValue] = Field(
        min_length=1,
        description="key of the policy's part `evidence`, as `active_days` or `points.call`: value",
    )

    def changes(self) -> dict[str, Any]:
        """The values inside the part `evidence`."""
        return {f"evidence.{name}": value for name, value in self.values.items()}

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """From what to what, and how many clients are in which state now."""
        old, new = (_states(one) for one in (before, after))
        changes = [
            tr.gettext(
                "{name} from {before} to {after}",
                name=tr.gettext(STATES[state]),
                before=tr.number(old[state]),
                after=tr.number(new[state]),
            )
            for state in State
            if old[state] != new[state]
        ]
        states = Words(after, tr).changes(changes) if changes else tr.gettext("none changes")
        told = tr.gettext("Clients by state: {changes}.", changes=states)
        return joined(policy_sentence(before, after, tr), told)


class Keep(PolicyEdit):
    """Who stays with the owner in any case: states, pins, open deals."""

    kind: Literal["keep"] = "keep"
    enabled: bool | None = Field(None, description="false: nobody is kept, pins don't count either")
    states: tuple[Literal["proven", "active", "dormant", "claimed"], ...] | None = Field(
        None, description="states that lock a client to its owner; []: none"
    )
    pins: bool | None = Field(None, description="whether pinned clients go where they are pinned")
    open_deals: bool | None = Field(None, description="whether an open deal holds its client until the close")

    def changes(self) -> dict[str, Any]:
        """The values inside the part `rules.keep`."""
        return self.given("rules.keep", "enabled", "states", "pins", "open_deals")

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """From what to what, and how many clients are kept by their state."""
        kept = tr.gettext(
            "Clients kept by their state: {before} before, {after} now.",
            before=tr.number(_num_kept(before)),
            after=tr.number(_num_kept(after)),
        )
        return joined(policy_sentence(before, after, tr), kept)


class Ramp(PolicyEdit):
    """Another ramp for everybody who is new: the share in each step after the start date."""

    kind: Literal["ramp"] = "ramp"
    steps: tuple[Share, ...] | None = Field(
        None, min_length=1, description="share in each step; the last one stays"
    )
    step_months: int | None = Field(None, ge=1, description="length of one step in months")

    def changes(self) -> dict[str, Any]:
        """The values inside the part `managers`."""
        values = {"ramp": self.steps, "ramp_step_months": self.step_months}
        return {
            f"managers.{name}": list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
            if value is not None
        }

    def sentence(self, before: Base, after: Base, tr: Translator) -> str:
        """From what to what, and the weight of the team."""
        words = Words(after, tr)
        team = tr.gettext(
            "The weight of the team goes from {before} to {after}.",
            before=words.amount(float(weights(before).sum())),
            after=words.amount(float(weights(after).sum())),
        )
        return joined(policy_sentence(before, after, tr), team)


class Mode(PolicyEdit):
    """What is minimised first: one sum of the levels, one level after the other, the worst-off manager."""

    kind: Literal["mode"] = "mode"
    mode: Literal["weighted", "lexicographic"] | None = Field(
        None, description="weighted: one sum; lexicographic: one level after the other"
    )
    order: tuple[Literal["imbalance", "disruption", "fit"], ...] | None = Field(
        None, description="lexicographic: the levels, most important first"
    )
    worst_off_first: bool | None = Field(
        None, description="true: before all, the share of whoever is worst off is raised"
    )
    slack: Mapping[Literal["imbalance", "disruption", "fit", "worst_off"], NonNegative] = Field(
        default_factory=dict, description="level: per cent points it may give up for the next ones"
    )

    def changes(self) -> dict[str, Any]:
        """The values inside the part `objective`."""
        slack = {f"objective.slack.{level}": value for level, value in self.slack.items()}
        return self.given("objective", "mode", "order", "worst_off_first") | slack


def _states(base: Base) -> dict[State, int]:
    """Number of clients in each state."""
    counts = np.bincount(base.case().evidence.state, minlength=len(State))
    return {state: int(counts[state]) for state in State}


def _num_kept(base: Base) -> int:
    """Clients of managers who stay, in a state that locks them, without a dispute that lifts the lock."""
    keep, case = base.policy.rules.keep, base.case()
    owner = case.portfolio.clients.owner_idx
    states = [State[name.upper()] for name in keep.states]
    kept = np.isin(case.evidence.state, states) & ~case.evidence.lock_lifted & (weights(base)[owner] > 0)
    return int(np.count_nonzero(kept & keep.enabled))
