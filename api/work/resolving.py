"""The job `resolve`: a proposal and the decisions on its moves into a new answer that keeps them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from api.files import Files
from api.jobs.model import Task
from api.work.keeping import Document, keep_answer
from api.work.opening import FACTS, PROPOSALS, opened
from api.work.proposing import config_of, teller
from api.work.solving import solved
from assigner.i18n import Translator
from assigner.report.plain import write_json
from scenarios.decisions import Earlier, Surprise, resolve, resolved_document
from scenarios.origin.model import decision_of
from scenarios.runner import JobContext

RESOLVED = "resolved.json"
"""What changed against the parent and what keeping the rest is worth."""


def resolve_job(task: Task, context: JobContext) -> Document:
    """Solve again and keep the answer. Raises what `scenarios.decisions.resolve` raises.

    The argument: parent_id, decisions (all that stand, of its moves), config, most_changes. Tables, policy
    and edits are the parent's, out of its folder, whatever became of the dataset since.
    """
    files, asked, tr = Files(task.data_dir), task.argument, Translator(task.language)
    parent = files.folder(PROPOSALS, asked["parent_id"])
    decisions = tuple(decision_of(one) for one in asked["decisions"])
    with opened(parent, tr) as found:
        resolved = solved(
            task,
            context,
            teller(context),
            resolve,
            found.edited,
            Earlier.of(found.edited, found.assignment),
            decisions,
            config_of(asked["config"], task.workers),
            surprise=Surprise(most=asked.get("most_changes")),
        )
        return keep_answer(
            task,
            resolved.proposal,
            replace(found.origin, decisions=decisions),
            found.snapshot.sources,
            tolerant=found.snapshot.tolerant,
            facts=parent / FACTS,
            extra={RESOLVED: partial(write_json, resolved_document(resolved))},
        )
