"""Names of firms without what is spelled differently on every card."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from assigner.identity.latin import sound
from assigner.identity.words import LegalForm, card_words

_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}(?:[^\W\d_]\b)?")  # S.p.A., О.О.О., also И.И. after a surname
_SILENT = re.compile(r"['’`ʼ]")
_BETWEEN = re.compile(r"[\W_]+")
_DIGIT_EDGE = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)")
_SHORTEST_DOTTED_FORM = 3  # "А.О." are initials
_NUMBER_SIGN = re.compile(r"(?:№|\bn[or]?\.?)\s*(?=\d)")


@dataclass(frozen=True, slots=True)
class FirmName:
    """A name that can be compared: words in Latin letters, and the legal form that was taken off."""

    key: str
    legal_form: str


def read_name(text: str) -> FirmName:
    """A firm's name in the form that is compared: case, quotes, legal form and alphabet don't matter.

    "ООО «Газ-Строй 2»" and "Gaz Stroy No. 2 LLC" both have the key "gaz stroi 2".
    """
    words, form = _without_form(_words(text))
    return FirmName(" ".join(filter(None, (sound(word) for word in _abbreviated(words)))), form)


def kin_of(form: str) -> str:
    """What a legal form means whatever the language: ООО, LLC and GmbH are kin; "" where nothing is meant."""
    return _kin().get(form, "")


@cache
def generic_words() -> frozenset[str]:
    """Words too usual to make two names alike, in the form of a key."""
    return frozenset(sound(word) for word in card_words().generic)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text.replace("№", " № ")).casefold().replace("ё", "е")
    plain = _SILENT.sub("", _DOTTED.sub(_undotted, _NUMBER_SIGN.sub(" ", plain)))
    return [word for chunk in _BETWEEN.split(plain) for word in _DIGIT_EDGE.split(chunk) if word]


def _undotted(letters: re.Match[str]) -> str:
    """A legal form without its dots; initials of a person stay apart."""
    word = re.sub(r"[.\s]", "", letters[0])
    known = len(word) >= _SHORTEST_DOTTED_FORM and (word,) in _forms()
    return f" {word} " if known else letters[0]


def _without_form(words: list[str]) -> tuple[list[str], str]:
    """Take off every legal form; the first one that means something is named.

    A name that is nothing but legal forms has no key.
    """
    rest, found = tuple(words), list[LegalForm]()
    while hit := _find_form(rest):
        form, start, length = hit
        found.append(form)
        rest = rest[:start] + rest[start + length :]
    named = sorted(found, key=lambda form: form.kin == "")
    return list(rest), named[0].form if named else ""


def _find_form(words: tuple[str, ...]) -> tuple[LegalForm, int, int] | None:
    """The longest legal form at an end, or one that may stand anywhere; with its place and length."""
    forms = _forms()
    for length in range(min(len(words), max(map(len, forms), default=0)), 0, -1):
        last = len(words) - length
        for start in dict.fromkeys((0, last, *range(1, last))):
            form = forms.get(words[start : start + length])
            if form and (form.anywhere or start == last or (start == 0 and form.kin)):
                return form, start, length
    return None


def _abbreviated(words: list[str]) -> list[str]:
    """The words with long ones abbreviated as usual and Roman numerals as digits."""
    table, roman, short = _abbreviations(), card_words().roman, list[str]()
    spot = 0
    while spot < len(words):
        for length in (3, 2, 1):
            known = table.get(tuple(words[spot : spot + length]))
            if known is not None and spot + length <= len(words):
                short.append(known)
                spot += length
                break
        else:
            short.append(roman.get(words[spot], words[spot]))
            spot += 1
    return short


@cache
def _forms() -> dict[tuple[str, ...], LegalForm]:
    return {tuple(words.split()): form for form in card_words().legal_forms for words in form.words}


@cache
def _kin() -> dict[str, str]:
    return {form.form: form.kin for form in card_words().legal_forms}


@cache
def _abbreviations() -> dict[tuple[str, ...], str]:
    return {tuple(words.split()): short for words, short in card_words().abbreviations.items()}
