"""The reader's words, from `vocabulary.yaml`: headers, sheet names, kinds, yes and no."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from assigner.portfolio import Kind, RuleKind
from assigner.tabular.profiles import profiles
from assigner.tabular.words import fold, fold_spaces

__all__ = ["Vocabulary", "common_words", "fold", "fold_spaces", "names_an_id", "vocabulary"]

_HEADER_WORD = re.compile(r"[A-ZА-ЯЁ]+(?![a-zа-яё])|[A-ZА-ЯЁ]?[a-zа-яё]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything in `vocabulary.yaml`, with the words folded; sheets have their names in the profiles too."""

    headers: Mapping[str, Mapping[str, tuple[str, ...]]]  # table -> canonical column -> folded synonyms
    required: Mapping[str, tuple[str, ...]]
    instead: Mapping[str, Mapping[str, tuple[str, ...]]]  # table -> column -> those that may stand for it
    id_words: frozenset[str]
    dimensions: tuple[str, ...]
    eligible_prefixes: tuple[str, ...]  # longest first
    sheets: Mapping[str, frozenset[str]]
    kinds: dict[str, Kind]
    kind_titles: Mapping[str, Kind]  # by a word in the name of a file or a sheet
    rule_kinds: Mapping[str, RuleKind]
    exclude: frozenset[str]  # the kind of a decision that a client takes no part
    flags: Mapping[str, bool]
    audit: Mapping[str, int]
    answers: Mapping[str, int]  # as audit, and -1 for nobody reached
    blanks: frozenset[str]
    totals: frozenset[str]


def _folded(words: Iterable[Any]) -> tuple[str, ...]:
    return tuple(fold(str(word)) for word in words)


def _kinds(raw: Mapping[str, Iterable[Any]]) -> dict[str, Kind]:
    """The kind of an activity by folded word."""
    return {word: Kind[kind.upper()] for kind, words in raw.items() for word in _folded(words)}


def _flags(raw: Mapping[str, Any]) -> dict[str, bool]:
    """Yes and no by word; signs such as + are kept as they stand because folding would empty them."""
    pairs = [(word, True) for word in raw["yes"]] + [(word, False) for word in raw["no"]]
    return {fold_spaces(str(word)): value for word, value in pairs}


def _sheet_names(table: str, names: Iterable[Any]) -> frozenset[str]:
    """Names of a table's sheet, those that well-known programs give it included."""
    return frozenset(_folded(names)).union(*(profile.sheets.get(table, ()) for profile in profiles()))


@cache
def common_words(table: str) -> frozenset[str]:
    """Every header of a table's columns that anybody may use: canonical names and synonyms, folded."""
    columns = vocabulary().headers[table]
    return frozenset(fold(column) for column in columns).union(*columns.values())


def names_an_id(header: str) -> bool:
    """Whether a word of the header says that it is one of ids: "Код клиента", "AccountId"."""
    return any(fold(word) in vocabulary().id_words for word in _HEADER_WORD.findall(header))


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once."""
    raw = yaml.safe_load(files("assigner.tabular").joinpath("vocabulary.yaml").read_text("utf-8"))
    flags = _flags(raw)
    audit = {word: int(value) for word, value in flags.items()}
    audit |= {fold_spaces(word): 1 for word in raw["confirmed"]}
    audit |= {fold_spaces(word): 0 for word in raw["refuted"]}
    answers = audit | {fold_spaces(word): -1 for word in raw["unreached"]}
    return Vocabulary(
        headers={
            table: {column: _folded(words) for column, words in columns.items()}
            for table, columns in raw["tables"].items()
        },
        required={table: tuple(columns) for table, columns in raw["required"].items()},
        instead={
            table: {column: tuple(others) for column, others in columns.items()}
            for table, columns in raw["instead"].items()
        },
        id_words=frozenset(_folded(raw["id_words"])),
        dimensions=tuple(raw["dimensions"]),
        eligible_prefixes=tuple(sorted(_folded(raw["eligible_prefixes"]), key=len, reverse=True)),
        sheets={table: _sheet_names(table, names) for table, names in raw["sheets"].items()},
        kinds=_kinds(raw["kinds"]),
        kind_titles=_kinds(raw["kind_titles"]),
        rule_kinds={
            fold(word): RuleKind(kind) for kind, words in raw["rule_kinds"].items() for word in words
        },
        exclude=frozenset(_folded(raw["exclude"])),
        flags=flags,
        audit=audit,
        answers=answers,
        blanks=frozenset(fold_spaces(str(word)) for word in raw["blank"]),
        totals=frozenset(_folded(raw["totals"])),
    )
