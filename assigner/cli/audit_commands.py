"""The commands `assigner audit draw` and `assigner audit apply` with their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assigner.cli import options as given
from assigner.cli.bundles import bundled
from assigner.cli.command import Command
from assigner.cli.screen import starting
from assigner.i18n import Translator

app = typer.Typer(
    name="audit",
    help="Ring up a sample of clients to learn how much of a log is true.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def parse_confidence(text: str | float) -> float:
    """A share between 0 and 1."""
    share = given.parse_amount(text)
    if share >= 1:
        raise typer.BadParameter(f"{text} is not below 1; write 95 % as 0.95")
    return share


def parse_margin(text: str | float) -> float:
    """A share between 0 and one half: a wider interval would say nothing."""
    share = given.parse_amount(text)
    if share >= 0.5:
        raise typer.BadParameter(f"{text} is not below 0.5; write 10 % as 0.1")
    return share


Confidence = Annotated[
    float,
    typer.Option(
        "--confidence", metavar="SHARE", parser=parse_confidence, help="How sure the interval has to be."
    ),
]


@app.command(cls=Command)
@bundled
def draw(
    tables: given.Tables,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.xlsx", help="The call sheet, a new file.")],
    confidence: Confidence = 0.95,
    margin: Annotated[
        float,
        typer.Option(
            "--margin",
            metavar="SHARE",
            parser=parse_margin,
            help="Half the width that the interval of each manager may have.",
        ),
    ] = 0.1,
    max_calls: Annotated[
        int | None, typer.Option("--max-calls", min=1, help="At most so many calls for each manager.")
    ] = None,
    seed: given.Seed = 0,
    force: given.Force = False,
    lang: given.Lang = given.Language.en,
    as_json: given.Json = False,
) -> None:
    """Draw a sample of each manager's claims and write the call sheet to fill in.

    A claim is a client with contacts in the manager's log that count and that no order proves. The same seed
    draws the same sample.
    """
    tr = Translator(lang)
    with starting(tr):
        from assigner.cli import auditing

    wish = auditing.Wish(confidence=confidence, margin=margin, seed=seed, max_calls=max_calls)
    auditing.draw(tables, wish, out, tr=tr, force=force, as_json=as_json)


@app.command(cls=Command)
@bundled
def apply(
    sheet: Annotated[Path, typer.Argument(metavar="SHEET.xlsx", help="The filled call sheet.")],
    tables: given.Tables,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="New folder for the results.")],
    confidence: Confidence = 0.95,
    force: given.Force = False,
    lang: given.Lang = given.Language.en,
    as_json: given.Json = False,
) -> None:
    """Estimate from the answers how much of each log is false, and show which states they change.

    From then on give the sheet to other commands with --audit: they count its answers as evidence.
    """
    tr = Translator(lang)
    if tables.audit is not None:
        raise typer.BadParameter("give the filled sheet once, without --audit")
    with starting(tr):
        from assigner.cli import auditing

    auditing.apply(sheet, tables, out, confidence=confidence, tr=tr, force=force, as_json=as_json)
