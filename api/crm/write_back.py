"""The owner changes of a plan, or of its undoing, in the shape that a program takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from api.crm import amocrm, bitrix24, hubspot, onec, salesforce
from api.crm.changes import changes_of
from api.crm.model import File, Move, Request, System, User, WriteBack
from api.crm.problems import Problems
from api.crm.shape import Encoding, Options, Shape
from api.crm.tables import csv_file, free_text
from assigner.errors import Issue
from assigner.i18n import Translator

SHAPES: Mapping[System, Shape] = {
    System.BITRIX24: bitrix24.SHAPE,
    System.AMOCRM: amocrm.SHAPE,
    System.ONE_C: onec.SHAPE,
    System.SALESFORCE: salesforce.SHAPE,
    System.HUBSPOT: hubspot.SHAPE,
}


def write_back(
    system: System,
    moves: Sequence[Move],
    *,
    users: Mapping[str, User] = MappingProxyType({}),
    nobody: str = "",
    roll_back: bool = False,
    encoding: Encoding = Encoding.UTF_8,
    language: str = "ru",
) -> WriteBack:
    """Files and requests that give every company its new owner; with `roll_back` its previous one again.

    `users` says how the program knows managers, by their ids; who is not among them is known by that id.
    `nobody` is the program's user who holds companies that are to have no owner. Moves that can't be made
    are errors in the answer, every one of them, and stand in left-out.csv too; the others are written.
    """
    tr = Translator(language)
    problems, shape = Problems(system, tr), SHAPES[system]
    wanted = [move.undone() for move in moves] if roll_back else moves
    changes = changes_of(wanted, shape, users, nobody, problems)
    files = shape.files(changes, Options(language, encoding), problems)
    requests = shape.requests(changes)
    issues = sorted(problems.issues, key=lambda issue: issue.row or 0)
    return WriteBack(
        system,
        (*files, *_request_file(system, requests), *_left_out_file(issues, tr)),
        tuple(requests),
        tuple(issues),
        len(moves),
        len(changes),
    )


def _request_file(system: System, requests: Sequence[Request]) -> list[File]:
    """The requests as a file, one to a line, for who sends them himself."""
    lines = [
        f'{{"method":"{one.method}","path":"{one.path}","body":{one.content().decode()}}}\n'
        for one in requests
    ]
    return (
        [File(f"{system}-requests.jsonl", "application/x-ndjson", "".join(lines).encode())] if lines else []
    )


def _left_out_file(issues: Sequence[Issue], tr: Translator) -> list[File]:
    """Every row that is missing somewhere, and why."""
    titles = (tr.gettext("Row"), tr.gettext("Column"), tr.gettext("Value"), tr.gettext("Problem"))
    header = (*titles, tr.gettext("Remedy"))
    rows = (
        (str(one.row), one.column, free_text(one.value), free_text(one.message), free_text(one.remedy))
        for one in issues
    )
    delimiter = ";" if tr.language == "ru" else ","  # of the spreadsheet that opens it
    return (
        [csv_file("left-out.csv", header, rows, delimiter=delimiter, encoding="utf-8-sig")] if issues else []
    )
