"""Where jobs run: long ones and light ones each have slots of their own."""

from __future__ import annotations

from collections.abc import Callable

from api.jobs.kinds import kinds
from api.settings import Settings
from assigner.i18n import Translator
from scenarios.runner import Job, JobEvent, LocalRunner, Runner


class Lane:
    """Some kinds of jobs and the runner they share."""

    def __init__(self, names: frozenset[str], open_it: Callable[[], Runner]) -> None:
        self.names = names
        self.running = 0
        self._open_it = open_it
        self._runner: Runner | None = None

    @property
    def free(self) -> int:
        """How many jobs could begin now."""
        return max(0, self._open().slots - self.running)

    def submit(self, job: Job) -> None:
        """Begin a job."""
        self._open().submit(job)
        self.running += 1

    def cancel(self, job_id: str) -> None:
        """Ask a job to stop with what it has."""
        if self._runner is not None:
            self._runner.cancel(job_id)

    def poll(self) -> list[JobEvent]:
        """What happened since the last call."""
        events = self._runner.poll() if self._runner is not None else []
        self.running -= sum(event.state.is_final for event in events)
        return events

    def close(self) -> None:
        """Kill what still runs; `poll` tells of it once more."""
        if self._runner is not None:
            self._runner.close()

    def _open(self) -> Runner:
        if self._runner is None:
            self._runner = self._open_it()
        return self._runner


def open_lanes(settings: Settings) -> list[Lane]:
    """The lanes that the settings ask for; nothing is started before the first job."""
    every = kinds().values()
    light = frozenset(kind.name for kind in every if kind.light)
    heavy = frozenset(kind.name for kind in every) - light
    tr = Translator(settings.language)
    return [
        Lane(heavy, lambda: LocalRunner(settings.job_slots, attempts=1, preload=_preload(), tr=tr)),
        Lane(light, lambda: LocalRunner(1, attempts=1, preload=_preload(), tr=tr)),
    ]


def _preload() -> tuple[str, ...]:
    """What the fork server loads beside the engine, once for all jobs: where their functions are."""
    return ("api.work.entry", *sorted({kind.function.__module__ for kind in kinds().values()}))
