"""/v1/datasets/{id}/...: what was found in a base, and what is decided about it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse

from api.errors import Unprocessable
from api.routes.access import Ctx, Who
from api.routes.dataset_bodies import (
    SHEET,
    WORKBOOK,
    XLSX,
    AuditBody,
    AuditJob,
    ClientPage,
    DatasetDecisionPage,
    DecisionsAnswer,
    DecisionsBody,
    EntryPage,
    Sort,
    State,
)
from api.routes.multipart import read_parts
from api.routes.schemas import Cursor, Limit
from api.services.datasets import audits, clients, decisions, dossiers, lists, reading
from assigner.quality.model import Check

router = APIRouter(prefix="/datasets/{dataset_id}", tags=["datasets"])
Text = Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")]
Document = dict[str, Any]


@router.get("/columns", operation_id="get_dataset_columns", response_model=Document)
def get_dataset_columns(ctx: Ctx, who: Who, dataset_id: str) -> Any:
    """What every column was understood as, how surely, with examples."""
    return reading.get_dataset_columns(ctx, who, dataset_id)


@router.get("/quality", operation_id="get_dataset_quality", response_model=Document)
def get_dataset_quality(ctx: Ctx, who: Who, dataset_id: str) -> Any:
    """What reading told, kinds of odd cells, and how each manager fills in cards."""
    return reading.get_dataset_quality(ctx, who, dataset_id)


@router.get("/findings", operation_id="list_dataset_findings", response_model=EntryPage)
def list_dataset_findings(
    ctx: Ctx,
    who: Who,
    dataset_id: str,
    check: Check | None = None,
    manager: Text = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Odd cells row by row."""
    kind = None if check is None else str(check)
    return lists.list_dataset_findings(
        ctx, who, dataset_id, check=kind, manager=manager, cursor=cursor, limit=limit
    )


@router.get("/evidence", operation_id="get_dataset_evidence", response_model=Document)
def get_dataset_evidence(ctx: Ctx, who: Who, dataset_id: str) -> Any:
    """How much of each book is proven, active, dormant or claimed."""
    return reading.get_dataset_evidence(ctx, who, dataset_id)


@router.get("/balance", operation_id="get_dataset_balance", response_model=Document)
def get_dataset_balance(ctx: Ctx, who: Who, dataset_id: str) -> Any:
    """Today's books against fair shares: managers, cells by segment, Lorenz curve, figures."""
    return reading.get_dataset_balance(ctx, who, dataset_id)


@router.get("/capacity", operation_id="get_dataset_capacity", response_model=Document)
def get_dataset_capacity(ctx: Ctx, who: Who, dataset_id: str) -> Any:
    """What the base could bring, who holds it, what is really worked, what nobody works."""
    return reading.get_dataset_capacity(ctx, who, dataset_id)


