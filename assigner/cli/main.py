"""The commands and their options.

The engine is imported inside the commands: solvers and data frames take seconds to load, `--help` must not.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Annotated

import typer

from assigner.cli import audit_commands
from assigner.cli import options as given
from assigner.cli.bundles import bundled
from assigner.cli.command import Command, Commands
from assigner.cli.screen import forgive_encoding, starting
from assigner.cli.stopping import Stopping
from assigner.errors import RulesConflict
from assigner.i18n import Translator

BROKEN_RULES = RulesConflict.exit_code
DEMO_SECONDS = 20.0

app = typer.Typer(
    name="assigner",
    cls=Commands,
    help="Divide a client base among sales managers: fairly, without pain, with proof.",
    epilog="Exit codes: 0 done, 1 internal error, 2 bad input or usage, 3 rules conflict, 4 no answer.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(audit_commands.app)


def run() -> None:
    """Entry point of the `assigner` command."""
    forgive_encoding()
    add_further_commands()
    app()


def add_further_commands() -> None:
    """Commands of other packages of the project: what-ifs and the service, where they are installed."""
    for entry in entry_points(group="assigner.commands"):
        entry.load()(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"assigner {version_of('assigner')}")
        raise typer.Exit


@app.callback()
def assigner(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Divide a client base among sales managers: fairly, without pain, with proof."""


@app.command(cls=Command)
def demo(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for results and tables.")] = Path(
        "demo"
    ),
    clients: Annotated[int, typer.Option("--clients", min=1, help="Clients of the company.")] = 1200,
    managers: Annotated[int, typer.Option("--managers", min=1, help="Managers of the company.")] = 10,
    seed: given.Seed = 1,
    time_limit: given.TimeLimit = DEMO_SECONDS,
    workers: given.Workers = None,
    force: given.Force = False,
    lang: given.Lang = given.Language.en,
) -> None:
    """Make up a company and do the whole job on it, in less than a minute."""
    tr, stopping = Translator(lang), Stopping()
    with stopping.watching():
        with starting(tr):
            from assigner.cli import showing
            from assigner.generate import CompanySpec

        spec = CompanySpec.for_size(clients, managers, seed, tr.language)  # type: ignore[arg-type]
        effort = given.Effort(time_limit=time_limit, seed=seed, workers=workers)
        showing.run(spec, effort, out, tr=tr, stopping=stopping, force=force)


@app.command(cls=Command)
@bundled
def inspect(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILES...", help="The tables, found out by looking; or named, as clients=base.xlsx."
        ),
    ],
    reading: given.Reading,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="New folder for the findings.")],
    force: given.Force = False,
    lang: given.Lang = given.Language.en,
    as_json: given.Json = False,
) -> None:
    """Find out what state the base is in: data, duplicates, disputes, balance today. Changes nothing."""
    tr = Translator(lang)
    with starting(tr):
        from assigner.cli import inspecting

    inspecting.run(files, reading, out, tr=tr, force=force, as_json=as_json)


@app.command(cls=Command)
@bundled
def propose(
    tables: given.Tables,
    effort: given.Effort,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="New folder for the results.")],
    start: Annotated[
        Path | None,
        typer.Option(
            "--start",
            metavar="FILE",
            help="Begin from this assignment: of an earlier run, or DIR.best.csv of one that was cut off.",
        ),
    ] = None,
    force: given.Force = False,
    lang: given.Lang = given.Language.en,
    as_json: given.Json = False,
) -> None:
    """Divide the clients: read the tables, search, check the answer, write report and tables."""
    tr, stopping = Translator(lang), Stopping()
    with stopping.watching():
        with starting(tr):
            from assigner.cli import proposing

        proposing.run(
            tables, effort, out, tr=tr, stopping=stopping, force=force, as_json=as_json, start=start
        )


@app.command(cls=Command)
@bundled
def check(
    tables: given.Tables,
    assignment: Annotated[
        Path, typer.Option("--assignment", metavar="FILE", help="Table with client_id and manager_id.")
    ],
    lang: given.Lang = given.Language.en,
    as_json: given.Json = False,
) -> None:
    """Check any assignment: every figure and every hard rule, computed again without the optimiser.

    Ends with 3 where a hard rule is broken. With a proposal.json beside the assignment its day is used and
    its figures are compared.
    """
    tr = Translator(lang)
    with starting(tr):
        from assigner.cli import checking

    if not checking.run(tables, assignment, tr=tr, as_json=as_json):
        raise typer.Exit(BROKEN_RULES)


@app.command(cls=Command)
def explain(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of a proposal.")],
    client: Annotated[str, typer.Argument(metavar="CLIENT_ID", help="Id of a client, or its name.")],
    why_not: Annotated[
        str | None,
        typer.Option("--why-not", metavar="MANAGER_ID", help="What this manager would mean: id or name."),
    ] = None,
    lang: given.Lang = given.Language.en,
    as_json: given.Json = False,
) -> None:
    """Tell why a client stays or moves, what would change that, and what another manager would mean."""
    tr = Translator(lang)
    with starting(tr):
        from assigner.cli import explaining

    explaining.run(folder, client, why_not, tr=tr, as_json=as_json)


@app.command(cls=Command)
def generate(
    clients: Annotated[int, typer.Option("--clients", min=1, help="Number of clients.")],
    managers: Annotated[int, typer.Option("--managers", min=1, help="Number of managers.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the tables.")],
    duplicates: Annotated[
        int,
        typer.Option("--duplicates", min=0, help="Second cards of the same clients, on top of --clients."),
    ] = 0,
    eligible_each: Annotated[
        int | None,
        typer.Option(
            "--eligible-each",
            min=2,
            metavar="K",
            help=r"Give every client a territory that K managers may serve. \[default: all may have all]",
        ),
    ] = None,
    seed: given.Seed = 1,
    headers: Annotated[
        given.Language, typer.Option("--headers", help="Column names: en is canonical, ru a Russian export.")
    ] = given.Language.en,
    force: given.Force = False,
    lang: given.Lang = given.Language.en,
) -> None:
    """Make up a company with known dead souls, disputes, padded logs and second cards, as tables."""
    from assigner.cli import making
    from assigner.generate import CompanySpec

    tr = Translator(lang)
    spec = CompanySpec.for_size(clients, managers, seed, tr.language, duplicates, eligible_each)  # type: ignore[arg-type]
    making.generate(spec, out, headers=headers.value, force=force, tr=tr)


@app.command(cls=Command)
def policy(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Write into this file instead of the screen.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Print the default policy with comments.")] = False,
    force: given.Force = False,
    lang: given.Lang = given.Language.en,
) -> None:
    """Show every rule, goal, weight and number that the head of sales decides."""
    if not write:
        raise typer.BadParameter("say `assigner policy --write` to get the default policy with comments")
    from assigner.cli import making

    making.write_policy(file, force=force, tr=Translator(lang))
