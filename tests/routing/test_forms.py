"""Plain forms, stored plans and sentences."""

from __future__ import annotations

import io
import json
import pickle
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from assigner.errors import InputError
from assigner.i18n import Translator
from assigner.policy import Goal, Measure, Policy
from assigner.policy.model import BalancePolicy
from assigner.routing import (
    Decision,
    Ledger,
    NewClient,
    Routed,
    RoutingPlan,
    decide,
    describe,
    from_bytes,
    to_bytes,
)
from tests import builders
from tests.routing.bases import case, plan_of, route

EN, RU = Translator("en"), Translator("ru")


def small_plan(**columns: Any) -> RoutingPlan:
    """Two managers; m0, at his limit, has c0 and c2, m1 has c1 and c3; in North and in a nameless region."""
    goals = (
        Goal(measure=Measure.POTENTIAL, tolerance=0.05),
        Goal(measure=Measure.WORKLOAD, dimension="region", tolerance=0.1),
    )
    found = case(
        [0, 1, 0, 1],
        builders.managers(2, max_clients=[2, 9], eligible={"region": [{"North", "unknown"}, None]}),
        policy=Policy(balance=BalancePolicy(goals=goals)),
        potential=[10, 30, 20, 40],
        workload=[3, 3, 3, 4],
        region=["North"] * 4,
        phone={0: "+74951234567", 1: "+78123332211"},
        strength={(0, 1): 0.5},
        **columns,
    )
    return plan_of(found)


def test_a_stored_plan_is_the_plan() -> None:
    plan = small_plan()
    data = to_bytes(plan)
    read = from_bytes(data)
    assert read.words == plan.words
    for part in ("team", "cells", "book"):
        for spec in fields(getattr(plan, part)):
            ours, theirs = getattr(getattr(plan, part), spec.name), getattr(getattr(read, part), spec.name)
            assert ours.dtype == theirs.dtype
            assert np.array_equal(ours, theirs, equal_nan=ours.dtype.kind == "f")
            assert not theirs.flags.writeable
    assert to_bytes(read) == data
    assert to_bytes(pickle.loads(pickle.dumps(plan))) == data  # noqa: S301 - our own


def test_a_stored_plan_holds_no_phone_in_clear() -> None:
    data = to_bytes(small_plan())
    with np.load(io.BytesIO(data)) as archive:
        assert not any(b"4951234567" in archive[name].tobytes() for name in archive.files)


