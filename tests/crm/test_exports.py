"""The lists that each CRM saves are understood as they are, without a mapping file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assigner.engine import load_case
from assigner.portfolio import Kind
from tests.crm.exports import EXPORTS


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_becomes_a_case(name: str, tmp_path: Path) -> None:
    export = EXPORTS[name]
    facts = load_case(export.write(tmp_path)).portfolio
    assert facts.clients.client_id.tolist() == export.client_ids
    assert facts.managers.manager_id.tolist() == export.manager_ids
    assert facts.managers.listed.all()  # names and e-mails of owners were understood as listed managers
    assert facts.clients.owner_idx.tolist() == [0, 1]
    program = name.split()[0]
    assert any(issue.code == "looks-like-export" and program in issue.message for issue in facts.issues)


@pytest.mark.parametrize("name", EXPORTS)
def test_only_what_was_sold_is_a_transaction(name: str, tmp_path: Path) -> None:
    # The stage says it, not the type of the deal: every deal of Bitrix24 is of the type "Продажа".
    log = load_case(EXPORTS[name].write(tmp_path)).portfolio.activities
    assert log is not None
    assert log.kind.tolist() == [Kind.TRANSACTION, Kind.OTHER]
    assert log.amount.tolist() == [5000, 700]
    assert log.client_idx.tolist() == log.manager_idx.tolist() == [0, 1]
    assert (
        log.occurred_at.astype("datetime64[D]").tolist()
        == np.array(["2026-03-16", "2026-03-19"], dtype="datetime64[D]").tolist()
    )


@pytest.mark.parametrize("name", EXPORTS)
def test_without_a_list_of_users_the_owners_are_the_managers(name: str, tmp_path: Path) -> None:
    export = EXPORTS[name]
    sources = replace(export.write(tmp_path), managers=None)
    facts = load_case(sources).portfolio
    assert facts.num_managers == 2
    assert sorted(facts.clients.owner_idx.tolist()) == [0, 1]
