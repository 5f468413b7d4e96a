"""A manager sees the own book and nothing else: not by address, not by an event of a page, not by a link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from api.errors import Forbidden, NotFound
from api.services import proposals
from tests.api.pages.plans.conftest import World

CLOSED: tuple[str, ...] = ("/proposals", "/proposals/{id}", "/proposals/{id}/moves", "/proposals/{id}/map")
CLOSED += ("/proposals/{id}/history", "/proposals/{id}/export", "/proposals/new?dataset=x", "/objections")
FILES = ("exports/moves.csv", "exports/proposal.xlsx", "exports/report.html", "exports/crm/amocrm")
READS = ("moves", "managers", "flows", "document", "decisions", "changes", "exports")


@pytest.mark.parametrize("path", CLOSED)
def test_pages_of_the_whole_plan_show_a_manager_nothing(world: World, path: str) -> None:
    html = world.page("giver", path.format(id=world.proposal))
    assert "This page is not for your role." in html
    assert not [one for one in world.moves if one["name"] and one["name"] in html]


def test_links_of_the_plan_are_closed_to_a_manager(world: World) -> None:
    for name in (*FILES, *READS):
        assert world.status("giver", f"/v1/proposals/{world.proposal}/{name}") in (403, 404), name


EVENTS: dict[str, Callable[..., Any]] = {
    "explain": lambda w, a: proposals.explain_move(w.ctx, a, w.proposal, w.mover["client_id"]),
    "why not": lambda w, a: proposals.why_not_manager(w.ctx, a, w.proposal, w.mover["client_id"], "M01"),
    "count": lambda w, a: proposals.list_moves(w.ctx, a, w.proposal, count=True),
    "decide": lambda w, a: proposals.put_decisions(w.ctx, a, w.proposal, [], if_match="*"),
    "sweep": lambda w, a: proposals.decide_where(
        w.ctx, a, w.proposal, proposals.Filter(), verdict="accept", if_match="*"
    ),
    "withdraw": lambda w, a: proposals.delete_decisions(w.ctx, a, w.proposal, if_match="*"),
    "solve again": lambda w, a: proposals.resolve_proposal(w.ctx, a, w.proposal),
    "share": lambda w, a: proposals.share_proposal(w.ctx, a, w.proposal, shared=True, if_match="*"),
    "approve": lambda w, a: proposals.approve_proposal(w.ctx, a, w.proposal, if_match="*"),
    "make live": lambda w, a: proposals.activate_proposal(w.ctx, a, w.proposal, if_match="*"),
    "forget": lambda w, a: proposals.delete_proposal(w.ctx, a, w.proposal, if_match="*"),
    "relax": lambda w, a: proposals.relax_proposal(w.ctx, a, w.proposal, remedy=0),
    "ask": lambda w, a: proposals.create_proposal(w.ctx, a, dataset_id=w.dataset, name="x"),
    "decide an objection": lambda w, a: proposals.decide_objection(
        w.ctx, a, "obj_1", verdict="uphold", if_match="*"
    ),
}


@pytest.mark.parametrize("event", EVENTS)
def test_what_the_pages_call_refuses_a_manager(world: World, event: str) -> None:
    # A socket event can only reach what a handler calls, and handlers call these with who is signed in.
    with pytest.raises(Forbidden):
        EVENTS[event](world, world.actors["giver"])


def test_the_own_book_names_own_clients_and_nobody_elses(world: World) -> None:
    own, html = world.mover["from_id"], world.page("giver", f"/my-book?proposal={world.proposal}")
    mine = {one["name"] for one in world.moves if own in (one["from_id"], one["to_id"])}
    others = {one["name"] for one in world.moves} - mine
    assert any(name in html for name in mine)
    assert not [name for name in others if name and name in html]
    managers = {(one["to_id"], one["to_name"]) for one in world.moves}
    assert not [name for key, name in managers if key and key != own and name in html]
    assert "Goes to a colleague." in html


def test_the_book_of_another_is_not_found(world: World) -> None:
    path = f"/my-book?proposal={world.proposal}&manager={world.mover['to_id']}"
    html = world.page("giver", path)
    assert "You have no part in this proposal." in html
    assert not [one for one in world.moves if one["name"] and one["name"] in html]
    with pytest.raises(NotFound):
        proposals.create_objection(
            world.ctx,
            world.actors["giver"],
            world.proposal,
            client_id=world.mover["client_id"],
            text="x",
            manager_id=world.mover["to_id"],
        )


def test_an_objection_goes_to_the_head_and_its_answer_comes_back(world: World) -> None:
    text = "We met <b>on 3 March</b>."
    made = proposals.create_objection(
        world.ctx, world.actors["giver"], world.proposal, client_id=world.mover["client_id"], text=text
    )
    html = world.page("head", "/objections")
    assert "Uphold: the manager is right" in html
    assert "<b>on 3 March</b>" not in html  # texts are never markup
    # Whoever gets the client is told nothing of it.
    assert "on 3 March" not in world.page("taker", f"/my-book?proposal={world.proposal}")
    proposals.decide_objection(
        world.ctx,
        world.actors["head"],
        made["id"],
        verdict="decline",
        answer="No minutes.",
        if_match=made["etag"],
    )
    assert "No minutes." in world.page("giver", f"/my-book?proposal={world.proposal}")
