"""What /objections says of upheld objections: that a new proposal is to be asked for, until it is."""

from __future__ import annotations

from api.services import proposals
from assigner.i18n import Translator
from tests.api.pages.plans.conftest import World
from tests.api.proposals.company import QUICK

WAITS = ("{n} decision waits for a new proposal", "{n} decisions wait for a new proposal")


def test_an_upheld_objection_tells_what_is_next_until_that_is_done(world: World) -> None:
    ctx, head = world.ctx, world.actors["head"]
    made = proposals.create_objection(
        ctx, world.actors["taker"], world.proposal, client_id=world.mover["client_id"], text="Not to me."
    )
    assert "for a new proposal" not in world.page("head", "/objections")
    proposals.decide_objection(ctx, head, made["id"], verdict="uphold", if_match=made["etag"])
    waiting = proposals.get_proposal(ctx, head, world.proposal)["decisions_open"]
    assert waiting > 0
    for language in ("en", "ru"):
        html = world.page("head", "/objections", language)
        assert Translator(language).ngettext(*WAITS, waiting) in html
        assert f'"/proposals/{world.proposal}"' in html.replace("&quot;", '"').replace('\\"', '"')
    proposals.resolve_proposal(ctx, head, world.proposal, config=QUICK)
    assert "for a new proposal" not in world.page("head", "/objections")
