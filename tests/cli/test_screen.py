"""Screens and lists of problems, by hand."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from assigner.cli.failures import MAX_LINES, failure_document, tell_failure, warning_kinds
from assigner.cli.lookup import find_client
from assigner.cli.options import Effort
from assigner.cli.screen import Screen, plain
from assigner.cli.sections import called, tell_exceptions, tell_findings
from assigner.errors import InputError, Issue, RulesConflict, Severity
from assigner.evidence import State
from assigner.i18n import Translator
from assigner.verdict import RuleException
from tests.builders import clients, evidence, managers, portfolio, text
from tests.report.plans import tiny_plan


def issue(row: int | None = None, severity: Severity = Severity.ERROR, **more: str) -> Issue:
    fields = {"code": "bad", "message": "is no number", "remedy": "correct the cell", "file": "c.csv"} | more
    return Issue(severity, row=row, **fields)  # type: ignore[arg-type]


def told(error: Exception, capsys: pytest.CaptureFixture[str]) -> list[str]:
    tell_failure(error, Translator(), as_json=False, writes=True)
    return capsys.readouterr().err.splitlines()


def test_problems_stand_under_their_file_with_one_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    found = [issue(2, value="x", column="fte"), issue(file="d.csv", remedy=""), issue(7, value="y")]
    assert told(InputError(found), capsys) == [
        "Nothing was written.",
        "3 problems:",
        "c.csv",
        "  row 2, column fte, value 'x': is no number",
        "  row 7, value 'y': is no number",
        "    -> Correct the cell",
        "d.csv",
        "  Is no number",
    ]


def test_a_long_list_is_cut_on_the_screen_and_whole_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    error = InputError([issue(row) for row in range(2, 202)] + [issue(9, Severity.WARNING)])
    lines = told(error, capsys)
    assert len(lines) == MAX_LINES + 3  # "Nothing was written", the list, how many more, the warning
    assert lines[-2] == "  ... and 152 more"  # 200 but the 48 that stand under heading and file
    assert lines[-1] == "Beside that 1 warning."
    document = failure_document(error)
    assert (len(document["errors"]), len(document["warnings"])) == (200, 1)


def test_reasons_of_a_conflict_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(RulesConflict(["no room at m1", "no room at m2"]), capsys)
    assert lines == ["The rules can't all hold:", "  - no room at m1", "  - no room at m2"]


def test_warnings_of_one_kind_are_told_once() -> None:
    # Two kinds: three rows of one; of the other one row and a line that sums up nineteen.
    old = [Issue(Severity.WARNING, "old", "is old", file="c.csv", count=n) for n in (1, 19)]
    found = [issue(2), issue(3), issue(4), *old]
    assert [(first.code, n) for first, n in warning_kinds(found)] == [("old", 20), ("bad", 3)]


def test_a_warning_about_many_rows_is_one_and_a_sum_of_the_rest_is_many() -> None:
    # One sheet with 5 touches; 1000 bad cells that are listed (here 1) and 7 more in one line.
    alone = Issue(Severity.WARNING, "big-sheet", "every row is a touch", file="c.csv", count=5)
    rest = Issue(Severity.WARNING, "bad", "7 more", file="c.csv", count=7)
    kinds = warning_kinds([alone, issue(2, Severity.WARNING), rest])
    assert [(first.code, n) for first, n in kinds] == [("bad", 8), ("big-sheet", 1)]


def test_names_can_not_steer_the_terminal() -> None:
    assert plain("Red\x1b[31m\x07 Ltd\x9b") == "Red[31m Ltd"


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_terminal_is_never_overrun(width: int) -> None:
    screen = Screen(Translator())
    screen.console = Console(file=io.StringIO(), force_terminal=True, width=width, markup=False)
    screen.line("[bold] is no markup, and long lines break where they should " * 3)
    screen.pairs([("Clients that change hands", "12 of 80 (15.0%), 3 free clients get a manager")])
    screen.table(["Manager", "Share"], [["Somebody with a long name", "100% -> 98%"]])
    out = screen.console.file
    assert isinstance(out, io.StringIO)
    lines = out.getvalue().splitlines()
    seen = [line.replace("\x1b[1m", "").replace("\x1b[0m", "") for line in lines]
    assert max(map(len, seen)) <= width
    assert any("[bold]" in line for line in seen)
    assert any("100% -> 98%" in line for line in seen)


def shown(language: str, tell: Callable[[Screen], None]) -> str:
    """What a section writes on a wide screen."""
    screen = Screen(Translator(language))
    screen.console = Console(file=io.StringIO(), width=300, markup=False)
    tell(screen)
    assert isinstance(screen.console.file, io.StringIO)
    return screen.console.file.getvalue()


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "Most of them: 1 (2 of 3), 01 (1 of 1)."), ("ru", "Больше всего: 1 — 2 из 3, 01 — 1 из 1.")],
)
def test_a_name_that_is_a_number_stands_apart_from_the_figures(language: str, line: str) -> None:
    # m0 owns c0..c2, of which he works one; m1 owns c3 on paper only
    facts = portfolio(clients([0, 0, 0, 1]), replace(managers(2), name=text(["1", "01"])))
    known = evidence(facts, [State.PROVEN, State.CLAIMED, State.CLAIMED, State.CLAIMED])
    assert line in shown(language, lambda screen: tell_findings(screen, facts, known))


def test_what_gave_way_is_told_in_the_readers_language_alone() -> None:
    plan = tiny_plan()
    lifted = RuleException("together", "A и B входят в один холдинг")
    plan = replace(plan, verdict=replace(plan.verdict, exceptions=(lifted,)))
    told = shown("ru", lambda screen: tell_exceptions(screen, plan))
    assert "- A и B входят в один холдинг" in told
    assert "together" not in told


def test_effort_that_is_not_asked_for() -> None:
    assert Effort().seconds == 60
    assert Effort(work_limit=3).seconds is None
    assert Effort(work_limit=3, time_limit=5).seconds == 5
    assert Effort(work_limit=3).cores == 1
    assert Effort(workers=7).cores == 7
    assert Effort().cores >= 1


def test_a_name_that_several_bear_is_not_guessed() -> None:
    base = clients([0, 0, 0])
    base = type(base)(
        **{name: getattr(base, name) for name in base.__dataclass_fields__}
        | {"name": text(["Alpha", "Alpha", "ALPHA"])}
    )
    facts = portfolio(base, managers(1))
    with pytest.raises(InputError, match="c0, c1"):
        find_client(facts, "Alpha", Translator())
    assert find_client(facts, "ALPHA", Translator()) == 2  # written exactly so
    assert find_client(facts, "C1", Translator()) == 1  # an id, whatever the case
    assert np.array_equal(facts.clients.client_id, ["c0", "c1", "c2"])


@pytest.mark.parametrize(
    ("typed", "found", "shown"),
    [
        (".venv/bin/assigner", None, ".venv/bin/assigner"),
        ("/usr/bin/assigner", "/usr/bin/assigner", "assigner"),
        ("python", None, "assigner"),
    ],
)
def test_the_next_command_can_be_copied(
    monkeypatch: pytest.MonkeyPatch, typed: str, found: str | None, shown: str
) -> None:
    monkeypatch.setattr("sys.argv", [typed])
    monkeypatch.setattr("shutil.which", lambda _: found)
    assert called() == shown
