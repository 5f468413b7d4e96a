"""`assigner drift`: its options. What it does is loaded only when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assigner.cli import options as given
from assigner.cli.bundles import bundled
from assigner.cli.command import Command
from assigner.cli.screen import starting
from assigner.cli.stopping import Stopping
from assigner.errors import RulesConflict
from assigner.i18n import Translator


def add_drift(app: typer.Typer) -> None:
    """Add `drift` to the commands of an app."""
    app.command("drift", cls=Command)(drift)


@bundled
def drift(
    plan: Annotated[Path, typer.Option("--plan", metavar="DIR", help="Folder of the approved proposal.")],
    tables: given.Tables,
    effort: given.Effort,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="New folder for drift.html and drift.json.")
    ] = None,
    force: given.Force = False,
    lang: given.Lang = given.Language.en,
    as_json: given.Json = False,
) -> None:
    """Tell how far today's base is from an approved plan: leave it, repair a little, or plan again.

    Without --policy the plan's own policy is taken. The effort is that of all searches together. Ends with 0
    whatever the advice is, but with 3 where a new plan is due and the rules can't all hold on today's base.
    """
    tr, stopping = Translator(lang), Stopping()
    with stopping.watching():
        with starting(tr):
            from scenarios.cli import drifting

        asked = drifting.Wish(plan=plan, tables=tables, effort=effort, out=out, force=force, as_json=as_json)
        if not drifting.run(asked, tr=tr, stopping=stopping):
            raise typer.Exit(RulesConflict.exit_code)
