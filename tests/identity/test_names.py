"""Names of firms in every spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assigner.identity.latin import sound
from assigner.identity.names import FirmName, kin_of, read_name


@pytest.mark.parametrize(
    "name",
    [
        "ООО «Газстрой»",
        'ООО "ГАЗСТРОЙ"',
        "Газстрой, ООО",
        "Газстрой (ООО)",
        "О.О.О. Газстрой",
        "OOO Газстрой",  # in Latin letters
        'Общество с ограниченной ответственностью  "Газстрой"',
        "Gazstroy LLC",
        "Gazstroj Ltd.",
        "Gazstroi GmbH",
        "Гaзcтрoй",  # with Latin a, c and o
        "  газстрой ",
    ],
)
def test_one_firm_has_one_key(name: str) -> None:
    assert read_name(name).key == "gazstroi"


@pytest.mark.parametrize(
    ("name", "key", "form"),
    [
        ("ЗАО Ёлочка", "elochka", "ЗАО"),
        ("Торговый дом «Ёлочка»", "td elochka", ""),
        ("ТД Елочка", "td elochka", ""),
        ("ИП Иванов И.И.", "ivanov i i", "ИП"),
        ("ИП Иванов А.О.", "ivanov a o", "ИП"),  # initials, no joint-stock company
        ("Rossi S.p.A.", "rosi", "SpA"),
        ("Müller GmbH & Co. KG", "muler", "GmbH"),
        ("Kowalski Sp. z o.o.", "kovalski", "Sp. z o.o."),
        ("Nokian Renkaat Oyj", "nokian renkaat", "Oy"),
        ("The Northfield Pump Company Limited", "northfield pump", "Ltd"),
        ("Abercombe Boilers Group", "aberkombe boilers", "Group"),
        ("Co-op Ltd", "ko op", "Ltd"),
        ("ООО", "", "ООО"),
        ("", "", ""),
    ],
)
def test_names_lose_their_legal_form(name: str, key: str, form: str) -> None:
    assert read_name(name) == FirmName(key.replace("renkaat", "renkat"), form)


@pytest.mark.parametrize("name", ["Ромашка 2", "Ромашка-2", "Ромашка №2", "Romashka No. 2", "Romashka II"])
def test_numbers_stay_because_they_tell_firms_apart(name: str) -> None:
    assert read_name(name).key == "romashka 2"


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("хладокомбинат", "khladokombinat"),
        ("хладокомбинат", "hladokombinat"),
        ("щукино", "shchukino"),
        ("щукино", "schukino"),
        ("цемент", "cement"),
        ("цемент", "tsement"),
        ("комплекс", "complex"),
        ("югра", "yugra"),
        ("югра", "jugra"),
        ("алексей", "alexey"),
        ("енисей", "yenisey"),
        ("максимум", "maximum"),
        ("яндекс", "yandex"),
        ("фарм", "pharm"),
        ("россия", "rossiya"),
    ],
)
def test_both_alphabets_meet(cyrillic: str, latin: str) -> None:
    assert sound(cyrillic) == sound(latin)


def test_forms_of_one_kin_mean_the_same() -> None:
    assert kin_of("ООО") == kin_of("LLC") == kin_of("GmbH") == "llc"
    assert kin_of("ПАО") == kin_of("JSC") != kin_of("ООО")
    assert kin_of("Group") == kin_of("") == ""


WORDS = st.lists(st.text(alphabet="абвгёйщьюяABCxyz0129", min_size=1, max_size=8), min_size=1, max_size=4)


@given(WORDS)
def test_case_quotes_and_blanks_do_not_matter(words: list[str]) -> None:
    name = " ".join(words)
    key = read_name(name).key
    assert read_name(name.upper()).key == key
    assert read_name(f"  «{'  '.join(words)}» ").key == key


@given(st.text(max_size=40))
def test_any_text_gives_a_key_of_plain_words(name: str) -> None:
    key = read_name(name).key
    assert key == " ".join(key.split())
    assert all(letter.isalnum() or letter == " " for letter in key)
