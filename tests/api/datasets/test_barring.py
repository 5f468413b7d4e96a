"""What the engine would refuse as a pin is refused where it is decided, and nothing else."""

from __future__ import annotations

from fastapi.testclient import TestClient

from api.context import Context
from api.services.datasets.barring import barred, clients_named, lists_of
from api.work.cases import case_of
from assigner.checker import eligibility
from assigner.i18n import Translator
from tests.api.datasets.conftest import on_sqlite


@on_sqlite
def test_barred_is_who_is_not_eligible(ctx: Context, company: str) -> None:
    """For every client and manager of the base, by the engine's own rule; owners keep what they have."""
    case = case_of(ctx.files, company)
    clients, managers = case.portfolio.clients, case.portfolio.managers
    banned = {rule.a_idx for rule in case.portfolio.rules}
    may = eligibility(case.portfolio, case.evidence, case.policy)
    with ctx.db.read() as session:
        known = clients_named(session, company, clients.client_id.tolist())
    lists, found = lists_of(ctx, company), {True: 0, False: 0}
    for i, client_id in enumerate(clients.client_id.tolist()):
        for j, manager_id in enumerate(managers.manager_id.tolist()):
            if i in banned or clients.excluded[i] or clients.owner_idx[i] == j or not may[:, j].any():
                continue
            why = barred(lists, known[client_id], manager_id, Translator())
            assert (why is None) == bool(may[i, j]), (client_id, manager_id, why)
            found[why is None] += 1
    assert min(found.values()) > 5


def test_a_decision_for_somebody_who_may_not_have_it_is_refused(
    head: TestClient, company: str, ctx: Context
) -> None:
    """At once, with the reason, and so no later solve stumbles over it; a dispute says so on that side."""
    lists, path = lists_of(ctx, company), f"/v1/datasets/{company}"
    manager_id, allowed = next((one, allowed) for one, allowed in lists.items() if allowed)
    dimension, values = next(iter(allowed.items()))
    items = head.get(f"{path}/clients?limit=100").json()["items"]
    outside = [
        one["client_id"]
        for one in items
        if one["segments"][dimension] not in values and one["manager_id"] != manager_id
    ]
    wish = {"kind": "owner", "a": outside[0], "b": manager_id}
    answer = head.post(f"{path}/decisions", json={"decisions": [wish]})
    assert answer.status_code == 422
    (place,) = answer.json()["errors"]
    assert place["where"] == "decisions.0.b"
    assert f"is not among the values of {dimension} that this manager may have" in place["message"]
    for dispute in head.get(f"{path}/disputes").json()["items"]:
        for side in ("owner", "rival"):
            assert dispute[side]["barred"] is None or dispute["recommendation"] != side
