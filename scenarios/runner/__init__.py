"""Many solves at once, here or on a cluster, behind one small protocol."""

from __future__ import annotations

from scenarios.runner.errors import ClusterLost, JobFailed, WorkerLost
from scenarios.runner.local import LocalRunner
from scenarios.runner.model import Job, JobContext, JobEvent, JobState, Runner
from scenarios.runner.opening import open_runner

__all__ = [
    "ClusterLost",
    "Job",
    "JobContext",
    "JobEvent",
    "JobFailed",
    "JobState",
    "LocalRunner",
    "Runner",
    "WorkerLost",
    "open_runner",
]
