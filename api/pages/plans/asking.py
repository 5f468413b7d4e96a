"""/proposals/new: the question of a new proposal, looked over before it is asked."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.naming import labels
from api.pages.parts import folded, heading, notice
from api.pages.plans.form import PolicyForm
from api.pages.texts import TITLES
from api.pages.unused import unused_name
from api.pages.visit import Visit, page
from api.services.datasets.reading import get_dataset
from api.services.policies import create_policy, get_default_policy, list_policies
from api.services.proposals import create_proposal, get_proposal, preflight_proposal
from assigner.i18n import Translator

POLICIES = 200
SHOWN = 6
"""Findings that are read before all others are unfolded; what can't hold comes first."""
DEFAULT = ""


@page("/proposals/new", operation="preflight_proposal", title=TITLES["asking"])
async def asking(visit: Visit, dataset: str, policy: str = DEFAULT, like: str | None = None) -> None:
    """The form over a base. It begins with the default policy, a named one, or that of another proposal."""
    say = visit.tr.gettext
    base = await call(visit, get_dataset, dataset)
    name = base["name"] or base["id"]
    heading(say("Ask for a proposal"), say("How shall {base} be divided?", base=name))
    start = await _start(visit, policy, like)
    if visit.may("list_policies"):
        await _choice(visit, dataset, policy, like)
    title = ui.input(say("Name of the proposal"), value=await unused_name(visit, name)).classes("w-72")
    form = PolicyForm(visit, start, visit.ctx.settings.max_time_limit)
    _Question(visit, dataset, title, form)


async def _start(visit: Visit, policy: str, like: str | None) -> dict[str, Any]:
    """The policy that the form begins with."""
    found: dict[str, Any]
    if like is not None:
        found = (await call(visit, get_proposal, like))["policy"]
    elif policy != DEFAULT:
        policies = (await call(visit, list_policies, limit=POLICIES))["items"]
        found = next((one["document"] for one in policies if one["id"] == policy), {})
    else:
        found = {}
    return found or await call(visit, get_default_policy)


async def _choice(visit: Visit, dataset: str, policy: str, like: str | None) -> None:
    say = visit.tr.gettext
    policies = (await call(visit, list_policies, limit=POLICIES))["items"]
    options = {DEFAULT: say("the default policy")} | labels(visit.tr, policies)
    if like is not None:
        options = {"=": say("that of the earlier proposal"), **options}

    def begin(event: Any) -> None:
        more = f"&policy={event.value}" if event.value else ""
        ui.navigate.to(f"/proposals/new?dataset={dataset}{more}")

    shown = "=" if like is not None else policy if policy in options else DEFAULT
    ui.select(options, value=shown, label=say("Begin with"), on_change=begin).classes("w-72")


class _Question:
    """What is done with the form: look over, ask, keep the policy under a name."""

    def __init__(self, visit: Visit, dataset: str, title: ui.input, form: PolicyForm) -> None:
        self.visit, self.dataset, self.title, self.form = visit, dataset, title, form
        say = visit.tr.gettext
        self.found = ui.element("div").props('aria-live="polite"')
        with ui.row().classes("items-end"):
            ui.button(say("Check before solving"), on_click=acting(visit, self._look)).props("outline")
            self.solve = ui.button(say("Solve"), on_click=acting(visit, self._ask)).props("unelevated")
        self.warned = False
        if visit.may("create_policy"):
            with (
                folded(say("Keep this policy under a name")),
                ui.row().classes("items-end"),
            ):
                self.policy_name = ui.input(say("Name of the policy"))
                ui.button(say("Keep"), on_click=acting(visit, self._keep)).props("outline")

    async def _findings(self) -> dict[str, Any]:
        self.found.clear()
        with self.found:
            ui.spinner()
        try:
            return await call(
                self.visit,
                preflight_proposal,
                dataset_id=self.dataset,
                policy=self.form.document(),
                config=self.form.config(),
            )
        finally:
            self.found.clear()

    async def _look(self) -> bool:
        """Show what is known before solving; whether an answer can exist at all."""
        answer = await self._findings()
        say = self.visit.tr.gettext
        with self.found:
            if not answer["findings"]:
                notice(say("Nothing speaks against it: no rule is known to be impossible."))
            for one in answer["findings"][:SHOWN]:
                _finding(self.visit.tr, one)
            if rest := answer["findings"][SHOWN:]:
                with folded(self.visit.tr.ngettext("{n} more note", "{n} more notes", len(rest))):
                    for one in rest:
                        _finding(self.visit.tr, one)
        return bool(answer["can_be_solved"])

    async def _ask(self) -> None:
        """Solve; where rules can't hold, only when asked once more, for the ways out."""
        if not self.warned and not await self._look():
            self.warned = True
            self.solve.set_text(self.visit.tr.gettext("Solve anyway, and look for ways out"))
            return
        made = await call(
            self.visit,
            create_proposal,
            dataset_id=self.dataset,
            name=self._name(),
            policy=self.form.document(),
            config=self.form.config(),
        )
        ui.navigate.to(f"/proposals/{made['id']}")

    async def _keep(self) -> None:
        name = self.policy_name.value.strip() or self._name()
        await call(self.visit, create_policy, name=name, document=self.form.document())
        ui.notify(self.visit.tr.gettext("The policy is kept."), type="positive")

    def _name(self) -> str:
        return str(self.title.value).strip() or self.visit.tr.gettext("Proposal")


def _finding(tr: Translator, one: dict[str, Any]) -> None:
    """What is known before solving: a rule that can't hold, or a note."""
    conflict, what = one["severity"] == "conflict", one["message"]
    words = tr.gettext("Can't hold: {what}", what=what) if conflict else tr.gettext("Note: {what}", what=what)
    notice(words, "bad" if conflict else "warn")
