"""Pages as they are sent: every text of the first look is in their HTML."""

from __future__ import annotations

from typing import Any

import pytest

from api.db.models import JobRecord, ProposalRecord
from api.services.proposals import create_proposal, get_proposal, put_decisions
from tests.api.pages.plans.conftest import World
from tests.api.proposals.company import QUICK

HEADS = {
    "": ("Who gives to whom", "Кто кому отдаёт"),
    "/moves": ("all that the filters find", "всем, кого находят фильтры"),
    "/map": ("have no coordinates", "нет координат"),
    "/history": ("Where it comes from", "Откуда оно"),
    "/export": ("Owner changes for the CRM", "Смены ответственных для CRM"),
}


@pytest.mark.parametrize("part", HEADS)
def test_the_parts_of_a_proposal_are_shown_in_both_languages(world: World, part: str) -> None:
    path = f"/proposals/{world.proposal}{part}"
    for language, words in zip(("en", "ru"), HEADS[part], strict=True):
        assert words in world.page("head", path, language)


def test_the_list_names_state_and_figures(world: World) -> None:
    html = world.page("head", "/proposals")
    assert "shared with the managers" in html
    assert "clients change hands" in html


def test_the_question_shows_the_policy_in_plain_words(world: World) -> None:
    html = world.page("head", f"/proposals/new?dataset={world.dataset}")
    assert "proven: somebody bought from this manager, and lately enough" in html
    assert "Commission lost at most, %" in html


def test_an_unknown_proposal_is_told_in_words(world: World) -> None:
    html = world.page("head", "/proposals/prop_01m00000000000000000000000")
    assert "There is no proposal with this id." in html


def test_whoever_is_not_signed_in_goes_to_the_sign_in_page(world: World) -> None:
    world.client.cookies.clear()
    answer = world.client.get(f"/proposals/{world.proposal}/moves?q=a", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in?next=/proposals/")


def test_a_draft_shows_the_search_and_a_failed_one_the_ways_out(world: World) -> None:
    head = world.actors["head"]
    ask: dict[str, Any] = {"dataset_id": world.dataset, "config": QUICK}
    draft = create_proposal(world.ctx, head, name="</script><script>alert(1)</script>", **ask)
    html = world.page("head", f"/proposals/{draft['id']}")
    assert "Stop, and keep the best answer" in html
    assert "<script>alert(1)" not in html  # the name is a text
    way = {"text": "Let managers lose 25 %.", "changes": []}
    with world.ctx.db.write() as session:
        row = session.get(ProposalRecord, draft["id"])
        job = session.get(JobRecord, draft["job_id"])
        assert row is not None
        assert job is not None
        row.state, job.state = "failed", "failed"
        row.problem = {"detail": "The rules can't all hold.", "errors": [], "remedies": [way]}
    html = world.page("head", f"/proposals/{draft['id']}")
    assert "Let managers lose 25 %." in html
    assert "Apply this, and solve" in html


def test_decisions_offer_to_solve_again_and_stand_in_the_history(world: World) -> None:
    plan = get_proposal(world.ctx, world.actors["head"], world.proposal)
    decision = {"client_id": world.mover["client_id"], "verdict": "accept", "reason": "a promise was given"}
    put_decisions(world.ctx, world.actors["head"], plan["id"], [decision], if_match=plan["etag"])
    assert "Solve again with 1 decision" in world.page("head", f"/proposals/{world.proposal}/moves")
    assert "a promise was given" in world.page("head", f"/proposals/{world.proposal}/history")


def test_hr_reads_but_decides_nothing(world: World) -> None:
    html = world.page("hr", f"/proposals/{world.proposal}/moves")
    assert "Pin to the manager" not in html
    assert "Approve" not in world.page("hr", f"/proposals/{world.proposal}")
