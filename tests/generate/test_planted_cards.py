"""Second cards of clients, and other firms that look like one."""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from assigner.errors import InputError
from assigner.generate import Company, CompanySpec, generate_company
from assigner.generate.spec import Language
from assigner.generate.variants import (
    one_of,
    other_email,
    other_phone,
    other_tax_id,
    spelled_otherwise,
    stem_and_form,
    variants,
)
from assigner.generate.vocabulary import vocabulary
from tests.generate.test_company import check_room, check_tables

PLANTED = 60


@functools.cache
def company(language: Language = "ru", num_duplicates: int = PLANTED) -> Company:
    return generate_company(CompanySpec(language=language, num_duplicates=num_duplicates))


def rows(made: Company, name: str, by: str) -> pd.DataFrame:
    """The planted cards of a list, each beside the card of its firm (columns with _of)."""
    table = pd.DataFrame(made.truth[name])
    cards = made.clients.set_index("client_id")
    beside = cards.loc[table[by]].add_suffix("_of").reset_index(drop=True)
    return pd.concat([table, cards.loc[table["card"]].reset_index(drop=True), beside], axis=1)


def test_planted_cards_come_last_and_are_all_named() -> None:
    made = company()
    planted = [row["card"] for name in ("duplicates", "look_alike_firms") for row in made.truth[name]]
    assert len(made.truth["duplicates"]) == PLANTED
    assert len(made.truth["look_alike_firms"]) == PLANTED // 2
    assert made.clients["client_id"].tolist()[1200:] == planted
    assert made.truth["counts"]["duplicates"] == PLANTED
    assert made.clients["client_id"].is_unique


def test_the_other_clients_stay_as_they_are_but_for_longer_names() -> None:
    plain, made = company(num_duplicates=0).clients, company().clients[:1200]
    for column in ("client_id", "manager_id", "region", "potential", "tax_id", "phone", "email"):
        assert made[column].tolist() == plain[column].tolist(), column
    renamed = made["name"] != plain["name"]
    assert 0 < renamed.sum() <= PLANTED // 4
    assert made.loc[renamed, "name"].str.contains("Торговый дом|Научно-производственное объединение").all()
    assert not company(num_duplicates=0).truth["duplicates"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_second_card_has_the_firms_tax_id_or_none_or_a_slip(language: Language) -> None:
    planted = rows(company(language), "duplicates", "of")
    number = planted["tax_id"].str.partition("/")[0]
    kept = number == planted["tax_id_of"]
    shorter = ~kept & (number != "") & (number == planted["tax_id_of"].str.lstrip("0"))
    slip = [
        len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1
        for a, b in zip(number, planted["tax_id_of"], strict=True)
    ]
    blank = number == ""
    assert (kept | shorter | np.array(slip) | blank).all()
    assert kept.sum() > blank.sum() / 2 > 0
    assert any(slip)


def test_a_second_card_mostly_belongs_to_somebody_else_and_sells_nothing() -> None:
    planted = rows(company(), "duplicates", "of")
    assert (planted["manager_id"] != planted["manager_id_of"]).mean() > 0.6
    assert 0 < (planted["revenue_12m"] > 0).sum() < PLANTED / 3
    assert (planted["group_id"] == "").all()
    assert (planted["name"] != planted["name_of"]).mean() > 0.8


def test_other_firms_have_other_tax_ids_and_say_why_they_look_alike() -> None:
    made = company()
    alike = rows(made, "look_alike_firms", "like")
    assert (alike["tax_id"] != alike["tax_id_of"]).all()
    assert made.clients.loc[made.clients["tax_id"] != "", "tax_id"][1200 + PLANTED :].is_unique
    by_kind = dict(iter(alike.groupby("how")))
    assert set(by_kind) == {"near name", "other city", "branch"}
    city = by_kind["other city"]
    assert (city["region"] != city["region_of"]).all()
    assert (city["tax_id"] == "").all()
    assert (city["phone"] != city["phone_of"]).all()
    assert (by_kind["branch"]["phone"] == by_kind["branch"]["phone_of"]).all()
    assert (by_kind["near name"]["phone"] != by_kind["near name"]["phone_of"]).all()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_companies_with_planted_cards_hang_together(language: Language) -> None:
    made = company(language)
    check_tables(made)
    check_room(made)
    pd.testing.assert_frame_equal(
        generate_company(CompanySpec(language=language, num_duplicates=PLANTED)).clients, made.clients
    )


@pytest.mark.parametrize("num_duplicates", [1, 2, 20])
def test_small_companies_can_have_planted_cards(num_duplicates: int) -> None:
    made = generate_company(CompanySpec.for_size(20, 2, num_duplicates=num_duplicates))
    assert len(made.truth["duplicates"]) == num_duplicates
    check_tables(made)


@pytest.mark.parametrize("num_duplicates", [-1, 51])
def test_impossible_numbers_of_duplicates_are_refused(num_duplicates: int) -> None:
    with pytest.raises(InputError, match="duplicates"):
        replace(CompanySpec(num_clients=50), num_duplicates=num_duplicates)


def test_names_come_apart_as_they_were_put_together() -> None:
    assert stem_and_form(vocabulary("ru"), "ООО «УралГидроМаш»") == ("УралГидроМаш", "ООО")
    assert stem_and_form(vocabulary("en"), "Northfield Pumps Ltd") == ("Northfield Pumps", "Ltd")
    assert stem_and_form(vocabulary("en"), "Northfield Pumps") == ("Northfield Pumps", "")


def test_spellings_vary_and_keep_most_letters() -> None:
    rng = np.random.default_rng(5)
    spelled = {spelled_otherwise(rng, variants("ru"), "УралГидроМаш", "ООО") for _ in range(300)}
    assert len(spelled) > 150
    assert any("Uralgidromash" in name or "UralGidroMash" in name for name in spelled)
    assert any("Общество с ограниченной ответственностью" in name for name in spelled)
    assert any("  " in name for name in spelled)


def test_numbers_and_addresses_vary() -> None:
    rng, other = np.random.default_rng(5), variants("ru")
    ids = {other_tax_id(rng, "0573000177") for _ in range(200)}
    assert {"", "0573000177", "573000177", "0573000177/057301001"} < ids
    phones = {other_phone(rng, other, "+7 900 555-0012", "+7 901 555-9999") for _ in range(200)}
    assert {"", "8 (900) 555-0012", "9005550012", "8 (901) 555-9999"} < phones
    mail = {other_email(rng, other, "info@firma.example", "ivanov.i@firma.example") for _ in range(200)}
    assert {"", "info@firma.example", "ivanov.i@firma.example", "snab@firma.example"} < mail
    assert any(address.endswith("@mail.ru") for address in mail)


def test_odds_are_kept() -> None:
    rng = np.random.default_rng(5)
    drawn = [one_of(rng, ("a", "b"), (0.9, 0.1)) for _ in range(1000)]
    assert 850 < drawn.count("a") < 950
