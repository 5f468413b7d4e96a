"""frontier.json: the curve for machines. Equal runs give the same bytes; there is no clock in it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assigner.i18n import Translator
from assigner.report.plain import plain_values
from scenarios.frontier import words
from scenarios.frontier.model import Answer, Bound, Frontier, Run

FORMAT = "assigner-frontier/1"

Document = dict[str, Any]


def document(frontier: Frontier) -> Document:
    """The whole curve as plain values. What is not a number, such as a cap without a limit, is null."""
    config = frontier.config
    content = {
        "format": FORMAT,
        "base_sha256": frontier.base_sha256,
        "seed": config.seed,
        "time_limit": config.time_limit,
        "work_limit": config.work_limit,
        "advice": words.advice(Translator(), frontier),
        "remarks": words.remarks(Translator(), frontier),
        "today": _figures(frontier.today),
        "knee": frontier.knee,
        "answers": [_answer(frontier, n) for n in range(len(frontier.answers))],
        "bounds": [_bound(bound) for bound in frontier.stairs],
        "segments": [_piece(piece) for piece in words.pieces(frontier)],
        "runs": [_run(run) for run in frontier.runs],
    }
    return plain_values(content)  # type: ignore[no-any-return]


def _figures(answer: Answer) -> Document:
    return asdict(answer) | {"money": answer.money}


def _answer(frontier: Frontier, at: int) -> Document:
    answer = frontier.answers[at]
    run = next(run for run in frontier.runs if run.answer == answer)
    return {
        **_figures(answer),
        "imbalance_bound": words.least_at(frontier, answer),
        "removed_share": words.removed_share(frontier, at),
        "is_knee": at == frontier.knee,
        "run": run.name,
    }


def _bound(bound: Bound) -> Document:
    return {"disruption_at_most": bound.disruption, "imbalance_at_least": bound.imbalance}


def _piece(piece: words.Piece) -> Document:
    return {
        "from_disruption": piece.left.disruption,
        "to_disruption": piece.right.disruption,
        "imbalance_removed": piece.imbalance,
        "moved_capacity": piece.moved_capacity,
        "money": piece.money,
        "money_per_point": piece.price,
    }


def _run(run: Run) -> Document:
    return {
        "name": run.name,
        "key": run.result.key,
        "epsilon": run.epsilon,
        "cap": run.cap,
        "stopped_by": run.result.document["certificate"]["stopped_by"],
        **_figures(run.answer),
        "proven": [_bound(bound) for bound in run.bounds],
    }
