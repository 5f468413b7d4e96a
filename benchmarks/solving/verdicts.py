"""The table of targets: what was promised for each size, what was reached, and the command to see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import isinf
from pathlib import Path

from benchmarks.solving.figures import first_answer, middle, own_gap, own_points, own_share, proof_seconds
from benchmarks.solving.instances import size_of
from benchmarks.solving.markdown import number, percent, seconds, table
from benchmarks.solving.methods import OURS
from benchmarks.solving.plans import LINES, PROOF_SECONDS, Line
from benchmarks.solving.records import Record

MIB_PER_GIB = 1024

Finding = tuple[str, bool]
"""What was reached, in words, and whether it is what was promised."""


def verdicts(records: Sequence[Record], runs: Path) -> str:
    """One row for every line of the table of targets that has runs."""
    header = ("clients x managers", "promised", "reached (medians over seeds)", "met", "command")
    rows = []
    for name, lines in LINES.items():
        command = f"`python -m benchmarks targets --lines {name} --out {runs.name}`"
        for line in lines:
            found = list(findings(line, records))
            if found:
                words, met = "; ".join(text for text, _ in found), all(good for _, good in found)
                rows.append((_size(line), _promise(line), words, "yes" if met else "**no**", command))
    return table(header, rows) if rows else ""


def _size(line: Line) -> str:
    return size_of(f"{line.size}s1")


def _promise(line: Line) -> str:
    first = "" if line.first_answer is None else f"first answer in {line.first_answer:g} s; "
    proof = f"; optimum proven in {PROOF_SECONDS:g} s on half of the seeds" if line.proof else ""
    return f"{first}{line.promise}{proof}"


def findings(line: Line, records: Iterable[Record]) -> Iterator[Finding]:
    """What came of each promise of a line; nothing where it was not run."""
    mine = [r for r in records if r.task.method == OURS and size_of(r.task.instance) == _size(line)]
    timed = {limit: [r for r in mine if _is_timed(r, limit)] for limit in line.limits}
    whole = [r for runs in timed.values() for r in runs]
    if not whole:
        return
    if line.first_answer is not None:
        first = middle(first_answer(r) for r in whole)
        yield f"first answer {seconds(first)} s", first is not None and first <= line.first_answer
    for limit, target in zip(line.limits, line.gaps, strict=True):
        if timed[limit]:
            yield _gap_finding(timed[limit], limit, target)
    yield from _memory_finding(line, whole)
    if line.proof:
        yield from _proof_finding([r for r in mine if r.task.target_gap == 0])


def _is_timed(record: Record, limit: float) -> bool:
    return record.task.seconds == limit and record.task.target_gap > 0


def _gap_finding(runs: Sequence[Record], limit: float, target: float) -> Finding:
    gaps = [own_gap(r) for r in runs]
    within = sum(found is not None and found.within(target) for found in gaps)
    reach = f"gap {percent(middle(map(own_share, runs)))} ({number(middle(map(own_points, runs)))} points)"
    words = f"{reach} in {limit:g} s" + ("" if isinf(target) else f", {within} of {len(runs)} within")
    return words, 2 * within > len(runs)


def _memory_finding(line: Line, runs: Sequence[Record]) -> Iterator[Finding]:
    peak = max((r.peak_mib or 0.0 for r in runs), default=0.0)
    if line.memory_gib is not None:
        yield f"{number(peak, 0)} MiB", 0 < peak < line.memory_gib * MIB_PER_GIB


def _proof_finding(runs: Sequence[Record]) -> Iterator[Finding]:
    proven = sum(proof_seconds(r) is not None for r in runs)
    words = f"proven on {proven} of {len(runs)}" if runs else "proofs were not run"
    yield words, bool(runs) and 2 * proven >= len(runs)
