from __future__ import annotations

from pathlib import Path

import pytest

from assigner.errors import InputError
from assigner.report.inspection import FILE_NAMES, write_inspection
from tests.report.inspection import cases


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def note(path: Path) -> None:
    path.write_text("a: b\n", encoding="utf-8")


def test_all_files_appear_together(tmp_path: Path) -> None:
    paths = write_inspection(cases.tiny(), tmp_path / "out", extra={"map.yaml": note})
    assert [path.name for path in paths] == [*FILE_NAMES, "map.yaml"]
    assert names_in(tmp_path / "out") == {*FILE_NAMES, "map.yaml"}


def test_if_one_file_fails_none_appears(tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError):
        write_inspection(cases.tiny(), tmp_path / "out", extra={"map.yaml": fail})
    assert names_in(tmp_path) == set()


def test_earlier_results_are_replaced_only_by_force(tmp_path: Path) -> None:
    write_inspection(cases.tiny(), tmp_path / "out")
    with pytest.raises(InputError):
        write_inspection(cases.tiny(), tmp_path / "out")
    write_inspection(cases.tiny(), tmp_path / "out", language="ru", force=True)
    assert "В каком состоянии" in (tmp_path / "out" / "inspect.html").read_text("utf-8")
