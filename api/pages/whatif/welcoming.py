"""The form of an onboarding: people, limits, and asking for the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nicegui import ui

from api.errors import ApiError
from api.pages.calling import acting, call
from api.pages.parts import notice, text
from api.pages.visit import Visit
from api.pages.whatif.choosing import effort_of, effort_select, policy_of, policy_select
from api.pages.whatif.ground import Ground
from api.pages.whatif.inputs import Inputs
from api.pages.whatif.people import ONE, Wrong, comings, first_person, person_fields, ramp_of
from api.pages.whatif.problems import Problem, problems_of
from api.services.studies import Coming, StudyWish, create_study
from assigner.errors import AssignerError

Raw = Mapping[tuple[str, ...], Any]


class People:
    """Everything that is filled in."""

    def __init__(self, visit: Visit, ground: Ground, dataset_id: str, who: str) -> None:
        self.visit, self.ground, self.dataset_id, self.who = visit, ground, dataset_id, who
        self.rows: list[Inputs] = []
        say = visit.tr.gettext
        self.problems = ui.element("div").props('role="alert"')
        text("h2", say("Who"))
        self.place = ui.element("div")
        self._add()
        if who != "leave":
            ui.button(say("One more person"), on_click=self._add).props("flat")
        self._limits()

    async def build(self) -> None:
        """The rest of the form, which needs lists of the service."""
        visit, say = self.visit, self.visit.tr.gettext
        with ui.row().classes("items-center card"):
            self.policy = await policy_select(visit)
            self.effort = effort_select(visit)
            ui.button(say("Plan it"), on_click=acting(visit, self._plan)).props("unelevated")

    def _add(self) -> None:
        fields = person_fields(self.visit.tr, self.who)
        with self.place, ui.element("div").classes("card"):
            self.rows.append(
                Inputs(self.visit, self.ground, ONE, fields, first_person(self.ground, self.who))
            )

    def _limits(self) -> None:
        """What the donors lose at most, and how fast newcomers grow."""
        self.cap = self.active = self.ramp = None
        if self.who == "leave":
            return
        say = self.visit.tr.gettext
        text("h2", say("What the others lose at most"))
        with ui.element("div").classes("card fields"):
            self.cap = ui.number(say("Of the commission, in per cent"), min=0, max=100)
            self.cap.props("outlined dense bottom-slots")
            self.cap.props["hint"] = say("blank: as the policy says; over all steps together")
            self.active = ui.checkbox(say("Clients that are worked but not proven may be taken too"))
            if self.who == "hire":
                self.ramp = ui.input(say("Ramp, in per cent of a fair share")).props(
                    "outlined dense bottom-slots"
                )
                self.ramp.props["hint"] = say("as 25 50 75 100; blank: as the policy says")

    async def _plan(self) -> None:
        self._clear()
        wish = self._wish()
        if wish is None:
            return
        try:
            made = await call(self.visit, create_study, wish)
        except (ApiError, AssignerError) as error:
            self._tell(problems_of(error))
            return
        ui.navigate.to(f"/onboarding/{made['id']}")

    def _wish(self) -> StudyWish | None:
        """What is asked for; None where the form says something impossible, which is told."""
        rows = [row.raw() for row in self.rows]
        if self.who == "leave":
            return self._leaver(rows[0].get(("manager",)))
        people, wrong = comings(self.visit.tr, self.who, rows)
        ramp = self._ramp()
        self._mark(wrong)
        if wrong or ramp is False:
            return None
        names = ", ".join(self.ground.manager(one.manager_id) if one.returns else one.name for one in people)
        return self._study(names, newcomers=tuple(people), ramp=ramp)

    def _leaver(self, manager_id: str | None) -> StudyWish | None:
        if not manager_id:
            self._mark([Wrong(0, "manager", self.visit.tr.gettext("must not be blank"))])
            return None
        name = self.visit.tr.gettext("{name} leaves", name=self.ground.manager(manager_id))
        return self._study(name, leaver=manager_id)

    def _study(
        self,
        name: str,
        *,
        newcomers: tuple[Coming, ...] = (),
        leaver: str | None = None,
        ramp: Any = None,
    ) -> StudyWish:
        cap = None if self.cap is None or self.cap.value is None else float(self.cap.value) / 100
        return StudyWish(
            kind="onboarding",
            name=name[:200],
            dataset_id=self.dataset_id,
            effort=effort_of(self.visit, self.effort.value, whole=True),
            newcomers=newcomers,
            leaver=leaver,
            ramp=ramp,
            loss_cap=cap,
            take_active=self.active is not None and bool(self.active.value),
            **policy_of(self.policy),
        )

    def _ramp(self) -> Any:
        """The ramp, None for the policy's, False where it can't be read, which is told."""
        if self.ramp is None:
            return None
        try:
            return ramp_of(self.ramp.value)
        except ValueError:
            self.ramp.error = self.visit.tr.gettext("must be numbers, as 25 50 75 100")
            return False

    def _clear(self) -> None:
        self.problems.clear()
        for row in self.rows:
            row.tell({})
        for widget in (self.cap, self.ramp):
            if widget is not None:
                widget.error = None

    def _mark(self, wrong: Sequence[Wrong]) -> None:
        for n, row in enumerate(self.rows):
            row.tell({(one.field,): one.text for one in wrong if one.row == n})

    def _tell(self, problems: Sequence[Problem]) -> None:
        """With one person a problem stands at its field, else above the form."""
        alone = self.rows[0] if len(self.rows) == 1 else None
        names = {"manager": "id"} if self.who == "hire" else {}
        for one in problems:
            path = (names.get(one.path[-1], one.path[-1]),) if one.path else ()
            if alone is not None and path in alone.told():
                alone.tell({path: one.text})
            else:
                with self.problems:
                    notice(one.text, "bad")
