"""Every message of the checker has a Russian text with the same named values."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.pofile import read_po

import assigner.checker
from assigner.i18n import LOCALE_DIR, Translator

SOURCES = Path(assigner.checker.__file__).parent


def catalogue() -> dict[str, list[str]]:
    """Russian texts by message id, all plural forms."""
    with (LOCALE_DIR / "ru" / "LC_MESSAGES" / "checker.po").open("rb") as stream:
        messages = [message for message in read_po(stream, locale="ru") if message.id]
    texts: dict[str, list[str]] = {}
    for message in messages:
        identity, forms = message.id, message.string or ""
        key = identity if isinstance(identity, str) else identity[0]
        texts[key] = [forms] if isinstance(forms, str) else list(forms)
    return texts


def values(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_translations_name_the_same_values() -> None:
    for message, forms in catalogue().items():
        assert all(form and values(form) == values(message) for form in forms), message


def test_every_translated_message_is_used() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.py"))
    measures = {"potential", "revenue", "workload", "count"}  # named by the policy's enum
    unused = {message for message in catalogue() if f'"{message}"' not in code}
    assert unused - measures == set()


def test_every_message_with_values_is_translated() -> None:
    """Literals with named values that are not f-strings are messages."""
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.py"))
    literals = {text for text in re.findall(r'(?<!f)"([^"\n]*\{\w+\}[^"\n]*)"', code) if " " in text}
    plural = {"{n} clients", "{n} managers"}
    assert literals - plural - set(catalogue()) == set()


def test_numbers_that_round_to_nothing_have_no_sign() -> None:
    english, russian = Translator("en"), Translator("ru")
    assert english.number(-1e-12) == "0"
    assert russian.number(-0.001, 2) == "0,00"
    assert english.percent(-1e-9) == "0%"
    assert english.percent(-0.006) == "-1%"
