"""The job `prepare_route`: an approved answer into the plan that new clients are routed by."""

from __future__ import annotations

from pathlib import Path

from api.files import Files
from api.jobs.model import Task
from api.work.holding import kept_folder
from api.work.opening import load_answer
from assigner.i18n import Translator
from assigner.routing import RoutingPlan, from_bytes, routing_plan, to_bytes
from scenarios.runner import JobContext

ROUTING = "routing"
"""Kind of folder that routing plans lie in."""

PLAN = "plan"


def prepare_route_job(task: Task, context: JobContext) -> dict[str, int]:
    """Make the plan of the proposal `task.subject` and keep its bytes; gives what it holds.

    Takes half a minute for 100,000 clients. Raises InputError where the answer's folder is damaged, or where
    the answer gives a client to somebody who may not have it.
    """
    files, tr = Files(task.data_dir), Translator(task.language)
    context.tell({"phase": "open"})
    proposal = load_answer(files, task.subject, tr)
    context.tell({"phase": "routing plan"})
    plan = routing_plan(proposal, proposal.assignment, tr=tr)
    data = to_bytes(plan)
    with kept_folder(task, ROUTING) as new:
        (new / PLAN).write_bytes(data)
    return {"clients": len(plan.book), "managers": plan.num_managers, "bytes": len(data)}


def plan_file(files: Files, proposal_id: str) -> Path:
    """Where the bytes of a proposal's plan lie, once they do."""
    return files.folder(ROUTING, proposal_id) / PLAN


def read_plan(files: Files, proposal_id: str) -> RoutingPlan:
    """The plan of a proposal. Raises OSError where there is none, InputError where it is damaged."""
    return from_bytes(plan_file(files, proposal_id).read_bytes())
