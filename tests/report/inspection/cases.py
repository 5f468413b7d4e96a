"""Inspections made by hand: each part is given, so that the reports are tested on their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from assigner.capacity.model import AbcClasses, Capacity, LookAlike, SegmentTable
from assigner.duplicates.model import Duplicates, Match
from assigner.errors import Issue, Severity
from assigner.evidence import Evidence, State, list_disputes, summarise_evidence
from assigner.identity.model import Identity
from assigner.inspection import Inspection
from assigner.policy import Policy
from assigner.portfolio import NOBODY, ColumnMeaning, How, Kind, Portfolio
from assigner.quality.model import Check, ColumnQuality, Finding, ManagerQuality, Quality
from tests import builders
from tests.report import plans


def identity(count: int) -> Identity:
    """Nothing known of anybody."""
    blank, codes = builders.text([""] * count), np.zeros(count, dtype=np.int8)
    return Identity(
        tax_id=blank,
        tax_id_validity=codes,
        phone=blank.copy(),
        phones=((),) * count,
        phone_validity=codes.copy(),
        email=blank.copy(),
        email_validity=codes.copy(),
        domain=blank.copy(),
        name_key=blank.copy(),
        legal_form=blank.copy(),
    )


def finding(
    facts: Portfolio,
    check: Check,
    clients: Sequence[int],
    column: str = "ИНН",
    value: str = "12",
    detail: str = "",
) -> Finding:
    """The same problem on several clients; the row of client i is i + 2."""
    positions = np.array(clients, dtype=np.int32)
    return Finding(
        check=check,
        table="clients",
        column=column,
        positions=positions,
        rows=positions + 2,
        manager_idx=facts.clients.owner_idx[positions],
        values=builders.text([value] * len(clients)),
        details=builders.text([detail] * len(clients)),
    )


def quality(facts: Portfolio, findings: Sequence[Finding], completeness: Sequence[float]) -> Quality:
    """Counts by manager are sums over the findings."""
    owner, count = facts.clients.owner_idx, facts.num_managers
    share = np.array(completeness, dtype=np.float64)

    def by_manager(idx: Any, weights: Any = None) -> Any:
        idx = np.asarray(idx)
        kept = None if weights is None else weights[idx != NOBODY]
        return np.bincount(idx[idx != NOBODY], kept, minlength=count)

    cards = by_manager(owner)
    checks: dict[Check, Any] = {}
    for found in findings:
        checks[found.check] = checks.get(found.check, 0) + by_manager(found.manager_idx)
    mean = np.where(cards > 0, by_manager(owner, share) / np.maximum(cards, 1), np.nan)
    return Quality(
        findings=tuple(findings),
        columns=(ColumnQuality("tax_id", "ИНН", len(owner), len(owner) - 1, 3, 2),),
        managers=ManagerQuality(cards, mean, checks, np.zeros(count, dtype=np.int64)),
        completeness=share,
        card=("tax_id", "phone"),
    )


def duplicates(pairs: Sequence[tuple[int, int, float, tuple[Match, ...]]]) -> Duplicates:
    """Pairs in their order, each a group of its own."""
    return Duplicates(
        a_idx=np.array([a for a, _, _, _ in pairs], dtype=np.int32),
        b_idx=np.array([b for _, b, _, _ in pairs], dtype=np.int32),
        score=np.array([score for _, _, score, _ in pairs], dtype=np.float64),
        name_similarity=np.full(len(pairs), 0.93),
        exact=np.array([Match.SAME_TAX_ID in reasons for *_, reasons in pairs], dtype=bool),
        reasons=tuple(reasons for *_, reasons in pairs),
        group=np.arange(len(pairs), dtype=np.int32),
    )


def capacity(facts: Portfolio, evidence: Evidence, look_alikes: Sequence[Sequence[int]] = ()) -> Capacity:
    """Plain sums; classes by thirds of the table."""
    total = builders.dimension("total", ["all"] * facts.num_clients)
    tables = [segment_table(facts, evidence, d) for d in (total, *facts.clients.dimensions.values())]
    worked = np.isin(evidence.state, [State.PROVEN, State.ACTIVE]) | facts.clients.excluded
    idle = np.flatnonzero(~worked)
    lists = [tuple(LookAlike(i, 0.8) for i in found) for found in look_alikes]
    lists += [()] * (facts.num_managers - len(lists))
    codes = np.where(facts.clients.excluded, -1, np.arange(facts.num_clients) * 3 // facts.num_clients)
    return Capacity(
        segments=tuple(tables),
        abc=AbcClasses("total", "potential", codes.astype(np.int8)),
        idle=idle[np.argsort(-facts.clients.potential[idle], kind="stable")].astype(np.int32),
        look_alikes=tuple(lists),
    )


def segment_table(facts: Portfolio, evidence: Evidence, dimension: Any) -> SegmentTable:
    """Capacity, held, worked and free of one dimension."""
    clients, shape = facts.clients, (len(dimension.labels), facts.num_managers + 1)
    inside = ~clients.excluded
    worked = inside & np.isin(evidence.state, [State.PROVEN, State.ACTIVE])

    def sums(mask: Any) -> Any:
        table = np.zeros(shape)
        np.add.at(table, (dimension.codes[mask], clients.owner_idx[mask]), clients.potential[mask])
        return table

    held = sums(inside)
    return SegmentTable(
        dimension=dimension.name,
        labels=dimension.labels,
        num_clients=np.bincount(dimension.codes[inside], minlength=shape[0]),
        capacity=held.sum(axis=1),
        free=held[:, -1],
        held=held[:, :-1],
        worked=sums(worked)[:, :-1],
    )


def inspection(
    facts: Portfolio,
    evidence: Evidence,
    *,
    findings: Sequence[Finding] = (),
    completeness: Sequence[float] | None = None,
    pairs: Sequence[tuple[int, int, float, tuple[Match, ...]]] = (),
    contested: Sequence[int] = (),
    look_alikes: Sequence[Sequence[int]] = (),
    with_today: bool = True,
) -> Inspection:
    """An inspection of these facts; what is not given is empty."""
    today = plans.figures(facts, evidence, facts.clients.owner_idx, 42.0) if with_today else None
    return Inspection(
        portfolio=facts,
        evidence=evidence,
        policy=Policy(),
        summary=summarise_evidence(facts, evidence),
        identity=identity(facts.num_clients),
        quality=quality(facts, findings, completeness or [1.0] * facts.num_clients),
        duplicates=duplicates(pairs),
        contested=np.array(contested, dtype=np.int32),
        disputes=list_disputes(facts, evidence),
        capacity=capacity(facts, evidence, look_alikes),
        today=today,
        remark="" if with_today else "c1 has no eligible manager",
    )


COLUMNS = (
    ColumnMeaning("clients", "base.xlsx", "Код", "client_id", How.SYNONYM, 1.0, examples=("c0", "c1")),
    ColumnMeaning("clients", "base.xlsx", "Потенцал", "potential", How.FUZZY, 0.88, examples=("30", "20")),
    ColumnMeaning("clients", "base.xlsx", "=Цвет", "", How.IGNORED, 1.0, hidden=True),
)


def tiny(*, with_today: bool = True) -> Inspection:
    """Five clients, three managers, small enough to check every figure by hand.

    c0 (30) is proven with m0 and disputed by m1; c1 (20) is claimed by m0 and may be c3 (10), active with
    m1; c2 (40) is free; c4 (9) is excluded. m2 owns nobody. Potential: 100 serviceable, 60 held, 40 worked.
    """
    base = builders.clients(
        [0, 0, NOBODY, 1, 1],
        potential=[30, 20, 40, 10, 9],
        revenue=[12, 0, 0, 4, 0],
        excluded=[False, False, False, False, True],
        region=["North", "North", "South", "South", ""],
    )
    base = replace(base, name=builders.text(["Alpha", "=Beta()", "Gamma", "Beta", "Delta"]))
    log = builders.activities(
        [
            {"client": 0, "manager": 0, "at": "2026-05-20", "kind": Kind.TRANSACTION, "summary": "order 7"},
            {"client": 0, "manager": 1, "at": "2026-05-10", "kind": Kind.MEETING},
            {"client": 0, "manager": 1, "at": "2026-05-25", "kind": Kind.CALL, "summary": "=cmd()|x"},
        ]
    )
    facts = replace(
        builders.portfolio(base, builders.managers(3), log),
        issues=(
            Issue(
                Severity.WARNING, "bad-number", "is no number", "correct it", "base.xlsx", 3, "Потенцал", "x"
            ),
        ),
        columns=COLUMNS,
        files={"clients": "base.xlsx"},
    )
    states = [State.PROVEN, State.CLAIMED, State.FREE, State.ACTIVE, State.EXCLUDED]
    evidence = builders.evidence(facts, states, {(0, 0): 0.6, (0, 1): 0.55}, disputed={0: 1})
    evidence = replace(
        evidence, touch_discard=np.array([-1, -1, 5], dtype=np.int8), discarded={"short_summary": 1}
    )
    return inspection(
        facts,
        evidence,
        findings=[
            finding(facts, Check.INVALID_TAX_ID, [0, 1], value="=12"),
            finding(facts, Check.INCOMPLETE_CARD, [1, 2], column=""),
        ],
        completeness=[1.0, 0.5, 0.0, 1.0, 1.0],
        pairs=[(1, 3, 0.97, (Match.SAME_TAX_ID, Match.SIMILAR_NAME))],
        contested=[0],
        look_alikes=[[2, 1]],
        with_today=with_today,
    )


def random_inspection(num_clients: int = 60, num_managers: int = 5, seed: int = 1) -> Inspection:
    """A lopsided random base with problems of many kinds, for what depends on size."""
    plan, rng = plans.random_plan(num_clients, num_managers, seed), np.random.default_rng(seed)
    facts, evidence = plan.portfolio, plan.evidence
    some = [np.flatnonzero(rng.random(num_clients) < 0.1).tolist() for _ in Check]
    found = [finding(facts, check, picked) for check, picked in zip(Check, some, strict=True) if picked]
    twins = rng.choice(num_clients, (max(num_clients // 20, 1), 2), replace=False).tolist()
    reasons = (Match.SAME_PHONE, Match.SIMILAR_NAME)
    return inspection(
        facts,
        evidence,
        findings=found,
        completeness=rng.uniform(0.2, 1, num_clients).tolist(),
        pairs=[(a, b, 0.9, reasons) for a, b in twins],
        contested=np.flatnonzero(evidence.disputed).tolist(),
        look_alikes=[rng.choice(num_clients, 5).tolist() for _ in range(num_managers)],
    )
