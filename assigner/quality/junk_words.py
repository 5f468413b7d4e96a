"""Words and patterns of cells that were filled only to be filled, from `junk.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

FEWEST_DIGITS, FEWEST_LETTERS = 3, 4
"""Keys side by side from the beginning of a row ("123", "asdf"), or one key again and again ("111",
"aaaa"): fewer may be a brand."""

KEYS_INSIDE = 5
"""Keys side by side anywhere in a row; fewer may be a word."""

_NO_DIGIT = re.compile(r"\D+")
_PHONE_DIGITS = 9  # fewer equal ones may be a taxi's short number
_WITH_COUNTRY = 11  # a Russian number with 7 or 8 before it


@dataclass(frozen=True, slots=True)
class JunkWords:
    """Everything in `junk.yaml`, in the form that cells are compared in."""

    words: frozenset[str]
    runs: frozenset[str]  # keys side by side: beginnings of rows, and longer parts of them
    generic: frozenset[str]


@cache
def junk_words() -> JunkWords:
    """The words, read once."""
    raw = yaml.safe_load(files("assigner.quality").joinpath("junk.yaml").read_text("utf-8"))
    return JunkWords(
        frozenset(map(fold, raw["words"])),
        frozenset(run for row in raw["rows"] for run in _runs(fold(row))),
        frozenset(map(fold, raw["generic"])),
    )


def _runs(row: str) -> Iterator[str]:
    """What a cell may be that was typed along a row of the keyboard."""
    for start in range(len(row)):
        least = KEYS_INSIDE if start else _fewest(row)
        yield from (row[start:end] for end in range(start + least, len(row) + 1))


def fold(text: str) -> str:
    """The text without case, quotes, full stops at its ends and double spaces; ё is е."""
    plain = " ".join(str(text).casefold().replace("ё", "е").split())
    return plain.strip(" .,;:!?*\"'«»()[]<>_-")


def is_junk_text(text: str) -> bool:
    """Whether a name says nothing: a junk word, one letter, no letter or digit, keys side by side."""
    plain, known = fold(text), junk_words()
    return len(plain) <= 1 or plain in known.words or plain in known.runs or _is_repeat(plain)


def is_junk_word(text: str) -> bool:
    """Whether the text is one of the junk words."""
    return fold(text) in junk_words().words


def is_row(plain: str) -> bool:
    """Whether these are keys side by side."""
    return plain in junk_words().runs


def _is_repeat(plain: str) -> bool:
    """One key again and again."""
    return len(plain) >= _fewest(plain) and len(set(plain)) == 1


def _fewest(plain: str) -> int:
    return FEWEST_DIGITS if plain.isdigit() else FEWEST_LETTERS


def is_junk_contact(text: str) -> bool:
    """Whether a person's name says nothing; here a name of digits only is none either."""
    return is_junk_text(text) or not any(char.isalpha() for char in text)


def is_junk_phone(text: str) -> bool:
    """Whether a phone is made up: words, one digit all along, 1234567."""
    digits = _NO_DIGIT.sub("", text)
    if not digits:
        return is_junk_text(text)
    if len(digits) == _WITH_COUNTRY and digits[0] in "78":
        digits = digits[1:]
    same = len(set(digits)) == 1 and (len(digits) >= _PHONE_DIGITS or digits[0] == "0")
    return same or len(digits) == 1 or is_row(digits)


def is_junk_tax_id(text: str) -> bool:
    """Whether a tax id is made up; a checksum alone lets 0000000000 pass."""
    digits = _NO_DIGIT.sub("", text)
    if not digits:
        return is_junk_text(text)
    return _is_repeat(digits) or is_row(digits)


def is_junk_email(text: str) -> bool:
    """Whether a mailbox is made up: test@..., a@a.ru, asdf@asdf.com, mail@mail.ru."""
    plain = text.strip().casefold()
    box, at, host = plain.partition("@")
    if not at:
        return is_junk_text(text)
    label = host.partition(".")[0]
    if is_junk_word(box) or (len(box) >= FEWEST_LETTERS and (is_row(box) or _is_repeat(box))):
        return True
    return box == label and (len(box) < FEWEST_LETTERS or box in junk_words().generic)
