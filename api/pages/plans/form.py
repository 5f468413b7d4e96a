"""The policy as a form in plain words."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.parts import folded, notice, text
from api.pages.plans.texts import CLIENT_STATES, KEEP
from api.pages.plans.wishes import KEEP_STATES, STEPS, Policy, Wishes, changed_policy, wishes_of
from api.pages.visit import Visit

DEFAULT_SECONDS = 60


class PolicyForm:
    """Shows a policy and gives it back with what was changed."""

    def __init__(self, visit: Visit, policy: Policy, most_seconds: float) -> None:
        self.visit, self.policy = visit, policy
        shown = wishes_of(policy)
        self._keeping(shown)
        self._balancing(shown)
        self._limiting(shown)
        self._trying(most_seconds)

    def document(self) -> Policy:
        """The policy as the form says."""
        return changed_policy(self.policy, self._wishes())

    def config(self) -> dict[str, Any]:
        """Seconds and seed."""
        return {
            "time_limit": float(self.seconds.value or DEFAULT_SECONDS),
            "seed": int(self.seed.value or 0),
        }

    def _wishes(self) -> Wishes:
        return Wishes(
            keep=tuple(state for state in KEEP_STATES if self.keep[state].value),
            open_deals=bool(self.deals.value),
            fairness=int(self.fairness.value),
            tolerance=float(self.tolerance.value or 0),
            segment_tolerance=float(self.segments.value or 0),
            loss_cap=_number(self.loss),
            move_budget=_number(self.budget),
            absorption=None if self.absorption.value is None else int(self.absorption.value),
            worst_off_first=bool(self.worst_off.value),
        )

    def _keeping(self, shown: Wishes) -> None:
        say = self.visit.tr.gettext
        text("h2", say("Who stays with the manager of today, always"))
        self.keep = {}
        with ui.element("fieldset").classes("plain"):
            text("legend", say("Clients that are ...")).classes("muted small")
            for state in KEEP_STATES:
                words = f"{say(CLIENT_STATES[state])}: {say(KEEP[state])}"
                self.keep[state] = ui.checkbox(words, value=state in shown.keep)
            self.deals = ui.checkbox(say("with an open deal, until it closes"), value=shown.open_deals)

    def _balancing(self, shown: Wishes) -> None:
        say = self.visit.tr.gettext
        text("h2", say("Even books, or few moves"))
        if self.policy["balance"]["goals"] is not None:
            notice(say("This policy names its own goals; the two tolerances below do not touch them."))
        with ui.row().classes("items-center w-full no-wrap").style("max-width: 640px"):
            ui.label(say("Calm: few moves")).classes("small text-no-wrap")
            self.fairness = ui.slider(min=-STEPS, max=STEPS, step=1, value=shown.fairness)
            self.fairness.props("markers snap").props["aria-label"] = say("From calm to fair")
            ui.label(say("Fair: even books")).classes("small text-no-wrap")
        with ui.row():
            self.tolerance = _percent(say("May differ from a fair share, %"), shown.tolerance)
            self.segments = _percent(say("The same in each segment, %"), shown.segment_tolerance)
        words = say("First of all raise the share of whoever is worst off")
        self.worst_off = ui.checkbox(words, value=shown.worst_off_first)

    def _limiting(self, shown: Wishes) -> None:
        say = self.visit.tr.gettext
        text("h2", say("Limits"))
        text("p", say("A blank field is no limit.")).classes("muted small")
        with ui.row():
            self.loss = _percent(say("Commission lost at most, %"), shown.loss_cap)
            self.budget = _percent(say("Clients that change hands at most, %"), shown.move_budget)
            self.absorption = ui.number(
                say("New clients for one manager at most"), value=shown.absorption, min=0, precision=0
            )
        for field in (self.loss, self.budget, self.absorption):
            field.classes("w-80").props("clearable")

    def _trying(self, most_seconds: float) -> None:
        say = self.visit.tr.gettext
        with folded(say("More: time and seed")), ui.row():
            limit = say("Seconds for the search")
            self.seconds = ui.number(limit, value=min(DEFAULT_SECONDS, most_seconds), min=1, max=most_seconds)
            self.seed = ui.number(say("Seed"), value=0, min=0, precision=0)
            self.seconds.classes("w-56")


def _percent(label: str, value: float | None) -> ui.number:
    return ui.number(label, value=value, min=0, max=100, step=1).classes("w-72")


def _number(field: ui.number) -> float | None:
    return None if field.value is None else float(field.value)
