"""The list of kinds in both languages, and the document that tells of them."""

from __future__ import annotations

import pytest
import yaml

from assigner.i18n import Translator
from scenarios.edits import KINDS, describe_edits, parse_edits
from scenarios.edits.choosing import ClientsEdit
from tests.scenarios.edits.documents import examples, own_fields, row, sections, shared_fields
from tests.scenarios.edits.kinds import EXAMPLES

DOCS = {doc.kind: doc for doc in describe_edits(Translator())}


def test_every_kind_and_every_field_is_described_in_both_languages() -> None:
    assert list(DOCS) == list(KINDS) == list(DOCS | EXAMPLES)
    for english, russian in zip(DOCS.values(), describe_edits(Translator("ru")), strict=True):
        assert english.about != russian.about, english.about
        assert "\n" not in english.about
        for one, other in zip(english.fields, russian.fields, strict=True):
            assert one.name == other.name
            assert one.about != other.about, one.about


def test_fields_tell_what_they_take() -> None:
    fields = {one.name: one for one in DOCS["hire"].fields}
    assert (fields["manager"].takes, fields["manager"].required) == ("text", True)
    assert (fields["count"].takes, fields["count"].default) == ("whole number", "1")
    assert fields["start_date"].takes == "date"
    assert {one.name: one.takes for one in DOCS["goals"].fields} == {
        "goals": "list: keys and values",
        "goals.measure": "potential | revenue | workload | count",
        "goals.dimension": "text",
        "goals.tolerance": "number",
        "goals.weight": "number",
    }
    assert {one.name: one.takes for one in DOCS["set"].fields} == {"path": "text", "value": "any value"}
    assert DOCS["grow"].fields[-1].default == "[potential]"


def test_the_document_has_one_section_for_every_kind_and_no_other() -> None:
    assert [name.strip("`") for name in sections() if name.startswith("`")] == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_document_describes_every_field(kind: str) -> None:
    section = sections()[f"`{kind}`"]
    assert DOCS[kind].about in section
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    assert rows == [row(one) for one in own_fields(DOCS[kind])]
    assert ("`clients` and `where`" in section) == issubclass(KINDS[kind], ClientsEdit)


def test_the_document_describes_which_clients_are_meant() -> None:
    rows = [line for line in sections()["Which clients"].splitlines() if line.startswith("| `")]
    assert rows == [row(one) for one in shared_fields()]


@pytest.mark.parametrize("kind", KINDS)
def test_the_examples_of_the_document_are_edits(kind: str) -> None:
    found = [yaml.safe_load(text) for text in examples(sections()[f"`{kind}`"])]
    edits = parse_edits([one for block in found for one in block])
    assert kind in {edit.kind for edit in edits}
