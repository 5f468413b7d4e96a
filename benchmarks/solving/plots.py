"""Score and bound over time, one chart for each size and limit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.solving.figures import first_answer
from benchmarks.solving.instances import size_of
from benchmarks.solving.methods import OURS, PEERS
from benchmarks.solving.records import Record
from benchmarks.solving.svg import Curve, chart

STYLES = {
    OURS: ("#0072B2", ""),
    "cp-sat": ("#D55E00", "7 3"),
    "highs": ("#009E73", "2 3"),
    "scip": ("#9A4F7E", "9 3 2 3"),
    "draft": ("#8A6D00", "1 4"),
    "deal": ("#5F5F5F", "12 4"),
    "today": ("#222222", "4 8"),
}
"""Colour and dashes of every method: hues that colour-blind readers tell apart (after Okabe and Ito 2008),
darkened until text in them can be read on white."""

BOUND_WIDTH = 1.0
FLOOR = 1e-3
"""Scores and bounds below it are drawn there: the axis is logarithmic."""

SOONEST = 0.05
"""Where the time axis begins, in seconds."""

SOLVER_ORDER = (OURS, *PEERS)


def plots(records: Iterable[Record]) -> dict[str, str]:
    """SVG documents by file name: of every size and limit the first instance that has peers or a course."""
    found: dict[tuple[str, float], dict[str, list[Record]]] = {}
    for record in records:
        if record.task.method in SOLVER_ORDER and record.task.target_gap > 0:
            place = found.setdefault((size_of(record.task.instance), record.task.seconds), {})
            place.setdefault(record.task.instance, []).append(record)
    charts = {}
    for (_, seconds), by_instance in found.items():
        instance, runs = max(by_instance.items(), key=lambda item: len(item[1]))
        charts[file_name(instance, seconds)] = _plot(instance, seconds, runs)
    return charts


def file_name(instance: str, seconds: float) -> str:
    """Name of a chart's file."""
    words = re.sub(r"[^A-Za-z0-9]+", "-", Path(instance).name if ":" in instance else instance)
    return f"bench-{words}-{seconds:g}s.svg"


def _plot(instance: str, seconds: float, runs: Sequence[Record]) -> str:
    order = sorted(runs, key=lambda r: SOLVER_ORDER.index(r.task.method))
    curves = [curve for record in order for curve in _curves(record)]
    title = f"{instance}: best score (thick) and proven bound (thin) within {seconds:g} s"
    return chart(title, curves, least_x=SOONEST, most_x=max(seconds, 2 * SOONEST), y_label="score, points")


def _curves(record: Record) -> Iterator[Curve]:
    name = record.task.method
    colour, dash = STYLES[name]
    broken = "" if record.good or record.score is None else ", breaks rules"
    scores = _steps((e.seconds, e.score) for e in record.events)
    if not scores and record.score is not None:
        scores = _steps([(first_answer(record) or SOONEST, record.score)])
    if scores:
        yield Curve(f"{name}{broken}", colour, scores, dash, mark="o")
    bounds = _steps((e.seconds, e.bound) for e in record.events)
    if bounds:
        yield Curve(f"bound of {name}", colour, bounds, dash, BOUND_WIDTH)


def _steps(points: Iterable[tuple[float, float | None]]) -> tuple[tuple[float, float], ...]:
    """Points where the value changes."""
    steps: list[tuple[float, float]] = []
    for x, y in points:
        if y is not None and (not steps or steps[-1][1] != max(y, FLOOR)):
            steps.append((max(x, SOONEST), max(y, FLOOR)))
    return tuple(steps)


def write_plots(records: Iterable[Record], folder: Path) -> list[Path]:
    """Write the charts; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, document in plots(records).items():
        paths.append(folder / name)
        paths[-1].write_text(document, encoding="utf-8")
    return paths
