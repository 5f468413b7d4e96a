"""results.json: what was asked, what came of it, and the comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assigner.errors import AssignerError, InputError, NoAnswer, RulesConflict
from assigner.report.plain import plain_values
from scenarios.answers.model import Answer, SeedAnswer
from scenarios.compare.document import comparison_document
from scenarios.compare.model import Comparison

FORMAT = "assigner-scenarios/1"

Document = dict[str, Any]


def results_document(answers: Sequence[Answer], comparison: Comparison, base_sha256: str) -> Document:
    """The whole run; `scenarios` begin with the unchanged base."""
    base = answers[0].prepared.base
    found: Document = plain_values(
        {
            "format": FORMAT,
            "base": {
                "sha256": base_sha256,
                "as_of": base.as_of,
                "clients": base.portfolio.num_clients,
                "managers": base.portfolio.num_managers,
            },
            "scenarios": [_scenario(answer) for answer in answers],
            "comparison": comparison_document(comparison),
        }
    )
    return found


def _scenario(answer: Answer) -> Document:
    scenario, best = answer.prepared.scenario, answer.best
    return {
        "name": scenario.name,
        "titles": dict(scenario.titles),
        "sha256": answer.prepared.sha256,
        "extends": scenario.extends,
        "edits": [
            edit.model_dump(mode="json", exclude_defaults=True) | {"kind": edit.kind}
            for edit in scenario.edits
        ],
        "sentences": answer.prepared.sentences,
        "runs": [_run(answer, one) for one in answer.seeds],
        "best_seed": None if best is None else best.seed,
        "assignment": None if best is None else assignment_name(answer),
        "problems": {str(seed): problem_document(error) for seed, error in answer.problems.items()},
    }


def _run(answer: Answer, one: SeedAnswer) -> Document:
    document, result = one.result.document, one.result
    figures = {name: document[name] for name in ("status", "score", "bound", "gap")}
    return {
        "seed": one.seed,
        "key": result.key,
        "from_store": one.stored,
        **figures,
        "stopped_by": document["certificate"]["stopped_by"],
        "seconds": document["certificate"]["seconds"],
        "file": figures_name(answer, one),
    }


def figures_name(answer: Answer, one: SeedAnswer) -> str:
    """The file with all figures of one seed."""
    return f"{answer.name}/seed-{one.seed}.json"


def assignment_name(answer: Answer) -> str:
    """The file with who has whom in the best answer."""
    return f"{answer.name}/assignment.csv"


def problem_document(error: AssignerError) -> Document:
    """Why there is no answer; `remedies` where the rules conflict."""
    if isinstance(error, RulesConflict):
        remedies = [{"text": one.text, "changes": [dict(c) for c in one.changes]} for one in error.remedies]
        return {"kind": "rules-conflict", "reasons": list(error.reasons), "remedies": remedies}
    kind = "no-answer" if isinstance(error, NoAnswer) else "internal-error"
    kind = "bad-input" if isinstance(error, InputError) else kind
    return {"kind": kind, "reasons": str(error).splitlines() or [type(error).__name__], "remedies": []}
