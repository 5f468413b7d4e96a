"""Two people at the same proposal, client or base at the same moment: one after the other, or 409."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert, select

from api.context import Context
from api.db.models import Assignment, ProposalManager
from api.services.datasets.judging import judge
from api.services.datasets.standing import decisions_of
from api.services.proposals import creating, objections
from api.services.proposals.asking import Ask
from api.settings import Settings
from tests.api.conftest import serving
from tests.api.ops.test_observing import lines, log
from tests.api.proposals.test_deciding import moved, stayers
from tests.api.proposals.test_lifecycle import copies
from tests.api.proposals.test_my_book import know_base

__all__ = ["log"]

Made = dict[str, Any]
MOMENT = 0.5
"""Seconds in which whoever could be in between would be."""

PERSONAL = "Plan of Rosalinde Quakenbrück"


class Meeting:
    """Lets two threads go on together after a function, or each alone where a lock keeps them apart."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function, self._barrier = function, threading.Barrier(2)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The function, then wait for the other one for a moment."""
        found = self._function(*args, **kwargs)
        with suppress(threading.BrokenBarrierError):
            self._barrier.wait(MOMENT)
        return found


def test_one_objection_waits_however_often_it_is_sent_at_once(
    head: TestClient, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    mover = moved(head, made)[0]
    body = {"client_id": mover["client_id"], "manager_id": mover["from_id"], "text": "Mine."}
    path = f"/v1/proposals/{made['id']}/objections"
    monkeypatch.setattr(objections, "_refuse_second", Meeting(objections._refuse_second))
    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(lambda _: head.post(path, json=body).status_code, range(2)))
    assert said == [201, 409]
    assert len(head.get("/v1/objections", params={"state": "open"}).json()["items"]) == 1


def test_objections_upheld_for_good_on_two_plans_at_once_leave_one_owner(
    head: TestClient, ctx: Context, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    mover = next(row for row in moved(head, made) if row["from_id"] in stayers(head, made))
    know_base(ctx, made["dataset_id"], mover)
    second = copies(ctx, made, 1)[0]
    _same_rows(ctx, made["id"], second)
    body = {"client_id": mover["client_id"], "manager_id": mover["from_id"], "text": "Mine."}
    asked = [head.post(f"/v1/proposals/{one}/objections", json=body) for one in (made["id"], second)]
    monkeypatch.setattr("api.services.datasets.decisions.judge", Meeting(judge))

    def uphold(objection_id: str) -> int:
        ruling = {"verdict": "uphold", "lasting": True}
        path = f"/v1/objections/{objection_id}/decide"
        return head.post(path, json=ruling, headers={"If-Match": "*"}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(uphold, [one.json()["id"] for one in asked])) == [200, 200]
    with ctx.db.read() as session:
        (kept,) = decisions_of(session, made["dataset_id"])
    assert (kept["kind"], kept["a"], kept["b"]) == ("owner", mover["client_id"], mover["from_id"])


def _same_rows(ctx: Context, from_id: str, to_id: str) -> None:
    """Let one proposal have the rows of another."""
    with ctx.db.write() as session:
        for table in (Assignment, ProposalManager):
            columns = [column.key for column in table.__table__.columns]
            found = session.scalars(select(table).where(table.proposal_id == from_id))
            values = [{name: getattr(row, name) for name in columns} for row in found]
            session.execute(insert(table), [one | {"proposal_id": to_id} for one in values])


def test_a_base_stays_while_somebody_asks_for_a_proposal_of_it(
    head: TestClient, dataset: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, said = creating.add_draft, []

    def remove() -> None:
        path = f"/v1/datasets/{dataset}"
        said.append(head.delete(path, headers={"If-Match": "*"}).status_code)

    remover = threading.Thread(target=remove)

    def add(*args: Any, **kwargs: Any) -> Any:
        remover.start()
        remover.join(MOMENT)
        return real(*args, **kwargs)

    monkeypatch.setattr(creating, "add_draft", add)
    assert head.post("/v1/proposals", json={"dataset_id": dataset, "name": "Spring"}).status_code == 202
    remover.join()
    assert said == [409]


def _of_a_base_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a draft be written of a base that nobody has any more, as if no lock had kept it."""
    real = creating.add_draft

    def add(ctx: Any, session: Any, actor: Any, ask: Ask, **kwargs: Any) -> Any:
        return real(ctx, session, actor, replace(ask, dataset_id="ds_gone"), **kwargs)

    monkeypatch.setattr(creating, "add_draft", add)


def test_whom_another_change_overtook_is_told_to_look_again(
    head: TestClient, dataset: str, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    _of_a_base_that_is_gone(monkeypatch)
    tag = {"X-Request-ID": "abc-9", "Idempotency-Key": "once-1"}
    body = {"dataset_id": dataset, "name": PERSONAL}
    answers = [head.post("/v1/proposals", json=body, headers=tag) for _ in range(2)]
    for answer in answers:  # the second is carried out anew: the first one did nothing
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json() == {
            "type": "urn:assigner:problem:overtaken",
            "title": "Somebody was quicker",
            "status": 409,
            "detail": "Somebody changed the same thing at this moment; look at it again and repeat.",
            "errors": [],
        }
    said = lines(log)
    warned = [one for one in said if one["level"] == "warning"]
    assert [one["request_id"] for one in warned] == ["abc-9"] * 2
    assert not [one for one in said if one["level"] == "error"]
    assert "Rosalinde" not in json.dumps(said, ensure_ascii=False)


def test_it_is_told_in_the_language_of_the_service(
    settings: Settings, head: TestClient, dataset: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _of_a_base_that_is_gone(monkeypatch)
    with TestClient(serving(settings.model_copy(update={"language": "ru"}))) as client:
        body = {"dataset_id": dataset, "name": "Весна"}
        answer = client.post("/v1/proposals", json=body, headers=dict(head.headers))
    assert answer.status_code == 409
    assert answer.json()["detail"].startswith("В этот же момент")


def test_a_value_that_the_service_forgot_stays_a_defect(
    head: TestClient, dataset: str, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = creating.add_draft

    def add(*args: Any, **kwargs: Any) -> Any:
        return real(*args, **kwargs | {"name": None})

    monkeypatch.setattr(creating, "add_draft", add)
    answer = head.post("/v1/proposals", json={"dataset_id": dataset, "name": PERSONAL})
    assert (answer.status_code, answer.json()["type"]) == (500, "urn:assigner:problem:internal")
    assert [one["error"] for one in lines(log) if one["level"] == "error"] == ["IntegrityError"]
