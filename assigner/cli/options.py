"""The options that commands share, their checks, and what they stand for."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

DEFAULT_SECONDS = 60.0


class Language(StrEnum):
    """Languages of screens and reports."""

    en = "en"
    ru = "ru"


def parse_day(text: str | date) -> date:
    """A date as 2026-06-01; the parser of typer also hands over defaults, which are dates already."""
    try:
        return text if isinstance(text, date) else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; write it as 2026-06-01") from None


def parse_amount(text: str | float) -> float:
    """A number above zero."""
    try:
        number = float(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no number") from None
    if not (math.isfinite(number) and number > 0):
        raise typer.BadParameter(f"{text} is not above 0")
    return number


def num_cores() -> int:
    """Cores that this process may use."""
    usable = getattr(os, "sched_getaffinity", None)
    return len(usable(0)) if usable else os.cpu_count() or 1


_TABLE = "CSV, TSV, XLSX, Parquet or JSON lines; a sheet as FILE#SHEET"

Clients = Annotated[Path, typer.Option("--clients", metavar="FILE", help=f"Clients: {_TABLE}.")]
Managers = Annotated[
    Path | None,
    typer.Option("--managers", metavar="FILE", help="Managers; without it, the owners of clients."),
]
Activities = Annotated[
    Path | None,
    typer.Option(
        "--activities", metavar="FILE", help="Log of touches; without it, revenue and open deals count."
    ),
]
Rules = Annotated[
    Path | None, typer.Option("--rules", metavar="FILE", help="Rows of together, apart, ban, pin and merge.")
]
Decisions = Annotated[
    Path | None,
    typer.Option(
        "--decisions",
        metavar="FILE",
        help="Suggestions of `assigner inspect` with yes or no; rows that say yes are rules.",
    ),
]
AuditFile = Annotated[
    Path | None,
    typer.Option(
        "--audit",
        metavar="FILE",
        help="Filled call sheet of `assigner audit draw`: evidence.",
    ),
]
PolicyFile = Annotated[
    Path | None,
    typer.Option(
        "--policy", metavar="FILE", help="Policy in YAML; `assigner policy --write` prints the default."
    ),
]
Mapping = Annotated[
    Path | None,
    typer.Option("--map", metavar="FILE", help="YAML that says which header means which column."),
]
MergeExact = Annotated[
    bool, typer.Option("--merge-exact", help="Cards with the same valid tax id are one client.")
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=parse_day,
        help="Day of the evidence, such as 2026-06-01; by default the day after the last touch.",
    ),
]
Tolerant = Annotated[
    bool, typer.Option("--tolerant", help="Read bad cells as blank and drop bad rows; all are listed.")
]
Lang = Annotated[
    Language, typer.Option("--lang", envvar="ASSIGNER_LANG", help="Language of screens and reports.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on the standard output and nothing else.")]
Force = Annotated[bool, typer.Option("--force", help="Replace earlier results; other files are left alone.")]
TimeLimit = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        metavar="SECONDS",
        parser=parse_amount,
        help=f"Seconds for the search; {DEFAULT_SECONDS:g} by default, no limit with --work-limit.",
    ),
]
WorkLimit = Annotated[
    float | None,
    typer.Option(
        "--work-limit",
        metavar="UNITS",
        parser=parse_amount,
        help="Effort in place of time (about a second of one core each): the same answer on every run.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, help="Cores to use; all by default, one with --work-limit."),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Seed of all randomness.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What a run stands on: files, policy, day, how bad rows are treated. Commands get it by `bundled`."""

    clients: Clients
    managers: Managers = None
    activities: Activities = None
    rules: Rules = None
    decisions: Decisions = None
    audit: AuditFile = None
    policy: PolicyFile = None
    mapping: Mapping = None
    merge_exact: MergeExact = False
    as_of: AsOf = None
    tolerant: Tolerant = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How tables are read and judged, for commands that find out by themselves which file is which."""

    decisions: Decisions = None
    audit: AuditFile = None
    policy: PolicyFile = None
    mapping: Mapping = None
    merge_exact: MergeExact = False
    as_of: AsOf = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long to look for an answer, as it was asked for."""

    time_limit: TimeLimit = None
    work_limit: WorkLimit = None
    seed: Seed = 0
    workers: Workers = None

    @property
    def seconds(self) -> float | None:
        """The time limit: with a work limit none is implied, so that the answer repeats."""
        if self.time_limit is None and self.work_limit is None:
            return DEFAULT_SECONDS
        return self.time_limit

    @property
    def cores(self) -> int:
        """Workers: all cores, but one with a work limit."""
        return self.workers or (1 if self.work_limit is not None else num_cores())
