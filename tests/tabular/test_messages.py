"""What the reader says: every text is used, translated and keeps its values."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import assigner.tabular
from assigner.errors import InputError
from assigner.i18n import Translator
from assigner.tabular import read_portfolio
from assigner.tabular.messages import TEXTS
from tests.tabular.tables import only, write

ROOM = Path(assigner.tabular.__file__).parent
NUMBERS = {"count", "rows", "clients", "touches", "cells"}
TABLES = ("messages.py", "texts.py")


def names(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name}


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_text_is_translated_with_its_values(code: str) -> None:
    russian = Translator("ru")
    for message in filter(None, TEXTS[code]):
        translated = russian.gettext(message)
        assert translated != message
        assert names(translated) == names(message)


NEVER_ONE = {"too-many-columns", "client-name-twice"}
"""Texts whose first number is two or more, or they are not said."""


@pytest.mark.parametrize("code", sorted(set(TEXTS) - NEVER_ONE))
@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("en", r"\b1( more| hidden)? (?!is\b)[a-z]+s\b|\b(the|rows) 1\b"),
        ("ru", r"\b1 (строк|клиент|касани)|\bстроки 1\b"),
    ],
)
def test_one_of_a_thing_is_not_told_as_many(code: str, language: str, wrong: str) -> None:
    # the messages have no plural forms, so a number must not stand before its noun
    message = Translator(language).gettext(TEXTS[code].message)
    told = message.format_map({name: "1" if name in NUMBERS else "x" for name in names(message)})
    assert re.search(wrong, told) is None, told


def test_every_code_is_used() -> None:
    sources = "".join(path.read_text("utf-8") for path in ROOM.glob("*.py") if path.name not in TABLES)
    assert [code for code in TEXTS if f'"{code}"' not in sources] == []


def test_problems_are_told_in_the_language_asked_for(tmp_path: Path) -> None:
    sources = write(
        tmp_path, clients="client_id,name,potential\nc1,A,x\nc1,B,1\n", managers="manager_id,name\nm,M\n"
    )
    with pytest.raises(InputError) as caught:
        read_portfolio(sources, tr=Translator("ru"))
    assert only(caught.value.issues, "bad-number").message == "Это не число"
    assert only(caught.value.issues, "duplicate-id").message == "Этот идентификатор уже есть в строке 2"
    tolerated = read_portfolio(sources, tolerant=True, tr=Translator("ru")).issues
    assert only(tolerated, "bad-number").message == "Это не число. Значение считается пустым"
