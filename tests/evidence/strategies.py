"""Small logs that come close to every rule: few clients, words and phones, ages at the limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
from hypothesis import strategies as st

from assigner.policy.model import Policy
from assigner.portfolio import Kind, Portfolio
from tests import builders
from tests.builders import AS_OF
from tests.evidence.cases import Touch, policy

AGES = (-1, 0, 0, 1, 2, 89, 90, 91, 180, 181, 364, 365, 366, 730, 731)
SECONDS = (0, 10, 1800, 3600, 3601, 7200, 75_599, 75_600, 86_399)
WORDS = (
    "", "hi", "talked prices", "Talked  prices", "asked for an offer", "Asked for an  offer",
    "monthly call as usual", "went through the contract", "showed the new pumps",
)  # fmt: skip
PHONES = ("", "+7 900 1", "79001", "7-900-2", "79003", "79004", "ext.")


@st.composite
def touches(draw: st.DrawFn, num_clients: int, num_managers: int) -> list[Touch]:
    """Rows for `builders.activities`; many of them incredible, many alike."""
    row = st.fixed_dictionaries(
        {
            "client": st.integers(0, num_clients - 1),
            "manager": st.integers(0, num_managers - 1),
            "at": st.builds(_moment, st.sampled_from(AGES), st.sampled_from(SECONDS)),
            "kind": st.sampled_from((*Kind, Kind.TRANSACTION, Kind.TRANSACTION)),
            "verified": st.sampled_from((-1,) * 8 + (0, 1)),
            "contact_name": st.sampled_from(("Ivan",) * 7 + ("",)),
            "contact_role": st.sampled_from(("buyer",) * 7 + (" ",)),
            "contact_phone": st.sampled_from(PHONES),
            "contact_email": st.sampled_from(("", "a@b.example")),
            "summary": st.sampled_from(WORDS),
        }
    )
    size = draw(st.sampled_from((0, 1, 6, 12, 25)))  # lists left to themselves are mostly too short to matter
    rows: list[Touch] = draw(st.lists(row, min_size=size, max_size=size))
    return rows


def _moment(age: int, seconds: int) -> str:
    day = np.datetime64(AS_OF - timedelta(days=age), "s")
    return str(day + seconds)


@st.composite
def portfolios(draw: st.DrawFn) -> Portfolio:
    """Up to six clients, four managers and 25 touches."""
    num_clients, num_managers = draw(st.sampled_from((1, 2, 3, 6))), draw(st.integers(1, 4))

    def column(values: st.SearchStrategy[Any], length: int = num_clients) -> list[Any]:
        return draw(st.lists(values, min_size=length, max_size=length))

    base = builders.clients(
        column(st.integers(-1, num_managers - 1) | st.just(0)),
        revenue=column(st.sampled_from((0.0, 5.0))),
        groups=column(st.sampled_from(("", "", "g", "h"))),
        excluded=column(st.sampled_from((False,) * 5 + (True,))),
    )
    team = builders.managers(
        num_managers, leaving=column(st.sampled_from((False,) * 5 + (True,)), num_managers)
    )
    log = builders.activities(draw(touches(num_clients, num_managers)))
    return builders.portfolio(base, team, replace(log, has_time=True))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Policies whose limits a small log can reach."""
    return policy(
        time_zone=draw(st.sampled_from(("UTC", "Europe/Moscow", "America/New_York"))),
        min_summary_chars=draw(st.sampled_from((0, 3, 15))),
        max_clients_per_summary=draw(st.sampled_from((1, 1, 2, 5))),
        max_clients_per_phone=draw(st.sampled_from((1, 1, 2, 5))),
        max_touches_per_hour=draw(st.integers(1, 5)),
        points={"transaction": draw(st.sampled_from((0.5, 3.0)))},
        dispute_ratio=draw(st.sampled_from((0.5, 0.8))),
        dispute_strength=draw(st.sampled_from((0.1, 0.3))),
    )
