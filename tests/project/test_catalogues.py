"""The Russian catalogues have every text of the code, with the same placeholders, and none beside."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po

from tests.project.messages import Message, Module, messages_of
from tests.project.places import ROOT, modules

FOLDER = ROOT / "assigner" / "locale" / "ru" / "LC_MESSAGES"
CATALOGUES = sorted(FOLDER.glob("*.po"))
PACKAGES = ("assigner", "scenarios", "api")
TRANSLATED = ("assigner", "scenarios", "api/crm", "api/pages")
"""Where every text must be in Russian; a room of the service joins when its catalogue is complete."""
TEMPLATES = tuple(path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.j2")))
MODULES = tuple(path for package in PACKAGES for path in modules(package))


@cache
def catalogue(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream, locale="ru", abort_invalid=True)


def entries(path: Path) -> list[Entry]:
    return [entry for entry in catalogue(path) if entry.id]


@cache
def known() -> set[Message]:
    """Message ids of all catalogues; a plural is a pair."""
    return {_key(entry) for path in CATALOGUES for entry in entries(path)}


def _key(entry: Entry) -> Message:
    return (entry.id[0], entry.id[1]) if isinstance(entry.id, tuple | list) else str(entry.id)


def _forms(entry: Entry) -> tuple[str, ...]:
    return tuple(entry.string) if isinstance(entry.string, tuple | list) else (str(entry.string),)


def placeholders(text: str) -> set[str]:
    """Names in braces: {"n", "score"}; a `!r` or a format belongs to the code, not to the text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_every_text_is_in_a_catalogue() -> None:
    paths = [path for package in TRANSLATED for path in modules(package)]
    said = {ids(path): messages_of(path) - known() for path in (*paths, *TEMPLATES)}
    assert {path: sorted(map(str, missing)) for path, missing in said.items() if missing} == {}


def test_no_text_is_put_together_before_it_is_looked_up() -> None:
    lines = {ids(path): Module(path.read_text("utf-8")).fstrings() for path in MODULES}
    assert {path: found for path, found in lines.items() if found} == {}


def test_the_search_finds_texts_on_every_detour() -> None:
    # The catalogue tests are worth what this search is worth.
    module = Module(
        'TEXTS = {"a": "from a table"}\n'
        "def say(tr, words, late, n):\n"
        '    text = "late" if late else "early"\n'
        '    tr.gettext("straight"); tr.gettext(text); tr.gettext(TEXTS["a"])\n'
        '    tr.ngettext("{n} one", "{n} many", n)\n'
        '    tr.gettext(f"{n} bad")\n'
    )
    assert set(module.messages()) == {"straight", "late", "early", "from a table", ("{n} one", "{n} many")}
    assert module.fstrings() == [6]
    table = Module('A = "one"\nB: dict = {"key": ("{n} x", "{n} xs"), "k": Text("said", remedy)}\n')
    assert set(table.table()) == {"one", ("{n} x", "{n} xs"), "said"}


@pytest.mark.parametrize("path", CATALOGUES, ids=ids)
def test_a_catalogue_holds_nothing_that_the_code_no_longer_says(path: Path) -> None:
    said = {text for module in MODULES for text in Module(module.read_text("utf-8")).constants()}
    said |= {str(text) for template in TEMPLATES for text in messages_of(template)}
    keys = [_key(entry) for entry in entries(path)]
    assert [key for key in keys if not ({key} if isinstance(key, str) else set(key)) <= said] == []
    assert not catalogue(path).obsolete


@pytest.mark.parametrize("path", CATALOGUES, ids=ids)
def test_every_translation_is_there_and_certain(path: Path) -> None:
    assert [entry.id for entry in entries(path) if not all(_forms(entry))] == []
    assert [entry.id for entry in entries(path) if entry.fuzzy] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=ids)
def test_translations_have_the_placeholders_of_their_text(path: Path) -> None:
    for entry in entries(path):
        key = _key(entry)
        wanted = placeholders(key if isinstance(key, str) else key[1])
        for form in _forms(entry):
            assert placeholders(form) == wanted, f"{key!r} -> {form!r}"


@pytest.mark.parametrize("path", CATALOGUES, ids=ids)
def test_russian_has_three_plural_forms_and_a_proper_header(path: Path) -> None:
    read = catalogue(path)
    assert (read.charset or "").lower() == "utf-8"
    assert read.num_plurals == 3
    assert "nplurals=3" in path.read_text("utf-8")
    plurals = [entry for entry in entries(path) if not isinstance(_key(entry), str)]
    assert [entry.id for entry in plurals if len(_forms(entry)) != 3] == []


def test_one_text_has_one_translation_in_all_catalogues() -> None:
    # The catalogues are merged when they are read: of two translations one would win by chance.
    translations: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for path in CATALOGUES:
        for entry in entries(path):
            key = _key(entry)
            translations[key if isinstance(key, str) else key[0]].add(_forms(entry))
    assert {key: forms for key, forms in translations.items() if len(forms) > 1} == {}
