"""Files of a proposal to take away."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.audit import record
from api.context import Context
from api.crm import Encoding, File, Move, System, write_back
from api.errors import NotFound
from api.security.actor import Actor
from api.security.operations import operation
from api.services.proposals.file_names import file_name
from api.services.proposals.rows import SETTLED, require, solved
from api.work.opening import PROPOSALS

MEDIA = {
    "assignment.csv": "text/csv; charset=utf-8",
    "moves.csv": "text/csv; charset=utf-8",
    "merged.csv": "text/csv; charset=utf-8",
    "proposal.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "report.html": "text/html; charset=utf-8",
    "proposal.json": "application/json",
}
"""What can be taken away, and what kind of file it is."""

SAME_EVERYWHERE = ("assignment.csv", "merged.csv", "proposal.json")
"""Files that there are once, not in each language."""

EPOCH = (1980, 1, 1, 0, 0, 0)

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Download:
    """A file to hand out: what it is called and what it is; on the disk, or in memory.

    `left_out` counts the moves that a program can't make; the ZIP says which and why.
    """

    name: str
    media_type: str
    path: Path | None = None
    content: bytes = b""
    left_out: int | None = None


@operation("list_exports")
def list_exports(ctx: Context, actor: Actor, proposal_id: str) -> Document:
    """Which files there are, with their sizes in bytes in the actor's language, and which CRMs are known."""
    with ctx.db.read() as session:
        row = solved(session, actor, proposal_id)
    folder = ctx.files.folder(PROPOSALS, proposal_id)
    sizes = {name: _file(folder, name, actor.language) for name in MEDIA}
    return {
        "files": [
            {"name": name, "media_type": MEDIA[name], "bytes": path.stat().st_size}
            for name, path in sizes.items()
            if path.exists()
        ],
        "systems": [{"system": one.value, "title": one.label} for one in System],
        "crm_ready": row.state in SETTLED,
    }


@operation("export_proposal")
def export_proposal(
    ctx: Context, actor: Actor, proposal_id: str, name: str, *, language: str | None = None
) -> Download:
    """One file of the answer, in a language where it has words. Raises NotFound for other names."""
    with ctx.db.write() as session:
        row = solved(session, actor, proposal_id)
        language = language or actor.language
        path = _file(ctx.files.folder(PROPOSALS, proposal_id), name, language)
        if name not in MEDIA or not path.exists():
            raise NotFound(actor.tr.gettext("This proposal has no such file."))
        record(ctx, session, actor, "proposal.exported", row.id, file=name, language=language)
    words = "" if name in SAME_EVERYWHERE else language
    return Download(file_name(row.name, row.created_at.date(), name, words), MEDIA[name], path)


@operation("export_to_crm")
def export_to_crm(
    ctx: Context,
    actor: Actor,
    proposal_id: str,
    system: str,
    *,
    roll_back: bool = False,
    nobody: str = "",
    encoding: str = Encoding.UTF_8.value,
) -> Download:
    """The owner changes of an approved proposal in the shape a CRM takes, as a ZIP; or those that undo them.

    `nobody` is the CRM's user for clients that are to have no owner. Raises Conflict before the approval.
    """
    if system not in tuple(System):
        raise NotFound(actor.tr.gettext("No such program is known."))
    with ctx.db.write() as session:
        row = solved(session, actor, proposal_id)
        require(actor, row, *SETTLED)
        path = _file(ctx.files.folder(PROPOSALS, proposal_id), "moves.csv", actor.language)
        record(ctx, session, actor, "proposal.exported", row.id, system=system, roll_back=roll_back)
    made = write_back(
        System(system),
        _moves(path),
        nobody=nobody,
        roll_back=roll_back,
        encoding=Encoding(encoding),
        language=actor.language,
    )
    what = f"{system}-{'roll-back' if roll_back else 'owners'}.zip"
    said = file_name(row.name, row.created_at.date(), what)
    missing = made.num_moves - made.num_written
    return Download(said, "application/zip", content=_packed(made.files), left_out=missing)


def _file(folder: Path, name: str, language: str) -> Path:
    """Where a file is: one folder has the words of whoever asked, the other language is inside it."""
    other = folder / language / name
    return other if other.exists() else folder / name


def _moves(path: Path) -> list[Move]:
    """The rows of moves.csv."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            Move(
                client_id=row["client_id"],
                manager_id=row["manager_id"],
                previous_manager_id=row["previous_manager_id"],
                client_name=row["client_name"],
                manager=row["manager"],
                previous_manager=row["previous_manager"],
            )
            for row in csv.DictReader(stream)
        ]


def _packed(files: Iterable[File]) -> bytes:
    """A ZIP; the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            member = zipfile.ZipInfo(file.name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, file.content)
    return buffer.getvalue()
