"""A plan of a study becomes a proposal."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from api.pages.calling import acting, call
from api.pages.visit import Visit
from api.security.actor import Role
from api.services.proposals import free_name, list_proposals
from api.services.studies import adopt_study

LATEST = 200
"""Proposals whose names are looked at, so that a new one is called otherwise."""


def may_adopt(visit: Visit, kind: str) -> bool:
    """Whether the visitor may make a proposal of a study of this kind: HR of an onboarding only."""
    return visit.may("adopt_study") and (kind == "onboarding" or visit.actor.role is not Role.HR)


def adopt_button(visit: Visit, study_id: str, name: str, title: str, **plan: Any) -> ui.button:
    """Makes a proposal of a plan, and goes there; `plan` says which: scenario, point or steps."""

    async def adopt() -> None:
        taken = {one["name"] for one in (await call(visit, list_proposals, limit=LATEST))["items"]}
        made = await call(visit, adopt_study, study_id, name=free_name(name[:200], taken), **plan)
        ui.navigate.to(f"/proposals/{made['proposal_id']}")

    button = ui.button(title, on_click=acting(visit, adopt)).props("outline")
    button.props["aria-label"] = f"{title}: {name}"
    return button
