"""/v1/datasets: bases come in, are listed, and go."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.routes.access import CHANGED, Ctx, IfMatch, Who, tagged
from api.routes.dataset_bodies import ROWS, UPLOAD, DatasetAnswer, DatasetPage, DemoBody, MappingBody
from api.routes.multipart import read_parts
from api.routes.schemas import Cursor, Day, Limit
from api.services.datasets import reading, uploads
from api.services.datasets.intake import Intake, too_large

router = APIRouter(prefix="/datasets", tags=["datasets"])
Name = Annotated[str, Query(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")]


@router.post(
    "", operation_id="create_dataset", response_model=DatasetAnswer, status_code=202, openapi_extra=UPLOAD
)
async def create_dataset(ctx: Ctx, who: Who, request: Request, response: Response) -> Any:
    """Upload a base as files; reading it is a job."""
    _refuse_announced(ctx, who, request)
    intake = await run_in_threadpool(uploads.begin_upload, ctx, who)
    try:
        await read_parts(request, intake)
        made = await run_in_threadpool(uploads.keep_upload, ctx, who, intake)
    finally:
        intake.drop()
    return _located(response, made)


@router.post(
    "/json",
    operation_id="create_dataset_from_rows",
    response_model=DatasetAnswer,
    status_code=202,
    openapi_extra=ROWS,
)
async def create_dataset_from_rows(
    ctx: Ctx,
    who: Who,
    request: Request,
    response: Response,
    name: Name = "JSON",
    tolerant: bool = False,
    as_of: Annotated[Day | None, Query(description="the day the base shows")] = None,
) -> Any:
    """Upload a base as rows of JSON; reading it, and telling what is wrong with it, is a job."""
    _refuse_announced(ctx, who, request)
    intake = await run_in_threadpool(uploads.begin_rows, ctx, who, name=name, tolerant=tolerant, as_of=as_of)
    try:
        await _read_body(request, intake)
        made = await run_in_threadpool(uploads.keep_rows, ctx, who, intake)
    finally:
        intake.drop()
    return _located(response, made)


async def _read_body(request: Request, intake: Intake) -> None:
    async for piece in request.stream():
        await run_in_threadpool(intake.data, piece)


def _refuse_announced(ctx: Ctx, who: Who, request: Request) -> None:
    """Raise TooLarge before the first byte where the length that is announced is too large."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > ctx.settings.max_upload_bytes + (1 << 20):
        raise too_large(who.tr, ctx.settings.max_upload_bytes)


@router.post("/demo", operation_id="create_demo_dataset", response_model=DatasetAnswer, status_code=202)
def create_demo_dataset(ctx: Ctx, who: Who, body: DemoBody, response: Response) -> Any:
    """A made-up company with known dead souls and disputes, to try things on."""
    return _located(response, uploads.create_demo_dataset(ctx, who, **body.model_dump()))


def _located(response: Response, made: dict[str, Any]) -> dict[str, Any]:
    response.headers["Location"] = f"/v1/datasets/{made['id']}"
    return tagged(response, made)


@router.get("", operation_id="list_datasets", response_model=DatasetPage, response_model_exclude_unset=True)
def list_datasets(ctx: Ctx, who: Who, cursor: Cursor = None, limit: Limit = 50) -> Any:
    """All bases, the newest first."""
    return reading.list_datasets(ctx, who, cursor=cursor, limit=limit)


@router.get(
    "/{dataset_id}",
    operation_id="get_dataset",
    response_model=DatasetAnswer,
    response_model_exclude_unset=True,
)
def get_dataset(ctx: Ctx, who: Who, dataset_id: str, response: Response) -> Any:
    """One base: whether it was read, its headline figures, or why it was refused."""
    return tagged(response, reading.get_dataset(ctx, who, dataset_id))


@router.delete("/{dataset_id}", operation_id="delete_dataset", status_code=204, responses=CHANGED)
def delete_dataset(ctx: Ctx, who: Who, dataset_id: str, if_match: IfMatch = None) -> None:
    """Forget a base, its files and everything that stands on it; not while a proposal needs it."""
    reading.delete_dataset(ctx, who, dataset_id, if_match=if_match)


@router.put(
    "/{dataset_id}/mapping",
    operation_id="replace_dataset_mapping",
    response_model=DatasetAnswer,
    status_code=202,
    responses=CHANGED,
)
def replace_dataset_mapping(
    ctx: Ctx, who: Who, dataset_id: str, body: MappingBody, response: Response, if_match: IfMatch = None
) -> Any:
    """Say what columns mean, and read the base again; an empty mapping leaves it to us."""
    mapping = {str(table): dict(columns) for table, columns in body.mapping.items()}
    made = uploads.replace_dataset_mapping(ctx, who, dataset_id, mapping=mapping, if_match=if_match)
    return _located(response, made)
