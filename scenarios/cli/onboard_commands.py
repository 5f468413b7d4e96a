"""`assigner onboard`: its options. What it does is loaded only when it runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from assigner.cli import options
from assigner.cli.bundles import bundled
from assigner.cli.command import Command
from assigner.cli.options import parse_day
from assigner.cli.screen import starting
from assigner.cli.stopping import Stopping
from assigner.i18n import Translator
from scenarios.cli import given

Hires = Annotated[int, typer.Option("--hires", min=0, metavar="N", help="So many hires: H1, H2, ...")]
Hire = Annotated[
    list[str] | None,
    typer.Option(
        "--hire",
        metavar="SPEC",
        help="A hire: id=N1,name=Nina Novak,start=2026-07-01,share=1,region=North|South; again for each.",
    ),
]
Returns = Annotated[
    list[str] | None,
    typer.Option(
        "--returns", metavar="SPEC", help="One who returns from leave: M03, or id=M03,start=2026-07-01."
    ),
]
Leaver = Annotated[
    str | None,
    typer.Option("--leaver", metavar="ID", help="Who leaves: divide his clients among the others instead."),
]
Start = Annotated[
    date | None,
    typer.Option(
        "--start",
        metavar="DATE",
        parser=parse_day,
        help="First day of those without one of their own; by default that of the base.",
    ),
]
Ramp = Annotated[
    str | None,
    typer.Option("--ramp", metavar="LIST", help="Per cents of a fair share, step by step: 25,50,75,100."),
]
LossCap = Annotated[
    float | None,
    typer.Option(
        "--loss-cap",
        min=0,
        max=100,
        metavar="PERCENT",
        help="Most that a donor may lose of his commission; by default the policy's.",
    ),
]
TakeActive = Annotated[
    bool, typer.Option("--take-active", help="Also take clients that are worked now but not proven.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who comes, or who leaves."""

    hires: Hires = 0
    hire: Hire = None
    returns: Returns = None
    leaver: Leaver = None
    start: Start = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What may be taken from whom, and how fast."""

    ramp: Ramp = None
    loss_cap: LossCap = None
    take_active: TakeActive = False


def add_onboard(app: typer.Typer) -> None:
    """Add `onboard` to the commands of an app."""
    app.command("onboard", cls=Command)(onboard)


@bundled
def onboard(
    base: given.BaseOptions,
    people: People,
    taking: Taking,
    effort: given.Effort,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="New folder for onboarding.html, its tables and JSON."),
    ] = None,
    force: options.Force = False,
    lang: options.Lang = options.Language.en,
    as_json: options.Json = False,
) -> None:
    """Books for hires and returners, month by month; or the heirs of a leaver.

    Takes nobody's clients first, then claimed and dormant ones, never proven ones. The effort is that of all
    searches together.
    """
    tr, stopping = Translator(lang), Stopping()
    with stopping.watching():
        with starting(tr):
            from scenarios.cli import onboarding

        asked = onboarding.Wish(
            base=base, people=people, taking=taking, effort=effort, out=out, force=force, as_json=as_json
        )
        onboarding.run(asked, tr=tr, stopping=stopping)
