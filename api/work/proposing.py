"""The job `propose`: a dataset, a policy and edits into an answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.files import Files
from api.jobs.model import Task
from api.work.bases import sources_of
from api.work.cases import CASES, DECIDED, READ, case_of
from api.work.keeping import Document, keep_answer
from api.work.solving import solved
from assigner.engine import propose
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.solution import OnProgress, Progress, SolverConfig
from scenarios.origin import Origin
from scenarios.runner import JobContext


def propose_job(task: Task, context: JobContext) -> Document:
    """Solve and keep the answer. Raises what `assigner.engine.propose` raises.

    The argument: dataset_id, decisions (of the base, as `case_of` takes them), policy, config, edits.
    """
    files, asked, tr = Files(task.data_dir), task.argument, Translator(task.language)
    origin = Origin(Policy.model_validate(asked["policy"]), tuple(asked["edits"]))
    dataset, decisions = asked["dataset_id"], asked["decisions"]
    with sources_of(files, dataset, decisions) as (base, sources):
        tables = case_of(files, dataset, origin.policy, decisions, tr=tr)
        case, config = origin.edited(tables, tr), config_of(asked["config"], task.workers)
        proposal = solved(task, context, teller(context), propose, case, config)
        facts = files.folder(CASES, dataset) / (DECIDED if decisions else READ)
        return keep_answer(task, proposal, origin, sources, tolerant=base.tolerant, facts=facts)


def config_of(asked: Mapping[str, Any], workers: int) -> SolverConfig:
    """The effort of a solve. With a work limit it has one worker, so that the answer repeats."""
    work_limit = asked.get("work_limit")
    return SolverConfig(
        time_limit=asked.get("time_limit"),
        work_limit=work_limit,
        seed=asked.get("seed", 0),
        workers=workers if work_limit is None else 1,
    )


def teller(context: JobContext) -> OnProgress:
    """Tells the progress of a solve as plain values."""

    def tell(progress: Progress, /) -> None:
        context.tell(
            {
                "phase": progress.phase,
                "seconds": progress.seconds,
                "score": progress.score,
                "bound": progress.bound,
                "gap": progress.gap,
            }
        )

    return tell
