"""`assigner demo`: a made-up company and the whole job on it."""

from __future__ import annotations

import shutil
import tempfile
from functools import partial
from pathlib import Path

from assigner.cli.balance import tell_balance
from assigner.cli.inputs import read_case, sources_of
from assigner.cli.options import Effort, Tables
from assigner.cli.progress import progress_line
from assigner.cli.proposing import solve
from assigner.cli.screen import Screen
from assigner.cli.sections import (
    tell_certificate,
    tell_exceptions,
    tell_files,
    tell_findings,
    tell_headline,
    tell_moves,
    tell_next,
    tell_reading,
)
from assigner.cli.stopping import Stopping
from assigner.engine import OUTPUT_NAMES, save_proposal
from assigner.explain import TellingMove, explain_clients, telling_moves
from assigner.generate import CompanySpec, generate_company, write_company
from assigner.i18n import Translator
from assigner.proposal import Proposal
from assigner.report.folder import check_target

FOLDER = "company"
"""Where the tables of the company go, inside the output folder."""

NUM_MOVES = 3


def run(
    spec: CompanySpec, effort: Effort, out: Path, *, tr: Translator, stopping: Stopping, force: bool
) -> None:
    """Make up a company, divide it, and write results and tables into `out`, all or nothing."""
    check_target(out, OUTPUT_NAMES, force=force, tr=tr)
    with tempfile.TemporaryDirectory(prefix="assigner-demo-") as aside, progress_line(tr) as line:
        line.begin(tr.gettext("Making up a company"))
        tables = write_company(generate_company(spec), Path(aside), tr=tr)
        line.begin(tr.gettext("Reading the tables"))
        read = _tables(Path(aside))
        proposal = solve(read_case(read, tr), effort, line, tr=tr, stopping=stopping)
        line.begin(tr.gettext("Writing the results"))
        copies = {f"{FOLDER}/{path.name}": partial(shutil.copyfile, path) for path in tables}
        save_proposal(
            proposal, out, sources=sources_of(read), language=tr.language, force=force, extra=copies
        )
        moves = telling_moves(proposal, explain_clients(proposal, tr.language), NUM_MOVES)
    tell_demo(Screen(tr), proposal, out, moves)


def _tables(folder: Path) -> Tables:
    return Tables(
        clients=folder / "clients.csv",
        managers=folder / "managers.csv",
        activities=folder / "activities.csv",
        rules=folder / "rules.csv",
    )


def tell_demo(screen: Screen, proposal: Proposal, out: Path, moves: tuple[TellingMove, ...]) -> None:
    """The summary on the screen."""
    tell_reading(screen, proposal.portfolio, proposal.evidence)
    tell_findings(screen, proposal.portfolio, proposal.evidence)
    tell_balance(screen, proposal)
    tell_headline(screen, proposal)
    tell_moves(screen, moves)
    tell_exceptions(screen, proposal)
    tell_certificate(screen, proposal)
    tell_files(screen, out, (*OUTPUT_NAMES, FOLDER))
    tell_next(screen, out, moves[0].client_id if moves else str(proposal.portfolio.clients.client_id[0]))
