"""A job on a page: where it stands, the chart of the search, and a button that stops it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any

from nicegui import ui

from api.errors import ApiError
from api.pages.calling import acting, call, tell
from api.pages.charts import Look, solving_chart
from api.pages.parts import notice
from api.pages.stopping import Words, of_a_search
from api.pages.texts import JOB_STATES, PHASES, SEARCHED
from api.pages.visit import SignedOutError, Visit
from api.services.jobs import cancel_job, get_job
from assigner.i18n import Translator
from assigner.report.words import bound_number, phase_word

EVERY_SECONDS = 1.0
SEARCHING = "searching"
"""A phase that says less than what the search is about."""
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
        limit: float | None = None,
        stopping: Words = of_a_search,
    ) -> None:
        """`limit` is how many seconds the search may take, where that is known."""
        self.visit, self.job_id, self.on_end, self.limit = visit, job_id, on_end, limit
        self.stopping = stopping(visit.tr)
        say = visit.tr.gettext
        with ui.element("section").props('aria-live="polite"').classes("card"):
            self.line = ui.label(say("Waiting for its turn ...")).classes("text-lg")
            self.figures = ui.label("").classes("muted")
            look = Look(visit.tr, visit.dark)
            self.chart = ui.echart(solving_chart(look, [], limit)).classes("w-full h-72") if chart else None
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
        tr, progress = self.visit.tr, job["progress"] or {}
        elapsed = elapsed_seconds(job, self.visit.ctx.now())
        self.line.set_text(tr.gettext(JOB_STATES[job["state"]]))
        self.figures.set_text(progress_words(tr, progress, elapsed, self.limit))
        if self.chart is not None and job["course"]:
            options = solving_chart(Look(self.visit.tr, self.visit.dark), job["course"], self.limit)
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


def elapsed_seconds(job: dict[str, Any], now: datetime) -> float | None:
    """Seconds that a job has been at work; None before and afterwards."""
    if job["started_at"] is None or job["state"] != "running":
        return None
    return max(0.0, (now - datetime.fromisoformat(job["started_at"])).total_seconds())


def progress_words(
    tr: Translator, progress: dict[str, Any], elapsed: float | None, limit: float | None
) -> str:
    """Time, phase, score, bound and gap in one line."""
    parts = [time_words(tr, elapsed, limit), about_words(tr, progress)]
    if progress.get("phase") and not (parts[-1] and progress["phase"] == SEARCHING):
        parts.append(doing_words(tr, progress["phase"]))
    if progress.get("score") is not None:
        parts.append(tr.gettext("score {score}", score=tr.number(progress["score"], 2)))
    if progress.get("bound") is not None:
        bound = bound_number(tr, progress["bound"])
        parts.append(tr.gettext("no plan can be below {bound}", bound=bound))
    if progress.get("gap") is not None:
        parts.append(tr.gettext("at most {gap} from the best possible", gap=tr.percent(progress["gap"], 1)))
    if progress.get("total"):
        parts.append(tr.gettext("{done} of {total}", done=progress.get("done", 0), total=progress["total"]))
    return " · ".join(part for part in parts if part)


def time_words(tr: Translator, elapsed: float | None, limit: float | None) -> str:
    """How long it has been at work, of how long it may; "" where nobody knows."""
    if elapsed is None:
        return ""
    if limit is None:
        return tr.gettext("{seconds} s", seconds=tr.number(int(elapsed)))
    if elapsed > limit:
        return tr.gettext("the {limit} s are over, the answer is on its way", limit=tr.number(limit))
    return tr.gettext("{seconds} of {limit} s", seconds=tr.number(int(elapsed)), limit=tr.number(limit))


def doing_words(tr: Translator, phase: str) -> str:
    """What is being done: a phase of the search, or of a job around it."""
    return tr.gettext(PHASES[phase]) if phase in PHASES else phase_word(tr, phase)


def about_words(tr: Translator, progress: dict[str, Any]) -> str:
    """What the present search of an onboarding is about, and the day that it is for; "" elsewhere."""
    about = SEARCHED.get(progress.get("about", ""))
    if about is None:
        return ""
    day = progress.get("day")
    return f"{tr.date(date.fromisoformat(day))}: {tr.gettext(about)}" if day else tr.gettext(about)
