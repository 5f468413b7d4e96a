"""`assigner scenario sensitivity`: its options. What it does is loaded only when it runs."""

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


def add_sensitivity(app: typer.Typer) -> None:
    """Add `sensitivity` to the commands of an app."""
    app.command("sensitivity", cls=Command)(sensitivity)


@bundled
def sensitivity(
    base: given.BaseOptions,
    effort: given.Effort,
    running: given.Running,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="New folder for sensitivity.html and .json.")
    ],
    knob: Annotated[
        list[str] | None,
        typer.Option(
            "--knob",
            metavar="PATH",
            help="A number to turn, such as rules.loss_cap.cap; can be given again; all by default.",
        ),
    ] = None,
    seeds: Annotated[
        int, typer.Option("--seeds", min=0, metavar="N", help="Further seeds, to know the noise.")
    ] = 2,
    force: options.Force = False,
    lang: options.Lang = options.Language.en,
    as_json: options.Json = False,
) -> None:
    """Which number of the policy the plan hangs on most: one is turned at a time, down and up.

    The effort is that of every single solve; without one it is 20 seconds each.
    """
    tr, stopping = Translator(lang), Stopping()
    with stopping.watching():
        with starting(tr):
            from scenarios.cli import curving

        wish = curving.Wish(base=base, effort=effort, running=running, out=out, force=force, as_json=as_json)
        curving.turn(wish, knob or [], seeds, tr=tr, stopping=stopping)
