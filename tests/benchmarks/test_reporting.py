"""Tables, charts and the chapter from planted records."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.solving.comparing import ablation, against_peers, comparison
from benchmarks.solving.instances import company, size_of
from benchmarks.solving.markdown import number, percent, seconds
from benchmarks.solving.plans import LINES, PROOF_SECONDS, targets
from benchmarks.solving.plots import STYLES, plots
from benchmarks.solving.records import KILLED, Event, append
from benchmarks.solving.report import BEGIN, END, put_between, write_report
from benchmarks.solving.svg import Axis
from benchmarks.solving.tables import each_run, proofs, quality
from benchmarks.solving.verdicts import findings, verdicts
from tests.benchmarks.planted import planted

SVG = "{http://www.w3.org/2000/svg}"


def cells(table: str, row: int = 0) -> list[str]:
    """The cells of a row below the header."""
    return [cell.strip() for cell in table.splitlines()[2 + row].strip("|").split("|")]


def test_names_of_companies() -> None:
    assert size_of("600x8s3") == "600 x 8"
    assert size_of("1000000x300e12s1") == "1,000,000 x 300, 12 eligible each"
    assert company("1000000x300e12s2").eligible_each == 12
    assert size_of("gap:/data/c10400") == "GAP c10400"
    with pytest.raises(ValueError, match="600x8: a company is named"):
        company("600x8")


def test_figures_in_words() -> None:
    assert [number(12.34567), number(12345.6), number(None)] == ["12.346", "12,346", "-"]
    assert [percent(0.01234), percent(12.0), percent(None)] == ["1.23 %", "1,200 %", "-"]
    assert [seconds(1.234), seconds(12.34), seconds(None)] == ["1.23", "12", "-"]


def test_medians_over_seeds() -> None:
    records = [
        planted(instance=f"600x8s{s}", score=score) for s, score in ((1, 100.0), (2, 110.0), (3, 99.5))
    ]
    row = cells(quality(records))
    # scores 99.5, 100, 110 over a bound of 99; events: first answer at 0.5 s, 5 % at 2 s, 2 and 1 % at 8 s
    assert row == [
        *("600 x 8", "10", "3", "100.000", "99.000", "1.00 %", "1.000"),
        *("0.50", "2.00", "8.00", "8.00", "10", "300"),
    ]
    assert len(each_run(records).splitlines()) == 5


def test_methods_side_by_side() -> None:
    records = [
        planted(),
        planted("highs", score=198.0, bound=50.0),
        planted("scip", status=KILLED, score=None),
    ]
    text = comparison(records)
    assert cells(text, 1)[2:8] == ["highs", "1", "1", "198.000", "74.75 %", "50.00 %"]
    assert cells(text, 2)[4] == "0"
    assert cells(text, 2)[-1] == "1"
    assert comparison([planted()]).count("\n") == 2


def test_losses_are_counted() -> None:
    text = against_peers([planted(), planted("highs", score=90.0), planted(instance="600x8s2")])
    assert cells(text)[-1] == "NO"
    assert text.endswith("Worse than the best peer on 1 of 1.\n")


def test_ablation_rows_are_ordered_and_measured_by_our_best_bound() -> None:
    records = [planted("first answer only", score=200.0, bound=20.0), planted("without walks"), planted()]
    text = ablation(records)
    assert [cells(text, n)[2] for n in range(3)] == ["everything on", "without walks", "first answer only"]
    assert cells(text, 2)[-2:] == ["90.00 %", "50.50 %"]


def test_proofs_are_runs_to_gap_zero() -> None:
    done = (Event(3.0, 50.0, 40.0), Event(40.0, 50.0, 50.0))
    runs = [
        planted(target_gap=0.0, seconds=300.0, events=done),
        planted(target_gap=0.0, seconds=300.0, seed=1),
    ]
    text = proofs([*runs, planted()])
    assert [cells(text, n)[-1] for n in range(2)] == ["40", "not proven"]


def test_a_line_of_targets_is_met_by_the_median() -> None:
    """Two of three are more than half, two of four are not; what was not run is not met."""
    line = LINES["small"][1]
    good = [planted(instance=f"600x8s{n}", score=100.0, bound=99.5) for n in (1, 2)]
    bad = [planted(instance=f"600x8s{n}", score=100.0, bound=90.0) for n in (3, 4)]
    proof = planted(target_gap=0.0, seconds=PROOF_SECONDS, events=(Event(1.0, 5.0, 5.0),))
    assert dict(findings(line, [*good, bad[0], proof])) == {
        "first answer 0.50 s": True,
        "gap 0.50 % (0.500 points) in 10 s, 2 of 3 within": True,
        "proven on 1 of 1": True,
    }
    assert dict(findings(line, [*good, *bad])) == {
        "first answer 0.50 s": True,
        "gap 5.25 % (5.250 points) in 10 s, 2 of 4 within": False,
        "proofs were not run": False,
    }
    assert "| **no** |" in verdicts([*bad, proof], Path("runs.jsonl"))
    assert verdicts([], Path("runs.jsonl")) == ""


def test_the_memory_of_the_worst_run_counts() -> None:
    line = LINES["medium"][2]
    records = [planted(instance="8000x48s1", seconds=85.0, peak_mib=2100.0)]
    assert dict(findings(line, records))["2,100 MiB"] is False


def test_plans_name_each_run_once() -> None:
    tasks = targets(LINES, workers=2, seeds=None, peers=True)
    assert len({task.key for task in tasks}) == len(tasks)
    assert sum(task.seconds == PROOF_SECONDS and task.target_gap == 0 for task in tasks) == 8
    assert {task.method for task in targets(["medium"], workers=2, seeds=[1], peers=False)} == {"ours"}


def test_a_chart_has_a_line_for_every_score_and_bound() -> None:
    records = [planted(), planted("highs"), planted("today", events=(), bound=None, broken=1)]
    ((name, document),) = plots(records).items()
    assert name == "bench-600x8s1-10s.svg"
    root = ET.fromstring(document)  # noqa: S314 - our own
    assert len(root.findall(f"{SVG}path")) == 5
    words = [text.text for text in root.findall(f"{SVG}text")]
    assert {"ours", "bound of ours", "highs", "bound of highs", "today, breaks rules"} <= set(words)


def test_lines_differ_by_colour_and_by_dashes() -> None:
    colours, dashes = zip(*STYLES.values(), strict=True)
    assert len(set(colours)) == len(set(dashes)) == len(STYLES)


def test_a_logarithmic_axis() -> None:
    axis = Axis(0.1, 1000.0, 0.0, 400.0)
    assert [axis.at(v) for v in (0.01, 0.1, 10.0, 1e9)] == pytest.approx([0.0, 0.0, 200.0, 400.0])
    assert axis.ticks() == [0.1, 1, 10, 100, 1000]
    assert Axis(0.5, 4.0, 0.0, 1.0).ticks() == [0.5, 1, 2]


def test_the_chapter_goes_between_the_marks(tmp_path: Path) -> None:
    out = tmp_path / "docs" / "benchmarks.md"
    out.parent.mkdir()
    out.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    records = [planted(), planted("highs"), planted("without walks"), planted(target_gap=0.0, seconds=300.0)]
    written = write_report(records, Path("runs.jsonl"), out, out.parent / "img")
    text = out.read_text()
    assert text.startswith(f"before\n{BEGIN}\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "old" not in text
    assert written[1:] == [out.parent / "img" / "bench-600x8s1-10s.svg"]
    assert "(img/bench-600x8s1-10s.svg)" in text
    assert re.findall(r"^### (\w+)", text, re.M) == [
        "Targets",
        "Ours",
        "Ours",
        "Proofs",
        "All",
        "Ours",
        "One",
    ]
    with pytest.raises(ValueError, match="needs the lines"):
        put_between("no marks", "text")


def test_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["targets", "--lines", "huge", "--dry", "--out", str(tmp_path / "runs.jsonl")])
    assert "1 runs, 60 minutes at most" in capsys.readouterr().out
    append(tmp_path / "runs.jsonl", planted())
    main(
        [
            "report",
            "--runs",
            str(tmp_path / "runs.jsonl"),
            "--out",
            str(tmp_path / "doc.md"),
            "--images",
            str(tmp_path),
        ]
    )
    assert "### Ours, run by run" in (tmp_path / "doc.md").read_text()
    with pytest.raises(SystemExit):
        main(["run", "--instances", "nonsense"])
    with pytest.raises(SystemExit):
        main(["nonsense"])
    assert "commands of the solving harness" in capsys.readouterr().out
