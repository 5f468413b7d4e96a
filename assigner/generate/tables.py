"""The clients and managers tables with the canonical columns of the contract."""

from __future__ import annotations

import numpy as np
import pandas as pd

from assigner.evidence.model import State
from assigner.generate.base import Base
from assigner.generate.cards import Cards
from assigner.generate.deals import Deals
from assigner.generate.naming import pick, text_column
from assigner.generate.team import Team
from assigner.generate.territories import Territories
from assigner.generate.vocabulary import Vocabulary
from assigner.portfolio import DateArray, FloatArray, StrArray

YES = "yes"
_TIERS = np.array(["A", "B", "C"], dtype=object)


def client_table(
    rng: np.random.Generator,
    words: Vocabulary,
    *,
    base: Base,
    cards: Cards,
    deals: Deals,
    team: Team,
    revenue: FloatArray,
    territories: Territories | None = None,
) -> pd.DataFrame:
    """One row per client. Only worked clients have a contact person on the card."""
    count = len(base)
    excluded = base.state == State.EXCLUDED
    known = np.isin(base.state, (State.PROVEN, State.ACTIVE, State.DORMANT))
    return pd.DataFrame(
        {
            "client_id": text_column(cards.client_id),
            "name": text_column(cards.name),
            "manager_id": text_column([*team.manager_id, ""])[base.owner_idx],
            "region": np.array(words.regions, dtype=object)[base.region],
            "industry": np.array(words.industries, dtype=object)[base.industry],
            "tier": _TIERS[base.tier],
            "channel": np.array(list(words.channels), dtype=object)[base.channel],
            **({} if territories is None else {"territory": territories.names[territories.of_client]}),
            "potential": base.potential.astype(np.int64),
            "revenue_12m": revenue,
            "workload": base.workload,
            "group_id": text_column(
                [f"G{group + 1:04d}" if group >= 0 else "" for group in base.group_idx.tolist()]
            ),
            "excluded": _yes(excluded),
            "excluded_reason": np.where(excluded, pick(rng, words.excluded_reasons, count), ""),
            "open_deal_amount": deals.amount,
            "open_deal_close": dates(deals.close),
            "tax_id": text_column(cards.tax_id),
            "phone": text_column(cards.phone),
            "email": text_column(cards.email),
            "contact_name": np.where(known, cards.contact_name[0], ""),
        }
    )


def manager_table(
    words: Vocabulary, *, team: Team, base: Base, territories: Territories | None = None
) -> pd.DataFrame:
    """One row per manager. Territories take the place of the list of regions that one manager has else."""
    lists = (
        {"eligible_region": _eligible_regions(words, team)}
        if territories is None
        else {"eligible_territory": territories.lists}
    )
    return pd.DataFrame(
        {
            "manager_id": text_column(team.manager_id),
            "name": text_column(team.name),
            "fte": team.fte,
            "start_date": dates(team.start_date),
            "leaving": _yes(team.leaving),
            "commission_rate": team.commission_rate,
            "max_clients": _max_clients(team, base),
            **lists,
        }
    )


def dates(days: DateArray) -> StrArray:
    """Days as ISO text, blank where NaT."""
    iso = text_column(np.datetime_as_string(days, unit="D").tolist())
    iso[np.isnat(days)] = ""
    return iso


def _yes(flags: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> StrArray:
    return np.where(flags, np.array(YES, dtype=object), np.array("", dtype=object))


def _max_clients(team: Team, base: Base) -> pd.Series[int]:
    """A limit for one manager, blank for the others.

    It leaves room for all clients he owns and for all members of the holdings he has a part in, so that locks
    can't break it; and for 1.3 times an equal part of the base, so that balance is possible.
    """
    limits = pd.Series([pd.NA] * len(team), dtype="Int64")
    if team.limited >= 0:
        owned = base.owner_idx == team.limited
        groups = np.unique(base.group_idx[owned & (base.group_idx >= 0)])
        locked = owned | np.isin(base.group_idx, groups)
        equal_part = 1.3 * len(base) / np.count_nonzero(team.stays)
        limits[team.limited] = int(np.ceil(max(locked.sum(), equal_part)))
    return limits


def _eligible_regions(words: Vocabulary, team: Team) -> StrArray:
    lists = text_column([""] * len(team))
    if team.restricted >= 0:
        allowed = np.flatnonzero(team.region_pull[team.restricted])
        lists[team.restricted] = ";".join(words.regions[r] for r in allowed)
    return lists
