"""/v1/managers."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from api.routes.access import Ctx, Who
from api.routes.schemas import Answer
from api.services import managers

router = APIRouter(prefix="/managers", tags=["access"])


class KnownManager(Answer):
    """A manager whose book an account may be for; where it is known from."""

    manager_id: str
    name: str
    in_base: bool
    in_plan: bool


class KnownManagers(Answer):
    """Managers by name. `dataset_id` is the newest base that was read, `proposal_id` the live plan."""

    dataset_id: str | None
    proposal_id: str | None
    items: list[KnownManager]


@router.get("", operation_id="list_managers", response_model=KnownManagers)
def list_managers(ctx: Ctx, who: Who) -> Any:
    """Managers that an account may belong to: of the newest base and of the live plan."""
    return managers.list_managers(ctx, who)
