"""Names, tax ids, phones and e-mails that look real and are different for every client."""

from __future__ import annotations

import numpy as np

from assigner.generate.vocabulary import CompanyWords, PeopleWords, PhoneWords, Vocabulary
from assigner.portfolio import IntArray, StrArray

INN_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)
"""Weights of the first nine digits of a company's INN; their sum mod 11 mod 10 is the tenth digit."""

_LATIN = str.maketrans(
    dict(zip("абвгдеёзийклмнопрстуфхцыэ ", "abvgdeeziyklmnoprstufhcye-", strict=True))
    | {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
)


def text_column(values: list[str]) -> StrArray:
    """A list of strings as an object array."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def pick(rng: np.random.Generator, words: tuple[str, ...], count: int) -> StrArray:
    """`count` words drawn with replacement."""
    return np.array(words, dtype=object)[rng.integers(0, len(words), count)]


def company_stems(rng: np.random.Generator, words: CompanyWords, count: int) -> list[str]:
    """Different names without legal form, such as "Northfield Hydraulics".

    The third part follows from the first two and the layer, so that within a layer most names differ in two
    parts: honest clients must not look like duplicates of each other.
    """
    heads, middles, tails = words.heads, words.middles, words.tails
    layer_size = len(heads) * len(middles)
    order = np.concatenate([rng.permutation(layer_size) for _ in range(count // layer_size + 1)])[:count]
    return [
        _stem(
            words,
            head=int(code) // len(middles),
            middle=int(code) % len(middles),
            layer=n // layer_size,
            tails=tails,
        )
        for n, code in enumerate(order)
    ]


def _stem(words: CompanyWords, *, head: int, middle: int, layer: int, tails: tuple[str, ...]) -> str:
    """One name; once all tails of a head and a middle are used up, a number tells the names apart."""
    tail = tails[(head + middle + layer) % len(tails)]
    stem = words.join.format(head=words.heads[head], middle=words.middles[middle], tail=tail)
    lap = layer // len(tails)
    return f"{stem} {lap + 1}" if lap else stem


def legal_names(rng: np.random.Generator, words: CompanyWords, stems: list[str]) -> list[str]:
    """Names with a legal form: "ООО «УралГидроМаш»", "Northfield Hydraulics Ltd"."""
    shares = np.array(list(words.forms.values()))
    forms = rng.choice(np.array(list(words.forms), dtype=object), len(stems), p=shares / shares.sum())
    return [words.pattern.format(name=stem, form=form) for stem, form in zip(stems, forms, strict=True)]


def tax_ids(rng: np.random.Generator, count: int) -> list[str]:
    """Different INNs of ten digits with a valid check digit; region codes 01..92, so some begin with 0."""
    serial = rng.permutation(count)
    inspection = serial // 100_000 if count > 100_000 else rng.integers(0, 90, count)
    office = rng.integers(1, 93, count) * 100 + 10 + inspection
    number = office * 100_000 + serial % 100_000
    digits = number[:, None] // 10 ** np.arange(8, -1, -1) % 10
    check = (digits * np.array(INN_WEIGHTS)).sum(axis=1) % 11 % 10
    return [f"{inn:010d}" for inn in (number * 10 + check).tolist()]


def phones(words: PhoneWords, serial: IntArray) -> list[str]:
    """Phone numbers, different for different serial numbers; neighbours are far apart."""
    first, last = words.areas
    space = (last - first + 1) * 10_000
    stride = 7_919  # a prime that divides no size of the number space, so every number is hit once
    spots = serial.astype(np.int64) * stride % space
    return [words.pattern.format(first + spot // 10_000, f"{spot % 10_000:04d}") for spot in spots.tolist()]


def people(rng: np.random.Generator, words: PeopleWords, count: int) -> list[str]:
    """First name and surname, drawn with replacement."""
    woman = rng.random(count) < 0.4
    first = np.where(woman, pick(rng, words.women, count), pick(rng, words.men, count))
    last_idx = rng.integers(0, len(words.men_surnames), count)
    men, women = np.array(words.men_surnames, dtype=object), np.array(words.women_surnames, dtype=object)
    last = np.where(woman, women[last_idx], men[last_idx])
    return [f"{a} {b}" for a, b in zip(first, last, strict=True)]


def different_people(rng: np.random.Generator, words: PeopleWords, count: int) -> list[str]:
    """First name and surname, no two alike as far as the word lists reach."""
    drawn = dict.fromkeys(people(rng, words, 4 * count + 20))
    names = list(drawn)[:count]
    return names + [f"{name} II" for name in people(rng, words, count - len(names))]


def domain(stem: str) -> str:
    """A domain of a company's own under the reserved top level .example, in Latin letters."""
    return stem.lower().translate(_LATIN) + ".example"


def mailbox(person: str, at: str) -> str:
    """The e-mail address of a person at a domain: surname first."""
    first, _, last = person.lower().translate(_LATIN).partition("-")
    return f"{last}.{first[:1]}@{at}"


def legal_and_domains(
    rng: np.random.Generator, words: Vocabulary, group_idx: IntArray
) -> tuple[list[str], list[str]]:
    """Names and domains of all clients; members of a holding share the stem and domain of the first."""
    stems = company_stems(rng, words.company, len(group_idx))
    names, lead_of, rank = list(stems), dict[int, int](), dict[int, int]()
    for i in np.flatnonzero(group_idx >= 0).tolist():
        group = int(group_idx[i])
        lead = lead_of.setdefault(group, i)
        rank[group] = rank.get(group, -1) + 1
        if lead != i:
            branch = words.company.branches[(rank[group] - 1) % len(words.company.branches)]
            names[i] = words.company.branch.format(stem=stems[lead], branch=branch)
            stems[i] = stems[lead]
    return legal_names(rng, words.company, names), [domain(stem) for stem in stems]
