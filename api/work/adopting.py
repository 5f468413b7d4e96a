"""The job `adopt`: a plan of a study becomes a proposal, just as it was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from api.files import Files
from api.jobs.model import Task
from api.work.bases import sources_of
from api.work.cases import CASES, DECIDED, READ, case_of
from api.work.keeping import Document, keep_answer
from api.work.proposing import teller
from api.work.solving import solved
from api.work.studying.job import STUDIES
from api.work.studying.model import ANSWERS
from assigner.checker import compare
from assigner.engine import Case, check_assignment, propose
from assigner.errors import NoAnswer
from assigner.i18n import Translator
from assigner.policy import Policy
from assigner.policy.yaml_io import policy_sha256
from assigner.portfolio import NOBODY
from assigner.proposal import Certificate, Proposal
from assigner.solution import LevelCertificate, Phase, SolverConfig
from assigner.verdict import Verdict
from scenarios.origin import Origin
from scenarios.results import RunResult
from scenarios.runner import JobContext
from scenarios.store import Store


def adopt_job(task: Task, context: JobContext) -> Document:
    """Keep the plan. Raises NoAnswer where the study or its base is another one now.

    The argument: dataset_id, decisions, policy, edits, config; study_id and key name an answer of a study,
    `is_point` says that it is one of the curve. Without a key the edits leave nothing to choose.
    """
    files, asked, tr = Files(task.data_dir), task.argument, Translator(task.language)
    origin = Origin(Policy.model_validate(asked["policy"]), tuple(asked["edits"]))
    dataset, decisions = asked["dataset_id"], asked["decisions"]
    with sources_of(files, dataset, decisions) as (base, sources):
        case = origin.edited(case_of(files, dataset, origin.policy, decisions, tr=tr), tr)
        if asked.get("key") is None:
            config = SolverConfig(**asked["config"])
            proposal = solved(task, context, teller(context), propose, case, config)
        else:
            proposal = _as_found(case, _answer(files, asked, tr), is_point=asked["is_point"], tr=tr)
        facts = files.folder(CASES, dataset) / (DECIDED if decisions else READ)
        return keep_answer(task, proposal, origin, sources, tolerant=base.tolerant, facts=facts)


def _answer(files: Files, asked: Mapping[str, Any], tr: Translator) -> RunResult:
    found = Store(files.folder(STUDIES, asked["study_id"]) / ANSWERS).get(asked["key"])
    if found is None:
        raise NoAnswer(tr.gettext("The results of this study are gone."))
    return found


def _as_found(case: Case, result: RunResult, *, is_point: bool, tr: Translator) -> Proposal:
    """The answer on the case it belongs to, judged once more by the checker."""
    facts = case.portfolio
    if tuple(map(str, facts.clients.client_id)) != result.client_id:
        raise NoAnswer(tr.gettext("The base is not what it was when the study was made: make it again."))
    place = {str(name): at for at, name in enumerate(facts.managers.manager_id)}
    assignment = np.array([place.get(name, NOBODY) for name in result.manager_id], dtype=np.int32)
    verdict, document = check_assignment(case, assignment, tr=tr), result.document
    if not is_point:  # a point was found under a policy without fit, and another score
        compare(verdict, score=document["score"], levels=verdict.after.levels)
    certificate = certificate_of(case, document["certificate"], verdict, is_point=is_point)
    bound = _bound(case, certificate) if is_point else float(document["bound"])
    return Proposal(
        portfolio=facts,
        evidence=case.evidence,
        policy=case.policy,
        assignment=assignment,
        status="feasible" if is_point else str(document["status"]),
        bound=min(bound, verdict.after.score),
        verdict=verdict,
        certificate=certificate,
    )


def certificate_of(case: Case, told: Mapping[str, Any], verdict: Verdict, *, is_point: bool) -> Certificate:
    """The certificate of a run as the proposal's; of a point's fit nothing was proven."""
    known = {name: told[name] for name in Certificate.__dataclass_fields__}
    levels = tuple(LevelCertificate(**level) for level in told["levels"])
    if is_point:
        fit = LevelCertificate("fit", verdict.after.levels.fit, 0.0)
        levels = tuple(fit if level.level == "fit" else level for level in levels)
    found = Certificate(**known | {"phases": tuple(Phase(**one) for one in told["phases"]), "levels": levels})
    return replace(found, input_sha256=case.portfolio.input_sha256, policy_sha256=policy_sha256(case.policy))


def _bound(case: Case, certificate: Certificate) -> float:
    """What the weighted score of a point can't be below: its levels' bounds, weighed."""
    weights = case.policy.objective.weights
    return float(sum(getattr(weights, level.level) * level.bound for level in certificate.levels))
