"""What was planted is visible in the tables; tables agree with each other."""

from __future__ import annotations

import functools
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assigner.errors import InputError
from assigner.generate import Company, CompanySpec, generate_company
from assigner.generate.spec import SHARES, Language

AS_OF = pd.Timestamp("2026-06-01")
SALES = ("order", "contract")
LANGUAGES: st.SearchStrategy[Language] = st.sampled_from(["en", "ru"])


@functools.cache
def company(language: Language = "en") -> Company:
    return generate_company(CompanySpec(language=language))


def log_of(made: Company) -> pd.DataFrame:
    assert made.activities is not None
    days = pd.to_datetime(made.activities["occurred_at"]).dt.normalize()
    return made.activities.assign(age=(AS_OF - days).dt.days, sale=made.activities["kind"].isin(SALES))


def believable(made: Company) -> pd.DataFrame:
    """Sales, and complete touches that are neither copied, nor shared by phone, nor typed in a burst.

    Written anew on purpose: pandas group sizes instead of the engine's arrays.
    """
    log = log_of(made)
    words = log["contact_name"].ne("") & log["contact_role"].ne("")
    reach = log["contact_phone"].ne("") | log["contact_email"].ne("")
    talks = log[~log["sale"]]
    hour = pd.to_datetime(talks["occurred_at"]).dt.floor("h")

    def spread_over(column: str) -> pd.Series:
        return talks.groupby(["manager_id", column])["client_id"].transform("nunique")

    crowd = talks.groupby(["manager_id", hour])["client_id"].transform("size")
    honest = (spread_over("summary") <= 5) & (spread_over("contact_phone") <= 5) & (crowd <= 40)
    full = words & reach & log["summary"].str.strip().str.len().ge(15)
    return log[log["sale"] | (full & honest.reindex(log.index, fill_value=True))]


def own_touches(made: Company) -> pd.DataFrame:
    """Believable touches of owners with their own serviceable clients."""
    owners = made.clients.loc[made.clients["excluded"] == "", ["client_id", "manager_id"]]
    return believable(made).merge(owners, on=["client_id", "manager_id"])


def pairs(rows: list[dict[str, str]]) -> set[tuple[str, str]]:
    return {(row["client"], row["owner"]) for row in rows}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_dead_souls_are_the_owned_clients_without_two_fresh_touches_or_a_sale(language: Language) -> None:
    # model §2: claimed is neither active (2 credible days in 90, a sale in 180) nor proven (a sale in 730).
    made = company(language)
    touches = own_touches(made)
    talked = touches[touches["age"] <= 90].groupby("client_id")["age"].nunique()
    sold = touches[touches["sale"] & (touches["age"] <= 730)]
    worked = set(talked[talked >= 2].index) | set(sold["client_id"])
    owned = made.clients[(made.clients["manager_id"] != "") & (made.clients["excluded"] == "")]
    assert set(owned["client_id"]) - worked == set(made.truth["dead_souls"])
    assert len(made.truth["dead_souls"]) == round(0.45 * len(owned))


def test_proven_clients_have_a_fresh_sale_and_talks_by_their_owner() -> None:
    made = company()
    touches = own_touches(made)
    sold = touches[touches["sale"] & (touches["age"] <= 180)]
    assert pairs(made.truth["proven"]) == set(zip(sold["client_id"], sold["manager_id"], strict=True))


def test_dormant_clients_were_sold_to_but_not_in_the_last_180_days() -> None:
    made = company()
    touches = own_touches(made)
    newest_sale = touches[touches["sale"]].groupby("client_id")["age"].min()
    dormant = [client for client, _ in pairs(made.truth["dormant"])]
    assert newest_sale[dormant].between(181, 730).all()


