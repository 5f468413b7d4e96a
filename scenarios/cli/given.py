"""The options that the what-ifs share: the base they start from, and where and how hard they are solved.

Commands get them with `assigner.cli.bundles.bundled`, as `base: given.BaseOptions`, `effort: given.Effort`,
`running: given.Running`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assigner.cli import options

if TYPE_CHECKING:
    from assigner.i18n import Translator
    from assigner.solution import SolverConfig
    from scenarios.base import Base
    from scenarios.runner import Runner
    from scenarios.store import Store

Effort = options.Effort
Lang = options.Lang
Language = options.Language
Json = options.Json
Force = options.Force

STORE = ".assigner-runs"
"""Name of the store that a command keeps beside its output folder, unless it is told another one."""

Clients = Annotated[
    Path | None,
    typer.Option("--clients", metavar="FILE", help="Clients, where the base is tables: as in `propose`."),
]
BaseFolder = Annotated[
    Path | None,
    typer.Option("--base", metavar="DIR", help="Folder of a proposal, in place of the tables."),
]
Slots = Annotated[
    int | None,
    typer.Option(
        "--slots", min=1, metavar="N", help="Solves at once, each in a process of its own; all cores."
    ),
]
Dask = Annotated[
    str | None,
    typer.Option("--dask", metavar="ADDRESS", help="Solve on a Dask cluster, such as tcp://host:8786."),
]
StoreFolder = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="DIR",
        help=f"Folder of answers found before; by default {STORE} beside the output folder.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseOptions:
    """What the what-ifs start from: the folder of a proposal, or tables as `assigner propose` takes them."""

    base: BaseFolder = None
    clients: Clients = None
    managers: options.Managers = None
    activities: options.Activities = None
    rules: options.Rules = None
    decisions: options.Decisions = None
    audit: options.AuditFile = None
    policy: options.PolicyFile = None
    mapping: options.Mapping = None
    merge_exact: options.MergeExact = False
    as_of: options.AsOf = None
    tolerant: options.Tolerant = False

    @property
    def named(self) -> bool:
        """Whether a base was named at all."""
        return self.base is not None or self.clients is not None

    def tables(self) -> options.Tables:
        """The tables. Raises a usage error where there is no clients table, or a folder beside it."""
        given = {part.name: getattr(self, part.name) for part in fields(self) if part.name != "base"}
        if self.clients is None:
            raise typer.BadParameter("name the base: --base DIR, or --clients FILE and the other tables")
        return options.Tables(**given)

    def refuse_both(self) -> None:
        """Raise a usage error where a folder and tables are given: nobody could tell which one counts."""
        parts = {part.name: getattr(self, part.name) for part in fields(self) if part.name != "base"}
        beside = [name for name, value in parts.items() if value not in (None, False)]
        if self.base is not None and beside:
            names = ", ".join("--" + _option(name) for name in beside)
            raise typer.BadParameter(f"--base brings its own tables, policy and day; leave out {names}")


def _option(name: str) -> str:
    return "map" if name == "mapping" else name.replace("_", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """Where the solves run, and where their answers are kept."""

    slots: Slots = None
    dask: Dask = None
    store: StoreFolder = None

    @property
    def num_slots(self) -> int:
        """How many solves run at once on this machine."""
        return self.slots or options.num_cores()


def read_base(chosen: BaseOptions, tr: Translator, *, beforehand: Callable[[], None] = lambda: None) -> Base:
    """The base that the options name.

    `beforehand` is one more check, such as that of the output folder, whose problems are told with those of
    the tables. Raises InputError with every problem, and a usage error where no base or two are named.
    """
    from assigner.cli.inputs import read_case
    from assigner.engine import load_proposal
    from scenarios.base import Base, base_of

    chosen.refuse_both()
    if chosen.base is None:
        return base_of(read_case(chosen.tables(), tr, beforehand=beforehand))
    beforehand()
    found = load_proposal(chosen.base, tr=tr)
    return Base(found.portfolio, found.policy, found.evidence.as_of)


def config_of(effort: Effort, running: Running) -> SolverConfig:
    """Effort of each single solve: the cores are shared by the solves that run at once."""
    from assigner.solution import SolverConfig

    alone = effort.work_limit is not None or running.dask is not None
    cores = 1 if alone else max(1, options.num_cores() // running.num_slots)
    return SolverConfig(
        time_limit=effort.seconds,
        work_limit=effort.work_limit,
        seed=effort.seed,
        workers=effort.workers or cores,
    )


@contextmanager
def runner_of(running: Running, tr: Translator | None = None) -> Iterator[Runner]:
    """Processes of this machine, or the cluster that `--dask` names; closed in the end."""
    from scenarios.runner import open_runner

    with open_runner(running.slots, running.dask, tr=tr) as runner:
        yield runner


def store_of(running: Running, out: Path) -> Store:
    """The store of answers of a command that writes to `out`."""
    from scenarios.store import Store

    return Store(running.store or out.absolute().parent / STORE)
