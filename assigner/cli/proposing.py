"""`assigner propose`: read, solve, write, tell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assigner.cli.balance import tell_balance
from assigner.cli.documents import proposal_document
from assigner.cli.inputs import read_case, solver_config, sources_of
from assigner.cli.options import Effort, Tables
from assigner.cli.progress import ProgressLine, progress_line
from assigner.cli.screen import Screen, print_json
from assigner.cli.sections import (
    tell_certificate,
    tell_exceptions,
    tell_files,
    tell_findings,
    tell_headline,
    tell_next,
    tell_notes,
    tell_reading,
)
from assigner.cli.spare import Spare
from assigner.cli.stopping import Stopping
from assigner.engine import OUTPUT_NAMES, Case, propose, save_proposal
from assigner.i18n import Translator
from assigner.portfolio import IntArray
from assigner.proposal import Proposal
from assigner.report.folder import check_target
from assigner.solution import OnBest, ignore_best
from assigner.tabular import read_assignment


def run(
    tables: Tables,
    effort: Effort,
    out: Path,
    *,
    tr: Translator,
    stopping: Stopping,
    force: bool,
    as_json: bool,
    start: Path | None = None,
) -> None:
    """The whole job, from an earlier assignment where `start` names one.

    Raises the errors of reading, solving and writing; nothing is written then.
    """
    with progress_line(tr) as line:
        line.begin(tr.gettext("Reading the tables"))
        case = read_case(tables, tr, beforehand=lambda: check_target(out, OUTPUT_NAMES, force=force, tr=tr))
        begin = None if start is None else read_assignment(start, case.portfolio, tr=tr)
        spare = Spare(out, case.portfolio)
        spare.spare_the_last(Screen(tr, stderr=True), begin is not None)
        proposal = solve(case, effort, line, tr=tr, stopping=stopping, start=begin, on_best=spare.keep)
        line.begin(tr.gettext("Writing the results"))
        files = save_proposal(
            proposal,
            out,
            sources=sources_of(tables),
            tolerant=tables.tolerant,
            language=tr.language,
            force=force,
        )
        spare.discard()
    if as_json:
        print_json(proposal_document(proposal, {path.name: path for path in files}))
    else:
        tell_proposal(Screen(tr), proposal, out, [path.name for path in files])


def solve(
    case: Case,
    effort: Effort,
    line: ProgressLine,
    *,
    tr: Translator,
    stopping: Stopping,
    start: IntArray | None = None,
    on_best: OnBest = ignore_best,
) -> Proposal:
    """The search, with its progress; the first Ctrl-C ends it with the best answer so far."""
    line.begin(tr.gettext("Searching"), effort.seconds)
    with stopping.keeping():
        return propose(
            case,
            solver_config(effort),
            on_progress=line,
            should_stop=stopping.should_stop,
            start=start,
            on_best=on_best,
            tr=tr,
        )


def tell_proposal(screen: Screen, proposal: Proposal, out: Path, names: Sequence[str]) -> None:
    """The summary on the screen."""
    tell_reading(screen, proposal.portfolio, proposal.evidence)
    tell_findings(screen, proposal.portfolio, proposal.evidence)
    tell_balance(screen, proposal)
    tell_headline(screen, proposal)
    tell_notes(screen, proposal.verdict.notes)
    tell_exceptions(screen, proposal)
    tell_certificate(screen, proposal)
    tell_files(screen, out, names)
    tell_next(screen, out, str(proposal.portfolio.clients.client_id[0]))
