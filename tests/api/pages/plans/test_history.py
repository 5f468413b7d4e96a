"""The history of a proposal names people and clients, not their ids."""

from __future__ import annotations

from api.services.proposals import get_proposal, put_decisions
from tests.api.pages.plans.conftest import World


def test_people_and_clients_are_named_for_hr_too(world: World) -> None:
    found = get_proposal(world.ctx, world.actors["head"], world.proposal)
    decision = {"client_id": world.mover["client_id"], "verdict": "accept", "reason": "a word was given"}
    put_decisions(world.ctx, world.actors["head"], world.proposal, [decision], if_match=found["etag"])
    for who in ("head", "hr"):
        html = world.page(who, f"/proposals/{world.proposal}/history")
        assert "a word was given" in html
        assert "by Name of head@example.com" in html
        assert world.mover["name"] in html
        assert world.actors["head"].id not in html
