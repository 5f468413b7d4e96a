"""Decisions about a base: judged together, and counted in every case that jobs make of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from fastapi.testclient import TestClient

from api.context import Context
from api.services.datasets.judging import Known, judge
from api.services.datasets.standing import decisions_of
from api.work.bases import sources_of
from api.work.cases import case_of
from assigner.engine import load_case
from assigner.i18n import Translator
from assigner.portfolio import RuleKind
from tests.api.datasets.conftest import on_sqlite
from tests.api.running import run_job


def decide(head: TestClient, dataset_id: str, *decisions: dict[str, Any]) -> Any:
    return head.post(f"/v1/datasets/{dataset_id}/decisions", json={"decisions": list(decisions)})


def standing(ctx: Context, dataset_id: str) -> list[dict[str, Any]]:
    with ctx.db.read() as session:
        return decisions_of(session, dataset_id)


def test_decisions_change_the_case_and_nothing_else(head: TestClient, ctx: Context, company: str) -> None:
    before = case_of(ctx.files, company)
    pair = head.get(f"/v1/datasets/{company}/duplicates").json()["items"][0]
    dispute = head.get(f"/v1/datasets/{company}/disputes").json()["items"][-1]
    rival = dispute["rival"]["manager_id"]
    answer = decide(
        head,
        company,
        {"kind": "merge", "a": pair["a"], "b": pair["b"], "reason": "one firm"},
        {"kind": "owner", "a": dispute["client_id"], "b": rival},
        {"kind": "exclude", "a": "C00003", "reason": "bankrupt"},
    )
    assert answer.status_code == 201
    after = case_of(ctx.files, company, None, standing(ctx, company))
    facts = after.portfolio
    assert facts.num_clients == before.portfolio.num_clients - 1
    assert [card.client_id for card in facts.merged] == [pair["b"]]
    ids = facts.clients.client_id.tolist()
    pinned = facts.clients.pinned_idx[ids.index(dispute["client_id"])]
    assert facts.managers.manager_id[pinned] == rival
    assert facts.clients.excluded[ids.index("C00003")]
    assert facts.clients.excluded_reason[ids.index("C00003")] == "bankrupt"
    assert case_of(ctx.files, company).portfolio.input_sha256 == before.portfolio.input_sha256
    listed = head.get(f"/v1/datasets/{company}/disputes").json()["items"][-1]
    names = {
        one["manager_id"]: one["name"]
        for one in head.get(f"/v1/datasets/{company}/evidence").json()["managers"]
    }
    assert (listed["decision"]["b"], listed["decision"]["manager_name"]) == (rival, names[rival])
    # What reading found does not know of them: whoever looks is told how many there are.
    assert head.get(f"/v1/datasets/{company}").json()["num_decisions"] == 3


@on_sqlite
def test_the_case_is_the_one_that_its_tables_give(head: TestClient, ctx: Context, company: str) -> None:
    decide(head, company, {"kind": "owner", "a": "C00005", "b": "M01"}, {"kind": "exclude", "a": "C00007"})
    said = standing(ctx, company)
    cases = [case_of(ctx.files, company, None, said), case_of(ctx.files, company, None, said[::-1])]
    with sources_of(ctx.files, company, said) as (base, sources):
        cases.append(load_case(sources, as_of=base.as_of))
    hashes = {case.portfolio.input_sha256 for case in cases}
    assert len(hashes) == 1
    assert {case.portfolio.clients.pinned_idx.tolist().count(-1) for case in cases} == {
        cases[0].portfolio.clients.pinned_idx.tolist().count(-1)
    }
    kinds = [[rule.kind for rule in case.portfolio.rules] for case in cases]
    assert kinds[0] == kinds[1] == kinds[2]
    assert RuleKind.PIN in kinds[0]


def test_the_later_decision_about_the_same_stands(head: TestClient, ctx: Context, company: str) -> None:
    decide(head, company, {"kind": "merge", "a": "C00001", "b": "C00002"})
    decide(head, company, {"kind": "distinct", "a": "C00002", "b": "C00001"})
    decide(head, company, {"kind": "owner", "a": "C00004", "b": "M01"})
    decide(head, company, {"kind": "owner", "a": "C00004", "b": "M02", "reason": "on second thoughts"})
    assert [(one["kind"], one["a"], one["b"]) for one in standing(ctx, company)] == [
        ("distinct", "C00002", "C00001"),
        ("owner", "C00004", "M02"),
    ]
    listed = head.get(f"/v1/datasets/{company}/decisions").json()["items"]
    assert listed[0]["reason"] == "on second thoughts"
    gone = head.delete(f"/v1/datasets/{company}/decisions/{listed[0]['id']}")
    assert gone.status_code == 204
    assert len(standing(ctx, company)) == 1
    assert head.delete(f"/v1/datasets/{company}/decisions/{listed[0]['id']}").status_code == 404


def test_all_that_is_wrong_is_told_and_nothing_is_taken(head: TestClient, ctx: Context, company: str) -> None:
    answer = decide(
        head,
        company,
        {"kind": "merge", "a": "C00001", "b": "C99999"},
        {"kind": "merge", "a": "C00001", "b": "C00001"},
        {"kind": "owner", "a": "C00001", "b": "M99"},
        {"kind": "exclude", "a": "C00002", "b": "M01"},
        {"kind": "audit", "a": "C00002", "b": "M01"},
        {"kind": "exclude", "a": "C00003"},
    )
    assert answer.status_code == 422
    assert [place["where"] for place in answer.json()["errors"]] == [
        "decisions.0.b",
        "decisions.1.b",
        "decisions.2.b",
        "decisions.3.b",
        "decisions.4.answer",
    ]
    assert standing(ctx, company) == []


KNOWN = Known(clients=set("ABCD"), managers={"M1": True, "M2": False}, standing=())
MERGE_AB = {"kind": "merge", "a": "A", "b": "B"}


@pytest.mark.parametrize(
    ("earlier", "new", "where"),
    [
        ([], [MERGE_AB, {"kind": "merge", "a": "B", "b": "C"}], []),
        ([], [MERGE_AB, {"kind": "merge", "a": "B", "b": "A"}], ["decisions.1.a"]),  # the same pair, turned
        # A into C, C into B, B into A: round in a circle, with an earlier decision in it.
        (
            [MERGE_AB],
            [{"kind": "merge", "a": "B", "b": "C"}, {"kind": "merge", "a": "C", "b": "A"}],
            ["decisions.0.b", "decisions.1.b"],
        ),
        (
            [MERGE_AB],
            [{"kind": "merge", "a": "B", "b": "C"}, {"kind": "distinct", "a": "A", "b": "C"}],
            ["decisions.0.a", "decisions.1.a"],
        ),
        ([MERGE_AB], [{"kind": "distinct", "a": "B", "b": "A"}], []),  # it takes the place of the merge
        (
            [],
            [{"kind": "owner", "a": "A", "b": "M1"}, {"kind": "owner", "a": "A", "b": "M2"}],
            ["decisions.1.b"],
        ),
        ([], [{"kind": "owner", "a": "A", "b": "M1"}, {"kind": "exclude", "a": "A", "b": ""}], []),
    ],
)
def test_decisions_are_judged_together(
    earlier: list[dict[str, Any]], new: list[dict[str, Any]], where: list[str]
) -> None:
    known = Known(KNOWN.clients, KNOWN.managers, earlier)
    assert [place["where"] for place in judge(new, known, Translator())] == where


SHEETS: dict[str, list[list[str | int]]] = {
    "Clients": [
        ["client_id", "name", "manager_id", "potential"],
        ["C1", "Alpha", "M1", 5],
        ["C2", "Beta", "M2", 5],
    ],
    "Managers": [["manager_id", "name"], ["M1", "Ann"], ["M2", "Bob"]],
    "Decisions": [["decision", "kind", "a", "b", "reason"], ["yes", "pin", "C1", "M2", "said"]],
}


@on_sqlite
def test_a_workbook_with_decisions_of_its_own_is_decided_there(
    head: TestClient, ctx: Context, tmp_path: Path
) -> None:
    path = tmp_path / "base.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in SHEETS.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    made = head.post("/v1/datasets", files={"clients": ("base.xlsx", path.read_bytes())}).json()
    run_job(ctx, made["job_id"])
    assert case_of(ctx.files, made["id"]).portfolio.clients.pinned_idx.tolist() == [1, -1]
    assert decide(head, made["id"], {"kind": "exclude", "a": "C2"}).status_code == 409
