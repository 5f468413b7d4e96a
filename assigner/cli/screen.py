"""Sections, lines and tables that are right on a narrow terminal, on a pipe and in any encoding."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from textwrap import wrap
from typing import Any, TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.live import Live
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assigner.i18n import Translator

PIPE_WIDTH = 160
"""Columns of a table on a pipe, where nobody says how wide the screen is."""

_CONTROLS = {code: None for code in (*range(32), *range(127, 160)) if code != ord("\n")}


def plain(text: str) -> str:
    """The text without control characters: a client's name must not steer the terminal.

    The blank before a per cent sign goes too: rich would break the line there.
    """
    return text.translate(_CONTROLS).replace("\u00a0%", "%")


def forgive_encoding() -> None:
    """A character that the terminal can't show becomes a question mark instead of a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def print_json(document: Any) -> None:
    """One line of JSON on the standard output; plain ASCII where the terminal is not UTF-8."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    try:
        sys.stdout.write(json.dumps(document, ensure_ascii=not unicode, allow_nan=False) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        drop(sys.stdout)


def drop(stream: TextIO) -> None:
    """Nobody reads this output any more (`| head`): go on without it, to the command's own end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


class Terminal(Console):
    """Plain text on a terminal or a pipe; a reader that went away is no error."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def on_broken_pipe(self) -> None:
        """Print nothing from now on; rich would end the run with 1."""
        self.quiet = True
        drop(sys.stderr if self.stderr else sys.stdout)


@contextmanager
def starting(tr: Translator) -> Iterator[None]:
    """While the engine is loaded: a word on the terminal, nothing on a pipe."""
    console = Terminal(stderr=True)
    if not sys.stderr.isatty() or console.is_dumb_terminal:
        yield
        return
    with Live(Text(tr.gettext("Starting"), "cyan"), console=console, transient=True, auto_refresh=False):
        yield


class Screen:
    """Prints in one language to the standard output, or to the error output."""

    def __init__(self, tr: Translator, *, stderr: bool = False) -> None:
        self.tr = tr
        self.console: Console = Terminal(stderr=stderr)
        if not self.console.is_terminal and "COLUMNS" not in os.environ:
            self.console.width = PIPE_WIDTH

    def section(self, title: str) -> None:
        """A heading, with a blank line above."""
        self.console.print()
        self._print(plain(title), "bold", 0)

    def line(self, text: str, style: str = "", indent: int = 2) -> None:
        """A line of a section. It wraps under itself on a terminal and never on a pipe."""
        self._print(plain(text), style, indent)

    def _print(self, text: str, style: str, indent: int) -> None:
        if self.console.is_terminal:
            room = max(self.console.width - indent, 20)
            lines = wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]
            self.console.print(Padding(Text("\n".join(lines), style), (0, 0, 0, indent)))
        else:
            self.console.print(Text(" " * indent + text, style), soft_wrap=True)

    def pairs(self, rows: Iterable[tuple[str, str]]) -> None:
        """Names and values in two columns."""
        grid = Table.grid(padding=(0, 2))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        for name, value in rows:
            grid.add_row(Text(plain(name)), Text(plain(value), "bold"))
        self.console.print(Padding(grid, (0, 0, 0, 2), expand=False))

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str | Text]], *, texts: int = 1) -> None:
        """A table. Its first `texts` columns are words, which may wrap, the others numbers, which may not."""
        table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
        for n, head in enumerate(heads):
            if n < texts:
                table.add_column(Text(head), overflow="fold", min_width=6)
            else:
                table.add_column(Text(head), justify="right", no_wrap=True)
        for row in rows:
            table.add_row(*(cell if isinstance(cell, Text) else Text(plain(cell)) for cell in row))
        self.console.print(Padding(table, (0, 0, 0, 2), expand=False))
