"""Words of any alphabet in Latin letters, spellings that sound alike made one."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from assigner.identity.words import card_words

_CYRILLIC = re.compile(r"[Ѐ-ӿ]")


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """A lower-case word in Latin letters, so that "газстрой", "gazstroy" and "gazstroj" are one word."""
    word = _latin(_one_alphabet(word))
    for pattern, by in _sounds():
        word = pattern.sub(by, word)
    return word


def _one_alphabet(word: str) -> str:
    """Latin letters inside a Cyrillic word are slips of the keyboard."""
    if not _CYRILLIC.search(word):
        return word
    return word.translate(_lookalikes())


def _latin(word: str) -> str:
    """Latin letters without accents; letters of other alphabets stay."""
    spelled = word.translate(_alphabet())
    bare = unicodedata.normalize("NFKD", spelled)
    return "".join(letter for letter in bare if letter.isalnum())


@cache
def _lookalikes() -> dict[int, str]:
    return {ord(latin): cyrillic for latin, cyrillic in card_words().lookalikes.items()}


@cache
def _alphabet() -> dict[int, str]:
    return {ord(letter): latin for letter, latin in card_words().latin.items()}


@cache
def _sounds() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), by) for pattern, by in card_words().sounds)
