"""All tables and charts of some runs as one chapter, put between two marks of a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.solving.comparing import ablation, against_peers, comparison
from benchmarks.solving.figures import duels
from benchmarks.solving.machine import in_words
from benchmarks.solving.methods import ABLATIONS
from benchmarks.solving.plots import write_plots
from benchmarks.solving.records import Record
from benchmarks.solving.tables import each_run, proofs, quality
from benchmarks.solving.verdicts import verdicts

BEGIN, END = "<!-- solving: begin -->", "<!-- solving: end -->"


def put_between(document: str, chapter: str) -> str:
    """The document with the chapter between its marks. Raises ValueError where the marks are missing."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the document needs the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n{chapter}{END}{after}"


def chapter(records: Sequence[Record], runs: Path, pictures: Sequence[str]) -> str:
    """The chapter; `pictures` are the charts as the document names them."""
    if not records:
        return "No runs yet.\n"
    parts = [f"{text}\n" for text in _parts(records, runs)]
    return "\n".join([*parts, *(f"![{_alt(name)}]({name})\n" for name in pictures)])


def _parts(records: Sequence[Record], runs: Path) -> Iterator[str]:
    yield _conditions(records)
    if lines := verdicts(records, runs):
        yield _titled("Targets", lines)
    yield _titled("Ours, medians over seeds", quality(records))
    yield _titled("Ours, run by run", each_run(records))
    if any(record.task.target_gap == 0 for record in records):
        yield _titled("Proofs", proofs(records))
    if duels(records):
        yield _titled("All methods, medians over seeds", comparison(records))
        yield _titled("Ours against the best peer of each instance", against_peers(records))
    if any(record.task.method in ABLATIONS for record in records):
        yield _titled("One phase off at a time", ablation(records))


def _titled(title: str, text: str) -> str:
    return f"### {title}\n\n{text.rstrip()}"


def _conditions(records: Sequence[Record]) -> str:
    """The machines, and how busy they were before each run."""
    machines = dict.fromkeys(in_words(record.machine) for record in records if record.machine)
    loads = [float(record.machine.get("load", 0)) for record in records]
    workers = sorted({record.task.workers for record in records})
    return (
        f"{len(records)} runs on {'; '.join(machines)}. Workers: {', '.join(map(str, workers))}. "
        f"Load of the machine before a run: {min(loads):.1f} to {max(loads):.1f}."
    )


def _alt(name: str) -> str:
    return f"Score and bound over time, {Path(name).stem.removeprefix('bench-')}"


def write_report(records: Sequence[Record], runs: Path, out: Path, images: Path) -> list[Path]:
    """Renew the chapter in a document (made where it is missing) and its charts; the files written."""
    charts = write_plots(records, images)
    names = [_relative(path, out.parent) for path in charts]
    text = out.read_text(encoding="utf-8") if out.exists() else f"# Solving\n\n{BEGIN}\n{END}\n"
    out.write_text(put_between(text, chapter(records, runs, names)), encoding="utf-8")
    return [out, *charts]


def _relative(path: Path, home: Path) -> str:
    try:
        return path.resolve().relative_to(home.resolve()).as_posix()
    except ValueError:
        return path.resolve().as_posix()
