"""The ready-made scenarios: each fits a base once its placeholders are filled in."""

from __future__ import annotations

import pytest

from assigner.engine import load_case
from assigner.generate import CompanySpec, generate_company, write_company
from assigner.i18n import LANGUAGES, Translator
from assigner.tabular import Sources
from scenarios.base import Base, base_of, base_sha256
from scenarios.catalogue import Entry, catalogue, find
from scenarios.edits import apply_edits
from scenarios.files import read_scenarios
from tests.project.places import ROOT

NEEDED = {"manager": "M01", "value": "North"}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    folder = tmp_path_factory.mktemp("company")
    write_company(generate_company(CompanySpec.for_size(40, 4, 1, "en")), folder)
    names = ("clients", "managers", "activities", "rules")
    return base_of(load_case(Sources(**{name: folder / f"{name}.csv" for name in names})))


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: entry.name)
def test_it_changes_any_base(entry: Entry, base: Base) -> None:
    needed = {one.name: NEEDED[one.name] for one in entry.parameters if not one.has_default}
    if "value" in needed:
        needed["value"] = base.portfolio.clients.dimensions["region"].labels[0]
    (scenario,) = read_scenarios([entry.path], settings=needed).scenarios
    assert scenario.name == entry.name
    after, sentences = apply_edits(base, scenario.edits, Translator())
    assert all(sentences)
    assert base_sha256(after) != base_sha256(base)


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: entry.name)
def test_it_says_in_both_languages_what_it_is_for(entry: Entry) -> None:
    assert set(entry.titles) == set(entry.about) == set(LANGUAGES)
    assert all(set(one.about) == set(LANGUAGES) for one in entry.parameters)


def test_there_are_more_than_ten_and_they_are_found_by_name_alone() -> None:
    assert len(catalogue()) >= 10
    assert find("loss-cap") == next(one.path for one in catalogue() if one.name == "loss-cap")
    assert find("../scenario") is None
    assert find("no-such") is None


def test_the_document_lists_all_with_their_placeholders() -> None:
    text = (ROOT / "docs" / "scenarios.md").read_text("utf-8")
    table = text.partition("## Ready-made scenarios")[2].partition("\n## ")[0]
    rows = [row.split(" | ") for row in table.splitlines() if row.startswith("| `")]
    assert [row[0].strip("| `") for row in rows] == [entry.name for entry in catalogue()]
    for entry, row in zip(catalogue(), rows, strict=True):
        assert row[1] == entry.about["en"]
        assert all(f"`{one.name}`" in row[2] for one in entry.parameters)
