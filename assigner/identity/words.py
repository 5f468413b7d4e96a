"""The word lists of this room, read from its YAML file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import resources
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict

Read = TypeVar("Read")


class LegalForm(BaseModel):
    """A legal form with its spellings; see the comments in words.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: str
    kin: str
    words: tuple[str, ...]
    anywhere: bool = False


class CardWords(BaseModel):
    """Everything cards are written with; see the comments in words.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    placeholders: frozenset[str]
    public_mail: frozenset[str]
    legal_forms: tuple[LegalForm, ...]
    abbreviations: dict[str, str]
    generic: frozenset[str]
    lookalikes: dict[str, str]
    latin: dict[str, str]
    sounds: tuple[tuple[str, str], ...]
    roman: dict[str, str]


@cache
def card_words() -> CardWords:
    """The word lists."""
    text = resources.files("assigner.identity").joinpath("words.yaml").read_text(encoding="utf-8")
    return CardWords.model_validate(yaml.safe_load(text))


def is_nothing(text: str) -> bool:
    """Whether a cell says in words or strokes that there is nothing."""
    plain = text.strip().strip("-–—.?").strip().casefold()
    return not plain or plain in card_words().placeholders


def read_distinct(values: Iterable[str], read: Callable[[str], Read]) -> list[Read]:
    """`read` of every value, worked out once for each distinct text: big bases repeat themselves."""
    known: dict[str, Read] = {}
    texts = list(values)
    for text in texts:
        if text not in known:
            known[text] = read(text)
    return [known[text] for text in texts]
