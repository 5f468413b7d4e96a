"""A job on a page: where it stands, the chart of the search, and a button that stops it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from api.errors import ApiError
from api.pages.calling import acting, call, tell
from api.pages.charts import Look, solving_chart
from api.pages.parts import notice
from api.pages.stopping import Words, of_a_search
from api.pages.texts import JOB_STATES
from api.pages.visit import SignedOutError, Visit
from api.services.jobs import cancel_job, get_job
from assigner.report.words import phase_word

EVERY_SECONDS = 1.0
FINAL = frozenset({"succeeded", "failed", "cancelled"})

OnEnd = Callable[[dict[str, Any]], Awaitable[None]]


class Following:
    """The panel of one job. The page stays usable: it asks once a second, in a thread."""

    def __init__(
        self,
        visit: Visit,
        job_id: str,
        on_end: OnEnd,
        *,
        chart: bool = True,
        stopping: Words = of_a_search,
    ) -> None:
        self.visit, self.job_id, self.on_end = visit, job_id, on_end
        self.stopping = stopping(visit.tr)
        say = visit.tr.gettext
        with ui.element("section").props('aria-live="polite"').classes("card"):
            self.line = ui.label(say("Waiting for its turn ...")).classes("text-lg")
            self.figures = ui.label("").classes("muted")
            look = Look(visit.tr, visit.dark)
            self.chart = ui.echart(solving_chart(look, [])).classes("w-full h-72") if chart else None
            self.stop = ui.button(self.stopping.button, on_click=acting(visit, self._stop))
            self.stop.props("outline")
        self.timer = ui.timer(EVERY_SECONDS, self._look)

    async def _look(self) -> None:
        try:
            job = await call(self.visit, get_job, self.job_id)
        except SignedOutError:
            ui.navigate.to("/sign-in")
            return
        except ApiError as error:
            self.timer.deactivate()
            tell(self.visit, error.document())
            return
        self._show(job)
        if job["state"] in FINAL:
            self.timer.deactivate()
            self.stop.set_visibility(False)
            await self.on_end(job)

    def _show(self, job: dict[str, Any]) -> None:
        say, progress = self.visit.tr.gettext, job["progress"] or {}
        self.line.set_text(say(JOB_STATES[job["state"]]))
        self.figures.set_text(_progress_words(self.visit, progress))
        if self.chart is not None and job["course"]:
            options = solving_chart(Look(self.visit.tr, self.visit.dark), job["course"])
            self.chart.options.update(options)
            self.chart.update()

    async def _stop(self) -> None:
        await call(self.visit, cancel_job, self.job_id)
        self.line.set_text(self.stopping.pressed)


def show_failure(visit: Visit, problem: dict[str, Any] | None) -> None:
    """Why a job gave nothing, with every place that is wrong."""
    if problem is None:
        notice(visit.tr.gettext("It was stopped before there was an answer."), "warn")
        return
    with notice(problem["detail"], "bad"):
        for place in problem.get("errors", [])[:100]:
            if place["message"] != problem["detail"]:
                ui.label(f"{place['where']}: {place['message']}" if place["where"] else place["message"])


def _progress_words(visit: Visit, progress: dict[str, Any]) -> str:
    tr = visit.tr
    parts = []
    if progress.get("phase"):
        parts.append(phase_word(tr, progress["phase"]))
    if progress.get("score") is not None:
        parts.append(tr.gettext("score {score}", score=tr.number(progress["score"], 2)))
    if progress.get("gap") is not None:
        parts.append(tr.gettext("at most {gap} from the best possible", gap=tr.percent(progress["gap"], 1)))
    if progress.get("seconds") is not None:
        parts.append(tr.gettext("{seconds} s", seconds=tr.number(progress["seconds"])))
    if progress.get("total"):
        parts.append(tr.gettext("{done} of {total}", done=progress.get("done", 0), total=progress["total"]))
    return " · ".join(parts)
