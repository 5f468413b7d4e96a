"""Edits in their order, and edited bases in the engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from assigner.engine import load_case, propose
from assigner.generate import CompanySpec, generate_company, write_company
from assigner.solution import SolverConfig
from assigner.tabular import Sources
from scenarios.base import Base, base_of, base_sha256
from tests.scenarios.edits.bases import done, edited, reasons, small
from tests.scenarios.edits.kinds import AGAIN_REFUSED, EXAMPLES

CONFIG = SolverConfig(work_limit=0.5, time_limit=None)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Base:
    made = generate_company(CompanySpec(num_clients=60, num_managers=4, num_new=1, seed=5))
    tables = {path.stem: path for path in write_company(made, tmp_path_factory.mktemp("company"))}
    sources = Sources(tables["clients"], tables["managers"], tables["activities"], tables["rules"])
    return base_of(load_case(sources, as_of=date(2026, 6, 1)))


def test_every_edit_tells_its_effect_in_order() -> None:
    _, told = done(small(), EXAMPLES["hire"], EXAMPLES["leave"])
    assert [sentence.split(":")[0] for sentence in told] == ["new-1, new-2", "Manager 1 (m1)"]


def test_no_edits_change_nothing() -> None:
    base, told = done(small())
    assert base_sha256(base) == base_sha256(small())
    assert told == ()


def test_the_edit_that_does_not_apply_is_named() -> None:
    assert reasons(small(), EXAMPLES["ramp"], {"kind": "leave", "managers": ["m8", "m9"]}) == [
        ("edits.1.managers.0", "m8"),
        ("edits.1.managers.1", "m9"),
    ]


@pytest.mark.parametrize("kind", sorted(AGAIN_REFUSED - {"lift"}))
def test_some_edits_can_be_made_only_once(kind: str) -> None:
    example = EXAMPLES[kind] | ({"to": ["m1"], "dimension": None} if kind == "split_book" else {})
    edited(small(), example)
    assert reasons(small(), example, example)


def test_who_is_hired_can_be_named_by_what_follows() -> None:
    pin = {"kind": "pin", "clients": ["c6"], "manager": "new-2"}
    after = edited(small(), EXAMPLES["hire"], pin)
    assert after.portfolio.clients.pinned_idx[6] == 5
    assert reasons(small(), pin, EXAMPLES["hire"]) == [("edits.0.manager", "new-2")]


def test_the_later_of_two_edits_of_one_thing_holds() -> None:
    half, full = ({"kind": "share", "managers": ["m0"], "share": share} for share in (0.5, 1))
    assert edited(small(), half, full).portfolio.managers.fte[0] == 1
    assert edited(small(), full, half).portfolio.managers.fte[0] == 0.5


def test_an_edited_company_is_solved_and_checked(company: Base) -> None:
    managers = company.portfolio.managers
    who = [str(one) for one in managers.manager_id[~managers.leaving]]
    after = edited(
        company,
        {"kind": "hire", "manager": "new", "like": who[0], "start_date": "2026-01-01"},
        {"kind": "leave", "managers": [who[1]]},
        {"kind": "split_book", "manager": who[1], "to": [who[0], "new"]},
        {"kind": "release_dead_souls"},
        {"kind": "decide_dispute", "recommended": True},
        {
            "kind": "resegment",
            "dimension": "size",
            "new": True,
            "value": "big",
            "where": {"potential_from": 1e5},
        },
        {"kind": "grow", "where": {"segments": {"size": ["big"]}}, "factor": 1.2},
        {"kind": "set", "path": "rules.loss_cap.cap", "value": 0.4},
    )
    proposal = propose(after.case(), CONFIG)
    assert proposal.verdict.ok
    new = len(managers)
    assert np.count_nonzero(proposal.assignment == new) > 0
    assert not np.isin(proposal.assignment, np.flatnonzero(proposal.portfolio.managers.leaving)).any()


@pytest.mark.parametrize("kind", sorted(set(EXAMPLES) - {"lift", "decide_dispute"}))
def test_every_kind_of_edit_leaves_a_base_that_can_be_solved(kind: str) -> None:
    # Without a cap on losses: so small a base has no other room.
    base = edited(small(), {"kind": "caps", "lift": ["loss_cap"]}, EXAMPLES[kind])
    proposal = propose(base.case(), CONFIG)
    assert proposal.verdict.ok


def test_the_day_of_the_base_is_kept() -> None:
    base = replace(small(), as_of=date(2026, 7, 1))
    assert edited(base, EXAMPLES["hire"]).as_of == date(2026, 7, 1)
