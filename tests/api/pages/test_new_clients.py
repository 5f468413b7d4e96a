"""The page of new clients: what each role sees of them, and of whom gets none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.context import Context
from api.pages.new_clients import address, called
from api.security.actor import Role
from api.security.sessions import start_session, user_actor
from api.services.routing.closing import close_manager
from api.services.routing.deciding import route_client
from api.settings import Settings
from assigner.i18n import Translator
from tests.api.pages.visiting import Visiting
from tests.api.routing.plans import PLAN_A, A, put_live
from tests.api.security.people import make_user

PEOPLE: dict[str, tuple[Role, str | None]] = {
    "head": (Role.HEAD, None),
    "hr": (Role.HR, None),
    "zero": (Role.MANAGER, "m0"),
    "one": (Role.MANAGER, "m1"),
}


@dataclass(frozen=True, slots=True)
class World(Visiting):
    """The running service and the session of each of its people."""

    client: TestClient
    ctx: Context
    tokens: dict[str, str]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Three clients came: one to m1, then, with m1 closed, one to m0 and a known one of m1's to nobody."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("new"), jobs=False, rate_limit=100_000)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        ctx: Context = client.app.state.ctx  # type: ignore[attr-defined]
        tokens, actors = {}, {}
        for name, (role, manager_id) in PEOPLE.items():
            user = make_user(ctx, f"{name}@example.com", role, manager_id)
            actors[name] = user_actor(ctx, user)
            with ctx.db.write() as session:
                tokens[name] = start_session(ctx, session, user)
        put_live(ctx, A, PLAN_A)

        def send(**fields: Any) -> None:
            route_client(ctx, actors["head"], client=fields).result(30)

        send(name="Alpha <b>Ltd</b>", potential=10.0, segments={"region": "North"})
        close_manager(ctx, actors["head"], "m1")
        send(name="Beta", tax_id="500100732259", potential=10.0)
        send(client_id="c2")
        yield World(client, ctx, tokens)


def test_the_head_sees_who_got_what_and_who_gets_none(served: World) -> None:
    html = served.page("head", "/new-clients")
    assert "m1) gets no new clients until the next plan." in html
    assert "Give new clients again" in html
    assert "No new clients for now" in html
    assert "Alpha <b>Ltd" not in html  # a name is never markup
    assert "Alpha " in html
    assert "tax id 500100732259" in html
    assert "Nobody's: the head decides." in html.replace("&#39;", "'").replace("\\u0027", "'")


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
    assert "No new client yet." in served.page("head", address("manager:nobody at all"))
    assert address("all") == "/new-clients"


def test_it_speaks_russian(served: World) -> None:
    html = served.page("head", "/new-clients", "ru")
    assert "не получает новых клиентов до следующего плана" in html
    assert "Ничей: решает руководитель." in html


def test_without_a_live_plan_the_page_says_what_is_missing(tmp_path: Any) -> None:
    settings = Settings(data_dir=tmp_path / "data", jobs=False, rate_limit=100_000)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        ctx: Context = client.app.state.ctx  # type: ignore[attr-defined]
        tokens = {}
        for name in ("head", "zero"):
            user = make_user(ctx, f"{name}@example.com", *PEOPLE[name])
            with ctx.db.write() as session:
                tokens[name] = start_session(ctx, session, user)
        world = World(client, ctx, tokens)
        assert "No plan is live yet." in world.page("head", "/new-clients")
        assert "No new client yet." in world.page("zero", "/new-clients")


def test_a_client_is_called_by_what_is_known() -> None:
    tr = Translator("en")
    assert called(tr, {"name": "Acme", "tax_id": "1"}) == "Acme"
    assert called(tr, {"name": "", "tax_id": "", "email": "a@b.example"}) == "a@b.example"
    assert called(tr, {}) == "without a name"
