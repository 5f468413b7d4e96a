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
from assigner.cli.stopping import Stopping
from assigner.engine import OUTPUT_NAMES, Case, propose, save_proposal
from assigner.i18n import Translator
from assigner.proposal import Proposal
from assigner.report.folder import check_target


def run(
    tables: Tables,
    effort: Effort,
    out: Path,
    *,
    tr: Translator,
    stopping: Stopping,
    force: bool,
    as_json: bool,
) -> None:
    """The whole job. Raises the errors of reading, solving and writing; nothing is written then."""
    with progress_line(tr) as line:
        line.begin(tr.gettext("Reading the tables"))
        case = read_case(tables, tr, beforehand=lambda: check_target(out, OUTPUT_NAMES, force=force, tr=tr))
        proposal = solve(case, effort, line, tr=tr, stopping=stopping)
        line.begin(tr.gettext("Writing the results"))
        files = save_proposal(
            proposal,
            out,
            sources=sources_of(tables),
            tolerant=tables.tolerant,
            language=tr.language,
            force=force,
        )
    if as_json:
        print_json(proposal_document(proposal, {path.name: path for path in files}))
    else:
        tell_proposal(Screen(tr), proposal, out, [path.name for path in files])


def solve(case: Case, effort: Effort, line: ProgressLine, *, tr: Translator, stopping: Stopping) -> Proposal:
    """The search, with its progress; the first Ctrl-C ends it with the best answer so far."""
    line.begin(tr.gettext("Searching"), effort.seconds)
    with stopping.keeping():
        return propose(case, solver_config(effort), on_progress=line, should_stop=stopping.should_stop, tr=tr)


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
