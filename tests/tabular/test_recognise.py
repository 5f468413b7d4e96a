"""Which table each of some files holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from assigner.errors import InputError, Issue
from assigner.i18n import Translator
from assigner.tabular import Sources, read_portfolio, recognise
from tests.tabular.tables import codes, only

TEXTS = {
    "clients": "client_id,name,manager_id,potential\nc1,A,m1,5\n",
    "managers": "manager_id,name,fte\nm1,Ann,1\n",
    "activities": "client_id,manager_id,occurred_at,kind\nc1,m1,2026-01-01,call\n",
    "rules": "kind,a,b\nban,c1,m1\n",
    "decisions": "decision,kind,a,b,reason\nyes,ban,c1,m1,\n",
    "audit": "client_id,manager_id,answer,until\nc1,m1,yes,\n",
}
EXPORTS = {
    "clients": "Код;Наименование;Основной менеджер;ИНН\n1;A;Анна;7707083893\n",
    "managers": "Код;Наименование;Подразделение;Недействителен\n7;Анна;Опт;Нет\n",
    "activities": "Record ID,Activity type,Activity date,Activity assigned to,Associated Company IDs\n"
    "1,CALL,2026-01-01,7,1\n",
}


def files(folder: Path, **texts: str) -> dict[str, Path]:
    """Write texts to files of the names given."""
    paths = {name: folder / f"{name}.csv" for name in texts}
    for name, path in paths.items():
        path.write_text(texts[name], "utf-8")
    return paths


def book(folder: Path, **sheets: str) -> Path:
    """A workbook with one sheet for each text."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, text in sheets.items():
        sheet = made.create_sheet(title)
        for line in text.splitlines():
            sheet.append(line.split(";" if ";" in line else ","))
    made.save(folder / "base.xlsx")
    return folder / "base.xlsx"


def refused(*paths: Path | str) -> list[Issue]:
    """The issues of files that can't be told apart."""
    with pytest.raises(InputError) as caught:
        recognise([Path(path) for path in paths])
    assert all(issue.remedy for issue in caught.value.issues)
    return list(caught.value.issues)


def test_a_sheet_of_touches_with_columns_of_the_clients_holds_the_clients(tmp_path: Path) -> None:
    # Most headers are a log's, the potential is the client's own. A log with names alone has no clients.
    big = "client_id,name,manager_id,potential,occurred_at,kind,amount,summary\nc1,A,m1,5,2026-01-01,call,,\n"
    log = "client_id,name,manager_id,occurred_at,kind,amount,summary\nc1,A,m1,2026-01-01,call,,x\n"
    paths = files(tmp_path, big=big, log=log, managers=TEXTS["managers"], clients=TEXTS["clients"])
    found = recognise([paths["big"], paths["managers"]])
    assert (found.clients, found.activities) == (paths["big"], None)
    assert codes(refused(paths["log"], paths["managers"])) == ["no-clients"]
    # beside a table of clients it is the log
    assert recognise([paths["big"], paths["clients"]]).activities == paths["big"]


@pytest.mark.parametrize("texts", [TEXTS, EXPORTS], ids=["our own", "exports"])
def test_files_are_told_by_their_headers_alone(tmp_path: Path, texts: dict[str, str]) -> None:
    paths = files(tmp_path, **{f"file{at}": text for at, text in enumerate(texts.values())})
    found = recognise(list(reversed(paths.values())))
    assert found == Sources(**dict(zip(texts, paths.values(), strict=True)))


def test_sheets_are_told_too_and_notes_are_left_out(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        Лист1="Отчёт за май\n\n" + TEXTS["clients"],
        Лист2=TEXTS["managers"],
        Заметки="не забыть позвонить\n",
    )
    found = recognise([path])
    assert found == Sources(Path(f"{path}#Лист1"), Path(f"{path}#Лист2"))
    assert read_portfolio(found).num_clients == 1


def test_a_workbook_with_one_sheet_is_a_file(tmp_path: Path) -> None:
    path = book(tmp_path, Данные=TEXTS["clients"])
    assert recognise([path]) == Sources(path)