def test_disputes_are_where_a_rival_has_at_least_0_8_of_the_owners_points() -> None:
    # Points of model §2, half-lives 180 and 365 days, one touch a day (the best one).
    made = company()
    touches = believable(made)
    worth = touches["kind"].map(
        {"order": 3, "contract": 3, "meeting": 2, "proposal": 1.5, "call": 1, "email": 0.5}
    )
    points = worth * 0.5 ** (touches["age"] / np.where(touches["sale"], 365, 180))
    by_day = points.groupby([touches["client_id"], touches["manager_id"], touches["age"]]).max()
    total = by_day.groupby(level=[0, 1]).sum()
    least = -3 * np.log(1 - 0.3)  # points of strength 0.3
    stays = made.managers.loc[made.managers["leaving"] == "", "manager_id"]
    base = made.clients[(made.clients["excluded"] == "") & made.clients["manager_id"].isin(stays)]
    owners = dict(zip(base["client_id"], base["manager_id"], strict=True))
    table = total.rename_axis(["client", "manager"]).rename("points").reset_index()
    table = table[table["client"].isin(owners.keys()) & table["manager"].isin(stays)]
    table["owner"] = table["client"].map(owners)
    mine = table[table["manager"] == table["owner"]].set_index("client")["points"]
    table["needed"] = (0.8 * table["client"].map(mine).fillna(0.0)).clip(lower=least)
    rivals = table[(table["manager"] != table["owner"]) & (table["points"] >= table["needed"])]
    found = set(zip(rivals["client"], rivals["owner"], rivals["manager"], strict=True))
    assert found == {(row["client"], row["owner"], row["rival"]) for row in made.truth["disputes"]}
    assert len(found) == pytest.approx(0.03 * made.truth["counts"]["owned"], rel=0.2)


def test_gamers_have_copied_summaries_one_phone_and_a_burst() -> None:
    made = company()
    log = log_of(made)
    talks = log[~log["sale"] & (log["summary"].str.len() >= 15)]
    phones = talks[talks["contact_phone"] != ""]
    copied = talks.groupby(["manager_id", "summary"])["client_id"].nunique()
    phoned = phones.groupby(["manager_id", "contact_phone"])["client_id"].nunique()
    hour = pd.to_datetime(talks["occurred_at"]).dt.floor("h")
    crowd = talks.groupby(["manager_id", hour]).size()
    for counts, limit in ((copied, 5), (phoned, 5), (crowd, 40)):
        caught = set(counts[counts > limit].index.get_level_values("manager_id"))
        assert caught == set(made.truth["gamers"])
    assert made.truth["counts"]["gamers"] == 2  # a quarter of seven who stay


def test_the_terse_manager_writes_little_but_never_the_same() -> None:
    made = company()
    (terse,) = made.truth["terse_but_honest"]
    notes = own_touches(made).query("not sale").set_index("manager_id").loc[terse, "summary"]
    assert len(notes) > 10
    assert notes.str.len().between(15, 20).all()
    assert notes.is_unique


@pytest.mark.parametrize("language", ["en", "ru"])
def test_names_tax_ids_and_phones_are_unique(language: Language) -> None:
    made = company(language)
    for column in ("client_id", "name", "tax_id", "phone"):
        assert made.clients[column].is_unique, column
    assert made.managers["name"].is_unique


def test_inn_has_a_valid_check_digit() -> None:
    # The tenth digit is the weighted sum of the first nine, mod 11, mod 10.
    def valid(inn: str) -> bool:
        weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
        return sum(w * int(d) for w, d in zip(weights, inn, strict=False)) % 11 % 10 == int(inn[9])

    assert valid("7707083893")
    assert not valid("7707083894")
    inns = company("ru").clients["tax_id"]
    assert inns.str.fullmatch(r"\d{10}").all()
    assert inns.map(valid).all()


def test_holdings_share_region_and_the_stem_of_the_name() -> None:
    made = company()
    clients = made.clients.set_index("client_id")
    assert made.truth["holdings"]
    for members in made.truth["holdings"].values():
        assert 2 <= len(members) <= 4
        assert clients.loc[members, "region"].nunique() == 1
        assert clients.loc[members, "email"].nunique() == 1
    split = [
        len(set(clients.loc[members, "manager_id"]) - {""}) for members in made.truth["holdings"].values()
    ]
    assert 1 in split
    assert max(split) > 1


def test_the_base_is_unequal_as_in_life() -> None:
    made = company()
    sizes = made.clients["manager_id"].value_counts()
    assert sizes["M01"] > 2 * sizes.drop("").min()
    assert not set(made.truth["new_managers"]) & set(sizes.index)
    top = made.clients.nlargest(240, "potential")
    assert set(top["tier"]) == {"A"}
    assert made.clients.groupby("tier")["workload"].mean().is_monotonic_decreasing


def test_new_managers_started_one_to_four_months_ago() -> None:
    made = company()
    managers = made.managers.set_index("manager_id")
    started = pd.to_datetime(managers.loc[made.truth["new_managers"], "start_date"])
    assert started.between("2026-01-30", "2026-05-01").all()


def test_the_newest_activity_is_of_the_day_before() -> None:
    assert log_of(company())["age"].min() == 1


