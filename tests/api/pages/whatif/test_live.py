"""Once a plan is live: what is asked of its base says it is older, and the start says what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from api.db.models import ProposalRecord
from api.pages.home import _brought_since
from api.pages.whatif.outdated import live_words
from assigner.i18n import Translator
from tests.api.pages.whatif.conftest import World

PLAN = "prop_live"
TAKE = f"/proposals/{PLAN}/export"
ASKED = ("/what-if?dataset={}", "/onboarding?dataset={}", "/onboarding/new?dataset={}&who=hire")


@pytest.fixture
def live(world: World) -> Iterator[World]:
    """With a plan of the base that went live after it was brought, for one test."""
    after = world.ctx.now() + timedelta(minutes=1)
    plain: dict[str, Any] = {"origin": "propose", "policy": {}, "config": {}, "edits": [], "created_by": "t"}
    row = ProposalRecord(
        id=PLAN,
        name="Spring",
        dataset_id=world.dataset,
        state="live",
        figures={"moved_clients": 21, "kept_proven": 7},
        created_at=world.ctx.now(),
        live_at=after,
        version=1,
        **plain,
    )
    with world.ctx.db.write() as session:
        session.add(row)
    yield world
    with world.ctx.db.write() as session:
        session.delete(session.get_one(ProposalRecord, PLAN))


@pytest.mark.parametrize("path", ASKED)
@pytest.mark.parametrize("who", ["head", "hr"])
def test_what_is_asked_of_the_base_says_that_a_plan_is_live(live: World, who: str, path: str) -> None:
    html = live.page(who, path.format(live.dataset))
    assert "21 moves of it are not in it" in html
    assert TAKE in html
    assert "21 переход из него" in live.page(who, path.format(live.dataset), "ru")


@pytest.mark.parametrize("path", ASKED)
def test_without_a_live_plan_nothing_is_said(world: World, path: str) -> None:
    assert "before the plan that is live" not in world.page("head", path.format(world.dataset))


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 переход из него в ней не учтён"), (3, "3 перехода"), (12, "12 переходов")]
)
def test_the_notice_counts_in_russian(n: int, said: str) -> None:
    words = live_words(Translator("ru"), n, "01.07.2026")
    assert said in words
    assert "01.07.2026" in words
    assert "1 move of it is not" in live_words(Translator("en"), 1, "1 Jul 2026")


def test_the_start_begins_with_the_crm_and_then_a_new_base(live: World) -> None:
    html = live.page("head", "/")
    take, bring = "Take the owner changes for the CRM", "Then bring the base anew"
    assert html.index("The live plan") < html.index(take) < html.index(bring) < html.index("The newest base")
    assert TAKE in html
    assert "Заберите смены ответственных" in live.page("head", "/", "ru")
    assert take not in live.page("hr", "/")  # neither is for HR to do


def test_the_steps_are_over_with_a_newer_base() -> None:
    plan = {"live_at": "2026-07-02T10:00:00+00:00"}
    older, newer = "2026-07-01T10:00:00+00:00", "2026-07-03T10:00:00+00:00"
    assert not _brought_since(plan, [{"state": "ready", "created_at": older}])
    assert not _brought_since(plan, [{"state": "reading", "created_at": newer}])
    assert _brought_since(plan, [{"state": "ready", "created_at": newer}])
