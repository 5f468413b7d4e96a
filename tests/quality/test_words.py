"""Every finding has its words in both languages."""

from __future__ import annotations

import pytest

from assigner.i18n import LANGUAGES, Translator
from assigner.quality import Check, check_remedy, check_word, detail_word, finding_sentence
from tests.quality.bases import cards, judge, portfolio


def test_a_finding_says_where_what_and_what_to_do() -> None:
    quality = judge(portfolio(cards([0] * 3, region=["", "", "North"])))
    english, russian = (finding_sentence(Translator(language), quality.findings[0]) for language in LANGUAGES)
    assert english == (
        "region: 2 cards have no value here. "
        "Fill it in: until then these clients are shared out as a segment of their own."
    )
    assert russian.startswith("region: у 2 карточек нет значения. Заполните")


def test_a_finding_about_whole_cards_names_no_column() -> None:
    base = cards([-1, 0], potential=[0.0, 1.0], region=["", "North"], tier=["", "A"])
    told = [finding_sentence(Translator(), one) for one in judge(portfolio(base)).findings]
    assert told[-1].startswith("1 card is blank by half or more. Let the owner")


@pytest.mark.parametrize("check", Check)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_has_a_name_and_a_remedy(check: Check, language: str) -> None:
    tr = Translator(language)
    assert check_word(tr, check) != check.value
    assert check_remedy(tr, check).endswith(".")


@pytest.mark.parametrize(
    ("check", "detail", "english", "russian"),
    [
        (
            Check.IMPLAUSIBLE_POTENTIAL,
            "above 120000",
            "above the usual; median of the segment 120,000",
            "медиана",
        ),
        (
            Check.IMPLAUSIBLE_POTENTIAL,
            "revenue 1e+15",
            "below the revenue of 12 months, 1,000,000,000,000,000",
            "выручки",
        ),
        (
            Check.JUNK_VALUE,
            "repeated 12",
            "the same contact on 12 cards of this manager",
            "один и тот же контакт",
        ),
        (Check.EXCLUDED_BUT_ALIVE, "deal", "has an open deal", "есть открытая сделка"),
        (Check.SIMILAR_SEGMENT, "Москва", "Москва", "Москва"),
        (Check.MISSING_SEGMENT, "", "", ""),
    ],
)
def test_details_are_words_too(check: Check, detail: str, english: str, russian: str) -> None:
    assert detail_word(Translator("en"), check, detail) == english
    assert russian in detail_word(Translator("ru"), check, detail)