def test_another_date_moves_the_whole_log() -> None:
    made = generate_company(CompanySpec(num_clients=100, as_of=date(2025, 3, 12)))
    assert made.activities is not None
    assert made.activities["occurred_at"].max()[:10] == "2025-03-11"


def test_for_size_counts_all_managers() -> None:
    made = generate_company(CompanySpec.for_size(600, 8, seed=3))
    assert len(made.managers) == 8
    assert len(made.truth["new_managers"]) == 1  # 15 % of 8
    assert len(made.truth["leavers"]) == 1
    assert CompanySpec.for_size(100, 3).num_new == 0
    assert CompanySpec.for_size(100_000, 200).num_leavers == 4


def test_without_activities_only_the_log_is_missing() -> None:
    spec = CompanySpec(num_clients=80, num_managers=4)
    bare = generate_company(replace(spec, activities=False))
    assert bare.activities is None
    assert set(bare.tables) == {"clients", "managers", "rules"}
    pd.testing.assert_frame_equal(bare.clients, generate_company(spec).clients)


def test_impossible_sizes_are_all_named() -> None:
    with pytest.raises(InputError) as caught:
        CompanySpec(num_clients=0, num_managers=2, num_leavers=2, free_share=1.5)
    assert [issue.value for issue in caught.value.issues] == ["0", "2", "1.5"]


def check_tables(made: Company) -> None:
    """Keys exist, revenue is the sum of the year's sales, rules neither repeat nor contradict each other."""
    clients, managers = set(made.clients["client_id"]), set(made.managers["manager_id"])
    log = log_of(made)
    assert set(made.clients["manager_id"]) <= managers | {""}
    assert set(log["client_id"]) <= clients
    assert set(log["manager_id"]) <= managers
    assert log["age"].ge(1).all()
    sold = log[log["age"] <= 365].groupby("client_id")["amount"].sum().round(2)
    expected = made.clients["client_id"].map(sold).fillna(0.0)
    np.testing.assert_allclose(made.clients["revenue_12m"], expected, atol=0.005)
    about_managers = made.rules["kind"].isin(["ban", "pin"])
    assert set(made.rules.loc[about_managers, "b"]) <= managers
    ruled = pd.concat([made.rules["a"], made.rules.loc[~about_managers, "b"]])
    assert ruled.is_unique
    assert set(ruled) <= set(made.truth["dead_souls"]) | set(made.truth["free"])


def check_room(made: Company) -> None:
    """Today's owners may keep what they have: within limits and regions."""
    stays = made.managers["leaving"] == ""
    assert stays.any()
    owned = made.clients["manager_id"].value_counts()
    limits = made.managers.dropna(subset=["max_clients"]).set_index("manager_id")["max_clients"]
    assert (owned.reindex(limits.index, fill_value=0) <= limits).all()
    restricted = made.managers[made.managers["eligible_region"] != ""]
    for manager, regions in zip(restricted["manager_id"], restricted["eligible_region"], strict=True):
        own = made.clients[made.clients["manager_id"] == manager]
        assert set(own["region"]) <= set(regions.split(";"))
    free_hand = stays & made.managers["max_clients"].isna() & (made.managers["eligible_region"] == "")
    assert free_hand.any()


def test_the_default_company_hangs_together() -> None:
    check_tables(company())
    check_room(company())
    assert len(company().rules) == 12


@settings(max_examples=25, deadline=None)
@given(
    num_clients=st.integers(1, 60),
    num_managers=st.integers(1, 6),
    seed=st.integers(0, 2**32),
    language=LANGUAGES,
)
def test_small_companies_hang_together(
    num_clients: int, num_managers: int, seed: int, language: Language
) -> None:
    made = generate_company(CompanySpec.for_size(num_clients, num_managers, seed, language))
    assert len(made.clients) == num_clients
    assert len(made.managers) == num_managers
    check_tables(made)
    check_room(made)


@settings(max_examples=25, deadline=None)
@given(
    shares=st.tuples(*[st.sampled_from([0.0, 0.3, 1.0])] * len(SHARES)),
    seed=st.integers(0, 1000),
)
def test_extreme_shares_hang_together(shares: tuple[float, ...], seed: int) -> None:
    spec = CompanySpec(num_clients=120, num_managers=5, seed=seed)
    changes: dict[str, Any] = dict(zip(SHARES, shares, strict=True))
    made = generate_company(replace(spec, **changes))
    check_tables(made)
    check_room(made)
