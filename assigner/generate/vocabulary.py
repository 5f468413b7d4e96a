"""The word lists of each language, read from the package's YAML files."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from assigner.generate.spec import Language


class Words(BaseModel):
    """Base of all parts: a word list with an unknown or missing key is a defect."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CompanyWords(Words):
    """Parts of company names; heads x middles x tails is how many different names there are."""

    pattern: str
    join: str
    branch: str
    forms: dict[str, float]
    heads: tuple[str, ...]
    middles: tuple[str, ...]
    tails: tuple[str, ...]
    branches: tuple[str, ...]


class PeopleWords(Words):
    """First names and surnames."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    men_surnames: tuple[str, ...]
    women_surnames: tuple[str, ...]


class PhoneWords(Words):
    """Pattern of a phone number with two places, area code and four digits; first and last area code."""

    pattern: str
    areas: tuple[int, int]


class Vocabulary(Words):
    """Everything the company says in one language; `talk` maps a kind of activity to its sentences."""

    regions: tuple[str, ...]
    industries: tuple[str, ...]
    channels: dict[str, float]
    median_potential: float
    potential_step: int
    company: CompanyWords
    people: PeopleWords
    phone: PhoneWords
    roles: tuple[str, ...]
    products: tuple[str, ...]
    talk: dict[str, tuple[str, ...]]
    terse: str
    hollow: tuple[str, ...]
    copied: str
    outcomes: tuple[str, ...]
    won: str
    excluded_reasons: tuple[str, ...]
    rule_reasons: dict[str, str]


def read_words(name: str) -> Any:
    """The content of one YAML file of this package."""
    text = resources.files("assigner.generate").joinpath("words", f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


@cache
def vocabulary(language: Language) -> Vocabulary:
    """The word lists of a language."""
    return Vocabulary.model_validate(read_words(language))
