"""A proposal's folder opened again: its tables, the case it stands on, and its answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from api.files import Files
from api.work.bases import UploadedBase
from api.work.cases import read_case
from assigner.engine import Case, check_assignment
from assigner.errors import InputError, Issue, Severity
from assigner.i18n import Translator
from assigner.policy.yaml_io import policy_sha256
from assigner.portfolio import IntArray
from assigner.proposal import Proposal
from assigner.snapshot import Snapshot, read_snapshot
from assigner.tabular import read_assignment
from scenarios.origin import Origin

PROPOSALS = "proposals"
"""Kind of folder that answers lie in."""

ORIGIN, FACTS = "origin.json", "facts.pickle"
"""What the answer was made of beside its tables, and the tables as they were read."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A folder while it is open: decisions are about the case `edited`, the answer stands on `decided`."""

    snapshot: Snapshot
    origin: Origin
    edited: Case
    decided: Case
    assignment: IntArray


@contextmanager
def opened(folder: Path, tr: Translator) -> Iterator[Opened]:
    """The folder's tables unpacked and read for as long as the block lasts.

    Raises InputError where it is damaged.
    """
    with read_snapshot(folder, tr) as snapshot:
        origin = _origin(folder, tr)
        tables = Path(snapshot.sources.clients).parent
        base = UploadedBase(tables, {}, {}, snapshot.tolerant, snapshot.as_of)
        case = read_case(base, snapshot.sources, folder / FACTS, policy=origin.policy, tr=tr)
        edited = origin.edited(case, tr)
        decided = origin.decided(edited, tr)
        assignment = read_assignment(folder / "assignment.csv", decided.portfolio)
        yield Opened(snapshot, origin, edited, decided, np.asarray(assignment, dtype=np.int32))


def load_answer(files: Files, proposal_id: str, tr: Translator | None = None) -> Proposal:
    """The proposal of a folder, figures computed again by the checker.

    As `assigner.engine.load_proposal`, with the edits and decisions that changed its facts. Raises InputError
    where the folder is damaged or gone.
    """
    tr, folder = tr or Translator(), files.folder(PROPOSALS, proposal_id)
    with opened(folder, tr) as found:
        case, snapshot = found.decided, found.snapshot
        verdict = check_assignment(case, found.assignment, tr=tr)
        snapshot.refuse_changed(
            folder,
            tr,
            score=verdict.after.score,
            input_sha256=case.portfolio.input_sha256,
            policy_sha256=policy_sha256(case.policy),
        )
        return Proposal(
            portfolio=case.portfolio,
            evidence=case.evidence,
            policy=case.policy,
            assignment=found.assignment,
            status=snapshot.status,
            bound=snapshot.bound,
            verdict=verdict,
            certificate=snapshot.certificate,
        )


def _origin(folder: Path, tr: Translator) -> Origin:
    try:
        return Origin.read(folder / ORIGIN)
    except (OSError, ValueError, KeyError, TypeError):
        message = tr.gettext("the files of this folder are damaged or were changed")
        raise InputError([Issue(Severity.ERROR, "not-a-proposal", message, file=folder.name)]) from None
