"""`assigner scenario run`, `compare`, `catalogue` and `edits`: their options. The work is loaded later."""

from __future__ import annotations

from dataclasses import dataclass
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

Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Fill in a placeholder, as --set cap=0.1."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trying:
    """How hard each solve is tried; what is left out is as the files say."""

    time_limit: options.TimeLimit = None
    work_limit: options.WorkLimit = None
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="First seed. [default: 0]")] = None
    seeds: Annotated[
        int | None,
        typer.Option("--seeds", min=1, max=100, metavar="N", help="Solve with N seeds, to see the noise."),
    ] = None
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, help="Cores of each solve; by default they share all cores."),
    ] = None


def add_scenario_commands(app: typer.Typer) -> None:
    """Add the commands to `assigner scenario`."""
    app.command("run", cls=Command)(run)
    app.command("compare", cls=Command)(compare)
    app.command("catalogue", cls=Command)(catalogue)
    app.command("edits", cls=Command)(edits)


@bundled
def run(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Scenarios in YAML or JSON, or names of the catalogue."),
    ],
    base: given.BaseOptions,
    trying: Trying,
    running: given.Running,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="New folder for the results.")],
    settings: Set = None,
    force: given.Force = False,
    lang: given.Lang = given.Language.en,
    as_json: given.Json = False,
) -> None:
    """Solve the base and every scenario, and show them side by side.

    What was solved before with the same effort comes from the store. Limits hold for each solve. Ends with 3
    where the rules of a scenario can't all hold; the others are written all the same.
    """
    tr, stopping = Translator(lang), Stopping()
    with stopping.watching():
        with starting(tr):
            from scenarios.cli import run_scenarios

        asked = run_scenarios.Wish(
            files=tuple(files),
            base=base,
            effort=run_scenarios.effort_of(trying),
            running=running,
            out=out,
            settings=tuple(settings or ()),
            force=force,
            as_json=as_json,
        )
        code = run_scenarios.run(asked, tr=tr, stopping=stopping)
    if code:
        raise typer.Exit(code)


@bundled
def compare(
    folders: Annotated[
        list[Path],
        typer.Argument(
            metavar="DIR...", help="Folders of `scenario run` or `propose`; the first is the base."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="New folder for the comparison.")
    ] = None,
    force: given.Force = False,
    lang: given.Lang = given.Language.en,
    as_json: given.Json = False,
) -> None:
    """Hold runs and proposals side by side, whatever was solved when."""
    tr = Translator(lang)
    with starting(tr):
        from scenarios.cli import compare_folders

    compare_folders.run(folders, out, tr=tr, force=force, as_json=as_json)


@bundled
def catalogue(
    show: Annotated[
        str | None, typer.Option("--show", metavar="NAME", help="Print this one as YAML, to be changed.")
    ] = None,
    lang: given.Lang = given.Language.en,
    as_json: given.Json = False,
) -> None:
    """List the ready-made scenarios and their placeholders."""
    tr = Translator(lang)
    with starting(tr):
        from scenarios.cli import list_catalogue

    list_catalogue.run(show, tr=tr, as_json=as_json)


@bundled
def edits(
    kind: Annotated[str | None, typer.Argument(metavar="KIND", help="Tell the fields of this kind.")] = None,
    lang: given.Lang = given.Language.en,
    as_json: given.Json = False,
) -> None:
    """List the kinds of edit that a scenario is made of."""
    tr = Translator(lang)
    with starting(tr):
        from scenarios.cli import list_edits

    list_edits.run(kind, tr=tr, as_json=as_json)
