"""What `--json` prints: the keys of proposal.json, without its long lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from assigner.evidence import State
from assigner.portfolio import Portfolio
from assigner.proposal import Proposal
from assigner.report.plain import plain_values
from assigner.verdict import FIGURES, PlanFigures, RuleException

Document = dict[str, Any]


def figures(plan: PlanFigures) -> Document:
    """Score, levels and figures of one division, under the names of proposal.json."""
    named = {name: getattr(plan, name) for name in FIGURES}
    found: Document = plain_values({"score": plan.score, "levels": asdict(plan.levels), **named})
    return found


def exceptions(found: Sequence[RuleException]) -> list[Document]:
    """Rules that gave way to stronger ones."""
    return [
        {"rule": item.rule, "message": item.message, "client_ids": list(item.client_ids)} for item in found
    ]


def base(portfolio: Portfolio) -> Document:
    """Sizes of what was read."""
    return {
        "clients": portfolio.num_clients,
        "merged_cards": len(portfolio.merged),
        "managers": portfolio.num_managers,
        "activities": None if portfolio.activities is None else len(portfolio.activities),
        "warnings": len(portfolio.issues),
    }


def proposal_document(proposal: Proposal, files: Mapping[str, Path]) -> Document:
    """The summary of a proposal and where its files are."""
    certificate, evidence = proposal.certificate, proposal.evidence
    return {
        "status": proposal.status,
        **figures(proposal.verdict.after),
        "bound": float(proposal.bound),
        "gap": float(proposal.gap),
        "gap_points": float(proposal.gap_points),
        "before": figures(proposal.verdict.before),
        "rule_exceptions": exceptions(proposal.verdict.exceptions),
        "dead_souls": int(np.count_nonzero(evidence.state == State.CLAIMED)),
        "disputed_clients": int(np.count_nonzero(evidence.disputed)),
        "base": base(proposal.portfolio),
        "as_of": certificate.as_of,
        "seed": certificate.seed,
        "stopped_by": certificate.stopped_by,
        "seconds": certificate.seconds,
        "files": {name: str(path) for name, path in files.items()},
    }


def jsonable(value: Any) -> Any:
    """Values of dataclasses turned into dicts, ready for JSON, dates as text."""
    if isinstance(value, Mapping):
        return {key: jsonable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else plain_values(value)
