"""Plain routing requests pass the framework by: whoever is let in there is let in by the route itself."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from api.routes.routing_bodies import RouteBody
from api.routes.routing_prompt import PromptRouting, _again, _client
from tests.api.routing.conftest import Send

LABELS = st.sampled_from(["region", "", "a\x00b", "x" * 201, "отрасль"])
TEXTS = st.sampled_from(["", "ООО «Ромашка»", "a\nb", "x" * 1001, "\ud800", "+7 495 1234567", None, 7])
AMOUNTS = st.one_of(
    st.none(), st.booleans(), st.integers(-1, 10**17), st.floats(), st.sampled_from(["5", [], "NaN"])
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "name": TEXTS,
    "tax_id": TEXTS,
    "potential": AMOUNTS,
    "workload": AMOUNTS,
    "segments": st.one_of(st.none(), st.dictionaries(LABELS, TEXTS, max_size=3)),
    "client_id": LABELS,
    "colour": st.just("red"),
}
BODIES = st.one_of(
    st.fixed_dictionaries({"client": st.fixed_dictionaries({}, optional=FIELDS)}),
    st.sampled_from([None, [], {}, {"client": None}, {"client": {}, "more": 1}]),
)


def by_the_route(text: bytes) -> dict[str, Any] | None:
    """What the route would make of a body: JSON first, then its fields."""
    try:
        return RouteBody.model_validate(json.loads(text)).client.model_dump()
    except (ValueError, ValidationError):
        return None


@given(BODIES)
def test_the_prompt_way_lets_in_what_the_route_lets_in(body: Any) -> None:
    text = json.dumps(body).encode()
    assert _client([{"type": "http.request", "body": text}]) == by_the_route(text)


@pytest.mark.parametrize("text", [b"", b"{", b'{"client": {}}x', b"\xff", b'{"client": {"name": "\xff"}}'])
def test_what_is_no_json_goes_on_to_the_route(text: bytes) -> None:
    assert _client([{"type": "http.request", "body": text}]) is None


def test_both_ways_answer_alike(crm: TestClient, send: Send, live: str, monkeypatch: Any) -> None:
    async def passed_by(self: PromptRouting, scope: Any, receive: Any, send: Any) -> None:
        await self._app(scope, receive, send)

    crm.get("/v1/me")  # known from now on
    assert crm.get("/v1/me").status_code == 200
    prompt = send(key="k1", name="Acme", potential=30)
    assert prompt.status_code == 201
    monkeypatch.setattr(PromptRouting, "__call__", passed_by)
    again = send(key="k1", name="Acme", potential=30)
    assert again.json() == prompt.json()
    told = ("location", "content-type", "content-security-policy", "x-content-type-options")
    assert [again.headers[name] for name in told] == [prompt.headers[name] for name in told]
    assert "idempotent-replayed" in again.headers


def test_what_is_wrong_is_told_by_the_route(crm: TestClient, send: Send, live: str) -> None:
    crm.get("/v1/me")
    refused = send(potential=-1, colour="red")
    assert refused.status_code == 422
    assert {one["where"] for one in refused.json()["errors"]} == {
        "body.client.potential",
        "body.client.colour",
    }
    assert refused.headers["content-type"] == "application/problem+json"


def test_a_body_in_pieces_is_one_body(crm: TestClient, live: str) -> None:
    crm.get("/v1/me")
    whole = json.dumps({"client": {"name": "Acme", "potential": 30}}).encode()

    def pieces() -> Any:
        yield whole[:9]
        yield whole[9:]

    found = crm.post("/v1/route", content=pieces(), headers={"Content-Type": "application/json"})
    assert (found.status_code, found.json()["seq"]) == (201, 1)


def test_the_route_gets_the_body_again_and_then_what_comes() -> None:
    async def rest() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    first = {"type": "http.request", "body": b"a"}
    receive = _again([first], rest)

    async def both() -> list[Any]:
        return [await receive(), await receive()]

    assert asyncio.run(both()) == [first, {"type": "http.disconnect"}]
