"""A spare copy of the best answer beside the output folder while the search runs.

Ctrl-C and SIGTERM end a search with its best answer; a crash, a power cut or `kill -9` can't. What they leave
is this file: a table that `assigner check` judges and that `--start` begins from.
"""

from __future__ import annotations

import contextlib
import csv
import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from assigner.cli.screen import Screen
from assigner.portfolio import NOBODY, IntArray, Portfolio

EVERY_SECONDS = 10.0
"""How much of a search may be lost."""


def spare_path(out: Path) -> Path:
    """Where the spare copy of a run with this output folder is."""
    out = Path(out).absolute()
    return out.with_name(f"{out.name}.best.csv")


class Spare:
    """Keeps the file while the search runs; `discard` when the results are written."""

    def __init__(self, out: Path, portfolio: Portfolio) -> None:
        self.path, self._portfolio = spare_path(out), portfolio
        self._written: float | None = None

    def spare_the_last(self, screen: Screen, used: bool) -> None:
        """What an earlier run left is put aside and told, unless this run begins from an assignment."""
        if used or not self.path.exists():
            return
        aside = self.path.with_name(f"{self.path.stem}-before.csv")
        with contextlib.suppress(OSError):
            os.replace(self.path, aside)
            text = "An earlier run was cut off; its best answer is in {file}. --start {file} begins from it."
            screen.line(screen.tr.gettext(text, file=aside), "yellow", indent=0)

    def keep(self, answer: Callable[[], IntArray]) -> None:
        """Take a better answer; too soon after the last one it is left for the next time.

        A disk that is full is no reason to end a search, so that failures to write are not told.
        """
        now = time.monotonic()
        if self._written is None or now - self._written >= EVERY_SECONDS:
            self._written = now
            with contextlib.suppress(OSError):
                self._write(answer())

    def _write(self, assignment: IntArray) -> None:
        clients, managers = self._portfolio.clients, self._portfolio.managers
        served = np.flatnonzero(assignment != NOBODY)
        half = self.path.with_name(self.path.name + ".part")
        with half.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("client_id", "manager_id"))
            writer.writerows(
                zip(clients.client_id[served], managers.manager_id[assignment[served]], strict=True)
            )
        os.replace(half, self.path)

    def discard(self) -> None:
        """The results are written: the copy has done its work."""
        self.path.unlink(missing_ok=True)
