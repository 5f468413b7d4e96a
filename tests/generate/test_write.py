"""Files: the same bytes for the same seed, never half a company, never over an old one."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from assigner.errors import InputError
from assigner.generate import CompanySpec, generate_company, write_company
from assigner.i18n import Translator

FILES = {"clients.csv", "managers.csv", "activities.csv", "rules.csv", "truth.json"}
SMALL = CompanySpec(num_clients=150, num_managers=5, num_new=1, seed=7)


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_spec_gives_the_same_bytes(tmp_path: Path) -> None:
    write_company(generate_company(SMALL), tmp_path / "a")
    write_company(generate_company(SMALL), tmp_path / "b")
    assert content(tmp_path / "a") == content(tmp_path / "b")
    assert set(content(tmp_path / "a")) == FILES


def test_another_seed_gives_another_company(tmp_path: Path) -> None:
    write_company(generate_company(CompanySpec(num_clients=50, seed=1)), tmp_path / "a")
    write_company(generate_company(CompanySpec(num_clients=50, seed=2)), tmp_path / "b")
    first, second = content(tmp_path / "a"), content(tmp_path / "b")
    assert all(first[name] != second[name] for name in FILES)


def test_files_hold_the_tables(tmp_path: Path) -> None:
    made = generate_company(SMALL)
    paths = write_company(made, tmp_path)
    assert {path.name for path in paths} == FILES
    back = pd.read_csv(
        tmp_path / "clients.csv", dtype={"tax_id": str, "manager_id": str}, keep_default_na=False
    )
    assert back["tax_id"].tolist() == made.clients["tax_id"].tolist()
    assert back["revenue_12m"].tolist() == made.clients["revenue_12m"].tolist()
    assert json.loads((tmp_path / "truth.json").read_text(encoding="utf-8")) == made.truth


def test_existing_files_are_only_overwritten_by_force(tmp_path: Path) -> None:
    made = generate_company(SMALL)
    (tmp_path / "rules.csv").write_text("mine", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="--force"):
        write_company(made, tmp_path)
    assert set(content(tmp_path)) == {"rules.csv", "notes.txt"}
    write_company(made, tmp_path, force=True)
    assert set(content(tmp_path)) == FILES | {"notes.txt"}
    assert content(tmp_path)["notes.txt"] == b"mine"


def test_an_old_log_does_not_outlive_its_company(tmp_path: Path) -> None:
    write_company(generate_company(SMALL), tmp_path)
    bare = generate_company(CompanySpec(num_clients=20, activities=False))
    write_company(bare, tmp_path, force=True)
    assert set(content(tmp_path)) == FILES - {"activities.csv"}


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="is a file"):
        write_company(generate_company(SMALL), tmp_path / "out", force=True)


def test_nothing_is_left_behind_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_args: object, **_options: object) -> str:
        raise OSError("no space left")

    made = generate_company(SMALL)
    monkeypatch.setattr("assigner.generate.write.json.dumps", full_disk)
    with pytest.raises(OSError, match="no space"):
        write_company(made, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_russian_export_has_russian_headers_words_and_numbers(tmp_path: Path) -> None:
    made = generate_company(CompanySpec(num_clients=150, seed=7, language="ru"))
    write_company(made, tmp_path, headers="ru")
    clients = (tmp_path / "clients.csv").read_text(encoding="utf-8").splitlines()
    assert clients[0].startswith(
        "Код клиента;Наименование;Ответственный;Регион;Отрасль;Категория;Канал;Потенциал;"
    )
    log = pd.read_csv(tmp_path / "activities.csv", sep=";", decimal=",")
    assert set(log["Вид"]) == {"заказ", "договор", "звонок", "письмо", "встреча", "КП"}
    assert made.activities is not None
    assert log["Сумма"].sum() == pytest.approx(made.activities["amount"].sum())
    assert pd.to_datetime(log["Дата и время"], format="%d.%m.%Y %H:%M:%S").is_monotonic_increasing


def test_refusals_speak_russian_too(tmp_path: Path) -> None:
    made = generate_company(SMALL)
    write_company(made, tmp_path / "out")
    with pytest.raises(InputError, match=r"файл уже существует.*выберите другую папку или укажите --force"):
        write_company(made, tmp_path / "out", tr=Translator("ru"))
