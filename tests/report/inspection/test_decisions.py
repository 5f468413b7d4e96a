from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from assigner.portfolio import MergedCard, Rule, RuleKind
from assigner.report.inspection.decisions import write_decisions
from assigner.report.inspection.view import inspection_view
from assigner.tabular import Sources, read_portfolio
from tests.report.inspection import cases


def written(folder: Path, language: str = "en") -> Path:
    path = folder / "decisions.xlsx"
    write_decisions(inspection_view(cases.tiny()), language, path)
    return path


def tables(folder: Path) -> dict[str, Path]:
    """The tiny base as the tables it could have come from."""
    clients = "client_id,name,manager_id\nc0,Alpha,m0\nc1,Beta,m0\nc2,Gamma,\nc3,Beta,m1\nc4,Delta,m1\n"
    (folder / "clients.csv").write_text(clients, encoding="utf-8")
    (folder / "managers.csv").write_text("manager_id,name\nm0,A\nm1,B\nm2,C\n", encoding="utf-8")
    return {"clients": folder / "clients.csv", "managers": folder / "managers.csv"}


def test_nothing_is_decided_beforehand(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path)).worksheets[0]
    body = list(sheet.iter_rows(min_row=2, max_col=5, values_only=True))
    assert [row[:4] for row in body] == [(None, "pin", "c0", "m0"), (None, "merge", "c1", "c3")]
    assert body[1][4] == "same tax id, similar name (93%)"


@pytest.mark.parametrize(("language", "yes"), [("en", "yes"), ("ru", "да")])
def test_what_somebody_says_yes_to_is_a_rule(tmp_path: Path, language: str, yes: str) -> None:
    path = written(tmp_path, language)
    sources = Sources(**tables(tmp_path), decisions=path)
    assert read_portfolio(sources).rules == ()
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A2"] = book.worksheets[0]["A3"] = yes
    book.save(path)
    pin, merge = read_portfolio(sources).rules
    assert (pin.kind, pin.a_idx, pin.b_idx) == (RuleKind.PIN, 0, 0)
    assert (merge.kind, merge.a_idx, merge.b_idx) == (RuleKind.MERGE, 1, 3)
    assert "Manager 0" in pin.reason


def test_another_manager_can_be_chosen(tmp_path: Path) -> None:
    path = written(tmp_path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A2"], book.worksheets[0]["D2"] = "yes", "m2"
    book.save(path)
    (rule,) = read_portfolio(Sources(**tables(tmp_path), decisions=path)).rules
    assert (rule.kind, rule.b_idx) == (RuleKind.PIN, 2)


@pytest.mark.parametrize(("language", "words"), [("en", '"yes,no"'), ("ru", '"да,нет"')])
def test_decisions_and_managers_are_chosen_from_lists(tmp_path: Path, language: str, words: str) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path, language)).worksheets[0]
    said, who = sheet.data_validations.dataValidation
    assert (said.formula1, str(said.sqref)) == (words, "A2:A3")
    assert (who.formula1, str(who.sqref)) == ("$O2:$P2", "D2")  # the dispute only
    assert [sheet["O2"].value, sheet["P2"].value] == ["m0", "m1"]
    assert sheet.freeze_panes == "E2"
    assert str(sheet.auto_filter.ref) == "A1:P3"


def test_names_are_neutralised_and_ids_are_not(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(written(tmp_path)).worksheets[0]
    assert sheet["F3"].value == "'=Beta()"
    assert sheet["C3"].value == "c1"


def test_what_is_decided_already_is_repeated_with_yes(tmp_path: Path) -> None:
    found = cases.tiny()
    card = MergedCard("c9", "Alpha Ltd", 0, 1, reason="same phone")
    facts = replace(found.portfolio, rules=(Rule(RuleKind.PIN, 0, 1, "said so"),), merged=(card,))
    path = tmp_path / "decisions.xlsx"
    write_decisions(inspection_view(replace(found, portfolio=facts)), "en", path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    body = list(sheet.iter_rows(min_row=2, max_col=4, values_only=True))
    assert body == [
        (None, "merge", "c1", "c3"),
        ("yes", "pin", "c0", "m1"),
        ("yes", "merge", "c0", "c9"),
    ]


@pytest.mark.parametrize(("language", "no"), [("en", "no"), ("ru", "нет")])
def test_a_no_to_a_merge_is_repeated_and_read_again(tmp_path: Path, language: str, no: str) -> None:
    found = cases.tiny()
    denied = Rule(RuleKind.MERGE, 1, 4, "branches", "old.xlsx", 3)
    facts = replace(found.portfolio, rules=(Rule(RuleKind.PIN, 0, 1),), distinct=(denied,))
    path = tmp_path / "decisions.xlsx"
    write_decisions(inspection_view(replace(found, portfolio=facts)), language, path)
    *_, last = openpyxl.load_workbook(path).worksheets[0].iter_rows(max_col=10, values_only=True)
    # both cards with their owners; 20 and 9 of potential, of which a merge would leave the larger
    assert (last[0], last[2], last[3], last[4]) == (no, "c1", "c4", "branches")
    assert last[5:] == ("'=Beta()", "Manager 0", "Delta", "Manager 1", 20)
    again = read_portfolio(Sources(**tables(tmp_path), decisions=path))
    assert again.distinct == (denied,)
    assert again.distinct[0].row == 4
