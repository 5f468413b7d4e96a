"""/v1/proposals/{id}/...: the answer, client by client and manager by manager."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query

from api.routes.access import Ctx, Who
from api.routes.proposal_shapes import (
    Changes,
    ClientState,
    Explained,
    InTables,
    Items,
    MovePage,
    ProposalId,
    Word,
)
from api.routes.schemas import Cursor, Limit
from api.services import proposals
from api.services.proposals import Filter

router = APIRouter(prefix="/proposals", tags=["moves"])

Sort = Annotated[
    str,
    Query(
        pattern=r"^-?(number|client_id|name|from|to|state|strength|potential|revenue|pain|reason)$",
        description="what to sort by; a minus before it turns the order",
    ),
]


def moves_filter(
    from_id: Annotated[
        str | None, Query(alias="from", max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
    ] = None,
    to_id: Annotated[str | None, Query(alias="to", max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")] = None,
    state: Annotated[ClientState | None, Query()] = None,
    moved: Annotated[bool | None, Query()] = None,
    disputed: Annotated[bool | None, Query()] = None,
    decision: Annotated[Literal["accept", "reject", "pin", "ban", "none"] | None, Query()] = None,
    reason: Word = None,
    q: Word = None,
) -> Filter:
    """The conditions of a request; a blank manager stands for nobody."""
    return Filter(
        from_id=from_id,
        to_id=to_id,
        state=state,
        moved=moved,
        disputed=disputed,
        decision=decision,
        reason=reason,
        q=q,
    )


Where = Annotated[Filter, Depends(moves_filter)]


@router.get("/{proposal_id}/document", operation_id="get_proposal_document", response_model=dict[str, Any])
def get_proposal_document(ctx: Ctx, who: Who, proposal_id: ProposalId) -> Any:
    """The whole answer but the clients: figures, managers, cells, certificate."""
    return proposals.get_proposal_document(ctx, who, proposal_id)


@router.get("/{proposal_id}/managers", operation_id="list_proposal_managers", response_model=Items)
def list_proposal_managers(ctx: Ctx, who: Who, proposal_id: ProposalId) -> Any:
    """What each manager has before and after, gains and loses."""
    return proposals.list_proposal_managers(ctx, who, proposal_id)


@router.get("/{proposal_id}/flows", operation_id="get_proposal_flows", response_model=Items)
def get_proposal_flows(ctx: Ctx, who: Who, proposal_id: ProposalId) -> Any:
    """Who gives to whom."""
    return proposals.get_proposal_flows(ctx, who, proposal_id)


@router.get("/{proposal_id}/changes", operation_id="get_proposal_changes", response_model=Changes)
def get_proposal_changes(ctx: Ctx, who: Who, proposal_id: ProposalId) -> Any:
    """What a proposal that was solved again changed against the one before."""
    return proposals.get_proposal_changes(ctx, who, proposal_id)


@router.get("/{proposal_id}/moves", operation_id="list_moves", response_model=MovePage)
def list_moves(
    ctx: Ctx,
    who: Who,
    proposal_id: ProposalId,
    where: Where,
    sort: Sort = "number",
    cursor: Cursor = None,
    offset: Annotated[int | None, Query(ge=0, le=10**7, description="instead of a cursor")] = None,
    limit: Limit = 50,
    count: Annotated[bool, Query(description="tell how many there are in all")] = False,
) -> Any:
    """Clients with who has them, who gets them, and why."""
    return proposals.list_moves(
        ctx,
        who,
        proposal_id,
        where,
        sort=sort,
        cursor=cursor,
        offset=offset,
        limit=limit,
        count=count,
    )


# A client's id may hold slashes, hence `:path`; the longer route must come first.
@router.get(
    "/{proposal_id}/clients/{client_id:path}/why-not/{manager_id:path}",
    operation_id="why_not_manager",
    response_model=dict[str, Any],
)
def why_not_manager(
    ctx: Ctx, who: Who, proposal_id: ProposalId, client_id: InTables, manager_id: InTables
) -> Any:
    """What this manager for this client would mean, in exact figures and one sentence."""
    return proposals.why_not_manager(ctx, who, proposal_id, client_id, manager_id)


@router.get(
    "/{proposal_id}/clients/{client_id:path}", operation_id="explain_client", response_model=Explained
)
def explain_client(ctx: Ctx, who: Who, proposal_id: ProposalId, client_id: InTables) -> Any:
    """Evidence, lock, reason, levers, and the exact effect of the best other managers."""
    return proposals.explain_move(ctx, who, proposal_id, client_id)
