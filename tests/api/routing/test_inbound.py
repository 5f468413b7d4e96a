"""Messages of Bitrix24 and amoCRM: who may send them, what becomes of each card."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.context import Context
from api.crm import System
from api.routes.routing_bodies import InboundAnswer
from api.security.actor import Role
from api.services.routing.inbound import token_of
from tests.api.routing.plans import TAX, journal

Keys = Callable[..., dict[str, str]]

ROBOT = {"document_id[2]": "LEAD_77", "company_title": "Acme", "phone": "84950001122", "potential": "30"}
AMO = {
    "contacts[add][0][id]": "31",
    "contacts[add][0][type]": "company",
    "contacts[add][0][name]": "Romashka",
    "contacts[add][0][custom_fields][0][name]": "ИНН",
    "contacts[add][0][custom_fields][0][values][0][value]": TAX,
    "contacts[add][1][id]": "32",
    "contacts[add][1][name]": "Second",
    "contacts[update][0][id]": "33",
}
ADDED = {
    "event": "ONCRMCOMPANYADD",
    "data[FIELDS][ID]": "11",
    "auth[application_token]": "of Bitrix24 itself",
}


@pytest.fixture
def hook(client: TestClient, ctx: Context) -> Callable[..., Any]:
    """Sends a form with the token in the address, and no key."""

    def send(system: str, form: dict[str, str], **query: str) -> Any:
        token = {"token": token_of(ctx, System(system))} | query
        return client.post(f"/v1/inbound/{system}", data=form, params=token)

    return send


def test_a_card_of_bitrix24_is_routed_once(hook: Callable[..., Any], ctx: Context, live: str) -> None:
    first, again = hook("bitrix24", ROBOT), hook("bitrix24", {**ROBOT, "company_title": "Acme Ltd"})
    assert (first.status_code, again.json()) == (200, first.json())
    (result,) = InboundAnswer.model_validate(first.json()).results
    # As in test_route: m1 is 35 behind with a client of 30.
    assert (result.external_id, result.manager_id, result.seq) == ("lead:77", "m1", 1)
    (row,) = journal(ctx, live)
    assert (row.client["name"], row.created_by) == ("Acme", "inbound_bitrix24")


def test_every_new_card_of_amocrm_is_routed(hook: Callable[..., Any], ctx: Context, live: str) -> None:
    answer = hook("amocrm", AMO).json()
    results = {one["external_id"]: one for one in answer["results"]}
    assert set(results) == {"company:31", "contact:32"}
    assert (results["company:31"]["code"], results["company:31"]["match"]["client_id"]) == ("plan", "c2")
    assert (answer["pending"], answer["ignored"]) == ([], 1)
    assert hook("amocrm", AMO).json() == answer
    assert len(journal(ctx, live)) == 2


def test_a_number_alone_is_answered_with_what_to_do(
    hook: Callable[..., Any], ctx: Context, live: str
) -> None:
    answer = hook("bitrix24", ADDED)
    (card,) = answer.json()["pending"]
    assert (answer.status_code, card["external_id"], card["method"]) == (200, "company:11", "crm.company.get")
    assert "docs/crm.md" in card["advice"]
    assert journal(ctx, live) == []


def test_the_token_may_stand_in_the_form(client: TestClient, ctx: Context, live: str) -> None:
    form = ROBOT | {"token": token_of(ctx, System.BITRIX24)}
    assert client.post("/v1/inbound/bitrix24", data=form).status_code == 200
    assert client.post("/v1/inbound/amocrm", data=form).status_code == 401


def test_without_token_or_key_nobody_comes_in(
    hook: Callable[..., Any], client: TestClient, live: str
) -> None:
    assert hook("bitrix24", ROBOT, token="").status_code == 401
    assert hook("bitrix24", ROBOT, token="0" * 40).status_code == 401
    assert client.post("/v1/inbound/bitrix24", data=ROBOT).status_code == 401
    assert client.post("/v1/inbound/bitrix24", content=b"\xff=\xfe").status_code == 401


def test_a_key_will_do_and_only_an_admin_sees_the_token(
    client: TestClient, ctx: Context, key_of: Keys, live: str
) -> None:
    assert client.post("/v1/inbound/bitrix24", data=ROBOT, headers=key_of(Role.CRM)).status_code == 200
    assert client.post("/v1/inbound/bitrix24", data=ROBOT, headers=key_of(Role.HR)).status_code == 403
    path = "/v1/inbound/amocrm/token"
    assert client.get(path, headers=key_of(Role.CRM)).status_code == 403
    shown = client.get(path, headers=key_of(Role.ADMIN)).json()
    assert shown["token"] == token_of(ctx, System.AMOCRM)
    assert client.post(shown["path"], data=AMO).status_code == 200


def test_what_cannot_be_read_is_told_without_values(hook: Callable[..., Any], live: str) -> None:
    answer = hook("bitrix24", {**ROBOT, "potential": "secret words"})
    assert answer.status_code == 422
    assert "secret words" not in answer.text
    assert hook("bitrix24", {"company_title": "x" * 5000}).status_code == 422
    assert hook("bitrix24", {**ROBOT, "potential": "1" * 17}).status_code == 422
    assert hook("bitrix24", {"a": "x" * 2_000_000}).status_code == 413
    assert hook("amocrm", {"hello": "x"}).status_code == 422


def test_without_a_live_proposal_the_crm_is_told_to_come_again(hook: Callable[..., Any]) -> None:
    assert hook("amocrm", AMO).status_code == 409
