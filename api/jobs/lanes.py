"""Where jobs run: long ones, light ones, and those for a cluster each have slots of their own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from time import monotonic

from api.jobs.kinds import kinds
from api.settings import Settings
from assigner.errors import AssignerError
from assigner.i18n import Translator
from scenarios.runner import ClusterLost, Job, JobEvent, JobState, LocalRunner, Runner
from scenarios.runner.opening import open_cluster

_log = logging.getLogger(__name__)

REOPENING = 15.0
"""Seconds between two tries to reach a cluster."""


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
        runner = self._ready()
        return 0 if runner is None or not self.names else max(0, runner.slots - self.running)

    def submit(self, job: Job) -> None:
        """Begin a job. Raises ClusterLost where there is nothing to run it on."""
        if self._runner is None:
            raise ClusterLost("no runner")
        self._runner.submit(job)
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

    def _ready(self) -> Runner | None:
        if self._runner is None:
            self._runner = self._open_it()
        return self._runner


class ClusterLane(Lane):
    """A lane on a Dask cluster, which is opened beside the supervisor's work and again where it was lost."""

    def __init__(self, names: frozenset[str], open_it: Callable[[], Runner]) -> None:
        super().__init__(names, open_it)
        self._opening: threading.Thread | None = None
        self._tried = -REOPENING

    def poll(self) -> list[JobEvent]:
        """What happened since the last call; a lost cluster is let go of."""
        events = super().poll()
        lost = [e for e in events if e.state is JobState.FAILED and isinstance(e.error, ClusterLost)]
        if lost and self._runner is not None and not self.running:
            self._runner.close()
            self._runner = None
        return events

    def _ready(self) -> Runner | None:
        opening = self._opening is not None and self._opening.is_alive()
        if self._runner is None and not opening and monotonic() - self._tried >= REOPENING:
            self._tried = monotonic()
            self._opening = threading.Thread(target=self._open, name="cluster", daemon=True)
            self._opening.start()
        return self._runner

    def _open(self) -> None:
        try:
            self._runner = self._open_it()
        except AssignerError as error:
            _log.warning("the cluster can't be used: %s", error)


def open_lanes(settings: Settings) -> list[Lane]:
    """The lanes that the settings ask for; nothing is started before the first job."""
    every = kinds().values()
    distant = frozenset(kind.name for kind in every if kind.cluster and settings.dask)
    light = frozenset(kind.name for kind in every if kind.light) - distant
    heavy = frozenset(kind.name for kind in every) - distant - light
    tr = Translator(settings.language)
    lanes = [
        Lane(heavy, lambda: LocalRunner(settings.job_slots, attempts=1, preload=_preload(), tr=tr)),
        Lane(light, lambda: LocalRunner(1, attempts=1, preload=_preload(), tr=tr)),
    ]
    if settings.dask:
        address = settings.dask
        lanes.append(ClusterLane(distant, lambda: open_cluster(address, attempts=1, tr=tr)))
    return lanes


def _preload() -> tuple[str, ...]:
    """What the fork server loads beside the engine, once for all jobs: where their functions are."""
    return ("api.work.entry", *sorted({kind.function.__module__ for kind in kinds().values()}))
