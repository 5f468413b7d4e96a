"""How second cards are written: the word lists, and names, numbers and addresses spelled otherwise."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from string import ascii_lowercase
from typing import TypeVar

import numpy as np

from assigner.generate.spec import Language
from assigner.generate.vocabulary import Vocabulary, Words, read_words

Item = TypeVar("Item")

_TYPOS = (0.6, 0.28, 0.12)  # shares of names with none, one and two
_CAMEL = re.compile(r"(?<=[^\W\d_])(?=[A-ZА-ЯЁ])")


class Variants(Words):
    """See the comments in words/variants.yaml."""

    shapes: tuple[str, ...]
    forms: dict[str, tuple[str, ...]]
    quotes: tuple[str, ...]
    long: tuple[str, ...]
    short: tuple[str, ...]
    letters: str
    latin: tuple[dict[str, str], ...]
    phones: tuple[str, ...]
    mailboxes: tuple[str, ...]
    public_mail: tuple[str, ...]
    look_alikes: tuple[str, ...]


@cache
def variants(language: Language) -> Variants:
    """The word lists of a language."""
    return Variants.model_validate(read_words("variants")[language])


def one_of(rng: np.random.Generator, items: Sequence[Item], odds: Sequence[float] | None = None) -> Item:
    """One of the items; with `odds`, which add up to 1."""
    return items[int(rng.choice(len(items), p=odds))]


def stem_and_form(words: Vocabulary, name: str) -> tuple[str, str]:
    """A name as `legal_names` writes it, taken apart: ("УралГидроМаш", "ООО")."""
    for form in words.company.forms:
        before, after = words.company.pattern.format(name="\0", form=form).split("\0")
        if name.startswith(before) and name.endswith(after):
            return name[len(before) : len(name) - len(after)], form
    return name, ""


def spelled_otherwise(rng: np.random.Generator, other: Variants, stem: str, form: str) -> str:
    """The same firm by another hand: words apart, another alphabet, typing mistakes, another legal form."""
    for long, short in zip(other.long, other.short, strict=True):
        inner = stem.removeprefix(long.partition("{}")[0]).removesuffix(long.partition("{}")[2])
        stem = short.format(inner) if inner != stem and rng.random() < 0.7 else stem
    stem = _other_words(rng, stem)
    if other.latin and rng.random() < 0.12:
        stem = _in_latin(stem, one_of(rng, other.latin))
    for _ in range(one_of(rng, (0, 1, 2), _TYPOS)):
        stem = _typo(rng, stem, ascii_lowercase if stem.isascii() else other.letters)
    return _spaced(rng, _with_form(rng, other, stem, form))


def _other_words(rng: np.random.Generator, stem: str) -> str:
    """Parts written apart, together or in another order; now and then all in one case."""
    draw = rng.random()
    if draw < 0.12:
        stem = one_of(rng, (" ", "-")).join(_CAMEL.split(stem))
    elif draw < 0.2:
        stem = stem.replace(" ", one_of(rng, ("-", "")))
    elif draw < 0.25:
        stem = " ".join(reversed(stem.split(" ")))
    return one_of(rng, (stem, stem.upper(), stem.capitalize(), stem.lower()), (0.7, 0.1, 0.15, 0.05))


def _in_latin(text: str, table: dict[str, str]) -> str:
    """Letter by letter, capitals kept."""
    spelled = [(letter, table.get(letter.lower(), letter)) for letter in text]
    return "".join(latin.capitalize() if letter.isupper() else latin for letter, latin in spelled)


def _typo(rng: np.random.Generator, text: str, letters: str) -> str:
    """One slip of the hand: a letter too few, too many, wrong, or swapped with the next one."""
    spots = [n for n, letter in enumerate(text) if letter.isalpha()]
    if len(spots) < 2:
        return text
    spot, letter = one_of(rng, spots[:-1]), one_of(rng, letters)
    slips = (
        text[:spot] + text[spot + 1 :],
        text[:spot] + letter + text[spot:],
        text[:spot] + letter + text[spot + 1 :],
        text[:spot] + text[spot + 1] + text[spot] + text[spot + 2 :],
    )
    return one_of(rng, slips)


def _with_form(rng: np.random.Generator, other: Variants, stem: str, form: str) -> str:
    """The legal form in front, behind, or left out."""
    name = one_of(rng, other.quotes).format(stem)
    if not form or rng.random() < 0.3:
        return name
    return one_of(rng, other.shapes).format(form=one_of(rng, other.forms[form]), name=name)


def _spaced(rng: np.random.Generator, text: str) -> str:
    """Blanks that nobody sees."""
    draw = rng.random()
    if draw < 0.05:
        return text.replace(" ", "  ")
    return f" {text} " if draw < 0.08 else text


def other_tax_id(rng: np.random.Generator, tax_id: str) -> str:
    """The firm's tax id as a second card has it: kept, blank, without its leading zero, or mistyped."""
    draw = rng.random()
    if draw < 0.42:
        return ""
    if draw < 0.52:
        spot = int(rng.integers(len(tax_id)))
        return tax_id[:spot] + str((int(tax_id[spot]) + int(rng.integers(1, 10))) % 10) + tax_id[spot + 1 :]
    if draw < 0.57:
        return f"{tax_id}/{tax_id[:4]}01001"  # with the KPP
    return tax_id.lstrip("0") if draw < 0.8 else tax_id


def other_phone(rng: np.random.Generator, other: Variants, phone: str, spare: str) -> str:
    """The firm's phone in another form, another number of the firm, or none."""
    draw = rng.random()
    if draw < 0.3:
        return ""
    number = spare if draw < 0.58 else phone
    area, last = re.findall(r"\d+", number)[1::2]
    return one_of(rng, other.phones).format(area, last)


def other_email(rng: np.random.Generator, other: Variants, email: str, person: str) -> str:
    """Another mailbox of the firm's domain, a private one, the same one, or none.

    `person` is the contact's own mailbox at the firm.
    """
    domain = email.partition("@")[2]
    private = f"{person.partition('@')[0]}{int(rng.integers(1960, 2005))}@{one_of(rng, other.public_mail)}"
    kinds = ("", f"{one_of(rng, other.mailboxes)}@{domain}", person, private, email.upper(), email)
    return one_of(rng, kinds, (0.35, 0.2, 0.15, 0.15, 0.05, 0.1))
