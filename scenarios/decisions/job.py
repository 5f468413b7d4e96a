"""A re-solve as a job of a runner: one picklable argument, one small picklable result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from assigner.i18n import Translator
from assigner.solution import SolverConfig
from scenarios.base import Base
from scenarios.batch import engine_version
from scenarios.decisions.document import resolved_document
from scenarios.decisions.model import Decision, Earlier, Surprise
from scenarios.decisions.resolving import resolve
from scenarios.results import RunResult, result_of, run_key
from scenarios.runner import JobContext


@dataclass(frozen=True, slots=True, eq=False)
class ResolveTask:
    """What `resolve_job` is asked; `earlier` is an answer on `base.case()`."""

    base: Base
    earlier: Earlier
    decisions: tuple[Decision, ...]
    config: SolverConfig
    surprise: Surprise = field(default_factory=Surprise)
    language: str = "en"


@dataclass(frozen=True, slots=True, eq=False)
class ResolveResult:
    """The new answer as any other answer is kept, and what `resolved_document` says of the way there."""

    result: RunResult
    document: Mapping[str, Any]


def resolve_job(task: ResolveTask, context: JobContext) -> ResolveResult:
    """The job: `resolve`, in a process of its own. Raises what it raises."""
    resolved = resolve(
        task.base.case(),
        task.earlier,
        task.decisions,
        task.config,
        surprise=task.surprise,
        on_progress=context.tell,
        should_stop=context.should_stop,
        tr=Translator(task.language),
    )
    return ResolveResult(result_of(resolve_key(task), resolved.proposal), resolved_document(resolved))


def resolve_key(task: ResolveTask) -> str:
    """Hash of everything the answer depends on."""
    parts = {
        "run": run_key(task.base, task.config, engine_version(), task.earlier.assignment),
        "decisions": [asdict(decision) for decision in task.decisions],
        "surprise": asdict(task.surprise),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