def test_what_is_said_outright_goes_first(tmp_path: Path) -> None:
    path = book(tmp_path, Старые=TEXTS["clients"], Новые=TEXTS["clients"], Люди=TEXTS["managers"])
    found = recognise([Path(f"clients={path}#Новые"), path])
    assert found == Sources(Path(f"{path}#Новые"), Path(f"{path}#Люди"))
    csv = files(tmp_path, odd="x,y\n1,2\n")["odd"]
    assert recognise([Path(f"clients={csv}")]).clients == csv


def test_of_two_sheets_the_one_with_the_name_counts(tmp_path: Path) -> None:
    path = book(tmp_path, Архив=TEXTS["clients"], Клиенты=TEXTS["clients"])
    assert recognise([path]).clients == Path(f"{path}#Клиенты")


def test_a_name_decides_where_headers_fit_two_tables(tmp_path: Path) -> None:
    # "id,name" may be clients or managers
    texts = {"база клиентов": "id,name\n1,A\n", "Менеджеры 2026": "id,name\n7,B\n"}
    paths = files(tmp_path, **texts)
    found = recognise(list(paths.values()))
    assert (found.clients, found.managers) == tuple(paths.values())


def test_a_table_that_is_not_complete_is_told_by_its_name_so_that_reading_says_what_lacks(
    tmp_path: Path,
) -> None:
    paths = files(tmp_path, clients=TEXTS["clients"], activities="client_id,when\nc1,2026-01-01\n")
    found = recognise(list(paths.values()))
    assert found.activities == paths["activities"]


def test_one_big_sheet_is_the_clients_and_a_log_beside_clients_is_not(tmp_path: Path) -> None:
    big = (
        "Код клиента,Клиент,Менеджер,Дата,Вид,Регион\nc1,A,m1,2026-01-01,call,N\nc1,A,m1,2026-01-02,call,N\n"
    )
    paths = files(tmp_path, one=big, two=TEXTS["clients"])
    assert recognise([paths["one"]]) == Sources(paths["one"])
    assert recognise(list(paths.values())) == Sources(paths["two"], activities=paths["one"])


def test_the_mapping_file_is_asked_as_well(tmp_path: Path) -> None:
    paths = files(tmp_path, one="x,y\n1,2\n")
    mapping = tmp_path / "map.yaml"
    mapping.write_text("clients: {client_id: x, name: y}\n", "utf-8")
    assert recognise([paths["one"]], mapping=mapping) == Sources(paths["one"], mapping=mapping)


def test_the_same_table_twice_names_both_files(tmp_path: Path) -> None:
    paths = files(tmp_path, one=TEXTS["clients"], two=TEXTS["clients"])
    issue = only(refused(*paths.values()), "table-twice")
    assert str(paths["one"]) in issue.message
    assert str(paths["two"]) in issue.message
    assert only(refused(f"clients={paths['one']}", paths["two"]), "table-twice").file == str(paths["two"])
    assert only(refused(f"clients={paths['one']}", f"clients={paths['two']}"), "table-twice")


def test_files_that_nobody_understands_are_all_named(tmp_path: Path) -> None:
    paths = files(tmp_path, one="x,y\n1,2\n", two="id,name\n1,A\n", three=TEXTS["rules"])
    found = refused(*paths.values(), tmp_path / "none.csv", "customers=a.csv")
    assert sorted(codes(found)) == ["file-missing", "file-not-recognised", "file-unclear", "unknown-table"]
    assert "x, y" in only(found, "file-not-recognised").message
    assert "clients, managers" in only(found, "file-unclear").message


def test_clients_are_needed_and_a_book_of_notes_is_none(tmp_path: Path) -> None:
    paths = files(tmp_path, rules=TEXTS["rules"])
    assert codes(refused(*paths.values())) == ["no-clients"]
    notes = book(tmp_path, A="hello\n", B="world\n")
    assert codes(refused(notes)) == ["file-not-recognised"]


def test_refusals_are_told_in_russian(tmp_path: Path) -> None:
    paths = files(tmp_path, one="x,y\n1,2\n")
    with pytest.raises(InputError, match="Непонятно, что это за таблица"):
        recognise(list(paths.values()), tr=Translator("ru"))
