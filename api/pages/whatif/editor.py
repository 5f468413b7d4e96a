"""The edits of one scenario: added, changed, moved and taken away; each change is kept at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nicegui import ui

from api.errors import ApiError, PreconditionFailed
from api.pages.calling import acting, call
from api.pages.parts import empty, notice, text
from api.pages.visit import Visit
from api.pages.whatif.fields import Field
from api.pages.whatif.form import EditForm
from api.pages.whatif.ground import Ground
from api.pages.whatif.problems import Problem, problems_of
from api.pages.whatif.words import edit_words, kind_options, kind_word
from api.services.scenarios import ScenarioWish, replace_scenario
from assigner.errors import AssignerError

Document = dict[str, Any]
Kinds = Mapping[str, Sequence[Field]]


class Editor:
    """The list of edits and the form of the one that is open."""

    def __init__(self, visit: Visit, ground: Ground, kinds: Kinds, scenario: Document) -> None:
        self.visit, self.ground, self.kinds, self.scenario = visit, ground, kinds, scenario
        self.form: EditForm | None = None
        text("h2", visit.tr.gettext("What is changed"))
        self.problems = ui.element("div").props('role="alert"')
        self.list = ui.element("ol").classes("edits")
        text("h2", visit.tr.gettext("Add a change"))
        with ui.element("div").classes("card"):
            self.kind = ui.select(
                kind_options(visit.tr),
                label=visit.tr.gettext("What changes"),
                with_input=True,
                on_change=self._open_new,
            )
            self.kind.classes("w-full").props("outlined")
            self.place = ui.element("div")
        self._show()

    async def save(self, edits: Sequence[Document], **changed: Any) -> bool:
        """Keep the edits; False where something is wrong, which is told at its field."""
        wish = {key: self.scenario[key] for key in ("name", "dataset_id", "policy")} | changed
        try:
            self.scenario = await call(
                self.visit,
                replace_scenario,
                self.scenario["id"],
                ScenarioWish(**wish, edits=list(edits)),
                if_match=self.scenario["etag"],
            )
        except PreconditionFailed:
            raise
        except (ApiError, AssignerError) as error:
            self._tell(problems_of(error))
            return False
        self._close()
        self._show()
        return True

    def _tell(self, problems: Sequence[Problem]) -> None:
        mine = [one for one in problems if self.form is not None and one.edit == self.form.at]
        left = [one for one in problems if one not in mine]
        if self.form is not None:
            self.form.tell(mine)
        self.problems.clear()
        with self.problems:
            for one in left:
                notice(self._where(one) + one.text, "bad")

    def _where(self, problem: Problem) -> str:
        edits = self.scenario["edits"]
        if problem.edit is None or problem.edit >= len(edits):
            return ""
        return f"{problem.edit + 1}. {kind_word(self.visit.tr, edits[problem.edit]['kind'])}: "

    def _open_new(self) -> None:
        if self.kind.value is not None:
            self._open(len(self.scenario["edits"]), {"kind": self.kind.value}, self.place)

    def _open(self, at: int, edit: Document, place: ui.element) -> None:
        """The form of one edit; `at` is its place in the list."""
        self._close()
        with place:
            self.form = EditForm(
                self.visit, self.ground, self.kinds[edit["kind"]], edit, at, self._keep, self._cancel
            )

    def _close(self) -> None:
        if self.form is not None:
            self.form.delete()
        self.form = None
        self.problems.clear()

    def _cancel(self) -> None:
        self.kind.set_value(None)
        self._close()
        self._show()

    async def _keep(self, edit: Document, at: int) -> None:
        edits = list(self.scenario["edits"])
        edits[at : at + 1] = [edit]
        if await self.save(edits):
            self.kind.set_value(None)
            with self.list:  # the form, whose button was pressed, is gone
                ui.notify(self.visit.tr.gettext("Kept."), type="positive")

    def _show(self) -> None:
        self.list.clear()
        with self.list:
            if not self.scenario["edits"]:
                with ui.element("li"):
                    empty(self.visit.tr.gettext("Nothing is changed yet: add the first change below."))
            for n, edit in enumerate(self.scenario["edits"]):
                with ui.element("li").classes("card"):
                    self._edit(n, edit)

    def _edit(self, n: int, edit: Document) -> None:
        say = self.visit.tr.gettext
        text("h3", f"{n + 1}. {kind_word(self.visit.tr, edit['kind'])}")
        sentences = self.scenario.get("sentences") or []
        if n < len(sentences):
            ui.label(sentences[n]).classes("edit-effect")
        for label, value in edit_words(self.visit.tr, self.ground, self.kinds[edit["kind"]], edit):
            ui.label(f"{label}: {value}").classes("muted small")
        place = ui.element("div")
        with ui.row().classes("gap-1"):
            self._button(say("Change"), n, acting(self.visit, lambda: self._change(n, edit, place)))
            if n:
                self._button(say("Earlier"), n, acting(self.visit, lambda: self._swap(n)))
            self._button(say("Take away"), n, acting(self.visit, lambda: self._remove(n)))

    def _button(self, title: str, n: int, act: Any) -> None:
        button = ui.button(title, on_click=act).props("flat dense")
        button.props["aria-label"] = f"{title}: {n + 1}"

    async def _change(self, n: int, edit: Document, place: ui.element) -> None:
        self.kind.set_value(None)
        self._open(n, edit, place)

    async def _swap(self, n: int) -> None:
        edits = list(self.scenario["edits"])
        edits[n - 1], edits[n] = edits[n], edits[n - 1]
        await self.save(edits)

    async def _remove(self, n: int) -> None:
        edits = self.scenario["edits"]
        await self.save([*edits[:n], *edits[n + 1 :]])
