"""Links: what can be done next with a thing that was just made or read."""

from __future__ import annotations

import re
from typing import Any

Document = dict[str, Any]

ID, JOB = "$response.body#/id", "$response.body#/job_id"
_WITH_JOB = {"job_id": JOB}
MADE: dict[str, dict[str, str]] = {
    "create_policy": {"policy_id": ID},
    "create_user": {"user_id": ID},
    "create_key": {"key_id": ID},
    "create_webhook": {"webhook_id": ID},
    "create_scenario": {"scenario_id": ID},
    "create_objection": {"objection_id": ID},
    "create_dataset": {"dataset_id": ID} | _WITH_JOB,
    "create_dataset_from_rows": {"dataset_id": ID} | _WITH_JOB,
    "create_demo_dataset": {"dataset_id": ID} | _WITH_JOB,
    "create_proposal": {"proposal_id": ID} | _WITH_JOB,
    "relax_proposal": {"proposal_id": ID} | _WITH_JOB,
    "resolve_proposal": {"proposal_id": ID} | _WITH_JOB,
    "create_study": {"study_id": ID} | _WITH_JOB,
    "adopt_study": {"proposal_id": "$response.body#/proposal_id"} | _WITH_JOB,
}
"""Operations that make something, and where their answer tells the parameters of what comes next."""

READ = {
    "get_policy": "policy_id",
    "get_user": "user_id",
    "get_webhook": "webhook_id",
    "get_scenario": "scenario_id",
    "get_dataset": "dataset_id",
    "get_proposal": "proposal_id",
    "get_study": "study_id",
    "get_objection": "objection_id",
}
"""Operations that tell the version which a change must name."""

IF_MATCH = {"header.If-Match": "$response.header.ETag"}


def add_links(document: Document) -> None:
    """Say at each answer what can be done next."""
    by_id = {one["operationId"]: one for methods in document["paths"].values() for one in methods.values()}
    alone = _by_their_only_parameter(document)
    for name, told in MADE.items():
        _success(by_id[name])["links"] = {
            target: _link(by_id[target], parameter, told[parameter])
            for parameter in told
            for target in alone.get(parameter, ())
        }
    for name, parameter in READ.items():
        changing = [one for one in alone[parameter] if _takes_version(by_id[one])]
        _success(by_id[name])["links"] = {
            target: _link(by_id[target], parameter, f"$request.path.{parameter}") for target in changing
        }


def _by_their_only_parameter(document: Document) -> dict[str, list[str]]:
    """Operations whose path has this parameter and no other."""
    found: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        names = re.findall(r"{(\w+)}", path)
        if len(names) == 1:
            found.setdefault(names[0], []).extend(one["operationId"] for one in methods.values())
    return found


def _link(target: Document, parameter: str, told: str) -> Document:
    parameters = {f"path.{parameter}": told}
    if _takes_version(target) and told in (ID, f"$request.path.{parameter}"):
        parameters |= IF_MATCH
    return {"operationId": target["operationId"], "parameters": parameters}


def _takes_version(operation: Document) -> bool:
    return any(one["name"] == "If-Match" for one in operation.get("parameters", ()))


def _success(operation: Document) -> Document:
    found: Document = next(answer for status, answer in operation["responses"].items() if status[0] == "2")
    return found
