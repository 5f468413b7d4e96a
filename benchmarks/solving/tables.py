"""Tables of our runs: medians, single runs, proofs."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.solving.figures import (
    GAPS,
    first_answer,
    groups,
    middle,
    own_points,
    own_share,
    proof_seconds,
    seconds_to,
)
from benchmarks.solving.markdown import NONE, number, percent, seconds, table
from benchmarks.solving.methods import OURS
from benchmarks.solving.records import Record


def quality(records: Sequence[Record]) -> str:
    """Ours: medians over seeds, size by size."""
    header = (
        *("clients x managers", "limit s", "runs", "score", "bound", "gap", "gap points", "first answer s"),
        *(f"to {100 * target:g} % s" for target in GAPS),
        *("took s", "peak MiB"),
    )
    ours = [r for r in records if r.task.method == OURS and r.task.target_gap > 0]
    return table(header, (_quality_row(size, limit, runs) for size, limit, _, runs in groups(ours)))


def _quality_row(size: str, limit: float, runs: Sequence[Record]) -> list[str]:
    return [
        size,
        f"{limit:g}",
        str(len(runs)),
        number(middle(r.score if r.good else None for r in runs)),
        number(middle(r.bound for r in runs)),
        percent(middle(own_share(r) for r in runs)),
        number(middle(own_points(r) for r in runs)),
        seconds(middle(first_answer(r) for r in runs)),
        *(seconds(middle(seconds_to(r, target) for r in runs)) for target in GAPS),
        seconds(middle(r.took for r in runs)),
        number(max((r.peak_mib for r in runs if r.peak_mib), default=None), 0),
    ]


def each_run(records: Sequence[Record]) -> str:
    """Ours, run by run: what the medians hide."""
    header = ("instance", "limit s", "seed", "score", "bound", "gap", "gap points", "stopped by", "checked")
    ours = [r for r in records if r.task.method == OURS and r.task.target_gap > 0]
    return table(header, (_run_row(r) for _, _, _, runs in groups(ours) for r in runs))


def _run_row(record: Record) -> list[str]:
    checked = record.notes.get("checked_broken")
    word = NONE if checked is None else "keeps all rules" if checked == 0 else f"{checked} BROKEN"
    return [
        record.task.instance,
        f"{record.task.seconds:g}",
        str(record.task.seed),
        number(record.score),
        number(record.bound),
        percent(own_share(record)),
        number(own_points(record)),
        record.stopped_by or record.status,
        word,
    ]


def proofs(records: Sequence[Record]) -> str:
    """Runs to the proof (target gap 0), one by one."""
    header = ("instance", "limit s", "seed", "score", "bound", "gap points", "proven after s")
    runs = [r for r in records if r.task.method == OURS and r.task.target_gap == 0]
    return table(header, (_proof_row(r) for _, _, _, listed in groups(runs) for r in listed))


def _proof_row(record: Record) -> list[str]:
    proven = proof_seconds(record)
    return [
        record.task.instance,
        f"{record.task.seconds:g}",
        str(record.task.seed),
        number(record.score),
        number(record.bound),
        number(own_points(record), 5),
        "not proven" if proven is None else seconds(proven),
    ]
