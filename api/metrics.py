"""What Prometheus may fetch of one server process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from prometheus_client import CollectorRegistry, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)
"""Seconds: routing is to stay under 0.025, everything but uploads under 1."""

STATES = ("queued", "running", "succeeded", "failed", "cancelled")


class Metrics:
    """The figures of one process: requests by route template, never by address, and its jobs."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Histogram(
            "assigner_http_request_seconds",
            "Time until the answer to a request begins, by route.",
            ("method", "route", "status"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self._supervisor = Gauge(
            "assigner_supervisor_alive", "1 where this process runs jobs and does so.", registry=self.registry
        )
        ProcessCollector(registry=self.registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request. `status` is told as its class: 2xx, 4xx."""
        self._requests.labels(method, route, f"{status // 100}xx").observe(seconds)

    def supervised(self, alive: Callable[[], float]) -> None:
        """Ask this for the supervisor's life whenever somebody fetches."""
        self._supervisor.set_function(alive)

    def text(self, jobs: Mapping[str, int], oldest_queued: float) -> bytes:
        """Everything in Prometheus' text format, with the jobs in the database by state."""
        database = CollectorRegistry()
        database.register(_Jobs(jobs, oldest_queued))
        return generate_latest(self.registry) + generate_latest(database)


class _Jobs(Collector):
    """Jobs as they stand in the database: the same whichever process is asked."""

    def __init__(self, jobs: Mapping[str, int], oldest_queued: float) -> None:
        self._jobs, self._oldest = jobs, oldest_queued

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One gauge by state, one for the longest wait."""
        by_state = GaugeMetricFamily("assigner_jobs", "Jobs by state.", labels=["state"])
        for state in STATES:
            by_state.add_metric([state], self._jobs.get(state, 0))
        yield by_state
        yield GaugeMetricFamily(
            "assigner_jobs_oldest_queued_seconds", "How long the oldest queued job waits.", self._oldest
        )