@router.get("/clients", operation_id="list_dataset_clients", response_model=ClientPage)
def list_dataset_clients(
    ctx: Ctx,
    who: Who,
    dataset_id: str,
    manager: Text = None,
    state: State | None = None,
    disputed: bool | None = None,
    segment: Text = None,
    q: Text = None,
    sort: Sort = "number",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Any:
    """Clients, filtered and sorted; a manager sees the own book."""
    return clients.list_dataset_clients(
        ctx,
        who,
        dataset_id,
        manager=manager,
        state=state,
        disputed=disputed,
        segment=segment,
        q=q,
        sort=sort,
        cursor=cursor,
        limit=limit,
    )


@router.get("/clients/{client_id:path}", operation_id="get_dataset_client", response_model=Document)
def get_dataset_client(ctx: Ctx, who: Who, dataset_id: str, client_id: str) -> Any:
    """One client with the files of everybody who worked it, and what is missing."""
    return dossiers.get_dataset_client(ctx, who, dataset_id, client_id)


@router.get("/disputes", operation_id="list_dataset_disputes", response_model=EntryPage)
def list_dataset_disputes(
    ctx: Ctx, who: Who, dataset_id: str, manager: Text = None, cursor: Cursor = None, limit: Limit = 50
) -> Any:
    """Disputed clients with both files side by side."""
    return lists.list_dataset_disputes(ctx, who, dataset_id, manager=manager, cursor=cursor, limit=limit)


@router.get("/duplicates", operation_id="list_dataset_duplicates", response_model=EntryPage)
def list_dataset_duplicates(
    ctx: Ctx, who: Who, dataset_id: str, cursor: Cursor = None, limit: Limit = 50
) -> Any:
    """Pairs of cards that may be one client."""
    return lists.list_dataset_duplicates(ctx, who, dataset_id, cursor=cursor, limit=limit)


@router.get("/decisions", operation_id="list_dataset_decisions", response_model=DatasetDecisionPage)
def list_dataset_decisions(
    ctx: Ctx, who: Who, dataset_id: str, cursor: Cursor = None, limit: Limit = 50
) -> Any:
    """Everything that was decided about the base."""
    return decisions.list_dataset_decisions(ctx, who, dataset_id, cursor=cursor, limit=limit)


@router.post("/decisions", operation_id="decide_dataset", response_model=DecisionsAnswer, status_code=201)
def decide_dataset(ctx: Ctx, who: Who, dataset_id: str, body: DecisionsBody, response: Response) -> Any:
    """Decide several things at once; about the same thing the latest decision stands."""
    wanted = [one.model_dump(mode="json") for one in body.decisions]
    made = decisions.decide_dataset(ctx, who, dataset_id, decisions=wanted)
    response.headers["Location"] = f"/v1/datasets/{dataset_id}/decisions"  # now it is known to be an id
    return made


@router.delete("/decisions/{decision_id}", operation_id="delete_dataset_decision", status_code=204)
def delete_dataset_decision(ctx: Ctx, who: Who, dataset_id: str, decision_id: str) -> None:
    """Take a decision back."""
    decisions.delete_dataset_decision(ctx, who, dataset_id, decision_id)


@router.post("/audit-sheet", operation_id="draw_dataset_audit", response_model=AuditJob, status_code=202)
def draw_dataset_audit(ctx: Ctx, who: Who, dataset_id: str, body: AuditBody, response: Response) -> Any:
    """Draw whom to ring up; the sheet can be fetched once the job is done."""
    made = audits.draw_dataset_audit(ctx, who, dataset_id, **body.model_dump())
    response.headers["Location"] = f"/v1/datasets/{dataset_id}/audit-sheet"
    return made


@router.get(
    "/audit-sheet",
    operation_id="get_dataset_audit_sheet",
    responses=WORKBOOK,
    response_class=FileResponse,
)
def get_dataset_audit_sheet(ctx: Ctx, who: Who, dataset_id: str) -> Any:
    """The call sheet to fill in, a workbook."""
    path = audits.get_dataset_audit_sheet(ctx, who, dataset_id)
    return FileResponse(path, media_type=XLSX, filename="audit-sheet.xlsx")


class _OneFile:
    """Takes the part `sheet`, refuses others."""

    def __init__(self, sheet: audits.Sheet) -> None:
        self.name = ""
        self._sheet = sheet

    def begin(self, part: str, file_name: str | None) -> None:
        """A part begins."""
        if part != "sheet" or not file_name or self.name:
            place = {"where": part[:100], "value": None, "message": "send one file, called sheet"}
            raise Unprocessable("The form can't be used.", errors=[place])
        self.name = file_name.replace("\\", "/").rpartition("/")[2]

    def data(self, piece: bytes) -> None:
        """More of it."""
        self._sheet.data(piece)

    def end(self) -> None:
        """It has ended."""


@router.put(
    "/audit-sheet",
    operation_id="read_dataset_audit",
    response_model=AuditJob,
    status_code=202,
    openapi_extra=SHEET,
)
async def read_dataset_audit(ctx: Ctx, who: Who, dataset_id: str, request: Request) -> Any:
    """Send the filled call sheet; its answers become decisions of the base, by a job."""
    receiving = audits.receiving_sheet(ctx, who)
    sheet = await run_in_threadpool(receiving.__enter__)
    try:
        taken = _OneFile(sheet)
        await read_parts(request, taken)
        if not taken.name:
            raise Unprocessable("The form can't be used.", errors=[{"where": "sheet", "message": "send it"}])
    except BaseException as error:
        await run_in_threadpool(receiving.__exit__, type(error), error, error.__traceback__)
        raise
    await run_in_threadpool(receiving.__exit__, None, None, None)
    return await run_in_threadpool(
        audits.read_dataset_audit, ctx, who, dataset_id, sheet_id=sheet.sheet_id, name=taken.name
    )


@router.get("/audit", operation_id="get_dataset_audit", response_model=Document)
def get_dataset_audit(ctx: Ctx, who: Who, dataset_id: str) -> Any:
    """What the answers of the last sheet say of each manager's log."""
    return audits.get_dataset_audit(ctx, who, dataset_id)
