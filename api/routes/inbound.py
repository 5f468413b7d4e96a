"""/v1/inbound: messages of CRMs about new cards."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Security
from fastapi.concurrency import run_in_threadpool

from api.context import Context
from api.crm import System
from api.routes.access import SCHEMES, Ctx, Who, permitted
from api.routes.routing_bodies import InboundAnswer, TokenAnswer
from api.security.actor import Actor
from api.security.recognise import recognise, sent_token
from api.services.routing import inbound

router = APIRouter(prefix="/inbound", tags=["routing"])

Hooked = Literal["bitrix24", "amocrm"]

FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "additionalProperties": {"type": "string"}},
                "examples": {
                    "bitrix24": {
                        "summary": "a robot of Bitrix24",
                        "value": {
                            "document_id[2]": "LEAD_77",
                            "company_title": "Ромашка",
                            "inn": "7707083893",
                        },
                    },
                    "amocrm": {
                        "summary": "a new company in amoCRM",
                        "value": {
                            "contacts[add][0][id]": "31",
                            "contacts[add][0][type]": "company",
                            "contacts[add][0][name]": "Ромашка",
                        },
                    },
                },
            }
        },
    },
    "parameters": [
        {
            "name": "token",
            "in": "query",
            "required": False,
            "schema": {"type": "string"},
            "description": "the secret of GET /v1/inbound/{system}/token, where no key is sent",
        }
    ],
}


async def sender(
    request: Request,
    system: Hooked,
    _key: Annotated[Any, Security(SCHEMES[0])],
    _bearer: Annotated[Any, Security(SCHEMES[1])],
) -> Actor:
    """Who sends a message: whoever has a key, or the program that knows its token."""
    ctx: Context = request.app.state.ctx
    if sent_token(ctx, request) is not None:
        return permitted(request, await run_in_threadpool(recognise, ctx, request))
    token, body = request.query_params.get("token", ""), await request.body()
    actor = await run_in_threadpool(inbound.actor_by_token, ctx, System(system), token, body)
    return permitted(request, actor)


@router.post("/{system}", operation_id="receive_cards", response_model=InboundAnswer, openapi_extra=FORM)
async def receive_cards(request: Request, who: Annotated[Actor, Depends(sender)], system: Hooked) -> Any:
    """Route the new cards of a CRM's message; a message sent again is answered as the first time."""
    ctx, body, query = request.app.state.ctx, await request.body(), request.url.query
    return await run_in_threadpool(inbound.receive_cards, ctx, who, System(system), body=body, query=query)


@router.get("/{system}/token", operation_id="get_inbound_token", response_model=TokenAnswer)
def get_inbound_token(ctx: Ctx, who: Who, system: Hooked) -> Any:
    """The secret to enter in the CRM."""
    return inbound.get_inbound_token(ctx, who, System(system))
