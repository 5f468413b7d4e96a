"""A manager's own part, and what he may say against it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from api.context import Context
from api.db.models import Assignment, DatasetClient
from api.security.actor import Role
from api.services.datasets.standing import decisions_of
from api.services.proposals.texts import OWN_REASONS
from assigner.explain import Reason
from tests.api.proposals.conftest import finish
from tests.api.proposals.test_deciding import moved, stayers
from tests.api.proposals.test_lifecycle import act
from tests.api.proposals.test_solving import rows

Keys = Callable[..., dict[str, str]]


def test_every_reason_has_words_for_the_manager() -> None:
    assert set(OWN_REASONS) == {str(reason) for reason in Reason}


def test_a_manager_sees_his_own_book_and_nobody_elses_names(
    head: TestClient, made: dict[str, Any], key_of: Keys
) -> None:
    mover = moved(head, made)[0]
    own, key = mover["from_id"], key_of(Role.MANAGER, mover["from_id"])
    path = f"/v1/proposals/{made['id']}/my-book"
    assert head.get(path, headers=key).status_code == 404  # neither shared nor approved
    act(head, made, "share", shared=True)
    book = head.get(path, headers=key, params={"limit": 500}).json()
    everything = rows(head, made)
    mine = {row["client_id"] for row in everything if own in (row["from_id"], row["to_id"])}
    assert {one["client_id"] for one in book["items"]} == mine
    assert sum(book["counts"].values()) == len(mine)
    gone = next(one for one in book["items"] if one["client_id"] == mover["client_id"])
    assert (gone["part"], gone["from"], gone["to"]) == ("goes", "you", "a colleague")
    # Nothing in it names another manager, or a client of another one's book.
    told = json.dumps(book, ensure_ascii=False)
    others = head.get(f"/v1/proposals/{made['id']}/managers").json()["items"]
    assert not [one["name"] for one in others if one["manager_id"] != own and one["name"] in told]
    assert not [row["name"] for row in everything if row["client_id"] not in mine and row["name"] in told]
    assert [one["own"] for one in book["team"]].count(True) == 1
    assert book["proposal"]["figures"] is None
    assert head.get(path, headers=key, params={"manager_id": mover["to_id"]}).status_code == 404
    for other in ("moves", "managers", "document", "exports"):
        assert head.get(f"/v1/proposals/{made['id']}/{other}", headers=key).status_code == 403


def test_excluded_clients_are_counted_apart_with_their_reason(
    head: TestClient, ctx: Context, made: dict[str, Any]
) -> None:
    mover = moved(head, made)[0]
    ask = {"manager_id": mover["from_id"], "limit": 500}
    path = f"/v1/proposals/{made['id']}/my-book"
    before = head.get(path, params=ask).json()["counts"]
    with ctx.db.write() as session:
        row = session.get_one(Assignment, (made["id"], mover["number"]))
        row.manager_id, row.reason_code, row.left_out = "", "excluded", "Bankrupt."
    book = head.get(path, params=ask | {"part": "left_out"}).json()
    assert book["counts"] == before | {"goes": before["goes"] - 1, "left_out": before["left_out"] + 1}
    told = next(one for one in book["items"] if one["client_id"] == mover["client_id"])
    assert (told["part"], told["to"], told["reason"]) == ("left_out", "nobody", "It is excluded: Bankrupt.")
    goes = head.get(path, params=ask | {"part": "goes"}).json()["items"]
    assert len(goes) == before["goes"] - 1


def test_an_upheld_objection_keeps_the_client_at_the_next_solve(
    head: TestClient, ctx: Context, made: dict[str, Any], key_of: Keys
) -> None:
    staying = stayers(head, made)
    mover = next(row for row in moved(head, made) if row["from_id"] in staying)
    key, path = key_of(Role.MANAGER, mover["from_id"]), f"/v1/proposals/{made['id']}/objections"
    act(head, made, "share", shared=True)
    body = {"client_id": mover["client_id"], "text": "We met in May.\nSee the minutes."}
    objection = head.post(path, json=body, headers=key)
    assert objection.status_code == 201, objection.text
    assert head.post(path, json=body, headers=key).status_code == 409  # one waits already
    stranger = key_of(Role.MANAGER, min(staying - {mover["from_id"], mover["to_id"]}))
    assert head.post(path, json=body, headers=stranger).status_code == 404
    assert head.get(f"/v1/objections/{objection.json()['id']}", headers=stranger).status_code == 404
    assert head.get("/v1/objections", headers=stranger).json()["items"] == []
    # An approval can be made to wait for it.
    strict = {"settle_objections": True}
    waits = head.post(f"/v1/proposals/{made['id']}/approve", json=strict, headers={"If-Match": "*"})
    assert (waits.status_code, waits.json()["open_objections"]) == (409, 1)
    decide = f"/v1/objections/{objection.json()['id']}/decide"
    tag = {"If-Match": objection.json()["etag"]}
    ruled = head.post(decide, json={"verdict": "uphold", "answer": "Right."}, headers=tag)
    assert (ruled.json()["state"], ruled.json()["remedy"]) == ("upheld", "reject")
    assert head.post(decide, json={"verdict": "decline"}, headers={"If-Match": "*"}).status_code == 409
    again = finish(ctx, head, head.post(f"/v1/proposals/{made['id']}/resolve", json={}).json())
    (row,) = rows(head, again, q=mover["client_id"])
    assert row["to_id"] == mover["from_id"]


def test_who_objects_to_a_newcomer_in_the_book_gets_a_ban(
    head: TestClient, made: dict[str, Any], key_of: Keys
) -> None:
    mover = moved(head, made)[0]
    act(head, made, "share", shared=True)
    path = f"/v1/proposals/{made['id']}/objections"
    body = {"client_id": mover["client_id"], "text": "I can't serve it."}
    objection = head.post(path, json=body, headers=key_of(Role.MANAGER, mover["to_id"])).json()
    ruled = head.post(
        f"/v1/objections/{objection['id']}/decide", json={"verdict": "uphold"}, headers={"If-Match": "*"}
    )
    assert ruled.json()["remedy"] == "ban"
    (row,) = rows(head, made, q=mover["client_id"])
    assert [(one["verdict"], one["manager_id"]) for one in row["decisions"]] == [("ban", mover["to_id"])]


def test_an_objection_upheld_for_good_is_a_decision_about_the_base(
    head: TestClient, ctx: Context, made: dict[str, Any], key_of: Keys
) -> None:
    mover = next(row for row in moved(head, made) if row["from_id"] in stayers(head, made))
    know_base(ctx, made["dataset_id"], mover)
    act(head, made, "share", shared=True)
    path = f"/v1/proposals/{made['id']}/objections"
    body = {"client_id": mover["client_id"], "text": "Mine."}
    objection = head.post(path, json=body, headers=key_of(Role.MANAGER, mover["from_id"])).json()
    ruled = head.post(
        f"/v1/objections/{objection['id']}/decide",
        json={"verdict": "uphold", "lasting": True},
        headers={"If-Match": "*"},
    )
    assert ruled.json()["remedy"] == "owner", ruled.text
    with ctx.db.read() as session:
        (kept,) = decisions_of(session, made["dataset_id"])
    assert (kept["kind"], kept["a"], kept["b"]) == ("owner", mover["client_id"], mover["from_id"])


def know_base(ctx: Context, dataset_id: str, client: dict[str, Any]) -> None:
    """What reading the dataset would have left behind, as far as a decision about this client needs it."""
    folder = ctx.files.folder("cases", dataset_id)
    staying = {"managers": [{"manager_id": client["from_id"], "weight": 1.0}]}
    (folder / "managers.json").write_text(json.dumps(staying), "utf-8")
    (folder / "columns.json").write_text(json.dumps({"columns": []}), "utf-8")
    with ctx.db.write() as session:
        row = DatasetClient(
            dataset_id=dataset_id, number=0, client_id=client["client_id"], name="", state="active"
        )
        row.segments = {}
        session.add(row)
