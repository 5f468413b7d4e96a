"""The kind of all rows of a log, told by what its file or sheet is called."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from assigner.errors import InputError
from assigner.policy import Policy
from assigner.portfolio import Kind, Portfolio
from assigner.snapshot import snapshot_writer
from assigner.tabular import Sources, read_portfolio, recognise
from assigner.tabular.required import kind_of_file
from assigner.tabular.sources import input_sha256
from tests.tabular.tables import CLIENTS, MANAGERS, codes, only

LOG = "client_id,manager_id,occurred_at\nc1,m1,2026-01-01\nc2,m2,2026-01-02\n"


def files(folder: Path, **texts: str) -> list[Path]:
    paths = [folder / f"{name}.csv" for name in texts]
    for path, content in zip(paths, texts.values(), strict=True):
        path.write_text(content, "utf-8")
    return paths


def read_log(folder: Path, name: str) -> Portfolio:
    clients, managers, log = files(folder, clients=CLIENTS, managers=MANAGERS, **{name: LOG})
    return read_portfolio(Sources(clients, managers, log))


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("calls.csv", Kind.CALL),
        ("x/hubspot-crm-exports-all-Meetings-2026-01-02.csv", Kind.MEETING),
        ("Выгрузка_звонков.csv", Kind.CALL),
        ("заказы клиентов 2026.csv", Kind.TRANSACTION),
        ("письма.csv", Kind.EMAIL),
        ("КП.csv", Kind.PROPOSAL),
        ("base.xlsx#Встречи", Kind.MEETING),
        ("calls.xlsx#Sheet1", Kind.CALL),
        ("calls.xlsx#Встречи", Kind.MEETING),  # the sheet goes before the file
        ("calls#2.csv", Kind.CALL),
        ("calls/log.csv", None),  # a folder says nothing
        ("calls and meetings.csv", None),  # two kinds are none
        ("звонки, встречи.csv", None),
        ("отдел продаж.csv", None),
        ("recalls.csv", None),  # whole words only
        ("activities.csv", None),
    ],
)
def test_a_name_says_one_kind_or_none(file: str, kind: Kind | None) -> None:
    assert kind_of_file(file) == kind


@pytest.mark.parametrize(("name", "kind"), [("Звонки", Kind.CALL), ("orders 2026", Kind.TRANSACTION)])
def test_all_rows_are_of_the_kind_that_the_file_is_called_after(
    tmp_path: Path, name: str, kind: Kind
) -> None:
    facts = read_log(tmp_path, name)
    assert facts.activities is not None
    assert facts.activities.kind.tolist() == [kind, kind]
    issue = only(facts.issues, "kind-by-title")
    assert issue.count == 2
    assert kind.name.lower() in issue.message


def test_without_such_a_name_the_kind_is_missing_and_the_remedy_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_log(tmp_path, "activities")
    issue = only(caught.value.issues, "missing-kind")
    assert issue.column == "kind"
    assert "calls.csv" in issue.remedy


def test_a_column_goes_before_the_name(tmp_path: Path) -> None:
    clients, log = files(
        tmp_path, clients=CLIENTS, calls=LOG.replace("\n", ",kind\n", 1).replace("-01\n", "-01,meeting\n")
    )
    facts = read_portfolio(Sources(clients, activities=log), tolerant=True)
    assert facts.activities is not None
    assert facts.activities.kind.tolist() == [Kind.MEETING, Kind.OTHER]
    assert "kind-by-title" not in codes(facts.issues)


def test_the_name_of_a_log_is_part_of_the_hash(tmp_path: Path) -> None:
    """The same rows called otherwise are another input."""
    clients, *logs = files(tmp_path, clients=CLIENTS, calls=LOG, meetings=LOG, touches=LOG, звонки=LOG)
    calls, meetings, touches, again = (input_sha256(Sources(clients, activities=log)) for log in logs)
    assert calls == again
    assert len({calls, meetings, touches}) == 3


def test_the_copy_inside_a_proposal_keeps_the_kind_and_the_hash(tmp_path: Path) -> None:
    sources = Sources(*files(tmp_path, clients=CLIENTS, managers=MANAGERS, Звонки=LOG))
    snapshot_writer(sources, Policy(), tolerant=False)(tmp_path / "inputs.zip")
    with zipfile.ZipFile(tmp_path / "inputs.zip") as archive:
        archive.extractall(tmp_path / "copy")
    stored = [
        tmp_path / "copy" / name for name in ("0-clients.csv", "1-managers.csv", "2-activities-call.csv")
    ]
    copy = Sources(*stored)
    assert input_sha256(copy) == input_sha256(sources)
    facts = read_portfolio(copy)
    assert facts.activities is not None
    assert facts.activities.kind.tolist() == [Kind.CALL, Kind.CALL]


def test_a_log_is_recognised_by_its_headers_and_its_name(tmp_path: Path) -> None:
    # "Код клиента" and "Клиент" would do for a list of clients
    orders = "Код клиента;Клиент;Менеджер;Дата;Сумма\nc1;Alpha;m1;2026-01-01;5\n"
    paths = files(tmp_path, base=CLIENTS, team=MANAGERS, **{"Заказы клиентов": orders})
    found = recognise(paths)
    assert found == Sources(*paths)
    facts = read_portfolio(found)
    assert facts.activities is not None
    assert facts.activities.kind.tolist() == [Kind.TRANSACTION]


def test_two_logs_are_refused_with_what_to_do(tmp_path: Path) -> None:
    paths = files(tmp_path, clients=CLIENTS, calls=LOG, meetings=LOG)
    with pytest.raises(InputError) as caught:
        recognise(paths)
    issue = only(caught.value.issues, "activities-twice")
    assert all(str(path) in issue.message for path in paths[1:])
    assert "under one header" in issue.remedy


def test_sheets_of_one_book_that_are_not_read_are_told(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, text in {"Клиенты": CLIENTS, "Звонки": LOG, "Встречи": LOG, "Планы": LOG}.items():
        sheet = book.create_sheet(title)
        for line in text.splitlines():
            sheet.append(line.split(","))
    book.save(tmp_path / "base.xlsx")
    facts = read_portfolio(Sources(tmp_path / "base.xlsx"))
    assert facts.activities is not None
    assert facts.activities.kind.tolist() == [Kind.CALL, Kind.CALL]
    assert ": Звонки, Встречи;" in only(facts.issues, "several-logs").message
