"""Edits from plain data: what is taken, and what is wrong with the rest."""

from __future__ import annotations

import pytest

from assigner.errors import InputError
from assigner.i18n import Translator
from scenarios.edits import KINDS, parse_edits
from scenarios.edits.hiring import Hire
from scenarios.edits.ruling import Pin
from tests.scenarios.edits.kinds import EXAMPLES

WRONG = [
    {"kind": "hire", "manager": "x", "share": -1, "fte": 2},
    {"kind": "hyre"},
    3,
    {"manager": "m0"},
    {"kind": "pin", "manager": "m0", "clients": "c0"},
    {"kind": "hire", "manager": "q", "start_date": "soon", "count": 1.5},
    {"kind": "ban", "where": {"segment": {}}, "manager": "m0"},
    {"kind": "mode", "slack": {"x": 1}},
    {"kind": "goals", "goals": [{"mesure": "potential"}]},
    {"kind": "hire", "manager": ""},
    {"kind": "budget", "clients": "0.1", "lift": 1},
    {"kind": "split_book", "manager": "m0", "to": [], "values": []},
    {"kind": "caps", "max_load": {"weight": 1}},
    {"kind": 7},
    {"kind": "grow", "clients": ["c0"], "factor": float("nan")},
    {"kind": "set", "path": "", "value": 1, "qqq": 1},
]


def problems(language: str = "en") -> InputError:
    with pytest.raises(InputError) as refusal:
        parse_edits(WRONG, file="what-if.yaml", tr=Translator(language), line=lambda path: 10 + int(path[0]))
    return refusal.value


def test_every_problem_of_every_edit_is_listed_with_its_place_and_line() -> None:
    found = [(issue.row, issue.column, issue.value) for issue in problems().issues]
    assert found == [
        (10, "edits.0.share", "-1"),
        (10, "edits.0.fte", "2"),
        (11, "edits.1.kind", "hyre"),
        (12, "edits.2", "3"),
        (13, "edits.3.kind", ""),
        (14, "edits.4.clients", "c0"),
        (15, "edits.5.count", "1.5"),
        (15, "edits.5.start_date", "soon"),
        (16, "edits.6.where.segment", "{}"),
        (17, "edits.7.slack.x", "x"),
        (18, "edits.8.goals.0.measure", ""),
        (18, "edits.8.goals.0.tolerance", ""),
        (18, "edits.8.goals.0.mesure", "potential"),
        (19, "edits.9.manager", ""),
        (20, "edits.10.clients", "0.1"),
        (20, "edits.10.lift", "1"),
        (21, "edits.11.to", "[]"),
        (21, "edits.11.values", "[]"),
        (22, "edits.12.max_load.weight", "weight"),
        (23, "edits.13.kind", "7"),
        (24, "edits.14.factor", ".nan"),
        (25, "edits.15.path", ""),
        (25, "edits.15.qqq", "1"),
    ]
    assert problems().exit_code == 2
    assert {issue.file for issue in problems().issues} == {"what-if.yaml"}


def test_problems_are_told_in_words() -> None:
    said = {issue.column: issue.message for issue in problems().issues}
    assert said["edits.9.manager"] == said["edits.15.path"] == "must not be blank"
    assert said["edits.11.to"] == "must have at least one entry"
    assert said["edits.11.values"] == "must hold keys and values"
    assert said["edits.5.start_date"] == "must be a date, as 2026-09-30"
    assert said["edits.14.factor"] == "must be a number"


def test_every_problem_has_a_remedy() -> None:
    remedies = {issue.column: issue.remedy for issue in problems().issues}
    assert all(remedies.values())
    assert remedies["edits.1.kind"] == "did you mean hire?"
    assert remedies["edits.6.where.segment"] == "did you mean segments?"
    assert remedies["edits.8.goals.0.mesure"] == "did you mean measure?"
    assert remedies["edits.15.qqq"] == "known keys here: kind, path, value"
    assert remedies["edits.3.kind"].startswith("kinds: hire, leave, ")


def test_problems_are_told_in_russian() -> None:
    for english, russian in zip(problems().issues, problems("ru").issues, strict=True):
        assert english.message != russian.message, english.message
        assert english.remedy != russian.remedy, english.remedy


def test_ids_may_be_numbers_as_yaml_reads_them() -> None:
    (pin,) = parse_edits([{"kind": "pin", "clients": [1001, "x"], "manager": 7}])
    assert isinstance(pin, Pin)
    assert (pin.clients, pin.manager) == (("1001", "x"), "7")


def test_no_flag_passes_for_an_id() -> None:
    with pytest.raises(InputError):
        parse_edits([{"kind": "pin", "clients": [True], "manager": "m0"}])


def test_no_edits_are_no_edits() -> None:
    assert parse_edits([]) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_an_edit_written_out_is_read_back(kind: str) -> None:
    (edit,) = parse_edits([EXAMPLES[kind]])
    assert isinstance(edit, KINDS[kind])
    assert parse_edits([edit.model_dump(mode="json")]) == (edit,)
    assert parse_edits([edit.model_dump(mode="json", exclude_unset=True) | {"kind": kind}]) == (edit,)


@pytest.mark.parametrize("name", ["manager", "count"])
def test_an_edit_is_never_changed(name: str) -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(Hire(manager="x"), name, "y")