def test_what_is_no_stored_plan_is_refused() -> None:
    data = to_bytes(small_plan())
    with np.load(io.BytesIO(data)) as archive:
        arrays = {name: archive[name] for name in archive.files}
    stale, poor, evil = io.BytesIO(), io.BytesIO(), io.BytesIO()
    np.savez(stale, **{**arrays, "format": np.array("assigner-routing/0")})
    np.savez(poor, **{name: array for name, array in arrays.items() if name != "cells.load"})
    np.savez(evil, **{**arrays, "team.weight": np.array([object()], dtype=object)})
    broken = [b"", b"PK", data[:-40], data[: len(data) // 2], b"no archive at all"]
    for bad in (*broken, stale.getvalue(), poor.getvalue(), evil.getvalue()):
        with pytest.raises(InputError, match="routing plan can't be read"):
            from_bytes(bad)


def test_spoiled_bytes_are_refused_or_harmless() -> None:
    # Sums of the archive guard what is in it: where a changed byte is not noticed, it changes nothing.
    data, rng = to_bytes(small_plan()), np.random.default_rng(1)
    refused = 0
    for _ in range(300):
        spoiled = bytearray(data)
        spoiled[int(rng.integers(len(data)))] ^= int(rng.integers(1, 256))
        try:
            assert to_bytes(from_bytes(bytes(spoiled))) == data
        except InputError:
            refused += 1
    assert refused > 150


def test_decisions_survive_json() -> None:
    plan = small_plan()
    ledger = Ledger(plan)
    clients = [
        NewClient(name="Луч", potential=0.1 + 0.2, segments={"region": "North"}, phone="+74957654321"),
        NewClient(phone="84957654321"),
        NewClient(client_id="c1", phone="+74951234567"),
        NewClient(segments={"region": "Mars", "mood": "good"}),
    ]
    for client in clients:
        entry = Routed(client=client, decision=route(ledger, client))
        assert Routed.from_document(json.loads(json.dumps(entry.document()))) == entry


def test_bad_numbers_and_documents_are_refused_together() -> None:
    with pytest.raises(InputError) as refused:
        NewClient(potential=-1, revenue=float("nan"), workload=float("inf"))
    assert [issue.column for issue in refused.value.issues] == ["potential", "revenue", "workload"]
    with pytest.raises(InputError) as refused:
        Decision.from_document({"manager_id": 7, "code": "luck"})
    assert [issue.column for issue in refused.value.issues] == ["manager_id", "code"]


def test_sentences_about_new_clients() -> None:
    plan = small_plan()
    # m0 is at his limit of two clients; potential is the median of 10, 20, 30, 40, hours that of 3, 3, 3, 4.
    only = decide(plan, Ledger(plan), NewClient(segments={"region": "North"}))
    assert describe(only, plan, EN) == (
        "New; nobody else may have it: Manager 1 (m1). "
        "No potential is given: 25 counts, the median of the base. "
        "No workload is given: 3 hours a month count, the median of the base."
    )
    assert describe(only, plan, RU) == (
        "Новый; больше никому его отдать нельзя: Manager 1 (m1). "
        "Потенциал не указан: считается 25 — медиана базы. "
        "Нагрузка не указана: считается 3 ч в месяц — медиана базы."
    )


def test_the_sentence_of_a_race_names_the_cells_that_weigh_most() -> None:
    # m0 has 90, m1 110; with the new client of 10 targets are 105: m0 is 15 behind.
    plan = plan_of(case([0, 0, 1, 1], builders.managers(2), potential=[45, 45, 55, 55]))
    decision = decide(plan, Ledger(plan), NewClient(potential=10, segments={"region": "North"}))
    assert describe(decision, plan, EN) == (
        "New; furthest behind of 2 managers who may have it: Manager 0 (m0) "
        "(the whole base: potential short by 15). Next: Manager 1 (m1). "
        "region North is not in the plan: it counts in the totals only."
    )
    assert "недобрал Manager 0 (m0) (вся база: недобор потенциала 15)" in describe(decision, plan, RU)


def test_sentences_about_known_clients_and_about_nobody() -> None:
    plan = small_plan()
    ledger = Ledger(plan)
    by_evidence = decide(plan, ledger, NewClient(phone="84951234567; 8 812 333 22 11"))
    assert describe(by_evidence, plan, EN) == (
        "Known as c0 by the phone; owner by evidence: Manager 1 (m1) (strength 50%). "
        "In the approved plan its owner is Manager 0 (m0), without evidence enough."
    )
    planned = decide(plan, ledger, NewClient(client_id="c2", phone="8 812 333 22 11"))
    assert describe(planned, plan, EN) == (
        "Known as c2 by its id; owner in the approved plan: Manager 0 (m0). Nobody has evidence enough. "
        "Other keys of it lead to: c1 (Manager 1 (m1), by the phone)."
    )
    client = NewClient(email="a@luch.example", potential=1, workload=1)
    route(ledger, client)
    again = decide(plan, ledger, client)
    assert describe(again, plan, EN) == "Routed before, known by the e-mail address; owner: Manager 1 (m1)."
    assert "по ключу «адрес почты»" in describe(again, plan, RU)


def test_sentences_about_nobody() -> None:
    team = builders.managers(2, max_clients=[2, 1], eligible={"region": [{"North"}, None]})
    found = case([0, 0, 1], team, region=["North"] * 3, excluded=[False, True, False])
    plan = plan_of(found, [0, -1, 1])
    nobody = decide(plan, Ledger(plan), NewClient(potential=1, segments={"region": "South"}))
    assert describe(nobody, plan, EN) == (
        "No manager may have it: 1 manager by segments, 1 manager at the limit. "
        "region South is not in the plan: it counts in the totals only."
    )
    out = decide(plan, Ledger(plan), NewClient(client_id="c1"))
    assert describe(out, plan, EN) == (
        "Known as c1 by its id, which is excluded from the division: it goes to nobody."
    )


def test_a_tie_and_who_is_ahead_are_said() -> None:
    found = case([0, 0, 1, 1], builders.managers(2), potential=[50, 50, 50, 50])
    plan = plan_of(found)
    decision = decide(plan, Ledger(plan), NewClient(potential=10))
    assert "Several were equally far behind: fit decided, then the id." in describe(decision, plan, EN)
    (cell,) = decision.cells
    ahead = replace(decision, cells=(replace(cell, before=-1.5),), tied=False)
    assert "the whole base: potential over by 1.50" in describe(ahead, plan, EN)
