"""`assigner scenario frontier`: its options. What it does is loaded only when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assigner.cli import options
from assigner.cli.bundles import bundled
from assigner.cli.command import Command
from assigner.cli.screen import starting
from assigner.cli.stopping import Stopping
from assigner.i18n import Translator
from scenarios.cli import given


def add_frontier(app: typer.Typer) -> None:
    """Add `frontier` to the commands of an app."""
    app.command("frontier", cls=Command)(frontier)


@bundled
def frontier(
    base: given.BaseOptions,
    effort: given.Effort,
    running: given.Running,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="New folder for frontier.html and frontier.json.")
    ],
    points: Annotated[
        int, typer.Option("--points", min=3, metavar="N", help="Solves to spend, both ends included.")
    ] = 12,
    force: options.Force = False,
    lang: options.Lang = options.Language.en,
    as_json: options.Json = False,
) -> None:
    """What fairness costs: plans from the least disruption to the least imbalance, with proof and a knee.

    The effort is that of every single solve; without one it is 20 seconds each.
    """
    tr, stopping = Translator(lang), Stopping()
    with stopping.watching():
        with starting(tr):
            from scenarios.cli import curving

        wish = curving.Wish(base=base, effort=effort, running=running, out=out, force=force, as_json=as_json)
        curving.draw_frontier(wish, points, tr=tr, stopping=stopping)
