"""The board on a terminal: what runs, where it stands, how much is done."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from assigner.i18n import Translator
from assigner.solution import Progress
from scenarios.cli.board import MAX_ROWS, Board
from scenarios.runner import JobEvent, JobState


def shown(board: Board) -> list[str]:
    console = Console(file=io.StringIO(), width=140, highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(board)
    return [re.sub(r"\d+ s\b", "# s", line) for line in capture.get().splitlines()]


def test_it_tells_of_what_runs() -> None:
    board = Board(Translator())
    board.total = 3
    board("base/0", JobEvent("x", JobState.SUCCEEDED, attempt=0))
    board("hire/0", JobEvent("y", JobState.RUNNING))
    board("hire/0", JobEvent("y", JobState.RUNNING, progress=Progress("search", 1.0, 12.5, 10.0)))
    head, row = shown(board)
    assert head == "1 of 3 solves done, 1 running | Ctrl-C keeps what is found"
    # gap = (12.5 - 10) / 12.5 = 20 %
    assert row == "  hire/0 | # s | search | best 12.50 | gap 20.0%"


def test_a_second_attempt_is_told() -> None:
    board = Board(Translator())
    board.total = 1
    board("hire/0", JobEvent("y", JobState.QUEUED, lost=True))
    board("hire/0", JobEvent("y", JobState.RUNNING, attempt=2))
    assert shown(board)[1] == "  hire/0 | # s | attempt 2"


@pytest.mark.parametrize("running", [1, MAX_ROWS, MAX_ROWS + 5])
def test_many_solves_do_not_fill_the_screen(running: int) -> None:
    board = Board(Translator("ru"))
    board.total = 40
    for n in range(running):
        board(f"s{n}/0", JobEvent(str(n), JobState.RUNNING))
    head, *rows = shown(board)
    assert head.startswith(f"готово расчётов: 0 из 40, идут: {running}")
    assert len(rows) == min(running, MAX_ROWS)
