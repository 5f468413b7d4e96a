"""/v1/proposals/{id}/exports: files to take away."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, Response

from api.routes.access import Ctx, Who
from api.routes.dataset_bodies import XLSX
from api.routes.proposal_shapes import NO_CONTROLS, Language, ProposalId
from api.routes.schemas import Answer
from api.services import proposals
from api.services.proposals import Download
from api.services.proposals.file_names import ascii_name

router = APIRouter(prefix="/proposals", tags=["exports"])

FileName = Literal[
    "assignment.csv", "moves.csv", "merged.csv", "proposal.xlsx", "report.html", "proposal.json"
]
SystemName = Literal["bitrix24", "amocrm", "1c", "salesforce", "hubspot"]

BINARY: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "the file",
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "text/html": {"schema": {"type": "string"}},
            "application/json": {"schema": {"type": "object"}},
            XLSX: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}

GUARD = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    "Cache-Control": "private, no-store",
}
"""What is handed out is saved, never run as a page of ours."""


class ExportFile(Answer):
    """A file that can be taken away."""

    name: str
    media_type: str
    bytes: int


class ExportSystem(Answer):
    """A program that owner changes can be written for."""

    system: str
    title: str


class ExportList(Answer):
    """What can be taken away; owner changes for CRMs only once somebody has approved."""

    files: list[ExportFile]
    systems: list[ExportSystem]
    crm_ready: bool


@router.get("/{proposal_id}/exports", operation_id="list_exports", response_model=ExportList)
def list_exports(ctx: Ctx, who: Who, proposal_id: ProposalId) -> Any:
    """Which files there are, and which CRMs are known."""
    return proposals.list_exports(ctx, who, proposal_id)


@router.get(
    "/{proposal_id}/exports/crm/{system}",
    operation_id="export_to_crm",
    response_class=Response,
    responses={200: {"description": "a ZIP", "content": {"application/zip": {}}}},
)
def export_to_crm(
    ctx: Ctx,
    who: Who,
    proposal_id: ProposalId,
    system: SystemName,
    roll_back: Annotated[bool, Query(description="the changes that undo it")] = False,
    nobody: Annotated[
        str, Query(max_length=200, pattern=NO_CONTROLS, description="the program's user for nobody")
    ] = "",
    encoding: Annotated[Literal["utf-8-sig", "cp1251"], Query(description="of files for 1C")] = "utf-8-sig",
) -> Response:
    """The owner changes of an approved proposal in the shape that a program takes, as a ZIP.

    The header X-Assigner-Left-Out counts moves that the program can't make; left-out.csv says why.
    """
    made = proposals.export_to_crm(
        ctx, who, proposal_id, system, roll_back=roll_back, nobody=nobody, encoding=encoding
    )
    return handed(made)


@router.get(
    "/{proposal_id}/exports/{name}",
    operation_id="export_proposal",
    response_class=Response,
    responses=BINARY,
)
def export_proposal(
    ctx: Ctx, who: Who, proposal_id: ProposalId, name: FileName, language: Language = None
) -> Response:
    """One file of the answer, in the caller's language or the one asked for."""
    return handed(proposals.export_proposal(ctx, who, proposal_id, name, language=language))


def handed(file: Download) -> Response:
    """A file as an attachment that no browser runs."""
    plain, exact = ascii_name(file.name), quote(file.name)
    headers = GUARD | {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}"}
    if file.left_out is not None:
        headers["X-Assigner-Left-Out"] = str(file.left_out)
    if file.path is not None:
        return FileResponse(file.path, media_type=file.media_type, headers=headers)
    return Response(file.content, media_type=file.media_type, headers=headers)
