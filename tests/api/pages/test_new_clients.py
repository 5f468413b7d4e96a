"""The page of new clients: what each role sees of them, and of whom gets none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.pages.new_clients import address, called
from api.security.actor import Role
from api.services.routing.closing import close_manager
from api.services.routing.deciding import route_client
from assigner.i18n import Translator
from tests.api.pages.visiting import World, running
from tests.api.routing.plans import PLAN_A, A, put_live

PEOPLE: dict[str, tuple[Role, str | None]] = {
    "head": (Role.HEAD, None),
    "hr": (Role.HR, None),
    "zero": (Role.MANAGER, "m0"),
    "one": (Role.MANAGER, "m1"),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Three clients came: one to m1, then, with m1 closed, one to m0 and a known one of m1's to nobody."""
    with running(tmp_path_factory.mktemp("new")) as found:
        for name, (role, manager_id) in PEOPLE.items():
            found.enter(name, role, manager_id)
        ctx, head = found.ctx, found.actors["head"]
        put_live(ctx, A, PLAN_A)

        def send(**fields: Any) -> None:
            route_client(ctx, head, client=fields).result(30)

        send(name="Alpha <b>Ltd</b>", potential=10.0, segments={"region": "North"})
        close_manager(ctx, head, "m1")
        send(name="Beta", tax_id="500100732259", potential=10.0)
        send(client_id="c2")
        yield found


def test_the_head_sees_who_got_what_and_who_gets_none(served: World) -> None:
    html = served.page("head", "/new-clients")
    assert "m1) gets no new clients until the next plan." in html
    assert "Give new clients again" in html
    assert "No new clients for now" in html
    assert "Alpha <b>Ltd" not in html  # a name is never markup
    assert "Alpha " in html
    assert "tax id 500100732259" in html
    assert "Nobody's: the head decides." in html.replace("&#39;", "'").replace("\\u0027", "'")


def test_an_address_of_nobody_in_the_plan_shows_all(served: World) -> None:
    assert "tax id 500100732259" not in served.page("head", "/new-clients?whose=manager:m1")
    assert "tax id 500100732259" in served.page("head", "/new-clients?whose=manager:gone")


def test_hr_sees_it_but_changes_nothing(served: World) -> None:
    html = served.page("hr", "/new-clients")
    assert "gets no new clients until the next plan." in html
    assert "Give new clients again" not in html
    assert "No new clients for now" not in html


def test_a_manager_sees_the_own_ones_only(served: World) -> None:
    zero, one = served.page("zero", "/new-clients"), served.page("one", "/new-clients")
    assert "500100732259" in zero
    assert "Alpha" not in zero
    assert "Alpha" in one
    assert "500100732259" not in one
    for html in (zero, one):
        assert "By manager" not in html
        assert "until the next plan" not in html


def test_a_part_of_the_list_has_an_address(served: World) -> None:
    html = served.page("head", address("manager:m1"))
    assert "Alpha" in html
    assert "500100732259" not in html
    html = served.page("head", address("nobody"))
    assert "Alpha" not in html
    assert address("all") == "/new-clients"


def test_it_speaks_russian(served: World) -> None:
    html = served.page("head", "/new-clients", "ru")
    assert "не получает новых клиентов до следующего плана" in html
    assert "Ничей: решает руководитель." in html


def test_without_a_live_plan_the_page_says_what_is_missing(tmp_path: Path) -> None:
    with running(tmp_path / "data") as world:
        for name in ("head", "zero"):
            world.enter(name, *PEOPLE[name])
        assert "No plan is live yet." in world.page("head", "/new-clients")
        assert "No new client yet." in world.page("zero", "/new-clients")


def test_a_client_is_called_by_what_is_known() -> None:
    tr = Translator("en")
    assert called(tr, {"name": "Acme", "tax_id": "1"}) == "Acme"
    assert called(tr, {"name": "", "tax_id": "", "email": "a@b.example"}) == "a@b.example"
    assert called(tr, {}) == "without a name"
