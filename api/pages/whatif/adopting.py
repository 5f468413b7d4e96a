"""A plan of a study becomes a proposal."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.unused import unused_name
from api.pages.visit import Visit
from api.security.actor import Role
from api.services.studies import adopt_study


def may_adopt(visit: Visit, kind: str) -> bool:
    """Whether the visitor may make a proposal of a study of this kind: HR of an onboarding only."""
    return visit.may("adopt_study") and (kind == "onboarding" or visit.actor.role is not Role.HR)


def adopt_button(visit: Visit, study_id: str, name: str, title: str, **plan: Any) -> ui.button:
    """Makes a proposal of a plan, and goes there; `plan` says which: scenario, point or steps."""

    async def adopt() -> None:
        made = await call(visit, adopt_study, study_id, name=await unused_name(visit, name[:200]), **plan)
        ui.navigate.to(f"/proposals/{made['proposal_id']}")

    button = ui.button(title, on_click=acting(visit, adopt)).props("outline")
    button.props["aria-label"] = f"{title}: {name}"
    return button
