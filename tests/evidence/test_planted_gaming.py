"""Padding planted in a generated company is seen through, and nobody honest pays for it (model §2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from assigner.evidence import Discard, Evidence, State, weigh_evidence
from assigner.generate import CompanySpec, generate_company, write_company
from assigner.generate.vocabulary import vocabulary
from assigner.policy.model import Policy
from assigner.portfolio import Activities, BoolArray, Kind, Portfolio
from assigner.tabular import Sources, read_portfolio

REASONS = tuple(Discard)


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A company after the evidence was weighed: masks over its touches."""

    facts: Portfolio
    log: Activities
    evidence: Evidence
    truth: dict[str, Any]
    language: str
    padded: BoolArray  # by managers who pad, with their own dead souls
    honest: BoolArray  # all but records of one's own dead souls

    def reasons(self, mask: BoolArray) -> set[str]:
        """Why the touches of a mask were discarded; "counted" where one was not."""
        codes = np.unique(self.evidence.touch_discard[mask]).tolist()
        return {"counted" if code < 0 else REASONS[code].value for code in codes}

    def by(self, key: str) -> BoolArray:
        """Touches of the managers that the truth lists under a key."""
        chosen: BoolArray = np.isin(self.facts.managers.manager_id, self.truth[key])[self.log.manager_idx]
        return chosen


@pytest.fixture(scope="module", params=["en", "ru"])
def judged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Judged:
    company = generate_company(CompanySpec.for_size(900, 9, 4, request.param))
    folder = tmp_path_factory.mktemp("gaming") / "company"
    write_company(company, folder)
    facts = read_portfolio(
        Sources(*(folder / f"{name}.csv" for name in ("clients", "managers", "activities")))
    )
    log = facts.activities
    assert log is not None
    gamer = np.isin(facts.managers.manager_id, company.truth["gamers"])
    dead = np.isin(facts.clients.client_id, company.truth["dead_souls"])[log.client_idx]
    talk = log.kind != Kind.TRANSACTION
    own = facts.clients.owner_idx[log.client_idx] == log.manager_idx
    return Judged(
        facts=facts,
        log=log,
        evidence=weigh_evidence(facts, Policy()),
        truth=company.truth,
        language=request.param,
        padded=talk & dead & own & gamer[log.manager_idx],
        honest=talk & ~(dead & own),
    )


def test_copied_summaries_are_caught(judged: Judged) -> None:
    copied = judged.padded & (judged.log.summary == vocabulary(judged.language).copied)
    assert copied.sum() >= 10
    assert judged.reasons(copied) == {"copied_summary"}


def test_one_phone_for_many_is_caught(judged: Judged) -> None:
    # the phone that a gamer gives on most clients is the one made up
    for manager in np.unique(judged.log.manager_idx[judged.padded]):
        mine = judged.padded & (judged.log.manager_idx == manager)
        assert judged.log.contact_phone is not None
        phones, counts = np.unique(judged.log.contact_phone[mine].astype(str), return_counts=True)
        stock = phones[phones != ""][np.argmax(counts[phones != ""])]
        faked = mine & (judged.log.contact_phone == stock)
        assert len(np.unique(judged.log.client_idx[faked])) > 5
        assert judged.reasons(faked) == {"shared_phone"}


def test_bursts_are_caught(judged: Judged) -> None:
    # flawless records between 19:00 and 20:00, when nobody honest works
    hour = judged.log.occurred_at.astype("datetime64[h]").astype(np.int64) % 24
    typed = judged.padded & (hour == 19)
    assert typed.sum() >= 45
    assert judged.reasons(typed) == {"burst"}


def test_records_that_leave_something_out_are_caught(judged: Judged) -> None:
    # what breaks no rule is no trick: a note of 15 characters or more beside a full contact
    log, least = judged.log, Policy().evidence.min_summary_chars
    assert log.summary is not None
    long_enough = np.array([len(text) >= least for text in log.summary])
    missed = judged.padded & (judged.evidence.touch_discard < 0)
    assert not (missed & ~long_enough).any()
    assert set(log.summary[missed]) <= set(vocabulary(judged.language).hollow)
    assert missed.sum() <= 0.03 * judged.padded.sum()


def test_no_honest_touch_is_discarded(judged: Judged) -> None:
    # but for the second touch of a day, which blames nobody
    assert judged.reasons(judged.honest) <= {"counted", "same_day"}


def test_the_honest_manager_with_short_notes_keeps_everything(judged: Judged) -> None:
    terse = judged.honest & judged.by("terse_but_honest")
    assert judged.log.summary is not None
    assert terse.sum() > 20
    assert max(len(text) for text in judged.log.summary[terse]) < 20
    assert judged.reasons(terse) <= {"counted", "same_day"}


def test_nobody_who_works_a_client_loses_it(judged: Judged) -> None:
    found = dict(zip(judged.facts.clients.client_id, judged.evidence.state.tolist(), strict=True))
    assert all(found[entry["client"]] == State.PROVEN for entry in judged.truth["proven"])
    assert all(found[entry["client"]] == State.ACTIVE for entry in judged.truth["active"])
    assert all(found[client] == State.CLAIMED for client in judged.truth["dead_souls"])
