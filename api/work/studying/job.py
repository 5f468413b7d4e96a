"""What the process of a study does: read the base, solve, write the study's folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from api.files import Files
from api.jobs.model import Task
from api.work.cases import case_of
from api.work.holding import kept_folder
from api.work.solving import cluster_of, local_runner
from api.work.studying.asking import StudyAsk, StudyKind
from api.work.studying.curves import draw_frontier, turn_numbers
from api.work.studying.keeping import shared_store, trim
from api.work.studying.model import ANSWERS, HANDOVER, Made, Means, document_name, page_name
from api.work.studying.onboarding import plan_people
from api.work.studying.progress import Board
from api.work.studying.scenarios import compare_scenarios
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.report.plain import write_json
from scenarios.base import base_of
from scenarios.runner import JobContext
from scenarios.store import Store

STUDIES = "studies"
"""Kind of folder that a study's results lie in."""

_MAKERS: Mapping[StudyKind, Callable[[StudyAsk, Means, Translator], Made]] = {
    "scenarios": compare_scenarios,
    "frontier": draw_frontier,
    "sensitivity": turn_numbers,
    "onboarding": plan_people,
}


def study(task: Task, context: JobContext) -> dict[str, Any]:
    """The headline figures; everything else is in `files/studies/<id>/`. Raises what the what-ifs raise.

    Answers of an attempt before are found in the store, so that a lost process costs one solve of each core.
    A study that is cancelled keeps what was found; without any answer it raises NoAnswer.
    """
    ask, files, tr = StudyAsk.model_validate(task.argument), Files(task.data_dir), Translator(task.language)
    board = Board(context)
    board.show("reading")
    policy = Policy.model_validate(ask.policy)
    base = base_of(case_of(files, ask.dataset_id, policy, ask.decisions, tr=tr))
    store = shared_store(task.data_dir)
    with cluster_of(task, tr) as cluster, local_runner(task.workers) as local:
        means = Means(base, cluster or local, store, board, context.should_stop, cluster=cluster)
        made = _MAKERS[ask.kind](ask, means, tr)
    with kept_folder(task, STUDIES) as folder:
        _write(made, folder)
    trim(task.data_dir, ask.store_mb)
    return {"figures": dict(made.figures), "stopped": context.should_stop()}


def _write(made: Made, folder: Path) -> None:
    for language, document in made.documents.items():
        write_json(document, folder / document_name(language))
    for language, page in made.pages.items():
        (folder / page_name(language)).write_text(page, encoding="utf-8", newline="\n")
    if made.handover:
        write_json(dict(made.handover), folder / HANDOVER)
    kept = Store(folder / ANSWERS)
    for result in made.answers:
        kept.put(result)
